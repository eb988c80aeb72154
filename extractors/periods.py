"""When a figure holds, at what rate, and against what a change is measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from ..ontology.model import Mention, Quantity, TimeInterval
from .business_years import as_counted
from .carry import Carry, clause_start
from .datelines import is_day
from .events import nearest
from .figures import Reading
from .idioms import SPANS_OF_TIME
from .masking import FIGURES, TIME, Masked
from .measures import against, first_name, words
from .rows import row_of
from .subjects import Clause

_BASE = re.compile(
    r"\b(?:from|than(?: in)?|(?:up|down) on|versus|compared (?:with|to)|against) (?:the )?$"
)  # a time that a change is counted from
_RIGHT_BEHIND = re.compile(r" (?:(?:in|for|during|at|as of) (?:the )?)?")
MARKET = frozenset({"market_share", "rank"})  # told of what the market was in the span spoken of last
SESSION = frozenset({"stock_price", "index_level"})  # told of a day of trading
LONG = frozenset({"month", "quarter", "half", "year", "range", "since", "fiscal"})
_ACCOUNTS = ("flow", "share", "stock")  # natures of metrics that a company's accounts tell
_OF_MARKETS = frozenset({"shipments", "market_share"})  # counted by others, in quarters of the calendar
_SPANS = ("quarter", "half", "year")
_NEAR = 24  # characters before a figure that say over how long something has moved
_RATED = ("flow", "flowrate", "level")  # natures of metrics that have a rate


def note_period(masked: Masked, carry: Carry) -> None:
    """Take a report's period from the first long time that it names, and the day that was named last."""
    closing = words(masked.language).closing_day
    days = [i for i in sorted(masked.at) if masked.text[i] == TIME and _is_session(masked.mention(i))]
    days = [i for i in days if not closing.search(masked.read(i))]
    carry.day = masked.mention(days[-1]) if days else carry.day
    old = words(masked.language).old_time
    spans = [i for i in sorted(masked.at) if masked.text[i] == TIME and _is_long(masked.mention(i))]
    spans = [i for i in spans if not old.search(masked.text, max(0, i - 60), i)] or spans
    base = words(masked.language).base_before
    spans = [i for i in spans if not _bracketed(masked, i, -1) and not base.search(masked.text, 0, i)]
    carry.span = masked.mention(spans[-1]) if spans else carry.span
    if masked.text.rstrip()[-1:] not in "；;":
        carry.listing = None
    elif times := [i for i in sorted(masked.at) if masked.text[i] == TIME][:1]:
        carry.listing = masked.mention(times[0])
    if carry.report is None:
        named = (m for m in (masked.mention(i) for i in sorted(masked.at)) if _is_span(m))
        carry.report = next((m for m in named if not _is_to_come(m, carry)), None)


def note_heading(masked: Masked, subject: object, carry: Carry, titled: bool) -> None:
    """Take the quarter, half or year that a heading names as that of what stands below it; below others the title's holds.

    A title names what is reported by what is over: "X's first quarter beats, second-quarter outlook raised".
    """
    spans = [masked.mention(i) for i in sorted(masked.at) if masked.text[i] == TIME and _is_span(masked.mention(i))]
    over = [m for m in spans if carry.published and not _is_to_come(m, carry)]
    named = over if titled or over else spans
    if len({m.value for m in named}) != 1:
        named = []
    found = as_counted(named[0], subject, masked, carry.published) if named else None
    if titled:
        carry.titled = found
    if found or carry.under:
        carry.report, carry.under = found or carry.titled, found
        carry.by_subject.clear()


def _is_span(mention: Mention) -> bool:
    """Whether a time is a quarter, a half or a year."""
    return isinstance(mention.value, TimeInterval) and mention.value.granularity in _SPANS


def _is_session(mention: Mention) -> bool:
    """Whether a time is a day or a week: what markets are told of."""
    return is_day(mention) or _is_week(mention)


def _is_week(mention: Mention) -> bool:
    value = mention.value
    if not isinstance(value, TimeInterval) or value.start is None or value.end is None:
        return False
    return value.granularity in ("week", "range") and 0 < (value.end - value.start).days < 7


def session_of(time: Mention | None, change: bool, weekly: bool = False) -> Mention | None:
    """What a market's figure is of: a level is that of the last day of trading of its week, a `weekly` change that of the week of a day."""
    if time is not None and change and weekly and is_day(time):
        last = cast(date, cast(TimeInterval, time.value).end)
        return replace(time, value=TimeInterval(last - timedelta(last.weekday()), last, "week"))
    if time is None or change or not _is_week(time):
        return time
    end = cast(date, cast(TimeInterval, time.value).end)
    friday = end - timedelta(max(0, end.weekday() - 4))
    return replace(time, value=TimeInterval(friday, friday, "day"))


def _to_date(time: Mention | None, r: Reading, carry: Carry, days: Sequence[Mention]) -> Mention | None:
    """What a market has moved by "this year" it has moved by up to the day spoken of, of the sentence's `days` or before."""
    value = time.value if time else None
    if time is None or not r.change or not isinstance(value, TimeInterval) or value.granularity != "year":
        return time
    day = next((d for d in (*days, carry.day) if d and is_day(d)), None)
    last = cast(TimeInterval, day.value).end if day else carry.published
    if not (last and value.start and value.end and value.start < last < value.end):
        return time
    return replace(time, value=TimeInterval(value.start, last, "since"))


def _is_to_come(time: Mention, carry: Carry) -> bool:
    """Whether a time is not over when the text is published."""
    end = time.value.end if isinstance(time.value, TimeInterval) else None
    return bool(end and carry.published and end > carry.published)


def _last_day(time: Mention) -> Mention:
    """The day with which a quarter or more ends: what there was "in the quarter to March" there was then."""
    value = time.value
    if not _is_span(time) or not isinstance(value, TimeInterval) or value.end is None:
        return time
    return replace(time, value=TimeInterval(value.end, value.end, "day"))


def _is_long(mention: Mention) -> bool:
    return isinstance(mention.value, TimeInterval) and mention.value.granularity in (*_SPANS, "month", "range")


def period_of(
    masked: Masked, parts: Sequence[Clause], carry: Carry, r: Reading, subject: object, lasting: bool
) -> Mention | None:
    """The time a figure speaks of: the sentence's, else, for what is measured over a span, the subject's or the report's last."""
    reference = words(masked.language).reference
    times = [i for i in masked.at if masked.text[i] == TIME and not reference.search(masked.read(i))]
    rules = words(masked.language)
    home = clause_start(parts, r.position)
    sums = rules.cumulative.search(masked.text, home, r.position)
    times = [
        i
        for i in times
        if not (rules.base_before.search(masked.text, 0, i) or rules.base_after.match(masked.text, i + 1))
    ]
    times = [i for i in times if not _bracketed(masked, i, r.position)]
    times = [i for i in times if not rules.old_time.search(masked.text, max(0, i - 60), i)]
    averaged = r.term and rules.averaged.search(masked.spelt(home, r.term.end))
    long = (
        not sums
        and (r.metric.nature in ("flow", "share") or bool(averaged))
        and not (r.metric.nature == "share" and "market" in r.metric.id)
    )
    if masked.language == "en":
        times = [i for i in times if not _aside(masked, parts, i, r.position)]
        reporting = words("en").reporting
        times = [
            i for i in times if not (is_day(masked.mention(i)) and reporting.search(masked.text, max(0, i - 50), i))
        ]
    times = [i for i in times if not _of_another(masked, i, r.position)]
    if (r.metric.nature == "level" and not r.change) or r.metric.id == "target_price":
        # What something costs or holds is so from its release on, but where it comes to cost that on a day.
        days = [i for i in times if i < r.position and is_day(masked.mention(i))]
        new = r.metric.id == "price" and rules.repriced.search(masked.text, home, r.position)
        return masked.mention(days[-1]) if new and days else None
    if not r.change:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity != "since"] or times
    if long:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity in LONG]
    if r.change and masked.language == "en":
        times = [i for i in times if not _BASE.search(masked.text, 0, i)] or times
    before = [i for i in times if i < r.position]
    after = [i for i in times if r.position < i and clause_start(parts, i) == home]
    after = [i for i in after if not rules.turns.search(masked.text, r.position, i)]
    next_to = [
        i
        for i in after
        if _RIGHT_BEHIND.fullmatch(masked.text, r.position + 1, i)
        or (masked.text[r.position + 1 : i] == " on " and is_day(masked.mention(i)))
    ]
    if r.metric.id in SESSION and rules.on_the_day.match(masked.text, r.position + 1):
        after = []
    weekly = r.change and bool(rules.weekly.search(masked.text, max(0, r.position - _NEAR), r.position))
    chosen = next_to[:1] or nearest(masked, parts, before, r.position)[:1] or after[:1]
    session = [masked.mention(i) for i in before]
    if chosen:
        found = _dealt(masked, r, chosen[0]) or masked.mention(chosen[0])
        if carry.report and rules.this_period.search(masked.read(chosen[0])):
            found = carry.report
        elif r.metric.nature in _ACCOUNTS and r.metric.id not in _OF_MARKETS:
            found = as_counted(found, subject, masked, carry.published)
            carry.report = carry.report or (found if _is_span(found) else None)
        if long and lasting and not rules.past_point.fullmatch(masked.read(chosen[0])):
            passing = carry.aside if rules.aside.search(masked.text, 0, chosen[0]) else carry.by_subject
            passing = carry.coming if masked.language == "en" and _is_to_come(found, carry) else passing
            passing[subject] = found
        if r.metric.nature == "stock" and not r.change and rules.as_of.match(masked.read(chosen[0])):
            found = _last_day(found)
        return _to_date(session_of(found, r.change, weekly), r, carry, session) if r.metric.id in SESSION else found
    if r.metric.id in SESSION:
        return session_of(carry.day or carry.dated or carry.today, r.change, weekly)
    near = carry.aside.get(subject) or carry.coming.get(subject)
    known = near or carry.by_subject.get(subject) or carry.report if long else None
    counted = masked.language == "zh" and r.carried and r.metric.nature in ("stock", "flowrate")
    if known is None and (r.metric.id in MARKET or counted):
        known = carry.span
    if known is None and r.again and r.metric.nature in ("stock", "flowrate"):
        known = carry.listing
    return _of_years(masked, r, known) or known if known else None


def _bracketed(masked: Masked, time: int, position: int) -> bool:
    """Whether a time stands in brackets with the one figure that is of it: "a loss of 3 (2024: 5)"."""
    prior = words(masked.language).prior.match(masked.text, time) if masked.text[time - 1 : time] == "(" else None
    return bool(prior) and not time < position < masked.text.find(")", time)


def _of_another(masked: Masked, time: int, position: int) -> bool:
    """Whether a time before is only that of the figure right behind it: "a year ago it was 3; it has grown by 40%"."""
    gap = words(masked.language).bygone.match(masked.text, time + 1)
    read = words(masked.language).past_point.fullmatch(masked.read(time))
    return bool(read and gap and gap.end() < position and masked.text[gap.end()] in FIGURES)


_RELATIVE = re.compile(r"(?:which|who|whose|where) ")
_APPOSED = re.compile(
    r", (?:the|its|their|an?|once|long) [^,;\ue000-\ue0ff]*(?:[\ue000-\ue007][^,;\ue000-\ue0ff]*)?(?<!ed) (?:in|of|for|since) $"
)


def _aside(masked: Masked, parts: Sequence[Clause], time: int, position: int) -> bool:
    """Whether a time stands in a relative clause or an apposition and a figure behind it: "X, which lost a third this year, rose 4%"."""
    if masked.text[time + 1 : time + 2] == "," and _APPOSED.search(masked.text, 0, time) and time < position:
        return True
    clause = next((c for c in parts if c.start <= time < c.end), None)
    return clause is not None and clause.end <= position and bool(_RELATIVE.match(masked.text, clause.start))


def _dealt(masked: Masked, r: Reading, time: int) -> Mention | None:
    """Which of several times one of as many figures is of: "in 2024 and 2025 sales were A and B", "2024 to 2026 … A, B and C"."""
    row = row_of(masked, time, {TIME})
    figures = row_of(masked, r.position, {masked.text[r.position]})
    if len(row) == len(figures) > 1:
        return masked.mention(row[figures.index(r.position)])
    return _of_years(masked, r, masked.mention(time), figures)


def _of_years(masked: Masked, r: Reading, time: Mention, figures: Sequence[int] = ()) -> Mention | None:
    """The year, of a span of some, that a figure is of: one of as many figures, or what something grew to in the end."""
    span = time.value
    if not isinstance(span, TimeInterval) or not span.start or not span.end or span.end.year <= span.start.year:
        return None
    if span.granularity == "fiscal" or (span.start.month, span.start.day, span.end.month, span.end.day) != (
        1,
        1,
        12,
        31,
    ):
        return None
    years = range(span.start.year, span.end.year + 1)
    figures = figures or row_of(masked, r.position, {masked.text[r.position]})
    if len(figures) == len(years):
        year = years[figures.index(r.position)]
    elif not r.change and words(masked.language).grown.search(masked.text, max(0, r.position - 12), r.position):
        year = years[-1]
    else:
        return None
    return replace(time, value=TimeInterval(date(year, 1, 1), date(year, 12, 31), "year"))


def rate_of(masked: Masked, parts: Sequence[Clause], r: Reading) -> str:
    """The rate of a flow: "a day"."""
    if r.metric.nature not in _RATED:
        return ""
    rules, text = words(masked.language).per, masked.text
    window = text[clause_start(parts, r.position) : r.position + 1]
    term = text[r.term.start : r.term.end] if r.term else ""
    tail = text[r.position + 1 : r.position + 40]
    behind = next((name for pattern, name in rules if (m := pattern.search(tail)) and m.start() < 14), "")
    own = cast(Quantity, r.mention.value).per
    if own and own not in SPANS_OF_TIME and behind:
        return behind  # "per user per month"
    return (own if own != "share" else "") or first_name(rules, window + term) or behind


def basis_of(masked: Masked, parts: Sequence[Clause], r: Reading, period: Mention | None) -> str:
    """Against what a change is measured: as said, else, of a flow over a long period, against the year before."""
    span = cast(TimeInterval, period.value).granularity if period else ""
    basis = _since(masked, r, period) or _stated(
        masked, r.position, masked.spelt(clause_start(parts, r.position), r.position + 1)
    )
    if not basis and r.metric.nature == "flow" and span in _SPANS:
        return "year-on-year"
    return against(basis, _length(cast(TimeInterval, period.value)) or span if period else span)


_LENGTHS = {7: "week", 28: "month", 29: "month", 30: "month", 31: "month"}  # of spans told by their days


def _length(value: TimeInterval) -> str:
    """What a span of so many days is as long as."""
    return _LENGTHS.get((value.end - value.start).days + 1, "") if value.start and value.end else ""


_AGAINST = re.compile(
    r"(?: [a-z]+){0,2} (?:from|than|on|versus|over|compared (?:with|to)|against) (?:in |the |that of )?(?=" + TIME + ")"
)
_STEPS = {1: "month-on-month", 3: "quarter-on-quarter", 12: "year-on-year"}  # by the months that lie between


def _since(masked: Masked, r: Reading, period: Mention | None) -> str:
    """The basis that a time right behind the figure makes: "31% in May, and 6.2% from April"."""
    match = _AGAINST.match(masked.text, r.position + 1)
    a = period.value if period else None
    b = masked.mention(match.end()).value if match else None
    if not (isinstance(a, TimeInterval) and isinstance(b, TimeInterval) and a.start and b.start):
        return ""
    months = (a.start.year - b.start.year) * 12 + a.start.month - b.start.month
    return _STEPS.get(months, "") if a.start.day == b.start.day and a.granularity == b.granularity else ""


def _stated(masked: Masked, position: int, window: str) -> str:
    """The basis said nearest to a figure, between its neighbours, else in the clause."""
    figures = sorted(i for i in masked.at if masked.text[i] in FIGURES)
    at = figures.index(position)
    before = masked.spelt(figures[at - 1] + 1 if at else 0, position)
    after = masked.spelt(position + 1, figures[at + 1] if at + 1 < len(figures) else len(masked.text))[:40]
    rules = words(masked.language).basis
    near = (after, before) if masked.language == "en" else (before, after)
    return first_name(rules, near[0]) or first_name(rules, near[1]) or first_name(rules, window)
