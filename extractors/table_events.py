"""What tables state besides benchmark scores: events whose roles the header names, and figures under metric terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import cast

from ..ontology.events import EventKind, event_kinds
from ..ontology.metrics import Metric, metrics
from ..ontology.model import Language, Mention, Modality, Quantity, Span, TimeInterval
from .frames import Filler, Frame, plans
from .masking import TYPES, characters, mask_name
from .measures import basis_in, metric_in, reads_as_change
from .normalise import Normal
from .quantities import find_quantities
from .tables import Cell, Table, line_of

_NUMBER = re.compile(r"^[+−–-]?\d[\d,]*(?:\.\d+)?$")
_UNIT = re.compile(r"[(（]([^()（）\d]{1,12})[)）]\s*$")
_UNIT_ABOVE = re.compile(
    r"(?:单位|金额单位)(?:均?为)?\s*[:：]?\s*([^\s，。,;；()（）]{1,12})|[(（]([^()（）\d]{1,16})[)）]|\bin ([A-Za-z$€£ ]{3,20})\b"
)
_EXPECTED = re.compile(r"\d ?E\b|预测|预计|forecast|estimate", re.I)  # a column of what is still to come
_UNNAMED = re.compile(
    r"^(?:输入|输出|缓存.{0,4}|数值|数量|金额|合计|input|output|cached input|value|amount)\b", re.I
)  # columns of what the caption names
_QUOTE = re.compile(
    r"(?:last |closing |share |stock )*(?:close|price|last|quote)\b|收盘价?$|股价", re.I
)  # a column of share prices
_PLANNED = re.compile(r"计划|拟|预计|planned|expected")


@cache
def _columns(language: Language) -> tuple[tuple[EventKind, Mapping[str, re.Pattern[str]]], ...]:
    """Kinds that tables may list, each with what its roles' columns are called."""
    return tuple(
        (kind, {role: re.compile(f"^(?:{p})", re.I) for role, p in table["columns"].items()})
        for kind in event_kinds().values()
        if (table := kind.data.get(language)) and "columns" in table
    )


def find_table_events(
    normal: Normal, tables: Sequence[Table], language: Language, subject: Mention | None
) -> Iterator[Frame]:
    """The frames of rows and cells. `subject` is whom a table speaks of whose rows name nobody."""
    for table in tables:
        found = _listing(normal, table, language)
        yield from _rows(normal, table, language, *found) if found else _figures(normal, table, language, subject)


def _listing(normal: Normal, table: Table, language: Language) -> tuple[EventKind, dict[int, str]] | None:
    """The kind of event that the header's columns describe best, and which role each column holds."""
    best: tuple[EventKind, dict[int, str]] | None = None
    for kind, columns in _columns(language):
        roles: dict[int, str] = {}
        for i, cell in enumerate(table.rows[0]):
            text = cell.span.of(normal.text).strip()
            role = next((r for r, p in columns.items() if p.match(text) and r not in roles.values()), "")
            if role:
                roles[i] = role
        if len(roles) >= 3 and set(kind.core) <= set(roles.values()) and len(roles) > len(best[1] if best else ()):
            best = kind, roles
    return best


def _rows(
    normal: Normal, table: Table, language: Language, kind: EventKind, roles: Mapping[int, str]
) -> Iterator[Frame]:
    plan = next(p for p in plans(language) if p.kind is kind)
    texts = dict(plan.texts)
    for cells in table.rows[1:]:
        line = line_of(normal, cells[0].span)
        modality: Modality = "planned" if _PLANNED.search(line.of(normal.text)) else "actual"
        frame = Frame(kind.name, {}, modality, "table.row", [line])
        if table.aligned or len(cells) == len(table.rows[0]):
            whole = Cell(line, tuple(m for c in cells for m in c.mentions))
            for i, role in roles.items():
                cell = whole if table.aligned else cells[i]
                unit = _header_unit(normal, table.rows[0][i], language)
                _fill(normal, frame, role, cell, plan.types.get(role, "Time"), texts.get(role), unit)
        if all(frame.roles.get(role) for role in kind.core) and len(frame.roles) > len(kind.core):
            yield frame


def _fill(
    normal: Normal, frame: Frame, role: str, cell: Cell, types: str, text: re.Pattern[str] | None, unit: Quantity | None
) -> None:
    """One role from a cell, or, in an aligned row, from what no column before has taken."""
    if text:
        match = text.search(cell.span.of(normal.text))
        if match:
            start = cell.span.start + match.start(match.lastindex or 0)
            frame.add(
                role, Filler(None, match[match.lastindex or 0], Span(start, start + len(match[match.lastindex or 0])))
            )
        return
    taken = [f.mention for values in frame.roles.values() for f in values]
    start = max((m.span.end for m in taken if m), default=0)
    wanted = characters(types)
    entity = types in ("Org", "Org|Person") or "Org" in types
    for m in cell.mentions:
        quantity = isinstance(m.value, Quantity)
        fits = TYPES[mask_name(m)] in wanted or (quantity and "Money" in types and m.value.unit == "1")  # type: ignore[union-attr]
        if m.span.start < start or not fits or (role in frame.roles and not (entity and role.endswith("investor"))):
            continue
        frame.add(role, Filler(_scaled(m, unit), span=m.span))


def _header_unit(normal: Normal, cell: Cell, language: Language) -> Quantity | None:
    """What one stands for in a column: "营收(亿元)" counts in hundreds of millions of yuan."""
    match = _UNIT.search(cell.span.of(normal.text).strip())
    return _unit(match[1], language) if match else None


def _unit_above(caption: str, language: Language) -> Quantity | None:
    """What one stands for in a whole table, as the lines above it say."""
    found = [unit for m in _UNIT_ABOVE.finditer(caption) if (unit := _unit(next(filter(None, m.groups())), language))]
    return found[-1] if found else None


def _unit(name: str, language: Language) -> Quantity | None:
    ways = (f"1{name}", f"1 {name}", re.sub(r"^(\S+) (\S+)$", r"\1 1\2", name))
    found = [cast(Quantity, m.value) for way in ways for m in find_quantities(way, language)]
    return max(found, key=lambda q: (len(q.unit) == 3, q.value or 0), default=None)


def _scaled(mention: Mention, unit: Quantity | None) -> Mention:
    q = mention.value
    if not isinstance(q, Quantity) or q.unit != "1" or unit is None or unit.value is None or q.value is None:
        return mention
    factor = unit.value if q.value < 100000 else Decimal(1)
    return replace(mention, value=replace(q, value=q.value * factor, unit=unit.unit))


def _figures(normal: Normal, table: Table, language: Language, subject: Mention | None) -> Iterator[Frame]:
    header = table.rows[0]
    whole = _unit_above(table.caption, language)
    general = metric_in(table.caption, language)
    told = _time(table.above) if table.above else None
    above: Metric | None = None
    named = {m.value: m for m in (table.above.mentions if table.above else ()) if m.kind == "Organization"}
    only = next(iter(named.values())) if len(named) == 1 else None
    source = next((m for m in (table.below.mentions if table.below else ()) if m.kind == "Organization"), None)
    if any(c.named for cells in table.rows for c in cells):
        source, subject = source or only, None  # a caption names who has counted
    elif only:
        subject = only
    for cells in table.rows[1:]:
        if len(cells) != len(header):
            continue
        period = told
        own = metric_in(cells[0].span.of(normal.text), language)
        if own is None and above and reads_as_change(cells[0].span.of(normal.text), language):
            own = above  # a row of changes speaks of the row above it
        above = own
        last: Metric | None = None
        for column, cell in zip(header[1:], cells[1:], strict=True):
            label = column.span.of(normal.text)
            who = (
                cells[0].named
                or (cells[1].named if cell is not cells[1] else None)
                or (own and column.named)
                or subject
            )
            metric = own or metric_in(label, language)
            if metric is None and (_time(column) or _UNNAMED.match(label.strip())):
                metric = general
            if (
                who
                and who.kind == "Organization"
                and (_QUOTE.match(label.strip()) or (metric and metric.id == "price"))
            ):
                metric = metrics()["stock_price"]
            if metric is None and reads_as_change(label, language):
                metric = last  # a column of changes speaks of the column before it
            last = metric or last
            period = _time(column) or _time(cells[0]) or period
            if metric and who:
                for frame in _figure(normal, cell, column, cells[0], metric, who, period, language, whole):
                    if source and source.value != who.value:
                        frame.add("source", Filler(source, span=source.span))
                    yield frame


def _counts_in(metric: Metric, unit: Quantity) -> bool:
    """Whether a table's unit is one of a metric's; earnings a share are in no millions."""
    money = len(unit.unit) == 3 and unit.unit.isupper()
    return unit.unit in metric.units or (money and "currency" in metric.units and metric.id != "eps")


def _time(cell: Cell) -> Mention | None:
    return next((m for m in cell.mentions if isinstance(m.value, TimeInterval)), None)


def _figure(
    normal: Normal,
    cell: Cell,
    column: Cell,
    row: Cell,
    metric: Metric,
    who: Mention,
    period: Mention | None,
    language: Language,
    whole: Quantity | None,
) -> Iterator[Frame]:
    labels = column.span.of(normal.text) + " " + row.span.of(normal.text)
    mention = next((m for m in cell.mentions if isinstance(m.value, Quantity)), None)
    text = cell.span.of(normal.text).strip()
    if mention is None and _NUMBER.match(text):
        start = cell.span.start + cell.span.of(normal.text).index(text)
        span = Span(start, start + len(text))
        mention = Mention(
            span, "Quantity", Quantity(Decimal(re.sub(r"[,+]", "", text).replace("−", "-").replace("–", "-"))), "table"
        )
    if mention is None:
        return
    change = reads_as_change(labels, language)
    unit = _header_unit(normal, column, language) or _header_unit(normal, row, language)
    if unit is None and whole and not change and _counts_in(metric, whole):
        unit = whole
    mention = _scaled(mention, unit)
    q = cast(Quantity, mention.value)
    if q.unit == "1" and not change:
        if "currency" in metric.units or "percent" in metric.units:
            return
        mention = replace(mention, value=replace(q, unit=metric.units[0]))
    if q.unit == "percent" and not change and metric.nature != "share":
        return
    kind = "MetricChange" if change else "MetricObservation"
    modality: Modality = "forecast" if _EXPECTED.search(column.span.of(normal.text).strip()) else "actual"
    frame = Frame(kind, {}, modality, f"table.{metric.id}", [line_of(normal, cell.span)])
    frame.add("subject", Filler(who, span=who.span))
    frame.add("metric", Filler(None, metric.id))
    frame.add("change" if change else "value", Filler(mention, span=mention.span))
    if period:
        frame.add("period", Filler(period, span=period.span))
    basis = basis_in(labels, language, period.value.granularity if period else "")  # type: ignore[union-attr]
    if change and basis:
        frame.add("basis", Filler(None, basis))
    yield frame
