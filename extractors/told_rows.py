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
from .masking import Masked, characters, mask
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
    stated = [span for frame in frames for span in frame.evidence]
    alone = [b.span for b in layout if b.kind in ("body", "item", "heading")]
    lines = [line for line in alone if len(_BAR.findall(line.of(normal.text).strip())) >= _BARS]
    for table in tables:
        around = Span(table.rows[0][0].span.start, table.rows[-1][-1].span.end)
        if table.record or any(around.overlaps(span) for span in stated):
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
    order: list[tuple[str, int]] = []  # each character with where it stood
    named = False
    cells = [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
    for number, (start, end) in enumerate(cells):
        order += [(masked.text[i], i) for i in range(start, end)]
        opens = not named and number < _FIRST and _NAME.fullmatch(masked.text, start, end)
        named = named or bool(opens)
        if (start, end) != cells[-1]:
            order += [(ch, end - 1) for ch in (behind_name if opens else between)]
    if not named:
        return None
    text = "".join(ch for ch, _ in order)
    lowered = "".join(masked.lowered[i] if ch == masked.text[i] else ch for ch, i in order)
    moved = {old: new for new, (ch, old) in enumerate(order) if ch == masked.text[old]}
    return replace(
        masked,
        text=text,
        lowered=lowered,
        at={moved[i]: n for i, n in masked.at.items()},
        back=tuple(masked.back[i] for _, i in order),
    )


@cache
def _joints(language: Language) -> tuple[str, str]:
    """What stands, in a sentence, behind the name that a row begins with, and between its other cells."""
    joints = language_data(language, "discourse")["rows"]
    return joints["behind_name"], joints["between"]
