"""How sure an event is: a logistic model over what can be seen of its assembly, with weights fitted by `calibration`.

The features say what tends to go wrong: an inherited subject, a name no catalogue knows, a long sentence with many events. The weights
are data; `aikg evaluate` shows in its reliability table whether they mean what they say.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..ontology.events import event_kinds
from ..ontology.model import Entity, EntityRef, Event, Extraction

WEIGHTS = Path(__file__).with_name("confidence.toml")


def rated(extraction: Extraction) -> Extraction:
    """The extraction with every event's confidence set."""
    weights = _weights()
    if not weights:
        return extraction
    events = tuple(
        replace(event, confidence=confidence(found, weights))
        for event, found in zip(extraction.events, features(extraction), strict=True)
    )
    return replace(extraction, events=events)


def features(extraction: Extraction) -> Iterator[Mapping[str, float]]:
    """What is seen of each event, in order: feature name → value."""
    entities = {e.id: e for e in extraction.entities}
    crowd = Counter(e.evidence[0] for e in extraction.events)
    for event in extraction.events:
        yield _features(event, entities, crowd[event.evidence[0]], extraction.document.language)


def _features(event: Event, entities: Mapping[str, Entity], crowd: int, language: str) -> Mapping[str, float]:
    core = [a for role in event_kinds()[event.kind].core for a in event.arguments.get(role, ())]
    named = [a for a in core if isinstance(a.value, EntityRef)]
    told = [a for a in named if a.span and any(e.overlaps(a.span) for e in event.evidence)]
    arguments = sum(len(v) for role, v in event.arguments.items() if role != "source")
    length = event.evidence[0].end - event.evidence[0].start
    return {
        "bias": 1.0,
        event.kind: 1.0,
        f"{event.kind}.{language}": 1.0,
        "inherited": float(len(told) < len(named)),
        "unknown": float(any(not entities[a.value.id].known for a in named if isinstance(a.value, EntityRef))),
        "hedged": float(event.modality != "actual"),
        "told twice": float(len(event.evidence) > 1),
        "arguments": min(arguments, 6) / 6,
        "dated": float("date" in event.arguments or "period" in event.arguments),
        "long": min(length / (100 if language == "zh" else 300), 3.0),
        "crowded": math.log(crowd),
        "listed": float("list" in event.rule or "table" in event.rule),
    }


def confidence(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What weights make of an event's features, in (0, 1)."""
    return _sigmoid(sum(weights.get(name, 0.0) * value for name, value in found.items() if value))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


@cache
def _weights() -> Mapping[str, float]:
    return tomllib.loads(WEIGHTS.read_text("utf-8"))["weights"] if WEIGHTS.exists() else {}
