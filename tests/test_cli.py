"""The command line as its users meet it: in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from aikg.exports.commands import command, commands
from aikg.exports.reference import reference
from aikg.graph.store import Store

from .builders import chinese, english

ROOT = Path(__file__).parent.parent
NEWS = "Shares rose. On 2 April 2026, OpenAI released GPT-9. Alibaba raised $2 billion on 3 April 2026.\n"
CALL = (sys.executable, "-m", "aikg.exports.cli")


def aikg(
    *words: str | Path, stdin: str | None = None, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run one call. PYTHONUTF8 is left alone: output has to be UTF-8 anyway."""
    return subprocess.run(
        [*CALL, *map(str, words)], capture_output=True, encoding="utf-8", input=stdin, cwd=cwd,
        env={**os.environ, "LC_ALL": "C", **env}, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, "utf-8")
    return path


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "kg"
    with Store.open(folder) as store:
        store.extend([english(), chinese()])
    return folder


def one_error(done: subprocess.CompletedProcess[str], status: int) -> str:
    """The one line of a call that failed as it should."""
    assert done.returncode == status, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("aikg: error: ")
    assert "Traceback" not in done.stderr
    return lines[0]


def test_help_names_every_command() -> None:
    done = aikg("--help")
    assert [name for name in commands() if name not in done.stdout] == []


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from aikg.exports.cli import main; main(['--help']); print([m for m in HEAVY if m in sys.modules])"
    )
    heavy = ("spacy", "rdflib", "networkx", "pyoxigraph", "pyvis", "rich", "numpy")
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {heavy}; {code}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", commands())
def test_every_command_teaches_by_example(name: str) -> None:
    done = aikg(name, "--help")
    assert done.returncode == 0
    assert "examples:" in done.stdout
    assert all(call in done.stdout for call, _ in command(name).EXAMPLES)


def test_reference_in_docs_is_the_commands_own() -> None:
    written = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert written == reference(), "python -m aikg.exports.reference > docs/cli.md"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["extrct", "x"], "did you mean extract"),
        (["extract", "--fromat", "x"], "did you mean --format"),
        (["extract", "x", "--format", "jsn"], "did you mean jsonl"),
        (["extract", "x", "--published", "April"], "2026-04-07"),
        (["extract", "x", "--min-confidence", "7"], "between 0 and 1"),
        (["extract"], "FILE"),
        (["build", "x", "--jobs", "-1"], "--jobs"),
        (["export"], "turtle"),
    ],
)
def test_wrong_words_give_one_line_that_helps(words: Sequence[str], hint: str) -> None:
    done = aikg(*words)
    assert done.returncode in (2, 6)
    assert hint in one_error(done, done.returncode)


def test_extract_prints_one_object_a_document(news: Path) -> None:
    done = aikg("extract", news)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {e["type"] for e in found["events"]} >= {"ModelRelease"}
    for event in found["events"]:
        for passage in event["evidence"]:
            assert NEWS[passage["start"] : passage["end"]] == passage["text"]


def test_text_format_prints_what_offsets_count_in(news: Path) -> None:
    assert aikg("extract", news, "--format", "text").stdout == NEWS


def test_table_is_not_truncated_in_a_pipe(news: Path) -> None:
    done = aikg("extract", news, "--format", "table", COLUMNS="40")
    assert "On 2 April 2026, OpenAI released GPT-9." in done.stdout
    assert "2026-04-02" in done.stdout


def test_documents_can_come_from_standard_input() -> None:
    done = aikg("extract", "-", stdin=NEWS)
    assert json.loads(done.stdout)["document"]["source"] == "stdin"


def test_min_confidence_leaves_out_what_lies_below(news: Path) -> None:
    assert json.loads(aikg("extract", news, "--min-confidence", "1").stdout)["events"] == []


def test_min_confidence_keeps_events_out_of_the_graph(news: Path, tmp_path: Path) -> None:
    assert "with 0 events" in aikg("build", news, "--store", tmp_path / "kg", "--min-confidence", "1").stderr


def test_a_bad_document_does_not_stop_the_others(news: Path, tmp_path: Path) -> None:
    done = aikg("extract", tmp_path / "gone.txt", news)
    assert "no such file" in one_error(done, 3)
    assert len(done.stdout.splitlines()) == 1


def test_terminal_escapes_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("On 2 April 2026, OpenAI released GPT-9 \x1b]0;owned\x07 today.\n", "utf-8")
    assert "\x1b" not in aikg("extract", path, "--format", "table").stdout


def test_output_file_is_replaced_as_a_whole_or_not_at_all(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before", "utf-8")
    assert aikg("extract", news, "--published", "x", "-o", out).returncode == 2
    assert out.read_text("utf-8") == "before"
    assert aikg("extract", news, "-o", out).returncode == 0
    assert json.loads(out.read_text("utf-8"))["events"]
    assert {p.name for p in tmp_path.iterdir()} == {"news.txt", "out.jsonl"}


@pytest.mark.parametrize(("target", "said"), [("no/such/out.jsonl", "no such directory"), (".", "is a directory")])
def test_output_that_cannot_be_written_is_told(news: Path, tmp_path: Path, target: str, said: str) -> None:
    assert said in one_error(aikg("extract", news, "-o", target, cwd=tmp_path), 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_full_disk_is_one_line(kg: Path) -> None:
    assert "no space left" in one_error(aikg("export", "nquads", "--store", kg, "-o", "/dev/full"), 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_full_disk_behind_standard_output_is_one_line(kg: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*CALL, "stats", "--store", str(kg)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["aikg: error: no space left on device"]


def test_reader_that_leaves_early_is_no_error(kg: Path) -> None:
    with subprocess.Popen(
        [*CALL, "export", "nquads", "--store", str(kg)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_interrupt_is_quiet(tmp_path: Path) -> None:
    pipe = tmp_path / "slow.txt"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [*CALL, "extract", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(1.0)  # waiting for its input by now
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert said == b""
    assert process.returncode == 130


def test_build_twice_changes_nothing(news: Path, tmp_path: Path) -> None:
    kg = tmp_path / "kg"
    assert aikg("build", "--store", kg, news).returncode == 0
    first = aikg("export", "nquads", "--store", kg).stdout
    assert aikg("build", "--store", kg, news).returncode == 0
    assert first
    assert aikg("export", "nquads", "--store", kg).stdout == first


def test_build_in_processes_gives_the_same_graph(news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("On 5 May 2026, Google released Gemma 9.\n", "utf-8")
    for name, jobs in (("one", "1"), ("two", "2")):
        assert aikg("build", "--store", tmp_path / name, news, other, "--jobs", jobs).returncode == 0
    one, two = (aikg("export", "nquads", "--store", tmp_path / name).stdout for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("name", sorted({*commands()} - {"build", "extract", "evaluate"}))
def test_missing_store_is_told(name: str, tmp_path: Path) -> None:
    words = {
        "query": ["ASK {}"],
        "explain": ["x"],
        "export": ["turtle"],
        "questions": ["releases"],
        "diff": ["--since", "2026-04-07"],
        "series": ["OpenAI", "revenue"],
        "same": ["OpenAI", "Anthropic"],
        "different": ["OpenAI", "Anthropic"],
        "network": ["ranking"],
    }.get(name, [])
    assert "aikg build" in one_error(aikg(name, *words, "--store", tmp_path / "gone", cwd=tmp_path), 4)


def test_query_answers_as_table_csv_and_json(kg: Path) -> None:
    sparql = "SELECT ?kind (COUNT(?c) AS ?n) { ?c aikg:kind ?kind FILTER(?kind = aikg:Acquisition) } GROUP BY ?kind"
    assert "acquisition" in aikg("query", "--store", kg, sparql).stdout
    assert "收购" in aikg("query", "--store", kg, sparql, "--language", "zh").stdout
    assert aikg("query", "--store", kg, sparql, "--format", "csv").stdout.splitlines()[0] == "kind,n"
    assert json.loads(aikg("query", "--store", kg, sparql, "--format", "json").stdout)[0]["n"] >= 1


def test_query_from_a_file(kg: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("ASK { ?c aikg:kind aikg:Acquisition }", "utf-8")
    assert "true" in aikg("query", "--store", kg, file).stdout
    assert "no such file" in one_error(aikg("query", "--store", kg, tmp_path / "gone.rq"), 3)


def test_described_entity_comes_as_turtle(kg: Path) -> None:
    import rdflib

    done = aikg("query", "--store", kg, "CONSTRUCT { ?s a ?t } { ?s a ?t }", "--format", "turtle")
    assert len(rdflib.Graph().parse(data=done.stdout, format="turtle")) > 10
    assert "CONSTRUCT" in one_error(aikg("query", "--store", kg, "SELECT * { ?s ?p ?o }", "--format", "turtle"), 2)


def test_broken_query_is_one_line(kg: Path) -> None:
    assert "SPARQL" in one_error(aikg("query", "--store", kg, "SELEC"), 5)


def test_questions_are_listed_and_shown() -> None:
    assert "--company" in aikg("questions").stdout
    assert "SELECT" in aikg("questions", "releases", "--show").stdout


def test_question_takes_its_parameters_as_options(kg: Path) -> None:
    done = aikg("questions", "releases", "--store", kg, "--company", "Lark Labs", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert any("Lark-2" in str(row) for row in json.loads(done.stdout))
    assert "did you mean company" in one_error(aikg("questions", "releases", "--store", kg, "--compny", "x"), 6)
    assert "needs a value" in one_error(aikg("questions", "releases", "--store", kg, "--company"), 2)


def test_explain_tells_sentence_document_rule_and_offsets(kg: Path) -> None:
    event = english().events[0]
    done = aikg("explain", event.id[:8], "--store", kg)
    assert done.returncode == 0, done.stderr
    span = event.evidence[0]
    for told in (
        event.id,
        event.rule,
        "news.txt",
        "Lark-2",
        f"»{span.of(english().document.text)}«",
        f"{span.start} to {span.end}",
    ):
        assert told in done.stdout
    assert json.loads(aikg("explain", event.id, "--store", kg, "--json").stdout)["id"] == event.id


def test_explain_offers_near_ids(kg: Path) -> None:
    event = english().events[0].id
    wrong = ("0" if event[0] != "0" else "1") + event[1:]
    assert f"did you mean {event}" in one_error(aikg("explain", wrong, "--store", kg), 6)


def test_view_writes_a_page_where_it_is_told(kg: Path, tmp_path: Path) -> None:
    done = aikg("view", "--store", kg, "-o", tmp_path / "page.html", "--entity", "lark labs")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_view_offers_near_names(kg: Path) -> None:
    assert "did you mean lark labs" in one_error(aikg("view", "--store", kg, "--entity", "Larc Labs"), 6)
    assert "did you mean FundingRound" in one_error(aikg("view", "--store", kg, "--kind", "FundingRund"), 6)


def test_validate_is_silent_on_a_sound_graph(kg: Path) -> None:
    done = aikg("validate", "--store", kg)
    assert (done.returncode, done.stdout) == (0, "")


def test_stats_count_events_by_kind(kg: Path) -> None:
    told = json.loads(aikg("stats", "--store", kg, "--json").stdout)
    assert told["documents"] == 2
    assert sum(told["kinds"].values()) == told["events"]


def test_evaluate_judges_an_earlier_output(tmp_path: Path) -> None:
    gold = {
        "id": "note", "text": NEWS, "published": "2026-04-07", "language": "en", "document": {}, "silent": [],
        "entities": {"o": {"type": "Organization", "names": ["OpenAI"]}, "g": {"type": "Model", "names": ["GPT-9"]}},
        "events": [{"type": "ModelRelease", "modality": "actual", "arguments": {"model": ["@g"], "developer": ["@o"]}}],
    }  # fmt: skip
    (tmp_path / "note.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / "note.txt").write_text(NEWS, "utf-8")
    out = tmp_path / "out.jsonl"
    aikg("extract", tmp_path / "note.txt", "-o", out)
    told = json.loads(aikg("evaluate", tmp_path / "note.json", "--output", out, "--json").stdout)
    assert told["figures"]["events:ModelRelease"]["recall"] == 1.0
    fresh = json.loads(aikg("evaluate", tmp_path / "note.json", "--json").stdout)
    assert fresh["figures"]["events:ModelRelease"]["recall"] == 1.0
    assert "line 1" in one_error(aikg("evaluate", tmp_path / "note.json", "--output", tmp_path / "note.txt"), 3)


def test_evaluate_sets_two_runs_beside_each_other(tmp_path: Path) -> None:
    gold = {
        "id": "note", "text": NEWS, "published": "2026-04-07", "language": "en", "entities": {}, "events": [],
        "document": {}, "silent": [],
    }  # fmt: skip
    (tmp_path / "note.json").write_text(json.dumps(gold), "utf-8")
    kept = tmp_path / "kept.jsonl"
    aikg("evaluate", tmp_path / "note.json", "--save", kept)
    assert "no difference" in aikg("evaluate", tmp_path / "note.json", "--against", kept).stdout
    earlier = json.loads(kept.read_text("utf-8")) | {"events": []}
    kept.write_text(json.dumps(earlier), "utf-8")
    said = aikg("evaluate", tmp_path / "note.json", "--against", kept).stdout
    assert "new\tevent+\tnote\tModelRelease" in said
    before = json.loads(aikg("evaluate", tmp_path / "note.json", "--against", kept, "--json").stdout)["before"]
    assert "events" not in before["figures"]


def test_a_defect_of_ours_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from aikg.exports import cli

    def broken(words: Sequence[str]) -> int:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(cli, "run", broken)
    assert cli.main([]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "aikg: error: internal error: ZeroDivisionError: planted (set AIKG_DEBUG=1 for details)"
    ]
    monkeypatch.setenv("AIKG_DEBUG", "1")
    cli.main([])
    assert "Traceback" in capsys.readouterr().err
