"""Neo4j: a Cypher script for version 4.4 and later, `cypher-shell -f graph.cypher`; running it again changes nothing.

Values stand in the script as literals of rows, never in the text of a statement; labels and relationship types are
made of letters, digits and underscores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from ...graph.store import Store
from ..flat import Properties, Value
from ..property_graph import name, nodes, relationships
from ..records import from_store

SUMMARY = "a Cypher script for Neo4j and its kin, safe to run again"
ENDING = ".cypher"
BATCH = 200  # rows in one statement
SPACES = ("Entity", "Event", "Document")


def write(store: Store, path: Path) -> None:
    """Write constraints, nodes and relationships as statements."""
    records = from_store(store)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for space in SPACES:
            key = f"aikg_{space.lower()}_id"
            out.write(f"CREATE CONSTRAINT {key} IF NOT EXISTS FOR (n:{space}) REQUIRE n.id IS UNIQUE;\n")
        for (space, label), rows in _grouped(((n.space, n.label), _row(n.properties)) for n in nodes(records)):
            labelled = f" SET n:{label}" if label else ""
            out.write(_unwound(rows, f"MERGE (n:{space} {{id: row.id}}) SET n += row{labelled};"))
        joined = (((r.type, r.space), _ends(r.start, r.end, r.properties)) for r in relationships(records))
        for (type_, space), rows in _grouped(joined):
            match = f"MATCH (a:Event {{id: row.a}}) MATCH (b:{space} {{id: row.b}})"
            # A report is told apart by its claim, so that one document may report an event twice.
            key = " {claim: row.of.claim}" if space == "Document" else ""
            out.write(_unwound(rows, f"{match} MERGE (a)-[r:{type_}{key}]->(b) SET r += row.of;"))


def _grouped(rows: Iterable[tuple[tuple[str, str], str]]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    for key, group in groupby(sorted(rows), key=lambda row: row[0]):
        found = [row for _, row in group]
        for start in range(0, len(found), BATCH):
            yield key, found[start : start + BATCH]


def _unwound(rows: list[str], statement: str) -> str:
    body = ",\n  ".join(rows)
    return f"UNWIND [\n  {body}\n] AS row\n{statement}\n"


def _row(properties: Properties) -> str:
    return "{" + ", ".join(f"{name(key)}: {literal(value)}" for key, value in properties.items()) + "}"


def _ends(start: str, end: str, properties: Properties) -> str:
    return f"{{a: {literal(start)}, b: {literal(end)}, of: {_row(properties)}}}"


def literal(value: Value | Any) -> str:
    r"""A value as a Cypher literal.

    >>> print(literal('say "no"'), literal(True), literal(0.5))
    "say \"no\"" true 0.5
    """
    if not isinstance(value, str):
        return json.dumps(value)
    # Some servers read \uXXXX before they read strings, even behind an escaped backslash: it must not stand there.
    return json.dumps(value, ensure_ascii=False).replace("\\\\u", '\\\\" + "u')
