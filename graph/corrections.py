"""What users said of entities: two are the same, or different. Data of the graph, which no reading of documents changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal, TypeAlias, cast

from ..ontology.errors import UnknownName, UsageError
from ..ontology.model import Entity
from ..ontology.namespaces import CORRECTIONS_GRAPH, ID, READINGS_GRAPH, entity_node, folded
from .terms import Find, Quad, iri, moment, name, python, term, text

Verdict: TypeAlias = Literal["same", "different"]
CORRECTIONS, READINGS = iri(CORRECTIONS_GRAPH), iri(READINGS_GRAPH)


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One user's word on two entities, by their IRIs in order. `made` is when it was said."""

    first: str
    second: str
    verdict: Verdict
    made: datetime | None = None

    @property
    def iri(self) -> str:
        """A pair has one correction: a later one takes the place of the earlier."""
        return f"{ID}correction/{sha256(f'{self.first} {self.second}'.encode()).hexdigest()[:12]}"

    @property
    def id(self) -> str:
        """What it is called by on the command line."""
        return self.iri.rpartition("/")[2]

    def quads(self) -> Iterator[Quad]:
        """The correction as data; when it was made stands with the readings."""
        node = iri(self.iri)
        yield Quad(node, term("rdf:type"), term("aikg:Correction"), CORRECTIONS)
        yield Quad(node, term("aikg:verdict"), text(self.verdict), CORRECTIONS)
        yield Quad(node, term("aikg:first"), iri(self.first), CORRECTIONS)
        yield Quad(node, term("aikg:second"), iri(self.second), CORRECTIONS)
        if self.made:
            yield Quad(node, term("aikg:made"), moment(self.made), READINGS)


def correction(one: str, other: str, verdict: Verdict, made: datetime | None = None) -> Correction:
    """A correction of two entities in either order."""
    first, second = sorted((one, other))
    return Correction(first, second, verdict, made)


def correction_of(
    entities: Sequence[Entity], one: str, other: str, verdict: Verdict, made: datetime | None = None
) -> Correction:
    """A correction of two entities given by name, id or IRI, out of those that single documents know.

    Raises UnknownName, and UsageError where a name stands for several entities, both for the same one, or the two are of
    different types and so never the same.
    """
    first, second = _one(entities, one), _one(entities, other)
    if first.id == second.id:
        raise UsageError(f"{one!r} and {other!r} are one name here: {first.id}")
    if verdict == "same" and first.type != second.type:
        raise UsageError(f"{first.id} is a {first.type}, {second.id} a {second.type}: these are never the same")
    return correction(entity_node(first.id), entity_node(second.id), verdict, made)


def _one(entities: Sequence[Entity], given: str) -> Entity:
    """The one entity that a name, id or IRI stands for, as single documents know it."""
    wanted = folded(given)
    tests: tuple[Callable[[Entity], bool], ...] = (
        lambda e: given in (e.id, entity_node(e.id)),
        lambda e: any(folded(n) == wanted for n in (e.name, *e.names.values())),
        lambda e: any(folded(n) == wanted for n in e.aliases),
    )
    for test in tests:
        found = [e for e in entities if test(e)]
        if len(found) > 1:
            raise UsageError(f"{given!r} is several: {', '.join(e.id for e in found)}; give the id")
        if found:
            return found[0]
    raise UnknownName("entity", given, sorted({n for e in entities for n in (*e.names.values(), *e.aliases)}))


def corrections(find: Find, nodes: Iterable[str] | None = None) -> list[Correction]:
    """All corrections, or those that name one of some entities."""
    if nodes is None:
        found = {name(q.subject) for q in find(None, term("aikg:verdict"), None, CORRECTIONS)}
    else:
        found = {
            name(q.subject)
            for node in nodes
            for side in ("aikg:first", "aikg:second")
            for q in find(None, term(side), iri(node), CORRECTIONS)
        }
    return sorted(_read(find, node) for node in found)


def _read(find: Find, node: str) -> Correction:
    said = {q.predicate.value.rpartition("#")[2]: q.object for q in find(iri(node), None, None, CORRECTIONS)}
    made = [python(q.object) for q in find(iri(node), term("aikg:made"), None, READINGS)]
    return Correction(
        name(said["first"]),
        name(said["second"]),
        cast(Verdict, name(said["verdict"])),
        cast("datetime | None", made[0] if made else None),
    )
