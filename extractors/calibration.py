"""Fits the weights of confidence on annotated documents, and says how they hold on documents that were not fitted on.

python -m aikg.extractors.calibration GOLD…             fit anew and write confidence.toml beside this file
python -m aikg.extractors.calibration --check GOLD…     only say how a fit would hold on documents it has not seen
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ..ontology.errors import AikgError, UsageError
from ..ontology.interchange import to_json
from .confidence import WEIGHTS, confidence, features
from .evaluate import load_gold
from .extract import Extractor
from .matching import Matching
from .readers import text_document
from .report import Report

RIDGE = 1.0  # of the penalty on weights, in units of events
ROUNDS = 60
FOLDS = 10  # of documents: the events of one are never on both sides

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
    head = f"# Written by python -m aikg.extractors.calibration; {said}.\n"
    WEIGHTS.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    print(f"wrote {WEIGHTS.name}")


def _run() -> None:
    try:
        main(sys.argv[1:])
    except AikgError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    _run()
