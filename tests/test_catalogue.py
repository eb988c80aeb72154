"""The catalogue's tables: sorted, unique, resolvable, and of the right form."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TypeAlias

import opencc
import pytest
from aikg.ontology import catalogue as package
from aikg.ontology.catalogue import FILES, catalogue

Row: TypeAlias = dict[str, str]

HERE = Path(package.__file__).parent
COLUMNS = ["id", "name_zh", "name_en", "kind", "parent", "country", "tickers"]
ALIAS_COLUMNS = ["alias", "language", "kind", "entity"]
ALIAS_KINDS = {"short", "ticker", "former", "translit", "handle", "abbr", "variant", "ambiguous"}
TICKER = re.compile(
    r"[A-Z]{1,6}"  # United States, index symbols
    r"|\d{6}\.(?:SH|SZ|BJ|KS|SI)|\d{4}\.HK|\d{6}\.(?:CSI|WI)"
    r"|\d{3}[\dA]\.T|\d{4}\.(?:TW|TWO)"
    r"|[A-Z\d]{1,10}\.(?:PA|DE|AS|SW|L|NS|AX)"
    r"|N225|KS11"
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
KEPT_CHARACTERS = set("昇崑乾錤鋐")  # in proper names, used in simplified text as they are


def rows(table: str) -> list[Row]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def squeezed(name: str) -> str:
    """What two spellings of one name share."""
    return re.sub(r"[\s\-‐–·・]", "", unicodedata.normalize("NFKC", name).casefold())


ENTITIES: list[tuple[str, Row]] = [(table, row) for table in FILES for row in rows(table)]
ALIASES = rows("aliases")
NAMES: list[tuple[str, str, str]] = [
    *((row[f"name_{language}"], language, row["id"]) for _, row in ENTITIES for language in ("zh", "en")),
    *((row["alias"], row["language"], row["entity"]) for row in ALIASES),
]


@pytest.mark.parametrize("table", [*FILES, "aliases"])
def test_every_table_exists_with_its_columns_and_is_no_stranger(table: str) -> None:
    header = (HERE / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header == (ALIAS_COLUMNS if table == "aliases" else COLUMNS)
    assert {p.stem for p in HERE.glob("*.csv")} == {*FILES, "aliases", "business_years"}


def test_business_years_are_of_known_organizations_and_close_with_another_month_than_december() -> None:
    known = [(row["organization"], int(row["last_month"])) for row in rows("business_years")]
    assert known == sorted(known)
    assert {i for i, _ in known} <= {row["id"] for row in rows("organizations")}
    assert {month for _, month in known} <= set(range(1, 12))


@pytest.mark.parametrize("table", FILES)
def test_entities_are_sorted_by_id(table: str) -> None:
    ids = [row["id"] for row in rows(table)]
    assert ids == sorted(ids)


def test_aliases_are_sorted_by_entity_and_alias() -> None:
    keys = [(row["entity"], row["alias"]) for row in ALIASES]
    assert keys == sorted(keys)


def test_identifiers_are_unique_over_all_tables_and_in_kebab_case() -> None:
    ids = [row["id"] for _, row in ENTITIES]
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert [i for i in ids if not re.fullmatch(r"[a-z\d]+(?:[.-][a-z\d]+)*", i)] == []


def test_the_loader_keeps_every_row() -> None:
    entries = catalogue()
    assert len(entries) == len(ENTITIES) >= 500
    assert sum(len(e.aliases) for e in entries.values()) == len(ALIASES)
    assert all(entries[row["id"]].type == FILES[table] for table, row in ENTITIES)


def test_parents_exist_and_lead_to_a_root() -> None:
    parents = {row["id"]: row["parent"] for _, row in ENTITIES}
    assert {p for p in parents.values() if p} <= parents.keys()
    for start in parents:
        seen, at = set(), start
        while at:
            assert at not in seen, f"{start} is among its own parents"
            seen.add(at)
            at = parents[at]


def test_parents_are_of_a_fitting_type() -> None:
    entries = catalogue()
    wrong = []
    for entry in entries.values():
        if entry.parent and (entries[entry.parent].type == "Place") != (entry.type == "Place"):
            wrong.append(entry.id)
        if entry.parent and entry.type in ("Organization", "Person", "Model", "Hardware"):
            wrong += [entry.id] if entries[entry.parent].type != "Organization" else []
    assert wrong == []


def test_aliases_belong_to_entities_that_exist() -> None:
    assert {row["entity"] for row in ALIASES} <= catalogue().keys()


def test_alias_kinds_and_languages_are_known() -> None:
    assert {row["kind"] for row in ALIASES} <= ALIAS_KINDS
    assert {row["language"] for row in ALIASES} <= {"zh", "en", "mul"}


def test_one_name_means_one_entity() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, _, entity in NAMES:
        if name:
            owners[squeezed(name)].add(entity)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_alias_is_given_twice_or_repeats_a_preferred_name_unless_ambiguous() -> None:
    assert [k for k, n in Counter((r["entity"], r["alias"]) for r in ALIASES).items() if n > 1] == []
    entries = catalogue()
    repeated = [r["alias"] for r in ALIASES if r["alias"] in entries[r["entity"]].names.values()]
    ambiguous = {r["alias"] for r in ALIASES if r["kind"] == "ambiguous"}
    assert set(repeated) <= ambiguous


def test_every_entity_has_a_name_and_no_cell_is_padded_or_marked() -> None:
    assert [row["id"] for _, row in ENTITIES if not (row["name_zh"] or row["name_en"])] == []
    cells = [v for row in [*(r for _, r in ENTITIES), *ALIASES] for column, v in row.items() if column != "tickers"]
    assert [c for c in cells if c != c.strip() or re.search(r"[|;!@\t]|  ", c)] == []


def test_names_are_in_the_language_of_their_column() -> None:
    wrong = [n for n, language, _ in NAMES if n and (language == "zh") != bool(CHINESE.search(n))]
    assert wrong == []


def test_chinese_names_are_in_simplified_characters() -> None:
    simplify = opencc.OpenCC("t2s").convert
    wrong = [n for n, _, _ in NAMES if simplify(n) != n and not KEPT_CHARACTERS & set(n)]
    assert wrong == []


def test_tickers_are_well_formed_and_have_one_holder() -> None:
    tickers = [(t, row["id"]) for _, row in ENTITIES for t in row["tickers"].split(";") if t]
    assert [t for t in tickers if not TICKER.fullmatch(t[0])] == []
    assert [t for t, n in Counter(t for t, _ in tickers).items() if n > 1] == []


def test_mainland_tickers_name_the_exchange_of_their_number() -> None:
    boards = {"SH": ("60", "68", "900"), "SZ": ("00", "30", "200"), "BJ": ("4", "8", "92")}
    wrong = [
        ticker
        for table, row in ENTITIES
        if table == "organizations"
        for ticker in row["tickers"].split(";")
        if (suffix := ticker.partition(".")[2]) in boards and not ticker.startswith(boards[suffix])
    ]
    assert wrong == []


def test_countries_are_two_letters_and_every_country_is_a_place() -> None:
    assert [row["id"] for _, row in ENTITIES if not re.fullmatch(r"(?:[A-Z]{2})?", row["country"])] == []
    states = {row["country"] for row in rows("places") if row["kind"] == "country"}
    used = {row["country"] for _, row in ENTITIES if row["country"]}
    assert used - states <= {"CN", "EU", "HK", "TW", "UY"}


def test_every_entity_has_a_kind() -> None:
    assert [row["id"] for _, row in ENTITIES if not re.fullmatch(r"[A-Za-z]+", row["kind"])] == []


def test_bare_words_demand_a_context() -> None:
    words = "理想 元宝 可灵 联想 地平线 用友 中行 字节 Scale Cursor Command Nova Step Spark Ring Snap Figure Writer"
    ambiguous = {name for entry in catalogue().values() for name in entry.ambiguous_names()}
    used = {name for name, _, _ in NAMES}
    assert [w for w in words.split() if w in used and w not in ambiguous] == []


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("阿里", "alibaba"),
        ("Alibaba Token Hub", "alibaba-token-hub"),
        ("辉达", "nvidia"),
        ("台湾积体电路", "tsmc"),
        ("海力士", "sk-hynix"),
        ("申万计算机", "sw-computer"),
        ("计算机（申万）", "sw-computer"),
        ("创业板指", "chinext-index"),
        ("科创日报", "star-daily"),
        ("工信部", "miit"),
        ("a16z", "a16z"),
        ("Claude Code", "claude-code"),
        ("黄仁勋", "jensen-huang"),
        ("τ²-bench", "tau2-bench"),
        ("昇腾910C", "ascend-910c"),
    ],
)
def test_well_known_names_lead_to_their_entity(name: str, entity: str) -> None:
    assert {e for n, _, e in NAMES if n == name} == {entity}
