"""Who matters, who belongs together, what connects two."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from aikg.graph.analytics import MEASURES, communities, described, path, ranking
from aikg.graph.network import network, participation
from aikg.graph.store import Store
from aikg.ontology.errors import UnknownName

from .builders import Builder


def deals(source: str = "deals.txt") -> Builder:
    """Two groups, Lark–Heron–Wren and Owl–Ibis–Rook, that one partnership joins; Crane has to do with nobody."""
    b = Builder(source)
    for one, other, sure in (
        ("Lark", "Heron", 0.9), ("Heron", "Wren", 0.9), ("Lark", "Wren", 0.9), ("Wren", "Owl", 0.6),
        ("Owl", "Ibis", 0.9), ("Ibis", "Rook", 0.9), ("Owl", "Rook", 0.9), ("Lark", "Rook", 0.1),
    ):  # fmt: skip
        first, second = b.entity("Organization", f"{one} AI"), b.entity("Organization", f"{other} AI")
        cited = b.entity("Organization", "The Example Times")
        said = f"{one} AI works with {other} AI, says The Example Times."
        b.event("Partnership", said, confidence=sure, party=[first, second], source=cited)
    b.event("ModelRelease", "Crane is out.", model=b.entity("Model", "Crane"))
    return b


def id_of(name: str) -> str:
    return f"organization/{name.lower()}ai"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.memory() as kept:
        kept.add(deals().build())
        yield kept


@pytest.mark.parametrize("measure", list(MEASURES))
def test_who_joins_groups_ranks_above_who_does_not(store: Store, measure: str) -> None:
    found = [r.entity for r in ranking(participation(network(store)), by=measure)]
    assert found.index(id_of("Wren")) < found.index(id_of("Heron"))
    assert set(found[-1:]) == {"model/crane"} or measure == "betweenness"


def test_pagerank_is_what_networkx_says(store: Store) -> None:
    pytest.importorskip("scipy", reason="networkx's own needs scipy")
    graph = participation(network(store))
    theirs = nx.pagerank(graph, weight="weight", tol=1e-12)
    assert {r.entity: r.score for r in ranking(graph)} == pytest.approx(theirs, abs=1e-6)


def test_ranking_keeps_one_type_and_knows_its_measures(store: Store) -> None:
    graph = participation(network(store))
    assert [r.entity for r in ranking(graph, type_="Model")] == ["model/crane"]
    assert sum(r.score for r in ranking(graph)) == pytest.approx(1)
    with pytest.raises(UnknownName, match="did you mean pagerank"):
        ranking(graph, by="pagerang")


def test_groups_are_told_apart() -> None:
    b = deals()
    b.events = [e for e in b.events if e.confidence > 0.5]
    with Store.memory() as kept:
        kept.add(b.build())
        found = communities(participation(network(kept)))
    assert [set(g) for g in found[:2]] == [
        set(map(id_of, g)) for g in (("Heron", "Lark", "Wren"), ("Ibis", "Owl", "Rook"))
    ]
    assert found[2:] == [["model/crane"]]


def test_the_shortest_way_is_taken_and_the_surer_of_equals(store: Store) -> None:
    direct = path(store, id_of("Lark"), id_of("Rook"))
    assert [(s.start, s.end) for s in direct] == [(id_of("Lark"), id_of("Rook"))]
    doubted = path(store, id_of("Heron"), id_of("Rook"))  # over Wren and Owl are three steps, over Lark two
    assert [s.end for s in doubted] == [id_of("Lark"), id_of("Rook")]
    [step, _] = doubted
    quoted = [span.of(step.claim.document.text) for span in step.claim.event.evidence]
    assert quoted == ["Lark AI works with Heron AI, says The Example Times."]
    assert (step.start_role, step.end_role) == ("party", "party")


def test_who_is_cited_connects_nobody(store: Store) -> None:
    assert path(store, "model/crane", id_of("Lark")) == []
    assert path(store, "organization/theexampletimes", id_of("Lark")) == []
    assert path(store, id_of("Lark"), id_of("Lark")) == []
    with pytest.raises(UnknownName, match="did you mean"):
        path(store, id_of("Lark"), "organization/larkai2")


def test_figures_are_on_the_nodes_and_equal_graphs_give_equal_ones(store: Store) -> None:
    graphs = [described(participation(network(store))) for _ in range(2)]
    assert nx.utils.graphs_equal(*graphs)
    assert {"degree", "pagerank", "betweenness", "community"} <= graphs[0].nodes[id_of("Owl")].keys()


def test_an_empty_graph_has_nothing_to_say() -> None:
    with Store.memory() as empty:
        graph = participation(network(empty))
        assert (ranking(graph), communities(graph), len(described(graph))) == ([], [], 0)


def aikg(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "aikg.exports.cli", "network", *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_ranks_groups_connects_and_writes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as kept:
        kept.add(deals().build())
    at = ("--store", str(tmp_path / "kg"))
    assert len(aikg("ranking", *at, "--limit", "3").stdout.splitlines()) == 4
    assert json.loads(aikg("communities", *at, "--json").stdout)[0]["size"] == 3
    [first, _] = json.loads(aikg("path", "Heron AI", "Rook AI", *at, "--json").stdout)
    assert (first["to"], first["sentence"]) == ("Lark AI", "Lark AI works with Heron AI, says The Example Times.")
    assert "nothing in the graph leads" in aikg("path", "Crane", "Lark AI", *at).stderr
    for name, read in (("n.graphml", nx.read_graphml), ("n.gexf", nx.read_gexf)):
        assert aikg("graph", *at, "-o", str(tmp_path / name)).returncode == 0
        assert read(tmp_path / name).nodes[id_of("Owl")]["community"] in (1, 2)
    assert aikg("graph", *at, "-o", str(tmp_path / "n.json")).returncode == 0
    assert len(json.loads((tmp_path / "n.json").read_text("utf-8"))["nodes"]) == 7
    for words in (("path", "Heron AI"), ("ranking", "Heron AI"), ("ranking", "--by", "fame"), ("path", "A", "B")):
        done = aikg(*words, *at)
        assert (done.returncode in (2, 6), done.stderr.count("\n")) == (True, 1)
