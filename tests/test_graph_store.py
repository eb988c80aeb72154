"""The store on disk and in memory."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from aikg.graph.folder import MARKER, errors
from aikg.graph.sparql import snapshot
from aikg.graph.store import Store
from aikg.graph.transaction import finish, unfinished
from aikg.ontology.errors import QueryError, StoreError, UnknownName
from aikg.ontology.namespaces import EVENTS_GRAPH

from .builders import Builder, chinese, english

ROOT = Path(__file__).parent.parent


def test_building_twice_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        assert store.add(english(), read_at=datetime(2026, 5, 1, tzinfo=UTC))
        first = store.nquads(readings=True)
        assert not store.add(english(), read_at=datetime(2026, 6, 1, tzinfo=UTC))
        assert store.nquads(readings=True) == first


def test_order_of_documents_does_not_matter() -> None:
    documents = [english(), chinese(), english("other.txt")]
    with Store.memory() as one, Store.memory() as other:
        one.extend(documents)
        other.extend(reversed(documents))
        assert one.nquads() == other.nquads()


def test_time_of_reading_is_kept_apart() -> None:
    with Store.memory() as one, Store.memory() as other:
        one.add(english(), read_at=datetime(2026, 5, 1, tzinfo=UTC))
        other.add(english())
        assert one.nquads() == other.nquads()
        assert one.documents()[0].read == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_new_version_takes_the_place_of_the_old() -> None:
    old = Builder("page.html")
    old.event("ModelRelease", "Lark-1 is out", model=old.entity("Model", "Lark-1"))
    new = Builder("page.html")
    new.event("ModelRelease", "Lark-2 is out", model=new.entity("Model", "Lark-2"))
    with Store.memory() as store, Store.memory() as fresh:
        store.add(old.build())
        assert store.add(new.build())
        fresh.add(new.build())
        assert store.nquads() == fresh.nquads()


def test_removing_leaves_what_would_be_without_it() -> None:
    one, other = english(), english("other.txt")
    renamed = replace(other, entities=tuple(replace(e, aliases=("Second name",)) for e in other.entities))
    with Store.memory() as store, Store.memory() as fresh:
        store.extend([one, chinese(), renamed])
        store.remove("other.txt")
        store.remove(chinese().document.id)
        fresh.add(one)
        assert store.nquads() == fresh.nquads()
        store.remove("news.txt")
        assert store.nquads(readings=True) == b""


def test_parents_of_known_entities_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    from aikg.graph import entities
    from aikg.ontology.catalogue import CatalogueEntry

    rows = {
        "child": CatalogueEntry("child", "Model", {"en": "Child"}, parent="middle"),
        "middle": CatalogueEntry(
            "middle", "Organization", {"en": "Middle", "zh": "中间"}, parent="root", tickers=("M.X",)
        ),
        "root": CatalogueEntry("root", "Organization", {"en": "Root"}, aliases=(("Ruth", "en", "variant"),)),
    }
    monkeypatch.setattr(entities, "catalogue", lambda: rows)
    b = Builder("a.txt")
    b.event("ModelRelease", "Child is out", model=b.entity("Model", "Child", id="child"))
    with Store.memory() as store:
        store.add(b.build())
        assert [e.id for e in store.entities()] == ["child", "middle", "root"]
        path = "id:child aikg:developedBy/aikg:parentOrganization/skos:altLabel 'Ruth'@en"
        assert store.query(f"ASK {{ {path} }}")
        store.remove("a.txt")
        assert store.entities() == []


def test_documents_are_found_by_source_id_and_iri() -> None:
    with Store.memory() as store:
        store.extend([english(), chinese()])
        [first, second] = store.documents()
        assert (first.document.source, first.events, second.events) == ("news.txt", 18, 5)
        for name in ("日报.txt", second.document.id, second.iri):
            assert store.extraction(name).document.title == "人工智能一周"
        with pytest.raises(UnknownName, match=r"did you mean news\.txt"):
            store.extraction("new.txt")


def test_events_are_chosen_by_kind_entity_time_and_modality() -> None:
    with Store.memory() as store:
        store.extend([english(), chinese()])
        assert [c.event.kind for c in store.events(kind="Listing")] == ["Listing"]
        assert {c.document.source for c in store.events(entity="alibaba")} == {"日报.txt"}
        assert [c.event.kind for c in store.events(modality="rumored")] == ["Acquisition"]
        inside = store.events(kind="ModelRelease", since=date(2026, 4, 3), until=date(2026, 4, 3))
        assert [c.document.source for c in inside] == ["日报.txt"]
        with pytest.raises(UnknownName, match="did you mean Listing"):
            store.events(kind="Listin")


def test_an_event_is_found_by_the_beginning_of_its_id() -> None:
    with Store.memory() as store:
        store.add(english())
        wanted = english().events[0]
        claim = store.event(wanted.id[:8])
        assert claim.event.id == wanted.id
        assert [s.of(claim.document.text) for s in claim.event.evidence] == ["On 2 April Lark Labs released Lark-2."]
        with pytest.raises(UnknownName):
            store.event("nothing")


def test_stored_graph_is_there_when_opened_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.add(english())
        before = store.nquads()
    with Store.open(tmp_path / "kg", read_only=True) as store:
        assert store.nquads() == before
        with pytest.raises(StoreError, match="reading only"):
            store.add(chinese())


def test_a_reader_stands_beside_a_writer(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as writer:
        writer.add(english())
        with Store.open(tmp_path / "kg", read_only=True) as reader:
            assert reader.stats()["documents"] == 1


def test_a_second_writer_is_told_of_the_lock(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg"), pytest.raises(StoreError, match="is locked"):
        Store.open(tmp_path / "kg")


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    for name, said in (("file", "not a folder"), ("full", "something else"), ("none", "does not exist")):
        with pytest.raises(StoreError, match=said):
            Store.open(tmp_path / name, read_only=True)
    with pytest.raises(StoreError, match="something else"):
        Store.open(tmp_path / "full")


def test_a_broken_store_is_told_in_one_line(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.add(english())
    for manifest in (tmp_path / "kg" / "data").glob("MANIFEST*"):
        manifest.write_bytes(b"junk")
    with pytest.raises(StoreError, match="is broken") as caught:
        Store.open(tmp_path / "kg")
    assert "\n" not in str(caught.value)


def test_another_version_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path / "kg").close()
    (tmp_path / "kg" / MARKER).write_text(json.dumps({"store": 99}))
    with pytest.raises(StoreError, match="version 99"):
        Store.open(tmp_path / "kg")
    (tmp_path / "kg" / MARKER).write_text("{")
    with pytest.raises(StoreError, match="is broken"):
        Store.open(tmp_path / "kg")


def test_a_closed_store_says_so() -> None:
    store = Store.memory()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.stats()


def run(code: str, *arguments: str) -> subprocess.Popen[str]:
    head = "import sys; sys.path.insert(0, sys.argv[1])\n"
    head += "from tests.builders import english\nfrom aikg.graph.store import Store\n"
    command = [sys.executable, "-c", head + code, str(ROOT), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_in_the_middle_only_whole_documents_are_there(tmp_path: Path) -> None:
    code = """
with Store.open(sys.argv[2]) as store:
    for number in range(100_000):
        store.add(english(f"{number}.txt"))
        print(number, flush=True)
"""
    with run(code, str(tmp_path / "kg")) as child:
        assert child.stdout is not None
        for _ in range(5):
            child.stdout.readline()
        time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
    with Store.open(tmp_path / "kg") as store:
        found = [d.document.source for d in store.documents()]
        assert len(found) >= 5
        with Store.memory() as fresh:
            fresh.extend(english(source) for source in found)
            assert store.nquads() == fresh.nquads()


@pytest.mark.parametrize("read_only", [True, False])
def test_killed_between_a_bulk_load_and_its_deletions_the_next_who_opens_finishes(
    tmp_path: Path, read_only: bool
) -> None:
    code = """
import os, signal
from aikg.graph import transaction
transaction.MANY = 1
with Store.open(sys.argv[2]) as store:
    store.add(english("first.txt"))
    done = transaction.finish
    calls = iter([done, lambda _: os.kill(os.getpid(), signal.SIGKILL)])
    transaction.finish = lambda inner: next(calls)(inner)
    store.add(english("second.txt"))
"""
    with run(code, str(tmp_path / "kg")) as child:
        _, errors = child.communicate(timeout=60)
        assert child.returncode == -signal.SIGKILL, errors
    assert unfinished(ox.Store.read_only(str(tmp_path / "kg" / "data")))
    with Store.open(tmp_path / "kg", read_only=read_only) as store, Store.memory() as fresh:
        fresh.extend([english("first.txt"), english("second.txt")])
        assert store.nquads() == fresh.nquads()


def test_a_reader_waits_for_a_writer_that_is_ending_a_step(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.add(english("first.txt"))
        node = ox.NamedNode(EVENTS_GRAPH + "/leaving")
        quad = next(q for q in store.quads() if q.graph_name == ox.NamedNode(EVENTS_GRAPH))
        store.inner.add(ox.Quad(quad.subject, quad.predicate, quad.object, node))
        with pytest.raises(StoreError, match="locked"), errors("kg"):
            snapshot(tmp_path / "kg" / "data", attempts=2)
        finish(store.inner)
        assert quad not in snapshot(tmp_path / "kg" / "data", attempts=2)
        assert not store.inner.contains_named_graph(node)


def test_a_disk_that_takes_no_more_is_one_line(tmp_path: Path) -> None:
    code = """
import resource, signal
from aikg.ontology.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store.open(sys.argv[2]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    try:
        for number in range(100):
            store.add(english(f"{number}.txt"))
    except StoreError as error:
        print(error)
"""
    with run(code, str(tmp_path / "kg")) as child:
        said, errors = child.communicate(timeout=60)
    assert "cannot be written" in said, errors
    assert said.count("\n") == 1
    with Store.open(tmp_path / "kg") as store:
        assert store.stats()["documents"] > 0


def test_a_query_is_stopped_when_its_time_is_over(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.add(english())
        assert store.query("SELECT (COUNT(*) AS ?n) { ?s a aikg:Claim }", timeout_s=30).rows == [(18,)]
        with pytest.raises(QueryError, match=r"stopped after 0\.5 seconds"):
            store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout_s=0.5)
        with pytest.raises(QueryError, match="line 1"):
            store.query("SELECT", timeout_s=30)


def test_rdflib_sees_the_same_graph() -> None:
    with Store.memory() as store:
        store.add(english())
        found = store.rdflib().query("SELECT ?s WHERE { ?s a aikg:Claim }")
        assert len(list(found)) == 18


def test_reading_beside_a_writer_that_tidies_its_files(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as writer:
        for number in range(12):
            writer.add(english(f"{number}.txt"))
            writer.inner.flush()
            with Store.open(tmp_path / "kg", read_only=True) as reader:
                assert reader.stats()["documents"] == number + 1
