"""networkx views of the graph."""

from __future__ import annotations

import io
from datetime import date

import networkx as nx
from aikg.graph.network import network, participation
from aikg.graph.store import Store

from .builders import Builder, chinese, english


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


def test_network_as_it_was_known_on_a_day() -> None:
    early, undated = Builder("early.txt", published="2026-04-01"), Builder("undated.txt", published=None)
    for b, model in ((early, "Lark-2"), (undated, "Lark-3")):
        b.event("ModelRelease", f"Lark Labs released {model}.", developer=b.entity("Organization", "Lark Labs"),
                model=b.entity("Model", model))  # fmt: skip
    with Store.memory() as store:
        store.extend([early.build(), undated.build(), english()])
        names = [
            {d["name"] for _, d in network(store, as_of=date(2026, *day)).nodes(data=True) if d["node"] == "entity"}
            for day in ((3, 31), (4, 1))
        ]
    assert names == [set(), {"Lark Labs", "Lark-2"}]
