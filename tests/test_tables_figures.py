"""Figures in tables: where unit, time, subject and metric stand."""

from __future__ import annotations

from datetime import date

import pytest
from aikg.extractors.extract import Extractor
from aikg.ontology.model import Document, Language, Quantity, TimeInterval


def read(text: str, language: Language = "en") -> set[tuple[str, str, str, str, str]]:
    """Subject, metric, figure, unit and period's start of each figure of a text."""
    found = Extractor().extract(Document("sha256:t", text, "t", language, published=date(2026, 8, 17)))
    names = {e.id: e.name for e in found.entities}
    out = set()
    for event in found.events:
        if event.kind not in ("MetricObservation", "MetricChange"):
            continue
        a = event.arguments
        quantity = a["value" if event.kind == "MetricObservation" else "change"][0].value
        period = a["period"][0].value if "period" in a else None
        assert isinstance(quantity, Quantity)
        assert quantity.value is not None
        start = str(period.start) if isinstance(period, TimeInterval) else ""
        subject = names[a["subject"][0].value.id]  # type: ignore[union-attr]
        out.add((subject, str(a["metric"][0].value), f"{quantity.value.normalize():f}", quantity.unit, start))
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Table 1: Second-quarter results (USD m)\n\n| Company | Revenue | y/y |\n|---|---|---|\n| Broadcom | 15,004 | +20% |\n| Ashgrove AI | 88 | n/m |",
            {
                ("Broadcom", "revenue", "15004000000", "USD", "2026-04-01"),
                ("Broadcom", "revenue", "20", "percent", "2026-04-01"),
                ("Ashgrove AI", "revenue", "88000000", "USD", "2026-04-01"),
            },
        ),
        (
            "Results in brief\n\n| Company | Currency | Revenue (m) | Net income (m) |\n|---|---|---|---|\n| Broadcom | EUR | 12 | (3) |\n| Nvidia | SEK | 7 | 1 |",
            {
                ("Broadcom", "revenue", "12000000", "EUR", ""),
                ("Broadcom", "net_income", "-3000000", "EUR", ""),
                ("Nvidia", "revenue", "7000000", "SEK", ""),
                ("Nvidia", "net_income", "1000000", "SEK", ""),
            },
        ),
        (
            "Indices, week to 14 August\n\n| Index | Close | Week | YTD |\n|---|---|---|---|\n| S&P 500 | 6,812.4 | +1.2% | +9.8% |\n| SOX | 7,140 | -0.4% | +11% |",
            {
                ("S&P 500", "index_level", "6812.4", "points", "2026-08-14"),
                ("S&P 500", "index_level", "1.2", "percent", "2026-08-10"),
                ("S&P 500", "index_level", "9.8", "percent", "2026-01-01"),
                ("Philadelphia Semiconductor Index", "index_level", "7140", "points", "2026-08-14"),
                ("Philadelphia Semiconductor Index", "index_level", "-0.4", "percent", "2026-08-10"),
                ("Philadelphia Semiconductor Index", "index_level", "11", "percent", "2026-01-01"),
            },
        ),
        (
            "Users and money\n\n| Service | Measure | Latest | Change on year |\n|---|---|---|---|\n| Replit | ARR | $620M | +210% |\n| Perplexity | mood | good | n/a |",
            {
                ("Replit", "annualized_revenue", "620000000", "USD", ""),
                ("Replit", "annualized_revenue", "210", "percent", ""),
            },
        ),
        (
            "Releases\n\n| Date | Developer | Model | Parameters | Context |\n|---|---|---|---|---|\n| Aug 3 | Mistral | Mistral Small 4 | 31B | 128K |\n| Aug 6 | Zhipu | GLM-5.5 | n/d | 1M |",
            {
                ("Mistral Small 4", "parameters", "31000000000", "parameters", ""),
                ("Mistral Small 4", "context_length", "128000", "tokens", ""),
                ("GLM-5.5", "context_length", "1000000", "tokens", ""),
            },
        ),
        (
            "Prices\n\n| Model | Input ($/1M tokens) | Context |\n|---|---|---|\n| Qwen3-Max | 1.20 | 256K |",
            {("Qwen3-Max", "price", "1.2", "USD", ""), ("Qwen3-Max", "context_length", "256000", "tokens", "")},
        ),
        (
            "Market shares in 2025 (%)\n\n| Vendor | Share | Change (pp) |\n|---|---|---|\n| Nvidia | 78.4 | -3.1 |",
            {
                ("Nvidia", "market_share", "78.4", "percent", "2025-01-01"),
                ("Nvidia", "market_share", "-3.1", "percentage_point", "2025-01-01"),
            },
        ),
    ],
)  # fmt: skip
def test_labels(text: str, expected: set[tuple[str, str, str, str, str]]) -> None:
    assert read(text) == expected


def test_without_borders() -> None:
    text = (
        "Broadcom Inc. reports results for the quarter ended June 30, 2026\n\n"
        "                              Q2 2026     Q2 2025\n"
        "Revenue ($ millions)            742.1       560.0\n"
        "Gross margin                    58.2%       55.0%\n"
    )
    assert {r[1:] for r in read(text)} == {
        ("revenue", "742100000", "USD", "2026-04-01"),
        ("revenue", "560000000", "USD", "2025-04-01"),
        ("gross_margin", "58.2", "percent", "2026-04-01"),
        ("gross_margin", "55", "percent", "2025-04-01"),
    }


NOTE = "北溟证券研究报告\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # what a figure is, and the figure
            "英维克（002837.SZ）\n\n基础数据（2026-08-14）\n收盘价（元）            62.15\n总市值（亿元）          248.6\n",
            {
                ("英维克", "stock_price", "62.15", "CNY", "2026-08-14"),
                ("英维克", "market_cap", "24860000000", "CNY", "2026-08-14"),
            },
        ),
        (  # two tables beside each other
            "表 1：本周涨跌幅居前个股\n涨幅前三      周涨跌幅      跌幅前三      周涨跌幅\n寒武纪      +7.4%      中国联通      -4.1%\n英维克      +6.0%      海光信息      -9.3%\n",
            {
                ("寒武纪", "stock_price", "7.4", "percent", "2026-08-17"),
                ("英维克", "stock_price", "6", "percent", "2026-08-17"),
                ("中国联通", "stock_price", "-4.1", "percent", "2026-08-17"),
                ("海光信息", "stock_price", "-9.3", "percent", "2026-08-17"),
            },
        ),
        (  # the currency stands in another column; years by two digits
            "表 2：重点公司盈利预测\n简称      收盘价（元）    EPS 26E    EPS 27E    评级\n寒武纪      512.3    18.9    24.1    买入\n英维克      62.1    1.7    2.6    增持\n",
            {
                ("寒武纪", "stock_price", "512.3", "CNY", ""),
                ("寒武纪", "eps", "18.9", "CNY", "2026-01-01"),
                ("寒武纪", "eps", "24.1", "CNY", "2027-01-01"),
                ("英维克", "stock_price", "62.1", "CNY", ""),
                ("英维克", "eps", "1.7", "CNY", "2026-01-01"),
                ("英维克", "eps", "2.6", "CNY", "2027-01-01"),
            },
        ),
        (  # what the caption measures is not what a row of another name does
            "英维克（002837.SZ）\n\n表 3：盈利预测（单位：百万元）\n              2025A      2026E\n营业收入      2,140      3,142\nP/E           47.2       32.8\n",
            {
                ("英维克", "revenue", "2140000000", "CNY", "2025-01-01"),
                ("英维克", "revenue", "3142000000", "CNY", "2026-01-01"),
            },
        ),
    ],
)
def test_of_brokers(text: str, expected: set[tuple[str, str, str, str, str]]) -> None:
    assert read(NOTE + text, "zh") == expected


ACCOUNTS = """Denholm Robotics Reports First Quarter Results

ROCHESTER, May 6, 2025 -- Denholm Robotics, Inc. (NYSE: DNHM) today reported results. Denholm Robotics grew.

Forward-Looking Statements

This press release contains forward-looking statements. Denholm Robotics undertakes no obligation to update them.

                         DENHOLM ROBOTICS, INC.
            CONDENSED CONSOLIDATED STATEMENTS OF INCOME
              (in thousands, except per share amounts)
                             (unaudited)

                                         Three Months Ended       Nine Months Ended
                                              March 31,               March 31,
                                           2025        2024        2025        2024
Total revenue                        $ 100,100   $  75,000    $ 300,000   $ 225,000
Operating expenses:
  Research and development              20,000      15,000       60,000      45,000
Income (loss) from operations           12,000      (9,000)      36,000      27,000
Net income per share, diluted        $    0.42   $   (0.31)   $    1.26   $    0.93
"""


def test_accounts() -> None:
    """Statements behind a release's boilerplate: heads in three lines, parts, a scale that holds for all but what is told of one share."""
    found = {(m, v, start) for s, m, v, u, start in read(ACCOUNTS) if s == "Denholm Robotics" and u == "USD"}
    assert {
        ("revenue", "100100000", "2025-01-01"),
        ("revenue", "225000000", "2023-07-01"),
        ("research_and_development", "15000000", "2024-01-01"),
        ("operating_income", "12000000", "2025-01-01"),
        ("operating_income", "-9000000", "2024-01-01"),
        ("eps", "0.42", "2025-01-01"),
        ("eps", "-0.31", "2024-01-01"),
        ("eps", "1.26", "2024-07-01"),
    } <= found
    assert len(found) == 16


def test_guidance() -> None:
    """Two lines of heads that are read together, and ranges under them."""
    text = """DENVER, August 28, 2025 -- Denholm Robotics grew. Denholm Robotics shipped. Denholm Robotics guides as follows:

                                     Third Quarter           Full Year
                                     Fiscal 2026             Fiscal 2026
Total revenue                        $128 - $132 million     $0.5 - $0.6 billion
Non-GAAP net income per share        $0.39 - $0.41           $1.52 - $1.55

Its fiscal 2026 ends January 31, 2026.
"""
    document = Document("sha256:t", text, "t", "en", published=date(2025, 8, 28))
    ranges = set()
    for event in Extractor().extract(document).events:
        value, period = event.arguments["value"][0].value, event.arguments["period"][0].value
        assert isinstance(value, Quantity)
        assert isinstance(period, TimeInterval)
        ranges.add((event.arguments["metric"][0].value, float(value.low or 0), str(period.start)))
    assert ranges == {
        ("revenue", 128e6, "2025-08-01"),
        ("revenue", 5e8, "2025-02-01"),
        ("eps", 0.39, "2025-08-01"),
        ("eps", 1.52, "2025-02-01"),
    }
