"""Extraction ⇄ the JSON Lines format that other programs rely on (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from .model import (
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

Json = dict[str, Any]


def number(value: Decimal | None) -> int | float | None:
    """A Decimal as the JSON number that prints shortest: integers stay integers."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def span_json(span: Span, text: str) -> Json:
    """A span with its quotation."""
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def argument_json(argument: Argument, text: str) -> Json:
    """One role filler: {"entity"}, {"quantity"}, {"time"} or {"text"}, with where it was read."""
    value, span = argument.value, argument.span
    where = {"start": span.start, "end": span.end} if span else {}
    quoted = span.of(text) if span else ""
    if isinstance(value, EntityRef):
        return {"entity": value.id, **where}
    if isinstance(value, Quantity):
        quantity: Json = {"value": number(value.value), "unit": value.unit, "comparator": value.comparator}
        if value.low is not None or value.high is not None:
            quantity |= {"low": number(value.low), "high": number(value.high)}
        return {"quantity": quantity | {"text": quoted}, **where}
    if isinstance(value, TimeInterval):
        return {
            "time": {
                "start": value.start.isoformat() if value.start else None,
                "end": value.end.isoformat() if value.end else None,
                "text": quoted,
            },
            **where,
        }
    return {"text": value, **where}


def to_json(extraction: Extraction) -> Json:
    """The contract's object for one document."""
    document, text = extraction.document, extraction.document.text
    return {
        "document": {
            "id": document.id,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published.isoformat() if document.published else None,
            "language": document.language,
            "source": document.source,
            "characters": len(text),
            **({"url": document.url} if document.url else {}),
        },
        "entities": [
            {
                "id": e.id,
                "type": e.type,
                "name": e.name,
                "names": dict(e.names),
                "aliases": list(e.aliases),
                "known": e.known,
                "mentions": [span_json(m, text) for m in e.mentions],
            }
            for e in extraction.entities
        ],
        "events": [
            {
                "id": e.id,
                "type": e.kind,
                "modality": e.modality,
                "confidence": round(e.confidence, 4),
                "rule": e.rule,
                "arguments": {r: [argument_json(a, text) for a in v] for r, v in e.arguments.items()},
                "evidence": [span_json(s, text) for s in e.evidence],
            }
            for e in extraction.events
        ],
        "warnings": list(extraction.warnings),
    }


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _value(data: Mapping[str, Any]) -> ArgumentValue:
    if "entity" in data:
        return EntityRef(data["entity"])
    if "quantity" in data:
        q = data["quantity"]
        return Quantity(
            _decimal(q.get("value")),
            q.get("unit", "1"),
            q.get("comparator", "="),
            _decimal(q.get("low")),
            _decimal(q.get("high")),
        )
    if "time" in data:
        return TimeInterval(_date(data["time"]["start"]), _date(data["time"]["end"]))
    return cast(str, data["text"])


def _span(data: Mapping[str, Any]) -> Span | None:
    return Span(data["start"], data["end"]) if "start" in data else None


def from_json(data: Mapping[str, Any], text: str = "") -> Extraction:
    """The inverse of `to_json`; the text itself is not in the format, so it may be handed in."""
    d = data["document"]
    document = Document(
        id=d["id"],
        text=text,
        source=d["source"],
        language=d["language"],
        title=d.get("title"),
        publisher=d.get("publisher"),
        published=_date(d.get("published")),
        url=d.get("url"),
    )
    entities = tuple(
        Entity(
            e["id"],
            e["type"],
            e["name"],
            e.get("names", {}),
            tuple(e.get("aliases", ())),
            e.get("known", False),
            tuple(Span(m["start"], m["end"]) for m in e["mentions"]),
        )
        for e in data["entities"]
    )
    events = tuple(
        Event(
            e["id"],
            e["type"],
            {r: tuple(Argument(_value(a), _span(a)) for a in v) for r, v in e["arguments"].items()},
            e["modality"],
            e["confidence"],
            e["rule"],
            tuple(Span(s["start"], s["end"]) for s in e["evidence"]),
        )
        for e in data["events"]
    )
    return Extraction(document, entities, events, tuple(data.get("warnings", ())))
