"""Deletions and insertions as one step of the triple store: killed at any moment, all of it is there or nothing.

A few quads are one transaction. Many go in several times faster as a bulk load, which is a step of its own and deletes nothing. So it
also takes in what is to be deleted, a second time, in a graph of its own beside the one that it leaves; a transaction then takes it out of
both. While such a graph has quads, the store is unfinished: whoever opens it finishes it or waits for its writer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import pyoxigraph as ox

from ..ontology.namespaces import ENTITIES_GRAPH, EVENTS_GRAPH, IDENTITIES_GRAPH
from .terms import NamedNode, Quad, iri

MANY = 10_000  # quads from which on a bulk load is worth its files
# What new documents may change in what is there, and where its old quads await their deletion.
_LEAVING = {iri(g): iri(f"{g}/leaving") for g in (ENTITIES_GRAPH, EVENTS_GRAPH, IDENTITIES_GRAPH)}


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


def load(store: ox.Store, deleted: Collection[Quad], inserted: Collection[Quad]) -> None:
    """The same in a store on disk, by a bulk load where there is much to insert and no document leaves."""
    finish(store)
    graphs = {quad.graph_name for quad in deleted}
    if len(inserted) < MANY or not graphs <= _LEAVING.keys():
        transact(store, deleted, inserted)
        return
    leaving = [Quad(q.subject, q.predicate, q.object, _LEAVING[_named(q)]) for q in deleted]
    store.bulk_extend([*inserted, *leaving])
    finish(store)


def unfinished(store: ox.Store) -> list[NamedNode]:
    """The graphs of which quads still have to be deleted after a bulk load."""
    return [
        g for g, leaving in _LEAVING.items() if any(True for _ in store.quads_for_pattern(None, None, None, leaving))
    ]


def finish(store: ox.Store) -> None:
    """Delete what a bulk load left to be deleted."""
    steps = (
        f"DELETE {{ GRAPH {g} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {_LEAVING[g]} {{ ?s ?p ?o }} }} ; DROP GRAPH {_LEAVING[g]}"
        for g in unfinished(store)
    )
    if update := " ;\n".join(steps):
        store.update(update)


def _named(quad: Quad) -> NamedNode:
    return quad.graph_name  # type: ignore[return-value]
