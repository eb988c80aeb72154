"""Layouts that tell without sentences: records, rows that tell in words, lines that bars part."""

from __future__ import annotations

from datetime import date

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.readers import text_document
from aikg.ontology.model import Argument, Language, Quantity, TimeInterval

DEALS = """Deal sheet

Company: Larkmere
What it does: tests of voice agents
Round: Series A
Amount: $21m
Lead: Index Ventures
Others: Seedcamp, Kima Ventures
Valuation: $130m post-money

Target: Umbravox (Ghent, speech)
Acquirer: Tallis Semiconductor
Price: $95m in cash
Announced: 4 March
"""
CONTRACT = """合同概要
甲方：中国移动
乙方：岭舟算力
合同总金额：4.2亿元
签订日期：2026年3月2日
服务期限：三年
"""
LINES = """本周融资一览：三家公司的新资金与新东家

云舶机器人｜B轮｜5亿元｜红杉中国领投
深湾智能｜天使轮｜2000万元｜奇绩创坛领投
【并购】金山办公｜收购岭舟算力｜6亿元
"""
EVENTS = """| Date | Company | Event | Detail |
|---|---|---|---|
| 2 Mar | Quillmark | Series B | $75m, led by Northzone; Atomico took part |
| 3 Mar | Baidu | Model | Released Ernie 5.1 |

| Who | What |
|---|---|
| Mira Solberg | Leaves Opera to become chief AI officer of Telenor |
"""
SPEC = "Model card\n\nModel: Zephyr-3\nDeveloper: Zephyrline\nReleased: 2 March 2026\nParameters: 120B\nContext: 1M tokens\n"


ENTRIES = """The Round-Up, issue 12

1. Larkmere AI | Series A+ | $40m
Lead: Northzone. With: Seedcamp, Kima Ventures.

2. Umbravox (Ghent)
Kestrel Ventures alone put in $12m, a pre-Series A. Synthetic voices are its trade.
"""
ENTRIES_ZH = """创投周刊第八期：三家公司到账

本期的钱都流向了离客户近的公司，其中一家在新加坡，另一家在苏南，两家都说要多招人。

1. 墨蝉互联 ｜ A轮 ｜ 金额未透露
领投：岷江资本，跟投：云启资本。主攻工业智能体，客户多在苏南。

2. Umbravox（新加坡）：7500万欧元Series B，Halyard Partners领投。
"""


def told(text: str, language: Language) -> set[str]:
    """The events of a text, each as its kind with its roles, dates and figures spelt out."""
    document = text_document(text, published=date(2026, 3, 10), language=language)
    extraction = Extractor().extract(document)
    names = {e.id: e.name for e in extraction.entities}

    def shown(argument: Argument) -> str:
        value = argument.value
        if isinstance(value, Quantity):
            return f"{value.value:f} {value.unit}".replace(".0 ", " ")
        return str(value.start) if isinstance(value, TimeInterval) else names.get(getattr(value, "id", ""), str(value))

    return {
        f"{event.kind}: "
        + "; ".join(f"{role} {', '.join(map(shown, event.arguments[role]))}" for role in sorted(event.arguments))
        for event in extraction.events
    }


@pytest.mark.parametrize(
    ("text", "language", "events"),
    [
        (
            DEALS,
            "en",
            {
                "FundingRound: amount 21000000 USD; company Larkmere; investor Seedcamp, Kima Ventures;"
                " lead_investor Index Ventures; round Series A; valuation 130000000 USD",
                "Acquisition: acquirer Tallis Semiconductor; amount 95000000 USD; date 2026-03-04; target Umbravox",
            },
        ),
        (
            CONTRACT,
            "zh",
            {"SupplyDeal: amount 420000000 CNY; buyer 中国移动; date 2026-03-02; supplier 岭舟算力"},
        ),
        (
            LINES,
            "zh",
            {
                "FundingRound: amount 500000000 CNY; company 云舶机器人; lead_investor 红杉中国; round B轮",
                "FundingRound: amount 20000000 CNY; company 深湾智能; lead_investor 奇绩创坛; round 天使轮",
                "Acquisition: acquirer 金山办公; amount 600000000 CNY; target 岭舟算力",
            },
        ),
        (
            ENTRIES,
            "en",
            {
                "FundingRound: amount 40000000 USD; company Larkmere AI; investor Seedcamp, Kima Ventures;"
                " lead_investor Northzone; round Series A",
                "FundingRound: amount 12000000 USD; company Umbravox; investor Kestrel Ventures; round pre-Series A",
            },
        ),
        (
            ENTRIES_ZH,
            "zh",
            {
                "FundingRound: company 墨蝉互联; investor 云启资本; lead_investor 岷江资本; round A轮",
                "FundingRound: amount 75000000 EUR; company Umbravox; lead_investor Halyard Partners; round Series B",
            },
        ),
        (
            SPEC,
            "en",
            {
                "ModelRelease: date 2026-03-02; developer Zephyrline; model Zephyr-3",
                "MetricObservation: metric parameters; subject Zephyr-3; value 120000000000 parameters",
                "MetricObservation: metric context_length; subject Zephyr-3; value 1000000 tokens",
            },
        ),
    ],
)
def test_a_layout_is_read(text: str, language: Language, events: set[str]) -> None:
    assert told(text, language) == events


def test_rows_that_tell_in_words_are_read_as_sentences() -> None:
    events = told(EVENTS, "en")
    assert any(
        e.startswith("FundingRound") and "company Quillmark" in e and "lead_investor Northzone" in e for e in events
    )
    assert "ModelRelease: date 2026-03-03; developer Baidu; model Ernie 5.1" in events
    assert any(e.startswith("PersonnelChange") and "Telenor" in e and "Mira Solberg" in e for e in events)


def test_fields_that_make_no_event_stay_silent() -> None:
    form = "Company: Larkmere\nLegal form: limited company\nRegistered capital: €10m\nSeat: Ghent\n"
    assert told(form, "en") == set()


def test_a_company_with_a_colon_is_no_field() -> None:
    lines = "Nvidia: released Nemotron 4 on Monday.\nBaidu: released Ernie 5.1 on Tuesday.\n"
    assert {e.partition(":")[0] for e in told(lines, "en")} == {"ModelRelease"}
