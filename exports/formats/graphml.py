"""GraphML: entities and events as nodes, roles as edges; for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from ...graph.store import Store
from ..flat import clean, entity_properties, event_properties
from ..records import Records, from_store

SUMMARY = "nodes and edges for Gephi, yEd, Cytoscape, networkx"
ENDING = ".graphml"


def write(store: Store, path: Path) -> None:
    """Write entities, events and the roles between them."""
    nx.write_graphml(graph(from_store(store)), path, encoding="utf-8")


def graph(records: Records) -> nx.MultiDiGraph[str]:
    """The same as a networkx graph; nodes carry `class` (`entity` or `event`) and `type`."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in records.entities.values():
        properties = entity_properties(entity)
        found.add_node(
            f"entity:{clean(entity.id)}",
            **{"class": "entity", "type": entity.type, "label": properties["name"]},
            **properties,
        )
    for event in records.events.values():
        quoted = clean(" … ".join(q.text for claim in event.claims for q in claim.quotations))
        node = f"event:{clean(event.id)}"
        found.add_node(
            node, **{"class": "event", "type": event.kind, "quotation": quoted}, **event_properties(event, records)
        )
        for role, entity_id in event.entities:
            if (other := f"entity:{clean(entity_id)}") in found:
                found.add_edge(node, other, key=role, role=role)
    return found
