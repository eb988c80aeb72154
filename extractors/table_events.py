"""What tables state besides benchmark scores: events whose roles the header names, and figures under metric terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

from ..ontology.events import EventKind, event_kinds
from ..ontology.model import Language, Mention, Modality, Quantity, Span, TimeInterval
from .binding import FIGURE_ROLES
from .frames import Filler, Frame, plans
from .masking import TYPES, characters, mask_name
from .normalise import Normal
from .quantities import find_quantities
from .table_figures import find_table_figures
from .tables import Cell, Table, line_of

_UNIT = re.compile(r"[(（]([^()（）\d]{1,12})[)）]\s*$")
_THINGS = frozenset({"model", "product"})  # a record of one of these gives its figures, too
_PLANNED = re.compile(r"计划|拟|预计|planned|expected")


@cache
def _columns(language: Language) -> tuple[tuple[EventKind, Mapping[str, re.Pattern[str]]], ...]:
    """Kinds that tables may list, each with what its roles' columns are called."""
    return tuple(
        (kind, {role: re.compile(f"^(?:{p})", re.I) for role, p in table["columns"].items()})
        for kind in event_kinds().values()
        if (table := kind.data.get(language)) and "columns" in table
    )


@cache
def _marks(kind: str, language: Language) -> Mapping[str, re.Pattern[str]]:
    """What stands right behind a name of a cell that says which other role than its column's it fills."""
    marks = event_kinds()[kind].data[language].get("marks", {})
    return {role: re.compile(p, re.I) for role, p in marks.items()}


def find_table_events(
    normal: Normal, tables: Sequence[Table], language: Language, subject: Mention | None, published: date | None = None
) -> Iterator[Frame]:
    """The frames of rows and cells. `subject` is whom a table speaks of whose rows name nobody."""
    for table in tables:
        found = _listing(normal, table, language)
        if found:
            yield from _rows(normal, table, language, *found)
        whole = all(len(row) == len(table.rows[0]) for row in table.rows)
        things = not table.record or (found is not None and set(found[0].core) <= _THINGS)
        if things and (not found or whole or not table.aligned):
            taken = found[1] if found else ()
            yield from find_table_figures(normal, table, language, subject, published, taken)


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
        left = set(kind.core) - set(roles.values())
        if len(left) == 1 and 0 not in roles and not table.rows[0][0].span.of(normal.text).strip():
            if all(row[0].named for row in table.rows[1:]):
                roles[0] = left.pop()  # a column without a head has the names
        if len(roles) >= 3 and set(kind.core) <= set(roles.values()) and len(roles) > len(best[1] if best else ()):
            best = kind, dict(sorted(roles.items()))
    return best


def _rows(
    normal: Normal, table: Table, language: Language, kind: EventKind, roles: Mapping[int, str]
) -> Iterator[Frame]:
    plan = next(p for p in plans(language) if p.kind is kind)
    texts = dict(plan.texts)
    marks = _marks(kind.name, language)
    for cells in table.rows[1:]:
        line = line_of(normal, cells[0].span)
        modality: Modality = "planned" if _PLANNED.search(line.of(normal.text)) else "actual"
        lines = dict.fromkeys(line_of(normal, c.span) for i, c in enumerate(cells) if i in roles)
        frame = Frame(kind.name, {}, modality, "table.row", [*lines])
        if table.aligned or len(cells) == len(table.rows[0]):
            whole = Cell(line, tuple(m for c in cells for m in c.mentions))
            for i, role in roles.items():
                cell = whole if table.aligned else cells[i]
                unit = _header_unit(normal, table.rows[0][i], language)
                _fill(normal, frame, role, cell, plan.types.get(role, "Time"), texts.get(role), unit, marks)
                if role not in frame.roles and role in FIGURE_ROLES:  # "size" heads sums and capacities alike
                    for other in sorted(FIGURE_ROLES & kind.roles.keys() - set(roles.values())):
                        _fill(normal, frame, other, cell, plan.types[other], None, None)
        times = [m for c in cells for m in c.mentions if isinstance(m.value, TimeInterval)]
        if plan.date in kind.roles and plan.date not in frame.roles and len(times) == 1:
            frame.add(plan.date, Filler(times[0], span=times[0].span))
        if all(frame.roles.get(role) for role in kind.core) and len(frame.roles) > len(kind.core):
            yield frame


def _fill(
    normal: Normal,
    frame: Frame,
    role: str,
    cell: Cell,
    types: str,
    text: re.Pattern[str] | None,
    unit: Quantity | None,
    marks: Mapping[str, re.Pattern[str]] | None = None,
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
        marked = next((r for r, mark in (marks or {}).items() if mark.match(normal.text, m.span.end)), role)
        frame.add(marked if entity else role, Filler(_scaled(m, unit), span=m.span))


def _header_unit(normal: Normal, cell: Cell, language: Language) -> Quantity | None:
    """What one stands for in a column: "营收(亿元)" counts in hundreds of millions of yuan."""
    match = _UNIT.search(cell.span.of(normal.text).strip())
    if not match:
        return None
    ways = (f"1{match[1]}", f"1 {match[1]}", re.sub(r"^(\S+) (\S+)$", r"\1 1\2", match[1]))
    found = [cast(Quantity, m.value) for way in ways for m in find_quantities(way, language)]
    return max(found, key=lambda q: (len(q.unit) == 3, q.value or 0), default=None)


def _scaled(mention: Mention, unit: Quantity | None) -> Mention:
    q = mention.value
    if not isinstance(q, Quantity) or q.unit != "1" or unit is None or unit.value is None or q.value is None:
        return mention
    factor = unit.value if q.value < 100000 else Decimal(1)
    return replace(mention, value=replace(q, value=q.value * factor, unit=unit.unit))
