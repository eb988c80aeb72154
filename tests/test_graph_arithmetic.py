"""Figures of one document that determine each other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.readers import read
from aikg.graph.arithmetic import check
from aikg.graph.store import Store
from aikg.ontology.model import Document

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))


def findings(text: str, published: str = "2026-04-13") -> list[tuple[str, str, Decimal, Decimal]]:
    from datetime import date

    language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
    document = Document("sha256:x", text, "x.txt", language, published=date.fromisoformat(published))  # type: ignore[arg-type]
    with Store.memory() as store:  # by way of the graph, as the command does
        store.add(Extractor().extract(document))
        found = check(store.extraction("x.txt", global_ids=True))
    assert all(f.sentences and f.about for f in found)
    return [(f.grade, f.rule, f.stated, f.expected.quantize(Decimal("0.01"))) for f in found]


AGREE = [
    "上周沪深300指数上涨1.20%，创业板指上涨2.50%，跑赢沪深300指数1.30个百分点。",
    "OpenAI's annualized revenue reached $25 billion in March 2026, and monthly revenue was $2.1 billion.",
    "腾讯2026年一季度营收为1900亿元，同比增长10%。",
    "The company is happy.",
]
DISAGREE = [
    (
        "上周沪深300指数上涨1.20%，创业板指上涨2.50%，跑赢沪深300指数1.80个百分点。",
        ("contradiction", "relative performance", Decimal("1.8"), Decimal("1.30")),
    ),
    (
        "上周沪深300指数上涨1.20%，创业板指上涨2.50%，跑赢沪深300指数1.31个百分点。",
        ("last digit", "relative performance", Decimal("1.31"), Decimal("1.30")),
    ),
    (
        "上周沪深300指数上涨1.20%，创业板指下跌2.50%，跑输沪深300指数2.70个百分点。",
        ("contradiction", "relative performance", Decimal("2.7"), Decimal("3.70")),
    ),
    (
        "OpenAI's annualized revenue reached $25 billion in March 2026, and monthly revenue was $1.6 billion.",
        ("contradiction", "annualised revenue", Decimal(25_000_000_000), Decimal(19_200_000_000)),
    ),
]


@pytest.mark.parametrize("text", AGREE)
def test_figures_that_agree_within_rounding_are_passed_over(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(("text", "wanted"), DISAGREE)
def test_figures_that_do_not_agree_are_found(text: str, wanted: tuple[object, ...]) -> None:
    assert findings(text) == [(wanted[0], wanted[1], wanted[2], wanted[3].quantize(Decimal("0.01")))]  # type: ignore[attr-defined]


def test_a_change_is_new_over_old_less_one() -> None:
    from .builders import Builder, on

    b = Builder()
    lark, usd = b.entity("Organization", "Lark Labs"), Decimal
    from aikg.ontology.model import Quantity

    sentence = "Lark Labs had revenue of 6.6 billion after 5.0 billion a year before, up {}%."
    for stated, wanted in (("32", 0), ("52", 1)):
        b = Builder()
        lark = b.entity("Organization", "Lark Labs")
        said = sentence.format(stated)
        one = {"subject": lark, "metric": "revenue"}
        b.event(
            "MetricObservation",
            said,
            **one,
            value=Quantity(usd("6.6e9"), "USD"),
            period=on("2026-01-01", end="2026-03-31"),
        )
        b.event(
            "MetricObservation",
            said,
            **one,
            value=Quantity(usd("5.0e9"), "USD"),
            period=on("2025-01-01", end="2025-03-31"),
        )
        b.event("MetricChange", said, **one, change=Quantity(usd(stated), "percent"), basis="year-on-year",
                period=on("2026-01-01", end="2026-03-31"))  # fmt: skip
        found = check(b.build())
        assert [f.rule for f in found] == ["change"] * wanted


@pytest.mark.skipif(not SEEDS, reason="the seed report is not beside this checkout")
def test_the_relative_performance_of_an_index_in_the_seed_report_is_off() -> None:
    found = [f for path in SEEDS for d in read(path) for f in check(Extractor().extract(d))]
    assert ("last digit", Decimal("2.54"), Decimal("2.53")) in {(f.grade, f.stated, f.expected) for f in found}
