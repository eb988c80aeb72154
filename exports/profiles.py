"""What the pages of `aikg serve` show, found in the store: one entity's events, entities by name, a question's SPARQL.

These functions run in the server's workers, where they can be stopped; what they return goes through a pipe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..graph.decode import global_id
from ..graph.identity import canonical_of, members_of
from ..graph.query import bound, question
from ..graph.store import Store, StoredClaim
from ..graph.terms import iri
from ..ontology.errors import UnknownName
from ..ontology.model import Entity, EntityRef
from ..ontology.namespaces import PREFIXES, entity_node, folded

EVENTS = 200  # on an entity's page, the newest
HITS = 60
SHORTENING = ("aikg", "id", "metric", "modality", "comparator", "xsd")  # what stands in answers

_NEWEST = """SELECT ?claim (MAX(?day) AS ?date) {{
  VALUES ?entity {{ {nodes} }}
  ?argument aikg:filler ?entity . ?claim aikg:argument ?argument ; aikg:document ?document .
  OPTIONAL {{ ?claim aikg:date|aikg:period ?time . OPTIONAL {{ ?time aikg:start ?start }} OPTIONAL {{ ?time aikg:end ?end }} }}
  OPTIONAL {{ ?document aikg:published ?published }}
  BIND(COALESCE(?start, ?end, ?published) AS ?day)
}} GROUP BY ?claim ORDER BY DESC(?date) ?claim LIMIT {limit}"""


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity and its newest events, out of `total`; `names` has every entity in them by its id."""

    entity: Entity
    events: tuple[StoredClaim, ...]
    total: int
    names: Mapping[str, Mapping[str, str]]


def profile(store: Store, *, entity: str, limit: int = EVENTS) -> Profile:
    """One entity by its id. Raises UnknownName."""
    known = {e.id: e for e in store.entities()}
    entity = global_id(canonical_of(store.find, entity_node(entity)))
    if entity not in known:
        raise UnknownName("entity", entity, known)
    nodes = " ".join(str(iri(n)) for n in members_of(store.find, entity_node(entity)))
    counted = (
        f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ VALUES ?entity {{ {nodes} }} ?c aikg:argument/aikg:filler ?entity }}"
    )
    total = store.query(counted).rows[0][0]
    newest = store.query(_NEWEST.format(nodes=nodes, limit=limit)).rows
    events = tuple(store.event(str(claim).rpartition("/")[2]) for claim, _ in newest)
    mentioned = {a.value.id for c in events for args in c.event.arguments.values() for a in args
                 if isinstance(a.value, EntityRef)}  # fmt: skip
    mentioned |= {c.document.publisher for c in events if c.document.publisher}
    names = {id_: {"": known[id_].name, **known[id_].names} for id_ in sorted(mentioned) if id_ in known}
    return Profile(known[entity], events, int(str(total)), names)


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
