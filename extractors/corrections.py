"""Corrections at the end of a text: what it wrote before was wrong, and what is right instead.

"Last week we wrote that X raised {Money}. The right figure is {Money}." tells of one event: the second sentence gives its figure, and the first
one's version is withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache

from ..ontology.model import Language, Quantity
from .binding import FIGURE_ROLES
from .frames import Filler, Frame
from .languages import language_data
from .masking import Masked, compile_pattern

_CORRECTED = (*sorted(FIGURE_ROLES), "value", "change")


@dataclass(frozen=True, slots=True)
class _Rules:
    label: re.Pattern[str]  # how a correction begins, or what stands above it
    wrote: re.Pattern[str]
    right: re.Pattern[str]


@cache
def _rules(language: Language) -> _Rules | None:
    data = language_data(language, "discourse").get("corrections")
    if data is None:
        return None
    label, wrote, right = (compile_pattern(data[key], language) for key in ("label", "wrote", "right"))
    return _Rules(label, wrote, right)


def is_correction(text: str, heading: str, language: Language) -> bool:
    """Whether a block corrects what an earlier text said."""
    rules = _rules(language)
    return bool(rules and (rules.label.match(text) or heading and rules.label.match(heading)))


def withdrawn(frames: Iterable[Frame], masked: Masked) -> list[Frame]:
    """The events of a correction's sentence that only says what was wrong: they did not take place as told."""
    rules = _rules(masked.language)
    return list(frames) if rules and rules.wrote.search(masked.text) else []


def righted(wrong: Sequence[Frame], masked: Masked) -> Iterator[Frame]:
    """The events that were told wrong, with the figure that a sentence says to be the right one."""
    rules = _rules(masked.language)
    match = rules.right.search(masked.text) if rules and wrong else None
    position = next((p for _, at in masked.bound(match) for p in at), None) if match else None
    if position is None:
        return
    mention = masked.mention(position)
    for frame in wrong:
        for role in _CORRECTED:
            told = next((f.mention.value for f in frame.roles.get(role, ()) if f.mention), None)
            if isinstance(told, Quantity) and isinstance(mention.value, Quantity) and told.unit == mention.value.unit:
                fresh = copy(frame)
                fresh.roles = {**frame.roles, role: [Filler(mention, span=mention.span)]}
                fresh.roles.pop("date", None)
                fresh.modality, fresh.evidence = "actual", [*frame.evidence, masked.span]
                yield fresh
                break
