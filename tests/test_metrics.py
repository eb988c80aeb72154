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
