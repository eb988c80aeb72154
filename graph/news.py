"""What is new since a day, told apart from what is said again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..ontology.model import Quantity
from .agreement import agree
from .facts import Fact
from .fused import FusedEvent
from .views import events

if TYPE_CHECKING:
    from .store import Store

Sort: TypeAlias = Literal["new", "changed", "repeated"]
SORTS: tuple[Sort, ...] = ("new", "changed", "repeated")


@dataclass(frozen=True, slots=True)
class News:
    """An event that was reported since a day: for the first time (new), with something that no earlier report says
    (changed: `changes` names the roles, or `modality`), or only again (repeated). `fact` is the report that tells it."""

    sort: Sort
    event: FusedEvent
    fact: Fact
    changes: tuple[str, ...] = ()


def news(store: Store, since: date, *, entity: str | None = None, as_of: date | None = None) -> list[News]:
    """All events with a report since a day, the new ones first. Reports without a date tell nothing of when."""
    found = [_news(e, since) for e in events(store, entity=entity, since=since, as_of=as_of)]
    told = [n for n in found if n is not None]
    return sorted(told, key=lambda n: (SORTS.index(n.sort), n.fact.published or date.max, n.event.iri))


def _news(event: FusedEvent, since: date) -> News | None:
    dated = sorted((f for f in event.facts if f.published), key=lambda f: (f.published, f.iri))
    late = [f for f in dated if f.published and f.published >= since]
    early = [f for f in dated if f.published and f.published < since]
    if not late:
        return None
    if not early:
        return News("new", event, late[0])
    for fact in late:
        if changes := _changes(fact, early):
            return News("changed", event, fact, changes)
    return News("repeated", event, late[0])


def _changes(fact: Fact, early: list[Fact]) -> tuple[str, ...]:
    """What a report says that no earlier one does: a figure, a first figure of a role, another modality."""
    found = []
    for role, arguments in fact.event.arguments.items():
        figures = [a.value for a in arguments if isinstance(a.value, Quantity)]
        before = [a.value for f in early for a in f.event.arguments.get(role, ()) if isinstance(a.value, Quantity)]
        if any(not any(agree(q, b) for b in before) for q in figures):
            found.append(role)
    if fact.event.modality not in {f.event.modality for f in early}:
        found.append("modality")
    return tuple(sorted(found))
