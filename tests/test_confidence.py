"""Confidence is fitted on annotated documents and judged on those that it was not fitted on."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from aikg.extractors import calibration, confidence
from aikg.extractors.calibration import Sample, fit, judged, out_of_fold
from aikg.extractors.report import Report
from aikg.ontology.errors import UsageError


def samples(documents: int, each: int, seed: int = 3) -> list[Sample]:
    """Events of which nine in ten are right where a feature is absent, three in ten where it is there."""
    chance = random.Random(seed)
    out = []
    for document in range(documents):
        for _ in range(each):
            inherited = float(chance.random() < 0.4)
            right = chance.random() < (0.3 if inherited else 0.9)
            out.append(Sample(f"d{document}", {"bias": 1.0, "inherited": inherited}, right))
    return out


def test_fitted_confidence_is_the_share_that_is_right() -> None:
    given = samples(20, 40)
    shares: dict[float, list[bool]] = defaultdict(list)
    for s in given:
        shares[s.features["inherited"]].append(s.right)
    weights = fit(given)
    for value, rights in shares.items():
        found = confidence.confidence({"bias": 1.0, "inherited": value}, weights)
        assert found == pytest.approx(sum(rights) / len(rights), abs=0.02)


def test_a_document_never_judges_itself() -> None:
    # Each document is betrayed by a feature of its own: weights that saw it know its events by heart.
    given = [Sample(f"d{n}", {"bias": 1.0, f"of {n}": 1.0}, right=n % 2 == 0) for n in range(10) for _ in range(30)]
    seen, unseen = Report(judged=judged(given, fit(given))), Report(judged=out_of_fold(given))
    assert seen.calibration_error() < 0.1
    assert all(0.4 < told < 0.6 for told, _ in unseen.judged)
    assert len(unseen.judged) == len(given)


def test_one_document_holds_nothing_out() -> None:
    assert out_of_fold(samples(1, 20)) == []


def test_events_that_are_all_right_have_finite_weights() -> None:
    weights = fit([Sample("d", {"bias": 1.0}, True)] * 5)
    assert 0 < weights["bias"] < 20


def test_without_events_there_is_nothing_to_fit() -> None:
    with pytest.raises(UsageError, match="no events"):
        calibration.main([])
