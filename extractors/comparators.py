"""Comparators and rates around a number: "more than", 以上, "per month"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from ..ontology.model import Comparator

_REACH = 26  # characters before a number in which its comparator may stand


def _grouped(rows: list[list[str]]) -> tuple[str, tuple[Comparator, ...]]:
    pattern = "|".join(f"({words})" for _, words in rows)
    return pattern, tuple(cast(Comparator, sign) for sign, _ in rows)


class Comparators:
    """Reads comparators by one language's table (`[comparators]` of its quantities.toml)."""

    def __init__(self, table: Mapping[str, Any], spaced: bool) -> None:
        before, self._before_signs = _grouped(table["before"])
        after, self._after_signs = _grouped(table["after"])
        edge = r"(?<![A-Za-z])" if spaced else ""
        flags = re.I if spaced else 0
        self._before = re.compile(rf"{edge}(?:{before}){table['between']}$", flags)
        self._after = re.compile(after)
        self._governing = re.compile(rf"(?:{table.get('governing', '(?!)')})$", flags)
        apart, self._apart_signs = _grouped(table.get("apart", [["=", "(?!)"]]))
        self._apart = re.compile(rf"(?:{apart})(?:{table.get('apart_of', '')})$", flags)
        self._apart_behind = re.compile(table.get("apart_behind", "(?!)"))
        self._more = re.compile(table["more"])
        self._range_before = re.compile(rf"(?:{table['range_before']})$", flags)
        self._revised = re.compile(table.get("revised", "(?!)"), flags)
        self._endpoints = re.compile(rf"(?:{table['endpoints_before']})$", flags)
        self._steps = re.compile(rf"(?:{table.get('steps_before', '(?!)')})$", flags)

    def before(self, text: str, at: int, floor: int) -> tuple[Comparator, int] | None:
        """The comparator that ends right before an offset, and where it begins."""
        low = max(floor, at - _REACH)
        match = self._before.search(text[low:at])
        if match is None or match.lastindex is None:
            return self._aside(text, max(0, at - _REACH), at)
        if not text[at : at + 1].isalpha() and self._governing.search(match[0]):
            return None  # "under a $300 million contract", but "under a million"
        return self._before_signs[match.lastindex - 1], low + match.start()

    def _aside(self, text: str, low: int, at: int) -> tuple[Comparator, int] | None:
        """The comparator of a multiple or share said ahead of what it is of: "约为H100的1.5倍"."""
        match = self._apart_behind.match(text, at) and self._apart.search(text[low:at])
        return (self._apart_signs[match.lastindex - 1], at) if match and match.lastindex else None

    def after(self, text: str, at: int) -> tuple[Comparator, int] | None:
        """The comparator that begins at an offset, and where it ends."""
        match = self._after.match(text, at)
        if match is None or match.lastindex is None:
            return None
        return self._after_signs[match.lastindex - 1], match.end()

    def more(self, text: str, at: int) -> int | None:
        """Where a mark of excess between number and unit ends: the 余 of 40余名, the + of 140+."""
        match = self._more.match(text, at)
        return match.end() if match else None

    def opens_range(self, text: str, at: int) -> int | None:
        """Where the "between" right before an offset begins."""
        match = self._range_before.search(text[max(0, at - 10) : at])
        return max(0, at - 10) + match.start() if match and match.end() > match.start() else None

    def opens_endpoints(self, text: str, at: int, money: bool = False) -> bool:
        """Whether "from A to B" is being said, or of `money` "fell by A to B": two values, no range."""
        before = text[max(0, at - 24) : at]
        return bool(self._endpoints.search(before) or (money and self._steps.search(before)))

    def revised(self, text: str, end: int) -> bool:
        """Whether what ends at an offset is said to be revised: the range from which it is, no end of one."""
        return bool(self._revised.match(text, end))


class Rates:
    """Reads what a quantity is per, by one language's table (`[per]` of its quantities.toml)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._pattern = re.compile(table["pattern"])
        self._before = re.compile(table["before"])
        self._opens = re.compile(table["opens"])
        self._names: tuple[str, ...] = tuple(table["names"])
        self._token_scales: Mapping[str, str] = table["token_scales"]
        self._units: Mapping[str, str] = table["units"]

    def after(self, text: str, at: int) -> tuple[str, int] | None:
        """The rate that begins at an offset (`month`, `million tokens`, `share`), and where it ends."""
        match = self._pattern.match(text, at)
        if match is None or match.lastindex is None:
            return None
        name = self._names[match.lastindex - 2]
        if name == "tokens":
            name = self._token_scales.get((match[1] or "").strip(), "token")
        elif name == "unit":
            name = self._units.get(match[match.lastindex], match[match.lastindex])
        return name, match.end()

    def before(self, text: str, at: int) -> str | None:
        """The rate said ahead of a price: 每百万tokens 4元."""
        match = self._before.search(text[max(0, at - 24) : at])
        return self._token_scales.get(match["scale"] or "", "token") if match else None

    def opens(self, text: str, at: int) -> bool:
        """Whether the number here is only the measure of a rate: the 百万 of 每百万tokens."""
        return self._opens.search(text[max(0, at - 3) : at]) is not None
