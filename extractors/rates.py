"""What a figure is a rate of, and against what a change is measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from ..ontology.model import Mention, Quantity, TimeInterval
from .carry import clause_start
from .clauses import Clause
from .events import RATES
from .idioms import SPANS_OF_TIME
from .masking import FIGURES, TIME, Masked
from .measures import against, first_name, words
from .periods import SPANS
from .readings import Reading
from .rows import row_of

_CLAUSE_END = re.compile(r"[，。；]")
_PRICED = RATES | {"month"}
RATED = ("flow", "flowrate", "level")  # natures of metrics that have a rate


def rate_of(masked: Masked, parts: Sequence[Clause], r: Reading) -> str:
    """The rate of a flow: "a day"."""
    counted = r.metric.id == "orders" and cast(Quantity, r.mention.value).unit in ("orders", "1")
    # So many orders a day, but no backlog; so many pieces a month, but no watts.
    counted = counted or r.metric.id == "capacity" and cast(Quantity, r.mention.value).unit in ("units", "1")
    if r.metric.nature not in RATED and r.metric.id != "downloads" and not counted:
        return ""
    rules, text = words(masked.language).per, masked.text
    window = text[clause_start(parts, r.position) : r.position + 1]
    term = text[r.term.start : r.term.end] if r.term else ""
    tail = _CLAUSE_END.split(text[r.position + 1 : r.position + 40], maxsplit=1)[0]
    behind = next((name for pattern, name in rules if (m := pattern.search(tail)) and m.start() < 14), "")
    own = cast(Quantity, r.mention.value).per
    if own and own not in SPANS_OF_TIME and behind:
        return behind  # "per user per month"
    if not own and r.metric.id == "price" and (shared := paired(masked, r.position)):
        return shared
    return (own if own != "share" else "") or first_name(rules, window + term) or behind


def paired(masked: Masked, position: int) -> str:
    """The rate of a price that is said only behind the second of two: "$0.40/$1.60 per million tokens"."""
    row = row_of(masked, position, {masked.text[position]})
    rates = [cast(Quantity, masked.mention(i).value).per for i in row]
    alone = len(row) == 2 and position == row[0] and not rates[0]
    return (rates[1] or "") if alone and rates[1] in _PRICED else ""


def basis_of(masked: Masked, parts: Sequence[Clause], r: Reading, period: Mention | None) -> str:
    """Against what a change is measured: as said, else, of a flow over a long period, against the year before."""
    span = cast(TimeInterval, period.value).granularity if period else ""
    basis = _since(masked, r, period) or _stated(
        masked, r.position, masked.spelt(clause_start(parts, r.position), r.position + 1)
    )
    if not basis and r.metric.nature == "flow" and span in SPANS:
        return "year-on-year"
    span = _PACE.get(r.metric.id, span) if span == "day" else span
    return against(basis, _length(cast(TimeInterval, period.value)) or span if period else span)


_PACE = {"monthly_active_users": "month", "weekly_active_users": "week"}  # of what is counted anew each time
_LENGTHS = {7: "week", 28: "month", 29: "month", 30: "month", 31: "month"}  # of spans told by their days


def _length(value: TimeInterval) -> str:
    """What a span of so many days is as long as."""
    return _LENGTHS.get((value.end - value.start).days + 1, "") if value.start and value.end else ""


_AGAINST = re.compile(
    r"(?: [a-z]+){0,2} (?:from|than|on|versus|over|compared (?:with|to)|against) (?:in |the |that of )?(?=" + TIME + ")"
)
_STEPS = {1: "month-on-month", 3: "quarter-on-quarter", 12: "year-on-year"}  # by the months that lie between


def _since(masked: Masked, r: Reading, period: Mention | None) -> str:
    """The basis that a time right behind the figure makes ("31% in May, and 6.2% from April"), or one it is set against before."""
    match = _AGAINST.match(masked.text, r.position + 1)
    a = period.value if period else None
    base, after = words(masked.language).base_before, max((i for i in r.alike if i < r.position), default=0)
    led = (i for i in sorted(masked.at) if after < i < r.position and masked.text[i] == TIME)
    base_at = match.end() if match else next((i for i in led if base.search(masked.text, 0, i)), None)
    b = masked.mention(base_at).value if base_at is not None else None
    if not (isinstance(a, TimeInterval) and isinstance(b, TimeInterval) and a.end and b.end):
        return ""
    x, y = a.end + timedelta(1), b.end + timedelta(1)  # ends of months are a month apart
    months = (x.year - y.year) * 12 + x.month - y.month
    return _STEPS.get(months, "") if x.day == y.day and a.granularity == b.granularity else ""


def _stated(masked: Masked, position: int, window: str) -> str:
    """The basis said nearest to a figure, between its neighbours, else in the clause."""
    figures = sorted(i for i in masked.at if masked.text[i] in FIGURES)
    at = figures.index(position)
    before = masked.spelt(figures[at - 1] + 1 if at else 0, position)
    after = masked.spelt(position + 1, figures[at + 1] if at + 1 < len(figures) else len(masked.text))[:40]
    rules = words(masked.language).basis
    near = (after, before) if masked.language == "en" else (before, after)
    return first_name(rules, near[0]) or first_name(rules, near[1]) or first_name(rules, window)
