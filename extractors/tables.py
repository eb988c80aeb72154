"""Tables of benchmark results: rows and columns of models, benchmarks and scores, in markdown or separated by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..ontology.model import Mention, Quantity, Span
from .frames import Filler, Frame
from .layout import Block
from .normalise import Normal

_RULE = re.compile(r"[\s|:+│┌┐└┘├┤┬┴┼─═-]+")
_SCORE = re.compile(r"^\D{0,3}?(\d{1,2}(?:,\d{3})|\d{1,5}(?:\.\d+)?)\s*(%?)\D{0,3}$")


def find_table_results(normal: Normal, layout: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Frame]:
    """One result per cell that has a score, a model and a benchmark."""
    table: list[Block] = []
    for block in [*layout, None]:
        if block is not None and block.kind == "row":
            table.append(block)
            continue
        if len(table) >= 2:
            yield from _results(normal, table, mentions)
        table = []


def _cells(normal: Normal, row: Block, mentions: Sequence[Mention]) -> list[tuple[Span, Mention | None]]:
    text = row.span.of(normal.text)
    if _RULE.fullmatch(text):
        return []
    left = len(text) - len(text.lstrip().lstrip("|│"))
    right = len(text.rstrip().rstrip("|│"))
    cells = []
    start = left
    for edge in [*(m.start() for m in re.finditer(r"[|│\t]", text[:right]) if m.start() >= left), right]:
        span = Span(row.span.start + start, row.span.start + edge)
        start = edge + 1
        named = [m for m in mentions if span.covers(m.span) and isinstance(m.value, str)]
        cells.append((span, named[0] if named else None))
    return cells


def _results(normal: Normal, table: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Frame]:
    inside = [m for m in mentions if table[0].span.start <= m.span.start and m.span.end <= table[-1].span.end]
    rows = [cells for row in table if (cells := _cells(normal, row, inside))]
    if len(rows) < 2:
        return
    header = rows[0]
    for cells in rows[1:]:
        if len(cells) != len(header) or cells[0][1] is None:
            continue
        for (_, column), (span, _) in zip(header[1:], cells[1:], strict=True):
            frame = _result(normal, cells[0][1], column, span)
            if frame:
                yield frame


def _result(normal: Normal, a: Mention, b: Mention | None, cell: Span) -> Frame | None:
    score = _SCORE.match(cell.of(normal.text).strip())
    pair = {m.kind: m for m in (a, b) if m}
    model = pair.get("Model") or pair.get("Product")
    benchmark = pair.get("Benchmark")
    if not score or not model or not benchmark:
        return None
    start = cell.start + cell.of(normal.text).index(score[1])
    span = Span(start, start + len(score[1]))
    value = Quantity(Decimal(score[1].replace(",", "")), "percent" if score[2] else "points")
    found = Filler(Mention(span, "Quantity", value, "table"), span=span)
    roles = {"model": [Filler(model, span=model.span)], "benchmark": [Filler(benchmark, span=benchmark.span)], "score": [found]}
    line_start = normal.text.rfind("\n", 0, cell.start) + 1
    line_end = normal.text.find("\n", cell.end)
    evidence = Span(line_start, line_end if line_end > 0 else len(normal.text))
    return Frame("BenchmarkResult", roles, "actual", "table.cell", [evidence])
