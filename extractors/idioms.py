"""Turns of phrase that say by themselves what a figure measures: "340 factories use X", "lost $3m", "$0.50 in, $3 out".

They stand in languages/<language>/metrics.toml under `[[idioms]]`: `match` with the slots `{value:…}` and, where it names whose figure it is,
`{subject:…}` (parts of a language's clauses.toml may stand in it); `metric`; `change` for a movement, `fall` for a negative figure; `says`, what the figure's own words must match.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Language, Quantity
from .languages import language_data
from .masking import Masked, compile_pattern
from .patterns import with_parts
from .screening import Screen

SPANS_OF_TIME = frozenset({"minute", "hour", "day", "week", "month", "quarter", "year"})


@dataclass(frozen=True, slots=True)
class Idiom:
    """A turn of phrase."""

    pattern: re.Pattern[str]
    metric: Metric
    change: bool
    fall: bool
    says: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What an idiom says of one figure; `holder` are the positions of whom it names."""

    idiom: Idiom
    holder: tuple[int, ...] | None


@cache
def _idioms(language: Language) -> tuple[Screen, tuple[Idiom, ...]]:
    found = tuple(
        Idiom(
            compile_pattern(with_parts(entry["match"], language), language),
            metrics()[entry["metric"]],
            entry.get("change", False),
            entry.get("fall", False),
            re.compile(entry.get("says", ""), re.I),
        )
        for entry in language_data(language, "metrics").get("idioms", ())
    )
    return Screen([idiom.pattern for idiom in found]), found


def phrases(masked: Masked) -> Mapping[int, Phrase]:
    """The figures of a sentence that idioms explain, by mask position; the first idiom that fits has it."""
    screen, idioms = _idioms(masked.language)
    out: dict[int, Phrase] = {}
    for number in sorted(screen.passing(masked.text)):
        idiom = idioms[number]
        for match in idiom.pattern.finditer(masked.text):
            bound = list(masked.bound(match))
            holder = next((tuple(at) for role, at in bound if role == "subject" and at), None)
            for p in (p for role, at in bound if role == "value" for p in at):
                if not idiom.says.search(masked.read(p)) or (idiom.metric.nature == "level" and _flows(masked, p)):
                    continue
                if not _securities(masked, p):
                    out.setdefault(p, Phrase(idiom, holder))
    return out


def _flows(masked: Masked, position: int) -> bool:
    """Whether a count is one of a span of time ("tokens a day"): no size of anything."""
    quantity = cast(Quantity, masked.mention(position).value)
    return quantity.unit in ("tokens", "languages", "1") and quantity.per in SPANS_OF_TIME


def _securities(masked: Masked, position: int) -> bool:
    """Whether a count is one of shares: selling them is no delivery."""
    return cast(Quantity, masked.mention(position).value).unit == "shares"
