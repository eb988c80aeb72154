"""Ready-made questions and free SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from aikg.graph.query import ask, question, questions, resolve
from aikg.graph.store import Store
from aikg.ontology.errors import QueryError, UnknownName, UsageError

from .builders import Builder, chinese, english


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.memory() as store:
        store.extend([english(), chinese()])
        yield store


ASKED = {
    "acquisitions": {},
    "benchmarks": {"model": "Lark-2"},
    "comparisons": {"entity": "Heron Mini"},
    "deals-between": {"first": "Lark", "second": "Heron Cloud"},
    "documents": {},
    "funding": {"company": "云雀"},
    "group": {"group": "Lark Labs"},
    "index-moves": {},
    "investments": {"organization": "heron cloud"},
    "latest-metrics": {"company": "阿里"},
    "legal": {},
    "listings": {},
    "mentioned": {},
    "metric-history": {"metric": "revenue"},
    "organization-changes": {},
    "personnel": {"about": "王小明"},
    "plans": {},
    "policy": {},
    "recommendations": {"theme": "算力"},
    "releases": {"company": "Lark Labs"},
    "rounds-led": {"investor": "Alibaba"},
    "rumour-life": {},
    "rumours": {},
    "said-by": {"source": "The Example Times"},
    "supply": {},
    "timeline": {"entity": "云雀实验室"},
    "token-volumes": {},
    "uncertain": {"below": "0.6"},
    "undated": {},
    "users": {},
}


@pytest.mark.parametrize("name", sorted(questions()))
def test_question_finds_what_it_asks_for(store: Store, name: str) -> None:
    assert ask(store, name, **ASKED[name]).rows


@pytest.mark.parametrize("name", sorted(questions()))
def test_question_file_runs_as_it_stands(store: Store, name: str) -> None:
    store.query(question(name).sparql)


@pytest.mark.parametrize("name", sorted(questions()))
def test_rows_are_never_repeated(store: Store, name: str) -> None:
    rows = ask(store, name, **ASKED[name]).rows
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_question_can_be_asked_as_of_a_day(store: Store, name: str) -> None:
    """The documents are of 7 and 8 April: nothing was known on the 6th, and all on the 8th."""
    assert not ask(store, name, **ASKED[name], as_of=date(2026, 4, 6)).rows
    everything = ask(store, name, **ASKED[name]).rows
    assert ask(store, name, **ASKED[name], as_of="2026-04-08").rows == everything
    first = ask(store, name, **ASKED[name], as_of=date(2026, 4, 7)).rows
    assert {r[-1] for r in first} <= {r[-1] for r in everything}


def test_a_rumour_is_one_until_the_day_on_which_it_is_confirmed() -> None:
    b = Builder("later.txt", published="2026-04-20")
    heron, lark = b.entity("Organization", "Heron Cloud"), b.entity("Organization", "Lark Labs")
    b.event("Acquisition", "Heron Cloud bought Lark Labs.", acquirer=heron, target=lark)
    with Store.memory() as other:
        other.extend([english(), b.build()])
        assert not ask(other, "rumours").rows
        assert len(ask(other, "rumours", as_of=date(2026, 4, 19)).rows) == 1
        life = ask(other, "rumour-life", entity="Lark Labs")
        assert [r[life.columns.index("modality")].rpartition("/")[2] for r in life.rows] == ["rumored", "actual"]


def test_a_group_has_its_units_and_models() -> None:
    b = Builder("group.txt")
    cloud, unit = b.entity("Organization", "Alibaba Cloud", id="alibaba-cloud"), b.entity("Organization", "Qwen Lab")
    model, other_ = b.entity("Model", "Qwen-Next"), b.entity("Organization", "Tencent", id="tencent")
    b.event("ModelRelease", "Alibaba Cloud released Qwen-Next.", model=model, developer=cloud)
    b.event("BenchmarkResult", "Qwen-Next leads CodeTrial.", model=model, benchmark=b.entity("Benchmark", "CodeTrial"))
    b.event("Partnership", "Tencent and Qwen Lab work together.", party=[other_, unit])
    with Store.memory() as store:
        store.add(b.build())
        quotations = {str(r[4]) for r in ask(store, "group", group="阿里巴巴").rows}
        assert quotations == {"Alibaba Cloud released Qwen-Next.", "Qwen-Next leads CodeTrial."}


def test_releases_are_bounded_by_dates(store: Store) -> None:
    assert len(ask(store, "releases", company="Lark Labs")) == 2
    late = ask(store, "releases", company="Lark Labs", since=date(2026, 4, 1), until="2026-04-30")
    assert [r[0] for r in late.rows] == [date(2026, 4, 2)]


def test_labels_follow_the_language(store: Store) -> None:
    assert any("融资" in row for row in ask(store, "timeline", entity="阿里巴巴", language="zh").table())
    assert any("funding round" in row for row in ask(store, "timeline", entity="阿里巴巴", language="en").table())


def test_an_alias_in_either_language_names_the_entity(store: Store) -> None:
    assert resolve(store, "阿里") == resolve(store, "alibaba") == resolve(store, "Alibaba")


def test_unknown_entity_gets_a_suggestion(store: Store) -> None:
    with pytest.raises(UnknownName, match="did you mean Lark Labs"):
        ask(store, "releases", company="Lark Lab")


def test_parameters_are_terms_not_text(store: Store) -> None:
    assert not ask(store, "recommendations", theme='"} } # " UNION { ?s ?p ?o').rows


def test_a_confirmed_rumour_is_no_longer_one(store: Store) -> None:
    assert len(ask(store, "rumours")) == 1
    with Store.memory() as other:
        b = Builder("later.txt")
        heron, lark = b.entity("Organization", "Heron Cloud"), b.entity("Organization", "Lark Labs")
        b.event("Acquisition", "Heron Cloud bought Lark Labs.", acquirer=heron, target=lark)
        other.extend([english(), b.build()])
        assert not ask(other, "rumours").rows


def test_latest_metric_is_the_newest(store: Store) -> None:
    [row] = ask(store, "latest-metrics", company="Alibaba").records()
    assert (row["value"], row["unit"], row["date"]) == (Decimal(200_000_000_000), "CNY", date(2026, 3, 31))


def test_missing_and_malformed_parameters_are_told(store: Store) -> None:
    with pytest.raises(UsageError, match="needs company"):
        ask(store, "releases")
    with pytest.raises(UsageError, match="since is a date"):
        ask(store, "releases", company="Alibaba", since="spring")
    with pytest.raises(UnknownName, match="parameter of releases"):
        ask(store, "releases", compny="Alibaba")
    with pytest.raises(UnknownName, match="did you mean releases"):
        ask(store, "release")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "select*{service<http://example.org/>{?s ?p ?o}}",
        "SELECT * { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x' . SERVICE ?s { ?s ?p ?o } }",
        "SELECT * { ?s ?p true SERVICE SILENT <http://example.org/> { ?s ?p ?o } }",
    ],
)
def test_queries_never_leave_the_store(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        store.query(query)


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <a:a> <a:b> 1 }", "CLEAR ALL", "LOAD <http://example.org/>", "DROP ALL"]
)
def test_updates_are_refused(store: Store, update: str) -> None:
    before = store.stats()
    with pytest.raises(QueryError, match="updates are refused"):
        store.query(update)
    assert store.stats() == before


def test_bad_sparql_is_placed(store: Store) -> None:
    with pytest.raises(QueryError, match=r"line 2, column \d+"):
        store.query("SELECT ?x\nWHERE ?x }")


def test_limit_truncates(store: Store) -> None:
    result = store.query("SELECT ?s { ?s a aikg:Claim }", limit=3)
    assert len(result) == 3
    assert result.truncated


def test_ask_and_construct_have_their_forms(store: Store) -> None:
    assert store.query("ASK { ?s a aikg:Claim }").rows == [(True,)]
    assert not store.query("ASK { ?s a aikg:Nothing }")
    built = store.query("CONSTRUCT { ?s a aikg:Claim } WHERE { ?s a aikg:Claim }")
    assert built.columns == ("subject", "predicate", "object")
    assert len(built) == 23
