"""Keeps the events graph in step with the claims: what changed is worked out anew, the rest is not looked at.

    fusion = Fusion(find)
    deleted, inserted = fusion.revise(gone, new, changes)   # documents that go, that come; entities that turned out to be others

Claims are found again by their keys (facts.py); a component, all claims that keys connect, is clustered as a whole (sameness.py), so that
the events are a function of the claims alone, whatever came first. Facts once read and events once made are kept, up to a bound, for the
next call, which writes only events that are not what they were; `forget` drops them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..ontology.model import Extraction
from ..ontology.namespaces import entity_node
from .contents import stored_claim
from .decode import global_id
from .encode import claim_iri, entity_iris, extraction_iri
from .facts import Canonical, Fact, fact_of
from .fused import EVENTS, FusedEvent, fused
from .identity import Change, canonical_of
from .sameness import cluster
from .terms import Find, Literal, NamedNode, Quad, iri, name, term, text

KEPT = 200_000  # facts kept in memory between calls
KEY, CLAIM = term("aikg:fusionKey"), term("aikg:claim")

Buckets = dict[str, dict[str, Fact]]


@dataclass
class Fusion:
    """Reads facts through `find`, which sees what is stored; `revise` says how the events graph must change."""

    find: Find
    _buckets: Buckets = field(default_factory=dict)  # key → its facts by claim
    _canonical: dict[str, str] = field(default_factory=dict)
    _made: dict[str, FusedEvent] = field(default_factory=dict)  # events as they are stored, by IRI

    def forget(self) -> None:
        """Keep nothing in memory: to be called when what `revise` said was not written."""
        self._buckets.clear()
        self._canonical.clear()
        self._made.clear()

    def revise(
        self, gone: Collection[str], new: Sequence[Extraction], changes: Sequence[Change] = ()
    ) -> tuple[set[Quad], set[Quad]]:
        """The quads to delete from and to insert into the events graph. `gone` are documents' IRIs."""
        if sum(map(len, self._buckets.values())) > KEPT:
            self.forget()
        self._canonical.update((c.member, c.after) for c in changes)
        leaving = {claim for document in gone for claim in self._claims(document)}
        moving = {claim for c in changes for claim in self._about(c.member)} - leaving
        coming = [f for extraction in new for f in self._read(extraction)] + [self._stored(c) for c in sorted(moving)]
        before = {event for claim in leaving | moving for event in self._events(CLAIM, iri(claim))}
        touched = {key for event in before for key in self._keys(event)} | {k for f in coming for k in f.keys}
        for key in touched:
            bucket = self._bucket(key)
            for claim in (leaving | moving) & bucket.keys():
                del bucket[claim]
        for fact in coming:
            for key in fact.keys:
                self._buckets[key][fact.iri] = fact
        after: dict[str, FusedEvent] = {}
        for keys, facts in self._components(touched):
            before |= {event for key in keys for event in self._events(KEY, text(key))}
            after |= {event.iri: event for event in fused(cluster(facts))}
        for key in touched:
            if not self._buckets[key]:
                del self._buckets[key]
        return self._changed(before, after)

    def _changed(self, before: set[str], after: Mapping[str, FusedEvent]) -> tuple[set[Quad], set[Quad]]:
        """The quads that differ where events `before` make room for those `after`."""
        same = {event for event, made in after.items() if event in before and self._made.get(event) == made}
        deleted = {quad for event in before - same for quad in self.find(iri(event), None, None, EVENTS)}
        inserted = {quad for event, made in after.items() if event not in same for quad in made.quads()}
        for event in before - after.keys():
            self._made.pop(event, None)
        self._made |= after
        return deleted - inserted, inserted - deleted if deleted else inserted

    def _components(self, touched: Iterable[str]) -> Iterator[tuple[set[str], list[Fact]]]:
        """Each set of claims that keys connect, with its keys."""
        seen: set[str] = set()
        for start in sorted(touched):
            if start in seen:
                continue
            keys, facts, open_ = {start}, dict[str, Fact](), [start]
            while open_:
                for claim, fact in self._bucket(open_.pop()).items():
                    facts[claim] = fact
                    open_ += fact.keys - keys
                    keys |= fact.keys
            seen |= keys
            yield keys, list(facts.values())

    def _bucket(self, key: str) -> dict[str, Fact]:
        """The facts of a key, read where they are not in memory."""
        if key not in self._buckets:
            claims = {c for e in self._events(KEY, text(key)) for c in _objects(self.find, e, CLAIM)}
            facts = (self._stored(claim) for claim in sorted(claims))
            self._buckets[key] = {f.iri: f for f in facts if key in f.keys}
        return self._buckets[key]

    def _read(self, extraction: Extraction) -> Iterator[Fact]:
        """The facts of a document that is not stored yet."""
        document, graph = extraction.document, extraction_iri(extraction.document)
        ids: Mapping[str, str] = {k: global_id(v) for k, v in entity_iris(extraction).items()}
        for event in extraction.events:
            claim = claim_iri(graph, event.id)
            yield fact_of(claim, document, graph, event, lambda local: self._is(ids[local]))

    def _stored(self, claim: str) -> Fact:
        """A claim in the store as a fact."""
        return stored_fact(self.find, claim, self._is)

    def _is(self, entity: str) -> str:
        """The id of the entity that an entity is."""
        node = entity_node(entity)
        if node not in self._canonical:
            self._canonical[node] = canonical_of(self.find, node)
        return global_id(self._canonical[node])

    def _claims(self, document: str) -> Iterator[str]:
        return (name(q.subject) for q in self.find(None, term("aikg:document"), iri(document), iri(document)))

    def _about(self, entity: str) -> Iterator[str]:
        """The claims in which an entity fills a role."""
        found = self.find(None, term("aikg:filler"), iri(entity), None)
        return (name(q.subject).rsplit("/", 2)[0] for q in found)

    def _events(self, predicate: NamedNode, value: NamedNode | Literal) -> Iterator[str]:
        return (name(q.subject) for q in self.find(None, predicate, value, EVENTS))

    def _keys(self, event: str) -> list[str]:
        return _objects(self.find, event, KEY)


def stored_fact(find: Find, claim: str, canonical: Canonical) -> Fact:
    """A claim in the store as a fact; `canonical` gives the id of the entity that an entity is."""
    stored = stored_claim(find, claim)
    return fact_of(claim, stored.document, claim.rpartition("/claim/")[0], stored.event, canonical)


def fused_events(find: Find, nodes: Iterable[str] | None = None) -> Iterator[FusedEvent]:
    """Events as they are stored, all or some by IRI, with their facts."""
    memo: dict[str, str] = {}

    def canonical(entity: str) -> str:
        node = entity_node(entity)
        if node not in memo:
            memo[node] = global_id(canonical_of(find, node))
        return memo[node]

    if nodes is None:
        nodes = {name(q.subject) for q in find(None, CLAIM, None, EVENTS)}
    for node in sorted(nodes):
        facts = [stored_fact(find, claim, canonical) for claim in sorted(_objects(find, node, CLAIM))]
        if facts:
            yield FusedEvent(node, tuple(facts))


def _objects(find: Find, node: str, predicate: NamedNode) -> list[str]:
    return [name(q.object) for q in find(iri(node), predicate, None, EVENTS)]
