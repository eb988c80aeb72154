"""What must change in all graphs when documents come and go: one set of deletions, one of insertions.

The documents' own graphs, the entities' names, who is one with whom, the fused events, when it was read, and the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from ..ontology.errors import ValidationError
from ..ontology.model import Extraction
from ..ontology.namespaces import READINGS_GRAPH
from .corrections import CORRECTIONS, Correction, corrections
from .encode import encode, entity_iris, extraction_iri
from .fusion import Fusion
from .identity import Change, Evidence, identity_quads, is_known, revise_identities
from .journal import Journal
from .naming import other_nodes
from .revision import revise
from .terms import Find, Quad, iri, moment, name, term, text

READINGS = iri(READINGS_GRAPH)
Failed: TypeAlias = Callable[[Extraction, ValidationError], None]


@dataclass
class Revision:
    """Quads to delete and to insert; `documents` counts those that come or change."""

    deleted: set[Quad] = field(default_factory=set)
    inserted: set[Quad] = field(default_factory=set)
    documents: int = 0

    def add(self, change: tuple[Iterable[Quad], Iterable[Quad]]) -> None:
        """Take a part of the change in."""
        self.deleted.update(change[0])
        self.inserted.update(change[1])

    def __bool__(self) -> bool:
        return bool(self.deleted or self.inserted)


class Ingest:
    """Works out revisions of a graph. What it keeps in memory is right only while each is written before the next."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self.fusion = Fusion(find)
        self.journal = Journal(find)

    def forget(self) -> None:
        """Keep nothing in memory: to be called when a revision was not written."""
        self.fusion.forget()
        self.journal = Journal(self.find)

    def coming(
        self, extractions: Iterable[Extraction], read_at: datetime | None, failed: Failed | None = None
    ) -> Revision:
        """Documents that come, each in the place of its source's earlier versions; of one source the last counts.

        An extraction that is not whole goes to `failed`; without that, its ValidationError is raised.
        """
        revision, gone, new = Revision(), set[str](), list[Extraction]()
        for extraction in {x.document.source: x for x in extractions}.values():
            graph = extraction_iri(extraction.document)
            old = {graph, *versions(self.find, extraction.document.source)}
            stored = {q for g in old for q in self.find(None, None, None, iri(g))}
            try:
                fresh = encode(extraction)
            except ValidationError as error:
                if failed is None:
                    raise
                failed(extraction, error)
                continue
            if fresh == stored:
                continue
            revision.add((stored - fresh, fresh - stored if stored else fresh))
            revision.add(self._readings(old, graph, read_at))
            gone |= old
            new.append(extraction)
        revision.documents = len(new)
        return self._follow(revision, gone, new)

    def leaving(self, documents: Collection[str]) -> Revision:
        """Documents that go, by their IRIs."""
        revision = Revision()
        for graph in documents:
            revision.add((self.find(None, None, None, iri(graph)), ()))
            revision.add(self._readings([graph], None, None))
        return self._follow(revision, set(documents), [])

    def correcting(self, old: Sequence[Correction], new: Sequence[Correction]) -> Revision:
        """Corrections that go and come."""
        revision = Revision()
        revision.add(([q for c in old for q in c.quads()], [q for c in new for q in c.quads()]))
        said = [*(c for c in corrections(self.find) if c not in old), *new]
        evidence = Evidence(self.find, said=said)
        touched = {node for c in (*old, *new) for node in (c.first, c.second)}
        return self._identities(revision, evidence, touched, (), ())

    def _follow(self, revision: Revision, gone: Collection[str], new: Sequence[Extraction]) -> Revision:
        """All that follows from documents that go and come."""
        if not revision:
            return revision
        revision.add(revise(self.find, gone, new))
        spoken, pairs = set[str](), set[tuple[str, str]]()
        for extraction in new:
            iris = entity_iris(extraction)
            spoken |= set(iris.values())
            for e in extraction.entities:
                node = iris[e.id]
                pairs |= {(node, other) for other in other_nodes(e, node, extraction.document.text)}
        evidence = Evidence(self.find, gone, pairs, spoken)
        return self._identities(revision, evidence, self._touched(gone, spoken, pairs), gone, new)

    def _identities(
        self,
        revision: Revision,
        evidence: Evidence,
        touched: Iterable[str],
        gone: Collection[str],
        new: Sequence[Extraction],
    ) -> Revision:
        changes: Sequence[Change] = revise_identities(evidence, touched)
        revision.add(identity_quads(changes))
        revision.add(((), self.journal.entries(changes)))
        revision.add(self.fusion.revise(gone, new, changes))
        revision.deleted -= revision.deleted & revision.inserted  # to look through the few, not the many
        return revision

    def _touched(self, gone: Collection[str], spoken: set[str], pairs: set[tuple[str, str]]) -> set[str]:
        """Entities whose identity may change: those that names connect; all, where users said something."""
        graphs = [iri(g) for g in gone]
        before = {name(q.object) for g in graphs for q in self.find(None, term("aikg:refersTo"), None, g)}
        links = {n for g in graphs for q in self.find(None, term("aikg:alsoNamed"), None, g) for n in _ends(q)}
        links |= {node for pair in pairs for node in pair}
        corrected = any(True for _ in self.find(None, term("aikg:verdict"), None, CORRECTIONS))
        return links | {n for n in spoken | before if corrected or not is_known(n)}

    def _readings(
        self, gone: Iterable[str], graph: str | None, read_at: datetime | None
    ) -> tuple[set[Quad], set[Quad]]:
        """When documents were read is forgotten with them; the first reading of one that stays is kept."""
        stored = {q for g in gone for q in self.find(iri(g), None, None, READINGS)}
        kept = {q for q in stored if name(q.subject) == graph}
        if graph is None or read_at is None or kept:
            return stored - kept, set()
        return stored - kept, {Quad(iri(graph), term("aikg:read"), moment(read_at), READINGS)}


def versions(find: Find, source: str) -> list[str]:
    """The IRIs of the documents that were read under a source's name."""
    return sorted(name(q.subject) for q in find(None, term("aikg:sourceName"), text(source), None))


def _ends(quad: Quad) -> tuple[str, str]:
    return name(quad.subject), name(quad.object)
