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
