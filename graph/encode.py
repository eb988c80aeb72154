"""Extraction → quads of one named graph (decode.py is the way back).

The graph of a document version is named by the document's IRI and holds

- the **document** (`aikg:Document`) and the **references** in it: what it calls each entity, and where;
- its **claims**, one per reported event: kind, modality, confidence, rule, evidence, and for every role both a direct
  property (`claim aikg:model entity`) and an `aikg:Argument` that keeps where the value was read;
- **quantities** and **times** as nodes below their argument; **passages** (position, quotation) by `#char=start,end`.

Nothing in it depends on other documents or on the clock. What an entity is called over all documents is in a graph
of its own (entities.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from ..ontology.catalogue import catalogue
from ..ontology.errors import ValidationError
from ..ontology.events import event_kind
from ..ontology.model import (
    Argument,
    ArgumentValue,
    Document,
    Entity,
    EntityRef,
    Event,
    Extraction,
    Quantity,
    Span,
    TimeInterval,
)
from ..ontology.namespaces import (
    COMPARATOR,
    COMPARATOR_NAMES,
    ID,
    MODALITY,
    document_iri,
    entity_iri,
    kind_iri,
    local_name,
    metric_iri,
    role_iri,
)
from .naming import is_bare, other_nodes
from .terms import Literal, NamedNode, Quad, boolean, day, decimal, integer, iri, term, text

CONTEXT = 64  # code points kept on each side of a sentence of evidence


def encode(extraction: Extraction) -> AbstractSet[Quad]:
    """All quads of a document's graph, in an order that does not change.

    Raises ValidationError when two events or two entities share an id, or an event names an entity that is not listed.
    """
    document = extraction.document
    for what, found in (("entities", extraction.entities), ("events", extraction.events)):
        ids = [x.id for x in found]
        if len(set(ids)) < len(ids):
            raise ValidationError(f"{document.source}: two {what} share an id")
    graph = _Graph(iri(extraction_iri(document)), document.text, entity_iris(extraction))
    graph.document(document, extraction.warnings)
    for entity in extraction.entities:
        graph.reference(entity)
    for event in extraction.events:
        graph.claim(event)
    return graph.quads.keys()


def extraction_iri(document: Document) -> str:
    """The IRI of a document version and of its graph."""
    return document_iri(document.source, document.id)


def claim_iri(graph: str, event: str) -> str:
    """The IRI of a document's claim by the event's id."""
    return _below(graph, "claim", event)


def _below(node: str, *path: object) -> str:
    return "/".join([node, *map(_quoted, path)])


@lru_cache(1 << 12)
def _quoted(part: object) -> str:
    return quote(str(part), safe=".~")


def entity_iris(extraction: Extraction) -> Mapping[str, str]:
    """Each entity's IRI by its id within the document.

    A name that does not say whose it is (AI Lab, V4) is completed by its owner's, where the document tells of one; else it stands for
    something in this document alone.
    """
    bare = {e.id for e in extraction.entities if not e.known and is_bare(e.type, e.name)}
    iris = {
        e.id: entity_iri(e.type, e.name, known_id=e.id if e.known else None)
        for e in extraction.entities
        if e.id not in bare
    }
    owners = _owners(extraction) if bare else {}
    mark = sha256(extraction.document.source.encode()).hexdigest()[:8]
    for entity in (e for e in extraction.entities if e.id in bare):
        found = owners.get(entity.id, set()) & iris.keys()
        if len(found) == 1:
            owner = local_name(iris[next(iter(found))], ID).rpartition("/")[2]
            iris[entity.id] = entity_iri(entity.type, f"{owner} {entity.name}")
        else:
            iris[entity.id] = f"{entity_iri(entity.type, entity.name)}~{mark}"
    return iris


def _owners(extraction: Extraction) -> Mapping[str, set[str]]:
    """Whose the things are that events are of, as far as the kinds' files say which role owns which."""
    owners: dict[str, set[str]] = {}
    for event in extraction.events:
        for owned, owner in event_kind(event.kind).engine.get("owner", {}).items():
            for thing in event.arguments.get(owned, ()):
                for maker in event.arguments.get(owner, ()):
                    if isinstance(thing.value, EntityRef) and isinstance(maker.value, EntityRef):
                        owners.setdefault(thing.value.id, set()).add(maker.value.id)
    return owners


def normal_form(extraction: Extraction) -> Extraction:
    """The same extraction in the order in which the graph gives it back: the contract leaves these orders open."""
    entities = [
        replace(e, aliases=tuple(sorted(set(e.aliases))), mentions=tuple(sorted(set(e.mentions))))
        for e in extraction.entities
    ]
    events = [
        replace(
            e,
            evidence=tuple(sorted(set(e.evidence))),
            arguments={role: values for role, values in sorted(e.arguments.items()) if values},
        )
        for e in extraction.events
    ]
    return replace(
        extraction,
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        events=tuple(sorted(events, key=lambda e: (e.evidence[:1], e.kind, e.id))),
        warnings=tuple(sorted(set(extraction.warnings))),
    )


@dataclass
class _Graph:
    """Collects the quads of one document's graph."""

    name: NamedNode
    text: str
    entities: Mapping[str, str]
    quads: dict[Quad, None] = field(default_factory=dict)  # a set that keeps its order
    passages: set[tuple[Span, int]] = field(default_factory=set)

    def add(self, subject: NamedNode, predicate: str, value: NamedNode | Literal | None) -> None:
        if value is not None:
            self.quads[Quad(subject, term(predicate), value, self.name)] = None

    def below(self, node: NamedNode, *path: object) -> NamedNode:
        return iri(_below(node.value, *path))

    def document(self, document: Document, warnings: Sequence[str]) -> None:
        node = self.name
        self.add(node, "rdf:type", term("aikg:Document"))
        self.add(node, "dcterms:identifier", text(document.id))
        self.add(node, "aikg:sourceName", text(document.source))
        self.add(node, "dcterms:language", text(document.language))
        self.add(node, "aikg:characters", integer(len(document.text)))
        self.add(node, "dcterms:title", None if document.title is None else text(document.title))
        self.add(node, "aikg:published", day(document.published) if document.published else None)
        self.add(node, "schema:url", None if document.url is None else text(document.url))
        if document.publisher is not None:
            self.add(node, "aikg:publisherName", text(document.publisher))
            if document.publisher in catalogue():
                self.add(node, "aikg:publisher", iri(entity_iri("", "", known_id=document.publisher)))
        for warning in warnings:
            self.add(node, "aikg:warning", text(warning))

    def reference(self, entity: Entity) -> None:
        node = self.below(self.name, "entity", entity.id)
        named = iri(self.entities[entity.id])
        self.add(self.name, "schema:mentions", named)
        self.add(self.name, "aikg:reference", node)
        self.add(node, "rdf:type", term("aikg:Reference"))
        self.add(node, "aikg:refersTo", named)
        self.add(node, "dcterms:identifier", text(entity.id))
        self.add(node, "aikg:entityType", iri(kind_iri(entity.type)))
        self.add(node, "aikg:known", boolean(entity.known))
        self.add(node, "aikg:displayName", text(entity.name))
        for language, name in entity.names.items():
            self.add(node, "aikg:name", text(name, language))
        for alias in entity.aliases:
            self.add(node, "aikg:alias", text(alias))
        for other in other_nodes(entity, named.value, self.text):
            self.add(named, "aikg:alsoNamed", iri(other))
        for span in entity.mentions:
            self.add(node, "aikg:mention", self.passage(span))

    def claim(self, event: Event) -> None:
        node = self.below(self.name, "claim", event.id)
        self.add(node, "rdf:type", term("aikg:Claim"))
        self.add(node, "dcterms:identifier", text(event.id))
        self.add(node, "aikg:document", self.name)
        self.add(node, "aikg:kind", iri(kind_iri(event.kind)))
        self.add(node, "aikg:modality", iri(MODALITY + event.modality))
        self.add(node, "aikg:confidence", decimal(Decimal(repr(float(event.confidence)))))
        self.add(node, "aikg:rule", text(event.rule))
        for span in event.evidence:
            self.add(node, "aikg:evidence", self.passage(span, CONTEXT))
        for role, arguments in event.arguments.items():
            for number, argument in enumerate(arguments):
                self.argument(node, role, number, argument)

    def argument(self, claim: NamedNode, role: str, number: int, argument: Argument) -> None:
        node = self.below(claim, role, number)
        value = self.value(node, role, argument.value)
        self.quads[Quad(claim, iri(role_iri(role)), value, self.name)] = None
        self.add(claim, "aikg:argument", node)
        self.add(node, "rdf:type", term("aikg:Argument"))
        self.add(node, "aikg:role", iri(role_iri(role)))
        self.add(node, "aikg:filler", value)
        if argument.span is not None:
            self.add(node, "aikg:passage", self.passage(argument.span))

    def value(self, argument: NamedNode, role: str, value: ArgumentValue) -> NamedNode | Literal:
        if isinstance(value, EntityRef):
            if value.id not in self.entities:
                raise ValidationError(f"{argument.value}: no entity {value.id!r} is listed in its document")
            return iri(self.entities[value.id])
        if isinstance(value, str):
            return iri(metric_iri(value)) if role == "metric" else text(value)
        node = self.below(argument, "value")
        if isinstance(value, Quantity):
            self.quantity(node, value)
        elif isinstance(value, TimeInterval):
            self.time(node, value)
        else:
            raise ValidationError(f"{argument.value}: no value that a role can have: {value!r}")
        return node

    def quantity(self, node: NamedNode, value: Quantity) -> None:
        money = len(value.unit) == 3 and value.unit.isascii() and value.unit.isupper()
        self.add(node, "rdf:type", term("aikg:MonetaryAmount" if money else "aikg:Quantity"))
        self.add(node, "aikg:unit", text(value.unit))
        self.add(node, "aikg:comparator", iri(COMPARATOR + COMPARATOR_NAMES[value.comparator]))
        for name, number in (("numericValue", value.value), ("low", value.low), ("high", value.high)):
            self.add(node, f"aikg:{name}", None if number is None else decimal(number))
        self.add(node, "aikg:per", None if value.per is None else text(value.per))

    def time(self, node: NamedNode, value: TimeInterval) -> None:
        self.add(node, "rdf:type", term("aikg:TimeInterval"))
        self.add(node, "aikg:start", day(value.start) if value.start else None)
        self.add(node, "aikg:end", day(value.end) if value.end else None)
        self.add(node, "aikg:granularity", text(value.granularity))

    def passage(self, span: Span, context: int = 0) -> NamedNode:
        """A passage by its position (RFC 5147); evidence also keeps a little of what stands around it."""
        node = iri(f"{self.name.value}#char={span.start},{span.end}")
        if (span, context) in self.passages:
            return node
        self.passages.add((span, context))
        self.add(node, "rdf:type", term("aikg:Passage"))
        self.add(node, "prov:wasQuotedFrom", self.name)
        self.add(node, "oa:start", integer(span.start))
        self.add(node, "oa:end", integer(span.end))
        self.add(node, "oa:exact", text(span.of(self.text)))
        before = self.text[max(0, span.start - context) : span.start] if context else ""
        after = self.text[span.end : span.end + context] if context else ""
        self.add(node, "oa:prefix", text(before) if before else None)
        self.add(node, "oa:suffix", text(after) if after else None)
        return node
