"""Triggers: one way each to say that an event took place, with what the words around it bind to its roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from ..ontology.model import Language, Modality
from .masking import ENTITIES, Masked, joint
from .patterns import Pattern

PLURAL = frozenset({"party"})  # roles that need two fillers


@dataclass(frozen=True, slots=True)
class Marker:
    """A preposition or the like with the role that what it governs fills."""

    role: str
    pattern: Pattern
    around: bool  # it may stand before the trigger as well as behind it
    reach: int = 0  # how far behind the trigger it may begin; 0: as far as the clause goes
    spoken: Pattern | None = None  # it governs words that stand for what was named before: "against the company"
    relative: Pattern | None = (
        None  # it stands with a relative pronoun behind what it governs: "Nebius, with which Meta signed"
    )


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way to say that an event of the kind took place.

    `subject` is the role that the clause's subject fills where the pattern binds none; `set` fixes text roles. A trigger that comes from
    a valency frame has a `lexeme` (the word alone, to look for first, in lower case), `markers` that bind further roles as far as `stop`, and `needs`: roles without which
    it is none.
    """

    pattern: Pattern
    rule: str
    subject: str = ""
    set: Mapping[str, str] = field(default_factory=dict)
    modality: Modality | None = None
    unless: Pattern | None = None
    object: str = ""  # the role that what was spoken of before fills
    continues: bool = False  # "the round": the subject is that of the event of this kind told last
    lexeme: Pattern | None = None
    near: bool = False  # the subject must be the word's own
    markers: tuple[Marker, ...] = ()
    needs: frozenset[str] = frozenset()
    stop: Pattern | None = None
    requires: Pattern | None = None  # must stand between the trigger's beginning and the stop
    topical: bool = False  # `object` is what was spoken of before the sentence, or what the document is about
    beside: bool = False  # it tells of one event more than others on the same words: who comes where somebody goes
    around: bool = False  # what it requires may stand before it in its clause: "the bill was passed"
    amid: Pattern | None = None  # must stand somewhere in the sentence
    under: re.Pattern[str] | None = None  # what the heading above must be
    again: bool = False  # it stands only behind another event of the kind: "X listed on Monday; Y followed"

    def wanted(self) -> tuple[Pattern, ...]:
        """What a sentence must match, all of it, for the trigger to stand there."""
        return tuple(filter(None, (self.pattern, self.requires, self.amid)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger found in a masked sentence: where, and the mask positions it binds to roles."""

    trigger: Trigger
    start: int
    end: int
    reach: int  # as far as what it says goes: no lesser trigger of the kind is told within
    bound: tuple[tuple[str, tuple[int, ...]], ...]
    object: str = ""  # the role that what was spoken of before fills


def hits(triggers: Iterable[Trigger], masked: Masked, viable: Callable[[Hit], bool]) -> list[Hit]:
    """The triggers that stand in a sentence and find what they need; where two overlap the earlier listed wins."""
    found: list[Hit] = []
    # Whether a lexeme does: by identity, for to hash a pattern takes longer than to search.
    stands: dict[int, bool] = {}
    for trigger in triggers:
        if trigger.lexeme is not None:
            key = id(trigger.lexeme)
            if key not in stands:
                stands[key] = bool(trigger.lexeme.search(masked.read_by(trigger.lexeme)))
            if not stands[key]:
                continue
        for match in trigger.pattern.finditer(masked.read_by(trigger.pattern)):
            if match.end() == match.start() or not trigger.beside and _told(found, match):
                continue
            if trigger.unless and trigger.unless.search(masked.read_by(trigger.unless)):
                continue
            if trigger.amid and not trigger.amid.search(masked.read_by(trigger.amid)):
                continue
            reach = _reach(trigger, match, masked)
            if not reach:
                continue
            hit = _hit(trigger, match, masked, reach)
            if trigger.needs <= {hit.object, *(role for role, _ in hit.bound)} and viable(hit):
                found.append(hit)
    return sorted(found, key=lambda h: h.start)


def _told(found: Iterable[Hit], match: re.Match[str]) -> bool:
    """Whether a trigger found before tells of what a match does."""
    return any(h.start < match.end() and match.start() < h.reach and not h.trigger.beside for h in found)


def _reach(trigger: Trigger, match: re.Match[str], masked: Masked) -> int:
    """Where a trigger with what it requires ends; 0 where that is missing."""
    if not trigger.requires:
        return match.end()
    stop = trigger.stop.search(masked.lowered, match.end()) if trigger.stop else None
    start = match.start()
    if trigger.around and trigger.stop:
        start = max((s.end() for s in trigger.stop.finditer(masked.lowered, 0, start)), default=0)
    found = trigger.requires.search(
        masked.read_by(trigger.requires), start, stop.start() if stop else len(masked.lowered)
    )
    return max(match.end(), found.end()) if found else 0


def _hit(trigger: Trigger, match: re.Match[str], masked: Masked, reach: int) -> Hit:
    bound = [(role, tuple(positions)) for role, positions in masked.bound(match)]
    taken = {p for _, positions in bound for p in positions}
    object_ = trigger.object
    if trigger.markers and trigger.stop:
        stop = trigger.stop.search(masked.lowered, match.end())
        right = stop.start() if stop else len(masked.lowered)
        left = max((s.end() for s in trigger.stop.finditer(masked.lowered, 0, match.start())), default=0)
        for marker in trigger.markers:
            if marker.role not in PLURAL and not marker.around and any(role == marker.role for role, _ in bound):
                continue
            positions = _governed(marker, masked, match, left, right, taken) or _led_up_to(marker, masked, match, taken)
            if positions:
                bound.append((marker.role, positions))
                taken.update(positions)
            elif not object_ and marker.spoken and _stands_for(marker, masked, match, left, right):
                object_ = marker.role
    return Hit(trigger, match.start(), match.end(), reach, tuple(bound), object_)


def _stands_for(marker: Marker, masked: Masked, match: re.Match[str], left: int, right: int) -> bool:
    """Whether a marker governs a word for what was named before, behind the trigger or, where its language puts it so, before it."""
    spans = [(match.end(), right), *([(left, match.start()), match.span()] if marker.around else [])]
    return any(marker.spoken.search(masked.lowered, *span) for span in spans) if marker.spoken else False


def _governed(
    marker: Marker, masked: Masked, match: re.Match[str], left: int, right: int, taken: set[int]
) -> tuple[int, ...]:
    """What a marker governs: the first behind the trigger, else the last before it."""
    spans = [(match.end(), right)]
    if marker.around:
        spans.append((left, match.start()))
        if match.end() - match.start() > 2:
            spans.insert(0, (match.start(), match.end()))
    for start, end in spans:
        found = [
            tuple(p for _, positions in masked.bound(m) for p in positions if p not in taken)
            for m in marker.pattern.finditer(masked.read_by(marker.pattern), start, end)
            if (not marker.reach or m.start() - start <= marker.reach)
            and not (m.start() >= match.end() and _joins(masked, m.start()))
        ]
        if any(found):
            kept = [f for f in found if f]
            return kept[0] if start >= match.start() else kept[-1]
    return ()


def _led_up_to(marker: Marker, masked: Masked, match: re.Match[str], taken: set[int]) -> tuple[int, ...]:
    """What a marker governs before a relative clause in which the trigger stands."""
    if marker.relative is None or "which " not in masked.lowered and "whom " not in masked.lowered:
        return ()
    found = marker.relative.search(masked.read_by(marker.relative), 0, match.start())
    return tuple(p for _, positions in masked.bound(found) for p in positions if p not in taken) if found else ()


def _joins(masked: Masked, at: int) -> bool:
    """Whether a word behind a trigger stands between two names of a list: 和 in `包括A和B` is no "with"."""
    return at > 0 and masked.text[at - 1] in ENTITIES and bool(_joint(masked.language).match(masked.text, at))


@cache
def _joint(language: Language) -> re.Pattern[str]:
    return re.compile(joint(language))
