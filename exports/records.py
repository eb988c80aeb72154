"""The graph as plain records, the form that every exporter but the RDF ones works from.

An event record is one real event; its claims are what single documents say of it. Everything is sorted, so that the
same graph gives the same bytes in every export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..graph.store import Store
from ..ontology.model import Argument, Document, Entity, EntityRef, Event, Extraction, Modality, Span, TimeInterval

T = TypeVar("T")
CONTEXT = 70  # code points of the document shown on each side of a quotation


@dataclass(frozen=True, slots=True)
class Quotation:
    """A slice of a document: `text` stands at [start, end), `before` and `after` around it."""

    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says of an event. `document` is its id."""

    id: str
    document: str
    modality: Modality
    confidence: float
    rule: str
    arguments: Mapping[str, tuple[Argument, ...]]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event with all that supports it."""

    id: str
    kind: str
    modality: Modality
    confidence: float
    arguments: Mapping[str, tuple[Argument, ...]]
    claims: tuple[Claim, ...]

    @property
    def entities(self) -> tuple[tuple[str, str], ...]:
        """(role, entity id) of every argument that is an entity."""
        return tuple(
            (r, a.value.id) for r, args in self.arguments.items() for a in args if isinstance(a.value, EntityRef)
        )

    @property
    def times(self) -> tuple[TimeInterval, ...]:
        """All times among the arguments."""
        return tuple(a.value for args in self.arguments.values() for a in args if isinstance(a.value, TimeInterval))


@dataclass(frozen=True, slots=True)
class Records:
    """A whole graph, each table by id and sorted by it."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    events: Mapping[str, EventRecord] = field(default_factory=dict)

    def name(self, entity: str) -> str:
        """An entity's name; its id where the graph does not know it."""
        return self.entities[entity].name if entity in self.entities else entity

    def publisher(self, document: Document, language: str = "en") -> str:
        """A document's publisher by name, '' where unknown; in the graph it is an entity's id or words."""
        entity = self.entities.get(document.publisher or "")
        return entity.names.get(language, entity.name) if entity else document.publisher or ""

    def event_date(self, event: EventRecord) -> str:
        """The ISO date an event is placed at: when it happened, else when it was first reported, else ''."""
        happened = [t.start or t.end for t in event.times]
        if days := sorted(d for d in happened if d):
            return days[0].isoformat()
        reported = [self.documents[c.document].published for c in event.claims if c.document in self.documents]
        return min((d.isoformat() for d in reported if d), default="")


def from_store(store: Store) -> Records:
    """Everything in a store, with entity ids that hold for all documents."""
    found = records_of(store.extractions(global_ids=True))
    return Records(found.documents, _sorted({e.id: e for e in store.entities()}), found.events)


def records_of(extractions: Iterable[Extraction]) -> Records:
    """Records of extractions as they are: every report its own event, nothing fused."""
    documents: dict[str, Document] = {}
    entities: dict[str, Entity] = {}
    events: dict[str, EventRecord] = {}
    for extraction in extractions:
        document = extraction.document
        documents[document.id] = document
        for entity in extraction.entities:
            entities.setdefault(entity.id, entity)
        for event in extraction.events:
            claim = claim_of(event, document)
            events[event.id] = EventRecord(
                event.id, event.kind, event.modality, event.confidence, event.arguments, (claim,)
            )
    return Records(_sorted(documents), _sorted(entities), _sorted(events))


def claim_of(event: Event, document: Document) -> Claim:
    """A document's event as a claim, its evidence quoted with context."""
    quotations = tuple(quotation(span, document.text) for span in event.evidence)
    return Claim(event.id, document.id, event.modality, event.confidence, event.rule, event.arguments, quotations)


def quotation(span: Span, text: str) -> Quotation:
    """A span of a text with what stands around it in the same paragraph."""
    before = text[max(0, span.start - CONTEXT) : span.start].rpartition("\n\n")[2]
    after = text[span.end : span.end + CONTEXT].partition("\n\n")[0]
    return Quotation(span.of(text), span.start, span.end, before, after)


def _sorted(table: dict[str, T]) -> dict[str, T]:
    return dict(sorted(table.items()))
