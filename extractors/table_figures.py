"""Figures that tables state: what one measures, of whom, when and in which unit may stand in its row, its column, the corner or the caption.

Each of these is read once as a label; a cell asks its labels in turn, the nearest first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Language, Mention, Quantity, Span, TimeInterval
from .citing import is_quoted
from .frames import Filler, Frame
from .masking import TYPES, characters, mask_name
from .measures import IMPLIED, against, first_name, fits, metric_in, reads_as_change, words
from .normalise import Normal
from .periods import SESSION, SPANS
from .rates import RATED
from .readings import APIECE
from .sessions import session_of
from .table_units import BRACKETS, SIGNED, currency_of, unit_in
from .tables import Cell, Table, line_of
from .times import find_times, stated_closing

_NUMBER = re.compile(
    r"\*{0,2}(?P<open>[(（])?(?P<n>[+−–-]?\d[\d,]*(?:\.\d+)?)(?P<scale>[KkMmBbTt]|bn|mn|[万亿])?(?P<unit> ?%)?(?(open)[)）])(?:\*{1,2}|[a-z†‡]|\[\d\])?"
)
_THINGS = ("Model", "Product", "Hardware")
_SCALES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "t": 12, "万": 4, "亿": 8}
_CAPTION = 160  # a longer line is prose, no caption
_HEAD = 300  # characters in which a text says that it is read in the morning
_YEAR = 12
_WEEK = 7
_MONTH = range(28, 32)


@dataclass(frozen=True, slots=True)
class _Label:
    """What a caption, a column's or a row's head says of the figures under it."""

    text: str = ""
    metric: Metric | None = None
    change: bool = False
    basis: str = ""
    time: Mention | None = None
    unit: Quantity | None = None
    expected: bool = False
    money: bool = False  # it heads a column that says each row's currency


_NOTHING = _Label()


def find_table_figures(
    normal: Normal,
    table: Table,
    language: Language,
    subject: Mention | None,
    published: date | None,
    taken: Collection[int] = (),
) -> Iterator[Frame]:
    """The observations and changes of a table's cells. `subject` is whom a table speaks of that names nobody; `taken` columns say something else."""
    header = table.rows[0]
    above = _caption(normal, table, language)
    over = table.over if len(table.over) == len(header) else ("",) * len(header)
    columns = [
        _under(above, _headed(_label(normal, cell, language), cell, text, normal, language, published))
        for cell, text in zip(header, over, strict=True)
    ]
    corner = columns[0]
    captioned = {m.value: m for m in (table.above.mentions if table.above else ()) if m.kind == "Organization"}
    only = next(iter(captioned.values())) if len(captioned) == 1 else None
    below = [m for m in (table.below.mentions if table.below else ()) if m.kind == "Organization"]
    counted = estimated = None
    if any(cell.named for cells in table.rows for cell in cells):  # a caption names who has counted
        counted, estimated = (below[0], below[-1]) if below else (only, only)  # "Source: FactSet, our estimates"
        subject = subject if only is None else None
    subject = only or subject
    at = _names_at(table)
    listed = sum(row[at].named is not None for row in table.rows[1:] if len(row) > at) > 1 and not at
    measured = _metrics_at(normal, table, at, columns, language)
    if above.metric and any(_label(normal, row[at], language).metric for row in table.rows[1:] if len(row) > at):
        above = replace(above, metric=None)  # its rows say themselves what they measure
    each = next((c.unit for c in columns if c.unit and len(c.unit.unit) == 3 and c.unit.value == 1), None)
    common = currency_of(normal, table, language) if table.aligned else None
    before: Metric | None = None
    for cells in table.rows[1:]:
        if len(cells) != len(header):
            continue
        row = _label(normal, cells[at], language)
        if row.metric is None and row.change:
            row = replace(row, metric=before)  # a row of changes speaks of the row above it
        before = row.metric
        if measured is not None:
            row = _label(normal, cells[measured], language)
            if row.metric is None:
                continue
        named = cells[at].named or (None if at else cells[0].named)
        if named is None and listed:
            continue  # whom the row is about is no known name
        others = [c.named for n, c in enumerate(cells) if n != at and c.named and c.named.kind in _THINGS]
        money = next(
            (unit_in(normal, c.span.of(normal.text), language) for c, k in zip(cells, columns, strict=True) if k.money),
            common,
        )
        index = named is not None and mask_name(named) == "Index"
        last: Metric | None = None
        pace = ""
        first = next((c.time for c in columns if c.time and not c.change and not _runs(c.time)), None)
        time: Mention | None = None
        for n, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            if n <= at or column.money or n in taken or n == measured:
                continue
            coined = money or (each if column.metric and column.metric.id in APIECE else None)
            read = _Cell(normal, language, cell, row, column, corner, above, coined, last, index)
            time = column.time or (first if column.change and first else time)
            last = last if column.change else read.level or last
            pace = pace if column.change else first_name(words(language).per, f"{column.text} {row.text}")
            for holder in (named, header[n].named, *others, subject):
                if holder and read.metric and TYPES[mask_name(holder)] in characters(read.metric.subjects):
                    for frame in _frame(read, holder, time, published, pace):
                        source = estimated if frame.modality == "forecast" else counted
                        if source and source.value != holder.value and not is_quoted(frame):
                            frame.add("source", Filler(source, span=source.span))
                        yield frame
                    break


def _names_at(table: Table) -> int:
    """The column that names the rows: the second, where the first only numbers them."""
    body = [row for row in table.rows[1:] if len(row) > 2]
    first, second = (sum(row[n].named is not None for row in body) for n in (0, 1))
    return int(second > first and not any(isinstance(m.value, TimeInterval) for row in body for m in row[0].mentions))


def _before_opening(read: _Cell, time: Mention | None, published: date | None) -> Mention | None:
    """The last day of trading, where what is read in the morning is dated by its day."""
    value = time.value if time else None
    if time is None or not isinstance(value, TimeInterval) or not published or value.start != published:
        return time
    if value.end != published or not words(read.language).morning.search(read.normal.text, 0, _HEAD):
        return time
    last = published - timedelta({0: 3, 6: 2}.get(published.weekday(), 1))
    return replace(time, value=TimeInterval(last, last, "day"))


def _runs(time: Mention) -> bool:
    """Whether a head's time runs to date: what stands under it has moved since."""
    return cast(TimeInterval, time.value).granularity == "since"


def _metrics_at(normal: Normal, table: Table, at: int, columns: Sequence[_Label], language: Language) -> int | None:
    """The column that says of each row what it measures, where the header says so of none: "Replit | ARR | $620M"."""
    if any(c.metric for c in columns[at + 1 :]) or table.aligned:
        return None
    body = [row for row in table.rows[1:] if len(row) == len(columns)]
    for n in range(at + 1, len(columns)):
        cells = [row[n].span.of(normal.text).strip() for row in body]
        telling = [text for text in cells if not _NUMBER.fullmatch(text) and _named(text, language)]
        if telling and 3 * len(telling) >= len(cells) and all(row[at].named for row in body):
            return n
    return None


def _label(normal: Normal, cell: Cell, language: Language) -> _Label:
    text = cell.span.of(normal.text).strip().strip("*_ ")
    time = next((m for m in cell.mentions if isinstance(m.value, TimeInterval)), None)
    unit = unit_in(normal, text, language)
    named = metrics()["price"] if unit and unit.per == "million tokens" else _named(text, language)
    return _Label(
        text,
        named if text else None,
        reads_as_change(text, language),
        first_name(words(language).basis, text),
        time,
        unit,
        bool(words(language).estimated.search(text)),
        bool(words(language).currency_label.match(text)),
    )


def _headed(label: _Label, cell: Cell, over: str, normal: Normal, language: Language, published: date | None) -> _Label:
    """A column's label with what stands over it: "2025" under "Three Months Ended July 31," is those months of that year."""
    if over and label.metric is None and not label.change and (named := _named(over, language)):
        label = replace(label, metric=named)
    if over and label.unit is None:
        label = replace(label, unit=unit_in(normal, over, language))
    whole = f"{over} {label.text}".strip()
    text = words(language).span_head.sub(lambda m: m[0].lower(), whole)
    if text == label.text or not cell.span.of(normal.text):
        return label
    times = find_times(text, language, published, stated_closing(normal.text, language))
    longest = max(times, key=lambda m: m.span.end - m.span.start, default=None)
    if longest is None:
        return label
    return replace(
        label,
        time=replace(longest, span=cell.span),
        expected=label.expected or bool(words(language).estimated.search(over)),
    )


def _named(text: str, language: Language) -> Metric | None:
    """The metric that a label names, by what only labels call it or by a term."""
    bare = BRACKETS.sub("", text).strip()
    own = next(
        (i for i, pattern in words(language).labels.items() if pattern.fullmatch(text) or pattern.fullmatch(bare)), None
    )
    return metrics()[own] if own else metric_in(text, language)


def _under(above: _Label, column: _Label) -> _Label:
    """A column as its caption makes it understood: "Share" is a share of the market where that is what the table tells of."""
    share = column.metric and column.metric.id == "stock_price" and above.metric and above.metric.nature == "share"
    return replace(column, metric=above.metric) if share else column


def _caption(normal: Normal, table: Table, language: Language) -> _Label:
    if not table.above or len(" ".join(table.caption.split())) > _CAPTION:
        return _NOTHING
    line = normal.text.rfind("\n", table.above.span.start, table.above.span.end) + 1
    near = Cell(table.above.span, tuple(m for m in table.above.mentions if m.span.start >= line))
    label = _label(normal, table.above, language)
    bare = BRACKETS.sub("", label.text)  # "(in thousands, except per share data)" measures nothing
    return replace(
        label, metric=_named(bare, language), change=False, time=_label(normal, near, language).time or label.time
    )


class _Cell:
    """A cell's figure read in the light of its labels."""

    def __init__(
        self,
        normal: Normal,
        language: Language,
        cell: Cell,
        row: _Label,
        column: _Label,
        corner: _Label,
        above: _Label,
        money: Quantity | None,
        last: Metric | None,
        index: bool,
    ) -> None:
        self.normal, self.language, self.cell = normal, language, cell
        self.labels = (row, column, corner, above)
        self.change = row.change or column.change
        quoted = index or any(words(language).quote_label.match(label.text) for label in (corner, above))
        number = _NUMBER.fullmatch(cell.span.of(normal.text).strip())
        mention = next((m for m in cell.mentions if isinstance(m.value, Quantity)), None)
        self.mention = _read(normal, cell, number) if number else mention
        if number and mention and mention.value.unit != "1" and not number["open"]:  # type: ignore[union-attr]
            self.mention = mention
        signed = SIGNED.fullmatch(cell.span.of(normal.text).strip())
        if signed and signed["open"] and mention and (mention.value.value or 0) > 0:  # type: ignore[union-attr]
            self.mention = replace(mention, value=replace(mention.value, value=-mention.value.value))  # type: ignore
        percent = self.mention is not None and cast(Quantity, self.mention.value).unit == "percent"
        spans = any(words(language).span_label.search(label.text) for label in (row, column))
        self.change = self.change or (percent and (spans or (quoted and not row.metric and not column.metric)))
        self._scale(money, (column, row, corner, above))
        self.level = None if self.change else self._level()
        if index and not row.metric and not column.metric:
            self.level = metrics()["index_level"] if self._quoted(column) and not self.change else self.level
            column = replace(column, metric=metrics()["index_level"]) if self.change else column
        named = row.metric or (last or column.metric if self.change else None) or column.metric or above.metric
        self.metric = (named or self._priced()) if self.change else self.level
        self.basis = column.basis or row.basis
        self.expected = column.expected or row.expected

    def _scale(self, money: Quantity | None, labels: Sequence[_Label]) -> None:
        """A bare number takes its unit from the nearest label that has one; a currency said once holds for what is only scaled."""
        q = self.mention and cast(Quantity, self.mention.value)
        if not self.mention or not q or q.value is None:
            return
        units = [label.unit for label in labels if label.unit]
        if len(q.unit) == 3 and SIGNED.fullmatch(self.cell.span.of(self.normal.text).strip()):
            scale = next((u.value for u in units if (u.unit == "1" or u.unit == q.unit) and (u.value or 0) > 1), None)
            own = labels[0].metric or labels[1].metric
            if scale and not (own and own.id in APIECE):
                self.mention = replace(self.mention, value=replace(q, value=q.value * scale))
        if q.unit != "1":
            return
        own = labels[0].metric or labels[1].metric
        if own and "percent" not in own.units and not self.change:
            units = [u for u in units if u.unit not in ("percent", "percentage_point")]
        if own and "currency" not in own.units or self.change:
            units = [u for u in units if len(u.unit) != 3]
        if own and own.id in APIECE:  # no scale of a whole table holds for them
            units = [u for u in units if u.unit != "1" and (u.value or 0) <= 1]
        unit = next(iter(units), None)
        if unit and unit.unit == "1":
            other = money or next((u for u in units if len(u.unit) == 3), None)
            if other and (own is None or "currency" in own.units):
                unit = replace(other, value=unit.value)
        elif unit is None and money and own and "currency" in own.units:
            unit = money
        if unit and unit.value is not None:
            value = replace(q, value=q.value * unit.value, unit=unit.unit, per=unit.per or q.per)
            self.mention = replace(self.mention, value=value)

    def _level(self) -> Metric | None:
        """The metric whose level the cell gives: of those that its labels name, the first that has levels in its unit."""
        q = self.mention and cast(Quantity, self.mention.value)
        if not self.mention or not q:
            return None
        if q.unit != "1" and q.per == "million tokens":
            return metrics()["price"]
        mask = mask_name(self.mention)
        for metric in (label.metric for label in self.labels):
            if not metric:
                continue
            if metric.id == "price" and len(q.unit) == 3 and self._priced():
                return self._priced()
            bare = q.unit == "1" and not ({"currency", "percent"} & set(metric.units))
            if bare or (q.unit != "1" and fits(metric, mask, q.unit)):
                return metric
        if q.unit in IMPLIED and any(label.metric for label in self.labels[:2]):
            return metrics()[IMPLIED[q.unit]]  # calls of a model, counted in tokens
        return self._priced() if len(q.unit) == 3 else None

    def _quoted(self, column: _Label) -> bool:
        """Whether a bare number under a column's head is where something closed."""
        q = self.mention and cast(Quantity, self.mention.value)
        return bool(q and q.unit == "1" and words(self.language).quote_label.match(column.text))

    def _priced(self) -> Metric | None:
        """A price or move in a table of shares is that of a share."""
        quoted = words(self.language).quote_label
        return metrics()["stock_price"] if any(quoted.match(label.text) for label in self.labels[1:]) else None


def _read(normal: Normal, cell: Cell, number: re.Match[str]) -> Mention:
    text = number["n"]
    start = cell.span.start + cell.span.of(normal.text).index(number[0].strip("*")) + (1 if number["open"] else 0)
    value = Decimal(re.sub(r"[,+]", "", text).replace("−", "-").replace("–", "-"))
    if number["open"]:
        value = -abs(value)
    if number["scale"]:
        value *= 10 ** _SCALES[number["scale"].lower()]
    end = start + len(text) + len(number["scale"] or "") + len(number["unit"] or "")
    return Mention(Span(start, end), "Quantity", Quantity(value, "percent" if number["unit"] else "1"), "table")


def _frame(read: _Cell, who: Mention, time: Mention | None, published: date | None, pace: str) -> Iterator[Frame]:
    """What a cell states; `pace` is the rate of the level last stated in its row."""
    mention, metric, change = read.mention, read.metric, read.change
    if mention is None or metric is None:
        return
    if metric.id == "price" and who.kind == "Organization":
        metric = metrics()["stock_price"]
    q = cast(Quantity, mention.value)
    row, column, corner, above = read.labels
    if change and q.unit == "1":
        return
    if not change and q.unit == "1":
        q = replace(q, unit=metric.units[0])
    loss = any(words(read.language).loss.search(BRACKETS.sub("", label.text)) for label in (row, column))
    if loss and not change and "currency" in metric.units and q.value is not None:
        q = replace(q, value=-abs(q.value))
    kind = "MetricChange" if change else "MetricObservation"
    frame = Frame(kind, {}, "actual", f"table.{metric.id}", [line_of(read.normal, read.cell.span)])
    frame.add("subject", Filler(who, span=who.span))
    frame.add("metric", Filler(None, metric.id))
    frame.add("change" if change else "value", Filler(replace(mention, value=q), span=mention.span))
    period = _business_year(row.time or column.time or time or corner.time, above.time) or above.time
    period = _closed(period, above.time)
    if metric.id in SESSION:
        period = _before_opening(read, period, published)
        period = session_of(period, change, bool(words(read.language).weekly_label.search(column.text)))
    if period and (metric.nature != "level" or period is above.time):
        frame.add("period", Filler(period, span=period.span))
    if pace and not change and metric.nature in RATED:
        frame.add("per", Filler(None, pace))
    basis = against(read.basis, _span_of(period) or pace)
    if change and basis:
        frame.add("basis", Filler(None, basis))
    end = period.value.end if period and isinstance(period.value, TimeInterval) else None
    if (
        read.expected
        or metric.id == "target_price"
        or (published and end and end > published and metric.nature != "stock")
    ):
        frame.modality = "forecast"
    yield frame


def _span_of(period: Mention | None) -> str:
    """The sort of span that a time is, by its length where it is said by its two ends."""
    value = period and period.value
    if not isinstance(value, TimeInterval) or value.granularity in SPANS or not (value.start and value.end):
        return value.granularity if isinstance(value, TimeInterval) else ""
    days = (value.end - value.start).days + 1
    return "week" if days == _WEEK else "month" if days in _MONTH else value.granularity


def _business_year(time: Mention | None, caption: Mention | None) -> Mention | None:
    """A column's year where the caption says when years end: "2026" under "year to September"."""
    a, b = time and time.value, caption and caption.value
    if not (
        time and isinstance(a, TimeInterval) and isinstance(b, TimeInterval) and a.start and a.end and b.start and b.end
    ):
        return time
    whole = a.start.timetuple().tm_yday == 1 and a.end == date(a.start.year, 12, 31)
    months = (b.end.year - b.start.year) * _YEAR + b.end.month - b.start.month + 1
    if not whole or months != _YEAR or b.end.month == _YEAR:
        return time
    years = a.end.year - b.end.year
    value = replace(a, start=b.start.replace(year=b.start.year + years), end=b.end.replace(year=b.end.year + years))
    return replace(time, value=value)


def _closed(time: Mention | None, caption: Mention | None) -> Mention | None:
    """What runs to date ends on the day that the caption names."""
    a, b = time and time.value, caption and caption.value
    if not (time and isinstance(a, TimeInterval) and isinstance(b, TimeInterval) and a.start and b.end):
        return time
    today = b.start == b.end and a.granularity == "since"
    return replace(time, value=replace(a, end=b.end)) if today else time
