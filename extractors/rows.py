"""Rows: things of one sort that a sentence lists, of which each may belong to one of another row."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from itertools import pairwise

from ..ontology.model import Language
from .languages import language_data
from .masking import Masked
from .measures import Term

JOINED = re.compile(r"(?:、|和|与|及|以及|/|\\|,? and |, ?|，)(?:约|近|超)?")  # between members of a list
_REACH = 14  # characters between the last term of a row and the first figure


@cache
def aligned(language: Language) -> re.Pattern[str]:
    """What says that the members of one list are dealt out to those of another: 分别, respectively."""
    return re.compile(language_data(language, "discourse")["engine"]["aligned"], re.I)


def row_of(masked: Masked, position: int, wanted: Set[str]) -> list[int]:
    """The members of the list that something at a position is one of."""
    row = [position]
    places = [i for i in sorted(masked.at) if masked.text[i] in wanted]
    at = places.index(position)
    for i in places[at + 1 :]:
        if not JOINED.fullmatch(masked.text, row[-1] + 1, i):
            break
        row.append(i)
    for i in reversed(places[:at]):
        if not JOINED.fullmatch(masked.text, i + 1, row[0]):
            break
        row.insert(0, i)
    return row


def term_in_row(masked: Masked, terms: Sequence[Term], position: int) -> Term | None:
    """The term that a figure of a row is of, where a row of as many terms leads up to it: "sales and profit were A and B"."""
    row = row_of(masked, position, {masked.text[position]})
    before = [t for t in terms if t.end <= row[0]][-len(row) :]
    if len(row) < 2 or len(before) < len(row) or row[0] - before[-1].end > _REACH:
        return None
    if not all(JOINED.fullmatch(masked.text, a.end, b.start) for a, b in pairwise(before)):
        return None
    return before[row.index(position)]
