"""Every event kind is held by its own examples and counterexamples."""

from __future__ import annotations

from collections import Counter

import pytest
from aikg.ontology.events import event_kinds

from .event_examples import Example, examples, failures

ALL = list(examples())


def _mark(example: Example) -> object:
    pending = example.data.get("pending")
    marks = [pytest.mark.xfail(reason=pending, strict=True)] if pending else []
    return pytest.param(example, id=example.name, marks=marks)


@pytest.mark.parametrize("example", [_mark(e) for e in ALL])
def test_example_gives_exactly_the_stated_events(example: Example) -> None:
    assert failures(example) == []


@pytest.mark.parametrize("kind", event_kinds())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_kind_has_examples_and_counterexamples(kind: str, language: str) -> None:
    here = [e for e in ALL if e.kind.name == kind and e.data["lang"] == language]
    counts = Counter(e.positive for e in here)
    assert counts[True] >= 8
    assert counts[False] >= 4
