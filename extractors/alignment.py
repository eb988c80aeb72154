"""Lists of changes that follow a list of levels."""

from __future__ import annotations

from .masking import TYPES, Masked
from .measures import first_name, words
from .readings import Reading


def align(masked: Masked, readings: list[Reading]) -> None:
    """ "…revenue of A and profit of B, up x and y": a list of changes belongs, in order, to the levels right before it.

    Changes against different bases are no list: "profit of B, up x on the quarter, y on the year".
    """
    bases = words(masked.language).basis
    i = 0
    while i < len(readings):
        j = i
        while j < len(readings) and readings[j].change and masked.text[readings[j].position] == TYPES["Percent"]:
            between = masked.text[readings[j - 1].position : readings[j].position] if j > i else ""
            if len(between) > 6 or first_name(bases, between):
                break
            j += 1
        count = j - i
        levels = readings[max(0, i - count) : i]
        if (
            len(levels) == count >= 2
            and not any(r.change for r in levels)
            and len({r.metric.id for r in levels}) == count
        ):
            for reading, level in zip(readings[i:j], levels, strict=True):
                reading.metric, reading.term, reading.falling = level.metric, level.term, readings[i].falling
        i = max(j, i + 1)
