"""Whole expressions that are not number and unit: 三分之一, "doubled", "top three", "mid-single-digit"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from ..ontology.model import Comparator
from .numerals import Numerals


class Speech(Protocol):
    """What a reading needs of a language: its numerals and its words for ordinals and parts."""

    numerals: Numerals
    words: Mapping[str, Mapping[str, int]]


class Form:
    """A whole expression with a reading of its own: 三分之一, "doubled", "top three"."""

    def __init__(self, row: Mapping[str, Any], numeral: str) -> None:
        self.name: str = row["name"]
        self.pattern = re.compile(row["pattern"].replace("{n}", numeral))
        self.means: str = row.get("means", "value" if "value" in row else "range" if "low" in row else "nothing")
        self.row = row


_Reading = tuple[Decimal | None, str, Comparator, Decimal | None, Decimal | None]


def _fixed(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading:
    return Decimal(row["value"]), row["unit"], row.get("comparator", "="), None, None


def _range(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading:
    return None, row["unit"], "=", Decimal(row["low"]), Decimal(row["high"])


def _number(groups: Mapping[str, str | None], g: Speech, *names: str) -> Decimal | None:
    text = next((groups[n] for n in names if groups.get(n)), None)
    return g.numerals.value(text) if text and len(text) < 24 else None


def _parts(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    """三分之一, 百分之八: percent where the whole is a hundred."""
    of, over = _number(groups, g, "of"), _number(groups, g, "n")
    if not of or over is None:
        return None
    return (over, "percent", "=", None, None) if of == 100 else (over / of, "ratio", "=", None, None)


def _tenths(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    n = _number(groups, g, "n")
    return None if n is None else (n * 10 + (5 if groups.get("five") else 0), "percent", "=", None, None)


def _discount(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    """What is taken off where so many tenths are left to pay."""
    n = _number(groups, g, "n")
    return None if n is None else (100 - n * 10 - (5 if groups.get("five") else 0), "percent", "=", None, None)


def _tenths_between(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    """一到两成: from a tenth to two."""
    low, high = _number(groups, g, "low"), _number(groups, g, "high")
    return None if low is None or high is None or low >= high else (None, "percent", "=", low * 10, high * 10)


def _doublings(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    n = _number(groups, g, "n")
    return None if n is None else (Decimal(2 ** int(n)), "times", "=", None, None)


def _factor(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    n = _number(groups, g, "n")
    return None if n is None else (n, "times", "=", None, None)


def _rank(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    n = _number(groups, g, "n", "m")
    return (n, "rank", "=", None, None) if n and n < 10_000 else None


def _rank_within(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    n = _number(groups, g, "n", "m")
    return (n, "rank", "<=", None, None) if n and n < 10_000 else None


def _ordinal(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    word = groups.get("word") or groups.get("place")
    n = Decimal(g.words["ordinals"][word.lower()]) if word else _number(groups, g, "n", "m")
    return (n, "rank", "=", None, None) if n else None


def _word_fraction(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    word, part = (groups["word"] or "").lower(), (groups["part"] or "").lower()
    over = Decimal(1) if word == "a" else g.numerals.value(word)
    return None if over is None else (over / g.words["parts"][part], "ratio", "=", None, None)


def _mid_decade(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> _Reading | None:
    n = _number(groups, g, "n", "m")
    return None if n is None else (None, "percent", "=", n + 4, n + 6)


def _nothing(row: Mapping[str, Any], groups: Mapping[str, str | None], g: Speech) -> None:
    return None


READINGS: Mapping[str, Any] = {
    "value": _fixed, "range": _range, "parts": _parts, "tenths": _tenths, "discount": _discount, "tenths_between": _tenths_between, "doublings": _doublings, "factor": _factor,
    "rank": _rank, "rank_within": _rank_within, "ordinal": _ordinal, "words": _word_fraction, "mid_decade": _mid_decade,
    "nothing": _nothing,
}  # fmt: skip
