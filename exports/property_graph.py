"""The graph as labelled nodes and typed relationships, as property-graph databases hold it.

(:Event:FundingRound {id, amount, amount_unit, date_start, …})-[:COMPANY]->(:Entity:Organization {id, name, …})
(:Event)-[:REPORTED_IN {quotation, start, end, rule, confidence, modality}]->(:Document {id, source, …})
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .flat import Properties, clean, document_properties, entity_properties, event_properties
from .records import Records

REPORTED_IN = "REPORTED_IN"


@dataclass(frozen=True, slots=True)
class Node:
    """`space` is Entity, Event or Document: its first label, within which `id` is unique; `label` its second, or ''."""

    space: str
    label: str
    properties: Properties

    @property
    def id(self) -> str:
        return str(self.properties["id"])


@dataclass(frozen=True, slots=True)
class Relationship:
    """From the event `start` to the node `end` of a space."""

    type: str
    start: str
    space: str
    end: str
    properties: Properties


def nodes(records: Records) -> Iterator[Node]:
    """Entities, then documents, then events."""
    for entity in records.entities.values():
        yield Node("Entity", name(entity.type), entity_properties(entity))
    for document in records.documents.values():
        yield Node("Document", "", document_properties(document))
    for event in records.events.values():
        yield Node("Event", name(event.kind), event_properties(event, records))


def relationships(records: Records) -> Iterator[Relationship]:
    """Roles, then reports; each once."""
    for event in records.events.values():
        for role, entity in dict.fromkeys(event.entities):
            if entity in records.entities:
                yield Relationship(name(role).upper(), clean(event.id), "Entity", clean(entity), {})
        for claim in event.claims:
            yield Relationship(
                REPORTED_IN,
                clean(event.id),
                "Document",
                clean(claim.document),
                {
                    "claim": clean(claim.id),
                    "modality": claim.modality,
                    "confidence": round(claim.confidence, 4),
                    "rule": clean(claim.rule),
                    "quotation": clean(" … ".join(q.text for q in claim.quotations)),
                    "start": claim.quotations[0].start if claim.quotations else -1,
                    "end": claim.quotations[-1].end if claim.quotations else -1,
                },
            )


def name(text: str) -> str:
    """A label or type made of letters, digits and underscores only: it goes into queries as it is.

    >>> name("ModelRelease"), name("x`) DETACH DELETE (n")
    ('ModelRelease', 'x_DETACH_DELETE_n')
    """
    return re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_") or "Thing"
