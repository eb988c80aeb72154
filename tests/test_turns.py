"""Interviews whose turns bear labels."""

from __future__ import annotations

from datetime import date

import pytest
from aikg.extractors.documents import text_document
from aikg.extractors.extract import Extractor
from aikg.ontology.interchange import to_json

HEAD = """The Rack Report

Where the racks go

Ingrid Solheim runs Tarnholt Cloud, a fast-growing neocloud. She talks to Marcus Bell about power.

3 June 2026

Tarnholt Cloud rents out GPUs from three sites. Tarnholt Cloud is based in Oslo.

"""
TURNS = (
    "{q}: Where does the business stand?",
    "{a}: Revenue was $90 million in the first quarter.",
    "{q}: In March you bought Vintersol, a Danish software start-up.",
    "{a}: Yes, it was the right moment.",
    "{q}: Who else wants to grow?",
    "{a}: In April Orkla Bio took 6,000 GPUs from us.",
    "{q}: Is it enough?",
    "{a}: Ask me next year.",
)


@pytest.mark.parametrize(("asks", "answers"), [("MB", "IS"), ("Marcus", "Ingrid"), ("Bell", "Solheim"), ("Q", "A")])
def test_labels_are_speakers(asks: str, answers: str) -> None:
    """A label is no thing of its own; "we" and "you" are the guest's company."""
    text = HEAD + "\n\n".join(TURNS).format(q=asks, a=answers) + "\n"
    found = to_json(Extractor().extract(text_document(text, published=date(2026, 6, 3), language="en")))
    names = {e["name"] for e in found["entities"] if e["type"] == "Organization"}
    assert names.isdisjoint({asks, answers})
    events = {e["type"]: {r: [a.get("entity") for a in v] for r, v in e["arguments"].items()} for e in found["events"]}
    assert events["Acquisition"]["acquirer"] == events["MetricObservation"]["subject"] == ["tarnholt-cloud"]
    assert events["SupplyDeal"]["supplier"] == ["tarnholt-cloud"]


CALL = """Halcyon Networks plc

Second Quarter 2026 Earnings Conference Call

August 4, 2026

{operator}Ruth Adeyemi{title}

Good morning. This was a strong quarter for Halcyon Networks. We shipped 21,000 switches. We signed a contract with Meta to supply optical switches through 2028. Paul will be leaving us in November.

Paul Kerrigan, Chief Financial Officer

Revenue grew 24% to $318 million.

Lena Fischer - Barclays

Congratulations. What should we expect from Meta in the fourth quarter?

Ruth Adeyemi{title}

We expect to start deliveries in November.

Paul Kerrigan, Chief Financial Officer

Thank you all.
"""


@pytest.mark.parametrize("title", ["", ", Chief Executive Officer"])
@pytest.mark.parametrize("operator", ["", "Operator\n\nGood day, and welcome to the call.\n\n"])
def test_names_above_turns_are_speakers(title: str, operator: str) -> None:
    """In a conference call "we" is the company whose it is, a first name is a speaker's, and the operator is nobody."""
    text = CALL.format(title=title, operator=operator)
    found = to_json(Extractor().extract(text_document(text, published=date(2026, 8, 4), language="en")))
    assert "Operator" not in {e["name"] for e in found["entities"]}
    events = {e["type"]: {r: [a.get("entity") for a in v] for r, v in e["arguments"].items()} for e in found["events"]}
    assert events["MetricChange"]["subject"] == events["SupplyDeal"]["supplier"] == ["halcyon-networks"]
    assert events["SupplyDeal"]["buyer"] == ["meta"]
    assert events["MetricChange"]["source"] == events["PersonnelChange"]["person"] == ["paul-kerrigan"]
    assert events["PersonnelChange"]["organization"] == ["halcyon-networks"]


ANSWERS = (
    "MB: In March you bought Vintersol, a Danish software start-up.\n\nIS: {answer}\n\nMB: Who else?\n\nIS: Nobody.\n\n"
    "MB: Is it enough?\n\nIS: Ask me next year.\n"
)


@pytest.mark.parametrize(
    ("answer", "modality", "amount"),
    [
        ("Yes, for $64 million, mostly in shares.", "actual", True),
        ("That's right. It was a good week.", "actual", False),
        ("No, we didn't.", "negated", False),
    ],
)
def test_answers_confirm_or_deny(answer: str, modality: str, amount: bool) -> None:
    """What a question says is its answer's word, with what the answer adds."""
    text = HEAD + ANSWERS.format(answer=answer)
    found = to_json(Extractor().extract(text_document(text, published=date(2026, 6, 3), language="en")))
    (event,) = (e for e in found["events"] if e["type"] == "Acquisition")
    assert event["modality"] == modality
    assert ("amount" in event["arguments"]) == amount
    assert [a["entity"] for a in event["arguments"]["source"]] == ["ingrid-solheim"]
