"""Reports that are called after the span they are of: whose 一季报 came out yesterday has told of the first quarter."""

from __future__ import annotations

from datetime import date

from ..ontology.model import Mention, Span, TimeInterval
from .calendars import half, quarter, year
from .masking import Masked
from .measures import words

# The first to the fourth, and what else the first is called.
_NUMBERS = {**dict(zip("一二三四", range(1, 5), strict=True)), "首": 1}


def filed(masked: Masked, before: int, published: date | None) -> Mention | None:
    """The span of which the report is that a sentence names last before a position, as the last one of its sort that is over."""
    named = list(words(masked.language).filed.finditer(masked.text, 0, before))
    if not named or published is None:
        return None
    spans = (_span(named[-1].groupdict(), n) for n in (published.year, published.year - 1))
    over = next((s for s in spans if s and s.end and s.end < published), None)
    return Mention(Span(0, 0), "Time", over, "filed") if over else None


def _span(named: dict[str, str | None], of: int) -> TimeInterval | None:
    number = named["quarter"]
    if number:
        return quarter(of, _NUMBERS[number])
    return half(of, 1) if named["half"] else year(of)
