"""The day that a text tells of where its sentences name none: a news story's own day, and the day of a ticker's entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import islice

from ..ontology.events import event_kinds
from ..ontology.model import Mention, Span, TimeInterval
from .frames import Filler, Frame
from .layout import Block

_CLOCK = re.compile(r"[\s*_•·\-–—【\[(]*(?:[01]?\d|2[0-3]):[0-5]\d(?!\d|[.:]\d)")
_DATELINE = 60  # characters at a story's head in which place and day stand
_LEAD = 2  # paragraphs in which a story says of which day it tells


def is_day(mention: Mention) -> bool:
    """Whether a time is a single day."""
    value = mention.value
    return isinstance(value, TimeInterval) and value.start is not None and value.start == value.end


def day_of_story(layout: Sequence[Block], mentions: Sequence[Mention], published: date | None) -> Mention | None:
    """The day that a news story tells of: what its first paragraphs name, if that is the day of publication or the one before."""
    if published is None:
        return None
    lead = [b.span for b in islice((b for b in layout if b.kind == "body"), _LEAD)]
    days = [m for m in mentions if is_day(m) and any(s.covers(m.span) for s in lead)]
    fresh = [m for m in days if _start(m) in (published, published - timedelta(1))]
    told = [m for m in fresh if m.span.start - lead[0].start >= _DATELINE]
    return next(iter(told or fresh), None)


def _start(mention: Mention) -> date | None:
    return mention.value.start if isinstance(mention.value, TimeInterval) else None


def day_of_entry(text: str, published: date | None, heading: Mention | None) -> Mention | None:
    """The day of a block that begins with a time of day: its heading's, else that of publication; it has no place in the text."""
    if published is None or not _CLOCK.match(text):
        return None
    return heading or Mention(Span(0, 0), "Time", TimeInterval(published, published, "day"), "entry")


def date_entry(frames: Iterable[Frame], day: Mention) -> None:
    """Give a ticker entry's day to the events that it tells of without a date."""
    for frame in frames:
        if "date" in event_kinds()[frame.kind].roles and "date" not in frame.roles:
            frame.add("date", filler_of(day))


def filler_of(time: Mention) -> Filler:
    """A time as a filler; one that stands nowhere in the text has no span."""
    return Filler(time, span=time.span if time.span.end else None)
