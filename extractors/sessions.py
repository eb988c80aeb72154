"""When markets moved: the day of trading, the week of one, the year up to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from ..ontology.model import Mention, TimeInterval
from .carry import Carry
from .datelines import is_day
from .masking import Masked
from .readings import Reading


def is_session(mention: Mention) -> bool:
    """Whether a time is a day or a week: what markets are told of."""
    return is_day(mention) or is_week(mention)


def is_week(mention: Mention) -> bool:
    value = mention.value
    if not isinstance(value, TimeInterval) or value.start is None or value.end is None:
        return False
    return value.granularity in ("week", "range") and 0 < (value.end - value.start).days < 7


def session_of(time: Mention | None, change: bool, weekly: bool = False) -> Mention | None:
    """What a market's figure is of: a level is that of the last day of trading of its week, a `weekly` change that of the week of a day."""
    if time is not None and change and weekly and is_day(time):
        last = cast(date, cast(TimeInterval, time.value).end)
        return replace(time, value=TimeInterval(last - timedelta(last.weekday()), last, "week"))
    if time is None or change or not is_week(time):
        return time
    end = cast(date, cast(TimeInterval, time.value).end)
    friday = end - timedelta(max(0, end.weekday() - 4))
    return replace(time, value=TimeInterval(friday, friday, "day"))


def to_date(time: Mention | None, r: Reading, carry: Carry, days: Sequence[Mention]) -> Mention | None:
    """What a market has moved by "this year" it has moved by up to the day spoken of, of the sentence's `days` or before."""
    value = time.value if time else None
    if time is None or not r.change or not isinstance(value, TimeInterval) or value.granularity != "year":
        return time
    day = next((d for d in (*days, carry.day) if d and is_day(d)), None)
    last = cast(TimeInterval, day.value).end if day else carry.published
    if not (last and value.start and value.end and value.start < last < value.end):
        return time
    return replace(time, value=TimeInterval(value.start, last, "since"))


def year_to_day(masked: Masked, r: Reading, carry: Carry, times: Sequence[int]) -> Mention | None:
    """The year up to the day spoken of: "at Wednesday's close they were up 64% for the year"."""
    days = [m for i in sorted(times) if i < r.position and is_day(m := masked.mention(i))]
    day = next((d for d in (*reversed(days), carry.day) if d and is_day(d)), None)
    last = cast(TimeInterval, day.value).end if day else carry.published
    if last is None:
        return None
    return replace(day or r.mention, kind="Time", value=TimeInterval(date(last.year, 1, 1), last, "since"))
