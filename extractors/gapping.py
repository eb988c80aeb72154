"""Gapping: a verb said once and meant again. "X raised $40 million and Y $25 million" tells of two events.

Behind an event's figure, each further name that a figure follows without a verb between them stands in the same relation. How a language joins
such pairs is data (`[gapping]` in `languages/<language>/clauses.toml`); a language without it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..ontology.model import Language
from .frames import Filler, Frame, Plan
from .languages import language_data
from .masking import Masked, compile_pattern

_FIGURES = ("amount", "capacity")  # roles by which kinds with one core role are told in pairs


@cache
def _pair(language: Language, subject: str, figure: str) -> re.Pattern[str] | None:
    pattern = language_data(language, "clauses").get("gapping", {}).get("pair")
    slots = {"<S>": f"{{subject:{subject}}}", "<F>": f"{{figure:{figure}}}"}
    for slot, mask in slots.items():
        pattern = pattern and pattern.replace(slot, mask)
    return compile_pattern(pattern, language) if pattern else None


def gapped(plan: Plan, frame: Frame, masked: Masked) -> Iterator[Frame]:
    """The events that a frame's sentence tells by pairs of name and figure behind it; kinds with one core role only."""
    if len(plan.kind.core) != 1:
        return
    core = plan.kind.core[0]
    places = {id(masked.mention(i)): i for i in masked.at}
    for role in _FIGURES:
        at = max((places.get(id(f.mention), -1) for f in frame.roles.get(role, ())), default=-1)
        named = [places[id(f.mention)] for f in frame.roles[core] if id(f.mention) in places]
        pair = _pair(masked.language, plan.types[core], plan.types[role]) if named and max(named) < at else None
        while pair and (match := pair.match(masked.text, at + 1)):
            bound = dict(masked.bound(match))
            kept = {r: list(v) for r, v in frame.roles.items() if r == plan.date}
            for name, positions in ((core, bound["subject"]), (role, bound["figure"])):
                kept[name] = [Filler(m, span=m.span) for m in map(masked.mention, positions)]
            yield Frame(frame.kind, kept, frame.modality, frame.rule, list(frame.evidence), frame.block, frame.trigger)
            at = match.end() - 1
