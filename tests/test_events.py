"""Every event kind is held by its own examples and counterexamples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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


@pytest.mark.parametrize("kind", event_kinds())
def test_patterns_hold_no_control_characters(kind: str) -> None:
    """A word's edge in double quotes is a backspace in TOML, and never matches."""
    assert [text for text in _texts(event_kinds()[kind].data) if any(ord(c) < 32 and c != "\n" for c in text)] == []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
