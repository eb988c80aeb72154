"""Which entities of different documents are one, and the journal of how that came to be known.

Evidence is in the documents' graphs: `entity aikg:alsoNamed other` says that a document calls an entity by a name under which
another document may know it alone. A name that several entities go by proves nothing. Users' corrections come before all
evidence. Known entities of the catalogue are never one unless a user says so.

What follows is a function of evidence and corrections alone, not of their order; it is worked out anew for those entities only
that a change can reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..ontology.namespaces import ID, IDENTITIES_GRAPH, local_name
from .classes import Classes
from .corrections import Correction, corrections
from .naming import may_be_one
from .terms import Find, Quad, iri, name, term

IDENTITIES = iri(IDENTITIES_GRAPH)
ALSO = term("aikg:alsoNamed")
CANONICAL = term("aikg:canonical")


@dataclass(frozen=True, slots=True)
class Change:
    """`member` was `before` and is now `after`; an entity that is itself stands for itself. `reason` says why."""

    member: str
    before: str
    after: str
    reason: str


def is_known(node: str) -> bool:
    """Whether an entity's IRI is of the catalogue."""
    return "/" not in node.removeprefix(ID)


def canonical_of(find: Find, node: str) -> str:
    """The entity that an entity is."""
    return next((name(q.object) for q in find(iri(node), CANONICAL, None, IDENTITIES)), node)


def members_of(find: Find, node: str) -> list[str]:
    """All entities that are one with an entity, itself among them."""
    root = canonical_of(find, node)
    return sorted({root, *(name(q.subject) for q in find(None, CANONICAL, iri(root), IDENTITIES))})


@dataclass
class Evidence:
    """What is called how, with documents `gone` and others to come, whose `new` pairs and `spoken` entities are not stored yet."""

    find: Find
    gone: Collection[str] = ()
    new: Collection[tuple[str, str]] = ()
    spoken: Collection[str] = ()
    said: Sequence[Correction] | None = None  # all corrections, where they change
    _out: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _into: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for entity, other in self.new:
            self._out[entity].add(other)
            self._into[other].add(entity)

    def names(self, entity: str) -> set[str]:
        """What it is also called, as the IRI that stands for the name."""
        stored = {
            name(q.object) for q in self.find(iri(entity), ALSO, None, None) if name(q.graph_name) not in self.gone
        }
        return stored | self._out.get(entity, set())

    def bearers(self, other: str) -> set[str]:
        """Who is called by the name that an entity goes by."""
        stored = {
            name(q.subject) for q in self.find(None, ALSO, iri(other), None) if name(q.graph_name) not in self.gone
        }
        return stored | self._into.get(other, set())

    def is_there(self, entity: str) -> bool:
        """Whether a document speaks of it."""
        if entity in self.spoken:
            return True
        found = self.find(None, term("aikg:refersTo"), iri(entity), None)
        return any(name(q.graph_name) not in self.gone for q in found)

    def corrections(self, nodes: Collection[str]) -> list[Correction]:
        """The corrections that name one of some entities."""
        if self.said is None:
            return corrections(self.find, nodes)
        return sorted(c for c in self.said if c.first in nodes or c.second in nodes)


def revise_identities(evidence: Evidence, touched: Iterable[str]) -> list[Change]:
    """How identities change when what is known of some entities did; sorted by member."""
    reached = _reach(evidence, touched)
    before = {node: canonical_of(evidence.find, node) for node in reached}
    after, reasons = _resolve(evidence, reached)
    changes = []
    for node in sorted(reached):
        if before[node] != after[node]:
            changes.append(Change(node, before[node], after[node], reasons.get(node, "no document says so any more")))
    return changes


def identity_quads(changes: Iterable[Change]) -> tuple[set[Quad], set[Quad]]:
    """The quads to delete and to insert for some changes."""
    deleted, inserted = set(), set()
    for change in changes:
        if change.before != change.member:
            deleted.add(_quad(change.member, change.before))
        if change.after != change.member:
            inserted.add(_quad(change.member, change.after))
    return deleted, inserted


def _quad(member: str, canonical: str) -> Quad:
    return Quad(iri(member), CANONICAL, iri(canonical), IDENTITIES)


def _reach(evidence: Evidence, touched: Iterable[str]) -> set[str]:
    """All entities that evidence, corrections or what was known before connect with some."""
    reached: set[str] = set()
    open_ = list(touched)
    while open_:
        node = open_.pop()
        if node in reached:
            continue
        reached.add(node)
        open_ += evidence.names(node) | evidence.bearers(node) | set(members_of(evidence.find, node))
        open_ += [n for c in evidence.corrections([node]) for n in (c.first, c.second)]
    return reached


def _resolve(evidence: Evidence, nodes: Collection[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Each entity's canonical one, and why it is."""
    said = evidence.corrections(nodes)
    apart = [(c.first, c.second) for c in said if c.verdict == "different"]
    classes = Classes()
    reasons: dict[str, str] = {}

    def join(one: str, other: str, reason: str, *, asserted: bool = False) -> bool:
        a, b = classes.find(one), classes.find(other)
        if a == b:
            return False
        if any({classes.find(x), classes.find(y)} == {a, b} for x, y in apart):
            return False
        both = classes.members(a), classes.members(b)
        if not asserted and not _may_join(*both):
            return False
        classes.join(a, b)
        for member in (*both[0], *both[1]):
            reasons.setdefault(member, reason)
        return True

    for c in said:
        if c.verdict == "same":
            join(c.first, c.second, f"correction {c.id}", asserted=True)
    alive = {node for node in nodes if evidence.is_there(node)}
    named = {node: sorted(evidence.bearers(node) & alive - {node}) for node in sorted(alive)}
    while any(_join_by_name(node, bearers, classes, join) for node, bearers in named.items() if bearers):
        pass
    for c in said:
        if c.verdict == "different":
            for node in (c.first, c.second):
                reasons.setdefault(node, f"correction {c.id}")
    after = {}
    for node in nodes:
        members = [m for m in classes.members(node) if m in alive or m == node]
        after[node] = min(members, key=lambda m: (m not in alive, not is_known(m), m))
    return after, reasons


def _may_join(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether names may join two classes: not two entities of the catalogue, nor two versions of a model."""
    if any(map(is_known, one)) and any(map(is_known, other)):
        return False
    pairs = ((a, b) for a in one for b in other if not is_known(a) and not is_known(b))
    return all(may_be_one(_type(a), _called(a), _called(b)) for a, b in pairs)


def _called(node: str) -> str:
    """An entity's name as its IRI has it, without the document that alone calls it so."""
    return label(node).partition("~")[0]


def _type(node: str) -> str:
    return label(node).partition("/")[0]


def _join_by_name(node: str, bearers: Sequence[str], classes: Classes, join: object) -> bool:
    """Join an entity with who is called by its name, if that is one entity."""
    if len({classes.find(b) for b in bearers}) > 1:
        return False
    said = f"{label(bearers[0])} is also called {label(node)}"
    return bool(join(node, bearers[0], said))  # type: ignore[operator]


def label(node: str) -> str:
    """An entity's IRI for a reader who has no names at hand.

    >>> label("https://w3id.org/aikg/id/organization/larklabs")
    'organization/larklabs'
    """
    return local_name(node, ID)
