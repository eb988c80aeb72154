"""What each kind of time rule means that names a day, month, quarter or year: a function from a match to its date, by the rule's `means`.

What counts from publication or from what was said before is in `time_relative`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ..ontology.model import TimeInterval
from . import calendars
from .calendars import day, half, month, months, quarter, shift, tenth, week, year
from .time_resolution import AHEAD, Dated, Reading, Resolved, Resolver
from .time_rules import Atom

_RESULTS = 4  # the month until which 全年, said of what was, is of the year before
_OFF_THE_MONTH = (*range(2, 8), *range(24, 32))  # days behind the last of a quarter that does not end with its month
_NEAR = 24  # characters before a time that say what it is there for
_DIGITS = re.compile(r"\d")
SPANS = frozenset(("quarter", "half", "year"))
PERIODS = frozenset(("month", "quarter", "half", "year", "range"))


def read_day(r: Resolver, a: Atom) -> TimeInterval | None:
    number, m = r.number(a.groups.get("d")), r.month_number(a.groups.get("m"))
    if number is None:
        return None
    if m is not None:
        return r.dated(a, lambda y: day(y, m, number))
    return day_of_month(r, a, number)


def day_of_month(r: Resolver, a: Atom, number: int) -> TimeInterval | None:
    """A day without month: of the month said right before in a list, else the nearest to publication."""
    before = r.said[-1].interval if r.said else None
    if before and before.start and a.start - r.said[-1].end <= 3 and before.granularity in ("day", "month", "range"):
        return day(before.start.year, before.start.month, number)
    if r.published is None:
        return None
    first = r.published.year * 12 + r.published.month - 1
    options = [o for n in (-1, 0, 1) if (o := day((first + n) // 12, (first + n) % 12 + 1, number)) and o.start]
    limit = r.published + (AHEAD if r.speaks_of_future(a) else timedelta(3))
    fitting = [o for o in options if o.start and o.start <= limit]
    return min(fitting, key=r.distance, default=None)


def _days(r: Resolver, a: Atom) -> TimeInterval | None:
    g = a.groups
    m2 = r.month_number(g.get("m2") or g.get("m"))
    m, d, d2 = r.month_number(g.get("m")) or m2, r.number(g.get("d")), r.number(g.get("d2"))
    y2 = r.year_number(a, "y2")
    if m is None or m2 is None or d is None or d2 is None:
        return None

    def make(y: int) -> TimeInterval | None:
        first, last = day(y, m, d), day(y2 or (y + 1 if m2 < m else y), m2, d2)
        return TimeInterval(first.start, last.end, "range") if first and last else None

    return r.dated(a, make)


def _month(r: Resolver, a: Atom) -> TimeInterval | None:
    m = r.month_number(a.groups.get("m"))
    if m is None:
        return None
    return _pointed_at(r, a, lambda y: month(y, m))


def _pointed_at(r: Resolver, a: Atom, make: Callable[[int], TimeInterval | None]) -> TimeInterval | None:
    """What comes once a year, in the year that is said, or that "last", "this" or "next" points at."""
    rel, published = a.groups.get("rel", "").lower(), r.published
    if not rel or published is None:
        return r.dated(a, make)
    options = [o for n in (-1, 0, 1) if (o := make(published.year + n)) and o.start and o.end]
    if rel.startswith(("last", "this past")):
        return next((o for o in reversed(options) if o.end and o.end < published), None)
    if rel.startswith("next"):
        return next((o for o in options if o.start and o.start > published), None)
    return make(published.year)


def _months(r: Resolver, a: Atom) -> TimeInterval | None:
    m, m2 = r.month_number(a.groups.get("m")), r.month_number(a.groups.get("m2"))
    if m is None or m2 is None:
        return None
    y2 = r.year_number(a, "y2")

    def make(y: int) -> TimeInterval | None:
        years_on = y2 - y if y2 else (1 if m2 < m else 0)
        found = months(y, m, m2 + 12 * years_on)
        return found and TimeInterval(
            found.start, found.end, "quarter" if (m - 1) % 3 == 0 and m2 == m + 2 else "range"
        )

    return _pointed_at(r, a, make)


def _first_months(r: Resolver, a: Atom) -> TimeInterval | None:
    """Some months at a year's beginning, or at its `edge`, the end."""
    n = r.number(a.groups.get("n"))
    if not n or n > 12:
        return None
    first = 13 - n if a.groups.get("edge") else 1
    return r.dated(a, lambda y: months(y, first, first + n - 1))


def _quarter(r: Resolver, a: Atom) -> Dated:
    n = r.number(a.groups.get("q") or a.groups.get("p"))
    fiscal = r.rules.around["fiscal"].search(r.text, a.start, a.end)
    if n and fiscal and not a.groups.get("y") and r.published and not r.speaks_of_future(a):
        if r.closes is None:
            # Whose fiscal year it is stands nowhere; results are told of the quarter that ended last.
            return edged(r, a, calendars.quarter_around(r.published, shift=-1))
    closes = r.closing(a)
    found = r.dated(a, lambda y: quarter(y, n, closes)) if n else None
    ahead = found and found.end and r.published and found.end > r.published
    unknown = r.closes is None and "财" in a.groups.get("y", "")
    if ahead and unknown and r.published and not r.speaks_of_future(a):
        found = calendars.quarter_around(r.published, shift=-1)
    return edged(r, a, found)


def edged(r: Resolver, a: Atom, found: TimeInterval | None) -> Dated:
    """A period, or its beginning, middle or end where that is what is said."""
    edge = r.rules.tables["edges"].get(a.groups.get("edge", "").lower())
    if edge is None or found is None:
        return found
    if edge == "end":
        return TimeInterval(found.end, found.end, "day"), found.end
    return None, None


def _quarters(r: Resolver, a: Atom) -> TimeInterval | None:
    n = r.number(a.groups.get("n"))
    first, last = (
        (1, n)
        if n
        else (r.number(a.groups.get("q") or a.groups.get("p")), r.number(a.groups.get("q2") or a.groups.get("p2")))
    )
    if not first or not last or first > last:
        return None
    return r.dated(a, lambda y: months(y, 3 * first - 2, 3 * last))


def _quarter_of_month(r: Resolver, a: Atom) -> TimeInterval | None:
    m = r.month_number(a.groups.get("m"))
    if m is None:
        return None
    found = r.dated(a, lambda y: month(y, m))
    start = shift(found.start, "month", -2) if found and found.start else None
    return TimeInterval(start, found.end, "quarter") if found and start else None


def _period_ended(r: Resolver, a: Atom) -> TimeInterval | None:
    n, m = r.number(a.groups.get("n")), r.month_number(a.groups.get("m"))
    d = r.number(a.groups.get("d"))
    if n is None or m is None:
        return None
    found = r.dated(a, lambda y: day(y, m, d) if d else month(y, m))
    if found is None or found.end is None:
        return None
    start = shift(found.end + timedelta(1), "month", -n)
    if d and (found.end + timedelta(1)).day in _OFF_THE_MONTH:
        start = found.end + timedelta(1 - n * 91 // 3)  # years of 52 weeks, whose quarters have 13
    return TimeInterval(start, found.end, {3: "quarter", 6: "half", 12: "year"}.get(n, "range")) if start else None


def _period_last(r: Resolver, a: Atom) -> TimeInterval | None:
    """报告期末: the day with which the quarter, half or year said last ends."""
    told = [s for s in r.said if s.name != "same_period" and s.interval and s.interval.granularity in SPANS]
    base = r.rules.around["base"]
    ends = [s.interval.end for s in told if s.interval and not base.search(r.text, max(0, s.start - _NEAR), s.start)]
    ends = [e for e in ends if e and r.published and e <= r.published] or ends
    return TimeInterval(ends[-1], ends[-1], "day") if ends and ends[-1] else None


def _half(r: Resolver, a: Atom) -> Dated:
    n = r.number(a.groups.get("h") or a.groups.get("g") or a.groups.get("p"))
    closes = r.closing(a)
    return edged(r, a, r.dated(a, lambda y: half(y, n, closes)) if n else None)


def _month_edge(r: Resolver, a: Atom) -> tuple[TimeInterval | None, date | None] | None:
    """A third of a month; its beginning is the first of them, its end the last or, as a deadline, its last day."""
    edge = str(r.rules.tables["edges"].get(a.groups.get("edge", "").lower()))
    m = r.month_number(a.groups.get("m"))
    if m is None:
        return None
    part = {"first": 1, "start": 1, "second": 2, "middle": 2, "third": 3, "end": 3}[edge]
    found = r.dated(a, lambda y: tenth(y, m, part))
    return (found, found.end if edge == "end" else None) if found else None


def _year(r: Resolver, a: Atom) -> TimeInterval | None:
    n = r.year_number(a)
    closes = r.closing(a)
    if n and r.published and r.published.month > closes and not _DIGITS.search(a.groups.get("y", "")):
        n += 1  # this fiscal year is the one that is running
    return year(n, closes) if n else None


def _years(r: Resolver, a: Atom) -> TimeInterval | None:
    first, last = r.year_number(a), r.year_number(a, "y2")
    if first is None or last is None or last <= first or last - first > 60:
        return None
    return months(first, 1, 12 * (last - first + 1), "range")


def _year_edge(r: Resolver, a: Atom) -> tuple[TimeInterval | None, date | None] | None:
    """年底 gives no date by itself; "by the end of 2027" takes the last day."""
    n, closes = r.year_number(a), 12
    if n is None and a.groups.get("y", "year") in ("year", "") and r.published:
        closes = r.closes or 12  # of who has said when its years close, its own year's end
        n = r.published.year + (r.published.month > closes)
        running = year(n, closes)
        deadline = r.leads_up(a, "as_of") and not r.speaks_of_future(a)
        if deadline and running and running.end and r.published + AHEAD < running.end:
            n -= 1  # "as of year-end" speaks of the one that has passed
    whole = year(n, closes) if n else None
    if whole is None or whole.end is None or whole.start is None:
        return None
    edge = r.rules.tables["edges"].get(a.groups.get("edge", "").lower())
    last = {
        "end": whole.end,
        "third": whole.end,
        "middle": date(whole.end.year, 6, 30),
        "second": date(whole.end.year, 6, 30),
    }
    return None, last.get(edge or "")


def _whole_year(r: Resolver, a: Atom) -> TimeInterval | None:
    low = r.text.rfind("\n", 0, a.start) + 1
    inside = [s for s in r.said if s.start >= low and s.name != "same_period" and s.interval and s.interval.start]
    inside = [s for s in inside if s.interval and s.interval.granularity in PERIODS]
    if inside and inside[-1].interval and inside[-1].interval.start:
        return year(inside[-1].interval.start.year)
    if r.published is None:
        return None
    closed = r.published.month <= _RESULTS and not r.speaks_of_future(a)
    return year(r.published.year - closed)


def _to_date(r: Resolver, a: Atom) -> TimeInterval | None:
    if r.published is None:
        return None
    unit = a.groups.get("unit", "year")
    here = Resolved(a.start, a.end, None, a.rule.name)
    start = {"year": r.published.replace(month=1, day=1), "month": r.published.replace(day=1)}.get(unit)
    start = start or week(r.published).start
    if unit == "year" and a.groups.get("within") and r.speaks_of_future(a):
        return year(r.published.year)
    end = r.data_day(here, TimeInterval(start, None)) or r.published
    return TimeInterval(start, end, "since")


def _same_period(r: Resolver, a: Atom) -> TimeInterval | None:
    """去年同期: the period said last, a year before."""
    low = r.text.rfind("\n", 0, a.start) + 1
    for said in reversed(r.said):
        if (
            said.start >= low
            and said.interval
            and said.interval.granularity in ("month", "quarter", "half", "year", "range", "week")
        ):
            return calendars.shifted(said.interval, -1)
    return None


READINGS: Mapping[str, Reading] = {
    "day": read_day,
    "days": _days,
    "day_list": read_day,
    "month": _month,
    "months": _months,
    "month_edge": _month_edge,
    "first_months": _first_months,
    "quarter": _quarter,
    "quarters": _quarters,
    "quarter_of_month": _quarter_of_month,
    "period_ended": _period_ended,
    "period_last": _period_last,
    "half": _half,
    "year": _year,
    "years": _years,
    "year_edge": _year_edge,
    "whole_year": _whole_year,
    "to_date": _to_date,
    "same_period": _same_period,
}
