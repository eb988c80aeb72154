"""One worker: a process that answers one task at a time from a snapshot of the store, and may be ended at any time.

It bounds itself too: its memory by a limit of the system, its time by an alarm that the kernel delivers, its answers by
counting what is written. Beyond the memory limit the process dies; the pool tells why and starts another.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from ...ontology.errors import AikgError, QueryError, UnknownName
from ...ontology.namespaces import PREFIXES
from ..folder import errors
from ..query import bound, question
from ..query_text import keywords, message, refuse_network
from ..sparql import snapshot
from ..store import Store
from . import tasks
from .errors import NotAcceptable, TooLarge, out_of_memory, status_of
from .limits import Limits
from .negotiation import RESULTS, TRIPLES
from .tasks import Ask, Call, Formats, Order, Query, ReadGraph, Reply, Update, WriteGraph

FRESH_S = 1.0  # a snapshot this young is not renewed because of others' writes
SHARE = 10  # nor, while somebody writes, one younger than so many times what it takes to open one
STALE_S = 10.0  # but no snapshot is older than that
INLINE = 1 << 20  # answers beyond this many bytes go through a file, so that the server's memory stays small
OPEN_MB = 256  # what an idle worker takes: the interpreter, the open snapshot and the next one beside it
GRACE_S = 2.0  # the pool ends a worker in time; the alarm is for workers whose pool is gone


class Sink(io.RawIOBase):
    """Takes an answer: in memory at first, in a file when it grows, and not beyond a limit."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self.size, self.full = 0, False
        self.memory = io.BytesIO()
        self.file: IO[bytes] | None = None
        self.path: Path | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        if self.size > self.limit:
            self.full = True
            raise OSError("the answer is too large")
        if self.file is None and self.size > INLINE:
            handle, name = tempfile.mkstemp(dir=self.folder)
            self.path, self.file = Path(name), os.fdopen(handle, "wb")
            self.file.write(self.memory.getvalue())
            self.memory = io.BytesIO()
        (self.file or self.memory).write(data)
        return len(data)

    def reply(self, media: str) -> Reply:
        if self.file:
            self.file.close()
        return Reply(media, self.memory.getvalue(), self.path)

    def dropped(self) -> None:
        if self.file and self.path:
            self.file.close()
            self.path.unlink(missing_ok=True)


@dataclass
class Worker:
    """Answers tasks about the store in a folder; `writer` holds it for writing and answers updates only."""

    folder: Path
    answers: Path
    limits: Limits
    writer: bool = False
    generation: int = -1
    opened: float = 0.0
    opening: float = 0.0
    state: tuple[Any, ...] = ()
    store: ox.Store | None = field(default=None)

    def answer(self, order: Order) -> Reply:
        """The reply to one order; whatever is wrong with the task is in it as an error."""
        try:
            with errors(str(self.folder)):
                return self._answer(order)
        except AikgError as error:
            return Reply(status=status_of(error), said=str(error))
        except MemoryError:
            return Reply(status=status_of(TooLarge()), said=out_of_memory(self.limits.memory_mb))

    def _answer(self, order: Order) -> Reply:
        if self.writer:
            return self._write(order.task)
        try:
            return self._read(self.current(order.generation), order.task)
        except OSError:  # files that a writer tidied away under the snapshot: once more on a new one
            self.store = None
            return self._read(self.current(order.generation), order.task)

    def current(self, generation: int) -> ox.Store:
        """A snapshot that knows of all our own writes, and of others' but for the last moment's."""
        if self.store is None or generation != self.generation or self._is_old():
            self.store = None
            start, self.state = time.process_time(), self._state()
            self.store = snapshot(self.folder / "data")
            self.generation, self.opened = generation, time.monotonic()
            self.opening = time.process_time() - start
        return self.store

    def _is_old(self) -> bool:
        """Whether the snapshot is to be renewed because others wrote: soon where they have stopped, else at its time."""
        age = time.monotonic() - self.opened
        if age <= FRESH_S or (state := self._state()) == self.state:
            return False
        stopped = time.time_ns() - max((written for *_, written in state), default=0) > FRESH_S * 1e9
        return stopped or age > min(STALE_S, SHARE * self.opening)

    def _state(self) -> tuple[Any, ...]:
        """What changes in the folder with every write."""
        found = []
        with os.scandir(self.folder / "data") as entries:
            for entry in entries:
                if entry.name.endswith((".log", ".sst")) or entry.name.startswith("MANIFEST"):
                    try:
                        status = entry.stat()
                    except FileNotFoundError:
                        continue
                    found.append((entry.name, status.st_size, status.st_mtime_ns))
        return tuple(sorted(found))

    # --- reading

    def _read(self, store: ox.Store, task: Any) -> Reply:
        if isinstance(task, Query):
            return self._query(store, task)
        if isinstance(task, Ask):
            text = bound(self._opened(store), question(task.question), task.parameters)
            return self._query(store, Query(text, task.formats))
        if isinstance(task, ReadGraph):
            return self._graph(store, task)
        module, _, name = cast(Call, task).function.partition(":")
        return Reply(value=getattr(import_module(module), name)(self._opened(store), **task.arguments))

    def _opened(self, store: ox.Store) -> Store:
        return Store(store, str(self.folder), read_only=True)

    def _query(self, store: ox.Store, task: Query) -> Reply:
        refuse_network(task.text)
        given = bool(task.default_graphs or task.named_graphs)
        try:
            found = store.query(
                task.text,
                prefixes=dict(PREFIXES),
                use_default_graph_as_union=not given and "from" not in keywords(task.text),
                default_graph=[ox.NamedNode(g) for g in task.default_graphs] if given else None,
                named_graphs=[ox.NamedNode(g) for g in task.named_graphs] if given else None,
            )
            return self._serialized(found, task.formats)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(message(str(error), task.text)) from error

    def _serialized(self, found: Any, formats: Formats) -> Reply:
        triples = isinstance(found, ox.QueryTriples)
        media = formats.triples if triples else formats.rows
        if media is None:
            raise NotAcceptable(TRIPLES if triples else RESULTS)
        if triples:
            return self._sunk(media, lambda out: ox.serialize(found, out, TRIPLES[media], prefixes=dict(PREFIXES)))
        return self._sunk(media, lambda out: found.serialize(out, RESULTS[media]))

    def _graph(self, store: ox.Store, task: ReadGraph) -> Reply:
        if task.graph is None:
            return self._query(store, Query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", Formats(None, task.media)))
        node = ox.NamedNode(task.graph)
        if not store.contains_named_graph(node):
            raise UnknownName("graph", task.graph)
        options: dict[str, Any] = {"from_graph": node, "prefixes": dict(PREFIXES)}
        return self._sunk(task.media, lambda out: store.dump(out, TRIPLES[task.media], **options))

    def _sunk(self, media: str, write: Any) -> Reply:
        sink = Sink(self.answers, self.limits.result_mb << 20)
        try:
            write(sink)
        except Exception as error:
            sink.dropped()
            if sink.full:
                raise TooLarge(f"the answer has more than {self.limits.result_mb} MB: set a LIMIT") from error
            raise
        return sink.reply(media)

    # --- writing

    def _write(self, task: Any) -> Reply:
        if self.store is None:
            self.store = Store.open(self.folder).inner
        if isinstance(task, Update):
            self._update(task.text)
            return Reply()
        node = ox.NamedNode(task.graph)
        there = self.store.contains_named_graph(node)
        if task.method == "DELETE":
            if not there:
                raise UnknownName("graph", task.graph)
            self.store.update(f"DROP GRAPH {node}")
            return Reply()
        parts = [f"DROP SILENT GRAPH {node}"] if task.method == "PUT" else []
        parts += [f"INSERT DATA {{ GRAPH {node} {{\n{_triples(task)}\n}} }}"]
        self.store.update(" ;\n".join(parts))  # one transaction
        return Reply(made=not there)

    def _update(self, text: str) -> None:
        refuse_network(text)
        if "load" in keywords(text):
            raise QueryError("LOAD is refused: nothing is fetched")
        try:
            cast(ox.Store, self.store).update(text, prefixes=dict(PREFIXES))
        except (SyntaxError, ValueError) as error:
            raise QueryError(message(str(error), text, update=True)) from error


def _triples(task: WriteGraph) -> str:
    try:
        found = ox.parse(task.body, TRIPLES[task.media], base_iri=task.graph)
        return "\n".join(f"{quad.triple} ." for quad in found)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the body is no {task.media}: {' '.join(str(error).split())[:200]}") from error


def _bound_memory(megabytes: int) -> None:
    """Limit what the process may allocate. Address space would be the wrong measure: much of it is never touched."""
    try:
        import resource
    except ImportError:  # no such limit on this system; time and answers stay bounded
        return
    limit = (megabytes + OPEN_MB) << 20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(settings: str) -> None:
    """Serve the pipe until it is closed. `settings` is JSON: folder, answers, writer, limits."""
    given = json.loads(settings)
    limits = Limits(**given["limits"])
    worker = Worker(Path(given["folder"]), Path(given["answers"]), limits, given["writer"])
    orders, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library might print must not stand between the replies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's; it closes the pipe
    _bound_memory(limits.memory_mb)
    while (order := tasks.read(orders)) is not None:
        signal.setitimer(signal.ITIMER_REAL, limits.timeout_s + GRACE_S)
        reply = worker.answer(order)
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.write(tasks.packed(reply))
        replies.flush()
