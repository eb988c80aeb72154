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
