"""Documents read for real, in both languages, about overlapping events: fused, in any order, with none of them left behind."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.readers import read
from aikg.graph.fused import FusedEvent
from aikg.graph.fusion import fused_events
from aikg.graph.identity import canonical_of
from aikg.graph.store import Store
from aikg.graph.validate import UNFOUNDED, UNSUPPORTED, validate
from aikg.ontology.events import event_kind
from aikg.ontology.model import Event, Extraction
from aikg.ontology.namespaces import entity_node

from .builders import Builder, chinese, english
from .fusion_cases import DATA, pairwise_f1

GOLD = tomllib.loads((DATA / "gold.toml").read_text("utf-8"))


@cache
def extractions() -> tuple[Extraction, ...]:
    extractor = Extractor()
    return tuple(extractor.extract(d) for d in read(str(DATA / "documents.jsonl")))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.memory() as store:
        store.extend(extractions())
        yield store


def event_of(store: Store, mark: str) -> FusedEvent:
    """The event that has a claim of this mark."""
    [found] = [e for e in fused_events(store.find) if mark in marks(store, e)]
    return found


def marks(store: Store, event: FusedEvent) -> list[str]:
    texts = {x.document.source: x.document.text for x in extractions()}
    return [marked(f.source_name, f.event, texts[f.source_name]) for f in event.facts]


def marked(source: str, event: Event, text: str) -> str:
    first = event.arguments[event_kind(event.kind).core[0]][0]
    assert first.span is not None
    return f"{source} {event.kind} {first.span.of(text)}"


def test_the_corpus_is_large_enough() -> None:
    assert len(extractions()) >= 20
    assert {x.document.language for x in extractions()} == {"zh", "en"}


def test_claims_of_one_event_are_found_to_be(store: Store) -> None:
    found = [marks(store, e) for e in fused_events(store.find)]
    assert pairwise_f1(GOLD["events"], found) >= 0.95


def test_names_of_one_entity_are_found_to_be(store: Store) -> None:
    gold = {name: number for number, names in enumerate(GOLD["entities"]) for name in names}
    wanted, found = defaultdict[object, list[str]](list), defaultdict[object, list[str]](list)
    unknown = set()
    for x in store.extractions(global_ids=True):
        text = next(o.document.text for o in extractions() if o.document.source == x.document.source)
        for entity in x.entities:
            for span in entity.mentions:
                name, mention = span.of(text), f"{x.document.source} {span.start}"
                if name not in gold:
                    unknown.add(name)
                    continue
                wanted[gold[name]].append(mention)
                found[entity.id].append(mention)
    assert pairwise_f1(wanted.values(), found.values()) >= 0.97
    assert unknown == set()


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_reading_does_not_matter(store: Store, seed: int) -> None:
    documents = list(extractions())
    random.Random(seed).shuffle(documents)
    with Store.memory() as other:
        for extraction in documents:
            other.add(extraction)
        assert other.nquads() == store.nquads()


@pytest.mark.parametrize("seed", range(5))
def test_documents_that_go_leave_no_trace(seed: int) -> None:
    documents = list(extractions())
    random.Random(seed).shuffle(documents)
    stay, go = documents[:20], documents[20:]
    with Store.memory() as store, Store.memory() as fresh:
        store.extend(documents)
        for extraction in go:
            store.remove(extraction.document.source)
        fresh.extend(stay)
        assert store.nquads() == fresh.nquads()


def test_a_new_version_moves_its_claims_to_other_events() -> None:
    old, new = Builder("page.html"), Builder("page.html")
    for b, name in ((old, "Lark-1"), (new, "Lark-2")):
        b.event("ModelRelease", f"{name} is out", model=b.entity("Model", name))
    with Store.memory() as store, Store.memory() as fresh:
        store.extend([english(), chinese(), old.build()])
        store.add(new.build())
        fresh.extend([new.build(), english(), chinese()])
        assert store.nquads() == fresh.nquads()
        [event] = [e for e in fused_events(store.find) if e.kind == "ModelRelease" and len(e.facts) > 1]
        assert {f.source_name for f in event.facts} == {"news.txt", "page.html"}


def test_a_document_touches_its_own_events_only(store: Store) -> None:
    b = Builder("more.txt", published="2026-04-10")
    b.event("ModelRelease", "OpenAI released GPT-5.2", model=b.entity("Model", "GPT-5.2"))
    with Store.memory() as other:
        other.extend(extractions())
        before = set(other.quads())
        other.add(b.build())
        changed = {q.subject for q in set(other.quads()) ^ before if "/id/event/" in str(q.subject)}
        assert len(changed) == 1


def test_four_reports_in_two_languages_are_one_release(store: Store) -> None:
    event = event_of(store, "d01 ModelRelease Qwen3.6-Plus")
    assert len(event.facts) == 5
    assert event.status == "actual"


def test_rumour_announcement_and_denial_are_claims_of_one_event(store: Store) -> None:
    bought = event_of(store, "d10 Acquisition Nvidia")
    assert [f.event.modality for f in bought.facts].count("rumored") == 1
    assert bought.status == "actual"
    denied = event_of(store, "d13 Acquisition Apple")
    assert {f.event.modality for f in denied.facts} == {"rumored", "negated"}
    assert denied.status == "negated"


def test_who_cites_the_same_outlet_is_not_a_new_source(store: Store) -> None:
    round_ = event_of(store, "d05 FundingRound Moonshot AI")
    assert (len(round_.facts), round_.origins) == (4, 3)
    assert round_.differences == ("amount",)
    with Store.memory() as other:
        for number in range(10):
            b = Builder(f"{number}.txt", publisher=f"Paper {number}")
            paper = b.entity("Organization", "The Example Times")
            b.event(
                "ModelRelease", f"Lark-2 is out, paper {number} read.", model=b.entity("Model", "Lark-2"), source=paper
            )
            other.add(b.build())
        [event] = fused_events(other.find)
        assert (len(event.facts), event.origins) == (10, 1)


def test_every_statement_of_an_event_leads_to_a_sentence(store: Store) -> None:
    assert store.query("ASK { ?event a aikg:Event }")
    for query in (UNSUPPORTED, UNFOUNDED):
        assert not store.query(query).rows


def test_a_statement_without_a_sentence_is_found(store: Store) -> None:
    with Store.memory() as other:
        other.extend(extractions()[:3])
        event = next(iter(fused_events(other.find)))
        other.inner.update(
            f"INSERT DATA {{ GRAPH <https://w3id.org/aikg/id/graph/events> {{ <{event.iri}> "
            "<https://w3id.org/aikg/ontology#developer> <https://w3id.org/aikg/id/nvidia> } }"
        )
        assert len(other.query(UNFOUNDED).rows) == 1


def test_the_fused_graph_conforms_after_every_operation() -> None:
    with Store.memory() as store:
        store.extend(extractions())
        assert validate(store) == []
        store.remove("d20")
        store.remove("d05")
        assert validate(store) == []


def test_an_entity_named_alone_is_the_one_that_another_document_names_in_full(store: Store) -> None:
    short, full = entity_node("organization/星河智能"), entity_node("organization/starriverai")
    assert canonical_of(store.find, short) == canonical_of(store.find, full)
    [entity] = [e for e in store.entities() if e.id == "organization/starriverai"]
    assert {"星河智能", "StarRiver AI"} <= {*entity.names.values(), *entity.aliases}


def test_what_is_stored_is_read_as_what_was_fused() -> None:
    """With nothing in memory, fusion goes on as if it had never been interrupted."""
    with Store.memory() as one, Store.memory() as other:
        one.extend(extractions())
        for extraction in extractions():
            other.add(extraction)
            other._ingest.forget()
        assert one.nquads() == other.nquads()
