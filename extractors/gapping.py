"""Gapping: a verb said once and meant again. "X raised $40 million and Y $25 million" tells of two events.

Behind an event's figure, each further name that a figure follows without a verb between them stands in the same relation. How a language joins
such pairs is data (`[gapping]` in `languages/<language>/clauses.toml`); a language without it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ..ontology.model import Language, Span
from .binding import FIGURE_ROLES
from .frames import Filler, Frame, Plan
from .languages import language_data
from .masking import Masked, compile_pattern
from .pairs import PAIR
from .rows import JOINED, aligned, row_of

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


def in_series(plan: Plan, frames: Sequence[Frame], masked: Masked) -> list[Frame]:
    """Frames of which the text tells in a row, one each: "closed its A and B rounds, of $10 million and $30 million".

    `[engine] series` names the role by whose row they are told; what stands in rows of the same length is dealt out, where the sentence says so.
    """
    role = plan.kind.engine.get("series")
    row = _series(dict(plan.texts)[role], masked) if role and frames else []
    core = plan.kind.core[0]
    if role is None or len(row) < 2 or not frames[0].keys(core):
        return list(frames)
    kin = [f for f in frames if f.keys(core) == frames[0].keys(core)]
    roles: dict[str, list[Filler]] = {}
    for frame in kin:
        for r, fillers in frame.roles.items():
            roles.setdefault(r, []).extend(f for f in fillers if f.key not in [g.key for g in roles.get(r, ())])
    whose = roles[core] if len(roles[core]) == len(row) else []  # "A and B closed their A and B rounds"
    said = {r: v for r, v in roles.items() if any(len(told_of(masked, v, w, whose)) < len(v) for w in whose)}
    shares = {r: _dealt(masked, v, len(row)) for r, v in roles.items() if r not in (role, core, *said)}
    shares = {
        r: v for r, v in shares.items() if r not in FIGURE_ROLES or len(v) == len(row)
    }  # a sum of all is nobody's
    out = [f for f in frames if f not in kin]
    for n, match in enumerate(row):
        span = Span(masked.offset(match.start()), masked.offset(match.end() - 1) + 1)
        own = {r: [v[n]] if len(v) == len(row) else v for r, v in shares.items() if v}
        own |= {r: told for r, v in said.items() if (told := told_of(masked, v, whose[n], whose))}
        frame = kin[min(n, len(kin) - 1)]
        own |= {core: whose[n : n + 1] or roles[core], role: [Filler(None, match[0], span)]}
        out.append(Frame(frame.kind, own, frame.modality, frame.rule, list(frame.evidence), frame.block, frame.trigger))
    return out


def _series(pattern: re.Pattern[str], masked: Masked) -> list[re.Match[str]]:
    """The first things in a row that a pattern finds."""
    row: list[re.Match[str]] = []
    for match in pattern.finditer(masked.text):
        if row and not JOINED.fullmatch(masked.text, row[-1].end(), match.start()):
            if len(row) > 1:
                break
            row = []
        row.append(match)
    return row


def _dealt(masked: Masked, fillers: Sequence[Filler], count: int) -> list[Filler]:
    """The fillers of a role of events told in a row: one each, where they stand in a row and are dealt out."""
    places = {id(masked.mention(i)): i for i in masked.at}
    at = next((places[id(f.mention)] for f in fillers if id(f.mention) in places), None)
    if at is None or not aligned(masked.language).search(masked.text):
        return list(fillers)
    row = row_of(masked, at, {masked.text[at]})
    if len(row) == count:
        return [Filler(masked.mention(i), span=masked.mention(i).span) for i in row]
    return list(fillers)


def told_of(masked: Masked, fillers: Sequence[Filler], whose: Filler, of: Sequence[Filler]) -> list[Filler]:
    """The fillers that are told of one of several: all but those in clauses that "the former" or "the latter" opens and that is another one."""
    pairs = [m for m in masked.mentions if m.rule == PAIR and m.value in {f.key for f in of}]

    def spoken_of(filler: Filler) -> object:
        return next((m.value for m in reversed(pairs) if filler.span and m.span.start < filler.span.start), whose.key)

    return [f for f in fillers if spoken_of(f) == whose.key]
