"""Neo4j: CSV files with the headers that `neo4j-admin database import` reads, for graphs too large for a script.

The files are packed in one zip archive. Unpacked:

    neo4j-admin database import full --multiline-fields=true --nodes=entities.csv --nodes=events.csv \\
        --nodes=documents.csv --relationships=roles.csv --relationships=reports.csv neo4j
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ...graph.store import Store
from ..flat import Value
from ..property_graph import Node, Relationship, nodes, relationships
from ..records import from_store

SUMMARY = "a zip of CSV files for neo4j-admin database import"
ENDING = ".zip"
EPOCH = (1980, 1, 1, 0, 0, 0)  # of the zip format: the archive's bytes depend on the graph alone
TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def write(store: Store, path: Path) -> None:
    """Write the archive."""
    records = from_store(store)
    all_nodes, joined = list(nodes(records)), list(relationships(records))
    files = {
        "entities.csv": _node_table("Entity", all_nodes),
        "events.csv": _node_table("Event", all_nodes),
        "documents.csv": _node_table("Document", all_nodes),
        "roles.csv": _relationship_table("Entity", joined),
        "reports.csv": _relationship_table("Document", joined),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def _node_table(space: str, all_nodes: Iterable[Node]) -> str:
    found = [n for n in all_nodes if n.space == space]
    columns, heading = _columns([n.properties for n in found], without="id")
    rows = ([n.id, *_cells(n.properties, columns), ";".join(filter(None, (space, n.label)))] for n in found)
    return _table([f"id:ID({space})", *heading, ":LABEL"], rows)


def _relationship_table(space: str, all_: Iterable[Relationship]) -> str:
    found = [r for r in all_ if r.space == space]
    columns, heading = _columns([r.properties for r in found])
    rows = ([r.start, *_cells(r.properties, columns), r.end, r.type] for r in found)
    return _table([":START_ID(Event)", *heading, f":END_ID({space})", ":TYPE"], rows)


def _columns(rows: Sequence[dict[str, Value]], without: str = "") -> tuple[list[str], list[str]]:
    """All properties that occur, and their headings with types; what is now a number and now a text is a text."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for key, value in row.items():
            types.setdefault(key, set()).add(type(value))
    names = sorted(types.keys() - {without})
    return names, [f"{n}:{TYPES[next(iter(types[n]))] if len(types[n]) == 1 else 'string'}" for n in names]


def _cells(properties: dict[str, Value], columns: Sequence[str]) -> list[str]:
    found = (properties.get(column, "") for column in columns)
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in found]


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(heading)
    table.writerows(rows)
    return out.getvalue()
