"""Passages that state no event: they stay silent, and what is told beside them is still heard."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from aikg.extractors.extract import Extractor
from aikg.ontology.model import Document, Language

CASES = tomllib.loads((Path(__file__).parent / "data" / "silence.toml").read_text("utf-8"))
TOLD = {
    "en": "Lovable raised $330 million in a Series B round led by CapitalG on Monday.",
    "zh": "月之暗面周一宣布完成6亿美元D轮融资，红杉中国领投。",
}


@pytest.mark.parametrize(("language", "passage"), [(k, c[1]) for k, cases in CASES.items() for c in cases])
def test_a_silent_passage_yields_no_event_and_hides_none_beside_it(language: Language, passage: str) -> None:
    text = f"{TOLD[language]}\n\n{passage}"
    found = Extractor().extract(Document("sha256:x", text, "x", language, published=date(2026, 3, 18)))
    evidence = [(event.kind, span.of(text)) for event in found.events for span in event.evidence]
    assert evidence == [("FundingRound", TOLD[language])]


@pytest.mark.parametrize(
    ("language", "furniture"),
    [
        ("zh", "请阅读最后一页免责声明　　　　　　　　2"),
        ("zh", "谨请参阅尾页重要声明及投资评级说明 3"),
        ("zh", "免责声明请见末页"),
        ("zh", "算力内参 ▍ 第 1 页 共 2 页"),
        ("en", "Please see important disclosures on the last page"),
        ("en", "Please see important disclosures from page 12 onwards.            3"),
    ],
)
def test_the_foot_of_a_page_silences_nothing(language: Language, furniture: str) -> None:
    text = f"12\n\n{furniture}\n\n{TOLD[language]}\n"
    found = Extractor().extract(Document("sha256:x", text, "x", language, published=date(2026, 3, 18)))
    assert [event.kind for event in found.events] == ["FundingRound"]


@pytest.mark.parametrize(
    "heading", ["About the model", "About the contract", "Copyright cases", "Copyright and training data", "Ratings"]
)
def test_a_heading_that_only_looks_like_boilerplate_silences_nothing(heading: str) -> None:
    text = f"Lovable widens its reach\n\n{heading}\n\n{TOLD['en']}\n"
    found = Extractor().extract(Document("sha256:x", text, "x", "en", published=date(2026, 3, 18)))
    assert [event.kind for event in found.events] == ["FundingRound"]


@pytest.mark.parametrize("heading", ["About Lovable", "About us", "Copyright", "Certifications", "Key risks"])
def test_boilerplate_under_its_heading_is_silent(heading: str) -> None:
    text = f"Lovable widens its reach\n\n{heading}\n\n{TOLD['en']}\n"
    found = Extractor().extract(Document("sha256:x", text, "x", "en", published=date(2026, 3, 18)))
    assert found.events == ()


def test_a_disclaimer_named_on_every_page_is_one_only_at_the_last() -> None:
    text = f"重要声明\n\n{TOLD['zh']}\n\n重要声明\n\n优必选周一登陆港交所。\n"
    found = Extractor().extract(Document("sha256:x", text, "x", "zh", published=date(2026, 3, 18)))
    assert [event.kind for event in found.events] == ["FundingRound"]


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("en", "(Reporting by Colm Harker in Paris; Editing by Judit Vargas)", {"Colm Harker", "Judit Vargas"}),
        ("en", "Media contact: Odalys Brenner, press@brellis.example", {"Odalys Brenner"}),
        ("en", "© 2026 Colm Harker. All rights reserved.", set()),
        ("zh", "分析师：陶景行    执业证书编号：S0871520000", {"陶景行"}),
        ("zh", "责任编辑：温若谷", {"温若谷"}),
    ],
)
def test_who_signs_for_a_text_is_named(language: Language, line: str, names: set[str]) -> None:
    text = f"{TOLD[language]}\n\n{line}\n"
    found = Extractor().extract(Document("sha256:x", text, "x", language, published=date(2026, 3, 18)))
    assert {entity.name for entity in found.entities if entity.type == "Person"} == names
