"""What documents say of themselves: heads as data, and which date wins."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from aikg.extractors.head import Head, read_head
from aikg.extractors.normalise import normalise
from aikg.ontology.model import Document, Language

HEADS = tomllib.loads((Path(__file__).parent / "data" / "heads.toml").read_text("utf-8"))["heads"]


def _head(text: str, language: Language, published: date | None = None) -> Head:
    return read_head(normalise(text, language), Document("sha256:x", text, "x", language, published=published))


@pytest.mark.parametrize("case", HEADS, ids=[c["title"][:30] for c in HEADS])
def test_title_publisher_and_date_are_read_from_the_head(case: dict[str, str]) -> None:
    head = _head(case["text"], "zh" if case["language"] == "zh" else "en")
    assert (head.title, head.publisher or "", str(head.published or "")) == (
        case["title"],
        case["publisher"],
        case["published"],
    )


STATED = "Halden Wire\n3 March 2026\n\nTwo chipmakers merge over the weekend\n\nThe two said on Monday that they would merge.\n"


def test_a_date_that_the_text_states_wins_over_the_one_given_beside_it() -> None:
    assert _head(STATED, "en", date(2020, 1, 1)).published == date(2026, 3, 3)


def test_a_date_given_beside_a_text_holds_where_the_text_states_none_of_its_own() -> None:
    undated = "Two chipmakers merge over the weekend\n\nThe two signed on 3 March 2024 and merged on Monday, they said in a statement.\n"
    assert _head(undated, "en", date(2026, 1, 5)).published == date(2026, 1, 5)


METADATA = """---
title: "A quiet year: what the small labs shipped"
author: Mattis Holm
date: 2026-02-01
tags: [labs, review]
---

*Posted on the Lazy Gradient blog.*

The small labs shipped a great deal last year, and hardly anybody noticed it at the time.
"""


def test_a_texts_metadata_say_what_its_title_and_date_are() -> None:
    head = _head(METADATA, "en")
    assert (head.title, head.published) == ("A quiet year: what the small labs shipped", date(2026, 2, 1))
    assert head.publisher == "Lazy Gradient"


def test_a_rule_at_the_head_of_a_text_opens_no_metadata() -> None:
    assert _head("---\n\nTwo chipmakers merge over the weekend\n\nThey said so.\n", "en").title == (
        "Two chipmakers merge over the weekend"
    )


def test_minutes_are_of_the_day_that_they_are_dated_and_not_of_the_meeting() -> None:
    met = "投资者关系活动记录表\n\n时间             2026 年 3 月 5 日 14:30—16:00\n地点             公司会议室\n\n公司介绍了全年的经营情况，并回答了投资者的提问。\n"
    assert _head(met, "zh").published == date(2026, 3, 5)
    assert _head(f"{met}\n日期             2026 年 3 月 9 日\n", "zh").published == date(2026, 3, 9)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", ["\n", "#", "** **", "|||", "—", "2026", "《》", "x" * 500, "a\n" * 50])
def test_a_head_of_any_form_is_read_without_an_error(text: str, language: Language) -> None:
    head = _head(text, language)
    assert head.title is None or head.title in text


@pytest.mark.parametrize("motto", ["What happened in chips, and why it matters", "Every megawatt counted, weekly"])
def test_what_a_publication_says_of_itself_is_no_title(motto: str) -> None:
    """The title stands apart below it."""
    text = f"The Compute Letter\n{motto}\n\nSamsung wins back a customer\n\n3 March 2026\n\nSamsung said that it had won.\n"
    document = Document("sha256:x", text, "letter", "en")
    assert read_head(normalise(text, "en"), document).title == "Samsung wins back a customer"
