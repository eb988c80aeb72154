"""Rows of tables that tell in words what happened: "| 3 March | Baidu | released Ernie 5.1 |" is read as a sentence.

Only tables that state nothing by their heads are read so: neither events by their columns nor figures nor scores.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ..ontology.model import Language, Mention, Span
from .captions import in_order
from .frames import Frame
from .languages import language_data
from .layout import Block, behind_sort
from .masking import Masked, characters, mask, respelt
from .normalise import Normal
from .tables import Table, line_of

_EDGE = re.compile(r"\s*[|│\t]\s*| {2,}")
_ACTOR = f"[{characters('Org|Product|Model|Hardware|Person')}]"
_NAME = re.compile(rf"(?:\d{{1,2}}[.、)])?[^\w\ue000-\uf8ff]*(?:【[^】]{{1,8}}】)?{_ACTOR}(?: ?\([^()]{{1,40}}\))?")
_BAR = re.compile(r"[|│\t]")
_BARS = 2  # that part the cells of a line alone
_FIRST = 3  # cells, of which one names who the row is about: a number and a date may stand before


def told_rows(
    normal: Normal,
    layout: Sequence[Block],
    tables: Sequence[Table],
    frames: Iterable[Frame],
    mentions: Sequence[Mention],
    language: Language,
) -> Mapping[int, Masked]:
    """The rows that tell of somebody, each as a masked sentence, by where its line starts; `frames` are what tables state.

    A line alone that bars part is such a row, too: "Acme | Series A | $20m, led by Index".
    """
    stated = sorted(span.start for frame in frames for span in frame.evidence)
    alone = [b.span for b in layout if b.kind in ("body", "item", "heading")]
    lines = [line for line in alone if len(_BAR.findall(line.of(normal.text).strip())) >= _BARS]
    for table in tables:
        start, end = table.rows[0][0].span.start, table.rows[-1][-1].span.end
        if table.record or bisect_left(stated, start) < bisect_left(stated, end):
            continue
        for row in table.rows:
            if any(cell.named for cell in row[:_FIRST]) and len(row) > 1:
                lines.append(line_of(normal, row[0].span))
    return {line.start: told for line in lines if (told := _told(normal, line, mentions, language))}


def _told(normal: Normal, line: Span, mentions: Sequence[Mention], language: Language) -> Masked | None:
    first = bisect_left(mentions, line.start, key=lambda m: m.span.start)
    last = bisect_left(mentions, line.end, key=lambda m: m.span.start)
    inside = mentions[first:last]
    told = Span(behind_sort(normal.text, line, inside, language), line.end)
    sentence = _joined(mask(normal.text, told, inside, language))
    return replace(in_order(sentence), span=line) if sentence else None


def _joined(masked: Masked) -> Masked | None:
    """A masked row as one sentence: who it is about, and what its other cells tell; None where nobody is named first."""
    behind_name, between = _joints(masked.language)
    edges = [*_EDGE.finditer(masked.text)]
    starts = [0, *(edge.end() for edge in edges)]
    ends = [*(edge.start() for edge in edges), len(masked.text)]
    cells = [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
    names = [n for n, cell in enumerate(cells[:_FIRST]) if _NAME.fullmatch(masked.text, *cell)]
    if not names:
        return None
    joints = [behind_name if n == names[0] else between for n in range(len(cells) - 1)]
    gaps = [
        (0, cells[0][0], ""),
        *((a[1], b[0], joint) for a, b, joint in zip(cells[:-1], cells[1:], joints, strict=True)),
    ]
    return respelt(masked, [*gaps, (cells[-1][1], len(masked.text), "")])


@cache
def _joints(language: Language) -> tuple[str, str]:
    """What stands, in a sentence, behind the name that a row begins with, and between its other cells."""
    joints = language_data(language, "discourse")["rows"]
    return joints["behind_name"], joints["between"]
