"""Do two figures, or two times, say the same? Figures are intervals: how they are rounded and hedged bounds what they mean."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from ..ontology.model import Quantity, TimeInterval

Bounds: TypeAlias = tuple[Decimal, Decimal]
INFINITE = Decimal("Infinity")
DIGITS = 2  # a figure is taken to be meant to at least so many digits: 100 may be 99.5, not 140
ABOUT = Decimal("0.05")  # how far "about" reaches, as a part of the figure
BEYOND = Decimal("0.25")  # "more than 900" is not said of 2,000


def rounding(value: Decimal) -> Decimal:
    """Half a unit of the last digit that a figure states.

    >>> rounding(Decimal("122000000000")), rounding(Decimal("2.64")), rounding(Decimal(100))
    (Decimal('5E+8'), Decimal('0.005'), Decimal('5'))
    """
    if value == 0:
        return Decimal("0.5")
    digits, exponent = value.normalize().as_tuple()[1:]
    place = int(exponent) - max(0, DIGITS - len(digits))
    return Decimal(5).scaleb(place - 1)


@lru_cache(1 << 14)
def bounds(quantity: Quantity) -> Bounds:
    """The least and the greatest real value that a figure can stand for."""
    if quantity.value is None:
        return (
            -INFINITE if quantity.low is None else quantity.low,
            INFINITE if quantity.high is None else quantity.high,
        )
    value, size = quantity.value, abs(quantity.value)
    slack = rounding(value)
    match quantity.comparator:
        case "~":
            slack = max(slack, size * ABOUT)
        case ">" | ">=":
            return _ordered(value, value + _sign(value) * size * BEYOND)
        case "<" | "<=":
            return _ordered(value, value - _sign(value) * size * BEYOND)
    return value - slack, value + slack


def agree(one: Quantity, other: Quantity) -> bool | None:
    """Whether two figures can be the same; None where their units cannot be compared.

    >>> usd = lambda v, c="=": Quantity(Decimal(v), "USD", c)
    >>> agree(usd(122), usd(100, ">")), agree(usd("1.2e9"), usd("1.17e9")), agree(usd(100), usd(120))
    (True, True, False)
    >>> agree(usd(15), usd(16))  # what is rounded to them only touches
    False
    """
    if one.unit != other.unit:
        return None
    (low, high), (least, most) = bounds(one), bounds(other)
    return (low < most and least < high) or (low, high) == (least, most)


def distance(one: Quantity, other: Quantity) -> Decimal:
    """How far apart two figures of one unit are, as a part of the greater: 0 where they agree."""
    if agree(one, other):
        return Decimal(0)
    a, b = _middle(one), _middle(other)
    return abs(a - b) / max(abs(a), abs(b), Decimal("1e-9"))


def gap(one: TimeInterval, other: TimeInterval) -> int:
    """Days between two times; 0 where they touch or overlap.

    >>> gap(TimeInterval(date(2026, 4, 1), date(2026, 4, 1)), TimeInterval(date(2026, 4, 3), None))
    2
    """
    first, last = one.start or date.min, one.end or date.max
    start, end = other.start or date.min, other.end or date.max
    return max(0, (start - last).days, (first - end).days)


def days(time: TimeInterval) -> int | None:
    """How many days a time has; None where an end is open."""
    return (time.end - time.start).days + 1 if time.start and time.end else None


_PERIODS = (
    ("day", 1, 1),
    ("week", 5, 9),
    ("month", 28, 31),
    ("quarter", 89, 92),
    ("half", 181, 184),
    ("year", 360, 371),
)


def period_name(time: TimeInterval) -> str:
    """What sort of period a time is, by its length: day, week, month, quarter, half, year, or its days.

    >>> period_name(TimeInterval(date(2026, 1, 1), date(2026, 3, 31)))
    'quarter'
    """
    length = days(time)
    if length is None:
        return "open"
    return next((n for n, low, high in _PERIODS if low <= length <= high), f"{length} days")


def same_period(one: TimeInterval, other: TimeInterval, *, flow: bool) -> bool:
    """Whether two figures are of one period. A flow's period is its whole stretch; a level's is any day of a month.

    >>> march, end = TimeInterval(date(2026, 3, 1), date(2026, 3, 31)), TimeInterval(date(2026, 3, 31), date(2026, 3, 31))
    >>> same_period(march, end, flow=False), same_period(march, end, flow=True)
    (True, False)
    """
    if flow or max(days(one) or 999, days(other) or 999) > 31:
        return _near(one.start, other.start) and _near(one.end, other.end)
    return gap(one, other) == 0


def _near(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= timedelta(days=3)


def _middle(quantity: Quantity) -> Decimal:
    if quantity.value is not None:
        return quantity.value
    ends = [x for x in (quantity.low, quantity.high) if x is not None]
    return sum(ends, Decimal(0)) / len(ends) if ends else Decimal(0)


def _ordered(one: Decimal, other: Decimal) -> Bounds:
    return (one, other) if one <= other else (other, one)


def _sign(value: Decimal) -> int:
    return -1 if value < 0 else 1
