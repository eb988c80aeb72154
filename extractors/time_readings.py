"""What each kind of time rule means: a function from a match to its date, by the rule's `means`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from ..ontology.model import TimeInterval
from . import calendars
from .calendars import day, half, month, months, quarter, shift, tenth, week, year
from .time_resolution import AHEAD, Dated, Reading, Resolved, Resolver
from .time_rules import Atom

_RESULTS = 4  # the month until which 全年, said of what was, is of the year before
_DIGITS = re.compile(r"\d")
_SPANS = frozenset(("quarter", "half", "year"))
_PERIODS = frozenset(("month", "quarter", "half", "year", "range"))


def _day(r: Resolver, a: Atom) -> TimeInterval | None:
    number, m = r.number(a.groups.get("d")), r.month_number(a.groups.get("m"))
    if number is None:
        return None
    if m is not None:
        return r.dated(a, lambda y: day(y, m, number))
    return _day_of_month(r, a, number)


def _day_of_month(r: Resolver, a: Atom, number: int) -> TimeInterval | None:
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
    m, d, d2 = r.month_number(g.get("m")), r.number(g.get("d")), r.number(g.get("d2"))
    m2 = r.month_number(g.get("m2")) or m
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
    rel = a.groups.get("rel", "").lower()
    if rel.startswith(("last", "this past")) and r.published:
        gone = [month(y, m) for y in (r.published.year - 1, r.published.year)]
        return [o for o in gone if o and o.start and o.start < r.published.replace(day=1)][-1]
    if rel.startswith("next") and r.published:
        coming = [month(y, m) for y in (r.published.year, r.published.year + 1)]
        return next(o for o in coming if o and o.start and o.start > r.published)
    if rel and r.published:
        return month(r.published.year, m)
    return r.dated(a, lambda y: month(y, m))


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

    return r.dated(a, make)


def _first_months(r: Resolver, a: Atom) -> TimeInterval | None:
    n = r.number(a.groups.get("n"))
    return r.dated(a, lambda y: months(y, 1, n)) if n and n <= 12 else None


def _quarter(r: Resolver, a: Atom) -> Dated:
    n = r.number(a.groups.get("q") or a.groups.get("p"))
    fiscal = r.rules.around["fiscal"].search(r.text, a.start, a.end)
    if n and fiscal and not a.groups.get("y") and r.published and not r.speaks_of_future(a):
        if r.closes is None:
            # Whose fiscal year it is stands nowhere; results are told of the quarter that ended last.
            return _edged(r, a, calendars.quarter_around(r.published, shift=-1))
    closes = r.closing(a)
    found = r.dated(a, lambda y: quarter(y, n, closes)) if n else None
    ahead = found and found.end and r.published and found.end > r.published
    unknown = r.closes is None and "财" in a.groups.get("y", "")
    if ahead and unknown and r.published and not r.speaks_of_future(a):
        found = calendars.quarter_around(r.published, shift=-1)
    return _edged(r, a, found)


def _edged(r: Resolver, a: Atom, found: TimeInterval | None) -> Dated:
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


def _relative_quarter(r: Resolver, a: Atom) -> Dated:
    n, published = r.offset(a), r.following(a) or r.published
    if n is None or published is None:
        return None
    return _edged(r, a, calendars.quarter_around(published, r.closing(a), n))


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
    return TimeInterval(start, found.end, {3: "quarter", 6: "half", 12: "year"}.get(n, "range")) if start else None


def _period_last(r: Resolver, a: Atom) -> TimeInterval | None:
    """报告期末: the day with which the quarter, half or year said last ends."""
    told = [s.interval for s in r.said if s.name != "same_period" and s.interval and s.interval.granularity in _SPANS]
    return TimeInterval(told[-1].end, told[-1].end, "day") if told and told[-1].end else None


def _half(r: Resolver, a: Atom) -> Dated:
    n = r.number(a.groups.get("h") or a.groups.get("g") or a.groups.get("p"))
    closes = r.closing(a)
    return _edged(r, a, r.dated(a, lambda y: half(y, n, closes)) if n else None)


def _month_edge(r: Resolver, a: Atom) -> tuple[TimeInterval | None, date | None] | None:
    """A third of a month; its beginning is the first of them, its end the last or, as a deadline, its last day."""
    edge = str(r.rules.tables["edges"].get(a.groups.get("edge", "").lower()))
    m = r.month_number(a.groups.get("m"))
    if m is None:
        return None
    part = {"first": 1, "start": 1, "second": 2, "middle": 2, "third": 3, "end": 3}[edge]
    found = r.dated(a, lambda y: tenth(y, m, part))
    return (found, found.end if edge == "end" else None) if found else None


def _relative_month(r: Resolver, a: Atom) -> Dated:
    n = r.offset(a)
    if r.published is None or (n is None and a.groups.get("rel", "") != "the"):
        return None
    base = shift(r.following(a) or r.published, "month", n or 0)
    if base is None:
        return None
    number = r.number(a.groups.get("d"))
    if number:
        return day(base.year, base.month, number)
    edge = r.rules.tables["edges"].get(a.groups.get("edge", "").lower())
    if edge:
        part = {"first": 1, "start": 1, "second": 2, "middle": 2, "third": 3, "end": 3}[edge]
        found = tenth(base.year, base.month, part)
        return (found, found.end if edge == "end" and found else None)
    return month(base.year, base.month)


def _same_month(r: Resolver, a: Atom) -> TimeInterval | None:
    known = next((s.interval.start for s in reversed(r.said) if s.interval and s.interval.start), None) or r.published
    return month(known.year, known.month) if known else None


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
    n = r.year_number(a)
    if n is None and a.groups.get("y", "year") in ("year", "") and r.published:
        n = r.published.year
        deadline = r.leads_up(a, "as_of") and not r.speaks_of_future(a)
        if deadline and r.published + AHEAD < r.published.replace(month=12, day=31):
            n -= 1  # "as of year-end" speaks of the one that has passed
    whole = year(n) if n else None
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
    inside = [s for s in inside if s.interval and s.interval.granularity in _PERIODS]
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


def _relative_week(r: Resolver, a: Atom) -> TimeInterval | None:
    n, told = r.offset(a), r.week_reported()
    if told and n == 0 and not r.speaks_of_future(a):
        return told
    base = r.following(a) or (told.start if told and n == 1 else r.published)
    return week(base, n) if n is not None and base else None


def _weekend(r: Resolver, a: Atom) -> TimeInterval | None:
    if r.published is None:
        return None
    whole = week(r.published, r.offset(a) or 0)
    if not a.groups.get("rel") or (r.offset(a) is None and whole.start):
        whole = week(r.published, 0 if r.published.weekday() >= 5 else -1)
    return TimeInterval(whole.start + timedelta(5), whole.end, "range") if whole.start else None


def _weekday(r: Resolver, a: Atom) -> TimeInterval | None:
    m = r.month_number(a.groups.get("m") or a.groups.get("m2"))
    d = r.number(a.groups.get("d") or a.groups.get("d2"))
    if d and m:
        return r.dated(a, lambda y: day(y, m, d))
    found = _on_weekday(r, a)
    if d and r.published:
        return _nearest_day(d, found) if found else _day_of_month(r, a, d)
    return TimeInterval(found, found, "day") if found else None


def _nearest_day(number: int, to: date) -> TimeInterval | None:
    """The day of a month with a number that lies nearest to a date: 下周三(28日)."""
    first = to.year * 12 + to.month - 1
    options = [o for n in (-1, 0, 1) if (o := day((first + n) // 12, (first + n) % 12 + 1, number)) and o.start]
    return min(options, key=lambda o: abs((o.start - to).days) if o.start else 0, default=None)


def _on_weekday(r: Resolver, a: Atom) -> date | None:
    """The day of a weekday in the week that is meant."""
    wanted = r.number(a.groups.get("wd"))
    if wanted is None or r.published is None:
        return None
    word = a.groups.get("rel", "").lower().strip()
    if word in r.rules.options["weekday_in_week"]:
        shift_ = int(r.rules.options["weekday_in_week"][word])
        start = week(r.published, shift_).start
        return start + timedelta(wanted - 1) if start else None
    found = r.published - timedelta((r.published.isoweekday() - wanted) % 7)
    if word == "last" and found == r.published:
        found -= timedelta(7)
    if word == "next":
        found += timedelta(7)
    if r.speaks_of_future(a) and not word and found < r.published and r.rules.options["weekday_may_come"]:
        found += timedelta(7)
    return found


def _relative_day(r: Resolver, a: Atom) -> TimeInterval | None:
    n = r.offset(a)
    if n is None or r.published is None:
        return None
    found = r.published + timedelta(n)
    return TimeInterval(found, found, "day")


def _beside(days: int) -> Reading:
    def read(r: Resolver, a: Atom) -> TimeInterval | None:
        base = r.base()
        return TimeInterval(base + timedelta(days), base + timedelta(days), "day") if base else None

    return read


def _same_day(r: Resolver, a: Atom) -> TimeInterval | None:
    base = r.day_told_of(a) or r.published
    return TimeInterval(base, base, "day") if base else None


def _last(r: Resolver, a: Atom) -> TimeInterval | None:
    n = r.number(a.groups["n"]) if "n" in a.groups else 1
    unit = r.rules.tables["units"].get(a.groups.get("unit", "").lower())
    if not n or unit is None or r.published is None:
        return None
    start = shift(r.published, unit, -n)
    return TimeInterval(start + timedelta(1), r.published, "range") if start else None


def _away(r: Resolver, a: Atom, base: date, count: int, unit: str) -> TimeInterval | None:
    target = shift(base, unit, count)
    if target is None:
        return None
    if unit in ("day", "week"):
        return TimeInterval(target, target, "day")
    return month(target.year, target.month) if unit == "month" else year(target.year)


def _ago(r: Resolver, a: Atom) -> TimeInterval | None:
    n, unit = r.number(a.groups.get("n")), r.rules.tables["units"].get(a.groups.get("unit", "").lower())
    return _away(r, a, r.published, -n, unit) if n and unit and r.published else None


def _offset(r: Resolver, a: Atom) -> TimeInterval | None:
    """So long before or after the day said last."""
    way = r.rules.options["ways"].get(a.groups.get("way", ""))
    n, unit = r.number(a.groups.get("n")), r.rules.tables["units"].get(a.groups.get("unit", "").lower())
    if way is None or n is None or unit is None:
        return None
    base = r.published if way == "ago" else r.base()
    if unit == "year" and way == "before":  # of the period just spoken of
        said = r.said[-1].interval if r.said else None
        return calendars.shifted(said, -n) if said and said.granularity in _PERIODS else None
    return _away(r, a, base, n if way == "after" else -n, unit) if base else None


READINGS: Mapping[str, Reading] = {
    "day": _day,
    "days": _days,
    "day_list": _day,
    "month": _month,
    "months": _months,
    "month_edge": _month_edge,
    "first_months": _first_months,
    "quarter": _quarter,
    "quarters": _quarters,
    "relative_quarter": _relative_quarter,
    "quarter_of_month": _quarter_of_month,
    "period_ended": _period_ended,
    "period_last": _period_last,
    "half": _half,
    "relative_month": _relative_month,
    "same_month": _same_month,
    "year": _year,
    "years": _years,
    "year_edge": _year_edge,
    "whole_year": _whole_year,
    "to_date": _to_date,
    "same_period": _same_period,
    "relative_week": _relative_week,
    "weekend": _weekend,
    "weekday": _weekday,
    "relative_day": _relative_day,
    "same_day": _same_day,
    "next_day": _beside(1),
    "previous_day": _beside(-1),
    "last": _last,
    "ago": _ago,
    "offset": _offset,
}
