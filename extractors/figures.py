"""Each figure of a sentence, read: which metric it measures, and whether it is a level or a change.

A figure belongs to the metric term that stands right behind it ("900 万付费席位", "$82M of ARR"), else to the nearest term before it, else
to the one carried from the clause before. It is a change where a word of movement leads up to it or where its unit cannot be the
metric's level; else it is the level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Mention, Quantity
from .masking import FIGURES, TYPES, Masked, mask_name
from .measures import IMPLIED, Term, fits, words
from .subjects import Clause

RELATIVE = frozenset({"Percent", "Points", "Times", "Ratio"})


@dataclass(slots=True)
class Carry:
    """What later sentences inherit: the report's period, each subject's last period, the last metric term."""

    report: Mention | None = None
    by_subject: dict[object, Mention] = field(default_factory=dict)
    metric: Metric | None = None
    headed: Metric | None = None  # the metric that the heading above a list names
    employers: dict[object, Mention] = field(default_factory=dict)  # person → organization
    observers: frozenset[object] = frozenset()  # media and researchers: they speak of others


def clause_start(parts: Sequence[Clause], position: int) -> int:
    """Where the clause of a masked position begins."""
    return next((c.start for c in parts if c.start <= position < c.end), 0)


def clause_end(parts: Sequence[Clause], position: int) -> int:
    """Where the clause of a masked position ends."""
    return next((c.end for c in parts if c.start <= position < c.end), position)


@dataclass(slots=True)
class Reading:
    """One figure with what was decided of it."""

    position: int
    mention: Mention
    metric: Metric
    term: Term | None
    change: bool
    falling: bool
    expected: bool = False  # what others had expected
    alike: tuple[int, ...] = ()  # where the sentence's figures of this sort stand


def readings_of(
    masked: Masked, parts: Sequence[Clause], terms: list[Term], figures: list[int], carry: Carry
) -> list[Reading]:
    """The figures at some masked positions, each with its metric; those that measure nothing are left out."""
    rules = words(masked.language)
    text = masked.text
    out: list[Reading] = []
    last: Term | None = None
    previous_end = 0
    for p in figures:
        start = max(previous_end, clause_start(parts, p))
        before = text[start:p]
        tail = text[p + 1 : p + 40]
        previous_end = p + 1
        expected = bool(rules.expected.search(before) or rules.expected_after.match(tail))
        near = text[max(clause_start(parts, p), p - 12) : min(clause_end(parts, p), p + 14)]
        old = (
            (rules.old.search(before) and not expected)
            or rules.old_range.search(text[:p])
            or _past(masked, before, start)
        )
        if old or rules.skip.search(near) or bracketed(text, p):
            continue
        mask = mask_name(masked.mention(p))
        unit = cast(Quantity, masked.mention(p).value).unit
        english = masked.language == "en"
        per_share = cast(Quantity, masked.mention(p).value).per == "share"
        term = _own_term(masked, p, mask, unit) or _term_for(masked, terms, p, mask, unit, parts)
        if term is None and last and (fits(last.metric, mask, unit) or mask in RELATIVE):
            term = last
        if term and mask == "Percent" and term.end <= clause_start(parts, p) and _moves_alone(masked, parts, p, before):
            term = None
        metric = term.metric if term else None
        if (
            metric is None
            and unit in IMPLIED
            and not rules.break_term.search(text[max(start, p - 20) : p + (8 if english else 20)])
        ):
            metric = metrics()[IMPLIED[unit]]
        if metric is None and mask == "Money":
            if rules.priced.match(tail):
                metric = metrics()["price"]
            elif per_share and rules.earned.search(before):
                metric = metrics()["eps"]
            elif rules.closed.search(before):
                metric = metrics()["stock_price"]
            elif carry.headed and fits(carry.headed, mask, unit):
                metric = carry.headed
            elif expected and carry.metric and fits(carry.metric, mask, unit):
                metric = carry.metric
            elif english and out and out[-1].metric.id == "stock_price" and rules.level.search(before):
                metric = out[-1].metric
        elif metric and metric.id == "net_income" and per_share:
            metric = metrics()["eps"]
        if metric is None and english and mask == "Percent" and _moves_alone(masked, parts, p, before):
            metric = metrics()["index_level" if _moved(masked, parts, p) == TYPES["Index"] else "stock_price"]
        if (
            metric is None
            and mask == "Percent"
            and rules.quoted.search(text, max(0, p - 12), p)
            and masked.read(p)[:1] in "+-−–"
        ):
            metric = metrics()["index_level" if text[:p].rstrip(" (:")[-1] == TYPES["Index"] else "stock_price"]
        if metric is None:
            subject = [i for i in masked.positions("Index") if i < p]
            if subject and (mask == "Percent" or unit == "points" or (mask == "Number" and rules.level.search(before))):
                metric = metrics()["index_level"]
            elif subject and mask == "Rank":
                metric = metrics()["rank"]
            elif mask == "Percent" and carry.metric is metrics()["index_level"] and rules.run.search(before):
                metric = carry.metric
            elif (
                mask == "Percent"
                and rules.session.search(before)
                or mask == "Percent"
                and rules.stock_move.search(before)
                and rules.market.search(text)
                and _names_company(masked, parts, p)
            ):
                metric = metrics()["stock_price"]
            elif mask == "Percent" and carry.metric and fits(carry.metric, mask, unit) and rules.level.search(before):
                metric = carry.metric
            else:
                continue
        if metric.id == "price" and (cast(Quantity, masked.mention(p).value).value or 0) >= 10**8:
            continue
        if metric.id != "rank":
            carry.metric = metric
        last = term or last
        lead = text[max(start, p - (60 if english else 24)) : p]
        rise, fall = bool(rules.rise.search(lead)), bool(rules.fall.search(lead))
        outright = (mask in RELATIVE and rules.either.search(lead)) or ((rise or fall) and rules.outright.search(lead))
        level = bool(rules.level.search(lead)) and not outright
        after = rules.after_change.match(tail)
        after_fall = rules.after_fall.match(tail)
        signed = mask in RELATIVE | {"Points"} and masked.read(p)[:1] in "+-−–"
        moving = ((rise or fall or bool(after)) and not level) or signed
        fitting = fits(metric, mask, unit)
        if mask in RELATIVE and not fitting:
            change = moving or bool(rules.self_moving.search(masked.read(p))) or _continues(out, masked, p)
        elif mask == "Points":
            change = True
        else:
            change = moving
        if not change and not fitting:
            continue
        falling = change and (fall or bool(after_fall)) and not (rise and not fall)
        out.append(Reading(p, masked.mention(p), metric, term, change, falling, expected))
    return out


_SAME_PERIOD = re.compile(f"({TYPES['Time']})(?:则|仅)?(?:为|是|的)*$")


def _past(masked: Masked, before: str, start: int) -> bool:
    """Whether a figure is last year's, told for comparison."""
    match = _SAME_PERIOD.search(before)
    return bool(match) and "同期" in masked.read(start + match.start(1))  # type: ignore[union-attr]


def _moves_alone(masked: Masked, parts: Sequence[Clause], position: int, before: str) -> bool:
    """Whether a clause says of a company or an index of its own, without a term, that it moved on the market."""
    own = next((c for c in parts if c.start <= position < c.end), None)
    wanted = TYPES["Org"] + TYPES["Index"]
    named = own is not None and any(masked.text[i] in wanted for group in own.groups for i in group if i < position)
    return named and bool(words(masked.language).stock_move.search(before))


def _moved(masked: Masked, parts: Sequence[Clause], position: int) -> str:
    """The mask of what a clause says moved: its first company or index."""
    own = next((c for c in parts if c.start <= position < c.end), None)
    wanted = TYPES["Org"] + TYPES["Index"]
    return next(
        (masked.text[i] for group in (own.groups if own else ()) for i in group if masked.text[i] in wanted), ""
    )


def _own_term(masked: Masked, position: int, mask: str, unit: str) -> Term | None:
    """The metric that an English figure's own words name: "5.2 million monthly users"."""
    found = (
        words(masked.language).terms.search(masked.read(position))
        if masked.language == "en" and mask in ("Users", "Count")
        else None
    )
    metric = metrics()[cast(str, found.lastgroup)] if found else None
    return Term(position, position + 1, metric) if metric and fits(metric, mask, unit) else None


def _names_company(masked: Masked, parts: Sequence[Clause], position: int) -> bool:
    """Whether a company is the subject of a figure's clause or of the clause before."""
    near = [c for c in parts if c.start <= position][-2:]
    return any(masked.text[i] == TYPES["Org"] for c in near for group in c.groups for i in group if i < position)


def _continues(before: list[Reading], masked: Masked, position: int) -> bool:
    """Whether the change before it in the sentence lends its movement: "rose 5 percent and net profit 9 percent"."""
    return bool(before) and before[-1].change and masked.text[before[-1].position] == masked.text[position]


def bracketed(text: str, position: int) -> bool:
    """A figure in brackets right after another figure: a conversion or last year's."""
    opening = text.rfind("(", max(0, position - 30), position)
    return opening > 0 and ")" not in text[opening:position] and text[:opening].rstrip()[-1:] == text[position]


def _term_for(masked: Masked, terms: list[Term], p: int, mask: str, unit: str, parts: Sequence[Clause]) -> Term | None:
    rules = words(masked.language)
    text = masked.text
    fitting = (
        [t for t in terms if t.metric.id != "rank" or masked.language == "zh"]
        if mask in RELATIVE
        else [t for t in terms if fits(t.metric, mask, unit)]
    )
    for t in fitting:
        if t.start > p and rules.behind.fullmatch(text[p + 1 : t.start]):
            return t
    home = clause_start(parts, p)
    before = [t for t in fitting if t.end <= p]
    if before and (before[-1].end > home or mask in RELATIVE | {"Money", "Rank"}):
        return before[-1]
    if before and not any(i for i in masked.at if before[-1].end <= i < p and masked.text[i] in FIGURES):
        return before[-1]
    if before or masked.language != "zh":
        return before[-1] if before and masked.language == "zh" else None
    after = next((t for t in fitting if t.start > p and clause_start(parts, t.start) == home), None)
    return (
        None
        if after is None or any(i for i in masked.at if p < i < after.start and masked.text[i] in FIGURES)
        else after
    )


def align(masked: Masked, parts: Sequence[Clause], readings: list[Reading]) -> None:
    """ "…revenue of A and profit of B, up x and y": a list of changes belongs, in order, to the levels before it."""
    i = 0
    while i < len(readings):
        j = i
        while j < len(readings) and readings[j].change and masked.text[readings[j].position] == TYPES["Percent"]:
            if j > i and len(masked.text[readings[j - 1].position : readings[j].position]) > 6:
                break
            j += 1
        count = j - i
        levels = [r for r in readings[:i] if not r.change][-count:] if count >= 2 else []
        if len(levels) == count >= 2 and len({r.metric.id for r in levels}) == count:
            for reading, level in zip(readings[i:j], levels, strict=True):
                reading.metric, reading.term, reading.falling = level.metric, level.term, readings[i].falling
        i = max(j, i + 1)
