"""What an entity is called over all documents: its description in the entities graph.

A known entity is described by the catalogue; an unknown one by what documents call it, which is merged so that neither
order nor repetition of documents matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..ontology.catalogue import CatalogueEntry, catalogue
from ..ontology.model import Entity, Extraction
from ..ontology.namespaces import ENTITIES_GRAPH, entity_iri, kind_iri
from .decode import global_id
from .encode import entity_iris
from .terms import Literal, NamedNode, Quad, boolean, iri, term, text

GRAPH = iri(ENTITIES_GRAPH)


@dataclass(frozen=True, slots=True)
class Description:
    """Names of one entity: `preferred` candidates and all others, each with its language."""

    iri: str
    type: str
    preferred: frozenset[tuple[str, str]] = frozenset()  # (language, name)
    others: frozenset[tuple[str, str]] = frozenset()

    def merged(self, other: Description) -> Description:
        """Both together; commutative, associative, idempotent."""
        return Description(
            self.iri, min(self.type, other.type), self.preferred | other.preferred, self.others | other.others
        )

    def quads(self) -> Iterator[Quad]:
        """The entity's description: one preferred label a language, the other names as alternatives."""
        node = iri(self.iri)
        yield from _identified(node, self.type, known=False)
        chosen = dict(sorted(self.preferred, reverse=True))
        for language, name in sorted(self.preferred | self.others):
            label = "skos:prefLabel" if chosen.get(language) == name else "skos:altLabel"
            yield Quad(node, term(label), text(name, language), GRAPH)


def language_of(name: str) -> str:
    """The language a bare name is filed under: Chinese where it has a Chinese character.

    >>> language_of("示例AI"), language_of("Example")
    ('zh', 'en')
    """
    return "zh" if any("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in name) else "en"


def describe(extractions: Collection[Extraction]) -> Iterator[Quad | Description]:
    """Quads for what the catalogue knows, with its parents up to the root; each document's descriptions for the rest."""
    named = {e.id for x in extractions for e in x.entities if e.known}
    named |= {publisher for x in extractions if (publisher := x.document.publisher)}
    for entry in with_parents(named):
        yield from catalogue_quads(entry)
    for extraction in extractions:
        iris = entity_iris(extraction)
        for entity in extraction.entities:
            if not (entity.known and entity.id in catalogue()):
                yield described(entity, iris[entity.id])


def described(entity: Entity, node: str) -> Description:
    """What one document calls an entity."""
    preferred = frozenset(entity.names.items()) or frozenset({(language_of(entity.name), entity.name)})
    others = frozenset((language_of(a), a) for a in (entity.name, *entity.aliases)) - preferred
    return Description(node, entity.type, preferred, others)


def with_parents(ids: Iterable[str]) -> list[CatalogueEntry]:
    """Catalogue entries and all above them, by id."""
    entries = catalogue()
    found: dict[str, CatalogueEntry] = {}
    open_ = list(ids)
    while open_:
        id_ = open_.pop()
        if id_ in entries and id_ not in found:
            found[id_] = entries[id_]
            open_.append(entries[id_].parent)
    return [found[id_] for id_ in sorted(found)]


def catalogue_quads(entry: CatalogueEntry) -> Iterator[Quad]:
    """A catalogue row as its description."""
    node = iri(entity_iri("", "", known_id=entry.id))
    yield from _identified(node, entry.type, known=True)
    for language, name in entry.names.items():
        yield Quad(node, term("skos:prefLabel"), text(name, language), GRAPH)
    for alias, language, _ in entry.aliases:
        if entry.names.get(language) != alias:
            yield Quad(node, term("skos:altLabel"), text(alias, language or None), GRAPH)
    plain: Mapping[str, Iterable[str]] = {
        "aikg:entityKind": (entry.kind,),
        "aikg:country": (entry.country,),
        "aikg:ticker": entry.tickers,
    }
    for name, values in plain.items():
        for value in filter(None, values):
            yield Quad(node, term(name), text(value), GRAPH)
    if entry.parent in catalogue():
        relation = PARENT[entry.type]
        yield Quad(node, term(relation), iri(entity_iri("", "", known_id=entry.parent)), GRAPH)


PARENT: Mapping[str, str] = {
    "Organization": "aikg:parentOrganization",
    "Person": "aikg:employer",
    "Model": "aikg:developedBy",
    "Product": "aikg:madeBy",
    "Hardware": "aikg:madeBy",
    "Benchmark": "aikg:madeBy",
    "MarketIndex": "aikg:madeBy",
    "Place": "aikg:within",
}


def _identified(node: NamedNode, type_: str, *, known: bool) -> Iterator[Quad]:
    yield Quad(node, term("rdf:type"), iri(kind_iri(type_)), GRAPH)
    yield Quad(node, term("dcterms:identifier"), text(global_id(node.value)), GRAPH)
    yield Quad(node, term("aikg:known"), boolean(known), GRAPH)


def entity_of(node: str, properties: Mapping[str, list[NamedNode | Literal]]) -> Entity:
    """A described entity, without mentions. `properties` are its objects by predicate."""

    def literals(name: str) -> list[Literal]:
        return [o for o in properties.get(term(name).value, ()) if isinstance(o, Literal)]

    names = {o.language or "": o.value for o in sorted(literals("skos:prefLabel"), key=lambda o: o.language or "")}
    aliases = sorted({o.value for o in literals("skos:altLabel")})
    types = [o.value.rpartition("#")[2] for o in properties.get(term("rdf:type").value, ())]
    known = any(o.value == "true" for o in literals("aikg:known"))
    name = names.get("en") or next(iter(names.values()), global_id(node))
    return Entity(global_id(node), types[0], name, names, tuple(aliases), known)  # type: ignore[arg-type]
