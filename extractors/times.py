"""Times in text: dates, periods and relative days, resolved against the date of publication.

What each language says is in `languages/<language>/times.toml`; `time_rules` finds it, `time_readings`, `time_relative` and
`time_resolution` date each by itself and from what was said before, and this module joins what belongs together: "from
March to May", 截至9月末, "by the end of 2027", 11月以来. Both ends of an interval are inclusive; an open end is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from ..ontology.model import Language, Mention, Span, TimeInterval
from .calendars import shift, week
from .time_readings import READINGS
from .time_relative import RELATIVE
from .time_resolution import Resolved, Resolver
from .time_rules import TimeRules, scan, time_rules

_NEAR = 24  # characters before a time in which its preposition stands
_MONTHS = {"quarter": 3, "half": 6, "year": 12, "fiscal": 12}  # lengths of periods of a business year
_MOVED = 90  # characters before a time that say what is moved to it
_NAMED = ("quarter", "half", "year", "range")  # periods that a text may give a name to
_OPENS = re.compile(r" ?[(（]\D{0,24}")
_SHUTS = re.compile(r"[)）]")


def time_spans(text: str, language: Language) -> list[Span]:
    """Where a text speaks of dates, clock times and periods, whether they can be resolved or not."""
    return [Span(atom.start, atom.end) for atom in scan(text, language)]


def find_times(text: str, language: Language, published: date | None, closes: int | None = None) -> list[Mention]:
    """Every resolvable time of a normalised text, in order, none overlapping.

    Without `published` only dates that are absolute, or follow from absolute ones in the text, are found. `closes` is the month with which
    the business year closes of whom the text is read for; else what is said to be of a business year is of the one that the text defines.

    >>> from datetime import date
    >>> [m.value.start.isoformat() for m in find_times("4月2日发布，五天之后上线", "zh", date(2026, 4, 10))]
    ['2026-04-02', '2026-04-07']
    """
    rules = time_rules(language)
    resolver = Resolver(
        rules, text, published, {**READINGS, **RELATIVE}, closes or stated_closing(text, language), closes is not None
    )
    resolved = [r for atom in scan(text, language) for r in resolver.resolve_all(atom)]
    joined = list(_joined(text, rules, resolved))
    known, weeks = _named_by_the_text(text, joined), _weeks_of_trading(joined)
    mentions = []
    floor = 0
    for item in joined:
        if weeks or known:
            item = replace(item, interval=weeks.get(item.interval) or known.get(_called(text, item), item.interval))
        if item.start < floor:
            continue  # the preposition of the one before has taken its beginning
        if _of_a_record(text, rules, item):
            continue
        item = _with_prepositions(text, rules, item, floor, resolver)
        if item.interval is None or _backwards(item.interval):
            continue
        floor = item.end
        mentions.append(Mention(Span(item.start, item.end), "Time", item.interval, f"{language}.{item.name}"))
    return mentions


@lru_cache(maxsize=2)
def stated_closing(text: str, language: Language) -> int | None:
    """The month with which business years close by what a text says of them, where it speaks of one such month only."""
    rules = time_rules(language)
    found: set[int] = set()
    for key in ("closing", "closing_label", "closing_half"):
        for match in rules.around[key].finditer(text) if key in rules.around else ():
            month = rules.tables["months"][match["m"][:3].lower()] if "months" in rules.tables else int(match["m"])
            groups = match.groupdict()
            quarter = (groups.get("q") or "").lower()
            halves = 1 if key == "closing_half" else int(groups.get("h") or 2)
            number = int(rules.tables["numbers"].get(quarter, quarter or 2 * halves))
            found.add((month + 3 * (4 - number) - 1) % 12 + 1)
    signs = rules.tables.get("closing_signs", {})
    if not found:
        found |= {int(month) for month, sign in signs.items() if re.search(sign, text)}
    return found.pop() if len(found) == 1 else None


_DEFINED = re.compile(r" ?[(（](?:the )?[\"“](?P<name>[^\"”]{2,12})[\"”][)）]")


def _called(text: str, item: Resolved) -> str:
    return re.sub(r"\s", "", text[item.start : item.end])


def _named_by_the_text(text: str, items: Sequence[Resolved]) -> dict[str, TimeInterval]:
    """Periods that the text gives a name to: "the six months ended 31 December 2025 ("H1 FY26")"."""
    known: dict[str, TimeInterval] = {}
    for item in items:
        defined = _DEFINED.match(text, item.end)
        if defined and item.interval and item.interval.granularity in _NAMED:
            known[_called(text, replace(item, start=defined.start("name"), end=defined.end("name")))] = item.interval
    return known


def _weeks_of_trading(items: Sequence[Resolved]) -> dict[TimeInterval | None, TimeInterval]:
    """The weeks that a report counts from Monday to Friday, by the whole weeks that "this week" would be elsewhere in it."""
    found: dict[TimeInterval | None, TimeInterval] = {}
    for item in items:
        days = item.interval
        if item.name not in ("range", "week", "day") or days is None or days.start is None or days.end is None:
            continue
        if days.start.weekday() == 0 and (days.end - days.start).days == 4:
            found[week(days.start)] = replace(days, granularity="week")
    return found


def _of_a_record(text: str, rules: TimeRules, item: Resolved) -> bool:
    """Whether a time only says since when something is a record: "its worst day since October", 创2020年以来新高."""
    around = rules.around
    opened = around["since"].search(text, max(0, item.start - _NEAR), item.start)
    if (
        opened
        and opened.end() == item.start
        and around["record"].search(text, max(0, opened.start() - 60), opened.start())
    ):
        return True
    lasting = around["since_after"].match(text, item.end)
    return bool(lasting and around["record_after"].match(text, lasting.end()))


def _backwards(interval: TimeInterval) -> bool:
    return interval.start is not None and interval.end is not None and interval.start > interval.end


def _joined(text: str, rules: TimeRules, items: list[Resolved]) -> Iterator[Resolved]:
    """Neighbours that are the two ends of one range, as one."""
    i = 0
    while i < len(items):
        item = items[i]
        following = items[i + 1] if i + 1 < len(items) else None
        spelled = _spelled_out(text, item, following) if following else None
        if following and spelled:
            yield Resolved(item.start, following.end + 1, spelled, item.name)
            i += 2
            continue
        if following and 0 < following.start - item.end <= 12:
            between = text[item.end : following.start]
            before = text[max(0, item.start - _NEAR) : item.start]
            dash = rules.around["range"].fullmatch(between)
            opening = rules.around["between"].search(before) if rules.around["and"].fullmatch(between) else None
            whole = None if dash and _is_moved(text, rules, item) else _span(item, following)
            if (dash or (opening and before.endswith(opening[0]))) and whole:
                start = item.start - len(opening[0]) if opening else item.start
                yield Resolved(start, following.end, whole, "range")
                i += 2
                continue
        yield item
        i += 1


def _is_moved(text: str, rules: TimeRules, item: Resolved) -> bool:
    """Whether a time is only when something was to be: "put off from May to June"."""
    moved = rules.around.get("moved")
    return bool(moved and moved.search(text, max(0, item.start - _MOVED), item.start))


def _spelled_out(text: str, item: Resolved, following: Resolved) -> TimeInterval | None:
    """What brackets right behind say that a period is: "the third quarter of fiscal 2026 (August to October)"."""
    a, b = item.interval, following.interval
    months = _MONTHS.get(a.granularity) if a else None
    if item.name not in _MONTHS or a is None or b is None or b.end is None or months is None:
        return None
    if following.start - item.end > 26:
        return None
    if not _OPENS.fullmatch(text, item.end, following.start) or not _SHUTS.match(text, following.end):
        return None
    begin = shift(b.end + timedelta(1), "month", -months)
    if b.granularity in ("day", "month") and begin:
        return TimeInterval(begin, b.end, a.granularity)
    if b.start is None or begin is None or abs((b.start - begin).days) > 8:
        return None
    return TimeInterval(b.start, b.end, a.granularity)


def _span(first: Resolved, last: Resolved) -> TimeInterval | None:
    """From one interval's start to the other's end, where both are closed and in order."""
    a, b = first.interval, last.interval
    if a is None or b is None or a.start is None or b.end is None or b.start is None or a.end is None:
        return None
    if a.end >= b.start or a.granularity in ("since", "until") or b.granularity in ("since", "until"):
        return None
    return TimeInterval(a.start, b.end, "range")


def _with_prepositions(text: str, rules: TimeRules, item: Resolved, floor: int, resolver: Resolver) -> Resolved:
    """ "by", "since", "as of", 前, 以来 around a time, taken into it."""
    around = rules.around
    low = max(floor, item.start - _NEAR)
    before = text[low : item.start]
    reach = 10

    def leads(key: str) -> int | None:
        match = None
        for match in around[key].finditer(before):
            if match.end() == len(before) and match.end() > match.start():
                begin = low + match.start()
                previous = text[begin - 1] if begin else " "
                if not (previous.isascii() and previous.isalpha() and text[begin].isascii()):
                    return begin
        return None

    closing = around["by_after"].match(text, item.end, item.end + reach)
    lasting = around["since_after"].match(text, item.end, item.end + reach)
    interval, last = item.interval, item.last or (item.interval.end if item.interval else None)
    closed = interval is not None and interval.granularity not in ("since", "until")
    if lasting and lasting.end() > lasting.start() and interval and closed and item.name != "range":
        start = leads("since")
        since = TimeInterval(interval.start, resolver.data_day(item, interval), "since")
        return replace(item, start=item.start if start is None else start, end=lasting.end(), interval=since)
    over = last is None or resolver.published is None or last <= resolver.published
    begin = leads("by") if over and resolver.reached(item) else leads("as_of")
    if begin is not None:
        single = TimeInterval(item.last, item.last, "day") if item.last else interval
        return replace(item, start=begin, interval=single)
    if closing and closing.end() > closing.start() and last and item.name not in ("range", "offset", "last"):
        return replace(item, end=closing.end(), interval=TimeInterval(None, last, "until"))
    begin = leads("before")
    if begin is not None and (item.last or (interval and interval.start)):
        end = item.last or (interval.start - timedelta(1) if interval and interval.start else None)
        return replace(item, start=begin, interval=TimeInterval(None, end, "until"))
    begin = leads("by")
    if begin is not None and _is_moved(text, rules, replace(item, start=begin)):
        return item  # "put off until May" is in May, not by then
    if begin is not None and last and item.name not in ("range", "last", "period"):
        return replace(item, start=begin, interval=TimeInterval(None, last, "until"))
    begin = leads("since")
    if begin is not None and interval and closed and not rules.options["since_needs_after"]:
        if not over and interval.start and resolver.published and interval.start > resolver.published:
            return replace(item, start=begin)  # "starting in" a quarter to come says which one
        since = TimeInterval(interval.start, resolver.data_day(item, interval), "since")
        return replace(item, start=begin, interval=since)
    return item
