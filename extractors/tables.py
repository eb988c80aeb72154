"""Tables, in markdown, ruled, separated by tabs or aligned by spaces: rows of cells, and what their cells state.

A cell states a benchmark result where its row and column are a model and a benchmark; it states a figure where one of them is a metric
term (the other a subject or a period). A row states an event where the header names the event's roles (`columns` of the kind's file).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, takewhile

from ..ontology.model import Mention, Quantity, Span
from .frames import Filler, Frame
from .layout import Block
from .normalise import Normal

_RULE = re.compile(r"[\s|:+│┌┐└┘├┤┬┴┼─═-]+")
_SCORE = re.compile(r"^\D{0,3}?(\d{1,2}(?:,\d{3})|\d{1,5}(?:\.\d+)?)\s*(%?)\D{0,3}$")
_EDGE = re.compile(r"[|│\t]")
_GAP = re.compile(r"(?<=[^\s$€£¥(]) {2,}(?! *[%)])")  # a currency's sign may stand apart from its figure
_EITHER = re.compile(r"[|│\t]| {2,}")
_GAPPED = re.compile(
    r"\s*[^\s|│](?:[^|│]*[^\s|│])? {2,}[^\s|│][^|│]*[|│]"
)  # blanks part the first column, edges the others
_FIGURE = re.compile(r"[-+]?\d[\d.,/ ]*%?")
_VALUE = r"(?:[-+]?\d[\d.,]*%?|[-—–]+|N/A|n/a)"
_PERCENT = re.compile(r"(?:[(（:：]\s*(?:单位(?:均?为)?[:：]?\s*|in )?|单位(?:均?为)?\s*)(?:%|percent)\s*[)）]?")
_CREDIT = re.compile(r"\W*(?:(?:数据|资料|图表|信息)?来源|sources?|data)\s*[:：]", re.I)
_ABOVE = 6  # lines above a table in which its caption may stand
_CENTRED = " " * 8
_CAPTION = 48  # a line no longer than this above the one above a table may belong to its caption


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its span of normalised text and the mentions in it."""

    span: Span
    mentions: tuple[Mention, ...]

    @property
    def named(self) -> Mention | None:
        """The first entity in it."""
        return next((m for m in self.mentions if isinstance(m.value, str)), None)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, ruling lines left out. `aligned` ones are parted by spaces: their columns may not match the header's."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    aligned: bool
    above: Cell | None = None  # the caption with what is mentioned there
    below: Cell | None = None  # the line below, where it says whence the figures come
    over: tuple[str, ...] = ()  # what stands above each column's head: "Three Months Ended July 31," over "2025"
    record: bool = False  # fields below each other, each on its own line


def find_tables(normal: Normal, layout: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Table]:
    """The tables of a document: runs of rows, each with the lines above it as its caption."""
    rows: list[Block] = []
    above: list[Block] = []
    for block in [*layout, None]:
        if block is not None and block.kind == "row":
            if rows and _begins_another(normal, rows[-1], block):
                if len(rows) >= 2:
                    yield from _table(normal, rows, mentions, above[-_ABOVE:], block)
                rows, above = [], []
            rows.append(block)
            continue
        if len(rows) >= 2:
            yield from _table(normal, rows, mentions, above[-_ABOVE:], block)
        above = ([] if rows else above) + ([block] if block else [])
        rows = []


def _begins_another(normal: Normal, last: Block, row: Block) -> bool:
    """Whether a row opens a table of its own: a blank line above it, and another number of edges, or a rule below it."""
    text = normal.text
    if row.span.start <= last.span.end + 1:
        return False
    edges = [len(_EDGE.findall(block.span.of(text).strip().strip("|│"))) for block in (last, row)]
    ruled = _RULE.fullmatch(text, row.span.end + 1, max(text.find("\n", row.span.end + 1), row.span.end + 1))
    return min(edges) > 0 and (edges[0] != edges[1] or ruled is not None)


def _table(
    normal: Normal,
    rows: Sequence[Block],
    mentions: Sequence[Mention],
    above: Sequence[Block],
    below: Block | None,
) -> Iterator[Table]:
    first = bisect_left(mentions, rows[0].span.start, key=lambda m: m.span.start)
    inside = list(takewhile(lambda m: m.span.end <= rows[-1].span.end, islice(mentions, first, None)))
    lines = [row.span.of(normal.text) for row in rows]
    aligned = not any(map(_EDGE.search, lines))
    edge = _GAP if aligned else _EITHER if all(map(_GAPPED.match, lines[1:])) else _EDGE
    above = _caption_lines(normal, above) if aligned else above[-2:]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    read = [cells for row in rows if (cells := _cells(normal, row, inside, edge, margin))]
    widths = Counter(len(cells) for cells in read if len(cells) > 2 and not _cornerless(cells))
    stacked = aligned and len(read) > 2 and _cornerless(read[0]) and _cornerless(read[1])
    width = max(widths, key=lambda n: widths[n]) if widths and stacked else len(read[0]) if read else 0
    if aligned:
        unruled = [row for row in rows if not _RULE.fullmatch(row.span.of(normal.text))]
        read = [cells[1:] if len(cells) == width + 1 and _cornerless(cells) else cells for cells in read]
        read = [
            cells
            if len(cells) == width or not n or _cornerless(cells)
            else _ranged(row, normal, inside, width) or cells
            for n, (row, cells) in enumerate(zip(unruled, read, strict=True))
        ]
    if len(read) >= 2 and all(len(c) == 2 and _FIGURE.fullmatch(c[1].span.of(normal.text).strip()) for c in read):
        read.insert(0, (nowhere := _cell_of(Span(rows[0].span.start, rows[0].span.start), ()), nowhere))  # no header
    if len(read) >= 2 and len(read[1]) == len(read[0]) + 1 and not _cornerless(read[0]):
        corner = Span(read[0][0].span.start, read[0][0].span.start)
        read[0] = (Cell(corner, ()), *read[0])  # the column of names has no head
    over: list[str] = _units_below(normal, read, width) if aligned else []
    while stacked and len(read) > 2 and _cornerless(read[1]):
        over = _joined(over, _spread(normal, read.pop(0), width))
    spans = [b.span for b in above if b.span.end - b.span.start <= _CAPTION or b is above[-1] or aligned]
    whole = Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)
    caption = "\n".join(span.of(normal.text) for span in spans)
    first, last = (bisect_left(mentions, at, key=lambda m: m.span.start) for at in (whole.start, whole.end))
    named = tuple(m for m in mentions[first:last] if whole.covers(m.span))
    if len(read) >= 2:
        credit = _cell_of(below.span, mentions) if below and _CREDIT.match(below.span.of(normal.text)) else None
        for part in _beside(normal, read):
            yield Table(tuple(part), caption, aligned, Cell(whole, named) if spans else None, credit, tuple(over))


def _units_below(normal: Normal, read: list[tuple[Cell, ...]], width: int) -> list[str]:
    """What a line below the heads says of all columns, taken out of the rows: "$m    $m"."""
    if len(read) < 3 or _cornerless(read[0]) or not _cornerless(read[1]):
        return []
    texts = {cell.span.of(normal.text).strip() for cell in read[1][1:]}
    unit = next(iter(texts)) if len(texts) == 1 else ""
    if not unit or any(ch.isdigit() for ch in unit):
        return []
    del read[1]
    return ["", *[unit] * (width - 1)]


def _beside(normal: Normal, rows: Sequence[tuple[Cell, ...]]) -> Iterator[Sequence[tuple[Cell, ...]]]:
    """The tables that rows are of: two that stand beside each other have the same heads but for their names' ("Gainers | Move | Losers | Move")."""
    half, odd = divmod(len(rows[0]), 2)
    heads = [cell.span.of(normal.text).strip() for cell in rows[0]]
    twice = not odd and half > 1 and heads[1:half] == heads[half + 1 :] and heads[0] and heads[half]
    if not twice or not all(len(row) == 2 * half for row in rows):
        yield rows
        return
    yield [row[:half] for row in rows]
    yield [row[half:] for row in rows]


def _caption_lines(normal: Normal, above: Sequence[Block]) -> Sequence[Block]:
    """The lines of a caption above an aligned table: all that are centred, else the last two."""
    centred = list(takewhile(lambda b: b.span.of(normal.text).startswith(_CENTRED), reversed(above)))
    return centred[::-1] or [b for b in above[-2:] if b.span.end - b.span.start <= _CAPTION or b is above[-1]]


def _cornerless(cells: Sequence[Cell]) -> bool:
    """Whether a row has no name in its first column, as heads of columns have it."""
    return len(cells) > 1 and cells[0].span.start == cells[0].span.end


def _spread(normal: Normal, heads: Sequence[Cell], width: int) -> list[str]:
    """What stands in a line of heads above each of so many columns, where each spans as many of them."""
    texts = [c.span.of(normal.text).strip() for c in heads[1:]]
    each, rest = divmod(width - 1, len(texts))
    return [] if rest else ["", *(text for text in texts for _ in range(each))]


def _joined(over: Sequence[str], more: Sequence[str]) -> list[str]:
    """Two lines of heads as one, for each column."""
    return [f"{a} {b}".strip() for a, b in zip(over, more, strict=True)] if len(over) == len(more) else list(more)


def _cell_of(span: Span, mentions: Sequence[Mention]) -> Cell:
    return Cell(span, tuple(m for m in mentions if span.covers(m.span)))


def _cells(
    normal: Normal, row: Block, mentions: Sequence[Mention], edge: re.Pattern[str], margin: int
) -> tuple[Cell, ...]:
    text = row.span.of(normal.text)
    if _RULE.fullmatch(text):
        return ()
    left = len(text) - len(text.lstrip().lstrip("|│"))
    right = len(text.rstrip().rstrip("|│"))
    cells = (
        [Cell(Span(row.span.start, row.span.start), ())] if edge is _GAP and text[margin : margin + 4].isspace() else []
    )  # no name of the first column
    start = left
    for match in [*edge.finditer(text, left, right), None]:
        span = Span(row.span.start + start, row.span.start + (match.start() if match else right))
        start = match.end() if match else right
        cells.append(_cell_of(span, mentions))
    return tuple(cells)


def _ranged(row: Block, normal: Normal, mentions: Sequence[Mention], width: int) -> tuple[Cell, ...]:
    """The cells of an aligned row whose long name leaves but one blank before its figures: these end it."""
    text = row.span.of(normal.text)
    values = re.compile(rf"(?<=\S)(?: +{_VALUE}){{{width - 1}}}\s*$").search(text) if width > 2 else None
    if values is None:
        return ()
    bounds = [(0, values.start()), *(m.span() for m in re.finditer(_VALUE, text[values.start() :]))]
    shift = row.span.start + values.start()
    spans = [Span(row.span.start, shift), *(Span(shift + a, shift + b) for a, b in bounds[1:])]
    return tuple(_cell_of(span, mentions) for span in spans)


def find_table_results(normal: Normal, tables: Sequence[Table]) -> Iterator[Frame]:
    """One result per cell that has a score, a model and a benchmark."""
    for table in tables:
        header = table.rows[0]
        percent = bool(_PERCENT.search(table.caption))
        for cells in table.rows[1:]:
            if len(cells) != len(header) or cells[0].named is None:
                continue
            for column, cell in zip(header[1:], cells[1:], strict=True):
                frame = _result(normal, cells[0].named, column.named, cell.span, percent)
                if frame:
                    yield frame


def line_of(normal: Normal, span: Span) -> Span:
    """The line around a span."""
    end = normal.text.find("\n", span.end)
    return Span(normal.text.rfind("\n", 0, span.start) + 1, end if end > 0 else len(normal.text))


def _result(normal: Normal, a: Mention, b: Mention | None, cell: Span, percent: bool) -> Frame | None:
    score = _SCORE.match(cell.of(normal.text).strip())
    pair = {m.kind: m for m in (a, b) if m}
    model = pair.get("Model") or pair.get("Product")
    benchmark = pair.get("Benchmark")
    if not score or not model or not benchmark:
        return None
    start = cell.start + cell.of(normal.text).index(score[1])
    span = Span(start, start + len(score[1]))
    value = Quantity(Decimal(score[1].replace(",", "")), "percent" if score[2] or percent else "points")
    found = Filler(Mention(span, "Quantity", value, "table"), span=span)
    roles = {
        "model": [Filler(model, span=model.span)],
        "benchmark": [Filler(benchmark, span=benchmark.span)],
        "score": [found],
    }
    return Frame("BenchmarkResult", roles, "actual", "table.cell", [line_of(normal, cell)])
