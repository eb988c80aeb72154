"""Many files at once: order, errors in their place, killed workers, memory."""

from __future__ import annotations

import json
import os
import signal
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from aikg.extractors import batch
from aikg.extractors.batch import extract_files
from aikg.ontology.errors import AikgError, InputError, UnreadableDocument
from aikg.ontology.model import Document, Extraction


class Stub:
    """An extractor whose documents say what is to happen; it stands where the real one is not what is tested."""

    def __init__(self, spacy_model: str | None = None) -> None:
        pass

    def extract(self, document: Document) -> Extraction:
        if "die" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "trip" in document.text:
            raise ZeroDivisionError("planted")
        return Extraction(document, (), ())


def stub(chunk: list[batch.Task], options: batch.Options) -> list[batch.Packed]:
    """`_work` with the stub; a function of this module, so that workers can import it."""
    batch._extractor = Stub  # type: ignore[assignment]
    return REAL_WORK(chunk, options)


REAL_WORK = batch._work


@pytest.fixture(params=[1, 2])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(batch, "_extractor", Stub)
    monkeypatch.setattr(batch, "_work", stub)
    monkeypatch.setattr(batch, "CHUNK_TASKS", 3)
    count: int = request.param
    return count


def written(folder: Path, *texts: str) -> list[str]:
    paths = [folder / f"{i:02d}.txt" for i in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return [str(p) for p in paths]


def test_results_come_in_the_order_of_the_files(processes: int, tmp_path: Path) -> None:
    paths = written(tmp_path, *(f"text {i}" for i in range(20)))
    found = list(extract_files(paths, processes=processes))
    assert [source for source, _ in found] == paths
    assert [e.document.text for _, e in found if isinstance(e, Extraction)] == [f"text {i}" for i in range(20)]


def test_an_unreadable_file_is_an_error_in_its_place(processes: int, tmp_path: Path) -> None:
    first, second = written(tmp_path, "one", "two")
    (_, a), (_, b), (_, c) = extract_files([first, f"{tmp_path}/none.txt", second], processes=processes)
    assert isinstance(a, Extraction)
    assert isinstance(c, Extraction)
    assert isinstance(b, UnreadableDocument)
    assert b.reason == "no such file"
    assert "none.txt" in str(b)


def test_a_document_that_trips_the_extraction_costs_itself_only(
    processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIKG_DEBUG", raising=False)
    results = [e for _, e in extract_files(written(tmp_path, "one", "trip", "two"), processes=processes)]
    assert [isinstance(e, AikgError) for e in results] == [False, True, False]
    assert "ZeroDivisionError: planted" in str(results[1])


def test_documents_of_a_jsonl_file_are_results_of_their_own(processes: int, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join([json.dumps({"id": "a", "text": "one"}), "{", json.dumps({"id": "b", "text": "two"})]))
    found = list(extract_files([path], processes=processes))
    assert [source for source, e in found if isinstance(e, Extraction)] == ["a", "b"]
    assert isinstance(found[1][1], InputError)
    assert "line 2" in str(found[1][1])


@pytest.mark.usefixtures("processes")
def test_a_killed_worker_costs_one_document(tmp_path: Path) -> None:
    paths = written(tmp_path, *("die" if i in (2, 9) else f"text {i}" for i in range(12)))
    found = list(extract_files(paths, processes=2))
    assert [source for source, _ in found] == paths
    assert [i for i, (_, e) in enumerate(found) if isinstance(e, AikgError)] == [2, 9]
    assert "killed" in str(found[2][1])


def test_files_are_taken_up_only_as_results_are_wanted(processes: int, tmp_path: Path) -> None:
    taken = 0

    def paths() -> Iterator[str]:
        nonlocal taken
        for path in written(tmp_path, *["text"] * 100):
            taken += 1
            yield path

    results = extract_files(paths(), processes=processes)
    next(results)
    assert taken <= 3 * 6
    results.close()  # type: ignore[attr-defined]


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_extractor", Stub)
    path = tmp_path / "many.jsonl"
    line = json.dumps({"id": "a", "text": "word " * 20_000})
    path.write_text(f"{line}\n" * 100)  # ten million characters
    tracemalloc.start()
    try:
        assert sum(1 for _ in extract_files([path])) == 100
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_one_and_two_processes_read_the_same_events(tmp_path: Path) -> None:
    texts = ("OpenAI released GPT-5 on August 7, 2025.", "2025年8月7日，OpenAI发布GPT-5。")
    paths = written(tmp_path, *texts)
    alone, together = list(extract_files(paths)), list(extract_files(paths, processes=2))
    assert all(isinstance(e, Extraction) for _, e in alone)
    assert alone == together
