"""What a sentence tells of several at once, dealt out: one frame for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ..ontology.model import Language, Mention, Quantity
from .binding import FIGURE_ROLES
from .frames import Filler, Frame, Plan
from .gapping import told_of
from .languages import language_data
from .masking import Masked, characters, compile_pattern
from .rows import aligned
from .triggers import PLURAL

_NEAR = 60  # characters before a word in which its partners are named


def dealt_out(plan: Plan, frame: Frame, masked: Masked) -> Iterator[Frame]:
    """One frame per value of a role that tells events apart; aligned lists share their values out."""
    role = next((r for r in plan.each if len(frame.roles.get(r, ())) > 1), "")
    sides = {key for r in plan.each if r != role for key in frame.keys(r)} if role else set()
    left = [f for f in frame.roles[role] if f.mention is None or f.mention.value not in sides] if role else []
    if len(left) == 1:  # the other one is on the other side: "A and B signed, with the latter to supply"
        frame = replace(frame, roles=frame.roles | {role: left})
        role = ""
    plural = next((r for r in frame.roles if r in PLURAL), "")
    if plural and (apiece := _one_by_one(frame, masked, plural)):
        for fillers in apiece:
            yield replace(frame, roles=frame.roles | {plural: fillers}, evidence=list(frame.evidence))
        return
    if not role:
        yield frame
        return
    values = frame.roles[role]
    shares: dict[str, list[Filler]] = {}
    if aligned(masked.language).search(masked.text):
        for other in (plan.date, *FIGURE_ROLES):
            row = _row(masked, frame, other, len(values))
            if row:
                shares[other] = row
        shares |= {r: v for r, v in _partners(frame, masked, role) if len(v) == len(values)}
    for i, value in enumerate(values):
        roles = {r: told_of(masked, v, value, values) for r, v in frame.roles.items() if r != role}
        roles = {r: v for r, v in roles.items() if v} | {role: [value]} | {r: [v[i]] for r, v in shares.items()}
        yield replace(frame, roles=roles, evidence=list(frame.evidence))


def _one_by_one(frame: Frame, masked: Masked, role: str) -> list[list[Filler]]:
    """Those of a role that act with each of several one by one: "signed separately with A and with B"."""
    pattern = _separately(masked.language)
    match = pattern.search(masked.text, max(0, frame.trigger[0] - _NEAR), frame.trigger[1]) if pattern else None
    several = {id(masked.mention(p)) for _, positions in masked.bound(match) for p in positions} if match else set()
    others = [f for f in frame.roles[role] if id(f.mention) in several]
    common = [f for f in frame.roles[role] if id(f.mention) not in several]
    return [[*common, other] for other in others] if len(others) > 1 and common else []


@cache
def _separately(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "clauses")["lists"].get("separately")
    return compile_pattern(pattern, language) if pattern else None


def _partners(frame: Frame, masked: Masked, role: str) -> Iterator[tuple[str, list[Filler]]]:
    """The roles of those who are dealt out with others before a word that says so: "A and B have signed with X and Y respectively"."""
    for other, fillers in frame.roles.items():
        places = [f.span.start for f in fillers if f.span and f.mention]
        if other != role and places and len(places) == len(fillers):
            if aligned(masked.language).search(masked.whole, max(places)):
                yield other, sorted(fillers, key=lambda f: f.span.start if f.span else 0)


def _row(masked: Masked, frame: Frame, role: str, count: int) -> list[Filler]:
    """A list of `count` values of the type that fills `role`, in the sentence."""
    current = frame.roles.get(role)
    if not current or current[0].mention is None:
        return []
    at = next((i for i in masked.at if masked.mention(i) is current[0].mention), None)
    if at is None:
        return []
    bare = characters("Number|Count")
    kin = bare if masked.text[at] in bare else masked.text[at]
    alike = sorted(i for i in masked.at if masked.text[i] in kin)
    if len(alike) != count and masked.text[at] in characters("Money"):  # a currency said once, at the end
        return _priced(masked, current[0].mention, count)
    if len(alike) != count:
        return []
    return [Filler(masked.mention(i), span=masked.mention(i).span) for i in alike]


def _priced(masked: Masked, last: Mention, count: int) -> list[Filler]:
    """Sums of which only one has a currency: 8.6亿、5.1亿和3.4亿元."""
    row = [masked.mention(i) for i in sorted(masked.positions("Money|Number"))]
    if len(row) != count or not isinstance(last.value, Quantity):
        return []
    sums = [replace(m, value=replace(m.value, unit=last.value.unit)) for m in row if isinstance(m.value, Quantity)]
    return [Filler(m, span=m.span) for m in sums]


def give_units(plan: Plan, frame: Frame) -> None:
    """A bare number that fills a role counted in points, or in people, is so many of them."""
    for role, values in frame.roles.items():
        unit = next((u for u in ("points", "employees") if u in plan.kind.roles[role].types), None)
        if unit is None:
            continue
        for filler in values:
            value = filler.mention.value if filler.mention else None
            if filler.mention and isinstance(value, Quantity) and value.unit == "1":
                filler.mention = replace(filler.mention, value=replace(value, unit=unit))
