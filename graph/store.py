"""The store: a folder with all that was read, as RDF. Only this file, sparql.py, transaction.py and remote.py know the triple store; contents.py says how a graph is read.

    with Store.open(Path("kg")) as store:            # made where it is missing; read_only=True to read beside a writer
        store.add(extraction)                        # False when nothing changed; replaces the source's earlier version
        store.extend(extractions)                    # the same for many
        store.remove("report.pdf")
        store.correct(correction(one, other, "same"))   # a user's word on two entities; store.undo takes it back
        for document in store.documents(): ...       # StoredDocument
        store.extraction("report.pdf")               # by source, id or IRI
        for claim in store.events(kind="ModelRelease", since=date(2026, 1, 1)): ...   # StoredClaim
        store.event("1f0c…")                         # one StoredClaim by its event's id
        for entity in store.entities(): ...          # ontology.model.Entity with ids that hold for all documents
        store.query("SELECT …", limit=100)           # QueryResult
        store.nquads(); store.quads(); store.stats(); store.rdflib()

What is added at once is written in steps of whole documents, fused (transaction.py): killed in the middle, the store holds no half of
one and no event without its claims. Errors are StoreError
(locked, broken or full, not a store), QueryError and UnknownName.
"""

from __future__ import annotations

import builtins
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from ..ontology.errors import StoreError
from ..ontology.model import Extraction
from ..ontology.namespaces import PREFIXES
from .contents import READINGS, Contents, StoredClaim, StoredDocument, when
from .corrections import Correction, corrections
from .folder import check, errors
from .ingest import Failed, Ingest, Revision
from .journal import JOURNAL
from .remote import RemoteStore, is_remote
from .result import QueryResult
from .sparql import run_apart, run_query, snapshot
from .terms import Find, Quad
from .transaction import finish, load, transact

if TYPE_CHECKING:
    import rdflib

__all__ = ["IN_MEMORY", "Store", "StoredClaim", "StoredDocument", "when"]

IN_MEMORY = "(memory)"
BATCH = 300  # documents in one step at most
PATIENCE_S = 5  # for more documents to come before those that are there are written
REMOTE_BATCH = 10  # in one request


class Store(Contents):
    """A graph on disk, in memory (`Store.memory()`), or on a server. Use as a context manager, or call `close`."""

    def __init__(self, inner: ox.Store | RemoteStore, path: str, *, read_only: bool = False) -> None:
        self._inner: ox.Store | RemoteStore | None = inner
        self.path = path
        self.read_only = read_only
        self._ingest = Ingest(lambda *pattern: self.find(*pattern))

    @classmethod
    def memory(cls) -> Store:
        """A store that is gone when it is closed."""
        return cls(ox.Store(), IN_MEMORY)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> Store:
        """Open a folder; without `read_only` it is made where it is missing. An address opens a server's (remote.py).

        Any number may read beside one writer; a reader sees what there was when it opened. Raises StoreError.
        """
        if is_remote(path):
            remote = RemoteStore(str(path))
            return cls(remote, remote.address, read_only=read_only)
        folder = Path(path)
        with errors(str(path)):
            check(folder, create=not read_only)
            if read_only:
                return cls(snapshot(folder / "data"), str(path), read_only=True)
            inner = ox.Store(folder / "data")
            finish(inner)
            return cls(inner, str(path))

    def close(self) -> None:
        """Let go of the folder, or of the connection."""
        if isinstance(self._inner, RemoteStore):
            self._inner.close()
        self._inner = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def inner(self) -> ox.Store:
        """The Oxigraph store, for what is not offered here. Of a server's store it has what remote.py says."""
        if self._inner is None:
            raise StoreError(self.path, "is closed")
        return cast(ox.Store, self._inner)

    # --- writing

    def add(self, extraction: Extraction, *, read_at: datetime | None = None) -> bool:
        """Keep an extraction in the place of its source's earlier versions, in one transaction.

        Returns False when the store held exactly this. `read_at` is kept for documents that are new. Raises
        ValidationError for an extraction that is not whole.
        """
        return self.extend([extraction], read_at=read_at) > 0

    def extend(
        self, extractions: Iterable[Extraction], *, read_at: datetime | None = None, failed: Failed | None = None
    ) -> int:
        """Add many, some hundred in a step or what came within seconds; returns how many changed the store.

        An extraction that is not whole goes to `failed` with its ValidationError, which is raised where that is not given.
        """
        self._writable()
        size = REMOTE_BATCH if isinstance(self._inner, RemoteStore) else BATCH
        return sum(
            self._write(partial(self._ingest.coming, batch, read_at, failed)).documents
            for batch in _batches(extractions, size, PATIENCE_S)
        )

    def remove(self, source: str) -> None:
        """Forget a document by its source, id or IRI. Raises UnknownName."""
        self._writable()
        document = self.resolve(source)
        self._write(partial(self._ingest.leaving, [document]))

    def correct(self, new: Correction) -> bool:
        """Keep a user's word on two entities; an earlier one on the same two makes room. False when it was there."""
        self._writable()
        old = [c for c in corrections(self.find, [new.first]) if c.iri == new.iri]
        if any(c.verdict == new.verdict for c in old):
            return False
        self._write(partial(self._ingest.correcting, old, [new]))
        return True

    def undo(self, correction: Correction) -> None:
        """Take a user's word back."""
        self._writable()
        self._write(partial(self._ingest.correcting, [correction], []))

    def _write(self, plan: Callable[[], Revision]) -> Revision:
        """Work a revision out and write it, in one step."""
        with errors(self.path), uncollected():
            try:
                revision = plan()
                if revision:
                    on_disk = self.path != IN_MEMORY and not isinstance(self._inner, RemoteStore)
                    (load if on_disk else transact)(self.inner, revision.deleted, revision.inserted)
            except BaseException:
                self._ingest.forget()
                raise
        return revision

    def _writable(self) -> None:
        if self.read_only:
            raise StoreError(self.path, "is open for reading only")

    @property
    def find(self) -> Find:
        return cast(Find, self.inner.quads_for_pattern)

    def query(self, sparql: str, *, timeout_s: float | None = None, limit: int | None = None) -> QueryResult:
        """Run a SELECT, ASK, CONSTRUCT or DESCRIBE over all graphs together. Raises QueryError.

        `limit` bounds the rows. With `timeout_s` the query runs in a process of its own on a snapshot of the folder
        and is ended when the seconds are over (a store in memory cannot be left to another process: no bound there).
        """
        with errors(self.path):
            if isinstance(self._inner, RemoteStore):
                return run_query(self._inner.within(timeout_s), sparql, limit=limit)
            if timeout_s is not None and self.path != IN_MEMORY:
                return run_apart(Path(self.path) / "data", sparql, timeout_s=timeout_s, limit=limit)
            return run_query(self.inner, sparql, limit=limit)

    def quads(self, *, readings: bool = False) -> Iterator[Quad]:
        """All quads; those that tell when documents were read and in which order, which differ between runs, only when asked for."""
        return (q for q in self.inner if readings or q.graph_name not in (READINGS, JOURNAL))

    def nquads(self, *, sorted: bool = True, readings: bool = False) -> bytes:
        """The graph as N-Quads in UTF-8. Sorted, the same documents give the same bytes."""
        lines: Iterable[str] = (f"{q} .\n" for q in self.quads(readings=readings))
        return "".join(builtins.sorted(lines) if sorted else lines).encode()

    def stats(self) -> dict[str, int]:
        """How many documents, events, entities and quads there are."""
        return super().stats() | {"quads": len(self.inner)}

    def rdflib(self) -> rdflib.Dataset:
        """The same store behind rdflib's interface, default graph as union; its changes go to the store.

        Raises StoreError for a server's: rdflib reaches those by its own SPARQLUpdateStore.
        """
        if isinstance(self._inner, RemoteStore):
            raise StoreError(self.path, "is a server's: use rdflib's SPARQLUpdateStore")
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.inner), default_union=True)
        for prefix, base in PREFIXES.items():
            dataset.bind(prefix, base)
        return dataset


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the collector of cyclic garbage from looking through a step's many quads again and again: none of them is any."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _batches(extractions: Iterable[Extraction], size: int, patience_s: float) -> Iterator[list[Extraction]]:
    """So many in a list, fewer where they take longer to come: what a killed build has to do again is bounded."""
    batch: list[Extraction] = []
    since = time.monotonic()
    for extraction in extractions:
        batch.append(extraction)
        if len(batch) == size or time.monotonic() - since > patience_s:
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch
