"""What time rules mean that count from publication or from what was said before: "last week", "on Monday", "two days later"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ..ontology.model import TimeInterval
from . import calendars
from .calendars import day, month, shift, tenth, week, year
from .time_readings import PERIODS, SPANS, day_of_month, edged, read_day
from .time_resolution import Dated, Reading, Resolver
from .time_rules import Atom

_FRIDAY = 5


def _relative_quarter(r: Resolver, a: Atom) -> Dated:
    n, published = r.offset(a), r.following(a) or r.published
    if n is None or published is None:
        return None
    return edged(r, a, calendars.quarter_around(published, r.closing(a), n))


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


def _same_span(r: Resolver, a: Atom) -> TimeInterval | None:
    """The quarter or half said last, or the month of the time said last."""
    if (unit := a.groups.get("unit", "")) in SPANS:
        return next((s.interval for s in reversed(r.said) if s.interval and s.interval.granularity == unit), None)
    known = next((s.interval.start for s in reversed(r.said) if s.interval and s.interval.start), None) or r.published
    return month(known.year, known.month) if known else None


def _same_month_name(r: Resolver, a: Atom) -> TimeInterval | None:
    """ "That May": the month of the year said last."""
    number = r.month_number(a.groups.get("m"))
    known = next((s.interval.end for s in reversed(r.said) if s.interval and s.interval.end), None) or r.published
    if known is None or number is None:
        return None
    return month(known.year, number)


def _relative_week(r: Resolver, a: Atom) -> TimeInterval | None:
    n, told = r.offset(a), r.week_reported()
    if told and n == 0 and not r.speaks_of_future(a):
        return told
    base = r.following(a) or (told.start if told and n == 1 else r.published)
    return week(base, n) if n is not None and base else None


def _week_of(r: Resolver, a: Atom) -> TimeInterval | None:
    """The seven days that end, or begin, with a day, or the week that it lies in; one that ends on a Friday is of trading days."""
    said = read_day(r, a)
    edge = a.groups.get("edge", "")
    if said is None or said.start is None:
        return None
    if edge == "of":
        return week(said.start)
    if edge in ("ended", "ending", "to", "through"):
        back = 4 if said.start.isoweekday() == _FRIDAY else 6
        return TimeInterval(said.start - timedelta(back), said.start, "week")
    return TimeInterval(said.start, said.start + timedelta(6), "week")


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
        return _nearest_day(d, found) if found else day_of_month(r, a, d)
    return TimeInterval(found, found, "day") if found else None


def _days_ended(r: Resolver, a: Atom) -> TimeInterval | None:
    """So many days, sessions (of trading days) or weeks up to a day: "the five sessions to Friday"."""
    n, m = r.number(a.groups.get("n")), r.month_number(a.groups.get("m") or a.groups.get("mm"))
    d = r.number(a.groups.get("d") or a.groups.get("dd"))
    last = r.dated(a, lambda y: day(y, m, d) if m and d else None) if m else None
    end = last.end if last else None if m else _on_weekday(r, a)
    if n is None or end is None:
        return None
    if a.groups.get("unit") != "sessions":
        return TimeInterval(end - timedelta(n * (7 if a.groups.get("unit") == "weeks" else 1) - 1), end, "range")
    start, left = end, n - 1
    while left > 0:
        start -= timedelta(1)
        left -= start.isoweekday() <= _FRIDAY
    return TimeInterval(start, end, "range")


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
    if word in ("next", "this coming"):
        found += timedelta(7)
    if (
        (r.speaks_of_future(a) and not r.leads_object(a) or r.under_outlook(a))
        and not r.reached(a)
        and not word
        and found < r.published
        and r.rules.options["weekday_may_come"]
    ):
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
    """So long before or after the day said last; months and years "ago" are counted from publication."""
    way = r.rules.options["ways"].get(a.groups.get("way", ""))
    n, unit = r.number(a.groups.get("n")), r.rules.tables["units"].get(a.groups.get("unit", "").lower())
    if way is None or n is None or unit is None:
        return None
    base = r.published if way == "ago" and unit not in ("day", "week") else r.base()
    told = r.said[-1].interval if r.said else None
    if told and told.granularity == "month" and unit == "month":
        base = told.start  # "in May …; two months later"
    if unit == "year" and way == "before":  # of the period just spoken of
        said = r.said[-1].interval if r.said else None
        return calendars.shifted(said, -n) if said and said.granularity in PERIODS else None
    return _away(r, a, base, n if way == "after" else -n, unit) if base else None


RELATIVE: Mapping[str, Reading] = {
    "relative_quarter": _relative_quarter,
    "relative_month": _relative_month,
    "same_month": _same_span,
    "same_span": _same_span,
    "same_month_name": _same_month_name,
    "relative_week": _relative_week,
    "week_of": _week_of,
    "weekend": _weekend,
    "weekday": _weekday,
    "days_ended": _days_ended,
    "relative_day": _relative_day,
    "same_day": _same_day,
    "next_day": _beside(1),
    "previous_day": _beside(-1),
    "last": _last,
    "ago": _ago,
    "offset": _offset,
}
