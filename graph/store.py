"""The store: a folder with all that was read, as RDF. Only this file and sparql.py know the triple store.

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

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from ..ontology.errors import StoreError, UnknownName
from ..ontology.events import event_kind
from ..ontology.model import Document, Entity, Event, Extraction, Modality, TimeInterval
from ..ontology.namespaces import ENTITIES_GRAPH, MODALITY, PREFIXES, READINGS_GRAPH, entity_node, kind_iri
from .decode import Reader, decode
from .encode import encode, extraction_iri
from .entities import entity_of
from .folder import check, errors
from .result import QueryResult
from .revision import Find, revise
from .sparql import run_apart, run_query, snapshot
from .terms import Literal, NamedNode, Quad, iri, moment, python, term, text

if TYPE_CHECKING:
    import rdflib

IN_MEMORY = "(memory)"
ENTITIES, READINGS = iri(ENTITIES_GRAPH), iri(READINGS_GRAPH)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in the store. `document.text` is empty, its length `characters`; `read` is when it was first read."""

    iri: str
    document: Document
    characters: int
    events: int
    read: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """An event as one document reports it. Entity ids hold for all documents; `document.text` has what is quoted."""

    iri: str
    document: Document
    event: Event


class Store:
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
            gone = sorted({name, *self._versions(extraction.document.source)})
            return self._replace(gone, encode(extraction), *revise(self._find, gone, extraction), name, read_at)

    def extend(self, extractions: Iterable[Extraction], *, read_at: datetime | None = None) -> int:
        """Add many, each in its own transaction; returns how many changed the store."""
        return sum(self.add(extraction, read_at=read_at) for extraction in extractions)

    def remove(self, source: str) -> None:
        """Forget a document by its source, id or IRI. Raises UnknownName."""
        self._writable()
        name = self._resolve(source)
        with errors(self.path):
            self._replace([name], [], *revise(self._find, [name]))

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
        old = {q for g in gone for q in self._find(None, None, None, iri(g))}
        fresh = set(new)
        deleted, inserted = deleted | (old - fresh), inserted | (fresh - old)
        if not deleted and not inserted:
            return False
        readings = {q for g in gone for q in self._find(iri(g), None, None, READINGS)}
        first = {q for q in readings if isinstance(q.subject, NamedNode) and q.subject.value == name}
        if name is not None and read_at is not None and not first:
            inserted.add(Quad(iri(name), term("aikg:read"), moment(read_at), READINGS))
        _transact(self.inner, deleted | (readings - first), inserted)
        return True

    def _writable(self) -> None:
        if self.read_only:
            raise StoreError(self.path, "is open for reading only")

    def _versions(self, source: str) -> list[str]:
        found = self._find(None, term("aikg:sourceName"), text(source), None)
        return sorted(_node(q.subject) for q in found)

    @property
    def _find(self) -> Find:
        return cast(Find, self.inner.quads_for_pattern)

    # --- reading

    def documents(self) -> list[StoredDocument]:
        """All documents, by date, publisher and source."""
        events = Counter(_node(q.object) for q in self._find(None, term("aikg:document"), None, None))
        found = []
        for quad in self._find(None, term("rdf:type"), term("aikg:Document"), None):
            node = _node(quad.subject)
            read = [python(q.object) for q in self._find(iri(node), term("aikg:read"), None, READINGS)]
            reader = Reader(self._find(iri(node), None, None, iri(node)))
            characters = cast(int, reader.one(node, "aikg:characters"))
            found.append(
                StoredDocument(
                    node,
                    reader.document(node, with_text=False),
                    characters,
                    events[node],
                    cast("datetime | None", read[0] if read else None),
                )
            )
        return sorted(
            found, key=lambda d: (d.document.published or date.min, d.document.publisher or "", d.document.source)
        )

    def extraction(self, document: str, *, global_ids: bool = False) -> Extraction:
        """What was read out of a document, given by its source, id or IRI. Raises UnknownName.

        The text is there only as far as it is quoted (decode.py). With `global_ids`, entities go by ids that
        are the same in all documents.
        """
        name = self._resolve(document)
        return decode(name, self._find(None, None, None, iri(name)), global_ids=global_ids)

    def extractions(self, *, global_ids: bool = False) -> Iterator[Extraction]:
        """All documents' extractions, in the order of their IRIs."""
        for name in sorted(_node(q.subject) for q in self._find(None, term("rdf:type"), term("aikg:Document"), None)):
            yield decode(name, self._find(None, None, None, iri(name)), global_ids=global_ids)

    def events(
        self,
        *,
        kind: str | None = None,
        entity: str | None = None,
        since: date | None = None,
        until: date | None = None,
        modality: Modality | None = None,
    ) -> list[StoredClaim]:
        """Reported events, by date. `entity` is an entity's global id; `since` and `until` are inclusive.

        An event is at its own time, and at its document's date where it has none. Raises UnknownName for a kind.
        """
        tests = [] if kind is None else [(term("aikg:kind"), iri(kind_iri(event_kind(kind).name)))]
        tests += [] if modality is None else [(term("aikg:modality"), iri(MODALITY + modality))]
        if entity is not None:
            about = {_node(q.subject) for q in self._find(None, term("aikg:filler"), iri(entity_node(entity)), None)}
            claims = {argument.rsplit("/", 2)[0] for argument in about}
        else:
            predicate, value = tests[0] if tests else (term("rdf:type"), term("aikg:Claim"))
            claims = {_node(q.subject) for q in self._find(None, predicate, value, None)}
        for predicate, value in tests:
            claims = {c for c in claims if any(self._find(iri(c), predicate, value, None))}
        found = [self._claim(c) for c in claims]
        dated = [(when(c.event, c.document), c) for c in found]
        lower, upper = since or date.min, until or date.max
        kept = [(d, c) for d, c in dated if (not (since or until)) or (d[0] <= upper and d[1] >= lower)]
        return [c for _, c in sorted(kept, key=lambda x: (x[0], x[1].iri))]

    def event(self, identifier: str) -> StoredClaim:
        """The claim with this event id or IRI; an unambiguous beginning of the id will do. Raises UnknownName."""
        exact = self._find(None, term("dcterms:identifier"), text(identifier), None)
        found = [_node(q.subject) for q in exact if "/claim/" in _node(q.subject)]
        if not found:
            claims = {_node(q.subject) for q in self._find(None, term("rdf:type"), term("aikg:Claim"), None)}
            found = [c for c in claims if c == identifier or c.rpartition("/")[2].startswith(identifier)]
            if len(found) != 1 or not identifier:
                raise UnknownName("event", identifier, (c.rpartition("/")[2] for c in claims))
        return self._claim(min(found))

    def _claim(self, node: str) -> StoredClaim:
        """A claim and what it needs: its arguments, their values, the passages, the document."""
        document = node.rpartition("/claim/")[0]
        graph = iri(document)
        quads = [*self._find(iri(node), None, None, graph), *self._find(graph, None, None, graph)]
        arguments = [q.object for q in quads if q.predicate == term("aikg:argument")]
        quads += [q for a in arguments for q in self._find(cast(NamedNode, a), None, None, graph)]
        ends = {
            q.object for q in quads if q.predicate in (term("aikg:filler"), term("aikg:passage"), term("aikg:evidence"))
        }
        quads += [q for e in ends if isinstance(e, NamedNode) for q in self._find(e, None, None, graph)]
        reader = Reader(quads, global_ids=True)
        return StoredClaim(node, reader.document(document), reader.event(node))

    def entities(self) -> list[Entity]:
        """All entities that documents speak of, and those above them, by global id; mentions are left out."""
        properties: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in self._find(None, None, None, ENTITIES):
            properties[_node(quad.subject)][quad.predicate.value].append(quad.object)
        return sorted((entity_of(node, found) for node, found in properties.items()), key=lambda e: e.id)

    def query(self, sparql: str, *, timeout_s: float | None = None, limit: int | None = None) -> QueryResult:
        """Run a SELECT, ASK, CONSTRUCT or DESCRIBE over all graphs together. Raises QueryError.

        `limit` bounds the rows. With `timeout_s` the query runs in a process of its own on a snapshot of the folder
        and is ended when the seconds are over (a store in memory cannot be left to another process: no bound there).
        """
        with errors(self.path):
            if timeout_s is not None and self.path != IN_MEMORY:
                return run_apart(Path(self.path) / "data", sparql, timeout_s=timeout_s, limit=limit)
            return run_query(self.inner, sparql, limit=limit)

    def label(self, node: str, language: str = "en") -> str | None:
        """What an entity's IRI is called, in the language where there is a name in it; None for other IRIs."""
        found = (q.object for q in self._find(iri(node), term("skos:prefLabel"), None, ENTITIES))
        names = {o.language or "": o.value for o in found if isinstance(o, Literal)}
        return names.get(language) or (names[min(names)] if names else None)

    def source_of(self, document: str) -> str | None:
        """The source of a document's IRI."""
        found = self._find(iri(document), term("aikg:sourceName"), None, None)
        return next((_text(q.object) for q in found), None)

    def quads(self, *, readings: bool = False) -> Iterator[Quad]:
        """All quads; those that tell when documents were read, which differ between runs, only when asked for."""
        return (q for q in self.inner if readings or q.graph_name != READINGS)

    def nquads(self, *, sorted: bool = True, readings: bool = False) -> bytes:
        """The graph as N-Quads in UTF-8. Sorted, the same documents give the same bytes."""
        lines: Iterable[str] = (f"{q} .\n" for q in self.quads(readings=readings))
        return "".join(_sorted(lines) if sorted else lines).encode()

    def stats(self) -> dict[str, int]:
        """How many documents, events, entities and quads there are."""

        def count(name: str) -> int:
            return sum(1 for _ in self._find(None, term("rdf:type"), term(name), None))

        return {
            "documents": count("aikg:Document"),
            "events": count("aikg:Claim"),
            "entities": sum(1 for _ in self._find(None, term("aikg:known"), None, ENTITIES)),
            "quads": len(self.inner),
        }

    def rdflib(self) -> rdflib.Dataset:
        """The same store behind rdflib's interface, default graph as union; its changes go to the store."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.inner), default_union=True)
        for prefix, base in PREFIXES.items():
            dataset.bind(prefix, base)
        return dataset

    def _resolve(self, document: str) -> str:
        """A document's IRI by its source, id or IRI."""
        if any(self._find(None, term("aikg:sourceName"), text(document), None)):
            return self._versions(document)[0]
        byid = self._find(None, term("dcterms:identifier"), text(document), None)
        found = sorted(_node(q.subject) for q in byid if _node(q.subject) == _node(q.graph_name))
        if found:
            return found[0]
        all_ = {_node(q.subject): str(python(q.object)) for q in self._find(None, term("aikg:sourceName"), None, None)}
        if document in all_:
            return document
        raise UnknownName("document", document, all_.values())


def when(event: Event, document: Document) -> tuple[date, date]:
    """First and last day of an event: its own time's, else its document's date."""
    times = [a.value for v in event.arguments.values() for a in v if isinstance(a.value, TimeInterval)]
    if times:
        return (
            min(t.start or t.end or date.min for t in times),
            max(t.end or date.max for t in times),
        )
    return (document.published or date.min, document.published or date.max)


def _node(value: object) -> str:
    return value.value if isinstance(value, NamedNode) else str(value)


def _text(value: object) -> str:
    return value.value if isinstance(value, Literal | NamedNode) else str(value)


_sorted = sorted  # nquads has a parameter of that name


def _transact(store: ox.Store, deleted: Iterable[Quad], inserted: Iterable[Quad]) -> None:
    """Delete and insert in one transaction: for both together the store offers that through SPARQL updates alone."""
    deleted = list(deleted)
    if not deleted:
        store.extend(inserted)
        return
    parts = []
    for verb, quads in (("DELETE", deleted), ("INSERT", inserted)):
        by_graph: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            by_graph[str(quad.graph_name)].append(f"{quad.triple} .")
        if by_graph:
            body = "\n".join(f"GRAPH {g} {{\n" + "\n".join(lines) + "\n}" for g, lines in by_graph.items())
            parts.append(f"{verb} DATA {{\n{body}\n}}")
    store.update(" ;\n".join(parts))
