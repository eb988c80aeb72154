"""How sure an event is: a logistic model over what can be seen of its assembly, fitted on annotated documents.

    python -m aikg.extractors.confidence GOLD…     fit anew and write confidence.toml beside this file

The features say what tends to go wrong: an inherited subject, a name no catalogue knows, a long sentence with many events. The weights
are data; `aikg evaluate` shows in its reliability table whether they mean what they say.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..ontology.events import event_kinds
from ..ontology.model import Entity, EntityRef, Event, Extraction

WEIGHTS = Path(__file__).with_name("confidence.toml")
UNFITTED = 0.8
RIDGE = 1.0  # of the penalty on weights, in units of events
ROUNDS = 60


def rated(extraction: Extraction) -> Extraction:
    """The extraction with every event's confidence set."""
    weights = _weights()
    if not weights:
        return extraction
    events = tuple(
        replace(
            event, confidence=_sigmoid(sum(weights.get(name, 0.0) * value for name, value in found.items() if value))
        )
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


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


@cache
def _weights() -> Mapping[str, float]:
    return tomllib.loads(WEIGHTS.read_text("utf-8"))["weights"] if WEIGHTS.exists() else {}


def fit(samples: Sequence[tuple[Mapping[str, float], bool]]) -> dict[str, float]:
    """Weights that maximise the penalised likelihood (ridge logistic regression by Newton's method)."""
    import numpy as np

    names = sorted({name for seen, _ in samples for name in seen})
    x = np.array([[seen.get(name, 0.0) for name in names] for seen, _ in samples])
    y = np.array([float(right) for _, right in samples])
    w = np.zeros(len(names))
    penalty = np.full(len(names), RIDGE)
    penalty[names.index("bias")] = 1e-6
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return {name: round(float(value), 4) for name, value in zip(names, w, strict=True)}


def samples(paths: Iterable[str]) -> Iterator[tuple[Mapping[str, float], bool]]:
    """Events extracted from gold documents, with whether they are right; those that match optional gold are left out."""
    from datetime import date

    from ..ontology.interchange import to_json
    from ..ontology.model import Document
    from .evaluate import load_gold
    from .extract import Extractor
    from .matching import Matching

    for gold in load_gold(paths).values():
        document = Document(
            "sha256:gold", gold["text"], gold["id"], gold["language"], published=date.fromisoformat(gold["published"])
        )
        extraction = Extractor().extract(document)
        matching = Matching(gold, to_json(extraction))
        right = {s: not gold["events"][g].get("optional") for g, s in matching.pairs().items()}
        for number, seen in enumerate(features(extraction)):
            if right.get(number, True):
                yield seen, number in right


def main(paths: Sequence[str]) -> None:
    """Fit and write the weights."""
    found = list(samples(paths))
    lines = [f'"{name}" = {value}' for name, value in fit(found).items()]
    head = (
        f"# Written by python -m aikg.extractors.confidence; {len(found)} events, {sum(r for _, r in found)} right.\n"
    )
    WEIGHTS.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    print(f"{WEIGHTS.name}: {len(found)} events, {sum(r for _, r in found)} right")


if __name__ == "__main__":
    main(sys.argv[1:])
