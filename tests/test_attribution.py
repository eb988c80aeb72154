"""Who is cited: cases as data, and what holds for a citation."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from aikg.extractors.attribution import Sources
from aikg.extractors.clauses import clauses
from aikg.extractors.layout import sentences
from aikg.extractors.masking import mask
from aikg.extractors.mentions import find_mentions
from aikg.extractors.normalise import normalise
from aikg.extractors.sorts import sorts_of
from aikg.extractors.topic import Topic
from aikg.ontology.model import Language, Span

CASES = tomllib.loads((Path(__file__).parent / "data" / "attribution.toml").read_text("utf-8"))


def _cited(text: str, language: Language) -> str:
    """Whom the last sentence of a text cites, by the name that the citation has."""
    normal = normalise(text, language)
    mentions, _ = find_mentions(normal.text, language, date(2026, 3, 18))
    topic = Topic(sorts=sorts_of(mentions, normal.text, language))
    sources = Sources()
    for span in sentences(normal.text, Span(0, len(normal.text)), language):
        masked = mask(normal.text, span, [m for m in mentions if span.start <= m.span.start < span.end], language)
        parts = clauses(masked)
        sources.read(masked, parts, topic)
        for position in sorted(masked.positions("Org|Person")):
            topic.remember(masked, (position,), subject=False)
        for part in reversed(parts):
            for group in part.groups[:1]:
                topic.remember(masked, group)
    cited = sources.at(10_000)
    return cited.span.of(normal.text) if cited else ""


@pytest.mark.parametrize(("language", "text", "name"), [(k, *c) for k, cases in CASES.items() for c in cases])
def test_a_citation_names_who_is_cited(language: Language, text: str, name: str) -> None:
    assert _cited(text, language) == name
