"""A user's own spaCy pipeline: its names are taken in, and ours stand on its documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import spacy
from aikg.extractors.extract import Extractor
from aikg.extractors.mentions import find_mentions
from aikg.ontology.errors import UsageError
from aikg.ontology.model import Document

TEXT = "Brisk zorblaxian ferns, a maker of toys, was founded in March 2026."


@pytest.fixture
def trained(tmp_path: Path) -> str:
    """A pipeline on disk that knows a name which nothing marks as one."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "zorblaxian ferns"}])
    nlp.to_disk(tmp_path / "trained")
    return str(tmp_path / "trained")


def test_what_a_trained_pipeline_names_is_taken_in(trained: str) -> None:
    document = Document("sha256:1", TEXT, "x", "en", published=date(2026, 4, 7))
    assert not {e.name for e in Extractor().extract(document).entities} & {"zorblaxian ferns"}
    named = {e.name: e.type for e in Extractor(trained).extract(document).entities}
    assert named["zorblaxian ferns"] == "Organization"


def test_components_find_what_extraction_finds() -> None:
    import aikg.extractors.pipeline

    nlp = aikg.extractors.pipeline.pipeline("en")
    text = "OpenAI raised $40 billion in March 2026."
    doc = nlp(text)
    assert tuple(doc._.aikg_mentions) == tuple(find_mentions(text, "en", None)[0])
    assert [span.text for span in doc.spans["aikg"]] == ["OpenAI", "$40 billion", "March 2026"]


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    document = Document("sha256:1", TEXT, "x", "en", published=date(2026, 4, 7))
    with pytest.raises(UsageError, match="no spaCy pipeline 'no_such_pipeline' is installed"):
        Extractor("no_such_pipeline").extract(document)
