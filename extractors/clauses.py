"""The clauses of a sentence, each with its subject candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from ..ontology.model import Language
from .languages import language_data
from .masking import ENTITIES, TYPES, Masked, characters, compile_pattern, joint

# What stands in brackets within a clause neither ends it nor is its subject.
_ASIDE = re.compile(r"(?<=.)\([^()]{1,120}\)(?=.)")
_ASIDE_LAST = re.compile(r" ?\([^()]{1,120}\)$")
_GENITIVE = 4  # characters from an owner to what it owns: "'s "
HEAD = 40  # characters within which a clause names its subject


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of masked text between stops; `groups` are its subject candidates in order (lists of mask positions)."""

    start: int
    end: int
    groups: tuple[tuple[int, ...], ...]


@cache
def _clause_rules(language: Language) -> tuple[re.Pattern[str], ...]:
    data = language_data(language, "discourse")["subjects"]
    flags = re.I if language == "en" else 0
    entity = "".join(sorted(ENTITIES))
    joiner = joint(language)
    return (
        re.compile(data["stop"], flags),
        re.compile(rf"(?:{data['not_after']})$", flags),
        re.compile(data["not_before"], flags),
        re.compile(f"[{entity}](?:{joiner}[{entity}])*"),
        compile_pattern(data["possessive"], language),
        compile_pattern(data["relative"], language),
        compile_pattern(data["apposition"], language),
        compile_pattern(data.get("personal", "(?!)"), language),
        compile_pattern(data.get("several", "(?!)"), language),
        re.compile(rf"(?:{data.get('enumerator', '')})?"),
        compile_pattern(data.get("equative", "(?!)"), language),
        compile_pattern(data.get("dateline", "(?!)"), language),
        re.compile(data.get("acting", "(?!)")),
    )


def clauses(masked: Masked) -> list[Clause]:
    """The clauses of a masked sentence, each with its subject candidates."""
    rules = _clause_rules(masked.language)
    stop, not_after, not_before, group, possessive, relative, apposition, personal, several, enumerator = rules[:10]
    equative, dateline, acting = rules[10:]
    lists = [m.span() for m in group.finditer(masked.text) if _is_list(masked, m)]
    asides = [m.span() for m in _ASIDE.finditer(masked.text)]
    lists += asides
    lists += [m.span() for m in equative.finditer(masked.text)]
    begins = line.end() if (line := dateline.match(masked.text)) else 0
    stops = [next(enumerator.finditer(masked.text)).end(), *(m.end() for m in stop.finditer(masked.text))]
    bounds = [*(s for s in stops if not any(a < s < b for a, b in lists)), len(masked.text)]
    out = []
    for start, end in (b for b in pairwise(bounds) if b[0] < b[1]):
        groups: list[tuple[int, ...]] = []
        owners: list[tuple[int, ...]] = []
        if relative.match(masked.text, start) or _apposed(masked, start, apposition):
            named = [i for i in sorted(masked.at) if i < start and masked.text[i] in ENTITIES]
            named = [
                i for i in named if not any(a < i < b for a, b in asides)
            ] or named  # "X (Euronext: XX), which …" is about X
            groups += [_antecedents(masked, start, named[-1:], several, group)] if named else []
            if personal.match(masked.text, start):  # "X, a partner at Y, who …"
                groups += [(i,) for i in named[:-1] if masked.text[i] == TYPES["Person"]][-1:]
            if named[1:] and possessive.match(masked.text, named[-1] + 1):
                groups.append((named[-2],))  # "X, Y's tool for testers, which …"
        acts = bool(groups) and acting.match(masked.text, start)
        for match in group.finditer(masked.text, start, end):
            if acts or match.start() < begins or any(a < match.start() < b for a, b in asides):
                continue
            before = masked.text[max(start, match.start() - HEAD) : match.start()]
            if not_after.search(before) or not_before.match(masked.text, match.end()):
                continue
            found = _alike(masked, [i for i in range(match.start(), match.end()) if i in masked.at])
            owner = possessive.match(masked.text, match.end())
            behind = masked.text[owner.end() :].lstrip()[:1] if owner else ""
            if behind in ENTITIES and not (behind == TYPES["Place"] and masked.text[match.start()] != behind):
                continue  # "Abu Dhabi's G42": the name behind is spoken of, but "X's US sales" are X's
            if owners and masked.text[match.start()] == TYPES["Place"] and _right_behind(masked, owners[-1], match):
                continue
            (owners if owner else groups).append(found)
        out.append(Clause(start, end, (*groups, *owners)))
    return out


def _antecedents(
    masked: Masked, start: int, last: Sequence[int], several: re.Pattern[str], group: re.Pattern[str]
) -> tuple[int, ...]:
    """Whom a relative clause is about: the name right before it, or the whole list where it speaks of several."""
    if several.match(masked.text, start):
        for match in group.finditer(masked.text, 0, start):
            if match.end() == last[0] + 1:
                return tuple(i for i in range(*match.span()) if i in masked.at)
    return tuple(last)


def by_weight(masked: Masked, parts: Sequence[Clause]) -> list[Clause]:
    """The clauses in the order in which what they are about gains weight: those that only say when or why first, the main one last."""
    opens = _subordinate(masked.language)
    backwards = parts[::-1]
    return sorted(backwards, key=lambda c: not opens.search(masked.text, max(0, c.start - HEAD), c.start))


@cache
def _subordinate(language: Language) -> re.Pattern[str]:
    """What stands right before a clause that only says when or why something was."""
    return re.compile(language_data(language, "discourse")["subjects"].get("subordinate", "(?!)"), re.I)


def _right_behind(masked: Masked, owner: Sequence[int], match: re.Match[str]) -> bool:
    """Whether a place stands right behind whose part there is spoken of: "X's US sales"."""
    return match.start() - owner[-1] <= _GENITIVE


def _is_list(masked: Masked, match: re.Match[str]) -> bool:
    """Whether names in a row are three or more, told as one, or people with titles: "A, B and C" is no three clauses."""
    people = characters("Person")
    if match[0][0] in people and match[0][-1] in people and re.search(r",? and [^,]+, .$", match[0]):
        return True
    return sum(i in masked.at for i in range(*match.span())) > 2 and bool(re.search(r"[a-z&和及与]", match[0]))


def _alike(masked: Masked, positions: Sequence[int]) -> tuple[int, ...]:
    """The members of a list up to where a place follows names or names a place: "X and Lisbon's Y" lists X and Y, but no place."""
    place = characters("Place")
    first = masked.text[positions[0]] in place
    said = [i for i in positions if first or masked.text[i] not in place or masked.text[i + 1 : i + 2] not in "'’"]
    return tuple(takewhile(lambda i: (masked.text[i] in place) == first, said))


def _apposed(masked: Masked, start: int, apposition: re.Pattern[str]) -> bool:
    """Whether a clause begins by saying what the entity right before it is: "X, a 12-billion-parameter model"."""
    before = _ASIDE_LAST.sub("", masked.text[:start].rstrip(" ,，"))
    return before[-1:] in ENTITIES and bool(before) and bool(apposition.match(masked.text, start))


def clause_of(parts: Sequence[Clause], position: int) -> int:
    """The number of the clause in which a position stands."""
    return next((i for i, c in enumerate(parts) if c.start <= position < c.end), len(parts) - 1)


def nearest(parts: Sequence[Clause], candidates: Sequence[int], position: int, behind: bool = False) -> list[int]:
    """Candidates from nearest to farthest: own clause first, then clauses before, then after, or the other way round."""
    home = clause_of(parts, position)

    def distance(p: int) -> tuple[int, int, int]:
        away = clause_of(parts, p) - home
        return (abs(away), (away > 0) is not behind, abs(p - position))

    return sorted(candidates, key=distance)
