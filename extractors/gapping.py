"""Gapping: a verb said once and meant again. "X raised $40 million and Y $25 million" tells of two events.

Behind an event's figure, each further name that a figure follows without a verb between them stands in the same relation; so does, where one gives and
another gets, each further figure that goes to another. How a language joins such pairs is data (`[gapping]` in `languages/<language>/clauses.toml`);
a language without it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..ontology.model import Language, Span
from .binding import FIGURE_ROLES
from .frames import Filler, Frame, Plan
from .languages import language_data
from .masking import Masked, compile_pattern
from .pairs import PAIR
from .rows import JOINED, aligned, row_of

_FIGURES = ("amount", "capacity")  # roles by which events are told in pairs


@cache
def _pair(language: Language, key: str, name: str, figure: str) -> re.Pattern[str] | None:
    pattern = language_data(language, "clauses").get("gapping", {}).get(key)
    slots = {"<S>": f"{{name:{name}}}", "<O>": f"{{name:{name}}}", "<F>": f"{{figure:{figure}}}"}
    for slot, mask in slots.items():
        pattern = pattern and pattern.replace(slot, mask)
    return compile_pattern(pattern, language) if pattern else None


def gapped(plan: Plan, frame: Frame, masked: Masked) -> Iterator[Frame]:
    """The events that a frame's sentence tells by pairs of name and figure behind it."""
    places = {id(masked.mention(i)): i for i in masked.at}
    for role in _FIGURES:
        at = max((places.get(id(f.mention), -1) for f in frame.roles.get(role, ())), default=-1)
        for key, changed in _changing(plan, frame, places, at):
            yield from _told_again(plan, frame, masked, at, key, changed, role)


def _changing(plan: Plan, frame: Frame, places: Mapping[int, int], at: int) -> Iterator[tuple[str, str]]:
    """By which pairs an event may be told again, and which role the name of each fills.

    Where one alone acts it is who does the same; where one gives before the figure and another gets behind it, either may be another.
    """
    stands = {
        r: [places[id(f.mention)] for f in fillers if id(f.mention) in places]
        for r, fillers in frame.roles.items()
        if plan.kind.roles[r].value == "entity"
    }
    ahead = [r for r, found in stands.items() if found and max(found) < at]
    behind = [r for r, found in stands.items() if len(found) == 1 and found[0] > at and r in plan.kind.core]
    if len(plan.kind.core) == 1 and plan.kind.core[0] in ahead:
        yield "pair", plan.kind.core[0]
    elif len(ahead) == 1 and len(behind) == 1 and len(frame.roles[ahead[0]]) == 1:
        yield "pair", ahead[0]
        yield "other", behind[0]


def _told_again(
    plan: Plan, frame: Frame, masked: Masked, at: int, key: str, changed: str, figure: str
) -> Iterator[Frame]:
    pair = _pair(masked.language, key, plan.types[changed], plan.types[figure])
    lone = len(plan.kind.core) == 1 and changed in plan.kind.core and key == "pair"
    taken, first = {f.key for v in frame.roles.values() for f in v}, at
    places = {id(masked.mention(i)): i for i in masked.at}
    while at >= 0 and pair and (match := pair.match(masked.text, at + 1)):
        bound = dict(masked.bound(match))
        names = [masked.mention(p) for p in bound["name"]]
        at = match.end() - 1 if key == "pair" else bound["figure"][-1]
        if any(m.value in taken for m in names) and not lone:
            return
        # Who does the same does it to the same one.
        kept = {r: list(v) for r, v in frame.roles.items() if r == plan.date or not lone and _stays(plan, r, changed)}
        if not lone and any(first < places.get(id(f.mention), -1) < match.end() for f in kept.get(plan.date, ())):
            del kept[plan.date]  # "$1 billion into X in October, $2 billion into Y"
        for name, found in ((changed, names), (figure, [masked.mention(p) for p in bound["figure"]])):
            kept[name] = [Filler(m, span=m.span) for m in found]
        yield Frame(frame.kind, kept, frame.modality, frame.rule, list(frame.evidence), frame.block, frame.trigger)


def _stays(plan: Plan, role: str, changed: str) -> bool:
    return role != changed and role not in FIGURE_ROLES


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
