"""Quads of a document's graph → Extraction: the inverse of encode.py.

Only passages of the text are in the graph. The document that comes back has a text of the original's length in which
everything quoted, and a little around evidence, stands at its place; the rest is line feeds: every span quotes right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from ..ontology.model import (
    Argument,
    ArgumentValue,
    Document,
    Entity,
    EntityRef,
    EntityType,
    Event,
    Extraction,
    Language,
    Modality,
    Quantity,
    Span,
    TimeInterval,
)
from ..ontology.namespaces import AIKG, COMPARATOR, COMPARATOR_NAMES, ID, METRIC, MODALITY, local_name
from .terms import Literal, NamedNode, Quad, Term, python, term

_COMPARATORS = {name: sign for sign, name in COMPARATOR_NAMES.items()}


def decode(graph: str, quads: Iterable[Quad], *, global_ids: bool = False) -> Extraction:
    """The extraction whose graph is named `graph`, in normal form (encode.normal_form).

    With `global_ids` entities go by the id that is the same in all documents, not by their id within this one.
    """
    return Reader(quads, global_ids=global_ids).extraction(graph)


class Reader:
    """Reads parts of document graphs out of a set of quads that holds all they need."""

    def __init__(self, quads: Iterable[Quad], *, global_ids: bool = False) -> None:
        self.nodes: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                self.nodes[quad.subject.value][quad.predicate.value].append(quad.object)
        self.global_ids = global_ids

    def extraction(self, graph: str) -> Extraction:
        references = {self.string(r.value, "aikg:refersTo"): r.value for r in self.objects(graph, "aikg:reference")}
        ids = {
            e: global_id(e) if self.global_ids else self.string(r, "dcterms:identifier") for e, r in references.items()
        }
        entities = [self.entity(reference, ids[e]) for e, reference in references.items()]
        claims = [n for n, p in self.nodes.items() if term("aikg:kind").value in p]
        return Extraction(
            self.document(graph),
            tuple(sorted(entities, key=lambda e: e.id)),
            tuple(sorted((self.event(c, ids) for c in claims), key=lambda e: (e.evidence[:1], e.kind, e.id))),
            tuple(sorted(str(python(w)) for w in self.objects(graph, "aikg:warning"))),
        )

    def document(self, node: str, *, with_text: bool = True) -> Document:
        return Document(
            id=self.string(node, "dcterms:identifier"),
            text=self._text(node) if with_text else "",
            source=self.string(node, "aikg:sourceName"),
            language=cast(Language, self.string(node, "dcterms:language")),
            title=self.maybe(node, "dcterms:title"),
            publisher=self.maybe(node, "aikg:publisherName"),
            published=cast("date | None", self.one(node, "aikg:published")),
            url=self.maybe(node, "schema:url"),
        )

    def entity(self, node: str, id_: str) -> Entity:
        names = (n for n in self.objects(node, "aikg:name") if isinstance(n, Literal))
        return Entity(
            id_,
            cast(EntityType, self.string(node, "aikg:entityType").removeprefix(AIKG)),
            self.string(node, "aikg:displayName"),
            {n.language or "": n.value for n in sorted(names, key=lambda n: n.language or "")},
            tuple(sorted(str(python(a)) for a in self.objects(node, "aikg:alias"))),
            self.one(node, "aikg:known") is True,
            tuple(sorted(self.span(p.value) for p in self.objects(node, "aikg:mention"))),
        )

    def event(self, node: str, ids: Mapping[str, str] | None = None) -> Event:
        """A claim as the event that its document reports. `ids` are entity ids by IRI; without it, global ones."""
        found: dict[str, list[tuple[int, Argument]]] = defaultdict(list)
        for argument in self.objects(node, "aikg:argument"):
            _, role, number = argument.value.rsplit("/", 2)
            span = self.objects(argument.value, "aikg:passage")
            value = self.value(self.objects(argument.value, "aikg:filler")[0], ids)
            found[local_name(role, "")].append(
                (int(number), Argument(value, self.span(span[0].value) if span else None))
            )
        arguments = {r: tuple(a for _, a in sorted(v, key=lambda x: x[0])) for r, v in sorted(found.items())}
        return Event(
            self.string(node, "dcterms:identifier"),
            self.string(node, "aikg:kind").removeprefix(AIKG),
            arguments,
            cast(Modality, self.string(node, "aikg:modality").removeprefix(MODALITY)),
            float(cast(Decimal, self.one(node, "aikg:confidence"))),
            self.string(node, "aikg:rule"),
            tuple(sorted(self.span(p.value) for p in self.objects(node, "aikg:evidence"))),
        )

    def value(self, filler: Term, ids: Mapping[str, str] | None = None) -> ArgumentValue:
        if isinstance(filler, Literal):
            return filler.value
        node = cast(NamedNode, filler).value
        if node.startswith(METRIC):
            return local_name(node, METRIC)
        properties = self.nodes.get(node, {})
        if term("aikg:unit").value in properties:
            return self._quantity(node)
        if term("aikg:granularity").value in properties:
            return TimeInterval(
                cast("date | None", self.one(node, "aikg:start")),
                cast("date | None", self.one(node, "aikg:end")),
                self.string(node, "aikg:granularity"),
            )
        return EntityRef(ids[node] if ids is not None and node in ids else global_id(node))

    def _quantity(self, node: str) -> Quantity:
        value, low, high = (
            cast("Decimal | None", self.one(node, p)) for p in ("aikg:numericValue", "aikg:low", "aikg:high")
        )
        sign = _COMPARATORS[self.string(node, "aikg:comparator").removeprefix(COMPARATOR)]
        return Quantity(value, self.string(node, "aikg:unit"), sign, low, high, self.maybe(node, "aikg:per"))

    def _text(self, document: str) -> str:
        text = ["\n"] * cast(int, self.one(document, "aikg:characters"))
        for node, properties in self.nodes.items():
            if node.startswith(document + "#char=") and term("oa:exact").value in properties:
                before = self.maybe(node, "oa:prefix") or ""
                quoted = before + self.string(node, "oa:exact") + (self.maybe(node, "oa:suffix") or "")
                start = self.span(node).start - len(before)
                text[start : start + len(quoted)] = quoted
        return "".join(text)

    @staticmethod
    def span(passage: str) -> Span:
        start, end = passage.rpartition("#char=")[2].split(",")
        return Span(int(start), int(end))

    def objects(self, node: str, predicate: str) -> list[NamedNode | Literal]:
        return cast("list[NamedNode | Literal]", self.nodes[node][term(predicate).value] if node in self.nodes else [])

    def one(self, node: str, predicate: str) -> object:
        found = self.objects(node, predicate)
        return python(found[0]) if found else None

    def string(self, node: str, predicate: str) -> str:
        return self.objects(node, predicate)[0].value

    def maybe(self, node: str, predicate: str) -> str | None:
        found = self.objects(node, predicate)
        return found[0].value if found else None


def global_id(iri: str) -> str:
    """An entity's id over all documents: the catalogue's, or `type/name` for one that it does not know."""
    return local_name(iri, ID)
