"""One compliance suite for every export format: whatever is in the folder has to pass."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from aikg.exports.formats import exporter, formats
from aikg.exports.formats.neo4j import literal
from aikg.exports.property_graph import name
from aikg.exports.records import from_store, records_of
from aikg.graph.store import Store
from aikg.ontology.errors import UnknownName
from aikg.ontology.interchange import to_json
from aikg.ontology.model import Extraction

from .builders import Builder, chinese, english

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"}) DETACH DELETE (n) //',
    "'; MATCH (n) DETACH DELETE n; //",
    "back\\slash \\u0022 \\\\u0027 end",
    "{{ 7*7 }} {% raw %} & &amp; ]]> <!--",
    '=HYPERLINK("x")',
    "行\u2028分\u2029隔 🀄",
)


def hostile() -> Extraction:
    """A document whose names, title and sentences are attacks."""
    b = Builder("</script>.txt", title=HOSTILE[0], publisher=HOSTILE[2], url="javascript:alert(1)")
    for number, text in enumerate(HOSTILE):
        company = b.entity("Organization", f"{text} Inc {number}", aliases=[f"alias {text}"])
        b.event(
            "FundingRound",
            f"{text} Inc {number} raised money in a {text} round.",
            company=company,
            round=f"{text} round",
        )
    return b.build()


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store.memory()
    found.extend([english(), chinese(), hostile()])
    return found


def exported(store: Store, form: str, folder: Path) -> bytes:
    path = folder / f"graph{exporter(form).ENDING}"
    exporter(form).write(store, path)
    return path.read_bytes()


@pytest.mark.parametrize("form", formats())
def test_export_says_what_it_is(form: str) -> None:
    module = exporter(form)
    assert module.SUMMARY
    assert module.ENDING.startswith(".")
    assert module.__doc__


@pytest.mark.parametrize("form", formats())
def test_equal_graphs_give_equal_bytes(form: str, store: Store, tmp_path: Path) -> None:
    other = Store.memory()
    other.extend([hostile(), chinese(), english()])
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = exported(store, form, tmp_path / "a")
    assert first
    assert first == exported(other, form, tmp_path / "b")


@pytest.mark.parametrize("form", formats())
def test_names_in_both_languages_are_there(form: str, store: Store, tmp_path: Path) -> None:
    text = plain(exported(store, form, tmp_path))
    assert "Lark Labs" in text
    chinese_name = next(e.name for e in chinese().entities if not e.name.isascii())
    assert chinese_name in text or chinese_name in json_decoded(text)


def plain(data: bytes) -> str:
    """The text of an export, an archive's members one after another."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(archive.read(n).decode() for n in archive.namelist())
    return data.decode("utf-8-sig")


def json_decoded(text: str) -> str:
    """Text with the escapes of JSON and of Turtle undone."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)


@pytest.mark.parametrize("form", formats())
def test_empty_graph_can_be_exported(form: str, tmp_path: Path) -> None:
    exported(Store.memory(), form, tmp_path)


def test_unknown_format_offers_near_ones() -> None:
    with pytest.raises(UnknownName, match="did you mean turtle"):
        exporter("turtel")
    assert exporter("Neo4J_CSV") is exporter("neo4j-csv")


# --- what can be read back, is


def test_nquads_hold_every_quad(store: Store, tmp_path: Path) -> None:
    dataset = rdflib.Dataset().parse(data=exported(store, "nquads", tmp_path), format="nquads")
    assert len(list(dataset.quads())) == len(set(store.quads()))


def test_turtle_holds_every_triple(store: Store, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=exported(store, "turtle", tmp_path), format="turtle")
    assert len(graph) == len({q.triple for q in store.quads()})
    names = {str(o) for o in graph.objects(predicate=rdflib.SKOS.prefLabel)}
    assert all(f"{text} Inc {i}" in names for i, text in enumerate(HOSTILE))


def test_jsonld_holds_every_quad(store: Store, tmp_path: Path) -> None:
    dataset = rdflib.Dataset().parse(data=exported(store, "jsonld", tmp_path), format="json-ld")
    assert len(list(dataset.quads())) == len(set(store.quads()))


def test_jsonl_is_what_extract_prints(store: Store, tmp_path: Path) -> None:
    lines = exported(store, "jsonl", tmp_path).decode().split("\n")
    found = {d["document"]["source"]: d for d in map(json.loads, filter(None, lines))}
    for extraction in (english(), chinese(), hostile()):
        wanted, got = to_json(extraction), found[extraction.document.source]
        assert got["document"] == wanted["document"]
        assert by_id(got["events"]) == by_id(wanted["events"])
        assert {e["id"]: e["name"] for e in got["entities"]} == {e["id"]: e["name"] for e in wanted["entities"]}


def by_id(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {e["id"]: {**e, "arguments": dict(sorted(e["arguments"].items()))} for e in events}


def test_graphml_has_every_event_and_role(store: Store, tmp_path: Path) -> None:
    exported(store, "graphml", tmp_path)
    graph = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    records = from_store(store)
    assert {d["id"] for _, d in graph.nodes(data=True) if d["class"] == "event"} == set(records.events)
    assert graph.number_of_edges() == sum(len(set(e.entities)) for e in records.events.values())
    assert {f"{t} Inc {i}" for i, t in enumerate(HOSTILE)} <= {d.get("name") for _, d in graph.nodes(data=True)}


def test_csv_has_a_row_for_each_report(store: Store, tmp_path: Path) -> None:
    data = exported(store, "csv", tmp_path)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == sum(len(e.claims) for e in from_store(store).events.values())
    texts = {e.document.source: e.document.text for e in (english(), chinese(), hostile())}
    for row in rows:
        quoted = texts[row["document"]][int(row["start"]) : int(row["end"])]
        assert row["quotation"] in (quoted, f"'{quoted}")


def test_csv_cells_are_no_formulas(store: Store, tmp_path: Path) -> None:
    for row in csv.reader(io.StringIO(exported(store, "csv", tmp_path).decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]


# --- Cypher


def cypher_tokens(script: str) -> tuple[str, list[str]]:
    """The script with its string literals blanked, and what the literals say: a reader of Cypher's own grammar."""
    strings: list[str] = []
    pattern = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
    escapes = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}

    def blank(match: re.Match[str]) -> str:
        strings.append(re.sub(r"\\(.)", lambda m: escapes[m[1]], match[1]))
        return "§"

    return pattern.sub(blank, script), strings


def test_hostile_text_stays_inside_cypher_literals(store: Store, tmp_path: Path) -> None:
    code, _ = cypher_tokens(exported(store, "neo4j", tmp_path).decode())
    assert not re.search(r"DETACH|DELETE|script>|HYPERLINK|alert", code)
    assert '"' not in code
    assert not re.search(r"['\\\\/`&#]", code)


def test_cypher_literals_say_what_the_text_said() -> None:
    for text in HOSTILE:
        code, strings = cypher_tokens(literal(text))
        assert "".join(strings) == text
        assert set(code) <= set("§ +")


def test_no_unicode_escape_reaches_a_server_that_reads_them_first(store: Store, tmp_path: Path) -> None:
    assert "\\u" not in exported(store, "neo4j", tmp_path).decode()


def test_cypher_has_a_row_for_every_node_and_is_idempotent(store: Store, tmp_path: Path) -> None:
    script = exported(store, "neo4j", tmp_path).decode()
    records = from_store(store)
    rows = sum(line.startswith("  {id: ") for line in script.splitlines())
    assert rows == len(records.entities) + len(records.events) + len(records.documents)
    assert not re.search(r"^CREATE (?!CONSTRAINT)", script, re.MULTILINE)
    assert script.count("IF NOT EXISTS") == 3


def test_labels_and_types_cannot_carry_code() -> None:
    assert name("Model`) DETACH DELETE (n") == "Model_DETACH_DELETE_n"
    assert name("") == "Thing"


def test_neo4j_import_files_join(store: Store, tmp_path: Path) -> None:
    tables = {}
    with zipfile.ZipFile(io.BytesIO(exported(store, "neo4j-csv", tmp_path))) as archive:
        for member in archive.namelist():
            tables[member] = list(csv.DictReader(io.StringIO(archive.read(member).decode(), newline="")))
    ids = {space: {row[f"id:ID({space})"] for row in tables[file]} for space, file in
           (("Entity", "entities.csv"), ("Event", "events.csv"), ("Document", "documents.csv"))}  # fmt: skip
    records = from_store(store)
    assert ids["Event"] == set(records.events)
    for file, space in (("roles.csv", "Entity"), ("reports.csv", "Document")):
        assert tables[file]
        for row in tables[file]:
            assert row[":START_ID(Event)"] in ids["Event"]
            assert row[f":END_ID({space})"] in ids[space]
    assert all(row[":LABEL"].startswith("Event;") for row in tables["events.csv"])


# --- records


def test_quotations_carry_their_context() -> None:
    extraction = english()
    claim = records_of([extraction]).events[extraction.events[1].id].claims[0]
    quotation = claim.quotations[0]
    around = quotation.before + quotation.text + quotation.after
    assert around in extraction.document.text
    assert quotation.text == extraction.document.text[quotation.start : quotation.end]
    assert quotation.before
    assert quotation.after
