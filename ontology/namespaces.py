"""The IRIs of the vocabulary and of the data. Plain strings, so that no RDF library is needed to name a thing.

`AIKG` holds the terms (classes in CapWords, properties in lowerCamelCase), `ID` the data; metrics, modalities and
comparators are SKOS concepts below their own bases.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

from .model import Comparator

BASE = "https://w3id.org/aikg/"
AIKG = BASE + "ontology#"
ID = BASE + "id/"
METRIC = BASE + "metric/"
MODALITY = BASE + "modality/"
COMPARATOR = BASE + "comparator/"

ENTITIES_GRAPH = ID + "graph/entities"  # what every entity is called, once for all documents
EVENTS_GRAPH = ID + "graph/events"  # what the claims add up to
IDENTITIES_GRAPH = ID + "graph/identities"  # which entities of documents are one
CORRECTIONS_GRAPH = ID + "graph/corrections"  # what users said of that
JOURNAL_GRAPH = ID + "graph/journal"  # the merges and splits in the order in which they came; differs between runs
READINGS_GRAPH = ID + "graph/readings"  # when documents were first read: the one thing that differs between runs

PREFIXES: Mapping[str, str] = {
    "aikg": AIKG,
    "id": ID,
    "metric": METRIC,
    "modality": MODALITY,
    "comparator": COMPARATOR,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

COMPARATOR_NAMES: Mapping[Comparator, str] = {
    "=": "equal",
    ">": "more-than",
    ">=": "at-least",
    "<": "less-than",
    "<=": "at-most",
    "~": "about",
}


def expand(name: str) -> str:
    """A prefixed name as an IRI.

    >>> expand("aikg:Claim")
    'https://w3id.org/aikg/ontology#Claim'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """An IRI as a prefixed name where a prefix fits, else as it is.

    >>> shorten("https://w3id.org/aikg/id/alibaba")
    'id:alibaba'
    """
    fitting = [(len(base), prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def camel(role: str) -> str:
    """A role's name as its property's local name.

    >>> camel("lead_investor")
    'leadInvestor'
    """
    first, *rest = role.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def role_iri(role: str) -> str:
    """The property of a role."""
    return AIKG + camel(role)


def kind_iri(kind: str) -> str:
    """The class of an event kind or entity type."""
    return AIKG + kind


def metric_iri(metric: str) -> str:
    """The concept of a metric; the list of metrics is open."""
    return METRIC + quote(metric, safe="")


def local_name(iri: str, base: str) -> str:
    """What stands after `base`, decoded."""
    return unquote(iri.removeprefix(base))


def document_iri(source: str, identifier: str) -> str:
    """The IRI of one document version, which also names its graph: from where it is and what it says."""
    return ID + "document/" + sha256("\0".join((source, identifier)).encode()).hexdigest()[:20]


@lru_cache(1 << 16)
def folded(name: str) -> str:
    """A name without what writers vary: width, case, spaces, hyphens.

    >>> folded("Foo 3.6-Plus") == folded("ｆｏｏ3.6 plus")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c in ".+#&" or unicodedata.category(c)[0] in "LMN")


def entity_iri(type_: str, name: str, *, known_id: str | None = None) -> str:
    """A known entity's IRI is its catalogue id's; another's is made of its type and folded name.

    >>> entity_iri("Organization", "示例公司")
    'https://w3id.org/aikg/id/organization/示例公司'
    >>> entity_iri("Organization", "", known_id="alibaba")
    'https://w3id.org/aikg/id/alibaba'
    """
    if known_id is not None:
        return entity_node(known_id)
    return entity_node(f"{type_.lower()}/{folded(name) or sha256(name.encode()).hexdigest()[:16]}")


@lru_cache(1 << 16)
def entity_node(identifier: str) -> str:
    """The IRI of an entity's id that holds for all documents; an IRI stays as it is.

    Letters of all scripts may stand in an IRI; the rest is percent-encoded.
    """
    if identifier.startswith(ID):
        return identifier
    return ID + "".join(c if c.isalnum() or c in "/-._~" else quote(c, safe="") for c in identifier)
