"""Extraction → quads → extraction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aikg.graph.decode import decode
from aikg.graph.encode import encode, extraction_iri, normal_form
from aikg.ontology.errors import ValidationError
from aikg.ontology.events import event_kinds
from aikg.ontology.model import Extraction

from .builders import chinese, english


def without_text(extraction: Extraction) -> Extraction:
    return replace(extraction, document=replace(extraction.document, text=""))


@pytest.mark.parametrize("extraction", [english(), chinese()], ids=["en", "zh"])
def test_what_goes_in_comes_back(extraction: Extraction) -> None:
    back = decode(extraction_iri(extraction.document), encode(extraction))
    assert without_text(back) == without_text(normal_form(extraction))


def test_examples_have_all_kinds() -> None:
    assert {e.kind for e in english().events} == set(event_kinds())
