"""Numerals: digits, number words and magnitudes read into a value, in any language that a table describes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# A figure of a Chinese magnitude right behind a Latin name of letters, which it is no part of.
GLUED = re.compile(r"(?<=[A-Za-z][a-z]|[A-Z]{2})(?<=[A-Za-z]{3})\d+(?:[.,]\d+)*(?:[百千]?万|[十百千万]?亿)")
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_LONGEST = 24  # characters of one digit run; beyond that it is no quantity
_NONE = Decimal(0)
_ONE = Decimal(1)


@dataclass(slots=True)
class Number:
    """A numeral read at some place. `value` None with `low` is a vague amount ("tens of millions")."""

    value: Decimal | None
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False  # "40-odd", 四十余
    scale: Decimal = _ONE  # of its last magnitude, which may be shared by the number before
    written: bool = False  # in words, not in digits
    text: str = ""
    suffix: str = ""  # an abbreviated magnitude: K, bn

    @property
    def bare(self) -> bool:
        """Plain digits without any magnitude."""
        return self.scale == 1 and not self.written

    def scaled(self, scale: Decimal) -> None:
        """Take over a magnitude that is written only once for two numbers."""
        self.value = self.value * scale if self.value is not None else None
        self.scale = scale


def alternation(words: Mapping[str, Any] | list[str]) -> str:
    """A pattern for any of some words, longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"


class Numerals:
    """Reads numerals by one language's table (`[numerals]` of its quantities.toml)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._digits = {w: Decimal(v) for w, v in table["digits"].items()}
        self._small = {w: Decimal(v) for w, v in table["small_scales"].items()}
        self._large = {w: Decimal(v) for w, v in table["scales"].items()}
        self._leads = {w: Decimal(str(v)) for w, v in table["leads"].items()}
        self._vague = {w: Decimal(str(v)) for w, v in table["vague"].items()}
        self._suffixes = {w: Decimal(v) for w, v in table["suffixes"].items()}
        self.needs_unit = frozenset(table["needs_unit"])
        edge = r"\b" if table["spaced"] else ""
        self._spaced = table["spaced"]
        scales = [*self._small, *self._large]
        guard = f"(?!{table['scale_guard']})" if table["scale_guard"] else ""
        joint = table["joint"]
        flags = re.I if self._spaced else 0
        scale = rf"{guard}(?:{alternation(scales)}){edge}"
        lead = alternation([*self._leads, *self._vague])
        self._number = re.compile(DIGITS)
        self._lead = re.compile(rf"({lead}){edge}{joint}(?={scale})", flags)
        self._vague_alone = re.compile(rf"({alternation([w for w in self._vague if ' ' in w])}){edge}", flags)
        self._word = re.compile(rf"({alternation([*self._digits])}){edge}", flags)
        self._scale = re.compile(rf"{joint}({scale})", flags)
        self._more = re.compile(rf"{table['more']}(?={scale})", flags)
        self._next = re.compile(rf"{joint}({DIGITS}|(?:{alternation([*self._digits])}){edge})", flags)
        self._apart = re.compile(rf" ({alternation([s for s in self._suffixes if len(s) == 1])})(?![A-Za-z0-9'’]|-\w)")
        suffix = alternation(self._suffixes)
        ranged = rf"(?!-{DIGITS}(?:{suffix})(?![A-Za-z0-9-]))"  # but for the other end of a range: "1.45bn-1.55bn"
        self._suffix = re.compile(rf"(?:[ -](?=[a-z]{{2}}))?({suffix})(?![A-Za-z0-9]|{ranged}-\d)")

    def pattern(self) -> str:
        """A pattern that matches numerals of a whole expression; to be read with `value`."""
        words = alternation([*self._digits, *self._small, *self._large])
        unit = rf"(?:{words})" if not self._spaced else rf"(?:\b(?:{words})\b(?:[ -](?=(?:{words})\b))?)"
        return rf"(?:{DIGITS}|{unit}+)"

    def value(self, text: str) -> Decimal | None:
        """The value of a text that is one numeral, else None."""
        number = self.read(text, 0)
        return number.value if number and number.end == len(text) else None

    def read(self, text: str, at: int) -> Number | None:
        """The numeral that begins at an offset, or None."""
        lead = self._lead.match(text, at)
        if lead:
            return self._read_led(text, at, lead)
        match = self._number.match(text, at)
        if match:
            if match.end() - at > _LONGEST:
                return None
            return self._sum(text, at, Decimal(match[0].replace(",", "")), match.end(), False)
        match = self._word.match(text, at)
        if match:
            return self._sum(text, at, self._digits[self._key(match[1])], match.end(), True)
        if self._scale.match(text, at):
            return self._sum(text, at, None, at, True)
        match = self._vague_alone.match(text, at)
        if match:
            return Number(None, match.end(), low=self._vague[self._key(match[1])], written=True)
        return None

    def _key(self, word: str) -> str:
        return word.lower() if self._spaced else word

    def _read_led(self, text: str, at: int, lead: re.Match[str]) -> Number | None:
        word = self._key(lead[1])
        number = self._sum(text, at, self._leads.get(word, self._vague.get(word)), lead.end(), True)
        if number and word in self._vague:
            number.low, number.value = number.value, None
        return number

    def _sum(self, text: str, start: int, current: Decimal | None, at: int, written: bool) -> Number:
        """Add up digits and magnitudes: 3兆8,090.5亿, 两百多亿, "one hundred and five"."""
        sections: list[Decimal] = []  # finished by a large magnitude
        section, scale, last, more = _NONE, _ONE, _ONE, False
        high: Decimal | None = None
        while at - start < 3 * _LONGEST:
            match = self._scale.match(text, at)
            if match:
                at, word = match.end(), self._key(match[1])
                if word in self._small:
                    last = self._small[word]
                    section += (current if current is not None else _ONE) * last
                    scale = scale if written else scale * last
                    high = high * last if high is not None else None
                else:
                    last = self._large[word]
                    inner = section + (current or _NONE)
                    below = sum((s for s in sections if s < last), inner)
                    sections = [s for s in sections if s >= last]
                    sections.append((below or _ONE) * last)
                    section, scale = _NONE, scale * last
                    high = high * last if high is not None else None
                current = None
                continue
            match = self._more.match(text, at)
            if match and not more:
                more, at = True, match.end()
                continue
            match = self._next.match(text, at) if current is None or written else None
            if match is None:
                break
            digit = self._follow(text, match, current, written, last)
            if digit is None:
                break
            if current and not self._spaced and current < digit < 10 and self._scale.match(text, match.end()):
                high = digit  # 二三十: between the two
            elif current is not None:
                current = current + digit if self._spaced else current * 10 + digit
            else:
                current = digit
                scale = _ONE if sections or section else scale
            at = match.end()
        tail = current if current is not None else _NONE
        if (
            current is not None
            and current < 10
            and last >= 100
            and not self._spaced
            and written
            and text[at - 2] != "零"
        ):
            tail = current * last / 10  # 两百五 is 250
        value = sum(sections, section) + tail
        return self._finish(text, Number(value, at, None, high, more, scale, written, text[start:at]))

    def _follow(
        self, text: str, match: re.Match[str], current: Decimal | None, written: bool, last: Decimal
    ) -> Decimal | None:
        """The digit or digit run that goes on a numeral, or None where it begins something else."""
        word = match[1]
        if word[0].isdigit() and word.isascii():
            going_on = current is None and len(word) <= _LONGEST and last > 1 and self._scale.match(text, match.end())
            return Decimal(word.replace(",", "")) if going_on else None
        digit = self._digits[self._key(word)]
        if not self._spaced:
            return digit if written else None
        if not written or (current is not None and (current % 10 or current < 20 or digit > 9)):
            return None
        return digit if current is not None or last > 1 else None

    def scale(self, word: str) -> Decimal:
        """What a magnitude said in a word multiplies by; 1 where it is none."""
        return self._large.get(word, _ONE)

    def spaced_suffix(self, text: str, number: Number) -> None:
        """A single letter of magnitude that a blank parts from an amount of money: "EUR 610 m"."""
        match = self._apart.match(text, number.end) if number.bare and not number.suffix else None
        if match:
            number.scaled(self._suffixes[match[1]])
            number.suffix, number.end = match[1], match.end()

    def _finish(self, text: str, number: Number) -> Number:
        if number.high is not None:  # 二三十万
            number.low, number.value = number.value, None
            number.high = max(number.high, number.low or _NONE)
        elif not number.written and number.scale == 1:
            match = self._suffix.match(text, number.end)
            if match:
                number.scaled(self._suffixes[match[1]])
                number.suffix, number.end = match[1], match.end()
        return number
