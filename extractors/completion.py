"""What a text leaves unsaid because its reader knows it: whose model it is, whose unit.

Only entities that the document itself mentions are filled in. A kind's file says which role owns which
(`[engine] owner = { model = "developer" }`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from ..ontology.catalogue import catalogue
from ..ontology.events import event_kinds
from ..ontology.model import Entity, Mention
from .directions import Trades, agreed, direct
from .frames import Filler, Frame


@cache
def _families() -> Mapping[str, str]:
    return {i: e.parent for i, e in catalogue().items() if e.type == "Model" and e.parent}


@lru_cache(maxsize=20_000)
def owner(identifier: str) -> str:
    """The catalogue's owner of an entity; a model variant has its family's. Empty where it knows none.

    >>> owner("qwen9.9-plus")
    'alibaba'
    """
    entry = catalogue().get(identifier)
    if entry:
        return entry.parent
    fits = [f for f in _families() if re.match(re.escape(f) + r"(?![a-z])", identifier)]
    return _families()[max(fits, key=len)] if fits else ""


def complete(
    frames: Iterable[Frame], mentions: Sequence[Mention], entities: Mapping[str, Entity], text: str
) -> Iterator[Frame]:
    """The frames, with owners filled in where the document mentions them; without them, those that need one are none."""
    frames = list(frames)
    first: dict[object, Mention] = {}
    for mention in mentions:
        if isinstance(mention.value, str):
            first.setdefault(mention.value, mention)
    makers, trades = dict(_makers(frames)), Trades.told(text, mentions)
    for frame in frames:
        direct(frame, entities, trades)
        owned = event_kinds()[frame.kind].engine.get("owner", {})
        for role, empty in owned.items():
            fillers = frame.roles.get(role)
            if not fillers or fillers[0].mention is None or _told(frame, empty):
                continue
            if frame.roles.get(empty) and (agreed(frame) or _acts(frame, empty)):
                continue  # who sells what others make
            identifier = str(fillers[0].mention.value)
            known = owner(identifier)
            found = first.get(known) or makers.get(identifier) or _namesake(identifier, first, entities)
            announced = empty == event_kinds()[frame.kind].engine.get("announcer")
            if not known and (announced or empty in event_kinds()[frame.kind].core and not frame.roles.get(empty)):
                found = found or _of_family(identifier, makers, entities)
            if announced and not known:
                found = found or (None if frame.roles.get(empty) else frame.house)
            if found:
                frame.roles.pop(empty, None)
                frame.add(empty, Filler(found, span=found.span))
        core = event_kinds()[frame.kind].core
        if all(frame.roles.get(role) for role in owned.values() if role in core) and not _with_oneself(frame, core):
            yield frame


def _makers(frames: Iterable[Frame]) -> Iterator[tuple[str, Mention]]:
    """Whose the things are that the document tells the release of."""
    for frame in frames:
        for role, maker in event_kinds()[frame.kind].engine.get("owner", {}).items():
            if maker in event_kinds()[frame.kind].core:
                continue
            mention = next((f.mention for f in frame.roles.get(maker, ()) if f.mention), None)
            for filler in frame.roles.get(role, ()):
                if filler.mention and mention:
                    yield str(filler.mention.value), mention


def _of_family(identifier: str, makers: Mapping[str, Mention], entities: Mapping[str, Entity]) -> Mention | None:
    """Whose another thing is that is called alike: Loom 4 Bench is by whoever makes Loom 4."""
    named = entities.get(identifier)
    first = named.name.split()[0] if named else ""
    for other, maker in makers.items():
        kin = entities.get(other)
        if kin and other != identifier and kin.name.split()[0].split("-")[0] == first.split("-")[0] and len(first) > 2:
            return maker
    return None


def _acts(frame: Frame, role: str) -> bool:
    """Whether the clause's own subject fills a role: "the company will supply X with Nvidia's chips"."""
    return frame.acting == role and role in event_kinds()[frame.kind].core


def _with_oneself(frame: Frame, core: Iterable[str]) -> bool:
    """Whether the same fills two core roles: who puts a thing of its own somewhere buys it of nobody."""
    first, *rest = (set(frame.keys(role)) for role in core)
    return any(first & other for other in rest)


def _told(frame: Frame, role: str) -> bool:
    """Whether the event's own sentences name a filler, not only the topic before them."""
    return any(f.span and e.overlaps(f.span) for f in frame.roles.get(role, ()) for e in frame.evidence)


def _namesake(identifier: str, first: Mapping[object, Mention], entities: Mapping[str, Entity]) -> Mention | None:
    """The mentioned organization whose name opens that of a unit or a thing: Alibaba for Alibaba Token Hub, Adobe for Adobe Firefly."""
    unit = entities.get(identifier)
    if unit is None:
        return None
    end = "" if unit.type == "Organization" else " "
    for other, mention in first.items():
        entity = entities.get(str(other))
        if entity and other != identifier and entity.type == "Organization":
            names = {entity.name, *entity.names.values(), *entity.aliases}
            if any(len(n) > 1 and unit.name.startswith(n + end) and len(n) < len(unit.name) for n in names):
                return mention
    return None
