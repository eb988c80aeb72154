"""Figures of one document that determine each other: do they agree?

- How much better or worse one thing did than another is the difference of their two moves.
- A change in percent is new over old less one; in times, new over old; an absolute change is new less old.
- Twelve times a month's revenue is about the annualised revenue.

Each figure is an interval: what would be rounded to what is stated. Where no values within the intervals agree, the text contradicts itself;
where a difference agrees only if all roundings fell badly, its last digit is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from ..ontology.model import Argument, EntityRef, Event, Extraction, Quantity, TimeInterval
from .agreement import ABOUT, INFINITE, gap, rounding

Grade: TypeAlias = Literal["contradiction", "last digit"]
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
BASES = {"year-on-year": (360, 371), "quarter-on-quarter": (85, 95), "month-on-month": (27, 32), "week-on-week": (5, 9)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated figure with the interval of what would be rounded to it."""

    value: Decimal
    low: Decimal
    high: Decimal

    def __sub__(self, other: Figure) -> Figure:
        return Figure(self.value - other.value, self.low - other.high, self.high - other.low)

    def times(self, factor: Decimal) -> Figure:
        """The figure multiplied by a number."""
        ends = sorted((self.low * factor, self.high * factor))
        return Figure(self.value * factor, ends[0], ends[1])

    def over(self, other: Figure) -> Figure | None:
        """The ratio; None where the divisor may be nought."""
        if other.low <= 0 <= other.high or INFINITE in map(abs, (self.low, self.high, other.low, other.high)):
            return None
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Figure(self.value / other.value, min(ends), max(ends))


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures of a document that do not agree: `stated` and what the others make of it, `expected`; in `unit`.

    `about` are the ids of the entities, `sentences` all sentences that the figures stand in.
    """

    document: str
    rule: str
    grade: Grade
    about: tuple[str, ...]
    stated: Decimal
    expected: Decimal
    unit: str
    sentences: tuple[str, ...]


def check(extraction: Extraction) -> list[Finding]:
    """All disagreements in a document, contradictions first."""
    found = [*_relative(extraction), *_changes(extraction), *_annualised(extraction)]
    return sorted(set(found), key=lambda f: (f.grade, f.rule, f.about, f.stated))


def figure(argument: Argument, text: str) -> Figure | None:
    """A figure as it is stated: its last digit bounds it, and its hedge."""
    quantity = argument.value
    if not isinstance(quantity, Quantity) or quantity.value is None:
        return None
    value, slack = quantity.value, rounding(quantity.value)
    written = _NUMBER.search(argument.span.of(text)) if argument.span else None
    number = Decimal(written[0].replace(",", "")) if written else Decimal(0)
    if written and number and _is_scale(abs(value) / number):
        slack = abs(value) / number * Decimal(5).scaleb(-1 - len(written[1] or ""))
    match quantity.comparator:
        case "~":
            slack = max(slack, abs(value) * ABOUT)
        case ">" | ">=":
            return Figure(value, value - slack, INFINITE)
        case "<" | "<=":
            return Figure(value, -INFINITE, value + slack)
    return Figure(value, value - slack, value + slack)


def _is_scale(ratio: Decimal) -> bool:
    """Whether a value is its written number in some unit of counting, so that the written digits are its own."""
    return ratio.normalize().as_tuple().digits == (1,)


def _relative(extraction: Extraction) -> Iterator[Finding]:
    moves = [e for e in extraction.events if e.kind == "MetricChange" and _unit(e, "change") == "percent"]
    for event in (e for e in extraction.events if e.kind == "Comparison"):
        stated = _figure(event, "difference", extraction)
        if stated is None or _unit(event, "difference") not in ("percent", "percentage_point"):
            continue
        for one in (m for m in moves if _who(m, "subject") == _who(event, "subject")):
            for other in (m for m in moves if _who(m, "subject") == _who(event, "object")):
                a, b = _figure(one, "change", extraction), _figure(other, "change", extraction)
                if a is None or b is None or not _comparable(one, other):
                    continue
                worse = _text(event, "relation") == "worse"
                yield from _compare(
                    "relative performance", extraction, (event, one, other), stated, b - a if worse else a - b,
                    "percentage_point", exact=True,
                )  # fmt: skip


def _changes(extraction: Extraction) -> Iterator[Finding]:
    levels = [e for e in extraction.events if e.kind == "MetricObservation" and e.modality == "actual"]
    for event in (e for e in extraction.events if e.kind == "MetricChange" and e.modality == "actual"):
        stated, unit = _figure(event, "change", extraction), _unit(event, "change")
        same = [e for e in levels if _of_one(e, event)]
        for new in (e for e in same if _same_time(e, event)):
            for old in (e for e in same if e is not new and _is_base(e, new, event)):
                a, b = _figure(new, "value", extraction), _figure(old, "value", extraction)
                if stated is None or a is None or b is None or _unit(new, "value") != _unit(old, "value"):
                    continue
                expected = _change(a, b, unit, _unit(new, "value"))
                if expected is not None:
                    yield from _compare("change", extraction, (event, new, old), stated, expected, unit)


def _change(new: Figure, old: Figure, unit: str, level: str) -> Figure | None:
    if unit == level or (unit == "percentage_point" and level == "percent"):
        return new - old
    ratio = new.over(old)
    if ratio is None or unit not in ("percent", "times"):
        return None
    return ratio if unit == "times" else (ratio - Figure(Decimal(1), Decimal(1), Decimal(1))).times(Decimal(100))


def _annualised(extraction: Extraction) -> Iterator[Finding]:
    levels = [e for e in extraction.events if e.kind == "MetricObservation" and e.modality == "actual"]
    for event in (e for e in levels if _text(e, "metric") == "annualized_revenue"):
        for month in (e for e in levels if _text(e, "metric") == "revenue" and _text(e, "per") == "month"):
            a, b = _figure(event, "value", extraction), _figure(month, "value", extraction)
            if a is None or b is None or _who(event, "subject") != _who(month, "subject"):
                continue
            if _unit(event, "value") == _unit(month, "value") and _comparable(event, month):
                yield from _compare(
                    "annualised revenue", extraction, (event, month), a, b.times(Decimal(12)), _unit(event, "value")
                )


def _compare(
    rule: str,
    extraction: Extraction,
    events: tuple[Event, ...],
    stated: Figure,
    expected: Figure,
    unit: str,
    *,
    exact: bool = False,
) -> Iterator[Finding]:
    """A finding where stated and expected do not agree. `exact`: a difference of figures that are given to the same digit."""
    apart = stated.low > expected.high or expected.low > stated.high
    off = exact and abs(stated.value - expected.value) > (stated.high - stated.low) / 2
    if not apart and not off:
        return
    text = extraction.document.text
    sentences = dict.fromkeys(span.of(text) for e in events for span in e.evidence)
    about = tuple(sorted({who for e in events for role in ("subject", "object") for who in _who(e, role)}))
    grade: Grade = "contradiction" if apart else "last digit"
    yield Finding(extraction.document.source, rule, grade, about, stated.value, expected.value, unit, tuple(sentences))


def _figure(event: Event, role: str, extraction: Extraction) -> Figure | None:
    return next((figure(a, extraction.document.text) for a in event.arguments.get(role, ())), None)


def _unit(event: Event, role: str) -> str:
    return next((a.value.unit for a in event.arguments.get(role, ()) if isinstance(a.value, Quantity)), "")


def _text(event: Event, role: str) -> str:
    return next((a.value for a in event.arguments.get(role, ()) if isinstance(a.value, str)), "")


def _who(event: Event, role: str) -> frozenset[str]:
    return frozenset(a.value.id for a in event.arguments.get(role, ()) if isinstance(a.value, EntityRef))


def _time(event: Event) -> TimeInterval | None:
    return next((a.value for a in event.arguments.get("period", ()) if isinstance(a.value, TimeInterval)), None)


def _of_one(one: Event, other: Event) -> bool:
    """Whether two events measure the same thing of the same subject."""
    rates = {_text(one, "per"), _text(other, "per")} - {""}
    whose = _who(one, "subject") == _who(other, "subject")
    return whose and _text(one, "metric") == _text(other, "metric") and len(rates) < 2


def _comparable(one: Event, other: Event) -> bool:
    """Whether two figures can be of one time: theirs overlap, or one states none."""
    a, b = _time(one), _time(other)
    return a is None or b is None or gap(a, b) == 0


def _same_time(level: Event, change: Event) -> bool:
    a, b = _time(level), _time(change)
    if a is None or b is None:
        return a is b or bool(set(level.evidence) & set(change.evidence))
    return (a.start, a.end) == (b.start, b.end)


def _is_base(old: Event, new: Event, change: Event) -> bool:
    """Whether a level is what a change is measured from: its period lies before the new one's by the change's basis."""
    a, b = _time(old), _time(new)
    if a is None or b is None or a.end is None or b.end is None:
        return False
    distance = (b.end - a.end).days
    basis = BASES.get(_text(change, "basis"))
    if basis is None:
        return distance > 0 and bool(set(old.evidence) & set(change.evidence))
    return basis[0] <= distance <= basis[1]
