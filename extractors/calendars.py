"""Calendar arithmetic on closed intervals of days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from ..ontology.model import TimeInterval

_FIRST, _LAST = 1900, 2199  # years beyond which a number is no year


def day(year: int, month: int, number: int) -> TimeInterval | None:
    """One day, None where the calendar has no such day."""
    if not (_FIRST <= year <= _LAST and 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]):
        return None
    single = date(year, month, number)
    return TimeInterval(single, single, "day")


def months(year: int, first: int, last: int, granularity: str = "range") -> TimeInterval | None:
    """From the first day of one month to the last day of another; numbers beyond 12 run into the next year."""
    start, end = year * 12 + first - 1, year * 12 + last - 1
    if not (_FIRST * 12 <= start <= end < (_LAST + 1) * 12):
        return None
    last_year, last_month = divmod(end, 12)
    return TimeInterval(
        date(start // 12, start % 12 + 1, 1),
        date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1]),
        granularity,
    )


def month(year: int, number: int) -> TimeInterval | None:
    """A whole month."""
    return months(year, number, number, "month") if 1 <= number <= 12 else None


def quarter(year: int, number: int, closes: int = 12) -> TimeInterval | None:
    """A quarter, 1 to 4, of the year that closes with a month."""
    last = closes - 12 + 3 * number
    return months(year, last - 2, last, "quarter") if 1 <= number <= 4 else None


def half(year: int, number: int, closes: int = 12) -> TimeInterval | None:
    """A half, 1 or 2, of the year that closes with a month."""
    last = closes - 12 + 6 * number
    return months(year, last - 5, last, "half") if 1 <= number <= 2 else None


def year(number: int, closes: int = 12) -> TimeInterval | None:
    """A whole year, by the calendar year in which it closes."""
    return months(number, closes - 11, closes, "year")


def quarter_around(of: date, closes: int = 12, shift: int = 0) -> TimeInterval | None:
    """The quarter in which a date lies, or one some quarters away, where years close with a month."""
    last = of.month + (closes - of.month) % 3 + 3 * shift
    return months(of.year, last - 2, last, "quarter")


def tenth(year_: int, month_: int, number: int) -> TimeInterval | None:
    """Days 1-10, 11-20 or 21-end of a month (上旬, 中旬, 下旬)."""
    whole = month(year_, month_)
    if whole is None or whole.start is None or whole.end is None:
        return None
    starts = (1, 11, 21)
    end = whole.end if number == 3 else whole.start.replace(day=number * 10)
    return TimeInterval(whole.start.replace(day=starts[number - 1]), end, "range")


def week(of: date, shift: int = 0) -> TimeInterval:
    """The Monday-to-Sunday week of a date, or one some weeks away."""
    monday = of - timedelta(of.weekday()) + timedelta(7 * shift)
    return TimeInterval(monday, monday + timedelta(6), "week")


def shift(of: date, unit: str, count: int) -> date | None:
    """A date some days, weeks, months, quarters or years away, held to the month's length."""
    if abs(count) > 3000:
        return None
    if unit in ("day", "week"):
        return of + timedelta(count * (7 if unit == "week" else 1))
    index = of.year * 12 + of.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    if not _FIRST * 12 <= index < (_LAST + 1) * 12:
        return None
    return date(index // 12, index % 12 + 1, min(of.day, calendar.monthrange(index // 12, index % 12 + 1)[1]))


def shifted(interval: TimeInterval, years: int) -> TimeInterval | None:
    """The same period some years away."""
    if interval.start is None or interval.end is None:
        return None
    start, end = shift(interval.start, "year", years), shift(interval.end, "year", years)
    if start is None or end is None:
        return None
    whole = interval.end.month == 2 and interval.end.day >= 28  # the end of February
    if whole and interval.granularity != "day":
        end = end.replace(day=calendar.monthrange(end.year, 2)[1])
    return TimeInterval(start, end, interval.granularity)
