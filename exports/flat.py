"""Events as flat properties, for the formats whose nodes and rows hold plain values only."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from ..ontology.interchange import number
from ..ontology.model import Document, Entity, EntityRef, Quantity, TimeInterval
from . import wording
from .records import EventRecord, Records

Value: TypeAlias = str | int | float | bool
Properties: TypeAlias = dict[str, Value]

# What XML 1.0 cannot hold; the other formats lose nothing by leaving it out too.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text without the control characters that XML and databases refuse; line breaks and all else stay."""
    return _UNPRINTABLE.sub("", text)


def entity_properties(entity: Entity) -> Properties:
    """`id`, `name`, `name_zh`, `name_en`, `aliases` (joined by a bar), `known`."""
    return {
        "id": clean(entity.id),
        "name": clean(entity.name),
        **{f"name_{language}": clean(name) for language, name in sorted(entity.names.items())},
        "aliases": "|".join(clean(alias) for alias in entity.aliases),
        "known": entity.known,
    }


def event_properties(event: EventRecord, records: Records) -> Properties:
    """`id`, `kind`, `label`, `modality`, `confidence`, `day`, and each role that is no entity.

    A quantity gives `amount`, `amount_unit`, `amount_comparator`, `amount_low`, `amount_high` and `amount_text`; a time
    `date_start`, `date_end`; of a role with several fillers the first is kept in numbers and all are in `…_text`.
    """
    found: Properties = {
        "id": clean(event.id),
        "kind": event.kind,
        "label": clean(label(event, records)),
        "modality": event.modality,
        "confidence": round(event.confidence, 4),
        "day": records.event_date(event),
        "reports": len({c.document for c in event.claims}),
    }
    for role, fillers in event.arguments.items():
        plain = [a for a in fillers if not isinstance(a.value, EntityRef)]
        for filler in reversed(plain):  # the first one wins
            value = filler.value
            if isinstance(value, Quantity):
                found |= _quantity(role, value)
            elif isinstance(value, TimeInterval):
                found |= _time(role, value)
            elif isinstance(value, str):
                found[role] = clean(value)
        if len(plain) > 1:
            found[f"{role}_text"] = clean("; ".join(wording.value_text(a, records.name) for a in plain))
    return found


def _quantity(role: str, quantity: Quantity) -> Properties:
    numbers: dict[str, Decimal | None] = {
        role: quantity.value,
        f"{role}_low": quantity.low,
        f"{role}_high": quantity.high,
    }
    return {
        **{name: float(n) for name, value in numbers.items() if (n := number(value)) is not None},
        f"{role}_unit": clean(quantity.unit),
        f"{role}_comparator": quantity.comparator,
        f"{role}_text": clean(wording.quantity_text(quantity)),
    }


def _time(role: str, time: TimeInterval) -> Properties:
    ends = {f"{role}_start": time.start, f"{role}_end": time.end}
    return {name: day.isoformat() for name, day in ends.items() if day}


def label(event: EventRecord, records: Records) -> str:
    """An event in one line: `funding round: OpenAI · 122 billion USD`."""
    parts = (
        wording.who_text(event.kind, event.arguments, records.name),
        wording.figures_text(event.arguments),
    )
    return f"{wording.kind_label(event.kind)}: " + " · ".join(p for p in parts if p)


def document_properties(document: Document) -> Properties:
    """`id`, `source`, `language`, and where known `title`, `publisher`, `published`, `url`."""
    optional = {
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
    }
    return {
        "id": clean(document.id),
        "source": clean(document.source),
        "language": document.language,
        **{name: clean(value) for name, value in optional.items() if value},
    }
