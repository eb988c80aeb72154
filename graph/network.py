"""The graph as networkx sees it: entities and reported events as nodes, roles as edges.

    network(store)                 # MultiDiGraph, event → entity, one edge a filled role
    participation(network(store))  # Graph of entities, an edge where they take part in the same events

Attributes are plain strings, numbers and booleans, so that every format of networkx can write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from ..ontology.events import event_kinds
from ..ontology.model import EntityRef, Extraction
from .encode import extraction_iri
from .store import when

if TYPE_CHECKING:
    from .store import Store

    Network: TypeAlias = nx.MultiDiGraph[str]
    Participation: TypeAlias = nx.Graph[str]

CITED = "source"  # who is cited takes no part in the event


def network(store: Store, *, as_of: date | None = None) -> Network:
    """Entities by their global id, events by their claim's IRI.

    With `as_of`, only what was published up to that day: events of reports without a date are left out, and so are
    entities that no event names.

    Entity nodes have `node="entity"`, type, name, known; event nodes `node="event"`, type, name, date (ISO, '' where
    unknown), modality, confidence, source, document; edges have `role`. Equal stores give equal networks.
    """
    graph: Network = nx.MultiDiGraph()
    for entity in store.entities():
        names = {f"name_{language}": name for language, name in entity.names.items()}
        graph.add_node(entity.id, node="entity", type=entity.type, name=entity.name, known=entity.known, **names)
    for extraction in store.extractions(global_ids=True):
        published = extraction.document.published
        if as_of is None or (published and published <= as_of):
            _add_events(graph, extraction)
    if as_of is not None:
        graph.remove_nodes_from([node for node, degree in graph.degree() if not degree])
    return graph


def _add_events(graph: Network, extraction: Extraction) -> None:
    document = extraction.document
    base = extraction_iri(document)
    for event in extraction.events:
        node = f"{base}/claim/{event.id}"
        start, end = when(event, document)
        day = start if start.year > 1 else end
        graph.add_node(
            node,
            node="event",
            type=event.kind,
            name=event_kinds()[event.kind].label["en"],
            date=day.isoformat() if 1 < day.year < 9999 else "",
            modality=event.modality,
            confidence=event.confidence,
            source=document.source,
            document=base,
        )
        for role, arguments in sorted(event.arguments.items()):
            for argument in arguments:
                if isinstance(argument.value, EntityRef):
                    graph.add_edge(node, argument.value.id, role=role)


def participation(graph: Network) -> Participation:
    """Entities that take part in the same events; `weight` counts the events, `kinds` names them, `;` between."""
    result: Participation = nx.Graph()
    kinds: dict[tuple[str, str], list[str]] = {}
    for kind, members in _events(graph):
        for pair in combinations(members, 2):
            kinds.setdefault(pair, []).append(kind)
        result.add_nodes_from((m, graph.nodes[m]) for m in members)
    for (one, other), found in sorted(kinds.items()):
        result.add_edge(one, other, weight=len(found), kinds=";".join(sorted(set(found))))
    return result


def _events(graph: Network) -> Iterator[tuple[str, list[str]]]:
    """Each event's kind and the entities that take part in it, sorted."""
    for node, data in graph.nodes(data=True):
        if data.get("node") == "event":
            members = {entity for _, entity, edge in graph.out_edges(node, data=True) if edge["role"] != CITED}
            yield data["type"], sorted(members)
