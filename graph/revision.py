"""What changes in the entities graph when documents come and go.

Adding only ever merges names in, so it looks at the entities of the new document alone. Taking away asks which other
documents still speak of an entity, and drops what nobody speaks of any more.
"""

from __future__ import annotations

from collections.abc import Collection

from ..ontology.model import Extraction
from .decode import Reader
from .entities import GRAPH, PARENT, Description, describe, described
from .terms import Find, Literal, NamedNode, Quad, iri, term


def revise(find: Find, gone: Collection[str], new: Collection[Extraction] = ()) -> tuple[set[Quad], set[Quad]]:
    """The quads to delete from and to insert into the entities graph when the graphs `gone` make room for `new`."""
    wanted: dict[str, set[Quad]] = {}
    told: dict[str, Description] = {}
    left = _entities_in(find, gone)
    for found in describe(new):
        if isinstance(found, Description):
            told[found.iri] = told[found.iri].merged(found) if found.iri in told else found
        else:
            wanted.setdefault(_subject(found), set()).add(found)
    for node, here in told.items():
        base = _reported(find, node, gone) if node in left else _stored(find, node)
        wanted[node] = set((here.merged(base) if base else here).quads())
    for node in left - wanted.keys():
        base = _reported(find, node, gone)
        if base is not None and not _is_known(find, node):
            wanted[node] = set(base.quads())
    for node in _orphans(find, left - wanted.keys(), wanted.keys(), gone):
        wanted[node] = set()
    before = {q for node in wanted for q in find(iri(node), None, None, GRAPH)}
    after = {q for quads in wanted.values() for q in quads}
    return before - after, after - before


def _subject(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


def _entities_in(find: Find, graphs: Collection[str]) -> set[str]:
    """The entities that documents speak of or are published by."""
    predicates = (term("aikg:refersTo"), term("aikg:publisher"))
    return {
        q.object.value
        for graph in graphs
        for predicate in predicates
        for q in find(None, predicate, None, iri(graph))
        if isinstance(q.object, NamedNode)
    }


def _stored(find: Find, node: str) -> Description | None:
    """The description of an entity as it stands."""
    quads = list(find(iri(node), None, None, GRAPH))
    types = [q.object.value.rpartition("#")[2] for q in quads if q.predicate == term("rdf:type")]  # type: ignore[union-attr]
    if not types:
        return None

    def names(label: str) -> frozenset[tuple[str, str]]:
        found = (q.object for q in quads if q.predicate == term(label))
        return frozenset((o.language or "", o.value) for o in found if isinstance(o, Literal))

    return Description(node, types[0], names("skos:prefLabel"), names("skos:altLabel"))


def _reported(find: Find, node: str, without: Collection[str]) -> Description | None:
    """The description of an entity by all documents but some."""
    merged: Description | None = None
    for quad in find(None, term("aikg:refersTo"), iri(node), None):
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in without:
            reference = _subject(quad)
            entity = Reader(find(iri(reference), None, None, quad.graph_name)).entity(reference, "")
            here = described(entity, node)
            merged = merged.merged(here) if merged else here
    return merged


def _is_known(find: Find, node: str) -> bool:
    return any(
        q.object == Literal("true", datatype=term("xsd:boolean"))
        for q in find(iri(node), term("aikg:known"), None, GRAPH)
    )


def _orphans(find: Find, candidates: set[str], kept: Collection[str], gone: Collection[str]) -> set[str]:
    """Entities that no remaining document speaks of and that are above none that stays; and so on upwards."""
    relations = [term(p) for p in sorted(set(PARENT.values()))]
    orphans: set[str] = set()
    open_ = sorted(candidates)
    while open_:
        node = open_.pop()
        if node in kept or node in orphans or _spoken_of(find, node, gone):
            continue
        children = (_subject(q) for r in relations for q in find(None, r, iri(node), GRAPH))
        if all(child in orphans for child in children):
            orphans.add(node)
            parents = (q.object for r in relations for q in find(iri(node), r, None, GRAPH))
            open_ += [p.value for p in parents if isinstance(p, NamedNode)]
    return orphans


def _spoken_of(find: Find, node: str, gone: Collection[str]) -> bool:
    return any(
        isinstance(q.graph_name, NamedNode) and q.graph_name.value not in gone
        for predicate in (term("aikg:refersTo"), term("aikg:publisher"))
        for q in find(None, predicate, iri(node), None)
    )
