"""Times in a sentence that are not when its event happened: when somebody was founded, until when a contract runs, when it was said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..ontology.model import Language, TimeInterval
from .languages import language_data
from .masking import Masked

_BEFORE = 90  # characters before a time within which its verb stands


@dataclass(frozen=True, slots=True)
class _Rules:
    """What stands before a time of another happening, before the end of a term, what such an end begins with, what is told in passing, and what stands
    before a time of what its own clause tells alone; what stands before and behind a time at which something is only said, and what begins one from which
    it is to be; what joins a verb to the one before that has the same subject, and where the next is joined."""

    bygone: re.Pattern[str]
    term: re.Pattern[str]
    term_itself: re.Pattern[str]
    aside: re.Pattern[str]
    succeeding: re.Pattern[str]
    told: re.Pattern[str]
    told_behind: re.Pattern[str]
    told_from: re.Pattern[str]
    joined: re.Pattern[str]
    goes_on: re.Pattern[str]


@cache
def _rules(language: Language) -> _Rules | None:
    data = language_data(language, "discourse")["engine"]
    if "bygone" not in data:
        return None
    return _Rules(
        re.compile(rf"(?:{data['bygone']})$", re.I),
        re.compile(rf"(?:{data['term']})$", re.I),
        re.compile(data["term_itself"], re.I),
        re.compile(data.get("aside", "(?!)")),
        re.compile(data.get("succeeding", "(?!)")),
        *(re.compile(data.get(key, "(?!)")) for key in ("told", "told_behind", "told_from", "joined", "goes_on")),
    )


def its_own(masked: Masked, times: list[int], trigger: tuple[int, int], lasts: bool) -> list[int]:
    """Those of the times at some mask positions that may date an event told by a trigger.

    "Founded in 2021, X has raised …" tells no round of 2021, though it dates the founding. Where the event is something that `lasts`, the
    end of its term is no date: "extended to 2029". "X, which left Y in May, has joined Z" tells not when X joined.
    """
    rules = _rules(masked.language)
    if rules is None:
        return times
    for start, end in (m.span() for m in rules.aside.finditer(masked.text)):
        inside = [i for i in times if start < i < end]
        told_there = start < trigger[1] - 1 < end
        times = inside or times if told_there else [i for i in times if i not in inside]
    times = [
        i for i in times if not (rules.succeeding.search(masked.text, 0, i) and "，" in masked.text[i : trigger[0]])
    ]
    times = [i for i in times if not _bygone(rules, masked, i, trigger) and not (lasts and _term(rules, masked, i))]
    return _done(rules, masked, _of_its_verb(rules, masked, times, trigger), trigger, lasts)


def _of_its_verb(rules: _Rules, masked: Masked, times: list[int], trigger: tuple[int, int]) -> list[int]:
    """Without the times of the verbs that a verb is joined to, where it has one of its own: "raised $5bn in March and bought Y in July"."""
    start, end = trigger
    own = [i for i in times if i >= end - 1 and not rules.goes_on.search(masked.text, end, max(end, i))]
    if not own:
        return times
    return [i for i in times if i >= start or not rules.joined.search(masked.text[i + 1 : start])]


def _done(rules: _Rules, masked: Masked, times: list[int], trigger: tuple[int, int], lasts: bool) -> list[int]:
    """Without the time at which somebody says on which other day it was done: "said on Thursday that it had turned X down two days earlier"."""
    told = [
        i
        for i in times
        if i < trigger[0] and rules.told.search(masked.text, 0, i) and rules.told_behind.match(masked.text, i + 1)
    ]
    for at in told:
        said = masked.mention(at).value
        others = [i for i in times if i not in told and i >= trigger[1] - 1]
        if any(
            _is_before(masked.mention(i).value, said) or lasts and rules.told_from.match(masked.read(i)) for i in others
        ):
            return others
    return times


def _is_before(one: object, other: object) -> bool:
    if not isinstance(one, TimeInterval) or not isinstance(other, TimeInterval):
        return False
    return one.end is not None and other.start is not None and one.end < other.start


def _bygone(rules: _Rules, masked: Masked, position: int, trigger: tuple[int, int]) -> bool:
    match = rules.bygone.search(masked.text, max(0, position - _BEFORE), position)
    return match is not None and not trigger[0] <= match.start() < trigger[1]


def _term(rules: _Rules, masked: Masked, position: int) -> bool:
    before = rules.term.search(masked.text, max(0, position - _BEFORE), position)
    return bool(before or rules.term_itself.match(masked.read(position)))
