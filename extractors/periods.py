"""When a figure holds, at what rate, and against what a change is measured."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from ..ontology.model import Mention, TimeInterval
from .business_years import as_counted
from .calendars import shift, shifted
from .carry import Carry, clause_start
from .clauses import Clause, nearest
from .datelines import friday_before, is_day
from .filings import filed
from .masking import FIGURES, TIME, Masked
from .measures import words
from .readings import Reading
from .rows import row_of
from .sessions import is_session, is_week, session_of, to_date, year_to_day

_BASE = re.compile(
    r"\b(?:from|than(?: in)?|(?:up|down) on|versus|compared (?:with|to)|against) (?:the )?$"
)  # a time that a change is counted from
_RIGHT_BEHIND = re.compile(r" (?:(?:in|for|during|at|as of) (?:the )?)?")
MARKET = frozenset({"market_share", "rank"})  # told of what the market was in the span spoken of last
SESSION = frozenset({"stock_price", "index_level"})  # told of a day of trading
LONG = frozenset({"month", "quarter", "half", "year", "range", "since", "until", "fiscal"})
_ACCOUNTS = ("flow", "share", "stock")  # natures of metrics that a company's accounts tell
_BALANCE = frozenset({"orders", "capacity", "cash"})  # what results give as of the last day that they tell of
_OF_MARKETS = frozenset({"shipments", "market_share"})  # counted by others, in quarters of the calendar
SPANS = ("quarter", "half", "year")
_LAST_DAYS = 20  # of a month, behind which its end begins
_BEHIND = 48  # characters behind a figure that may say of which year it is
_NEAR = 24  # characters before a figure that say over how long something has moved


def note_period(masked: Masked, carry: Carry) -> None:
    """Take a report's period from the first long time that it names, and the day that was named last."""
    closing = words(masked.language).closing_day
    days = [i for i in sorted(masked.at) if masked.text[i] == TIME and is_session(masked.mention(i))]
    days = [i for i in days if not closing.search(masked.read(i))]
    carry.day = masked.mention(days[-1]) if days else carry.day
    carry.week = next((m for i in reversed(days) if is_week(m := masked.mention(i))), carry.week)
    old = words(masked.language).old_time
    spans = [i for i in sorted(masked.at) if masked.text[i] == TIME and _is_long(masked.mention(i))]
    spans = [i for i in spans if not old.search(masked.text, max(0, i - 60), i)] or spans
    base = words(masked.language).base_before
    spans = [i for i in spans if not _bracketed(masked, i, -1) and not base.search(masked.text, 0, i)]
    carry.span = masked.mention(spans[-1]) if spans else carry.span
    years = {m.value: m for i in spans if cast(TimeInterval, (m := masked.mention(i)).value).granularity == "year"}
    carry.years = tuple(years.values()) if spans else carry.years
    if masked.text.rstrip()[-1:] not in "；;":
        carry.listing = None
    elif times := [i for i in sorted(masked.at) if masked.text[i] == TIME][:1]:
        carry.listing = masked.mention(times[0])
    carry.report = filed(masked, len(masked.text), carry.published) or carry.report
    if carry.report is None:
        told = [i for i in sorted(masked.at) if _is_span(masked.mention(i)) and not base.search(masked.text, 0, i)]
        told = [i for i in told if not _ahead(masked.mention(i), carry)]
        carry.report = masked.mention(told[0]) if told else None


def note_heading(masked: Masked, subject: object, carry: Carry, titled: bool) -> None:
    """Take the quarter, half or year that a heading names as that of what stands below it; below others the title's holds.

    A title names what is reported by what is over: "X's first quarter beats, second-quarter outlook raised".
    """
    spans = [masked.mention(i) for i in sorted(masked.at) if masked.text[i] == TIME and _is_span(masked.mention(i))]
    over = [m for m in spans if carry.published and not _ahead(m, carry)]
    named = over if titled or over else spans
    if len({m.value for m in named}) != 1:
        named = []
    found = as_counted(named[0], subject, masked, carry.published) if named else None
    if titled:
        carry.titled = found
    if found or carry.under:
        carry.report, carry.under = found or carry.titled, found
        carry.by_subject.clear()


def report_headed(masked: Masked, carry: Carry) -> Mention | None:
    """The one quarter, half or year that a heading says results of the one whom it names are of, as that one counts it."""
    spans = [m for m in masked.mentions if _is_span(m) and not _ahead(m, carry)]
    named = {m.value for m in masked.mentions if m.kind == "Organization"}
    if len(spans) != 1 or len(named) != 1 or not words(masked.language).results_head.search(masked.text):
        return None
    return as_counted(spans[0], named.pop(), masked, carry.published)


def _is_span(mention: Mention) -> bool:
    """Whether a time is a quarter, a half or a year."""
    return isinstance(mention.value, TimeInterval) and mention.value.granularity in SPANS


def _begun(time: Mention) -> Mention:
    """The day from which on something costs what it costs."""
    value = cast(TimeInterval, time.value)
    if value.granularity != "since" or value.start is None or value.end is not None:
        return time
    return replace(time, value=TimeInterval(value.start, value.start, "day"))


def _ahead(time: Mention, carry: Carry) -> bool:
    """Whether a time is not over on the day of publication."""
    end = time.value.end if isinstance(time.value, TimeInterval) else None
    return bool(carry.published and end and end > carry.published)


def _last_day(time: Mention) -> Mention:
    """The day with which a quarter or more, or a month's last days end: what there was "in the quarter to March" there was then."""
    value = time.value
    if not isinstance(value, TimeInterval) or value.start is None or value.end is None:
        return time
    closes = _is_span(time) or _closes_month(value)
    return replace(time, value=TimeInterval(value.end, value.end, "day")) if closes else time


def _closes_month(value: TimeInterval) -> bool:
    """Whether a time is the last days of a month."""
    start, end = cast(date, value.start), cast(date, value.end)
    return start.day > _LAST_DAYS and (start.year, start.month) == (end.year, end.month) and end.day > start.day


def _is_long(mention: Mention) -> bool:
    return isinstance(mention.value, TimeInterval) and mention.value.granularity in (*SPANS, "month", "range")


def period_of(
    masked: Masked, parts: Sequence[Clause], carry: Carry, r: Reading, subject: object, actual: bool
) -> Mention | None:
    """The time a figure speaks of: the sentence's, else, for what is measured over a span, the subject's or the report's last.

    Whether it is told as a fact (`actual`) says which quarter "this quarter" is.
    """
    rules, home = words(masked.language), clause_start(parts, r.position)
    times = _times_told(masked, parts, r)
    if (r.metric.nature == "level" and not r.change) or r.metric.id == "target_price":
        # What something costs or holds is so from its release on, but where it comes to cost that on a day.
        days = [i for i in times if i < r.position and is_day(masked.mention(i))]
        new = r.metric.id == "price" and rules.repriced.search(masked.text, home, r.position)
        return masked.mention(days[-1]) if new and days else None
    counted = masked.language == "zh" or r.metric.nature in ("stock", "flowrate")
    current = counted and bool(rules.now.search(masked.text, home, r.position))
    long = _over_span(masked, r, home)
    times = [i for i in times if i >= home] if current else times
    chosen = _chosen(masked, parts, r, times, long)
    if r.change and r.metric.id in SESSION and rules.year_to_day.match(masked.text, r.position + 1):
        return year_to_day(masked, r, carry, times)
    behind = masked.spelt(r.position + 1, min(r.position + _BEHIND, len(masked.text)))
    if long and not r.change and rules.year_before.match(behind):
        return _a_year_before(_inherited(masked, carry, r, subject, long, actual))
    if chosen is not None:
        return _stated_period(masked, carry, r, chosen, subject, actual, long)
    if r.metric.id in SESSION:
        weekly = _over_a_week(masked, r)
        told = carry.week if weekly and carry.week else carry.day or carry.dated or carry.today
        return session_of(told or (friday_before(carry.session) if weekly else carry.session), r.change, weekly)
    return None if current else _inherited(masked, carry, r, subject, long, actual)


def _a_year_before(time: Mention | None) -> Mention | None:
    """The quarter, half or year that a time is compared with."""
    value = time.value if time else None
    if time is None or not isinstance(value, TimeInterval) or value.granularity not in SPANS:
        return None
    before = shifted(value, -1)
    return replace(time, value=before) if before else None


def _times_told(masked: Masked, parts: Sequence[Clause], r: Reading) -> list[int]:
    """The times of a sentence that may be a figure's: none that only says what it is measured against or is another's."""
    rules, text = words(masked.language), masked.text
    times = [i for i in masked.at if text[i] == TIME and not rules.reference.search(masked.read(i))]
    times = [i for i in times if not (rules.base_before.search(text, 0, i) or rules.base_after.match(text, i + 1))]
    times = [i for i in times if not (_bracketed(masked, i, r.position) or rules.base_from.match(text, max(0, i - 1)))]
    times = [i for i in times if not rules.old_time.search(text, max(0, i - 60), i)]
    times = [i for i in times if not rules.filing.match(text, i + 1)]
    if masked.language == "en":
        times = [i for i in times if not _aside(masked, parts, i, r)]
        times = [i for i in times if not (_of_the_telling(masked, i) or rules.led_in.search(text, 0, i + 2))]
    if r.metric.id in SESSION:
        times = [i for i in times if not (_is_span(masked.mention(i)) and rules.of_results.match(text, i + 1))]
    return [i for i in times if not _of_another(masked, i, r.position)]


def _of_the_telling(masked: Masked, time: int) -> bool:
    """Whether a time is when something was said, not when it was so: "said on Tuesday", "said last month that"."""
    rules = words(masked.language)
    if not rules.reporting.search(masked.text, max(0, time - 50), time):
        return False
    return is_day(masked.mention(time)) or bool(rules.reported.match(masked.text, time + 1))


def _over_span(masked: Masked, r: Reading, home: int) -> bool:
    """Whether a figure is measured over a span of time."""
    rules = words(masked.language)
    if rules.cumulative.search(masked.text, home, r.position):
        return False
    averaged = r.term and rules.averaged.search(masked.spelt(home, r.term.end))
    market = r.metric.nature == "share" and "market" in r.metric.id
    return (r.metric.nature in ("flow", "share") or bool(averaged)) and not market


def _over_a_week(masked: Masked, r: Reading) -> bool:
    """Whether a figure is what something has moved by over a week."""
    rules = words(masked.language)
    first = row_of(masked, r.position, {masked.text[r.position]})[0]
    before = masked.spelt(max(0, first - _NEAR), first)
    if r.change and rules.sessions.search(masked.text, 0, r.position):
        return True
    return r.change and bool(rules.weekly.search(before) or rules.weekly_behind.match(masked.text, r.position + 1))


def _chosen(masked: Masked, parts: Sequence[Clause], r: Reading, times: Sequence[int], long: bool) -> int | None:
    """The time of a sentence that is a figure's: right behind it, the nearest before, else one behind it in its clause."""
    rules, text, home = words(masked.language), masked.text, clause_start(parts, r.position)
    if not r.change:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity != "since"] or times
    if not r.change and r.metric.id in SESSION:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity not in (*SPANS, "since")]
    if long:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity in LONG]
    if r.change and masked.language == "en":
        times = [i for i in times if not _BASE.search(text, 0, i)] or times
    before = [i for i in times if i < r.position]
    homes = {home, clause_start(parts, r.term.start)} if r.term and r.term.start > r.position else {home}
    after = [i for i in times if r.position < i and clause_start(parts, i) in homes]
    after = [i for i in after if not rules.turns.search(text, r.position, i)]
    if r.metric.nature == "stock" and not r.change:  # "employs 90 people and raised 140 million last October"
        after = [i for i in after if not rules.turns_to.search(text, r.position, i)]
    next_to = [
        i
        for i in after
        if _RIGHT_BEHIND.fullmatch(text, r.position + 1, i)
        or (text[r.position + 1 : i] == " on " and is_day(masked.mention(i)))
    ]
    if not next_to:
        next_to = [i for i in times if i > r.position and rules.period_after.fullmatch(text, r.position + 1, i)]
    if r.metric.id in SESSION and rules.on_the_day.match(text, r.position + 1):
        after = []
    return next(iter(next_to[:1] or nearest(parts, before, r.position)[:1] or after[:1]), None)


def _stated_period(
    masked: Masked, carry: Carry, r: Reading, time: int, subject: object, actual: bool, long: bool
) -> Mention | None:
    """The period that a time of the sentence is; later figures of the subject may inherit it."""
    rules, read = words(masked.language), masked.read(time)
    found = _dealt(masked, r, time) or masked.mention(time)
    ahead = _ahead(found, carry)  # what is expected of a span is told of up to the paragraph's end
    if this := _this_period(masked, time, carry, subject, actual):
        found = this
    elif r.metric.nature in _ACCOUNTS and r.metric.id not in _OF_MARKETS:
        found = as_counted(found, subject, masked, carry.published)
        if actual and rules.this_period.search(read):
            found = _over(found, carry.published)
        carry.report = carry.report or (found if _is_span(found) and not ahead else None)
    passing_by = rules.past_point.fullmatch(read) or rules.rolling.match(read)
    if long and (actual or masked.language == "zh") and not passing_by:
        passing = carry.aside if rules.aside.search(masked.text, 0, time) else carry.by_subject
        (carry.coming if ahead else passing)[subject] = found
    if ahead and long:
        carry.ahead[subject] = found
    if r.metric.nature == "stock" and not r.change:
        then = rules.as_of.match(read) or rules.closing_day.search(read) or rules.left_with.search(masked.text, 0, time)
        found = _last_day(found) if then else found
    if r.metric.id in SESSION:
        days = [masked.mention(i) for i in masked.at if masked.text[i] == TIME and i < r.position]
        return to_date(session_of(found, r.change, _over_a_week(masked, r)), r, carry, days)
    return _begun(found) if r.metric.id == "price" else found


def _inherited(masked: Masked, carry: Carry, r: Reading, subject: object, long: bool, actual: bool) -> Mention | None:
    """The period of a figure whose sentence has no time for it: what was told of before."""
    if not actual and carry.published and words(masked.language).year_out.search(masked.text, 0, r.position):
        last = date(carry.published.year, 12, 31)
        return replace(r.mention, kind="Time", value=TimeInterval(last, last, "day"))
    near = carry.aside.get(subject) or carry.coming.get(subject)
    named = filed(masked, r.position, carry.published) if long else None
    known = near or named or carry.by_subject.get(subject) or carry.report if long else None
    if masked.language == "en" and r.metric.nature == "stock" and not r.change:
        reported = carry.by_subject.get(subject) or (carry.report if subject == carry.salience.about else None)
        left = words(masked.language).left_with.search(masked.text, 0, r.position)
        if reported and actual and (left or r.metric.id in _BALANCE):
            return _last_day(reported)
    if long and masked.language == "en" and (r.expected or not actual):
        known = (carry.latest.get(r.metric.id) if r.expected else carry.ahead.get(subject)) or known
    counted = masked.language == "zh" and r.carried and r.metric.nature in ("stock", "flowrate")
    if known is None and (r.metric.id in MARKET or counted):
        known = carry.span
    as_of = words(masked.language).as_of
    listed = carry.listing and (r.again or as_of.match(masked.whole, carry.listing.span.start))
    if known is None and listed and r.metric.nature in ("stock", "flowrate"):
        known = carry.listing
    if known is None:
        return None
    theirs = subject == carry.salience.about and r.metric.nature in _ACCOUNTS and r.metric.id not in _OF_MARKETS
    if known is carry.report and theirs:
        known = as_counted(known, subject, masked, carry.published)  # a sentence without figures named it of nobody
    row = len(row_of(masked, r.position, {masked.text[r.position]})) > 1
    dealt = [found for span in (known, carry.span) if row and span and (found := _of_years(masked, r, span))]
    return next(iter(dealt), None) or _of_years(masked, r, known) or _in_turn(masked, r, carry) or known


def _this_period(masked: Masked, time: int, carry: Carry, subject: object, actual: bool) -> Mention | None:
    """The span that "this quarter" means where results are told of: the report's or, of a year's report, the quarter told of last.

    What is only expected is so of the quarter that runs.
    """
    value = masked.mention(time).value
    if not carry.report or not words(masked.language).this_period.search(masked.read(time)):
        return None
    quarter = isinstance(value, TimeInterval) and value.granularity == "quarter"
    if quarter and not actual:
        return None
    last = carry.aside.get(subject) or carry.by_subject.get(subject)
    report = cast(TimeInterval, carry.report.value)
    within = quarter and last is not None and cast(TimeInterval, last.value).granularity == "quarter"
    return last if within and report.granularity != "quarter" else carry.report


def _over(time: Mention, published: date | None) -> Mention:
    """The quarter of which results are told as facts: "this quarter" is the one before, while it has not ended."""
    value = time.value
    if (
        not isinstance(value, TimeInterval)
        or value.granularity != "quarter"
        or not (published and value.start and value.end)
    ):
        return time
    if value.end <= published or value.start > published:
        return time
    start = shift(value.start, "month", -3)
    return replace(time, value=TimeInterval(start, value.start - timedelta(1), "quarter")) if start else time


def _bracketed(masked: Masked, time: int, position: int) -> bool:
    """Whether a time stands in brackets with the one figure that is of it: "a loss of 3 (2024: 5)"."""
    rules, text = words(masked.language), masked.text
    opening = text.rfind("(", 0, time)
    prior = rules.prior.match(text, time) if opening == time - 1 else rules.prior_behind.match(text, opening + 1)
    return opening >= 0 and bool(prior) and not opening < position < text.find(")", time)


def _of_another(masked: Masked, time: int, position: int) -> bool:
    """Whether a time before is only that of the figure right behind it: "a year ago it was 3; it has grown by 40%"."""
    gap = words(masked.language).bygone.match(masked.text, time + 1)
    read = words(masked.language).past_point.fullmatch(masked.read(time))
    return bool(read and gap and gap.end() < position and masked.text[gap.end()] in FIGURES)


_RELATIVE = re.compile(r"(?:which|who|whose|where) ")
_APPOSED = re.compile(
    r", (?:the|its|their|an?|once|long) [^,;\ue000-\ue0ff]*(?:[\ue000-\ue007][^,;\ue000-\ue0ff]*)?(?<!ed) (?:in|of|for|since) $"
)


def _aside(masked: Masked, parts: Sequence[Clause], time: int, r: Reading) -> bool:
    """Whether a time stands in a relative clause or an apposition and a figure behind it: "X, which lost a third this year, rose 4%"."""
    position = r.position
    if masked.text[time + 1 : time + 2] == "," and _APPOSED.search(masked.text, 0, time) and time < position:
        return True
    clause = next((c for c in parts if c.start <= time < c.end), None)
    if clause is None or clause.end > position:
        return False
    rules = words(masked.language)
    moved = r.metric.id in SESSION and rules.moved_aside.match(masked.text, clause.start)
    began = r.metric.nature == "stock" and rules.begun.match(masked.text, clause.start)
    return bool(moved or began or _RELATIVE.match(masked.text, clause.start))


def _in_turn(masked: Masked, r: Reading, carry: Carry) -> Mention | None:
    """Which of the years that the sentence before named one of as many figures is of."""
    row = row_of(masked, r.position, {masked.text[r.position]})
    return carry.years[row.index(r.position)] if len(row) == len(carry.years) > 1 else None


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
    if span.granularity == "fiscal" or (span.start.month, span.start.day) != (1, 1):
        return None
    years = range(span.start.year, span.end.year + 1)
    figures = figures or row_of(masked, r.position, {masked.text[r.position]})
    if len(figures) == len(years):
        year = years[figures.index(r.position)]
    elif not r.change and words(masked.language).grown.search(masked.text, max(0, r.position - 12), r.position):
        year = years[-1]
    else:
        return None
    last = min(date(year, 12, 31), span.end)  # the last year of a prospectus is a part of one
    months = last.month if last == _month_end(last) else 0
    granularity = {3: "quarter", 6: "half", 12: "year"}.get(months, "range")
    return replace(time, value=TimeInterval(date(year, 1, 1), last, granularity))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
