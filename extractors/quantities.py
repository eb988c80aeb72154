"""Quantities in text: numbers with unit, comparator, range and rate.

The engine is one for all languages; what it knows of each stands in `languages/<language>/quantities.toml`, and
what it knows of units in `ontology/units.csv`. It goes from numeral to numeral and reads outwards: the unit behind, a
range, the rate, the comparator on either side. Digits that belong to dates, names, versions and identifiers are no
quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import cast

from ..ontology.model import Comparator, Language, Mention, Quantity, Span
from .comparators import Comparators, Rates
from .forms import READINGS, Form
from .languages import language_data
from .numerals import DIGITS, GLUED, Number, Numerals
from .times import time_spans
from .units import BARE, Found, Unit, Units

_IDENTIFIER = re.compile(r"[A-Za-z0-9_]+(?:[.\-/_:@+][A-Za-z0-9_]+)*")
_TAIL = re.compile(r"(?:\d|\.\d|[A-Za-z_]|[-/:][A-Za-z0-9]|\.[A-Za-z]{1,4}\b)")
_RATIO = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/年月日A-Za-z])")
_LIST_MARK = re.compile(r"(?:^|\n)[ \t]*$")
_INLINE_MARK = re.compile(r"[：:；;。，]\s*$")  # before a number within a line that only counts: "due to: 1) …; 2) …"
_LIST_MARK_END = re.compile(r"[.、)．](?!\d)|[:：](?=\D)")
_GROUP = re.compile(r"\(\?P<\w+>")
_VERSION = re.compile(r"\d+(?:\.\d+){2,}|\d{4,6}[-.][A-Z]{2}\b")  # 2.5.1, 2330-TW
_DASHES = frozenset("-–—~～")  # parts the ends of a range, never two values
_LOSS = re.compile(r"\)(?: ([a-z]+illion|thousand)\b)?")  # closes a negative amount: "$(0.14)"
_OTHER_END = re.compile(r" ?\d")  # behind a currency that is the next amount's: "EUR 1.6bn-EUR 2.1bn"
_ZERO = Decimal(0)
_LARGEST = Decimal("1e21")


def find_quantities(text: str, language: Language, traditional: bool = False) -> list[Mention]:
    """Every quantity of a normalised text, in order, none overlapping, none inside a date.

    Values are in base units: 亿 and "billion" are resolved, percentages are in percent. What is meant by a currency's bare name
    depends on whether the document was written in `traditional` characters.

    >>> for m in find_quantities("融资规模超过12亿美元，员工40余名", "zh"):
    ...     print(m.rule, m.value.value, m.value.comparator, m.value.unit)
    zh.money 1200000000 > USD
    zh.count 40 > employees
    """
    grammar = _grammar(language)
    return _with_shared_units(text, list(_Finder(grammar, text, traditional).mentions()), grammar)


def _with_shared_units(text: str, mentions: list[Mention], grammar: _Grammar) -> list[Mention]:
    """The members of a list whose currency only the last one names: 44亿、57亿及70亿元."""
    if grammar.members is None:
        return mentions
    for n in range(len(mentions) - 2, -1, -1):
        this, following = mentions[n], mentions[n + 1]
        a, b = cast(Quantity, this.value), cast(Quantity, following.value)
        joined = a.unit == "1" and len(b.unit) == 3 and b.unit.isupper()
        if joined and grammar.members.fullmatch(text, this.span.end - 1, following.span.start):
            mentions[n] = replace(this, value=replace(a, unit=b.unit), rule=following.rule)
    return mentions


class _Grammar:
    def __init__(self, language: Language) -> None:
        data = language_data(language, "quantities")
        table = data["numerals"]
        self.language = language
        self.numerals = Numerals(table)
        self.units = Units(language, data)
        self.comparators = Comparators(data["comparators"], table["spaced"])
        self.rates = Rates(data["per"])
        self.forms = [Form(row, self.numerals.pattern()) for row in data["forms"]]
        self.any_form = re.compile("|".join(_GROUP.sub("(?:", f.pattern.pattern) for f in self.forms))
        self.start = re.compile(table["start"])
        self.list = re.compile(rf"{DIGITS}(?:{table['list']}{DIGITS}){{1,9}}")
        self.minus = re.compile(rf"(?:{table.get('minus', '(?!)')})$")  # a word for a minus sign
        self.members = re.compile(table["members"]) if "members" in table else None
        self.range = re.compile(table["range"])
        self.range_and = re.compile(data["comparators"].get("range_and", r"(?!)"))
        self.captioned = re.compile(table.get("captioned", "(?!)"))
        self.bare_after = re.compile(rf"(?:^|{table['stays_bare']})$")
        self.names_before = re.compile(rf"(?:{table['names_before']})[ #-]?$")
        self.capital = re.compile(r"(?:[A-Z][\w'.&-]*|[A-Za-z]*\d[\w.-]*)\)? $")
        self.words: Mapping[str, Mapping[str, int]] = data.get("words", {})
        self.spaced: bool = table["spaced"]


@cache
def _grammar(language: Language) -> _Grammar:
    return _Grammar(language)


@lru_cache(maxsize=2)
def money_meant(text: str, language: Language) -> Mapping[str, str]:
    """Which currency a document's signs stand for instead of the one that each stands for elsewhere: "all amounts are in Australian dollars"."""
    units = _grammar(language).units
    return {sign: unit.name for sign, unit in units.declared(text)[0][1].items() if not sign.isalpha()}


class _Finder:
    """One pass over one text."""

    def __init__(self, grammar: _Grammar, text: str, traditional: bool) -> None:
        self.g = grammar
        self.text = text
        self.floor = 0  # end of the last mention
        self.pending: list[Mention] = []  # found before the mention being read
        self.declarations = grammar.units.declared(text, traditional)
        self.declared = self.declarations.pop(0)[1]

    def mentions(self) -> Iterator[Mention]:
        spans = iter(time_spans(self.text, self.g.language))
        taken = next(spans, None)
        at, search, length = 0, self.g.start.search, len(self.text)
        while at < length:
            match = search(self.text, at)
            if match is None:
                return
            start = match.start()
            while taken is not None and taken.end <= start:
                self.floor, taken = max(self.floor, taken.end), next(spans, None)
            if taken is not None and taken.start <= start:
                at = taken.end
                continue
            self.ceiling = taken.start if taken else length
            mention, end = self._read(start)
            at = max(end, match.end())
            yield from self.pending
            self.pending.clear()
            if mention:
                self.floor = mention.span.end
                yield mention

    def _read(self, start: int) -> tuple[Mention | None, int]:
        """The quantity at an offset, if any, and where to read on."""
        text = self.text
        while self.declarations and self.declarations[0][0] <= start:
            self.declared = self.declarations.pop(0)[1]
        if self.g.any_form.match(text, start):
            for form in self.g.forms:
                match = form.pattern.match(text, start)
                if match:
                    return self._form(form, match), match.end()
        sign = self.g.units.sign(text, start, self.floor, self.declared) if start else None
        digit = text[start] in "0123456789"
        if digit and sign is None and self._inside_name(start):
            match = _IDENTIFIER.match(text, start)
            return None, match.end() if match else start + 1
        if digit:
            match = _VERSION.match(text, start)
            if match:
                return None, match.end()
            match = self.g.list.match(text, start)
            listed = (
                self._list(match, sign) if match and not _LIST_MARK.search(text[max(0, start - 4) : start]) else None
            )
            if listed:
                return listed
            match = _RATIO.match(text, start)
            if match and sign is None:
                return self._slash(match), match.end()
        number = self.g.numerals.read(text, start)
        if number is None or number.end > self.ceiling:
            return None, start + 1
        return self._quantity(start, number, sign)

    def _inside_name(self, start: int) -> bool:
        """Whether digits go on a Latin word or a longer number: GPT-5, H200, 688041.SH, 2.5.1."""
        if start == 0:
            return False
        before = self.text[start - 1]
        if before.isascii() and (before.isalnum() or before == "_"):
            return not (self.g.language == "zh" and GLUED.match(self.text, start))
        if before in ".-/:_@" and start > 1:
            two = self.text[start - 2]
            return two.isascii() and (two.isalnum() or two in "_/)")
        return False

    def _quantity(self, start: int, first: Number, sign: tuple[Unit, int] | None) -> tuple[Mention | None, int]:
        g, text = self.g, self.text
        if sign and sign[0].kind == "money":
            g.numerals.spaced_suffix(text, first)
        loss = text[start - 1 : start] == "(" and first.value is not None and _LOSS.match(text, first.end)
        if loss and sign is None and (before := g.units.sign(text, start - 1, self.floor, self.declared)):
            scale = g.numerals.scale(loss[1] or "")
            negative = Number(-(first.value or _ZERO) * scale, loss.end(), scale=scale)
            return self._emit(start, negative, Found(before[0], loss.end()), before, loss.end(), False)
        end, more = first.end, first.more
        marked = g.comparators.more(text, end)
        found = self._unit(first, marked or end, sign)
        if marked and (found or first.scale > 1 or text[marked - 1 : marked] == "+"):
            more, end = True, marked
        if found:
            end = found.end
        second = self._second(first, end, found, sign, start)
        if second:
            number, found, end = second
            return self._emit(start, number, found, sign, end, more)
        if found is None and sign is None:
            unit = g.units.implied(text, start, end, first)
            if unit is None and first.suffix in g.numerals.needs_unit:
                unit = g.units.from_context(text, start, end, False)
            if unit:
                found = Found(unit, end)
            elif (first.suffix in g.numerals.needs_unit and not g.captioned.match(text, end)) or not self._stands_bare(
                start, first, more
            ):
                match = _IDENTIFIER.match(text, start)
                return None, max(end, match.end() if match else end)
        return self._emit(start, first, found, sign, end, more)

    def _unit(self, number: Number, at: int, sign: tuple[Unit, int] | None) -> Found | None:
        """The unit behind a number; behind a currency sign only the same currency said again."""
        found = self.g.units.after(self.text, at, number, self.declared)
        if found and found.end > self.ceiling:
            found = None
        if sign is None:
            return found
        again = found and found.unit.kind == "money" and not _OTHER_END.match(self.text, found.end)
        return Found(sign[0], found.end if found and again else at)

    def _second(
        self, first: Number, end: int, found: Found | None, sign: tuple[Unit, int] | None, start: int
    ) -> tuple[Number, Found | None, int] | None:
        """The number that a range goes on to, with the unit both share."""
        g, text = self.g, self.text
        match = g.range.match(text, end)
        if match is None and g.comparators.opens_range(text, sign[1] if sign else start) is not None:
            match = g.range_and.match(text, end)
        if match is None or first.value is None:
            return None
        at = match.end()
        for symbol in (text[at : at + 3], text[at : at + 2], text[at : at + 1]):
            if sign and symbol and symbol == text[sign[1] : start].strip():
                at += len(symbol)
                at += text[at : at + 1] == " "  # "EUR 3.6bn to EUR 3.8bn"
                break
        number = g.numerals.read(text, at)
        if number is None or number.value is None or number.end > self.ceiling:
            return None
        if sign and sign[0].kind == "money":
            g.numerals.spaced_suffix(text, number)
        unit = self._unit(number, number.end, sign)
        stop = unit.end if unit else number.end
        if sign is None and found and (unit is None or unit.unit.name != found.unit.name):
            return None
        if unit is None and number.bare and first.bare:
            return None
        low, high = self._shared(first, number, found if sign is None else None, unit)
        if low is None or high is None or low > high:
            return None
        opening, dashed = sign[1] if sign else start, match[0].strip() in _DASHES
        both = (found or unit) if sign is None else None
        money = sign[0].kind == "money" if sign else both.unit.kind == "money" if both else number.scale > 1
        revised = g.comparators.revised(text, stop)
        if (
            not dashed and not revised and g.comparators.opens_endpoints(text, opening, money)
        ):  # from A to B: A here, B by itself
            first.value = low / (unit.unit.scale if unit and not found else 1)
            return (first, found or unit, end)
        return Number(None, stop, low, high, scale=number.scale), unit, stop

    @staticmethod
    def _shared(
        first: Number, second: Number, found: Found | None, unit: Found | None
    ) -> tuple[Decimal | None, Decimal | None]:
        """Both ends of a range, the magnitude and the unit's scale distributed where they are said once."""
        low, high = first.value, second.value
        if low is None or high is None:
            return None, None
        if first.bare and second.scale > 1 and found is None and low <= high / second.scale:
            low *= second.scale
        if found and unit and found.unit.scale != unit.unit.scale:
            low = low * found.unit.scale / unit.unit.scale
        return low, high

    def _stands_bare(self, start: int, number: Number, more: bool) -> bool:
        """Whether a number without a unit says anything, or is a year, a mark in a list, part of a name."""
        g, text, end = self.g, self.text, number.end
        tail = _TAIL.match(text, end)
        if tail and not more:
            return False
        if not number.bare:
            if number.value is None or not number.written:
                return True
            led = number.value != number.scale or g.spaced  # 万 by itself is mostly part of a name
            if g.spaced and number.value >= 10:
                return True
            return number.scale > 1 and (led or bool(g.comparators.before(text, start, self.floor)))
        if number.written or number.value is None:
            return number.value is None or (g.spaced and number.value >= 10)
        if number.text[0] == "0" and number.text[1:2].isdigit():
            return False
        before = text[max(0, start - 24) : start]
        if g.comparators.before(text, start, self.floor):
            return not (1900 <= number.value <= 2100)
        whole = number.value == number.value.to_integral_value() and "." not in number.text
        if whole and ("," not in number.text and (1900 <= number.value <= 2100 or number.value >= 100_000)):
            return False
        if g.names_before.search(before) or (before[-1:] in "#№/*_'\"+" and before):
            return False
        if before[-1:] in "([" and whole and text[end : end + 1] in ")]":
            return False
        if _LIST_MARK.search(before) and _LIST_MARK_END.match(text, end) and whole:
            return False
        if _INLINE_MARK.search(before) and whole and text[end : end + 1] == ")":
            return False
        small = number.value < 10 or whole
        if g.capital.search(before) and small and "," not in number.text:
            return False
        if not g.spaced and before and not g.bare_after.search(before):
            return False
        return not (not whole and number.text.endswith(".0") and number.value < 30)

    def _emit(
        self, start: int, number: Number, found: Found | None, sign: tuple[Unit, int] | None, end: int, more: bool
    ) -> tuple[Mention | None, int]:
        g, text = self.g, self.text
        unit = found.unit if found else BARE
        begin = sign[1] if sign else start
        if unit is BARE:
            unit = g.units.from_context(text, begin, end, number.scale == 1 and number.value is not None) or BARE
        per, end = self._rate(end)
        comparator: Comparator = ">" if more else "="
        after = g.comparators.after(text, end)
        if after and after[1] <= self.ceiling:
            comparator, end = after
            if per is None:
                per, end = self._rate(end)
        if unit.kind == "money" and per is None:
            per = g.rates.before(text, begin)
        elif unit.name == "tokens" and g.rates.opens(text, begin):
            return None, end  # 每百万tokens is a rate
        negative, begin = self._minus(begin)
        opening = g.comparators.opens_range(text, begin) if number.low is not None and number.high is not None else None
        before = g.comparators.before(text, begin if opening is None else opening, self.floor)
        if before and not (unit.kind == "duration" and text[before[1] :][:4].lower() in ("over", "with", "past")):
            comparator = before[0] if before[1] < begin or comparator == "=" else comparator  # 约为A的两倍以上
            begin = before[1]
        elif opening is not None and opening >= self.floor:
            begin = opening
        quantity = _scaled(number, unit, comparator, per, negative)
        if quantity is None:
            return None, end
        return Mention(Span(begin, end), "Quantity", quantity, f"{g.language}.{unit.kind}"), end

    def _rate(self, end: int) -> tuple[str | None, int]:
        """What the quantity that ends here is per, and where that ends."""
        rate = self.g.rates.after(self.text, end)
        return rate if rate and rate[1] <= self.ceiling else (None, end)

    def _list(self, match: re.Match[str], sign: tuple[Unit, int] | None) -> tuple[Mention | None, int] | None:
        """12.3/15.6/19.8亿元: a magnitude and a unit that a list says once. All but the last are kept in `pending`."""
        pieces = list(re.finditer(DIGITS, match[0]))
        last = match.start() + pieces[-1].start()
        number = self.g.numerals.read(self.text, last)
        rate = self.g.rates.after(self.text, match.start() + pieces[0].end())  # $0.25/1M tokens
        if number is None or number.value is None or number.end > self.ceiling or rate:
            return None
        found = self._unit(number, number.end, sign)
        if found is None or (found.unit is BARE and number.scale == 1):
            return None
        begin = sign[1] if sign else match.start()
        for piece in pieces[:-1]:
            one = Number(Decimal(piece[0].replace(",", "")) * number.scale, 0)
            quantity = _scaled(one, found.unit, "=", None, False)
            if quantity:
                span = Span(begin, match.start() + piece.end())
                self.pending.append(Mention(span, "Quantity", quantity, f"{self.g.language}.{found.unit.kind}"))
            begin = match.start() + pieces[pieces.index(piece) + 1].start()
        self.floor = last
        return self._emit(last, number, found, None, found.end, number.more)

    def _minus(self, begin: int) -> tuple[bool, int]:
        """Whether a minus sign is attached; a dash after a word or a number is none."""
        text = self.text
        if begin > self.floor and text[begin - 1] in "-+±":
            before = text[begin - 2] if begin > 1 else " "
            if before in "-—–~" or (before.isascii() and before.isalnum() and text[begin - 1] == "-"):
                return False, begin
            return text[begin - 1] == "-", begin - 1
        spelled = self.g.minus.search(text, max(self.floor, begin - 6), begin)
        return (True, spelled.start()) if spelled else (False, begin)

    def _slash(self, match: re.Match[str]) -> Mention | None:
        """1/3 is a ratio; 24/7 and page 1 / 6 are not."""
        over, under = Decimal(match[1]), Decimal(match[2])
        if not 0 < over < under <= 10 or self.text[match.start() - 1 : match.start()] in ("第", "#"):
            return None
        return self._complete("ratio", match.start(), match.end(), over / under, "ratio")

    def _complete(
        self, name: str, start: int, end: int, value: Decimal | None, unit: str, comparator: Comparator = "=",
        low: Decimal | None = None, high: Decimal | None = None,
    ) -> Mention:  # fmt: skip
        """A mention of a whole expression, with the comparators around it."""
        g = self.g
        before = g.comparators.before(self.text, start, self.floor)
        after = g.comparators.after(self.text, end)
        if after and after[1] <= self.ceiling:
            comparator, end = after
        if before and unit != "rank":
            comparator, start = before
        return Mention(
            Span(start, end), "Quantity", Quantity(value, unit, comparator, low, high), f"{g.language}.{name}"
        )

    def _form(self, form: Form, match: re.Match[str]) -> Mention | None:
        read = READINGS[form.means](form.row, match.groupdict(), self.g)
        if read is None or match.end() > self.ceiling:
            return None
        value, unit, comparator, low, high = read
        return self._complete(form.name, match.start(), match.end(), value, unit, comparator, low, high)


def _scaled(number: Number, unit: Unit, comparator: Comparator, per: str | None, negative: bool) -> Quantity | None:
    """The quantity in base units; None where it is beyond all measure."""
    values = [v * unit.scale if v is not None else None for v in (number.value, number.low, number.high)]
    if any(v is not None and v > _LARGEST for v in values):
        return None
    if negative:
        values = [-v if v is not None else None for v in (values[0], values[2], values[1])]  # -2~3: from -3 to -2
    value, low, high = (v.normalize() + 0 if v is not None else None for v in values)
    return Quantity(value, unit.name, comparator, low, high, per)
