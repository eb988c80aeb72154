"""The graph held against its SHACL shapes (ontology/shapes.ttl).

    for violation in validate(store): print(violation)

An empty list means that the graph is as the vocabulary says. Besides the shapes, every quotation must be as long as its
position says, which SHACL has no short word for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..ontology.namespaces import expand, shorten
from .terms import Literal, NamedNode, Quad

if TYPE_CHECKING:
    import rdflib

    from .store import Store

ONTOLOGY = Path(__file__).parent.parent / "ontology"
# Shapes do not look at these, and they are half of the graph.
_UNSHAPED = frozenset(map(expand, ("aikg:mention", "oa:prefix", "oa:suffix", "schema:mentions", "skos:altLabel")))
# Every statement of an event rests on a claim with a sentence; what fills a role, on a claim whose argument says so.
UNSUPPORTED = """
SELECT ?event ?role ?value WHERE {
  ?event a aikg:Event ; ?role ?value .
  FILTER NOT EXISTS { ?event aikg:claim/aikg:evidence/oa:exact ?sentence }
}
"""
UNFOUNDED = """
SELECT ?event ?role ?value WHERE {
  { SELECT DISTINCT ?role { ?any aikg:role ?role } }
  ?event a aikg:Event ; ?role ?value .
  FILTER NOT EXISTS {
    ?event aikg:claim ?claim .
    ?claim aikg:argument ?argument ; aikg:evidence/oa:exact ?sentence .
    ?argument aikg:role ?role ; aikg:filler ?filler .
    FILTER(?filler = ?value || EXISTS { ?filler aikg:canonical ?value })
  }
}
"""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One breach: the node that breaks a shape, what is wrong, on which property, and the value to blame."""

    node: str
    message: str
    path: str = ""
    value: str = ""

    def __str__(self) -> str:
        about = f" ({self.path}{' = ' + self.value if self.value else ''})" if self.path else ""
        return f"{self.node}: {self.message}{about}"


def validate(store: Store) -> list[Violation]:
    """All breaches, by node. The store is read, never written."""
    return sorted({*_misquoted(store), *_unsupported(store), *_shape_breaches(store)})


def _unsupported(store: Store) -> Iterator[Violation]:
    """Statements of events that lead to no sentence."""
    for event, role, value in (*store.query(UNSUPPORTED).rows, *store.query(UNFOUNDED).rows):
        yield Violation(str(event), "a statement of an event leads to a sentence", shorten(str(role)), str(value))


def _misquoted(store: Store) -> Iterator[Violation]:
    """Passages whose quotation is not as long as the positions in the passage's own IRI say."""
    exact = expand("oa:exact")
    for quad in store.quads():
        if quad.predicate.value == exact and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            start, _, end = quad.subject.value.rpartition("#char=")[2].partition(",")
            if not (start.isdigit() and end.isdigit()) or len(quad.object.value) != int(end) - int(start):
                said = "a quotation is as long as its position says"
                yield Violation(quad.subject.value, said, "oa:exact", quad.object.value)


def _shape_breaches(store: Store) -> Iterator[Violation]:
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
    _, report, _ = pyshacl.validate(_data(store), shacl_graph=shapes, advanced=True, inference="none")
    if not isinstance(report, rdflib.Graph):
        return
    sh = rdflib.SH
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        path = report.value(result, sh.resultPath)
        value = report.value(result, sh.value)
        yield Violation(
            str(report.value(result, sh.focusNode)),
            str(report.value(result, sh.resultMessage)),
            shorten(str(path)) if isinstance(path, rdflib.URIRef) else "",
            "" if value is None or isinstance(value, rdflib.BNode) else shorten(str(value)),
        )


def _data(store: Store) -> rdflib.Graph:
    """What the shapes look at, all graphs as one, in memory; with the vocabulary's classes."""
    import rdflib

    graph = rdflib.Graph()
    vocabulary = rdflib.Graph().parse(ONTOLOGY / "aikg.ttl")
    for triple in vocabulary.triples((None, rdflib.RDFS.subClassOf, None)):
        graph.add(triple)
    shown = {expand("aikg:evidence"), expand("aikg:passage")}
    quads = [q for q in store.quads() if q.predicate.value not in _UNSHAPED]
    passages = {q.object.value for q in quads if q.predicate.value in shown and isinstance(q.object, NamedNode)}
    for quad in quads:
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        if "#char=" not in subject or subject in passages:
            graph.add((rdflib.URIRef(subject), rdflib.URIRef(quad.predicate.value), _node(quad)))
    return graph


def _node(quad: Quad) -> rdflib.URIRef | rdflib.Literal:
    import rdflib

    value = quad.object
    if isinstance(value, Literal):
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        datatype = value.datatype.value
        plain = datatype.endswith("#string")
        return (
            rdflib.Literal(value.value, datatype=rdflib.URIRef(datatype)) if not plain else rdflib.Literal(value.value)
        )
    return rdflib.URIRef(value.value if isinstance(value, NamedNode) else str(value))
