"""Words that stand for one of two names, places that only describe, and who sells to whom."""

from __future__ import annotations

from datetime import date

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.pairs import with_pairs
from aikg.ontology.model import Document, EntityRef, Event, Mention, Span


def events(text: str, kind: str) -> list[Event]:
    document = Document("sha256:x", text, "x", "zh", published=date(2026, 3, 18))
    return [e for e in Extractor().extract(document).events if e.kind == kind]


def fillers(event: Event, role: str) -> list[str]:
    return [a.value.id for a in event.arguments.get(role, ()) if isinstance(a.value, EntityRef)]


@pytest.mark.parametrize(
    ("text", "buyer", "supplier"),
    [
        ("英伟达与甲骨文互为客户：上周，后者向前者采购了 3 万颗 H200。", "oracle", "nvidia"),
        ("英伟达与甲骨文互为客户：上周，前者向后者租用了 2 亿美元算力。", "nvidia", "oracle"),
    ],
)
def test_the_former_and_the_latter_are_the_two_names_before(text: str, buyer: str, supplier: str) -> None:
    (deal,) = events(text, "SupplyDeal")
    assert (fillers(deal, "buyer"), fillers(deal, "supplier")) == ([buyer], [supplier])


def test_the_latter_stands_for_nobody_where_a_benchmark_was_named_last() -> None:
    text = "英伟达本月跑了 GPQA，后者涨分。"
    named = [Mention(Span(0, 3), "Organization", "nvidia"), Mention(Span(8, 12), "Benchmark", "gpqa")]
    assert with_pairs(text, named, "zh") == named
    assert with_pairs(text, named[:1], "zh")[1].value == "nvidia"


@pytest.mark.parametrize(
    "text",
    ["甲骨文与 OpenAI 签订 3000 亿美元的算力合同。", "OpenAI 与甲骨文签订 3000 亿美元的算力合同。"],
)
def test_whoever_makes_models_buys_computing_in_whatever_order_two_sign(text: str) -> None:
    (deal,) = events(text, "SupplyDeal")
    assert (fillers(deal, "buyer"), fillers(deal, "supplier")) == (["openai"], ["oracle"])


def test_a_place_that_says_where_a_company_is_from_is_no_party() -> None:
    (deal,) = events("英伟达向韩国电商巨头三星电子供应 3 万颗 H200。", "SupplyDeal")
    assert fillers(deal, "buyer") == ["samsung-electronics"]


@pytest.mark.parametrize(
    ("text", "buyer", "supplier"),
    [
        ("英伟达与甲骨文签下为期三年的框架协议，后者将采购3万颗芯片。", "oracle", "nvidia"),
        ("CoreWeave与英伟达签下兜底协议，英伟达须买下前者卖不出去的算力。", "nvidia", "coreweave"),
        ("OpenAI与甲骨文签署算力合同，甲骨文将提供4.5吉瓦算力。", "openai", "oracle"),
    ],
)
def test_what_one_side_is_to_do_says_who_sells(text: str, buyer: str, supplier: str) -> None:
    deal = next(e for e in events(text, "SupplyDeal") if "contract" in e.rule)
    assert (fillers(deal, "buyer"), fillers(deal, "supplier")) == ([buyer], [supplier])


def test_the_latter_is_the_other_of_the_two_whatever_was_named_since() -> None:
    text = "Nvidia and Oracle met. The former, which Arm left, grew; the latter fell. The former employees left."
    named = [
        Mention(Span(text.index(name), text.index(name) + len(name)), "Organization", name.lower())
        for name in ("Nvidia", "Oracle", "Arm")
    ]
    stood = [m.value for m in with_pairs(text, named, "en") if m.rule == "pair"]
    assert stood == ["nvidia", "oracle"]


def test_the_latter_is_nobody_of_its_own_clause() -> None:
    (deal,) = events("甲骨文公告卖身：微软将以3亿美元买下后者。", "Acquisition")
    assert (fillers(deal, "acquirer"), fillers(deal, "target")) == (["microsoft"], ["oracle"])


def test_a_headlines_event_is_one_with_that_of_the_paragraph_below() -> None:
    text = "10:31　甲骨文遭起诉\n微软昨晚公告，就专利一事对甲骨文提起诉讼。"
    (suit,) = events(text, "LegalAction")
    assert (fillers(suit, "plaintiff"), fillers(suit, "defendant")) == (["microsoft"], ["oracle"])
