"""Many files → many extractions, in order, in bounded memory, in one process or several.

A document that cannot be read, that trips the extraction, or that takes its whole process down becomes an error in its
place, and the rest goes on. Files are shared out in chunks, since one task a document costs more than it gives. For
clusters, hand `extract_file` to the engine's map: it takes and returns plain picklable values.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..ontology.errors import AikgError, InputError
from ..ontology.model import Document, Extraction
from . import readers

if TYPE_CHECKING:
    from .extract import Extractor

Result: TypeAlias = tuple[str, Extraction | AikgError]
Task: TypeAlias = "str | Document | _Packed"  # a file, or what stands in a file that holds many documents

CHUNK_TASKS = 32
CHUNK_SIZE = 200_000  # characters or bytes


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for every document of a run."""

    published: date | None = None
    spacy_model: str | None = None


def extract_files(
    paths: Iterable[str | os.PathLike[str]],
    *,
    processes: int = 1,
    published: date | None = None,
    spacy_model: str | None = None,
) -> Iterator[Result]:
    """Pairs of source and extraction, or source and error, lazily and in the order of the files.

    `-` is standard input; `published` dates documents that state no date; `spacy_model` names an installed pipeline.
    """
    options = Options(published, spacy_model)
    tasks = _tasks((os.fspath(path) for path in paths), options)
    if processes > 1:
        yield from _in_parallel(tasks, processes, options)
    else:
        for task in tasks:
            yield from _results(task, options)


def extract_file(path: str, options: Options | None = None) -> list[Result]:
    """The results of one file, all at once."""
    return list(_results(path, options or Options()))


@cache
def _extractor(spacy_model: str | None) -> Extractor:
    from .extract import Extractor

    return Extractor(spacy_model=spacy_model)


def _tasks(paths: Iterable[str], options: Options) -> Iterator[Task]:
    """A file is one task, read where it is extracted; a file of many documents is opened here and shared out."""
    for path in paths:
        if path != readers.STDIN and Path(path).suffix.lower() not in readers.MANY:
            yield path
            continue
        try:
            for found in readers.read(path, published=options.published):
                yield found if isinstance(found, Document) else _Packed.of(path, found)
        except AikgError as error:
            yield _Packed.of(path, error)


def _results(task: Task, options: Options) -> Iterator[Result]:
    if isinstance(task, _Packed):
        yield task.source, task.error()
    elif isinstance(task, Document):
        yield task.source, _extraction(task, options)
    else:
        try:
            for found in readers.read(task, published=options.published):
                yield task, _extraction(found, options) if isinstance(found, Document) else found
        except AikgError as error:
            yield task, error
        except Exception as error:
            yield task, _tripped(task, error)


def _extraction(document: Document, options: Options) -> Extraction | AikgError:
    try:
        return _extractor(options.spacy_model).extract(document)
    except AikgError as error:
        return error
    except Exception as error:  # a defect of ours costs one document, not the run
        if os.environ.get("AIKG_DEBUG"):
            raise
        return _tripped(document.source, error)


def _tripped(source: str, error: Exception) -> InputError:
    return InputError(source, f"extraction failed: {type(error).__name__}: {error} (set AIKG_DEBUG=1 for details)")


# Several processes


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += _size(task)
        if len(chunk) >= CHUNK_TASKS or size >= CHUNK_SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _size(task: Task) -> int:
    if isinstance(task, Document):
        return len(task.text)
    if isinstance(task, str):
        try:
            return os.stat(task).st_size
        except (OSError, ValueError):  # told when it is read
            return 0
    return 0


@dataclass(frozen=True, slots=True)
class _Packed:
    """An error on its way between processes: exceptions with arguments of their own do not pickle by themselves."""

    source: str
    type: type[AikgError]
    args: tuple[object, ...]
    state: dict[str, object]

    @classmethod
    def of(cls, source: str, error: AikgError) -> _Packed:
        return cls(source, type(error), error.args, vars(error))

    def error(self) -> AikgError:
        error = self.type.__new__(self.type)
        error.args = self.args
        error.__dict__.update(self.state)
        return error


Packed: TypeAlias = tuple[str, Extraction | _Packed]


def _work(chunk: Sequence[Task], options: Options) -> list[Packed]:
    """What runs in a worker."""
    return [
        (source, _Packed.of(source, found) if isinstance(found, AikgError) else found)
        for task in chunk
        for source, found in _results(task, options)
    ]


class _Pool:
    """A process pool that is replaced once a worker was killed."""

    def __init__(self, processes: int, options: Options) -> None:
        self.processes, self.options = processes, options
        self.executor = self._executor()

    def _executor(self) -> ProcessPoolExecutor:
        # spawn: safe beside threads, and the same on every system
        return ProcessPoolExecutor(self.processes, mp_context=multiprocessing.get_context("spawn"))

    def submit(self, chunk: Sequence[Task]) -> Future[list[Packed]]:
        try:
            return self.executor.submit(_work, chunk, self.options)
        except BrokenProcessPool:
            self.close()
            self.executor = self._executor()
            return self.executor.submit(_work, chunk, self.options)

    def close(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)


def _in_parallel(tasks: Iterable[Task], processes: int, options: Options) -> Iterator[Result]:
    pool = _Pool(processes, options)
    waiting: deque[tuple[list[Task], Future[list[Packed]]]] = deque()
    try:
        for chunk in _chunks(tasks):
            waiting.append((chunk, pool.submit(chunk)))
            if len(waiting) > 2 * processes:
                yield from _finished(*waiting.popleft(), options)
        while waiting:
            yield from _finished(*waiting.popleft(), options)
    finally:
        pool.close()


def _finished(chunk: Sequence[Task], future: Future[list[Packed]], options: Options) -> Iterator[Result]:
    try:
        done = future.result()
    except BrokenProcessPool:
        yield from _one_by_one(chunk, options)
        return
    yield from map(_unpacked, done)


def _unpacked(packed: Packed) -> Result:
    source, found = packed
    return source, found.error() if isinstance(found, _Packed) else found


def _one_by_one(chunk: Sequence[Task], options: Options) -> Iterator[Result]:
    """Again, each task by itself: that is how the one which kills its process is told from its neighbours."""
    pool = _Pool(1, options)
    try:
        for task in chunk:
            try:
                yield from map(_unpacked, pool.submit([task]).result())
            except BrokenProcessPool:
                source = task if isinstance(task, str) else task.source
                yield source, InputError(source, "the process that read it was killed (out of memory?)")
    finally:
        pool.close()
