"""From whom the events of a sentence are cited, and what that makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..ontology.events import event_kinds
from ..ontology.model import Mention, Span
from .attribution import Sources
from .frames import Filler, Frame
from .periods import SESSION
from .topic import Topic


def cite(
    frame: Frame,
    sources: Sources,
    topic: Topic,
    employers: Mapping[object, Mention],
    polled: Mention | None,
    house: Mention | None,
) -> None:
    """Take whom a sentence cites as the source of its event; who is `polled` has collected what others expect, `house` is whom the text is about."""
    measures = bool(event_kinds()[frame.kind].engine.get("measures"))
    source = sources.at(frame.trigger[0], measures)
    if measures:
        source = source or sources.announcer(frame)
        source = None if source and _not_cited(frame, source, polled) else source
    if source and frame.kind == "Recommendation":
        _recommended(frame, source, employers, house)
    elif source and "source" not in frame.roles and not _own_act(frame, source):
        frame.add("source", Filler(source, span=source.span))
        _announced(frame, source, topic)


def credit(results: Iterable[Frame], source: Mention | None, start: int, end: int) -> None:
    """Cite whoever is said to have published the results of the table between two positions."""
    for frame in results:
        if source and start <= frame.evidence[0].start < end:
            frame.add("source", Filler(source, span=source.span))


def _own_act(frame: Frame, source: Mention) -> bool:
    """Whether somebody tells of what he does himself, which is no citation, unless he denies it."""
    done = event_kinds()[frame.kind].engine.get("own_act") and frame.modality in ("actual", "planned")
    return bool(done) and any(source.value in frame.keys(role) for role in frame.roles)


def is_quoted(frame: Frame) -> bool:
    """Whether a frame tells what a share or an index stood at or moved by: anybody can see that, so nobody is cited for it."""
    return frame.modality == "actual" and not SESSION.isdisjoint(frame.keys("metric"))


def _not_cited(frame: Frame, source: Mention, polled: Mention | None) -> bool:
    """Whether a sentence's source is none for this figure: who collects estimates for results, a company for what others expect of it, all for quotations."""
    if is_quoted(frame):
        return True
    if frame.awaited:
        return source.value in frame.keys("subject")
    return frame.modality == "actual" and polled is not None and source.value == polled.value


def _recommended(frame: Frame, source: Mention, employers: Mapping[object, Mention], about: Mention | None) -> None:
    """Who is cited for a rating gives it, an analyst for the house; the company that a text is `about` rates nobody."""
    house = employers.get(source.value, source)
    rated = {*frame.keys("security"), *([about.value] if about else [])}
    if "recommender" not in frame.roles and house.kind == "Organization" and house.value not in rated:
        frame.add("recommender", Filler(house, span=house.span))


def _announced(frame: Frame, source: Mention, topic: Topic) -> None:
    """Who tells of a launch is who launches, unless it is somebody who reports on others."""
    role = event_kinds()[frame.kind].engine.get("announcer", "")
    if role and role not in frame.roles and source.kind == "Organization" and source.value not in topic.sorts:
        frame.add(role, Filler(source, span=source.span))


def with_recommender(frames: Iterable[Frame], publisher: str | None) -> Iterator[Frame]:
    """A recommendation is the publisher's where the text names nobody else."""
    for frame in frames:
        if frame.kind == "Recommendation" and publisher and frame.keys("security") == [publisher]:
            continue  # a house does not rate itself
        if frame.kind == "Recommendation" and publisher and "recommender" not in frame.roles:
            frame.add("recommender", Filler(Mention(Span(0, 0), "Organization", publisher)))
            frame.roles["recommender"][0].span = None
        yield frame
