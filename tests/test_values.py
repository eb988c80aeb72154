"""The sentences that the benchmark of values compares tools on: sound as data, and read as well as the published table says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aikg.extractors.mentions import find_figures
from aikg.ontology.model import Language, Quantity, TimeInterval

DATA = Path(__file__).parents[1] / "benchmarks" / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def cases(language: Language) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"values-{language}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_annotated_value_stands_where_it_says(language: Language) -> None:
    found = cases(language)
    assert len(found) >= 150
    assert len({case["text"] for case in found}) == len(found)
    for case in found:
        end = 0
        for value in case["values"]:
            assert case["text"].startswith(value["text"], value["at"]), case["text"]
            assert value["at"] >= end, case["text"]
            end = value["at"] + len(value["text"])
            stated = value.keys() & {"value", "low", "start", "end"}
            assert value["category"] in ("money", "percent", "number", "time")
            assert stated or value.get("optional"), case["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_all_money_percentages_and_times_are_read(language: Language) -> None:
    owed = read = 0
    for case in cases(language):
        mentions = find_figures(case["text"], language, date.fromisoformat(case["published"]))
        for value in case["values"]:
            if value.get("optional") or value["category"] == "number":
                continue
            owed += 1
            read += any(_is(value, m.value) for m in mentions)
    assert read / owed > 0.97


def _is(value: dict[str, Any], found: object) -> bool:
    if isinstance(found, TimeInterval):
        days = [day and day.isoformat() for day in (found.start, found.end)]
        return days == [value.get("start"), value.get("end")]
    if not isinstance(found, Quantity) or value["category"] == "time":
        return False
    ends = (found.value, found.value) if found.value is not None else (found.low, found.high)
    wanted = (value.get("value", value.get("low")), value.get("value", value.get("high")))
    same = [
        w is None or (e is not None and abs(abs(float(e)) - abs(w)) <= 1e-3 * abs(w))
        for e, w in zip(ends, wanted, strict=True)
    ]
    return all(same) and value.get("unit", found.unit) == found.unit
