"""The real broker report, asked what its reader would know. Skipped where the report is not beside the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.readers import read
from aikg.graph.query import ask
from aikg.graph.store import Store

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    if not SEEDS:
        pytest.skip("the seed report is not beside this checkout")
    with Store.memory() as store:
        for path in SEEDS:
            for document in read(path):
                store.add(Extractor().extract(document))
        yield store


def table(store: Store, question: str, *columns: str, **parameters: Any) -> set[tuple[str, ...]]:
    """The named columns of an answer, with Chinese labels."""
    result = ask(store, question, language="zh", **parameters)
    at = [result.columns.index(c) for c in columns]
    return {tuple(row[i] for i in at) for row in result.table()}


def test_what_alibaba_released_and_when(store: Store) -> None:
    assert table(store, "releases", "date", "thing", company="阿里") == {
        ("2026-03-30", "Qwen3.5-Omni"),
        ("2026-04-01", "Wan2.7-Image"),
        ("2026-04-02", "Qwen 3.6-Plus"),
    }


def test_who_led_openais_round_and_at_what_valuation(store: Store) -> None:
    rows = table(store, "funding", "amount", "currency", "valuation", "lead", company="OpenAI")
    assert {row[:3] for row in rows} == {("122000000000", "USD", "852000000000")}
    assert {row[3] for row in rows} == {"亚马逊", "英伟达", "软银", "Andreessen Horowitz"}


def test_rounds_that_softbank_led(store: Store) -> None:
    assert table(store, "rounds-led", "company", investor="软银") == {("OpenAI",)}


def test_daily_token_volumes(store: Store) -> None:
    rows = table(store, "token-volumes", "subject", "value", "comparator", "per")
    assert rows == {("中国", "140000000000000", ">", "day"), ("豆包大模型", "120000000000000", ">", "day")}


def test_who_reported_the_daily_token_volumes(store: Store) -> None:
    rows = store.query(
        "SELECT DISTINCT ?name { ?claim aikg:metric metric:token_volume ; aikg:value ?v ; aikg:source ?who . ?who skos:prefLabel ?name }"
    ).table()
    assert ("第一新声",) in rows
    assert {("人民邮电报",), ("刘烈宏",), ("国家数据局",)} & set(rows)


def test_what_is_rumoured(store: Store) -> None:
    quotations = table(store, "rumours", "date", "kind", "quotation")
    assert {(day, kind) for day, kind, _ in quotations} == {("2026-04-14", "模型发布"), ("2026-04-07", "比较")}
    assert all("GPT-6" in quotation for _, _, quotation in quotations)


def test_what_is_planned(store: Store) -> None:
    assert all("10 亿" in quotation for (quotation,) in table(store, "plans", "quotation"))


def test_recommendations_under_aidc(store: Store) -> None:
    names = "东阳光 协创数据 科华数据 云赛智联 润建股份 润泽科技 数据港 杰创智能 大位科技".split()
    assert table(store, "recommendations", "security", theme="AIDC") == {(n,) for n in names}


def test_how_the_indices_and_the_sector_moved(store: Store) -> None:
    assert table(store, "index-moves", "index", "change") == {
        ("沪深300", "-1.37"),
        ("创业板指", "-4.44"),
        ("上证综指", "-0.86"),
        ("计算机(申万)", "-3.39"),
    }


def test_users_of_chatgpt(store: Store) -> None:
    rows = table(store, "users", "metric", "value", "modality", product="ChatGPT")
    assert ("周活跃用户", "900000000", "actual") in rows
    assert ("付费订阅用户", "50000000", "actual") in rows


def test_annualised_revenues(store: Store) -> None:
    result = ask(store, "latest-metrics", company="OpenAI", metric="annualized_revenue")
    value = result.rows[0][result.columns.index("value")]
    assert value == Decimal(25_000_000_000)


def test_what_yuntoutiao_is_cited_for(store: Store) -> None:
    kinds = [kind for kind, _ in table(store, "said-by", "kind", "quotation", source="云头条")]
    assert {"模型发布", "比较", "指标数值"} <= set(kinds)


def test_releases_between_two_days(store: Store) -> None:
    rows = table(store, "releases", "thing", company="阿里", since=date(2026, 4, 1), until=date(2026, 4, 1))
    assert rows == {("Wan2.7-Image",)}
