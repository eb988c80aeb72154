"""The SPARQL endpoint as its clients meet it: over HTTP, started by the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aikg.graph.store import Store

from .builders import Builder, chinese, english, money
from .servers import aikg_server
from .test_exports import HOSTILE, hostile

httpx = pytest.importorskip("httpx", reason="needs httpx: pip install httpx")
pytest.importorskip("uvicorn", reason="needs the extra: pip install 'aikg[serve]'")

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
CLAIMS = "SELECT (COUNT(?c) AS ?n) { ?c a aikg:Claim }"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TOKEN = "a-token-of-these-tests"


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Any]:
    """A client of a server that runs as long as the block does."""
    with aikg_server(store, *options) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "kg"
    with Store.open(folder) as store:
        store.extend([english(), chinese(), hostile()])
    return folder


@pytest.fixture(scope="module")
def client(kg: Path) -> Iterator[Any]:
    with serving(kg, "--timeout", "3", "--result", "1", "--memory", "300") as found:
        yield found


def count(answer: Any) -> int:
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


# --- SPARQL 1.1 Protocol: queries


@pytest.fixture(scope="module")
def claims(kg: Path) -> int:
    with Store.open(kg, read_only=True) as store:
        return store.stats()["events"]


def test_a_query_comes_in_three_ways(client: Any, claims: int) -> None:
    ways = [
        client.get("/sparql", params={"query": CLAIMS}),
        client.post("/sparql", data={"query": CLAIMS}),
        client.post("/sparql", content=CLAIMS, headers={"Content-Type": QUERY + "; charset=utf-8"}),
    ]
    assert [(a.status_code, a.headers["content-type"], count(a)) for a in ways] == [(200, JSON, claims)] * 3
    assert client.head("/sparql", params={"query": CLAIMS}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (JSON, JSON),
        ("application/json", JSON),
        (XML, XML),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", XML),
        ("*/*", JSON),
        ("text/turtle, */*;q=0.1", JSON),
    ],
)
def test_rows_come_as_the_client_likes(client: Any, accept: str, given: str, claims: int) -> None:
    answer = client.get("/sparql", params={"query": CLAIMS}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)
    if given == XML:
        assert [e.text for e in ET.fromstring(answer.text).iter() if e.tag.endswith("literal")] == [str(claims)]
    elif given != JSON:
        assert answer.text.split() == [answer.text.split()[0], str(claims)]


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_triples_come_as_the_client_likes(client: Any, accept: str, format_: str) -> None:
    import rdflib

    query = "CONSTRUCT { ?c aikg:kind ?k } { ?c aikg:kind ?k }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == accept
    counted = client.get("/sparql", params={"query": CLAIMS})
    assert len(rdflib.Graph().parse(data=answer.text, format=format_)) == count(counted)


def test_an_ask_is_answered(client: Any) -> None:
    assert client.get("/sparql", params={"query": "ASK { ?c a aikg:Claim }"}).json()["boolean"] is True


def test_a_dataset_can_be_named(client: Any, kg: Path) -> None:
    with Store.open(kg, read_only=True) as store:
        graphs = {d.iri: d.events for d in store.documents()}
    for graph, events in graphs.items():
        asked = {"query": CLAIMS, "default-graph-uri": graph}
        assert count(client.get("/sparql", params=asked)) == events
        assert count(client.post("/sparql", data=asked)) == events
        assert count(client.get("/sparql", params={"query": CLAIMS.replace("{", f"FROM <{graph}> {{", 1)})) == events
        inside = {
            "query": "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a aikg:Claim } }",
            "named-graph-uri": graph,
        }
        assert count(client.get("/sparql", params=inside)) == 1
    both = [("query", CLAIMS), *(("default-graph-uri", g) for g in graphs)]
    assert count(client.get("/sparql", params=both)) == sum(graphs.values())
    overridden = {"query": CLAIMS.replace("{", "FROM <urn:nothing> {", 1), "default-graph-uri": next(iter(graphs))}
    assert count(client.get("/sparql", params=overridden)) == next(iter(graphs.values()))


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WRONG: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "no SPARQL": (400, "GET", "/sparql", {"params": {"query": "SELEC ?x"}}),
    "no SPARQL in the body": (400, "POST", "/sparql", {"content": "SELEC", "headers": {"Content-Type": QUERY}}),
    "an empty query": (400, "GET", "/sparql", {"params": {"query": ""}}),
    "two queries": (400, "GET", "/sparql", {"params": [("query", CLAIMS), ("query", CLAIMS)]}),
    "two queries in a form": (400, "POST", "/sparql", {"content": "query=ASK{}&query=ASK{}", "headers": FORM}),
    "a form without query": (400, "POST", "/sparql", {"data": {"x": "y"}}),
    "query and update": (400, "POST", "/sparql", {"data": {"query": CLAIMS, "update": "CLEAR ALL"}}),
    "an update by GET": (400, "GET", "/sparql", {"params": {"update": "CLEAR ALL"}}),
    "an update as query": (400, "POST", "/sparql", {"data": {"query": "CLEAR ALL"}}),
    "not UTF-8": (400, "POST", "/sparql", {"content": b"\xff\xfe", "headers": {"Content-Type": QUERY}}),
    "a form that is not UTF-8": (400, "POST", "/sparql", {"content": b"query=%ff", "headers": FORM}),
    "a graph that is no IRI": (400, "GET", "/sparql", {"params": {"query": CLAIMS, "default-graph-uri": "x y"}}),
    "SERVICE": (400, "GET", "/sparql", {"params": {"query": "SELECT * { SERVICE <http://x.invalid/> { ?s ?p ?o } }"}}),
    "SERVICE in an escape": (400, "GET", "/sparql", {"params": {"query": "SELECT * { S\\u0045RVICE <http://x/> {} }"}}),
    "PUT": (405, "PUT", "/sparql", {}),
    "DELETE": (405, "DELETE", "/sparql", {}),
    "an unknown format": (406, "GET", "/sparql", {"params": {"query": CLAIMS}, "headers": {"Accept": "image/png"}}),
    "rows as Turtle": (406, "GET", "/sparql", {"params": {"query": CLAIMS}, "headers": {"Accept": "text/turtle"}}),
    "triples as CSV": (
        406, "GET", "/sparql",
        {"params": {"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"}, "headers": {"Accept": "text/csv"}},
    ),
    "a type never heard of": (415, "POST", "/sparql", {"content": CLAIMS, "headers": {"Content-Type": "text/plain"}}),
    "no type": (415, "POST", "/sparql", {"content": CLAIMS.encode()}),
    "a body too large": (413, "POST", "/sparql", {"content": b"#" * (33 << 20), "headers": {"Content-Type": QUERY}}),
    "an answer too large": (413, "GET", "/sparql", {"params": {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 90000"}}),
    "a query too slow": (503, "GET", "/sparql", {"params": {"query": CROSS}}),
    "an update of a server that reads": (403, "POST", "/sparql", {"data": {"update": "CLEAR ALL"}}),
    "an update with a token nobody set": (
        403, "POST", "/sparql",
        {"content": "CLEAR ALL", "headers": {"Content-Type": UPDATE, "Authorization": f"Bearer {TOKEN}"}},
    ),
    "writing a graph of a server that reads": (403, "PUT", "/graphs", {"params": {"graph": "urn:x"}, "content": b""}),
    "a graph that is not there": (404, "GET", "/graphs", {"params": {"graph": "urn:nothing"}}),
    "no graph": (400, "GET", "/graphs", {}),
    "a graph in a format of rows": (
        406, "GET", "/graphs", {"params": {"default": ""}, "headers": {"Accept": "text/csv"}},
    ),
    "patching a graph": (405, "PATCH", "/graphs", {"params": {"graph": "urn:x"}}),
    "a question nobody wrote": (404, "GET", "/questions/wonders", {}),
    "a parameter of no question": (404, "GET", "/questions/funding", {"params": {"colour": "red"}}),
    "a company nobody knows": (404, "GET", "/questions/funding", {"params": {"company": "Lerk Labs"}}),
    "no company": (400, "GET", "/questions/releases", {}),
    "a date that is none": (400, "GET", "/questions/funding", {"params": {"since": "spring"}}),
    "an address that leads nowhere": (404, "GET", "/nowhere", {}),
    "a host of somebody else": (400, "GET", "/health", {"headers": {"Host": "evil.example"}}),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_by_status_and_one_line(client: Any, what: str) -> None:
    status, method, path, request = WRONG[what]
    answer = client.request(method, path, **request)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text.strip().splitlines()) == 1
    assert "Traceback" not in answer.text


def test_a_refused_method_says_which_are_taken(client: Any) -> None:
    assert set(client.put("/sparql").headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_the_service_describes_itself(client: Any) -> None:
    import rdflib

    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert {str(o) for o in graph.objects(None, sd.endpoint)} == {str(client.base_url) + "sparql"}
    assert (None, sd.supportedLanguage, sd.SPARQL11Update) not in graph
    assert client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"}).headers["location"] == "/"


def test_a_large_answer_is_whole(kg: Path) -> None:
    with serving(kg) as client:
        query = "SELECT ?a ?b ?c { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        assert len(answer.content) > 2_000_000
        assert answer.text.count("\r\n") == 30_001


# --- limits


def test_a_stopped_query_makes_room_for_the_next(client: Any, claims: int) -> None:
    with ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(client.get, "/sparql", params={"query": CROSS}) for _ in range(2)]
        quick = [threads.submit(client.get, "/sparql", params={"query": CLAIMS}) for _ in range(2)]
        assert [s.result().status_code for s in slow] == [503, 503]
        assert {q.result().status_code for q in quick} <= {200, 503}
    assert count(client.get("/sparql", params={"query": CLAIMS})) == claims


def test_a_query_that_eats_memory_is_stopped(kg: Path) -> None:
    hungry = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?b"
    with serving(kg, "--memory", "100") as client:
        answer = client.get("/sparql", params={"query": hungry})
        assert (answer.status_code, "100 MB of memory" in answer.text) == (413, True)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_client_that_leaves_takes_its_query_along(kg: Path) -> None:
    with serving(kg, "--workers", "1", "--timeout", "60") as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": CROSS}, timeout=1)
        assert client.get("/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200


def test_health_tells_how_busy_it_is(client: Any) -> None:
    assert client.get("/health").json()["status"] == "ok"


# --- a build meanwhile


def test_answers_follow_a_build_and_are_never_wrong(tmp_path: Path) -> None:
    """Every document has 18 events in one transaction: no reader may see another number of them."""
    with Store.open(tmp_path / "kg") as store, serving(tmp_path / "kg") as client:
        done = threading.Event()

        def ask() -> list[int]:
            found = []
            while not done.is_set():
                found.append(count(client.get("/sparql", params={"query": CLAIMS})))
            return found

        with ThreadPoolExecutor(4) as threads:
            asking = [threads.submit(ask) for _ in range(4)]
            for number in range(40):
                store.add(english(f"{number}.txt"))
            while count(client.get("/sparql", params={"query": CLAIMS})) != 40 * 18:
                time.sleep(0.1)
            done.set()
            answers = [asked.result() for asked in asking]
        assert {n % 18 for found in answers for n in found} == {0}


# --- writing


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("writable")
    (folder / "token").write_text(TOKEN + "\n")
    with serving(folder / "kg", "--token-file", str(folder / "token"), "--timeout", "5") as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


@pytest.mark.parametrize("given", [None, "Bearer wrong-token-of-these", f"Basic {TOKEN}", "Bearer"])
def test_writing_needs_the_token(writable: Any, given: str | None) -> None:
    headers = {"Authorization": given or "", "Content-Type": UPDATE}
    answer = writable.post("/sparql", content="CLEAR ALL", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="aikg"')
    assert writable.put("/graphs", params={"graph": "urn:x"}, headers=headers).status_code == 401


def test_an_update_is_seen_by_the_next_query(writable: Any) -> None:
    for number in range(5):
        insert = f"INSERT DATA {{ GRAPH <urn:numbers> {{ <urn:s> <urn:p> {number} }} }}"
        way = {"content": insert, "headers": {"Content-Type": UPDATE}} if number % 2 else {"data": {"update": insert}}
        assert writable.post("/sparql", **way).status_code == 204
        asked = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:numbers> { ?s ?p ?o } }"
        assert count(writable.get("/sparql", params={"query": asked})) == number + 1
    assert writable.post("/sparql", data={"update": "DROP GRAPH <urn:numbers>"}).status_code == 204


@pytest.mark.parametrize(
    "update",
    ["INSERT", "LOAD <http://x.invalid/>", "LOAD SILENT <file:///etc/passwd>", "L\\u004fAD <http://x.invalid/>",
     "INSERT { ?s ?p ?o } WHERE { SERVICE <http://x.invalid/> { ?s ?p ?o } }"],
)  # fmt: skip
def test_an_update_that_is_wrong_or_fetches_is_refused(writable: Any, update: str) -> None:
    assert writable.post("/sparql", data={"update": update}).status_code == 400
    assert writable.post("/sparql", data={"update": "CLEAR ALL", "using-graph-uri": "urn:x"}).status_code == 400


def test_graphs_are_put_extended_read_and_dropped(writable: Any) -> None:
    graph = {"params": {"graph": "urn:birds"}}
    turtle = {"headers": {"Content-Type": "text/turtle"}}
    one, two = b"<urn:lark> <urn:says> 'tirra', '\xe4\xbd\xa0\xe5\xa5\xbd' .", b"<urn:owl> <urn:says> 'hoo' ."
    assert writable.get("/graphs", **graph).status_code == 404
    assert writable.put("/graphs", content=one, **graph, **turtle).status_code == 201
    assert writable.post("/graphs", content=two, **graph, **turtle).status_code == 204
    assert len(writable.get("/graphs", **graph, headers={"Accept": "application/n-triples"}).text.splitlines()) == 3
    assert writable.head("/graphs", **graph).status_code == 200
    assert writable.put("/graphs", content=two, **graph, **turtle).status_code == 204
    assert "tirra" not in writable.get("/graphs", **graph).text
    assert "hoo" in writable.get("/graphs", params={"default": ""}).text
    assert writable.put("/graphs", content=b"no turtle", **graph, **turtle).status_code == 400
    assert writable.put("/graphs", content=one, **graph, headers={"Content-Type": "text/csv"}).status_code == 415
    assert writable.put("/graphs", content=one, params={"default": ""}, **turtle).status_code == 400
    assert "hoo" in writable.get("/graphs", **graph).text
    assert writable.delete("/graphs", **graph).status_code == 204
    assert writable.delete("/graphs", **graph).status_code == 404


# --- questions, pages


def test_ready_made_questions_are_listed_and_asked(client: Any) -> None:
    listed = {q["name"]: q for q in client.get("/questions").json()}
    assert listed["funding"]["parameters"][0]["name"] == "company"
    answer = client.get("/questions/funding", params={"company": "Lark Labs"}, headers={"Accept": "text/csv"})
    assert len(answer.text.splitlines()) == 2


def test_a_questions_sparql_runs_anywhere(client: Any) -> None:
    sparql = client.get("/questions/timeline/sparql", params={"entity": "Lark Labs", "since": ""}).text
    answer = client.post("/sparql", data={"query": sparql})
    assert len(answer.json()["results"]["bindings"]) > 5
    import rdflib.plugins.sparql

    assert rdflib.plugins.sparql.prepareQuery(sparql)


def test_an_entity_has_a_page_with_evidence(client: Any) -> None:
    page = client.get("/entity/organization/larklabs")
    assert page.status_code == 200
    assert "<mark>On 2 April Lark Labs released Lark-2.</mark>" in page.text
    assert 'href="/entity/model/lark2?language=en"' in page.text
    assert "模型发布" in client.get("/entity/organization/larklabs", params={"language": "zh"}).text
    zh = client.get("/entity/person/adawren", params={"language": "zh"}).text
    assert "人物 ·" in zh
    assert not re.search("动作: (joined|left|appointed)", zh)
    assert client.get("/entity/nobody").status_code == 404


def test_entities_are_found_by_any_name(client: Any) -> None:
    assert "/entity/alibaba" in client.get("/search", params={"q": "阿里"}).text
    assert "/entity/" not in client.get("/search", params={"q": "zzzz"}).text


def test_pages_escape_what_documents_say(client: Any) -> None:
    words = ["script", "alert", "img", *re.findall(r"\w{4,}", " ".join(HOSTILE))[:5]]
    pages = [client.get("/search", params={"q": w}).text for w in words]
    pages += [client.get("/search", params={"q": HOSTILE[0][:200]}).text, client.get("/").text]
    for link in {link for page in pages for link in re.findall(r'href="(/entity/[^"]+)"', page)}:
        pages.append(client.get(link.replace("&amp;", "&")).text)
    assert len(pages) > 8
    for page in pages:
        assert not any(text in page for text in HOSTILE if "<" in text)
        assert not re.search(r"<(script|img|svg|iframe)(?![^>]*(src=\"/assets/|application/json))", page, re.IGNORECASE)


def test_pages_ask_nobody_else_for_anything(client: Any) -> None:
    for path in ("/", "/search?q=lark", "/entity/organization/larklabs", "/entity/nobody"):
        page = client.get(path)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page.text)
    for link in re.findall(r'(?:src|href)="(/assets/[^"]+)"', client.get("/").text):
        assert client.get(link).status_code == 200


def test_a_foreign_page_may_read_only_where_it_is_named(kg: Path, client: Any) -> None:
    foreign = {"Origin": "https://notebook.example"}
    assert "access-control-allow-origin" not in client.get("/health", headers=foreign).headers
    with serving(kg, "--origin", "https://notebook.example", "--name", "graph.example") as named:
        assert named.get("/health", headers=foreign).headers["access-control-allow-origin"] == foreign["Origin"]
        assert (
            "access-control-allow-origin" not in named.get("/health", headers={"Origin": "https://x.example"}).headers
        )
        assert named.get("/health", headers={"Host": "graph.example"}).status_code == 200


# --- the command


def aikg(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "aikg.exports.cli", "serve", *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **env})


def test_what_the_server_cannot_start_with_is_one_line(kg: Path, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short")
    cases = {
        ("--store", str(tmp_path / "none")): (4, "does not exist"),
        ("--store", str(kg), "--token-file", str(tmp_path / "short")): (2, "at least 16"),
        ("--store", str(kg), "--token-file", str(tmp_path / "none")): (2, "cannot be read"),
        ("--store", str(kg), "--host", "192.0.2.1"): (2, "cannot listen"),
        ("--store", str(kg), "--port", "99999"): (2, "no port"),
    }
    for words, (status, said) in cases.items():
        done = aikg(*words)
        assert (done.returncode, said in done.stderr, done.stderr.count("\n")) == (status, True, 1), done.stderr


def test_without_the_extra_the_command_names_it(kg: Path, tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError('uvicorn')")
    done = aikg("--store", str(kg), PYTHONPATH=os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    assert (done.returncode, "pip install 'aikg[serve]'" in done.stderr) == (8, True)


def test_two_hundred_clients_get_right_answers(kg: Path) -> None:
    """The short form of benchmarks/clients.py."""
    kinds = "SELECT ?k (COUNT(?c) AS ?n) { ?c aikg:kind ?k } GROUP BY ?k ORDER BY ?k"
    with serving(kg) as client:
        wanted = [client.get("/sparql", params={"query": q}).json() for q in (CLAIMS, kinds)]
        limits = httpx.Limits(max_connections=200)
        many = httpx.Client(base_url=client.base_url, limits=limits, timeout=60, trust_env=False)
        with many, ThreadPoolExecutor(200) as threads:
            queries = [(CLAIMS, kinds)[i % 2] for i in range(400)]
            asked = [threads.submit(many.get, "/sparql", params={"query": q}) for q in queries]
            answers = [a.result() for a in asked]
    assert {a.status_code for a in answers} == {200}
    assert [a.json() for a in answers] == wanted * 200


def test_an_events_reports_stand_together_with_what_they_differ_in(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        for source, publisher, amount in (("a.txt", "Example Daily", 400), ("b.txt", "Sample Wire", 420)):
            b = Builder(source, publisher=publisher)
            sentence = f"Lark Labs raised ${amount} million in its Series B."
            b.event("FundingRound", sentence, company=b.entity("Organization", "Lark Labs"), round="Series B",
                    amount=money(amount * 10**6))  # fmt: skip
            store.add(b.build())
    with serving(tmp_path / "kg") as client:
        page = client.get("/entity/organization/larklabs").text
        chinese_page = client.get("/entity/organization/larklabs", params={"language": "zh"}).text
        missing = client.get("/entity/nobody", params={"language": "zh"}).text
    assert page.count("<article>") == 1
    assert "2 reports, 2 independent" in page
    assert "reports differ: amount" in page
    assert all(f"<b>{n} million USD</b>" in page and f"<mark>Lark Labs raised ${n} million" in page for n in (400, 420))
    assert "4亿美元" in chinese_page
    assert "unknown entity" not in missing


def test_an_entity_with_many_events_shows_the_newest(tmp_path: Path) -> None:
    b = Builder("many.txt")
    company = b.entity("Organization", "Lark Labs")
    for number in range(230):
        b.event(
            "ModelRelease",
            f"Lark Labs released Lark-{number}.",
            developer=company,
            model=b.entity("Model", f"Lark-{number}"),
        )
    with Store.open(tmp_path / "kg") as store:
        store.add(b.build())
    with serving(tmp_path / "kg") as client:
        page = client.get("/entity/organization/larklabs").text
    assert page.count("<article>") == 200
    assert "230 events, the newest are shown (200)" in page
