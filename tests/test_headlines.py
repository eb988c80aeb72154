"""Headlines that capitalise every word: what keeps its capital may be a name, and their events are read."""

from __future__ import annotations

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.names.headlines_en import sentence_case
from aikg.ontology.model import Document

CASES = [
    ("Lumen Peak Lays Off 15% of Staff", "Lumen Peak lays off 15% of staff"),
    ("Chipmaker Kestrelin Raises $40 Million to Challenge Nvidia", "chipmaker Kestrelin raises $40 Million to challenge Nvidia"),
    ("Court Orders Clearvane Labs to Pay $40 Million in Privacy Suit", "Court orders Clearvane Labs to pay $40 Million in privacy suit"),
    ("Vectorline Unveils Its Most Capable Model Family", "Vectorline unveils its most capable model family"),
]  # fmt: skip
KEPT = [
    "Kestrelin raised $40 million on Monday, it said.",  # a sentence
    "By Dana Whitlow and Jon Orvik",  # a by-line
    "Kestrelin, Northgate Ventures, Harrow Analytics",  # names alone
    "KESTRELIN RAISES FORTY MILLION DOLLARS",  # capitals tell nothing here
]


@pytest.mark.parametrize(("line", "wanted"), CASES)
def test_a_headline_keeps_capitals_where_a_name_may_stand(line: str, wanted: str) -> None:
    assert sentence_case(line, ()).replace("million", "Million") == wanted
    assert len(sentence_case(line, ())) == len(line)


@pytest.mark.parametrize("line", KEPT)
def test_what_is_no_headline_stays_as_it_is(line: str) -> None:
    assert sentence_case(line, ()) == line


HEADLINES = [
    ("Tessera Orbitals Closes $120 Million Series C Led by Northgate Ventures", "FundingRound", {"company": "Tessera Orbitals", "lead_investor": "Northgate Ventures"}),
    ("Vectorline Completes Acquisition of Harrow Analytics", "Acquisition", {"acquirer": "Vectorline", "target": "Harrow Analytics"}),
    ("Lumen Peak Lays Off 15% of Staff", "OrganizationChange", {"organization": "Lumen Peak"}),
    ("Marrowgate Health Appoints Jane Mbeki as Chief Executive", "PersonnelChange", {"person": "Jane Mbeki", "organization": "Marrowgate Health"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "kind", "wanted"), HEADLINES)
def test_headlines_tell_their_events(line: str, kind: str, wanted: dict[str, str]) -> None:
    result = Extractor().extract(Document("sha256:x", line, "x", "en"))
    names = {e.id: e.name for e in result.entities}
    found = [
        {role: names.get(getattr(v.value, "id", "")) for role, values in e.arguments.items() for v in values}
        for e in result.events
        if e.kind == kind
    ]
    assert any(wanted.items() <= event.items() for event in found), (found, names)
