"""How sure an event is: a logistic model over what can be seen of its assembly, fitted on annotated documents.

    python -m aikg.extractors.confidence GOLD…             fit anew and write confidence.toml beside this file
    python -m aikg.extractors.confidence --check GOLD…     only say how a fit would hold on documents it has not seen

The features say what tends to go wrong: an inherited subject, a name no catalogue knows, a long sentence with many events. The weights
are data; `aikg evaluate` shows in its reliability table whether they mean what they say.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

from ..ontology.events import event_kinds
from ..ontology.model import Entity, EntityRef, Event, Extraction

WEIGHTS = Path(__file__).with_name("confidence.toml")
UNFITTED = 0.8
RIDGE = 1.0  # of the penalty on weights, in units of events
ROUNDS = 60
FOLDS = 10  # of documents: the events of one are never on both sides


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


Features: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """One extracted event: its document, what is seen of it, whether it is right."""

    document: str
    features: Features
    right: bool


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights that maximise the penalised likelihood (ridge logistic regression by Newton's method)."""
    import numpy as np

    names = sorted({name for s in samples for name in s.features})
    x = np.array([[s.features.get(name, 0.0) for name in names] for s in samples])
    y = np.array([float(s.right) for s in samples])
    w = np.zeros(len(names))
    penalty = np.full(len(names), RIDGE)
    penalty[names.index("bias")] = 1e-3  # not nothing: where all events are right there is no best bias
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return {name: round(float(value), 4) for name, value in zip(names, w, strict=True)}


def judged(samples: Sequence[Sample], weights: Mapping[str, float]) -> list[tuple[float, bool]]:
    """The confidence that weights give each sample, and whether it is right."""
    return [(confidence(s.features, weights), s.right) for s in samples]


def out_of_fold(samples: Sequence[Sample], folds: int = FOLDS) -> list[tuple[float, bool]]:
    """As `judged`, each event by weights fitted without its document: what confidence is worth on new ones.

    Empty where there are fewer than two documents.
    """
    order = {document: n for n, document in enumerate(sorted({s.document for s in samples}))}
    folds = min(folds, len(order))
    out: list[tuple[float, bool]] = []
    for fold in range(folds if folds > 1 else 0):
        held = [s for s in samples if order[s.document] % folds == fold]
        rest = [s for s in samples if order[s.document] % folds != fold]
        out += judged(held, fit(rest))
    return out


def samples(paths: Iterable[str]) -> Iterator[Sample]:
    """Events extracted from gold documents, with whether they are right; those that match optional gold are left out."""
    from ..ontology.interchange import to_json
    from .evaluate import load_gold
    from .extract import Extractor
    from .matching import Matching
    from .readers import text_document

    for identifier, gold in load_gold(paths).items():
        day = gold.get("published")
        extraction = Extractor().extract(
            text_document(
                gold["text"],
                source=identifier,
                published=date.fromisoformat(day) if day else None,
                language=gold.get("language"),
            )
        )
        matching = Matching(gold, to_json(extraction))
        right = {s: not gold["events"][g].get("optional") for g, s in matching.pairs().items()}
        for number, seen in enumerate(features(extraction)):
            if right.get(number, True):
                yield Sample(identifier, seen, number in right)


def main(arguments: Sequence[str]) -> None:
    """Fit and write the weights, and say how they hold on documents they were not fitted on."""
    from ..ontology.errors import UsageError
    from .report import Report

    check = "--check" in arguments
    found = list(samples(a for a in arguments if a != "--check"))
    if not found:
        raise UsageError("no events to fit on: name annotation files or folders (docs/evaluation.md)")
    documents = len({s.document for s in found})
    said = f"{len(found)} events of {documents} documents, {sum(s.right for s in found)} right"
    weights = fit(found)
    for title, pairs in (("fitted on them", judged(found, weights)), ("on documents held out", out_of_fold(found))):
        print("\n".join([f"{said}; {title}", *Report(judged=pairs).reliability_lines(), ""]))
    if check:
        return
    lines = [f'"{name}" = {value}' for name, value in weights.items()]
    head = f"# Written by python -m aikg.extractors.confidence; {said}.\n"
    WEIGHTS.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    print(f"wrote {WEIGHTS.name}")


def _run() -> None:
    from ..ontology.errors import AikgError

    try:
        main(sys.argv[1:])
    except AikgError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    _run()
