"""What the figures of a sentence say: metric, subject, level or change, period, modality."""

from __future__ import annotations

import pytest

from .metric_cases import Case, cases, differences

CASES = [c for language in ("en", "zh") for c in cases(language)]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", [c for c in CASES if not c.pending], ids=lambda c: c.text[:40])
def test_a_text_states_exactly_these_figures(case: Case) -> None:
    assert differences(case) == []


def test_most_cases_are_held_to() -> None:
    assert sum(c.pending for c in CASES) < len(CASES) / 3


def test_a_row_of_figures_is_dealt_out_to_a_row_of_years() -> None:
    from datetime import date

    from aikg.extractors.extract import Extractor
    from aikg.ontology.model import Document, Quantity, TimeInterval

    text = "岚石科技2023年至2025年营收分别为0.6亿元、1.3亿元和3.0亿元。"
    found = Extractor().extract(Document("sha256:x", text, "x", "zh", published=date(2026, 6, 15))).events
    told = {}
    for event in found:
        value, period = event.arguments["value"][0].value, event.arguments["period"][0].value
        assert isinstance(value, Quantity)
        assert isinstance(period, TimeInterval)
        assert period.start
        told[period.start.year] = value.value
    assert told == {2023: 60_000_000, 2024: 130_000_000, 2025: 300_000_000}
