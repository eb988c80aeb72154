"""Deletions and insertions as one transaction of the triple store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from .terms import Quad


def transact(store: ox.Store, deleted: Iterable[Quad], inserted: Iterable[Quad]) -> None:
    """Delete and insert in one transaction: for both together the store offers that through SPARQL updates alone."""
    deleted = list(deleted)
    if not deleted:
        store.extend(inserted)
        return
    store.update(" ;\n".join(filter(None, (data("DELETE", deleted), data("INSERT", inserted)))))


def data(verb: str, quads: Iterable[Quad]) -> str:
    """`DELETE DATA` or `INSERT DATA` of quads; '' for none. Terms are written by the library, never pasted."""
    by_graph: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        by_graph[str(quad.graph_name)].append(f"{quad.triple} .")
    if not by_graph:
        return ""
    body = "\n".join(f"GRAPH {g} {{\n" + "\n".join(lines) + "\n}" for g, lines in by_graph.items())
    return f"{verb} DATA {{\n{body}\n}}"
