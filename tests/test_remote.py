"""The command line on a store at an address, and what is said when there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aikg.graph.store import Store
from aikg.ontology.errors import StoreError

from .builders import english
from .servers import aikg_server

pytest.importorskip("httpx", reason="needs the extra: pip install 'aikg[remote]'")
pytest.importorskip("uvicorn", reason="needs the extra: pip install 'aikg[serve]'")
TOKEN = "a-token-of-these-tests"
NEWS = "Shares rose. On 2 April 2026, OpenAI released GPT-9. Alibaba raised $2 billion on 3 April 2026.\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("remote")
    (folder / "token").write_text(TOKEN)
    with aikg_server(folder / "kg", "--token-file", str(folder / "token")) as address:
        yield address + "sparql"


def aikg(*words: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "aikg.exports.cli", *words]
    environment = {**os.environ, "AIKG_STORE_TOKEN": token}
    return subprocess.run(call, capture_output=True, text=True, timeout=120, check=False, env=environment)


def test_the_commands_work_on_an_address(address: str, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    at = ("--store", address)
    built = aikg("build", *at, str(tmp_path / "news.txt"))
    assert (built.returncode, "read 1 documents" in built.stderr) == (0, True), built.stderr
    funding = aikg("questions", "funding", *at, "--company", "阿里巴巴", "--format", "csv")
    assert "2026-04-03" in funding.stdout
    claim = aikg("query", *at, "SELECT ?c { ?c aikg:kind aikg:FundingRound }", "--format", "csv").stdout.split()[1]
    assert "Alibaba raised $2 billion" in aikg("explain", claim.rpartition("/")[2], *at).stdout
    assert '"documents": 1' in aikg("stats", *at, "--json").stdout
    assert aikg("validate", *at).returncode == 0
    for words in (("view", "-o", str(tmp_path / "page.html")), ("export", "turtle", "-o", str(tmp_path / "graph.ttl"))):
        assert aikg(words[0], *words[1:], *at).returncode == 0
    with Store.open(tmp_path / "here") as here:
        aikg("build", "--store", str(tmp_path / "there"), str(tmp_path / "news.txt"))
        there = aikg("export", "nquads", "--store", str(tmp_path / "there")).stdout
        assert aikg("export", "nquads", *at).stdout == there != here.nquads().decode()


def test_what_cannot_be_is_one_line(address: str, tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text(NEWS.replace("GPT-9", "GPT-10"))
    cases = [
        (("stats", "--store", "http://127.0.0.1:9/kg"), 4, "cannot be reached"),
        (("stats", "--store", address.replace("/sparql", "/nowhere")), 4, "answers 404"),
        (("stats", "--store", address.replace("/sparql", "/health")), 4, "answers 405"),
        (("stats", "--store", "http://"), 4, "is no address"),
        (("stats", "--store", address.replace("://", "://me:secret@")), 4, "credentials do not belong"),
        (("query", "--store", address, "SELECT"), 5, "cannot run it"),
        (("serve", "--store", address), 2, "needs a folder"),
    ]
    for words, status, said in cases:
        done = aikg(*words)
        assert (done.returncode, said in done.stderr, done.stderr.count("\n")) == (status, True, 1), done.stderr
        assert "secret" not in done.stderr
    refused = aikg("build", "--store", address, str(news), token="another-token-than-this")
    assert (refused.returncode, "refuses" in refused.stderr) == (4, True)


def test_a_reader_does_not_write(address: str) -> None:
    with Store.open(address, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.add(english())


def test_rdflib_is_told_of_its_own_way(address: str) -> None:
    with Store.open(address) as store, pytest.raises(StoreError, match="SPARQLUpdateStore"):
        store.rdflib()
