"""Whose money an amount is in that names none: a text counts in its own place's, a company's results are in those of where it is at home."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..ontology.catalogue import catalogue
from ..ontology.metrics import Metric
from ..ontology.model import Mention, Quantity
from .masking import Masked
from .periods import SESSION

_BARE = re.compile(r"[\d一二三四五六七八九十百千万亿两]元$")  # no country's
_HOMES: Mapping[str, str] = {
    "CN": "CNY",
    "TW": "TWD",
}  # whose results are told in Hong Kong and Taiwan in their own money
_BOARDS: Mapping[str, str] = {"SH": "CNY", "SZ": "CNY", "BJ": "CNY", "TW": "TWD", "TWO": "TWD"}
_ASSUMED = frozenset({"HKD", "TWD"})  # what a text in traditional characters was taken to count in


def at_home(mention: Mention, masked: Masked, metric: Metric, subject: object) -> Mention:
    """An amount of a company's results, or a price of its share, in its own money where the text names none."""
    value = mention.value
    if not isinstance(value, Quantity) or value.unit not in _ASSUMED or not isinstance(subject, str):
        return mention
    entry = catalogue().get(subject)
    if entry is None or not _BARE.search(mention.span.of(masked.whole)):
        return mention
    unit: str | None = None
    if metric.nature == "flow" and "currency" in metric.units:
        unit = _HOMES.get(entry.country)
    elif metric.id in SESSION:
        boards = {_BOARDS.get(t.rpartition(".")[2], "") for t in entry.tickers}
        unit = boards.pop() if len(boards) == 1 else None
    return replace(mention, value=replace(value, unit=unit)) if unit else mention
