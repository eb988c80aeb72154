"""The day that a text tells of where its sentences name none: a news story's own day, that of a ticker's entries, the last day of trading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import cast

from ..ontology.events import event_kinds
from ..ontology.model import Language, Mention, Span, TimeInterval
from .frames import Filler, Frame
from .languages import language_data
from .layout import Block
from .masking import TIME, Masked
from .measures import words
from .times import find_times

_CLOCK = re.compile(r"[\s*_•·\-–—【\[(]*(?:[01]?\d|2[0-3]):[0-5]\d(?!\d|[.:]\d)")
_DIGIT = re.compile(r"\d")
OPENING = {
    "zh": re.compile("^(?:自从?|从)|(?:以来|至今|迄今|起)$"),
    "en": re.compile("^(?:[Ss]ince|[Ss]tarting (?:in|from)) "),
}
_DATELINE = 60  # characters at a story's head in which place and day stand
_HEADLINE = 60  # characters of the longest headline of an entry
_OPENS = 14  # characters within which the text below it names its day
_STOPS = "。！？；：，.!?;:,"
_HEAD = 300  # characters in which a text says that it is read in the morning
_FRIDAY, _SATURDAY = 4, 5
_LEAD = 2  # paragraphs in which a story says of which day it tells


def is_day(mention: Mention) -> bool:
    """Whether a time is a single day."""
    value = mention.value
    return isinstance(value, TimeInterval) and value.start is not None and value.start == value.end


def day_of_story(layout: Sequence[Block], mentions: Sequence[Mention], published: date | None) -> Mention | None:
    """The day that a news story tells of: what its first paragraphs name, if that is the day of publication or the one before."""
    if published is None:
        return None
    body = (b.span for b in layout if b.kind == "body" and b.span.end - b.span.start > _HEADLINE // 2)
    lead = list(islice(body, _LEAD))  # shorter ones are titles and lines that say who wrote when
    days = [m for m in mentions if is_day(m) and any(s.covers(m.span) for s in lead)]
    fresh = [m for m in days if _start(m) in (published, published - timedelta(1))]
    told = [m for m in fresh if m.span.start - lead[0].start >= _DATELINE]
    return next(iter(told or fresh), None)


def day_of_release(
    layout: Sequence[Block], text: str, language: Language, published: date | None, speaks: bool
) -> Mention | None:
    """The day of a text in which a company "today announced" something, where `speaks` says that it is the company's own."""
    pattern = _releasing(language)[0]
    lead = next((b.span for b in layout if b.kind == "body" and b.span.end - b.span.start > _HEADLINE), None)
    if pattern is None or published is None or lead is None or not (speaks and pattern.search(lead.of(text))):
        return None
    return Mention(Span(0, 0), "Time", TimeInterval(published, published, "day"), "release")


def date_release(frames: Iterable[Frame], masked: Masked, day: Mention | None, led: bool) -> None:
    """Date what a press release announces in a sentence without a time, or in a list that is `led` by such a sentence."""
    announced = _releasing(masked.language)[1]
    if day is None or any(masked.text[i] == TIME for i in masked.at):
        return
    if led or announced and announced.search(masked.text):
        date_entry([f for f in frames if f.modality != "negated" and not f.roles.get("period")], day)


def announces(text: str, language: Language) -> bool:
    """Whether a line leads up to what a press release announces: "As part of the launch, X announced:"."""
    announced = _releasing(language)[1]
    return bool(announced and text.rstrip()[-1:] in ":：" and announced.search(text))


@cache
def _releasing(language: Language) -> tuple[re.Pattern[str] | None, ...]:
    data = language_data(language, "discourse")["engine"]
    return tuple(re.compile(data[key]) if key in data else None for key in ("released", "announced"))


def _start(mention: Mention) -> date | None:
    return mention.value.start if isinstance(mention.value, TimeInterval) else None


def session_before(text: str, language: Language, published: date | None) -> Mention | None:
    """The last day of trading when a text appeared, in the morning or later; it has no place in the text."""
    if published is None or language != "zh":
        return None
    morning = bool(words(language).morning.search(text, 0, _HEAD)) or published.weekday() >= _SATURDAY
    back = {0: 3, 6: 2}.get(published.weekday(), 1) if morning else 0
    day = published - timedelta(back)
    return Mention(Span(0, 0), "Time", TimeInterval(day, day, "day"), "session")


def friday_before(day: Mention | None) -> Mention | None:
    """The last day of the last week of trading that was over on a day, or that ends with it."""
    if day is None:
        return None
    last = cast(date, cast(TimeInterval, day.value).end)
    friday = last - timedelta((last.weekday() - _FRIDAY) % 7)
    return replace(day, value=TimeInterval(friday, friday, "day"))


def day_of_entry(text: str, published: date | None, heading: Mention | None) -> Mention | None:
    """The day of a block that begins with a time of day: its heading's, else that of publication; it has no place in the text."""
    if published is None or not _CLOCK.match(text):
        return None
    return heading or Mention(Span(0, 0), "Time", TimeInterval(published, published, "day"), "entry")


def date_entry(frames: Iterable[Frame], day: Mention, told: Sequence[Frame] = ()) -> None:
    """Give a ticker entry's day to the events that it tells of without a date, but for those `told` again with one."""
    for frame in frames:
        if "date" in event_kinds()[frame.kind].roles and "date" not in frame.roles and not _told_again(frame, told):
            frame.add("date", filler_of(day))


def heads_next(block: Block, below: Block, text: str, title: Span | None) -> bool:
    """Whether a line is the headline of what stands right below it, which is not the document's title: short, without a stop."""
    line = block.span.of(text).strip()
    return (
        below.kind == "body"
        and not (title and below.span.overlaps(title))
        and below.span.start == block.span.end + 1
        and 0 < len(line) <= _HEADLINE
        and line[-1] not in _STOPS
        and not _CLOCK.match(below.span.of(text)[:24])
    )


def date_headline(frames: Iterable[Frame], below: Sequence[Frame], times: Iterable[Mention], start: int) -> None:
    """Date what a headline tells by the day that the text below it, which begins at `start`, opens with.

    What is told again there with a day of its own is left undated, so that both are one event.
    """
    opening = next((m for m in times if m.kind == "Time" and is_day(m) and m.span.start - start <= _OPENS), None)
    for frame in frames:
        if opening and frame.modality == "actual" and not _told_again(frame, below):
            date_entry((frame,), opening)


def _told_again(frame: Frame, frames: Iterable[Frame]) -> bool:
    """Whether an event with a date is of the same kind between the same."""
    core = event_kinds()[frame.kind].core
    return any(
        f.kind == frame.kind and "date" in f.roles and all(set(f.keys(r)) & set(frame.keys(r)) for r in core)
        for f in frames
    )


_PLACED = re.compile(r"\W*[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][\w. ]{2,24}?)?\.(?= )")


def place_of_item(text: str, start: int, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The places with which an item of a round-up begins that tells of what is built there: "WACO, Texas. Dorrigan Power has …".

    A dash, a date or an agency behind a place says where a story was written, not where it happens.
    """
    match = _PLACED.match(text)
    named = [m for m in mentions if m.kind == "Place" and match and m.span.end <= start + match.end()]
    return named if named and not text[: named[0].span.start - start].strip() else ()


def place_item(frames: Iterable[Frame], places: Sequence[Mention]) -> None:
    """Give an item's place to the events that it tells of without one."""
    for frame in frames:
        if places and "place" in event_kinds()[frame.kind].roles and "place" not in frame.roles:
            for place in places:
                frame.add("place", Filler(place, span=place.span))


def begin(frame: Frame, text: str, language: Language) -> None:
    """Something that happens and "takes effect from 1 August" happens on that day, or in the month or year that is named."""
    if event_kinds()[frame.kind].roles.get("date") is None:
        return
    for filler in frame.roles.get("date", ()):
        value = filler.mention.value if filler.mention else None
        if isinstance(value, TimeInterval) and value.granularity == "since" and value.start and filler.mention:
            named = OPENING[language].sub("", filler.mention.span.of(text))
            first = next((m.value for m in find_times(named, language, value.start)), None)
            whole = isinstance(first, TimeInterval) and first.start == value.start and first.end
            single = first if whole and first else TimeInterval(value.start, value.start, "day")
            vague = not isinstance(first, TimeInterval) or first.granularity in ("year", "since")
            if value.end and vague and not _DIGIT.search(named):
                single = TimeInterval(value.start, value.end, "range")  # 今年以来, "so far this year": within it
            filler.mention = replace(filler.mention, value=single)


def follow(frames: Sequence[Frame], masked: Masked, day: Mention | None) -> Mention | None:
    """Date what a sentence tells as going with the one before, and give the day that holds for the next sentence.

    "The two signed on Monday. Under the agreement …" tells of two events of one day.
    """
    if day and not any(masked.text[i] == TIME for i in masked.at) and _together(masked.language).search(masked.text):
        for frame in frames:
            if frame.modality == "actual" and "date" in event_kinds()[frame.kind].roles and "date" not in frame.roles:
                frame.add("date", filler_of(day))
    own = (f.mention for frame in frames for f in frame.roles.get("date", ()))
    return next((m for m in own if m and is_day(m)), None) or (
        None if any(masked.text[i] == TIME for i in masked.at) else day
    )


@cache
def _together(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["engine"]["together"])


def filler_of(time: Mention) -> Filler:
    """A time as a filler; one that stands nowhere in the text has no span."""
    return Filler(time, span=time.span if time.span.end else None)
