"""Lists of changes that follow a list of levels."""

from __future__ import annotations

from .figures import Reading
from .masking import TYPES, Masked


def align(masked: Masked, readings: list[Reading]) -> None:
    """ "…revenue of A and profit of B, up x and y": a list of changes belongs, in order, to the levels before it."""
    i = 0
    while i < len(readings):
        j = i
        while j < len(readings) and readings[j].change and masked.text[readings[j].position] == TYPES["Percent"]:
            if j > i and len(masked.text[readings[j - 1].position : readings[j].position]) > 6:
                break
            j += 1
        count = j - i
        levels = [r for r in readings[:i] if not r.change][-count:] if count >= 2 else []
        if len(levels) == count >= 2 and len({r.metric.id for r in levels}) == count:
            for reading, level in zip(readings[i:j], levels, strict=True):
                reading.metric, reading.term, reading.falling = level.metric, level.term, readings[i].falling
        i = max(j, i + 1)
