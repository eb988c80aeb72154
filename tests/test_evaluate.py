"""Figures counted by hand, and the same figures as the contract's own scoring script where that is at hand."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from aikg.extractors.evaluate import evaluate, load_gold
from aikg.extractors.matching import same_number, same_quantity
from aikg.extractors.report import Report, compare
from aikg.ontology.errors import UnreadableDocument, UnsupportedFormat

Json = dict[str, Any]
SHARED = Path(__file__).parents[2] / "shared"

GOLD: Json = {
    "id": "sample",
    "published": "2026-01-12",
    "language": "en",
    "text": "Acme raised $5 million. Sample Capital led the round. Ratings mean what they mean.",
    "document": {"publisher": "Sample Dispatch", "published": "2026-01-12"},
    "entities": {
        "acme": {"type": "Organization", "names": ["Acme"]},
        "sample-capital": {"type": "Organization", "names": ["Sample Capital", "Sample"]},
        "widget": {"type": "Product", "names": ["Widget"], "optional": True},
    },
    "events": [
        {
            "type": "FundingRound",
            "modality": "actual",
            "arguments": {
                "company": ["@acme"],
                "amount": [{"value": 5e6, "unit": "USD", "comparator": "="}],
                "lead_investor": ["@sample-capital"],
                "date": [{"start": "2026-01-05", "end": "2026-01-05"}],
            },
        },
        {"type": "ProductLaunch", "modality": "planned", "arguments": {"product": ["@widget"]}, "optional": True},
    ],
    "silent": ["Ratings mean what they mean."],
}


def entity(identifier: str, name: str, kind: str = "Organization") -> Json:
    return {"id": identifier, "type": kind, "name": name, "mentions": [{"start": 0, "end": 1, "text": name}]}


def event(kind: str = "FundingRound", text: str = "Acme raised $5 million.", **arguments: Any) -> Json:
    return {
        "type": kind,
        "modality": "actual",
        "confidence": 0.95,
        "arguments": arguments,
        "evidence": [{"start": 0, "end": len(text), "text": text}],
    }


def system(*events: Json) -> Json:
    return {
        "document": {"id": "sha256:0", "source": "sample.txt", "publisher": "Sample Dispatch", "published": None},
        "entities": [entity("e1", "ACME"), entity("e2", "Sample Capital"), entity("e3", "Ratings", "Person")],
        "events": list(events),
    }


WHOLE = event(
    company=[{"entity": "e1"}],
    amount=[{"quantity": {"value": 5000000, "unit": "USD", "comparator": ">"}}],
    lead_investor=[{"entity": "e2"}],
    date=[{"time": {"start": "2026-01-06", "end": "2026-01-06"}}],
)


def judged(*events: Json) -> Report:
    return evaluate({"sample": copy.deepcopy(GOLD)}, [system(*events)])


def test_a_found_event_counts_its_arguments() -> None:
    figures = judged(WHOLE).as_json()["figures"]
    assert figures["events"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 1, "system": 1}
    assert figures["arguments"] == {"precision": 0.75, "recall": 0.75, "f1": 0.75, "gold": 4, "system": 4}
    assert figures["times"]["recall"] == 0.0
    assert figures["comparators"]["recall"] == 0.0
    assert figures["modality"]["recall"] == 1.0


def test_entities_are_linked_by_folded_names_and_types() -> None:
    figures = judged(WHOLE).as_json()["figures"]
    assert figures["entities"] == {"precision": 0.6667, "recall": 1.0, "f1": 0.8, "gold": 2, "system": 3}


def test_a_missed_event_owes_all_its_arguments() -> None:
    report = judged()
    assert report.as_json()["figures"]["arguments"]["gold"] == 4
    (missed,) = (e for e in report.errors if e.what == "event-")
    assert missed.kind == "FundingRound"
    assert missed.sentence == "Acme raised $5 million."[: len(missed.sentence)] or "Sample Capital" in missed.sentence


def test_another_company_is_another_event() -> None:
    report = judged(event(company=[{"entity": "e2"}]))
    assert report.figures["events"].f1 == 0.0
    assert sorted(e.what for e in report.errors if e.what.startswith("event")) == ["event+", "event-"]


def test_a_second_report_of_one_event_is_a_false_find() -> None:
    report = judged(WHOLE, copy.deepcopy(WHOLE))
    assert report.figures["events"].precision == 0.5


def test_roles_are_counted_by_kind() -> None:
    roles = judged(WHOLE).as_json()["roles"]
    assert roles["FundingRound.company"]["f1"] == 1.0
    assert roles["FundingRound.date"]["f1"] == 0.0


def test_evidence_from_a_silent_passage_is_an_error() -> None:
    report = judged(event("Partnership", "Ratings mean what they mean.", party=[{"entity": "e1"}]))
    assert report.figures["silence broken"].system == 1
    assert "silent" in {e.what for e in report.errors}


def test_fields_of_the_head_are_compared() -> None:
    report = judged()
    assert report.figures["document fields"].as_json()["recall"] == 0.5
    assert ("field", "published") in {(e.what, e.kind) for e in report.errors}


def test_reliability_says_how_many_confident_events_are_right() -> None:
    (found,) = judged(WHOLE, event("Listing", company=[{"entity": "e1"}])).reliability()
    assert (found.low, found.events, found.right, found.confidence) == (0.9, 2, 1, 0.95)


def test_calibration_error_is_the_mean_distance_of_confidence_from_what_is_right() -> None:
    report = judged(WHOLE, event("Listing", company=[{"entity": "e1"}]))
    assert report.calibration_error() == pytest.approx(0.45)  # of two events at 0.95 one is right
    assert report.as_json()["calibration_error"] == 0.45
    assert judged().calibration_error() == 0.0


def test_a_document_without_an_answer_is_named() -> None:
    report = evaluate({"sample": GOLD}, [])
    assert report.missing == ["sample"]
    assert "sample" in report.as_table()


def test_two_runs_are_compared_by_their_figures_and_errors() -> None:
    said = compare(judged(), judged(WHOLE))
    assert "F1 0.000 → 1.000" in said
    assert "gone\tevent-\tsample\tFundingRound" in said
    assert compare(judged(WHOLE), judged(WHOLE)) == "no difference"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [(1, 1, True), (1e9, 1.0000001e9, True), (0.3333, 1 / 3, True), (100, 100.1, False), (0, 0.0, True)],
)
def test_numbers_are_equal_but_for_rounding(a: float, b: float, same: bool) -> None:
    assert same_number(a, b) is same


def test_a_range_needs_the_ends_that_gold_states() -> None:
    gold = {"low": 1.0, "high": None, "unit": "USD|CNY"}
    assert same_quantity(gold, {"value": None, "low": 1, "high": 2, "unit": "CNY"})
    assert not same_quantity(gold, {"value": 1, "unit": "CNY"})


def test_gold_is_read_from_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Words.")
    (tmp_path / "a.json").write_text(json.dumps({"id": "a", "text_file": "text.txt"}))
    assert load_gold([tmp_path]) == {"a": {"id": "a", "text_file": "text.txt", "text": "Words."}}


def test_what_is_no_gold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(UnsupportedFormat):
        load_gold([tmp_path])
    with pytest.raises(UnreadableDocument):
        load_gold([tmp_path / "none.json"])


# The contract's own script


def as_found(value: Any) -> Json:
    if isinstance(value, dict):
        return {"time": dict(value)} if "start" in value else {"quantity": dict(value)}
    option = value.split("|")[0]
    return {"entity": option[1:]} if option.startswith("@") else {"text": option}


def distorted(gold: Json, chance: random.Random) -> Json:
    """What an extraction with all sorts of faults might give for a gold document."""
    entities = [
        entity(i, chance.choice(e["names"]), e["type"] if chance.random() < 0.9 else "Person")
        for i, e in gold["entities"].items()
        if chance.random() < 0.9
    ]
    events = []
    for each in gold["events"]:
        for _ in range(chance.choice([0, 1, 1, 1, 1, 2])):
            arguments = {
                role: [as_found(v) for v in values]
                for role, values in each["arguments"].items()
                if chance.random() < 0.9
            }
            for value in (v for values in arguments.values() for v in values):
                if "quantity" in value and chance.random() < 0.2:
                    value["quantity"] |= {"value": chance.choice([None, 1, 5]), "comparator": chance.choice("=<>")}
                if "time" in value and chance.random() < 0.2:
                    value["time"]["end"] = None
            quotations = [gold["text"][:20], *gold.get("silent", [])]
            found = event(each["type"], chance.choice(quotations), **arguments)
            events.append(found | {"modality": chance.choice(["actual", "planned"])})
    chance.shuffle(events)
    head = {k: w.split("|")[0].lstrip("@") if chance.random() < 0.8 else None for k, w in gold["document"].items()}
    return {"document": head | {"id": "x", "source": gold["id"]}, "entities": entities, "events": events}


@pytest.mark.skipif(not SHARED.exists(), reason="the contract's scoring script is not beside this checkout")
@pytest.mark.parametrize("seed", range(5))
def test_the_figures_are_those_of_the_contracts_script(seed: int) -> None:
    spec = importlib.util.spec_from_file_location("score", SHARED / "contract" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    corpus = Path(__file__).parents[1] / "corpus"
    gold = load_gold([SHARED / "gold" / "dev", SHARED / "gold" / "seed", corpus / "zh", corpus / "en"])
    chance = random.Random(seed)
    extractions = [distorted(g, chance) for g in gold.values()]
    totals: Any = defaultdict(score.Tally)
    for extraction in extractions:
        score.score_document(gold[extraction["document"]["source"]], extraction, totals, None)
    assert evaluate(gold, extractions).as_json()["figures"] == {k: t.figures() for k, t in sorted(totals.items())}
