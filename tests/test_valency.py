"""Valency frames: how the forms of a word and the ways a clause can be put expand into triggers."""

from __future__ import annotations

from datetime import date

import pytest
from aikg.extractors.extract import Extractor
from aikg.extractors.valency import inflect
from aikg.ontology.model import Document, EntityRef


@pytest.mark.parametrize(
    ("word", "participle", "gerund"),
    [
        ("buy", "bought", "buying"),
        ("acquire", "acquired", "acquiring"),
        ("snap up", "snapped up", "snapping up"),
        ("supply", "supplied", "supplying"),
        ("launch", "launched", "launching"),
        ("take over", "taken over", "taking over"),
    ],
)
def test_verbs_are_inflected(word: str, participle: str, gerund: str) -> None:
    forms = inflect(word, "en", "verb")
    assert forms["participle"] == [participle]
    assert gerund in forms["any"]


def test_a_choice_at_the_head_is_told_apart() -> None:
    assert {"strikes <between>(?:deal|pact)s?", "signed <between>(?:deal|pact)s?"} <= set(
        inflect("(sign|strike) ~(deal|pact)", "en", "verb")["any"]
    )


def test_a_language_without_inflection_keeps_its_words() -> None:
    assert inflect("收购|买下", "zh", "verb") == {"any": ["收购", "买下"]}


BOUGHT = {"acquirer": ["harborline-inc"], "target": ["tilework-inc"]}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Harborline Inc. has bought Tilework Inc. for $40 million.", BOUGHT),
        ("Tilework Inc. was bought last week by Harborline Inc. for $40 million.", BOUGHT),
        ("Tilework Inc., bought by Harborline Inc. in January, makes annotation tools.", BOUGHT),
        ("Harborline Inc. makes phones. It will buy Tilework Inc. this summer.", BOUGHT),
        ("Harborline Inc. makes phones and is buying Lisbon-based Tilework Inc. this summer.", BOUGHT),
        ("Harborline Inc. announced the acquisition of Tilework Inc. on Monday.", BOUGHT),
        ("Harborline Inc.'s planned takeover of Tilework Inc. needs approval.", BOUGHT),
        ("Harborline Inc. has taken a controlling stake in Tilework Inc. for $40 million.", BOUGHT),
        ("Harborline Inc. has bought Tilework Inc. chips.", None),
        ("Harborline Inc. says rivals have bought badly. Tilework Inc. agrees.", None),
    ],
)
def test_clauses_of_every_build_bind_the_same_roles(text: str, roles: dict[str, list[str]] | None) -> None:
    found = Extractor().extract(Document("sha256:x", f"A title\n\n{text}\n", "x", "en", published=date(2026, 3, 18)))
    bound = [
        {r: [a.value.id for a in e.arguments[r] if isinstance(a.value, EntityRef)] for r in BOUGHT}
        for e in found.events
        if e.kind == "Acquisition"
    ]
    assert bound == ([roles] if roles else [])


def events_of(text: str, kind: str) -> list[dict[str, list[str]]]:
    document = Document("sha256:x", f"A title\n\n{text}\n", "x", "en", published=date(2026, 3, 18))
    return [
        {role: [v.value.id for v in values if isinstance(v.value, EntityRef)] for role, values in e.arguments.items()}
        for e in Extractor().extract(document).events
        if e.kind == kind
    ]


def test_a_verb_said_once_counts_for_every_pair_behind_it() -> None:
    text = "Corvid Labs raised $40 million, Tilework Labs $25 million and Fairlead Labs $12 million."
    companies = [e["company"] for e in events_of(text, "FundingRound")]
    assert sorted(companies) == [["corvid-labs"], ["fairlead-labs"], ["tilework-labs"]]


def test_a_phrase_at_the_head_speaks_of_the_subject_behind_it() -> None:
    text = "With the acquisition of Tilework Inc., Harborline Inc. gets a labelling business."
    assert events_of(text, "Acquisition") == [BOUGHT]


def test_the_name_before_a_noun_is_its_object() -> None:
    assert events_of("Harborline Inc. closes Tilework Inc. acquisition", "Acquisition") == [BOUGHT]


def test_a_name_that_a_verb_follows_ends_no_list() -> None:
    text = "Harborline Inc. bought Tilework Inc., and Nvidia bought a chip from Intel."
    assert events_of(text, "Acquisition") == [BOUGHT]
