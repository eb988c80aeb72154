"""What is in a graph, read through one function that finds quads by pattern.

Whoever can answer that (the embedded store, a remote one) offers all that is here by being a `Contents`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from ..ontology.errors import UnknownName
from ..ontology.events import event_kind
from ..ontology.model import Document, Entity, EntityRef, Event, Extraction, Modality, TimeInterval
from ..ontology.namespaces import ENTITIES_GRAPH, MODALITY, READINGS_GRAPH, entity_node, kind_iri
from .decode import Reader, decode, global_id
from .entities import entity_of
from .identity import CANONICAL, IDENTITIES, members_of
from .terms import Find, Literal, NamedNode, iri, name, python, term, text

ENTITIES, READINGS = iri(ENTITIES_GRAPH), iri(READINGS_GRAPH)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in the store. `document.text` is empty, its length `characters`; `read` is when it was first read."""

    iri: str
    document: Document
    characters: int
    events: int
    read: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """An event as one document reports it. Entity ids hold for all documents; `document.text` has what is quoted."""

    iri: str
    document: Document
    event: Event


class Contents:
    """Documents, claims and entities of a graph. `find` gives the quads of a pattern."""

    @property
    def find(self) -> Find:
        """Quads by subject, predicate, object, graph; None stands for any."""
        raise NotImplementedError

    def documents(self) -> list[StoredDocument]:
        """All documents, by date, publisher and source."""
        events = Counter(name(q.object) for q in self.find(None, term("aikg:document"), None, None))
        found = []
        for quad in self.find(None, term("rdf:type"), term("aikg:Document"), None):
            node = name(quad.subject)
            read = [python(q.object) for q in self.find(iri(node), term("aikg:read"), None, READINGS)]
            reader = Reader(self.find(iri(node), None, None, iri(node)))
            characters = cast(int, reader.one(node, "aikg:characters"))
            found.append(
                StoredDocument(
                    node,
                    reader.document(node, with_text=False),
                    characters,
                    events[node],
                    cast("datetime | None", read[0] if read else None),
                )
            )
        return sorted(
            found, key=lambda d: (d.document.published or date.min, d.document.publisher or "", d.document.source)
        )

    def extraction(self, document: str, *, global_ids: bool = False) -> Extraction:
        """What was read out of a document, given by its source, id or IRI. Raises UnknownName.

        The text is there only as far as it is quoted (decode.py). With `global_ids`, entities go by ids that
        are the same in all documents.
        """
        graph = self.resolve(document)
        return self._decoded(graph, self._merged() if global_ids else None)

    def extractions(self, *, global_ids: bool = False) -> Iterator[Extraction]:
        """All documents' extractions, in the order of their IRIs."""
        merged = self._merged() if global_ids else None
        found = self.find(None, term("rdf:type"), term("aikg:Document"), None)
        for graph in sorted(name(q.subject) for q in found):
            yield self._decoded(graph, merged)

    def _decoded(self, graph: str, merged: Mapping[str, str] | None) -> Extraction:
        """A document's graph as extraction; with `merged`, entities by the one id they have over all documents."""
        found = decode(graph, self.find(None, None, None, iri(graph)), global_ids=merged is not None)
        return canonicalised(found, merged) if merged else found

    def _merged(self) -> Mapping[str, str]:
        """The ids of entities that are others, with the ids of those."""
        return {
            global_id(name(q.subject)): global_id(name(q.object)) for q in self.find(None, CANONICAL, None, IDENTITIES)
        }

    def events(
        self,
        *,
        kind: str | None = None,
        entity: str | None = None,
        since: date | None = None,
        until: date | None = None,
        modality: Modality | None = None,
    ) -> list[StoredClaim]:
        """Reported events, by date. `entity` is an entity's global id; `since` and `until` are inclusive.

        An event is at its own time, and at its document's date where it has none. Raises UnknownName for a kind.
        """
        tests = [] if kind is None else [(term("aikg:kind"), iri(kind_iri(event_kind(kind).name)))]
        tests += [] if modality is None else [(term("aikg:modality"), iri(MODALITY + modality))]
        if entity is not None:
            nodes = members_of(self.find, entity_node(entity))
            about = {name(q.subject) for n in nodes for q in self.find(None, term("aikg:filler"), iri(n), None)}
            claims = {argument.rsplit("/", 2)[0] for argument in about}
        else:
            predicate, value = tests[0] if tests else (term("rdf:type"), term("aikg:Claim"))
            claims = {name(q.subject) for q in self.find(None, predicate, value, None)}
        for predicate, value in tests:
            claims &= {name(q.subject) for q in self.find(None, predicate, value, None)}
        merged = self._merged()
        found = [self._claim(c, merged) for c in claims]
        dated = [(when(c.event, c.document), c) for c in found]
        lower, upper = since or date.min, until or date.max
        kept = [(d, c) for d, c in dated if (not (since or until)) or (d[0] <= upper and d[1] >= lower)]
        return [c for _, c in sorted(kept, key=lambda x: (x[0], x[1].iri))]

    def event(self, identifier: str) -> StoredClaim:
        """The claim with this event id or IRI; an unambiguous beginning of the id will do. Raises UnknownName."""
        exact = self.find(None, term("dcterms:identifier"), text(identifier), None)
        found = [name(q.subject) for q in exact if "/claim/" in name(q.subject)]
        if not found:
            claims = {name(q.subject) for q in self.find(None, term("rdf:type"), term("aikg:Claim"), None)}
            found = [c for c in claims if c == identifier or c.rpartition("/")[2].startswith(identifier)]
            if len(found) != 1 or not identifier:
                raise UnknownName("event", identifier, (c.rpartition("/")[2] for c in claims))
        return self._claim(min(found), self._merged())

    def _claim(self, node: str, merged: Mapping[str, str]) -> StoredClaim:
        claim = stored_claim(self.find, node)
        return replace(claim, event=with_entities(claim.event, lambda id_: merged.get(id_, id_)))

    def entities(self, *, merged: bool = True) -> list[Entity]:
        """All entities that documents speak of, and those above them, by global id; mentions are left out.

        Entities that turned out to be one are one, with all their names; without `merged`, each as documents know it.
        """
        properties: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.find(None, None, None, ENTITIES):
            properties[name(quad.subject)][quad.predicate.value].append(quad.object)
        found = {e.id: e for e in (entity_of(node, said) for node, said in properties.items())}
        for member, canonical in sorted(self._merged().items()) if merged else ():
            if member in found and canonical in found:
                found[canonical] = united(found[canonical], found.pop(member))
        return sorted(found.values(), key=lambda e: e.id)

    def label(self, node: str, language: str = "en") -> str | None:
        """What an entity's IRI is called, in the language where there is a name in it; None for other IRIs."""
        found = (q.object for q in self.find(iri(node), term("skos:prefLabel"), None, ENTITIES))
        names = {o.language or "": o.value for o in found if isinstance(o, Literal)}
        return names.get(language) or (names[min(names)] if names else None)

    def source_of(self, document: str) -> str | None:
        """The source of a document's IRI."""
        found = self.find(iri(document), term("aikg:sourceName"), None, None)
        return next((name(q.object) for q in found), None)

    def stats(self) -> dict[str, int]:
        """How many documents, events and entities there are."""

        def count(class_: str) -> int:
            return sum(1 for _ in self.find(None, term("rdf:type"), term(class_), None))

        return {
            "documents": count("aikg:Document"),
            "events": count("aikg:Claim"),
            "entities": sum(1 for _ in self.find(None, term("aikg:known"), None, ENTITIES)),
        }

    def resolve(self, document: str) -> str:
        """A document's IRI by its source, id or IRI. Raises UnknownName."""
        if any(self.find(None, term("aikg:sourceName"), text(document), None)):
            return min(name(q.subject) for q in self.find(None, term("aikg:sourceName"), text(document), None))
        byid = self.find(None, term("dcterms:identifier"), text(document), None)
        found = sorted(name(q.subject) for q in byid if name(q.subject) == name(q.graph_name))
        if found:
            return found[0]
        all_ = {name(q.subject): str(python(q.object)) for q in self.find(None, term("aikg:sourceName"), None, None)}
        if document in all_:
            return document
        raise UnknownName("document", document, all_.values())


def stored_claim(find: Find, node: str) -> StoredClaim:
    """A claim and what it needs: its arguments, their values, the passages, the document."""
    document = node.rpartition("/claim/")[0]
    graph = iri(document)
    quads = [*find(iri(node), None, None, graph), *find(graph, None, None, graph)]
    arguments = [q.object for q in quads if q.predicate == term("aikg:argument")]
    quads += [q for a in arguments for q in find(cast(NamedNode, a), None, None, graph)]
    ends = {
        q.object for q in quads if q.predicate in (term("aikg:filler"), term("aikg:passage"), term("aikg:evidence"))
    }
    quads += [q for e in ends if isinstance(e, NamedNode) for q in find(e, None, None, graph)]
    reader = Reader(quads, global_ids=True)
    return StoredClaim(node, reader.document(document), reader.event(node))


def canonicalised(extraction: Extraction, merged: Mapping[str, str]) -> Extraction:
    """An extraction with global ids, its entities by the ids of those that they are."""
    entities: dict[str, Entity] = {}
    for entity in extraction.entities:
        id_ = merged.get(entity.id, entity.id)
        entities[id_] = united(entities[id_], entity) if id_ in entities else replace(entity, id=id_)
    events = tuple(with_entities(e, lambda id_: merged.get(id_, id_)) for e in extraction.events)
    return replace(extraction, entities=tuple(sorted(entities.values(), key=lambda e: e.id)), events=events)


def with_entities(event: Event, canonical: Callable[[str], str]) -> Event:
    """The event with every entity by another id."""
    arguments = {
        role: tuple(
            replace(a, value=EntityRef(canonical(a.value.id))) if isinstance(a.value, EntityRef) else a for a in values
        )
        for role, values in event.arguments.items()
    }
    return replace(event, arguments=arguments)


def united(one: Entity, other: Entity) -> Entity:
    """Two entities that are one: under the first's id and name, with the names and mentions of both."""
    names = {**other.names, **one.names}
    aliases = {*one.aliases, *other.aliases, other.name, *other.names.values()} - {one.name, *names.values()}
    mentions = tuple(sorted({*one.mentions, *other.mentions}))
    return replace(one, names=names, aliases=tuple(sorted(aliases)), mentions=mentions)


def when(event: Event, document: Document) -> tuple[date, date]:
    """First and last day of an event: its own time's, else its document's date."""
    times = [a.value for v in event.arguments.values() for a in v if isinstance(a.value, TimeInterval)]
    if times:
        return (
            min(t.start or t.end or date.min for t in times),
            max(t.end or date.max for t in times),
        )
    return (document.published or date.min, document.published or date.max)
