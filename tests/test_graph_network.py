"""networkx views of the graph."""

from __future__ import annotations

import io

import networkx as nx
from aikg.graph.network import network, participation
from aikg.graph.store import Store

from .builders import chinese, english


def test_roles_are_edges_from_events_to_entities() -> None:
    with Store.memory() as store:
        store.add(english())
        graph = network(store)
    release = next(n for n, d in graph.nodes(data=True) if d["type"] == "ModelRelease")
    roles = {(data["role"], graph.nodes[to]["name"]) for _, to, data in graph.out_edges(release, data=True)}
    assert roles == {("model", "Lark-2"), ("developer", "Lark Labs")}
    assert graph.nodes[release]["date"] == "2026-04-02"


def test_network_can_be_written_as_graphml() -> None:
    with Store.memory() as store:
        store.extend([english(), chinese()])
        nx.write_graphml(network(store), io.BytesIO())
        nx.write_graphml(participation(network(store)), io.BytesIO())


def test_participation_counts_events_but_not_citations() -> None:
    with Store.memory() as store:
        store.add(english())
        graph = participation(network(store))
    pair = graph["organization/heroncloud"]["organization/larklabs"]
    assert pair["weight"] == 4
    assert pair["kinds"] == "Acquisition;Partnership;Recommendation;SupplyDeal"
    assert "organization/theexampletimes" not in graph
