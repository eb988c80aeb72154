"""Extraction → quads → extraction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from aikg.graph.decode import decode
from aikg.graph.encode import encode, extraction_iri, normal_form
from aikg.graph.store import Store
from aikg.ontology.errors import ValidationError
from aikg.ontology.events import event_kinds
from aikg.ontology.model import (
    COMPARATORS,
    ENTITY_TYPES,
    MODALITIES,
    Argument,
    Document,
    Entity,
    EntityRef,
    Event,
    Extraction,
    Quantity,
    Span,
    TimeInterval,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .builders import Builder, chinese, english


def without_text(extraction: Extraction) -> Extraction:
    return replace(extraction, document=replace(extraction.document, text=""))


def there_and_back(extraction: Extraction) -> Extraction:
    return decode(extraction_iri(extraction.document), encode(extraction))


@pytest.mark.parametrize("extraction", [english(), chinese()], ids=["en", "zh"])
def test_what_goes_in_comes_back(extraction: Extraction) -> None:
    assert without_text(there_and_back(extraction)) == without_text(normal_form(extraction))


@pytest.mark.parametrize("extraction", [english(), chinese()], ids=["en", "zh"])
def test_every_span_quotes_the_same_from_what_comes_back(extraction: Extraction) -> None:
    back = there_and_back(extraction)
    assert len(back.document.text) == len(extraction.document.text)
    spans = [s for e in back.events for s in e.evidence] + [m for e in back.entities for m in e.mentions]
    assert spans
    assert all(s.of(back.document.text) == s.of(extraction.document.text) for s in spans)


def test_examples_have_all_kinds() -> None:
    assert {e.kind for e in english().events} == set(event_kinds())


def test_text_in_any_script_survives() -> None:
    b = Builder("odd.txt")
    org = b.entity("Organization", 'A "quoted" <name> \\ 𠮷野家 & Söhne')
    b.event("PolicyAction", 'line\twith \\u0041 and \'quotes\' """ by ' + b.entities[org.id].name, authority=org)
    assert without_text(there_and_back(b.build())) == without_text(normal_form(b.build()))


def test_unknown_entities_meet_by_their_folded_name() -> None:
    one, other = Builder("a.txt"), Builder("b.txt")
    for builder, name in ((one, "Foo 3.6-Plus"), (other, "foo3.6 plus")):
        builder.event("ModelRelease", f"Released {name}", model=builder.entity("Model", name))
    with Store.memory() as store:
        store.extend([one.build(), other.build()])
        [entity] = store.entities()
        assert entity.id == "model/foo3.6plus"
        assert len(store.events(entity=entity.id)) == 2


def test_global_ids_replace_local_ones() -> None:
    extraction = chinese()
    back = decode(extraction_iri(extraction.document), encode(extraction), global_ids=True)
    release = next(e for e in back.events if e.kind == "ModelRelease")
    assert release.arguments["developer"][0].value == EntityRef("organization/云雀实验室")


def test_an_argument_must_name_a_listed_entity() -> None:
    extraction = english()
    with pytest.raises(ValidationError, match="no entity"):
        encode(replace(extraction, entities=extraction.entities[1:]))


def test_ids_are_unique_within_a_document() -> None:
    extraction = english()
    with pytest.raises(ValidationError, match="two events share an id"):
        encode(replace(extraction, events=extraction.events[:1] * 2))


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
quantities = st.builds(
    Quantity,
    st.none() | numbers,
    st.sampled_from(["USD", "percent", "users", "1"]),
    st.sampled_from(COMPARATORS),
    st.none() | numbers,
    st.none() | numbers,
    st.none() | st.just("day"),
)
times = st.builds(TimeInterval, st.none() | days, st.none() | days, st.sampled_from(["day", "quarter"]))


@st.composite
def extractions(draw: Any) -> Extraction:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    at = st.integers(0, len(text))
    spans = st.tuples(at, at).map(lambda p: Span(min(p), max(p)))
    ids = draw(st.lists(words, unique=True, min_size=1, max_size=3))
    entities = [
        Entity(
            id_,
            draw(st.sampled_from(ENTITY_TYPES)),
            f"{draw(words)}-{number}",  # two of one type and name would be one entity
            draw(st.dictionaries(st.sampled_from(["zh", "en"]), words)),
            tuple(draw(st.lists(words, max_size=2))),
            draw(st.booleans()),
            tuple(draw(st.lists(spans, max_size=3))),
        )
        for number, id_ in enumerate(ids)
    ]
    values = st.sampled_from(ids).map(EntityRef) | quantities | times | words
    arguments = st.lists(st.builds(Argument, values, st.none() | spans), min_size=1, max_size=2).map(tuple)
    events = [
        Event(
            f"e{number}",
            kind,
            draw(st.dictionaries(st.sampled_from(sorted(event_kinds()[kind].roles)), arguments)),
            draw(st.sampled_from(MODALITIES)),
            draw(st.floats(0, 1)),
            draw(words),
            tuple(draw(st.lists(spans, max_size=2))),
        )
        for number, kind in enumerate(draw(st.lists(st.sampled_from(sorted(event_kinds())), max_size=3)))
    ]
    document = Document("sha256:0", text, draw(words), "zh", draw(st.none() | words), draw(st.none() | words))
    return Extraction(document, tuple(entities), tuple(events), tuple(draw(st.lists(words, max_size=2))))


@settings(max_examples=80, deadline=None)
@given(extractions())
def test_any_extraction_comes_back_from_the_store(extraction: Extraction) -> None:
    with Store.memory() as store:
        assert store.add(extraction)
        assert not store.add(extraction)
        back = store.extraction(extraction.document.source)
    assert without_text(back) == without_text(normal_form(extraction))


def test_decimals_keep_their_value() -> None:
    b = Builder("decimals.txt")
    org = b.entity("Organization", "Lark Labs")
    for number in ("1.50", "1E+12", "-0", "0.0001", "122000000000"):
        b.event("Listing", f"Lark Labs lists {number}", company=org, amount=Quantity(Decimal(number), "USD"))
    back = [e.arguments["amount"][0].value for e in there_and_back(b.build()).events]
    assert back == [e.arguments["amount"][0].value for e in b.build().events]
