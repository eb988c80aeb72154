"""What the pages of `aikg serve` show, found in the store: one entity's events, entities by name, a question's SPARQL.

These functions run in the server's workers, where they can be stopped; what they return goes through a pipe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..graph.decode import global_id
from ..graph.fused import FusedEvent
from ..graph.fusion import fused_events
from ..graph.identity import canonical_of
from ..graph.query import bound, question
from ..graph.store import Store, StoredClaim
from ..graph.terms import iri
from ..ontology.errors import UnknownName
from ..ontology.model import Entity, EntityRef
from ..ontology.namespaces import PREFIXES, entity_node, folded

EVENTS = 200  # on an entity's page, the newest
HITS = 60
SHORTENING = ("aikg", "id", "metric", "modality", "comparator", "xsd")  # what stands in answers

_NEWEST = """SELECT ?event (MAX(?day) AS ?date) {{
  ?event ?role {node} ; a aikg:Event .
  OPTIONAL {{ ?event aikg:start ?start }} OPTIONAL {{ ?event aikg:end ?end }}
  OPTIONAL {{ ?event aikg:lastPublished ?published }}
  BIND(COALESCE(?start, ?end, ?published) AS ?day)
}} GROUP BY ?event ORDER BY DESC(?date) ?event LIMIT {limit}"""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the claims of it, the fullest first."""

    event: FusedEvent
    claims: tuple[StoredClaim, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity and its newest events, out of `total`; `names` has every entity in them by its id."""

    entity: Entity
    events: tuple[Told, ...]
    total: int
    names: Mapping[str, Mapping[str, str]]


def profile(store: Store, *, entity: str, limit: int = EVENTS) -> Profile:
    """One entity by its id. Raises UnknownName."""
    known = {e.id: e for e in store.entities()}
    entity = global_id(canonical_of(store.find, entity_node(entity)))
    if entity not in known:
        raise UnknownName("entity", entity, known)
    node = iri(entity_node(entity))
    total = store.query(f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ ?e ?role {node} ; a aikg:Event }}").rows[0][0]
    newest = [str(event) for event, _ in store.query(_NEWEST.format(node=node, limit=limit)).rows]
    fused = {event.iri: event for event in fused_events(store.find, newest)}
    events = tuple(_told(store, fused[event]) for event in newest)
    claims = [claim for told in events for claim in told.claims]
    mentioned = {a.value.id for c in claims for args in c.event.arguments.values() for a in args
                 if isinstance(a.value, EntityRef)}  # fmt: skip
    mentioned |= {c.document.publisher for c in claims if c.document.publisher}
    names = {id_: {"": known[id_].name, **known[id_].names} for id_ in sorted(mentioned) if id_ in known}
    return Profile(known[entity], events, int(str(total)), names)


def _told(store: Store, event: FusedEvent) -> Told:
    claims = (store.event(fact.iri.rpartition("/")[2]) for fact in event.facts)
    return Told(event, tuple(sorted(claims, key=lambda c: (-sum(map(len, c.event.arguments.values())), c.iri))))


def search(store: Store, *, words: str) -> tuple[Entity, ...]:
    """Entities whose names hold the words, whole names first."""
    wanted = folded(words)
    if not wanted:
        return ()
    found = []
    for entity in store.entities():
        names = [folded(n) for n in (entity.id, *entity.names.values(), *entity.aliases)]
        fitting = [len(name) for name in names if wanted in name]
        if fitting:
            found.append((min(fitting), not entity.known, entity.id, entity))
    return tuple(entity for *_, entity in sorted(found, key=lambda hit: hit[:3])[:HITS])


def question_text(store: Store, *, name: str, parameters: Mapping[str, str]) -> str:
    """A ready-made question's SPARQL with its parameters bound and its prefixes declared."""
    text = bound(store, question(name), parameters)
    used = [p for p in PREFIXES if p in SHORTENING or re.search(rf"(?<![\w<]){p}:", text)]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + text
