"""The service's description of itself, in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Triple, serialize

from ...ontology.namespaces import PREFIXES
from .negotiation import RESULTS, TRIPLES

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
}


def description(address: str, media: str, *, writable: bool) -> bytes:
    """The description of the service at an address, in one of the triples' formats."""
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    type_ = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

    def sd(name: str) -> NamedNode:
        return NamedNode(SD + name)

    found = [
        Triple(service, type_, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(address)),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, type_, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, type_, sd("Graph")),
        *(Triple(service, sd("resultFormat"), NamedNode(FORMATS + _FORMAT[m])) for m in (*RESULTS, *TRIPLES)),
    ]
    if writable:
        found.append(Triple(service, sd("supportedLanguage"), sd("SPARQL11Update")))
        found += [Triple(service, sd("inputFormat"), NamedNode(FORMATS + _FORMAT[m])) for m in TRIPLES]
    written = serialize(found, format=TRIPLES[media], prefixes={**PREFIXES, "sd": SD, "formats": FORMATS})
    assert written is not None  # without an output the bytes come back
    return written
