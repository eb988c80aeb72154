"""What was agreed before it came to nothing: its signing is an event of its own, with its own day.

Kinds whose `[engine]` says `signs` tell of such: "the sale of X to Y, agreed in February, was called off"; "They had signed the {Money} deal in May."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from ..ontology.model import Language
from .frames import Filler, Frame, Plan
from .languages import language_data
from .masking import TIME, Masked

_LED = 48  # characters before a time that say what happened then


def is_signing(plan: Plan, masked: Masked, position: int) -> bool:
    """Whether at a time what has ended since was signed."""
    before, behind, _ = _words(masked.language)
    led = plan.kind.engine.get("signs") and before.search(masked.text, max(0, position - _LED), position)
    return bool(led or behind.match(masked.text, position + 1))


def signings(plan: Plan, frames: Sequence[Frame], beside: Sequence[Frame], masked: Masked) -> Iterator[Frame]:
    """For events that came to nothing, what had been signed, where their sentence says when: at no time of another event `beside`."""
    if not plan.kind.engine.get("signs") or not plan.date:
        return
    others = {f.mention for frame in beside for f in frame.roles.get(plan.date, ())}
    for frame in frames:
        if frame.modality == "negated":
            times = [p for p in masked.at if masked.text[p] == TIME and masked.mention(p) not in others]
            times = [p for p in times if is_signing(plan, masked, p)]
            yield from (_signing(plan, frame, masked, p) for p in times[:1])


def signed_before(plan: Plan, told: Frame, masked: Masked) -> Frame | None:
    """What a sentence says of the signing of what came to nothing in the one before."""
    _, _, sequel = _words(masked.language)
    match = plan.kind.engine.get("signs") and plan.date and sequel.search(masked.text)
    if not match:
        return None
    times = [p for p in masked.at if masked.text[p] == TIME]
    frame = _signing(plan, told, masked, times[0]) if times else None
    money = [p for p in masked.positions("Money") if match.start() <= p < match.end()] if frame else []
    if frame and money:
        frame.roles["amount"] = [Filler(masked.mention(money[0]), span=masked.mention(money[0]).span)]
    return frame


def _signing(plan: Plan, frame: Frame, masked: Masked, at: int) -> Frame:
    time = masked.mention(at)
    roles = {role: list(values) for role, values in frame.roles.items()}
    roles[plan.date or ""] = [Filler(time, span=time.span)]
    return replace(frame, roles=roles, modality="actual", evidence=[masked.span], beside=())


@cache
def _words(language: Language) -> tuple[re.Pattern[str], ...]:
    data = language_data(language, "discourse")["engine"]
    return tuple(re.compile(data.get(key, "(?!)")) for key in ("signed", "signed_behind", "signed_sequel"))
