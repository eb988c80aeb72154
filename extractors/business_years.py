"""Quarters of business years: "its second quarter" is that of the company which it is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from ..ontology.catalogue import catalogue, last_month
from ..ontology.events import event_kinds
from ..ontology.model import Language, Mention, Span, TimeInterval
from .frames import Frame
from .masking import Masked
from .times import find_times, stated_closing


def as_counted(time: Mention, subject: object, masked: Masked, published: date | None) -> Mention:
    """A time as it is counted in the business year of whom a result is told of."""
    if not isinstance(subject, str) or published is None or not time.span.end:
        return time
    text, closes = masked.whole, last_month(subject)
    if closes is None and subject not in catalogue():  # of whom nothing is known but what the text says
        closes = stated_closing(text, masked.language)
    if closes is None:
        return time
    low, high = text.rfind("\n", 0, time.span.start) + 1, text.find("\n", time.span.end)
    closes = stated_closing(text, masked.language) or closes
    for span, value in _read(text[low : high if high >= 0 else len(text)], masked.language, published, closes):
        if span.start + low == time.span.start and span.end + low == time.span.end:
            return replace(time, value=value)
    return time


def count_date(frame: Frame, masked: Masked, published: date | None) -> None:
    """A year that an event of the sentence is dated by is the business year of who plans it, where the event's kind goes by that."""
    engine = event_kinds()[frame.kind].engine
    whose, role = frame.keys(engine.get("business_year", "")), engine.get("date", "date")
    dates = [f.mention for f in frame.roles.get(role, ()) if f.mention]
    if len(whose) == 1 and len(dates) == 1 and masked.span.covers(dates[0].span):
        counted = as_counted(dates[0], whose[0], masked, published)
        frame.roles[role] = [replace(f, mention=counted) for f in frame.roles[role]]


@lru_cache(maxsize=64)
def _read(paragraph: str, language: Language, published: date, closes: int) -> tuple[tuple[Span, TimeInterval], ...]:
    """The times of a paragraph, read for whose business year closes with a month."""
    found = find_times(paragraph, language, published, closes)
    return tuple((m.span, m.value) for m in found if isinstance(m.value, TimeInterval))
