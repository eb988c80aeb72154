"""What surrounds a statement: who speaks, and whether it is fact, plan, forecast, rumour or denial."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..ontology.model import Language, Mention, Modality, TimeInterval
from .languages import language_data
from .masking import Masked, compile_pattern

_QUOTED = re.compile('["“”「『]')


@dataclass(frozen=True, slots=True)
class _Cues:
    anonymous: re.Pattern[str]
    hypothetical: re.Pattern[str]
    before: dict[str, re.Pattern[str]]
    stop: re.Pattern[str]
    undone: re.Pattern[str]
    within: re.Pattern[str]
    relative: re.Pattern[str]
    closed: re.Pattern[str]
    open: re.Pattern[str]
    outsiders: re.Pattern[str]
    settled: re.Pattern[str]  # what looks like a plan's word and is none: 将…送到了, where 将 leads the object
    met: re.Pattern[str]  # what had been forecast, where it is told that it came otherwise: "missed its forecasts"
    spoken: re.Pattern[str]  # somebody's words at the head of a sentence that goes on to tell of who spoke
    shared: re.Pattern[str]  # how a clause begins that goes on with the plan of the one before
    conditions_follow: bool  # a condition holds for what is told behind it alone


@cache
def _cues(language: Language) -> _Cues:
    data = language_data(language, "discourse")
    flags = re.I if language == "en" else 0

    def union(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in patterns), flags)

    modality = data["modality"]
    return _Cues(
        re.compile(data["source"]["anonymous"], flags),
        union(modality["hypothetical"])
        if language == "zh"
        else re.compile("|".join(f"(?:{p})" for p in modality["hypothetical"])),
        {name: union(modality[name]) for name in ("negated", "rumored", "forecast", "planned")},
        re.compile(data["clauses"]["stop"], flags),
        re.compile(modality["undone"], flags),
        re.compile(modality.get("within", "(?!)"), flags),
        re.compile(modality.get("relative", "(?!)"), flags),
        re.compile(modality.get("closed", "(?!)"), flags),
        re.compile(modality.get("open", "(?!)"), flags),
        re.compile(modality.get("outsiders", "(?!)")),
        re.compile(modality.get("settled", "(?!)")),
        re.compile(modality.get("met", "(?!)"), flags),
        re.compile(modality.get("spoken", "(?!)")),
        re.compile(modality.get("shared", "(?!)")),
        modality.get("conditions_follow", False),
    )


@cache
def _people(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], tuple[re.Pattern[str], ...]]:
    data = language_data(language, "discourse")["people"]
    asked, speaker = compile_pattern(data["asked"], language), compile_pattern(data["speaker"], language)
    return asked, speaker, tuple(compile_pattern(p, language) for p in data["employed"])


def is_question(masked: Masked) -> bool:
    """Whether a block is an interviewer's question."""
    return bool(_people(masked.language)[0].match(masked.text))


def speaker_of(masked: Masked) -> Mention | None:
    """Who speaks in a block that begins with a speaker's label ("X: …")."""
    match = _people(masked.language)[1].match(masked.text)
    return next((masked.mention(p) for _, positions in masked.bound(match) for p in positions), None) if match else None


def note_employers(masked: Masked, employers: dict[object, Mention]) -> None:
    """Add to `employers` whom the people of a sentence work for, where it says so."""
    for pattern in _people(masked.language)[2]:
        for match in pattern.finditer(masked.text):
            roles = {role: masked.mention(positions[0]) for role, positions in masked.bound(match) if positions}
            if len(roles) == 2:
                employers.setdefault(roles["person"].value, roles["organization"])


def speaks_for(masked: Masked, who: Mention | None, employers: Mapping[object, Mention]) -> Mention | None:
    """For whom a person who is cited says "we" in a quotation."""
    return employers.get(who.value) if who is not None and _QUOTED.search(masked.text) else None


def untold(masked: Masked) -> tuple[int, int]:
    """The part of a sentence that only tells of what would be: none mostly, else as far as a speaker's words go, or to the end."""
    cues, end = _cues(masked.language), len(masked.text)
    match = cues.hypothetical.search(masked.text)
    if match is None:
        return end, end
    words = cues.spoken.match(masked.text)
    if words and match.start() < words.end() and not cues.hypothetical.search(masked.text, words.end()):
        return 0, words.end()  # '"If it holds …," said X, who raised …'
    return match.start() if cues.conditions_follow else 0, end


def is_forecast(masked: Masked, position: int) -> bool:
    """Whether the sentence up to a position says that it predicts."""
    return bool(_cues(masked.language).before["forecast"].search(masked.text[:position]))


def foretells(masked: Masked, position: int) -> bool:
    """Whether the part of a clause in which a position stands says itself that it tells of what is to come."""
    cues, start = _cues(masked.language), masked.text.rfind("," if masked.language == "en" else "，", 0, position) + 1
    return any(cues.before[name].search(masked.text, start, position) for name in ("planned", "forecast"))


def expected_by_others(masked: Masked, position: int) -> bool:
    """Whether the sentence up to a position says that unnamed analysts or the market expect what it tells of."""
    return bool(_cues(masked.language).outsiders.search(masked.text, 0, position))


def modality_at(masked: Masked, start: int, end: int) -> Modality:
    """The modality of a trigger at [start, end): the strongest cue of its clause; hedges count from the whole sentence before it."""
    cues = _cues(masked.language)
    text = masked.text
    left = max((m.end() for m in cues.stop.finditer(text, 0, start)), default=0)
    if relative := cues.relative.search(text, start, end):
        left = relative.start()
    told = text[:end]
    if not relative and (closed := cues.closed.search(text, 0, start)):  # what such a clause says is of another thing
        left = max(left, closed.start(1))
        told = text[: closed.start()] + text[closed.start(1) : end]
    stop = cues.stop.search(text, end)
    right = stop.start() if stop else len(text)
    comma = text.find(",", end) if cues.open.search(text, 0, start) else -1
    own = min(right, comma) if comma >= 0 else right  # what the main clause denies is another thing
    clause_before, clause = text[left:end], text[left:right]
    if cues.before["negated"].search(text[left:start]) or cues.before["negated"].search(text[left:own]):
        return "negated"
    if cues.within.search(text[start:end]):
        return "negated"
    if stop and own == right and cues.undone.search(text[right + 1 :].lstrip()):
        return "negated"
    if cues.before["rumored"].search(told) or cues.before["rumored"].search(clause) or cues.anonymous.search(clause):
        return "rumored"
    while left and cues.shared.match(clause_before):
        left = max((m.end() for m in cues.stop.finditer(text, 0, max(left - 1, 0))), default=0)
        clause_before = text[left:end]
    if any(not cues.settled.match(text, left + m.start()) for m in cues.before["planned"].finditer(clause_before)):
        return "planned"
    if cues.before["forecast"].search(clause_before) and cues.before["forecast"].search(
        cues.met.sub("", clause_before)
    ):
        return "forecast"
    return "actual"


def refused(masked: Masked) -> bool:
    """Whether a sentence says that what was offered before was turned down."""
    pattern = _offers(masked.language)[1]
    return bool(pattern and pattern.search(masked.text))


def is_offer(text: str, language: Language) -> bool:
    """Whether a passage tells of an offer, which may be refused."""
    pattern = _offers(language)[0]
    return bool(pattern and pattern.search(text))


@cache
def _offers(language: Language) -> tuple[re.Pattern[str] | None, ...]:
    data = language_data(language, "discourse")["modality"]
    return tuple(re.compile(data[k], re.I) if k in data else None for k in ("offered", "refusal"))


def lies_ahead(dates: Iterable[Mention | None], published: date | None) -> bool:
    """Whether one of some dates begins after a text was published, or is an end still to come: what is told of it has not happened yet."""
    values = [m.value for m in dates if m is not None]
    days = [v.start or v.end for v in values if isinstance(v, TimeInterval)]
    return published is not None and any(day is not None and day > published for day in days)
