"""Lists: of changes that follow a list of levels, of what one of a row is."""

from __future__ import annotations

import re
from collections.abc import Set

from .figures import Reading
from .masking import TYPES, Masked

_JOINED = re.compile(r"(?:、|和|与|及|以及|/|,? and |, ?|，)(?:约|近|超)?")  # between members of a list


def row_of(masked: Masked, position: int, wanted: Set[str]) -> list[int]:
    """The members of the list that something at a position is one of."""
    row = [position]
    places = [i for i in sorted(masked.at) if masked.text[i] in wanted]
    at = places.index(position)
    for i in places[at + 1 :]:
        if not _JOINED.fullmatch(masked.text, row[-1] + 1, i):
            break
        row.append(i)
    for i in reversed(places[:at]):
        if not _JOINED.fullmatch(masked.text, i + 1, row[0]):
            break
        row.insert(0, i)
    return row


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
