"""Extraction as a whole: what comes out can be checked against the text, and is the same every time."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from aikg.extractors.extract import Extractor
from aikg.ontology.interchange import from_json, to_json
from aikg.ontology.model import Document, EntityRef
from hypothesis import given, settings
from hypothesis import strategies as st

SHARED = Path(__file__).parents[2] / "shared"
EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.*"))


def document(text: str, language: str = "zh") -> Document:
    return Document("sha256:test", text, "test", language, published=date(2026, 4, 7))  # type: ignore[arg-type]


def read(path: Path) -> Document:
    return document(path.read_text("utf-8"), "zh" if "zh" in path.name or "shared" in str(path) else "en")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_quotations_are_slices_of_the_text(path: Path) -> None:
    data = to_json(Extractor().extract(read(path)))
    text = path.read_text("utf-8")
    spans = [m for e in data["entities"] for m in e["mentions"]] + [s for e in data["events"] for s in e["evidence"]]
    assert spans
    assert all(text[s["start"] : s["end"]] == s["text"] for s in spans)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_extraction_is_deterministic(path: Path) -> None:
    first, second = (json.dumps(to_json(Extractor().extract(read(path)))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_output_survives_the_interchange_format(path: Path) -> None:
    extraction = Extractor().extract(read(path))
    data = to_json(extraction)
    assert to_json(from_json(data, extraction.document.text)) == data


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_every_argument_entity_is_listed(path: Path) -> None:
    extraction = Extractor().extract(read(path))
    known = {e.id for e in extraction.entities}
    used = {
        a.value.id for e in extraction.events for v in e.arguments.values() for a in v if isinstance(a.value, EntityRef)
    }
    assert used <= known


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("OpenAI发布融资亿美元，。1234%月日年Qwen-3.6\n（）“”GPT由领投据称增长至 "),
        max_size=120,
    )
)
def test_any_text_is_extracted_without_error(text: str) -> None:
    for language in ("zh", "en"):
        to_json(Extractor().extract(document(text, language)))


def _schema() -> Path:
    path = SHARED / "contract" / "extraction.schema.json"
    if not path.exists():
        pytest.skip(f"the contract's schema is not beside this checkout: {path.name}")
    return path


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_output_validates_against_the_contract(path: Path) -> None:
    import jsonschema

    schema = json.loads(_schema().read_text("utf-8"))
    jsonschema.validate(to_json(Extractor().extract(read(path))), schema)
