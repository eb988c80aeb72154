"""The vocabulary's files say what the event files say, and every term in use is declared."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from aikg.graph.store import Store
from aikg.ontology import vocabulary
from aikg.ontology.events import event_kinds
from aikg.ontology.metrics import metrics
from aikg.ontology.model import COMPARATORS, ENTITY_TYPES, MODALITIES
from aikg.ontology.namespaces import AIKG, COMPARATOR, COMPARATOR_NAMES, METRIC, MODALITY, PREFIXES, kind_iri, role_iri
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, SOSA, TIME

from .builders import chinese, english

ROOT = Path(__file__).parent.parent
SEM = ["Actor", "Core", "Event", "Object", "Place", "Time", "accordingTo", "hasActor", "hasPlace", "hasTime"]
OA = ["TextPositionSelector", "TextQuoteSelector", "end", "exact", "prefix", "start", "suffix"]
QUDT = ["QuantityValue", "hasUnit", "lowerBound", "numericValue", "upperBound"]
DECLARED = {
    **{str(ns): set(ns.__annotations__) for ns in (DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, SOSA, TIME)},
    PREFIXES["sem"]: set(SEM),
    PREFIXES["oa"]: set(OA),
    PREFIXES["qudt"]: set(QUDT),
}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(vocabulary.HERE / "aikg.ttl")


@pytest.mark.parametrize(("name", "made"), [("aikg.ttl", vocabulary.vocabulary()), ("shapes.ttl", vocabulary.shapes())])
def test_made_parts_equal_their_source(name: str, made: str) -> None:
    path = vocabulary.HERE / name
    assert path.read_text("utf-8") == vocabulary.written(path, made)


def test_every_kind_role_metric_and_concept_is_declared(graph: rdflib.Graph) -> None:
    wanted = {kind_iri(k) for k in (*event_kinds(), *ENTITY_TYPES)}
    wanted |= {role_iri(r) for kind in event_kinds().values() for r in kind.roles}
    wanted |= {METRIC + m for m in metrics()} | {MODALITY + m for m in MODALITIES}
    wanted |= {COMPARATOR + COMPARATOR_NAMES[c] for c in COMPARATORS}
    assert wanted <= {str(s) for s in graph.subjects(RDF.type)}


def test_every_term_in_the_data_is_declared(graph: rdflib.Graph) -> None:
    from datetime import UTC, datetime

    with Store.memory() as store:
        store.extend([english(), chinese()], read_at=datetime(2026, 1, 1, tzinfo=UTC))
        quads = list(store.quads(readings=True))
    used = {q.predicate.value for q in quads} | {getattr(q.object, "value", "") for q in quads}
    ours = {term for term in used if term.startswith(AIKG)}
    assert ours
    assert ours <= {str(s) for s in graph.subjects(RDF.type)}


def test_every_term_of_another_vocabulary_exists_there(graph: rdflib.Graph) -> None:
    terms = {str(t) for triple in graph for t in triple if isinstance(t, rdflib.URIRef)}
    for base, names in DECLARED.items():
        assert {t.removeprefix(base) for t in terms if t.startswith(base)} - {""} <= names


def test_labels_are_in_both_languages(graph: rdflib.Graph) -> None:
    for node in graph.subjects(RDF.type, OWL.Class):
        assert {label.language for label in graph.objects(node, RDFS.label)} == {"en", "zh"}, node


def test_roles_and_other_properties_do_not_collide() -> None:
    above = (vocabulary.HERE / "aikg.ttl").read_text("utf-8").partition(vocabulary.MARK)[0]
    hand = {line.split()[0] for line in above.splitlines() if line.startswith("aikg:")}
    roles = {f"aikg:{role_iri(r).removeprefix(AIKG)}" for kind in event_kinds().values() for r in kind.roles}
    assert not hand & roles


def test_docs_tell_of_every_class_question_and_alignment(graph: rdflib.Graph) -> None:
    from aikg.graph.query import questions

    ontology, asked = ((ROOT / "docs" / name).read_text("utf-8") for name in ("ontology.md", "questions.md"))
    for node in graph.subjects(RDF.type, OWL.Class):
        assert f"`aikg:{str(node).removeprefix(AIKG)}`" in ontology
    for name, question in questions().items():
        assert f"## {name}" in asked
        assert question.title["en"] in asked
        assert question.title["zh"] in asked
        assert all(f"`{p.name}`" in asked for p in question.parameters)
    for prefix in ("sem", "oa", "qudt"):
        for name in DECLARED[PREFIXES[prefix]] & {str(t).removeprefix(PREFIXES[prefix]) for s in graph for t in s}:
            assert f"`{prefix}:{name}`" in ontology
