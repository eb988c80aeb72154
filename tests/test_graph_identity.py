"""One entity under many names: joined by evidence, parted by doubt, set right by users, told by the journal."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from aikg.graph.corrections import Correction, correction_of, corrections
from aikg.graph.identity import CANONICAL, IDENTITIES, canonical_of
from aikg.graph.journal import entries, replay
from aikg.graph.query import ask, resolve
from aikg.graph.store import Store
from aikg.graph.terms import name
from aikg.graph.validate import validate
from aikg.ontology.errors import UnknownName, UsageError
from aikg.ontology.model import Extraction
from aikg.ontology.namespaces import entity_node

from .builders import Builder


def naming(source: str, company: str, *aliases: str, type_: str = "Organization", id: str | None = None) -> Extraction:
    """A document that speaks of one thing, and calls it by other names too."""
    b = Builder(source)
    ref = b.entity(type_, company, aliases=aliases, id=id)
    if type_ == "Model":
        b.event("ModelRelease", f"{company} is out.", model=ref)
    else:
        b.event("FundingRound", f"{company} raised money.", company=ref)
    return b.build()


def identities(store: Store) -> dict[str, str]:
    return {name(q.subject): name(q.object) for q in store.find(None, CANONICAL, None, IDENTITIES)}


def together(store: Store, one: str, other: str) -> bool:
    return canonical_of(store.find, entity_node(one)) == canonical_of(store.find, entity_node(other))


def fresh(documents: Iterable[Extraction], said: Iterable[Correction] = ()) -> bytes:
    with Store.memory() as store:
        store.extend(documents)
        for c in said:
            store.correct(c)
        return store.nquads()


LARK, LARKLABS, LYNX = "organization/云雀实验室", "organization/larklabs", "organization/lynxlabs"
ALONE, BOTH = naming("a.txt", "Lark Labs"), naming("b.txt", "云雀实验室", "Lark Labs")


def test_a_name_seen_alone_is_joined_when_another_document_explains_it() -> None:
    with Store.memory() as store:
        store.add(ALONE)
        assert identities(store) == {}
        store.add(BOTH)
        assert together(store, LARK, LARKLABS)
        assert len(store.entities()) == 1
        assert len(resolve(store, "Lark Labs")) == 2
        assert len(ask(store, "funding", company="云雀实验室").rows) == 2


def test_what_no_document_says_any_more_is_parted() -> None:
    with Store.memory() as store:
        store.extend([ALONE, BOTH])
        store.remove("b.txt")
        assert store.nquads() == fresh([ALONE])
        assert [e.act for e in entries(store.find)] == ["merged", "split"]


def test_a_name_that_two_go_by_joins_neither() -> None:
    with Store.memory() as store:
        store.extend([ALONE, BOTH, naming("c.txt", "百灵科技", "Lark Labs")])
        assert not together(store, LARK, LARKLABS)
        store.remove("c.txt")
        assert together(store, LARK, LARKLABS)


@pytest.mark.parametrize(
    ("type_", "company", "alias"),
    [
        ("Model", "Qwen3.6-Plus", "Qwen3.6"),
        ("Model", "Qwen3.6", "Qwen3.6-Plus"),
        ("Model", "GPT-5.2", "GPT-5.1"),
        ("Model", "Lynx-2 Mini", "Lynx-2"),
        ("Organization", "腾讯 AI Lab", "AI Lab"),
        ("Organization", "百度研究院", "研究院"),
        ("Person", "Ada Wren", "Wren"),
    ],
)
def test_names_that_prove_nothing_join_nothing(type_: str, company: str, alias: str) -> None:
    with Store.memory() as store:
        store.extend([naming("a.txt", alias, type_=type_), naming("b.txt", company, alias, type_=type_)])
        assert identities(store) == {}


def test_labs_of_two_companies_are_never_one() -> None:
    with Store.memory() as store:
        store.extend([naming("a.txt", "腾讯 AI Lab", "AI Lab"), naming("b.txt", "百度 AI Lab", "AI Lab")])
        store.add(naming("c.txt", "AI Lab"))
        assert identities(store) == {}


@pytest.mark.parametrize(
    ("type_", "bare"),
    [
        ("Organization", "AI Lab"), ("Organization", "研究院"), ("Organization", "High Court"), ("Organization", "A公司"),
        ("Model", "V4"), ("Model", "大模型2.0"), ("Person", "Wren"), ("Person", "老王"), ("Person", "王总"),
    ],
)  # fmt: skip
def test_a_name_that_does_not_say_whose_it_is_stays_in_its_document(type_: str, bare: str) -> None:
    with Store.memory() as store:
        store.extend([naming("a.txt", bare, type_=type_), naming("b.txt", bare, type_=type_)])
        assert len([e for e in store.entities() if e.name == bare]) == 2
        store.add(naming("a.txt", bare, type_=type_))
        assert len([e for e in store.entities() if e.name == bare]) == 2


def test_a_bare_version_is_completed_by_its_developer() -> None:
    def release(source: str, developer: str, model: str) -> Extraction:
        b = Builder(source)
        maker = b.entity("Organization", developer)
        b.event("ModelRelease", f"{developer} released {model}.", developer=maker, model=b.entity("Model", model))
        return b.build()

    with Store.memory() as store:
        store.extend(
            [release("a.txt", "Lynx", "V4"), release("b.txt", "Lynx", "Lynx V4"), release("c.txt", "Heron", "V4")]
        )
        assert {e.id for e in store.entities() if e.type == "Model"} == {"model/lynxv4", "model/heronv4"}


@pytest.mark.parametrize(
    ("full", "short"),
    [("Lark Systems, Inc.", "Lark Systems"), ("云雀科技股份有限公司", "云雀科技"), ("杭州云雀科技有限公司", "云雀科技"), ("杭州云雀科技", "云雀科技")],
)  # fmt: skip
def test_a_full_name_is_the_one_without_place_and_legal_form(full: str, short: str) -> None:
    with Store.memory() as store:
        store.extend([naming("a.txt", full), naming("b.txt", short)])
        assert len(store.entities()) == 1


def test_two_companies_of_one_name_in_two_towns_are_not_the_one_of_neither() -> None:
    with Store.memory() as store:
        store.extend([naming("a.txt", "杭州云雀科技"), naming("b.txt", "深圳云雀科技"), naming("c.txt", "云雀科技")])
        assert identities(store) == {}


def test_an_unknown_name_is_joined_to_the_known_entity_that_bears_it() -> None:
    with Store.memory() as store:
        store.extend([naming("a.txt", "Tongyi Works"), naming("b.txt", "阿里巴巴", "Tongyi Works", id="alibaba")])
        assert identities(store) == {entity_node("organization/tongyiworks"): entity_node("alibaba")}


def test_two_entities_of_the_catalogue_are_never_joined_by_a_name() -> None:
    documents = [
        naming(f"{i}.txt", n, "Shared Name Works", id=i) for i, n in (("alibaba", "阿里巴巴"), ("baidu", "百度"))
    ]
    with Store.memory() as store:
        store.extend([*documents, naming("c.txt", "Shared Name Works")])
        assert not together(store, "alibaba", "baidu")


DOCUMENTS = [
    ALONE,
    BOTH,
    naming("c.txt", "Lynx Labs"),
    naming("d.txt", "Lynx Laboratories", "Lynx Labs"),
    naming("e.txt", "猞猁实验室", "Lynx Laboratories"),
    naming("f.txt", "Lark Works", "Lark Labs"),
    naming("g.txt", "文心5.0", "ERNIE 5.0", type_="Model"),
    naming("h.txt", "ERNIE 5.0", type_="Model"),
]


@pytest.mark.parametrize("seed", range(20))
def test_neither_order_nor_detours_matter(seed: int) -> None:
    dice = random.Random(seed)
    order = DOCUMENTS[:]
    dice.shuffle(order)
    with Store.memory() as store:
        for document in order:
            store.add(document)
            if dice.random() < 0.4:
                store.remove(document.document.source)
                store.add(document)
        assert store.nquads() == fresh(DOCUMENTS)
        assert replay(entries(store.find)) == identities(store)


def test_a_correction_joins_survives_rereading_and_can_be_undone() -> None:
    documents = [ALONE, naming("c.txt", "Lynx Labs")]
    with Store.memory() as store:
        store.extend(documents)
        said = correction_of(store.entities(merged=False), "Lark Labs", "Lynx Labs", "same")
        assert store.correct(said)
        assert not store.correct(said)
        assert together(store, LARKLABS, LYNX)
        store.remove("c.txt")
        store.add(naming("c.txt", "Lynx Labs"))
        assert together(store, LARKLABS, LYNX)
        assert store.nquads() == fresh(documents, [said])
        assert corrections(store.find) == [said]
        assert validate(store) == []
        store.undo(said)
        assert store.nquads() == fresh(documents)
        assert replay(entries(store.find)) == identities(store)


def test_a_correction_parts_what_names_had_joined_and_events_follow() -> None:
    with Store.memory() as store:
        store.extend([ALONE, BOTH])
        assert store.query("SELECT ?e { ?e a aikg:FundingRound }").table().__len__() == 1
        store.correct(correction_of(store.entities(merged=False), "云雀实验室", LARKLABS, "different"))
        assert not together(store, LARK, LARKLABS)
        assert len(store.query("SELECT ?e { ?e a aikg:FundingRound }")) == 2
        store.add(naming("z.txt", "云雀实验室", "Lark Labs"))
        assert not together(store, LARK, LARKLABS)
        assert validate(store) == []


def test_a_later_word_on_two_entities_takes_the_place_of_the_earlier() -> None:
    with Store.memory() as store:
        store.extend([ALONE, BOTH])
        store.correct(correction_of(store.entities(merged=False), LARK, LARKLABS, "different"))
        store.correct(correction_of(store.entities(merged=False), LARK, LARKLABS, "same"))
        assert [c.verdict for c in corrections(store.find)] == ["same"]
        assert together(store, LARK, LARKLABS)


def test_corrections_that_cannot_be_are_refused() -> None:
    with Store.memory() as store:
        store.extend([ALONE, naming("m.txt", "Lynx-2", type_="Model"), naming("p.txt", "Lark Labs", type_="Product")])
        with pytest.raises(UsageError, match="one name here"):
            correction_of(store.entities(merged=False), LARKLABS, LARKLABS, "different")
        with pytest.raises(UsageError, match="never the same"):
            correction_of(store.entities(merged=False), LARKLABS, "Lynx-2", "same")
        with pytest.raises(UsageError, match="is several"):
            correction_of(store.entities(merged=False), "Lark Labs", "Lynx-2", "same")
        with pytest.raises(UnknownName, match="did you mean"):
            correction_of(store.entities(merged=False), "Lark Lab", "Lynx-2", "same")
