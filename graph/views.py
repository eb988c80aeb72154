"""Events chosen and as they were known on a day: what the commands on events look at.

events(store, entity="阿里", kind="FundingRound", as_of=date(2026, 4, 7))      # FusedEvent, by day
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..ontology.events import event_kind
from ..ontology.namespaces import kind_iri
from .fused import EVENTS, FusedEvent
from .fusion import fused_events
from .identity import canonical_of
from .query import resolve
from .terms import iri, name, term

if TYPE_CHECKING:
    from .store import Store


def events(
    store: Store,
    *,
    entity: str | None = None,
    kind: str | None = None,
    as_of: date | None = None,
    differing: bool = False,
    since: date | None = None,
) -> list[FusedEvent]:
    """Events by day and IRI.

    `entity` is any name of who takes part; `since` keeps events with a report of that day or later; `differing` those
    whose claims differ. With `as_of` only what was published up to that day counts; reports without a date do not.
    Raises UnknownName.
    """
    found = known(fused_events(store.find, _chosen(store, entity, kind, since, differing)), as_of)
    kept = (e for e in found if not differing or e.differences)
    return sorted(kept, key=lambda e: (_day(e), e.iri))


def known(found: Iterable[FusedEvent], as_of: date | None) -> Iterator[FusedEvent]:
    """Events as they were known on a day: with those reports alone that were out by then."""
    for event in found:
        if as_of is None:
            yield event
        elif facts := tuple(f for f in event.facts if f.published and f.published <= as_of):
            yield FusedEvent(event.iri, facts)


def _chosen(store: Store, entity: str | None, kind: str | None, since: date | None, differing: bool) -> set[str] | None:
    """The events that may be meant, found by what the graph is indexed by; None stands for all."""
    chosen: list[set[str]] = []
    find = store.find
    if entity is not None:
        nodes = {canonical_of(find, node) for node in resolve(store, entity)}
        chosen.append({name(q.subject) for n in nodes for q in find(None, None, iri(n), EVENTS)})
    if kind is not None:
        class_ = iri(kind_iri(event_kind(kind).name))
        chosen.append({name(q.subject) for q in find(None, term("rdf:type"), class_, EVENTS)})
    if differing:
        chosen.append({name(q.subject) for q in find(None, term("aikg:differsIn"), None, EVENTS)})
    if since is not None:
        last = find(None, term("aikg:lastPublished"), None, EVENTS)
        chosen.append({name(q.subject) for q in last if name(q.object) >= since.isoformat()})
    return set.intersection(*chosen) if chosen else None


def _day(event: FusedEvent) -> date:
    if event.time:
        return event.time.start or event.time.end or date.max
    return event.published[0] if event.published else date.max
