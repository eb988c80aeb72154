"""What a query gives back: plain Python values in rows, with the terms' own forms kept for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .terms import NamedNode, Term, Value, literal, python


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of a SELECT, the answer of an ASK, or the triples of a CONSTRUCT or DESCRIBE.

    `columns` and `terms` (RDF terms, None where unbound) are a table in all three forms: an ASK has one row with one
    boolean, triples have the columns subject, predicate, object. `rows` are the same as Python values (Decimal,
    date, int, str …; IRIs as str). `truncated` says that a limit cut the rest off. `labels` names IRIs for people.
    """

    form: Literal["select", "ask", "construct"]
    columns: tuple[str, ...]
    terms: Sequence[tuple[Term | None, ...]]
    truncated: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The table as Python values."""
        return [tuple(python(t) for t in row) for row in self.terms]

    def table(self) -> list[tuple[str, ...]]:
        """The table as text for people: names for IRIs where `labels` has them, '' where unbound."""
        return [tuple(self._shown(t) for t in row) for row in self.terms]

    def records(self) -> list[dict[str, Value]]:
        """The rows as dictionaries; unbound columns are left out. `{column}_label` holds an IRI's label."""
        out: list[dict[str, Value]] = []
        for row in self.terms:
            record: dict[str, Value] = {}
            for column, value in zip(self.columns, row, strict=True):
                if value is not None:
                    record[column] = python(value)
                    if isinstance(value, NamedNode) and value.value in self.labels:
                        record[f"{column}_label"] = self.labels[value.value]
            out.append(record)
        return out

    def _shown(self, value: Term | None) -> str:
        if isinstance(value, NamedNode):
            return self.labels.get(value.value, value.value)
        plain = python(value)
        if plain is None:
            return ""
        return str(plain).lower() if isinstance(plain, bool) else str(plain)

    def __bool__(self) -> bool:
        """The answer of an ASK; whether there are rows otherwise."""
        return bool(self.rows[0][0]) if self.form == "ask" else bool(self.terms)

    def __len__(self) -> int:
        return len(self.terms)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> QueryResult:
    """Rows of plain values (text, int, Decimal, date; None for nothing) as a result.

    >>> table(("name", "count"), [("Lark", 2)]).rows
    [('Lark', 2)]
    """
    return QueryResult("select", tuple(columns), [tuple(map(literal, row)) for row in rows])
