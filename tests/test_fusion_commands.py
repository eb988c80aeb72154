"""The commands on events, over the corpus: what they print for programs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aikg.exports.cli import main
from aikg.graph.series import series
from aikg.graph.store import Store
from aikg.graph.views import events
from aikg.ontology.model import Quantity

from .builders import Builder, money, on
from .test_graph_fusion import extractions


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fused") / "kg"
    with Store.open(folder) as store:
        store.extend(extractions())
    return folder


def rows(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    assert main([*map(str, words), "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_conflicts_show_figures_side_by_side(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "conflicts", "--store", kg, "--in", "figure")
    assert {r["says"] for r in found} == {"500 million USD", "520 million USD"}
    assert {r["sources"] for r in found} == {3}
    assert all(r["sentence"] and r["document"] and r["source"] for r in found)


def test_conflicts_in_modality_show_the_denial(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "conflicts", "--store", kg, "--in", "modality", "--entity", "苹果")
    assert [r["modality"] for r in found] == ["rumored", "negated"]


def test_a_conflict_is_none_before_the_report_that_makes_it(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "conflicts", "--store", kg, "--as-of", "2026-03-19") != []
    assert rows(capsys, "conflicts", "--store", kg, "--in", "figure", "--as-of", "2026-04-09") == []


def test_dates_that_differ_are_a_conflict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "kg") as store:
        for number, day in enumerate(("2026-04-02", "2026-04-03")):
            b = Builder(f"{number}.txt")
            b.event("ModelRelease", f"Lark-2 came out on {day}.", model=b.entity("Model", "Lark-2"), date=on(day))
            store.add(b.build())
    found = rows(capsys, "conflicts", "--store", tmp_path / "kg", "--in", "date")
    assert [r["says"] for r in found] == ["2026-04-02", "2026-04-03"]


def test_diff_parts_what_is_new_from_what_is_repeated(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "diff", "--store", kg, "--since", "2026-04-07")
    by = {(r["what"], r["kind"], r["about"].split(" · ")[0]) for r in found}
    assert ("repeated", "model release", "Qwen3.6-Plus") in by
    assert ("new", "model release", "Qwen3.6") in by
    assert {r["changes"] for r in found if r["what"] == "changed" and "Moonshot" in r["about"]} == {"amount"}
    brief = rows(capsys, "diff", "--store", kg, "--since", "2026-04-07", "--brief")
    assert [r for r in found if r["what"] != "repeated"] == brief


def test_a_series_holds_one_figure_an_event_with_its_sentence(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "series", "阿里", "revenue", "--store", kg)
    assert [(r["date"], r["value"], r["unit"], r["per"], r["claims"]) for r in found] == [
        ("2025-12-31", 280_000_000_000, "CNY", "quarter", 1),
        ("2026-03-31", 250_000_000_000, "CNY", "quarter", 2),
    ]
    assert all(r["sentence"] for r in found)


def test_a_series_leaves_out_what_cannot_be_compared_and_says_why() -> None:
    b = Builder()
    lark, app = b.entity("Organization", "Lark Labs"), b.entity("Product", "LarkChat")

    def said(metric: str, value: Quantity, period: Any = None, modality: str = "actual", **more: Any) -> None:
        told = {"period": period} if period else {}
        subject = app if value.unit in ("users", "tokens") else lark
        b.event(
            "MetricObservation",
            f"{metric} {value}",
            modality,
            subject=subject,
            metric=metric,
            value=value,
            **told,
            **more,
        )

    q1, q4, year = (
        on("2026-01-01", end="2026-03-31"),
        on("2025-10-01", end="2025-12-31"),
        on("2025-01-01", end="2025-12-31"),
    )
    for value, period in ((money(6), q1), (money(5), q4), (money(40, "CNY"), q1), (money(18), year)):
        said("revenue", value, period)
    said("revenue", money(9), on("2026-04-01", end="2026-06-30"), "forecast")
    said("revenue", money(2), on("2026-03-01", end="2026-03-31"), per="month")
    said("annualized_revenue", money(24), on("2026-03-01", end="2026-03-31"))
    for metric in ("weekly_active_users", "daily_active_users", "monthly_active_users"):
        said(metric, Quantity(money(900).value, "users"), on("2026-03-01", end="2026-03-31"))
    for per in ("day", "month"):
        said("token_volume", Quantity(money(7).value, "tokens"), on("2026-03-01", end="2026-03-31"), per=per)
    said("token_volume", Quantity(money(8).value, "tokens"), on("2026-04-01", end="2026-04-30"), per="day")
    with Store.memory() as store:
        store.add(b.build())
        revenue = series(store, "Lark Labs", "revenue")
        assert [p.value for p in revenue.points] == [money(5), money(6)]
        assert sorted(x.reason for x in revenue.left_out) == [
            "annualized_revenue is another metric",
            "it is forecast, no fact",
            "it is in CNY, not USD",
            "it is per month, not per quarter",
            "it is per year, not per quarter",
        ]
        weekly = series(store, "LarkChat", "weekly_active_users")
        assert len(weekly.points) == 1
        assert {x.reason.split()[0] for x in weekly.left_out} == {"daily_active_users", "monthly_active_users"}
        tokens = series(store, "LarkChat", "token_volume")
        assert (tokens.rate, len(tokens.points)) == ("day", 2)
        assert [x.reason for x in tokens.left_out] == ["it is per month, not per day"]
        assert [p.value for p in series(store, "Lark Labs", "revenue", unit="CNY").points] == [money(40, "CNY")]


def test_a_series_takes_the_first_figure_of_a_document_for_the_whole() -> None:
    b, period = Builder(), on("2026-01-01", end="2026-03-31")
    lark = b.entity("Organization", "Lark Labs")
    for value in (60, 43, 12):
        b.event(
            "MetricObservation", f"Sales {value}.", subject=lark, metric="revenue", value=money(value), period=period
        )
    other = Builder("other.txt")
    lark = other.entity("Organization", "Lark Labs")
    other.event(
        "MetricObservation",
        "Sales 61.",
        subject=lark,
        metric="revenue",
        value=money(61),
        period=on("2025-10-01", end="2025-12-31"),
    )
    with Store.memory() as store:
        store.extend([b.build(), other.build()])
        found = series(store, "Lark Labs", "revenue")
        assert [p.value for p in found.points] == [money(61), money(60)]
        assert ["it may be of a part" in x.reason for x in found.left_out] == [True, True]


def test_same_and_different_are_listed_and_undone(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["same", "Groq", "Mistral AI", "--store", str(kg)]) == 0
    [said] = rows(capsys, "same", "--list", "--store", kg)
    assert (said["verdict"], "Groq" in said["first"], bool(said["made"])) == ("same", True, True)
    assert len(rows(capsys, "conflicts", "--store", kg, "--entity", "Groq")) > 0
    assert rows(capsys, "different", "--log", "--store", kg)[-1]["what"] == "merged"
    assert main(["different", "--undo", said["id"], "--store", str(kg)]) == 0
    capsys.readouterr()
    assert rows(capsys, "same", "--list", "--store", kg) == []
    assert rows(capsys, "same", "--log", "--store", kg)[-1]["what"] == "split"


@pytest.mark.parametrize(
    "words", [["same"], ["same", "Groq"], ["same", "a", "b", "--list"], ["same", "--list", "--log"]]
)
def test_half_a_correction_is_refused(kg: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--store", str(kg)]) == 2
    assert "name two entities" in capsys.readouterr().err


def test_check_finds_nothing_wrong_in_the_corpus(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "check", "--store", kg) == []


def test_events_are_known_by_what_was_out(kg: Path) -> None:
    with Store.open(kg, read_only=True) as store:
        [rumour] = events(store, entity="Groq", as_of=date(2026, 3, 5))
        assert (rumour.status, len(rumour.facts)) == ("rumored", 1)
        [bought] = events(store, entity="Groq")
        assert (bought.status, len(bought.facts)) == ("actual", 3)
