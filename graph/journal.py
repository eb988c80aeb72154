"""The journal of identities: every merge and split in the order in which it came, so that it can be replayed.

replay(entries(find))      # member → the entity that it is, as it stands now
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..ontology.namespaces import ID, JOURNAL_GRAPH
from .identity import Change
from .terms import Find, Quad, integer, iri, name, python, term, text

JOURNAL = iri(JOURNAL_GRAPH)
Act: TypeAlias = Literal["merged", "split"]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """`member` was found to be `canonical`, or (`split`, `canonical` is itself then) to be no other than itself."""

    number: int
    member: str
    canonical: str
    reason: str

    @property
    def act(self) -> Act:
        return "split" if self.member == self.canonical else "merged"

    def quads(self) -> Iterator[Quad]:
        """The entry as data."""
        node = iri(f"{ID}journal/{self.number}")
        yield Quad(node, term("rdf:type"), term("aikg:IdentityChange"), JOURNAL)
        yield Quad(node, term("aikg:number"), integer(self.number), JOURNAL)
        yield Quad(node, term("aikg:member"), iri(self.member), JOURNAL)
        yield Quad(node, term("aikg:canonical"), iri(self.canonical), JOURNAL)
        yield Quad(node, term("aikg:reason"), text(self.reason), JOURNAL)


class Journal:
    """Numbers new entries on from those that are stored."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._last: int | None = None

    def entries(self, changes: Iterable[Change]) -> list[Quad]:
        """The quads of new entries."""
        found: list[Quad] = []
        for change in changes:
            if self._last is None:
                self._last = max((e.number for e in entries(self._find)), default=0)
            self._last += 1
            found += Entry(self._last, change.member, change.after, change.reason).quads()
        return found


def entries(find: Find) -> list[Entry]:
    """All entries in order."""
    found = []
    for quad in find(None, term("rdf:type"), term("aikg:IdentityChange"), JOURNAL):
        node = iri(name(quad.subject))
        said = {q.predicate.value.rpartition("#")[2]: q.object for q in find(node, None, None, JOURNAL)}
        number = int(str(python(said["number"])))
        found.append(Entry(number, name(said["member"]), name(said["canonical"]), name(said["reason"])))
    return sorted(found)


def replay(found: Iterable[Entry]) -> dict[str, str]:
    """Who is whom after all entries; entities that are themselves are left out."""
    identities: dict[str, str] = {}
    for entry in found:
        if entry.act == "split":
            identities.pop(entry.member, None)
        else:
            identities[entry.member] = entry.canonical
    return identities
