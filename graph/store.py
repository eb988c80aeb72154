"""The store: a folder with all that was read, as RDF. Only this file, sparql.py and transaction.py know the triple store; contents.py says how a graph is read.

    with Store.open(Path("kg")) as store:            # made where it is missing; read_only=True to read beside a writer
        store.add(extraction)                        # False when nothing changed; replaces the source's earlier version
        store.extend(extractions)                    # the same for many
        store.remove("report.pdf")
        for document in store.documents(): ...       # StoredDocument
        store.extraction("report.pdf")               # by source, id or IRI
        for claim in store.events(kind="ModelRelease", since=date(2026, 1, 1)): ...   # StoredClaim
        store.event("1f0c…")                         # one StoredClaim by its event's id
        for entity in store.entities(): ...          # ontology.model.Entity with ids that hold for all documents
        store.query("SELECT …", limit=100)           # QueryResult
        store.nquads(); store.quads(); store.stats(); store.rdflib()

Every document is one transaction: killed in the middle, the store holds whole documents only. Errors are StoreError
(locked, broken or full, not a store), QueryError and UnknownName.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from ..ontology.errors import StoreError
from ..ontology.model import Extraction
from ..ontology.namespaces import PREFIXES
from .contents import READINGS, Contents, StoredClaim, StoredDocument, when
from .encode import encode, extraction_iri
from .folder import check, errors
from .result import QueryResult
from .revision import revise
from .sparql import run_apart, run_query, snapshot
from .terms import Find, NamedNode, Quad, iri, moment, term
from .transaction import transact

if TYPE_CHECKING:
    import rdflib

__all__ = ["IN_MEMORY", "Store", "StoredClaim", "StoredDocument", "when"]

IN_MEMORY = "(memory)"


class Store(Contents):
    """A graph on disk, or in memory (`Store.memory()`). Use as a context manager, or call `close`."""

    def __init__(self, inner: ox.Store, path: str, *, read_only: bool = False) -> None:
        self._inner: ox.Store | None = inner
        self.path = path
        self.read_only = read_only

    @classmethod
    def memory(cls) -> Store:
        """A store that is gone when it is closed."""
        return cls(ox.Store(), IN_MEMORY)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> Store:
        """Open a folder; without `read_only` it is made where it is missing.

        Any number may read beside one writer; a reader sees what there was when it opened. Raises StoreError.
        """
        folder = Path(path)
        with errors(str(path)):
            check(folder, create=not read_only)
            return cls(
                snapshot(folder / "data") if read_only else ox.Store(folder / "data"),
                str(path),
                read_only=read_only,
            )

    def close(self) -> None:
        """Let go of the folder."""
        self._inner = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def inner(self) -> ox.Store:
        """The Oxigraph store, for what is not offered here."""
        if self._inner is None:
            raise StoreError(self.path, "is closed")
        return self._inner

    # --- writing

    def add(self, extraction: Extraction, *, read_at: datetime | None = None) -> bool:
        """Keep an extraction in the place of its source's earlier versions, in one transaction.

        Returns False when the store held exactly this. `read_at` is kept for documents that are new.
        """
        self._writable()
        name = extraction_iri(extraction.document)
        with errors(self.path):
            gone = sorted({name, *self.versions(extraction.document.source)})
            return self._replace(gone, encode(extraction), *revise(self.find, gone, extraction), name, read_at)

    def extend(self, extractions: Iterable[Extraction], *, read_at: datetime | None = None) -> int:
        """Add many, each in its own transaction; returns how many changed the store."""
        return sum(self.add(extraction, read_at=read_at) for extraction in extractions)

    def remove(self, source: str) -> None:
        """Forget a document by its source, id or IRI. Raises UnknownName."""
        self._writable()
        name = self.resolve(source)
        with errors(self.path):
            self._replace([name], [], *revise(self.find, [name]))

    def _replace(
        self,
        gone: Sequence[str],
        new: Iterable[Quad],
        deleted: set[Quad],
        inserted: set[Quad],
        name: str | None = None,
        read_at: datetime | None = None,
    ) -> bool:
        """One transaction: the graphs `gone` make room for `new`; False when that changes nothing."""
        old = {q for g in gone for q in self.find(None, None, None, iri(g))}
        fresh = set(new)
        deleted, inserted = deleted | (old - fresh), inserted | (fresh - old)
        if not deleted and not inserted:
            return False
        readings = {q for g in gone for q in self.find(iri(g), None, None, READINGS)}
        first = {q for q in readings if isinstance(q.subject, NamedNode) and q.subject.value == name}
        if name is not None and read_at is not None and not first:
            inserted.add(Quad(iri(name), term("aikg:read"), moment(read_at), READINGS))
        transact(self.inner, deleted | (readings - first), inserted)
        return True

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
            if timeout_s is not None and self.path != IN_MEMORY:
                return run_apart(Path(self.path) / "data", sparql, timeout_s=timeout_s, limit=limit)
            return run_query(self.inner, sparql, limit=limit)

    def quads(self, *, readings: bool = False) -> Iterator[Quad]:
        """All quads; those that tell when documents were read, which differ between runs, only when asked for."""
        return (q for q in self.inner if readings or q.graph_name != READINGS)

    def nquads(self, *, sorted: bool = True, readings: bool = False) -> bytes:
        """The graph as N-Quads in UTF-8. Sorted, the same documents give the same bytes."""
        lines: Iterable[str] = (f"{q} .\n" for q in self.quads(readings=readings))
        return "".join(builtins.sorted(lines) if sorted else lines).encode()

    def stats(self) -> dict[str, int]:
        """How many documents, events, entities and quads there are."""
        return super().stats() | {"quads": len(self.inner)}

    def rdflib(self) -> rdflib.Dataset:
        """The same store behind rdflib's interface, default graph as union; its changes go to the store."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.inner), default_union=True)
        for prefix, base in PREFIXES.items():
            dataset.bind(prefix, base)
        return dataset
