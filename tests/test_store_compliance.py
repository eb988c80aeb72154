"""What every store does, wherever its quads lie: in memory, in a folder, on our own server, on Apache Jena Fuseki."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aikg.graph.network import network
from aikg.graph.query import ask
from aikg.graph.store import Store
from aikg.graph.validate import validate
from aikg.ontology.errors import QueryError, StoreError, UnknownName

from .builders import Builder, chinese, english
from .servers import aikg_server, fuseki
from .test_exports import HOSTILE, hostile

TOKEN = "a-token-of-these-tests"


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Where stores are: None for memory, a folder for new folders, or a server's address."""
    if request.param == "memory":
        yield None
        return
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "folder":
        yield folder
        return
    pytest.importorskip("httpx", reason="needs the extra: pip install 'aikg[remote]'")
    if request.param == "aikg serve":
        pytest.importorskip("uvicorn", reason="needs the extra: pip install 'aikg[serve]'")
        (folder / "token").write_text(TOKEN)
        with aikg_server(folder / "kg", "--token-file", str(folder / "token")) as address:
            yield address + "sparql"
        return
    union = ["--set", "tdb2:unionDefaultGraph=true"] if request.param == "fuseki" else []
    with fuseki(folder, *union) as address:
        yield address


@pytest.fixture
def store(place: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store."""
    if place is None:
        opened = Store.memory()
    elif isinstance(place, Path):
        opened = Store.open(tmp_path / "kg")
    else:
        monkeypatch.setenv("AIKG_STORE_TOKEN", TOKEN)
        opened = Store.open(place)
        opened.inner.update("DROP ALL")
    with opened:
        yield opened


PLACES = ["memory", "folder", "aikg serve", "fuseki"]
everywhere = pytest.mark.parametrize("place", PLACES, indirect=True, scope="module")
without_union = pytest.mark.parametrize("place", ["fuseki without union"], indirect=True, scope="module")


@pytest.fixture
def full(store: Store) -> Store:
    store.extend([english(), chinese(), hostile()], read_at=datetime(2026, 5, 1, 8, 30, tzinfo=UTC))
    return store


@pytest.fixture(scope="module")
def model() -> Iterator[Store]:
    """The same in memory, to compare with."""
    with Store.memory() as kept:
        kept.extend([english(), chinese(), hostile()], read_at=datetime(2026, 5, 1, 8, 30, tzinfo=UTC))
        yield kept


@everywhere
def test_it_holds_the_same_quads(full: Store, model: Store) -> None:
    assert full.nquads() == model.nquads()
    assert full.stats() == model.stats()
    assert [d.read for d in full.documents()] == [d.read for d in model.documents()]


@everywhere
def test_adding_again_changes_nothing(full: Store) -> None:
    before = full.nquads(readings=True)
    assert not full.add(english(), read_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert full.nquads(readings=True) == before


@everywhere
def test_a_new_version_takes_the_place_of_the_old(full: Store) -> None:
    new = Builder("news.txt")
    new.event("ModelRelease", "Lark-9 is out", model=new.entity("Model", "Lark-9"))
    assert full.add(new.build())
    with Store.memory() as fresh:
        fresh.extend([new.build(), chinese(), hostile()])
        assert full.nquads() == fresh.nquads()


@everywhere
def test_removing_all_leaves_nothing(full: Store) -> None:
    for document in full.documents():
        full.remove(document.iri)
    assert full.nquads(readings=True) == b""


@everywhere
def test_documents_are_read_back(full: Store, model: Store) -> None:
    assert full.documents() == model.documents()
    assert list(full.extractions()) == list(model.extractions())
    assert full.extraction("news.txt") == model.extraction("news.txt")
    with pytest.raises(UnknownName, match=r"did you mean news\.txt"):
        full.extraction("new.txt")


@everywhere
def test_events_and_entities_are_read_back(full: Store, model: Store) -> None:
    assert full.events() == model.events()
    assert full.entities() == model.entities()
    chosen: dict[str, Any] = {"kind": "ModelRelease", "since": date(2026, 4, 3), "until": date(2026, 4, 3)}
    assert full.events(**chosen) == model.events(**chosen) != []
    assert full.events(entity="alibaba", modality="actual") == model.events(entity="alibaba", modality="actual") != []
    wanted = english().events[0].id
    assert full.event(wanted[:8]) == model.event(wanted)


@everywhere
def test_questions_get_the_same_answers(full: Store, model: Store) -> None:
    for name, given in (
        ("funding", {}),
        ("timeline", {"entity": "Lark Labs"}),
        ("latest-metrics", {"company": "阿里巴巴"}),
        ("mentioned", {}),
    ):
        here, there = (ask(s, name, language="zh", **given) for s in (full, model))
        assert (here.columns, here.table()) == (there.columns, there.table())
        assert len(here) > 0


@everywhere
def test_queries_of_all_forms_are_answered(full: Store) -> None:
    assert full.query("ASK { ?c a aikg:Claim }")
    assert not full.query("ASK { ?c a aikg:Nothing }")
    assert full.query("SELECT (COUNT(*) AS ?n) { ?c a aikg:Claim }").rows == [(len(full.events()),)]
    assert full.query("SELECT ?c { ?c a aikg:Claim }", limit=2).truncated
    assert len(full.query("CONSTRUCT { ?c aikg:kind ?k } { ?c aikg:kind ?k }")) == len(full.events())
    assert full.query("SELECT * { OPTIONAL { ?s aikg:nothing ?o } }").rows == [(None, None)]


@everywhere
def test_wrong_queries_are_told_in_one_line(full: Store) -> None:
    for wrong in ("SELECT", "SELECT * { SERVICE <http://x.invalid/> { ?s ?p ?o } }", "DROP ALL"):
        with pytest.raises(QueryError) as caught:
            full.query(wrong)
        assert "\n" not in str(caught.value)
    assert full.stats()["documents"] == 3


@everywhere
def test_names_that_are_attacks_are_names(full: Store, model: Store) -> None:
    for number, attack in enumerate(HOSTILE):
        here, there = (ask(s, "funding", company=f"{attack} Inc {number}").table() for s in (full, model))
        assert here == there
        assert len(here) == 1


@everywhere
def test_analytics_and_shapes_see_the_same(full: Store, model: Store) -> None:
    import networkx as nx

    assert nx.utils.graphs_equal(network(full), network(model))
    assert sorted(map(str, validate(full))) == sorted(map(str, validate(model)))


@everywhere
def test_a_query_that_takes_too_long_is_given_up(full: Store, place: Any) -> None:
    if place is None:
        pytest.skip("a store in memory has no bound on time")
    with pytest.raises(QueryError, match=r"stopped after 0\.5 seconds"):
        full.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout_s=0.5)


@everywhere
def test_a_graph_can_be_asked_for(full: Store) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?c a aikg:Claim } ?c aikg:kind ?kind }"
    assert full.query(query).rows == [(3,)]


@without_union
def test_a_server_that_keeps_its_default_graph_apart_is_asked_for_all_graphs(full: Store, model: Store) -> None:
    assert full.nquads() == model.nquads()
    assert ask(full, "mentioned").table() == ask(model, "mentioned").table()
    with pytest.raises(QueryError, match="unionDefaultGraph"):
        full.query("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?c a aikg:Claim } ?c aikg:kind ?kind }")


@everywhere
def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.stats()
