"""Records: fields below each other that tell of one thing, read as a table of one row whose heads are the fields' names.

Quillon
Round: Series B
Amount: $75m
Lead: Northzone
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ..ontology.model import Mention, Span
from .fields import fields
from .frames import Frame
from .layout import Block
from .normalise import Normal
from .tables import Cell, Table, line_of

_LEAST = 2  # fields of a record
_TITLE = 60  # characters of a line that names whom a record is of


def find_records(normal: Normal, layout: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Table]:
    """The records of a document. A field's name that returns opens the next one; so does a line that is no field."""
    record: dict[str, tuple[Cell, Cell]] = {}
    above: Block | None = None
    end, close = 0, False  # where the line before ends; whether fields stand right below each other

    def cell(span: Span) -> Cell:
        first = bisect_left(mentions, span.start, key=lambda m: m.span.start)
        last = bisect_left(mentions, span.end, key=lambda m: m.span.start)
        return Cell(span, tuple(m for m in mentions[first:last] if span.covers(m.span)))

    def finished() -> Iterator[Table]:
        if len(record) >= _LEAST:
            heads, values = zip(*record.values(), strict=True)
            named = cell(above.span) if above and above.span.end - above.span.start <= _TITLE else None
            if named and named.named and named.named.kind == "Organization":
                start = above.span.start  # type: ignore[union-attr]
                heads, values = (Cell(Span(start, start), ()), *heads), (named, *values)
            yield Table((heads, values), "", aligned=False, record=True)

    for block in layout:
        pairs = [] if block.kind in ("row", "silent") else list(fields(normal.text, block.span))
        found = [(key, value) for key, value in pairs if not cell(key).mentions]  # "Nvidia: …" is no field
        apart = block.span.start > end + 1
        if found and record and apart and close:
            yield from finished()
            record, above = {}, None
        close = not apart if len(record) == 1 else close and bool(record)
        end = block.span.end
        for key, value in found:
            name = key.of(normal.text).casefold()
            if name in record:
                yield from finished()
                record, above = {}, None
            record[name] = cell(key), cell(value)
        if not found:
            yield from finished()
            record, above = {}, block
    yield from finished()


def lines_stated(normal: Normal, records: Iterable[Table], frames: Iterable[Frame]) -> set[int]:
    """Where the lines start of those records that `frames` were read from: they are no sentences."""
    stated = {span.start for frame in frames for span in frame.evidence}
    out: set[int] = set()
    for table in records:
        lines = {line_of(normal, cell.span).start for cell in table.rows[1]}
        out |= lines if lines & stated else set()
    return out
