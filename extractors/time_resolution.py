"""Dating what the time rules found: years that are unsaid, relative days, periods counted from others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias, cast

from ..ontology.model import TimeInterval
from .calendars import day
from .time_rules import Atom, TimeRules

AHEAD = timedelta(31)  # how far an unsaid year may lead into the future where nothing speaks of the future
_RIGHT_AFTER = timedelta(4)  # within which a report of a week appears
_LINES = 12  # lines above a paragraph in which its heading stands
_HEADING = 24  # characters of the longest heading
_STOPS = "。；！？，,.;!?"
_CLAUSE = 120  # characters before a time in which its verb stands
_TWO_YEARS = re.compile(r"(20\d\d)[/-]\d\d(?!\d)")  # 2025/26
_YEAR = 12  # months
_REPORTED = frozenset(
    {"period_ended", "quarter", "quarter_of_month", "months", "half"}
)  # rules of spans that companies report on
_MARCH = 3  # with which most years close that are called by two
_SENTENCE_END = re.compile(r"[。！？!?\n]|[.](?=\s)")
_CLAUSE_END = re.compile(r"[，。；！？!?;\n]|[.,](?=\s)")


Dated: TypeAlias = "TimeInterval | tuple[TimeInterval | None, date | None] | None"
Reading: TypeAlias = "Callable[[Resolver, Atom], Dated]"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A dated stretch of text. `interval` None says nothing by itself; `last` is the last day of "the end of …"."""

    start: int
    end: int
    interval: TimeInterval | None
    name: str
    last: date | None = None
    stated: bool = False  # the year is said


class Resolver:
    """Dates atoms in the order of the text, remembering what was said."""

    def __init__(
        self,
        rules: TimeRules,
        text: str,
        published: date | None,
        readings: Mapping[str, Reading],
        closes: int | None = None,
        whose: bool = False,
    ) -> None:
        """`closes` is the month with which business years close, where that is known; `whose`: all quarters are of such years."""
        self.closes = closes
        self.whose = whose
        self.rules = rules
        self.readings = readings
        self.text = text
        self.published = published
        self.said: list[Resolved] = []
        self.anchor: date | None = None  # the day mentioned last
        self.lead: date | None = None  # the first day that is news: of the days before publication

    def resolve(self, atom: Atom) -> Resolved | None:
        """The atom's date, or None where it cannot be known."""
        reading = self.readings.get(atom.rule.means)
        result = reading(self, atom) if reading else None
        if result is None:
            return None
        interval, last = result if isinstance(result, tuple) else (result, None)
        if interval is None and last is None:
            return None
        stated = bool(re.match(r"\D*\d", atom.groups.get("y", "")))
        found = Resolved(atom.start, atom.end, interval, atom.rule.name.split(".")[0], last, stated)
        if interval:
            self.said.append(found)
            if interval.start and interval.start == interval.end and not self._only_closes(atom):
                self.anchor = interval.start
                if self.lead is None and self.published and 0 <= (self.published - interval.start).days < 8:
                    self.lead = interval.start
        return found

    def resolve_all(self, atom: Atom) -> list[Resolved]:
        """As `resolve`; a list of days under one month gives one each."""
        found = self.resolve(atom)
        if found is None or atom.more is None:
            return [found] if found else []
        number, first = self.number(atom.groups["more"]), found.interval
        second = day(first.start.year, first.start.month, number) if first and first.start and number else None
        if second is None:
            return [found]
        self.anchor = second.start
        return [replace(found, end=atom.more[0]), replace(found, start=atom.more[1], interval=second)]

    # What groups say.

    def number(self, word: str | None) -> int | None:
        """A small number in digits, words or Chinese characters."""
        if not word:
            return None
        word = re.sub(r"(?:st|nd|rd|th)$", "", word.strip().lower()) if word[0].isdigit() else word.strip().lower()
        if word.isascii() and word.isdigit():
            return int(word)
        table = self.rules.tables["numbers"]
        if word in table:
            return int(table[word])
        if word.count("十") == 1 and all(c == "十" or c in table for c in word):
            tens, _, ones = word.partition("十")
            return (int(table[tens]) if tens else 1) * 10 + (int(table[ones]) if ones else 0)
        return None

    def month_number(self, word: str | None) -> int | None:
        """A month by name or number."""
        if not word:
            return None
        named = self.rules.tables.get("months", {}).get(word[:3].lower())
        return int(named) if named else self.number(word)

    def year_number(self, atom: Atom, key: str = "y") -> int | None:
        """The year that is said, by number or relative to publication or to what was said before."""
        word = atom.groups.get(key, "").rstrip("的 ")
        if not word:
            return None
        if span := _TWO_YEARS.match(word):  # a business year is the one in which it closes
            return int(span[1]) + 1
        digits = re.search(r"\d{4}|\d{2}", word)
        if digits:
            return int(digits[0]) if len(digits[0]) == 4 else 2000 + int(digits[0])
        written = [self.number(c) for c in word if c in self.rules.tables["numbers"] and not c.isascii()]
        if len(written) == 4:
            return int("".join(map(str, written)))
        word = word.lower()
        if word in self.rules.tables["years_from_context"]:
            known = next((s.interval.start for s in reversed(self.said) if s.interval and s.interval.start), None)
            known = known or self.published
            return known.year + int(self.rules.tables["years_from_context"][word]) if known else None
        if word in self.rules.tables["years"] and self.published:
            return self.published.year + int(self.rules.tables["years"][word])
        return None

    def offset(self, atom: Atom) -> int | None:
        """How many units away "last", "next", 上, 下 point."""
        value = self.rules.tables["offsets"].get(re.sub(r"^the ", "the ", atom.groups.get("rel", "")).lower())
        return None if value is None else int(value)

    def closing(self, atom: Atom) -> int:
        """The month with which the year closes that a period is counted in: December, unless it is said to be a business year."""
        label = self.text[atom.start : atom.end]
        if self.closes is None:
            return _MARCH if _TWO_YEARS.search(label) else 12
        named = self.rules.around["business"].search(label)
        quarters = self.whose and "quarter" in atom.rule.means and not self.rules.around["calendar"].search(label)
        stated = re.search(r"\d{4}", atom.groups.get("y", ""))
        return self.closes if named or (quarters and not stated) else 12

    def following(self, atom: Atom) -> date | None:
        """Where "the following month" counts from: the time said last."""
        rel = atom.groups.get("rel", "")
        if not rel.startswith("the following") and not rel.endswith(" after"):
            return None
        return next((s.interval.start for s in reversed(self.said) if s.interval and s.interval.start), None)

    # Years unsaid.

    def dated(self, atom: Atom, make: Callable[[int], TimeInterval | None]) -> TimeInterval | None:
        """An interval in the year that is said, or else in the year that fits best."""
        said = self.year_number(atom)
        if said is not None:
            return make(said)
        if atom.groups.get("y"):
            return None
        carried = self._carried(atom, make)
        if self.published is None:
            return carried
        future = self.speaks_of_future(atom)
        options = [o for n in (-1, 0, 1, 2) if (o := make(self.published.year + n)) and o.start and o.end]
        either = future or bool(self.rules.around["effect_after"].match(self.text, atom.end))
        best = min((o for o in options if self._allowed(o, either)), key=self.distance, default=None)
        if future and not self.reached(atom):
            best = self._ahead(options, self._foreseen(atom) and self.number(atom.groups.get("n")) == _YEAR) or best
        if carried and best and carried.start != best.start:
            same_sentence = not _SENTENCE_END.search(self.text[self.said[-1].end : atom.start])
            return carried if same_sentence or self.distance(best) > 45 else best
        return carried or best

    def _carried(self, atom: Atom, make: Callable[[int], TimeInterval | None]) -> TimeInterval | None:
        """The same in the year of the time said right before, if that year was stated and the order holds."""
        before = self.said[-1] if self.said else None
        if before is None or not before.stated or before.interval is None or before.interval.start is None:
            return None
        titled = self.rules.around.get("titled")
        if titled and titled.match(self.text, before.end):
            return None  # "for its 2024 annual report, X fined it on 10 November"
        between = self.text[before.end : atom.start]
        coarse = before.interval.granularity != "day"
        led = [self.rules.around[key] for key in ("since", "begun") if key in self.rules.around]
        if coarse and any(
            m.end() == before.start for p in led for m in p.finditer(self.text, max(0, before.start - 48), before.start)
        ):
            return None  # "foes since June 2024, they made peace on 29 October"; "entered into in 2023, ended on …"
        if len(between) > 160 or "\n" in between or (coarse and (len(between) > 60 or _SENTENCE_END.search(between))):
            return None
        if before.interval.end and before.interval.end.year != before.interval.start.year:
            return None
        option = make(before.interval.start.year)
        if option is None or option.start is None or option.start < before.interval.start:
            return None
        if self.published is None:
            return option
        future = self.speaks_of_future(atom)
        gone = future and option.end is not None and option.end < self.published
        return option if self._allowed(option, future) and not gone else None

    def _allowed(self, option: TimeInterval, future: bool) -> bool:
        if self.published is None or option.start is None or option.end is None:
            return False
        latest = option.end if option.granularity == "range" else option.start  # what adds up is over
        return future or latest <= self.published + AHEAD

    def distance(self, option: TimeInterval) -> int:
        if self.published is None or option.start is None or option.end is None:
            return 0
        if option.start <= self.published <= option.end:
            return 0
        return min(abs((option.start - self.published).days), abs((self.published - option.end).days))

    def _ahead(self, options: list[TimeInterval], surely: bool = False) -> TimeInterval | None:
        """The next occurrence, unless the last one is so near and the next so far that the past must be meant and not `surely` the future."""
        if self.published is None:
            return None
        coming = [o for o in options if o.end and o.end >= self.published]
        gone = [o for o in options if o.end and o.end < self.published]
        if not coming:
            return None
        if gone and self.distance(gone[-1]) < 60 and not surely:
            near, far = cast(date, gone[-1].start), cast(date, coming[0].start)
            this_year = (
                near.year == self.published.year < far.year
            )  # of next year's half one says that it is next year's
            if self.distance(coming[0]) > 200 or (this_year and self.distance(coming[0]) > 100):
                return gone[-1]
        return coming[0]

    def reached(self, atom: Atom | Resolved) -> bool:
        """Whether "by the end of June" only says when something was so: the sentence tells of the past, and of nothing to come."""
        if not self.leads_up(atom, "by"):
            return False
        before = [m.end() for m in _SENTENCE_END.finditer(self.text, max(0, atom.start - _CLAUSE), atom.start)]
        after = _SENTENCE_END.search(self.text, atom.end, atom.end + _CLAUSE)
        start, end = (
            before[-1] if before else max(0, atom.start - _CLAUSE),
            after.start() if after else atom.end + _CLAUSE,
        )
        reached, ahead = (self.rules.around[key].search(self.text, start, end) for key in ("reached", "future"))
        return bool(reached) and not ahead

    def speaks_of_future(self, atom: Atom) -> bool:
        """Whether what a time belongs to is still to come."""
        return self.leads_up(atom, "by") or self._told_ahead(atom)

    def leads_object(self, atom: Atom) -> bool:
        """Whether what seems to speak of the future right behind a time only leads the object of what was done."""
        pattern = self.rules.around.get("object_after")
        return bool(pattern and pattern.match(self.text, atom.end))

    def under_outlook(self, atom: Atom) -> bool:
        """Whether the line above that heads a paragraph says that it is of the days to come: "What to watch next week"."""
        pattern = self.rules.around.get("outlook")
        if pattern is None:
            return False
        end = self.text.rfind("\n", 0, atom.start)
        for _ in range(_LINES):
            if end <= 0:
                return False
            start = self.text.rfind("\n", 0, end) + 1
            line = self.text[start:end].strip()
            if line and len(line) <= _HEADING and line[-1] not in _STOPS:
                return bool(pattern.search(line))
            end = start - 1
        return False

    def _told_ahead(self, atom: Atom) -> bool:
        before = self.text[max(0, atom.start - 28) : atom.start]
        cut = [m.end() for m in _CLAUSE_END.finditer(before)]
        before = before[cut[-1] :] if cut else before
        around = self.rules.around
        spaced = self.rules.language == "en"
        cue = any(
            not spaced or not before[m.start() - 1 : m.start()].isalpha() for m in around["future"].finditer(before)
        )
        after = [around[key].match(self.text, atom.end) for key in ("future_after", "by_after")]
        cue = cue or bool(around["future_itself"].search(self.text, atom.start, atom.end))
        moved = around.get("moved_to")
        cue = cue or bool(moved and moved.search(self.text, max(0, atom.start - _CLAUSE), atom.start))
        return cue or any(m and m.end() > m.start() for m in after) or self._scheduled(atom) or self._foreseen(atom)

    def _foreseen(self, atom: Atom) -> bool:
        """Whether the clause says what is expected of a span that is reported on: "sees sales of 4bn yen for the year to March"."""
        pattern = self.rules.around.get("foreseen")
        if pattern is None or atom.rule.means not in _REPORTED:
            return False
        before = self.text[max(0, atom.start - _CLAUSE) : atom.start]
        if margin := self.rules.around.get("margin"):
            before = margin.sub("", before)
        cut = [0, *(m.end() for m in _CLAUSE_END.finditer(before))]
        return bool(pattern.search(before, cut[-1]))

    def _scheduled(self, atom: Atom) -> bool:
        """Whether the clause, up to or right behind the time, tells in the present of what is to come: "opens in the autumn"."""
        before = self.text[max(0, atom.start - _CLAUSE) : atom.start]
        cut = [0, *(m.end() for m in _CLAUSE_END.finditer(before))]
        while len(cut) > 2 and self.rules.around["goes_on"].match(before, cut[-1]):
            del cut[-2:]  # behind an apposition: "will introduce its agent, X, to all on …"
        return bool(self.rules.around["scheduled"].search(before, cut[-1]))

    def leads_up(self, atom: Atom | Resolved, preposition: str) -> bool:
        """Whether one of a kind of prepositions stands right before."""
        before = self.text[max(0, atom.start - 28) : atom.start]
        found = self.rules.around[preposition].finditer(before)
        return any(m.end() == len(before) and m.end() > m.start() for m in found)

    def data_day(self, item: Resolved, interval: TimeInterval) -> date | None:
        """The last day that the data cover: the day or range last said in the paragraph, else first said after."""
        low = self.text.rfind("\n", 0, item.start) + 1
        high = self.text.find("\n", item.end)
        high = len(self.text) if high < 0 else high
        inside = [
            s for s in self.said
            if low <= s.start < high and s.start != item.start and s.interval and s.interval.end
            and (s.interval.start == s.interval.end or s.name == "range" or s.name == "week")
        ]  # fmt: skip
        before = [s for s in inside if s.start < item.start]
        for s in [*reversed(before), *(s for s in inside if s.start > item.start)]:
            end = s.interval.end if s.interval else None
            if (
                end
                and (interval.start is None or end > interval.start)
                and (not self.published or end <= self.published)
            ):
                return end
        return None

    def week_reported(self) -> TimeInterval | None:
        """The week that a report says it is of, where it appears right after: "this week" is that one, not the one that began since."""
        back = self.rules.around.get("week_before")
        if back is None or self.published is None:
            return None
        for said in self.said:
            days = said.interval
            if said.name not in ("range", "week") or not days or not days.start or not days.end:
                continue
            whole = days.start.weekday() == 0 and 4 <= (days.end - days.start).days <= 6
            if whole and timedelta(0) < self.published - days.end <= _RIGHT_AFTER:
                return None if back.match(self.text, said.start) else days
        return None

    def base(self) -> date | None:
        """The day that "later" and "the next day" count from."""
        return self.anchor or self.published

    def _only_closes(self, atom: Atom) -> bool:
        """Whether a day is only the end of a period, as of which something was so: nothing happened on it."""
        closing = self.rules.around.get("closing_day")
        ends = closing and any(m.end() == atom.end for m in closing.finditer(self.text, atom.start, atom.end))
        return bool(ends) and self.anchor is not None and self.leads_up(atom, "as_of")

    def day_told_of(self, atom: Atom) -> date | None:
        """The day that 当日 speaks of: the one said last, unless that was in another paragraph and this one has begun to tell of its own."""
        low = self.text.rfind("\n", 0, atom.start) + 1
        pointing = self.rules.around.get("back_to")
        if pointing and pointing.match(self.text, atom.start):
            return self.anchor
        here = next((s.start for s in reversed(self.said) if s.interval and s.interval.start == self.anchor), low)
        return self.anchor if here >= low or atom.start - low < 8 or self.lead is None else self.lead
