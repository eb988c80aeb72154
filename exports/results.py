"""Query results on their way out: a table for people, or csv, json, turtle and ntriples for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from ..ontology.errors import UsageError
from ..ontology.interchange import number
from .output import print_table, say

if TYPE_CHECKING:
    from ..graph.result import QueryResult

RESULT_FORMATS = ("table", "csv", "json", "jsonl", "turtle", "ntriples")


def write_result(result: QueryResult, form: str, out: TextIO) -> None:
    """Write a result in one of RESULT_FORMATS. Raises UsageError for RDF asked of a SELECT."""
    WRITERS[form](result, out)
    if result.truncated:
        say(f"only the first {len(result)} rows are shown; --limit shows more")


def _table(result: QueryResult, out: TextIO) -> None:
    print_table([column.replace("_", " ") for column in result.columns], result.table(), out)


def _csv(result: QueryResult, out: TextIO) -> None:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(result.columns)
    table.writerows(["" if value is None else _plain(value) for value in row] for row in result.rows)


def _json(result: QueryResult, out: TextIO) -> None:
    records = [{k: _plain(v) for k, v in record.items()} for record in result.records()]
    out.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")


def _jsonl(result: QueryResult, out: TextIO) -> None:
    for record in result.records():
        out.write(json.dumps({k: _plain(v) for k, v in record.items()}, ensure_ascii=False) + "\n")


def _rdf(form: str) -> Callable[[QueryResult, TextIO], None]:
    def write(result: QueryResult, out: TextIO) -> None:
        if result.form != "construct":
            raise UsageError(f"{form} is for CONSTRUCT and DESCRIBE; a {result.form.upper()} gives table, csv or json")
        from pyoxigraph import Triple

        from .rdf import serialized

        out.write(serialized({Triple(*row) for row in result.terms}, form).decode())  # type: ignore[arg-type]

    return write


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    return value.isoformat() if isinstance(value, date) else value


WRITERS: dict[str, Callable[[QueryResult, TextIO], None]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "turtle": _rdf("turtle"),
    "ntriples": _rdf("ntriples"),
}
