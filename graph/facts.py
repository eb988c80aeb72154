"""A claim as fusion sees it: entities by the one id they have over all documents, and the keys it may be found by.

Two claims can be of one event only if they share a key. A key is made of the kind and its core roles (for a metric also
unit and rate), so that what no report can have meant as one is never even compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import combinations, product
from typing import Any

from ..ontology.catalogue import catalogue
from ..ontology.events import event_kind
from ..ontology.metrics import metrics
from ..ontology.model import Argument, Document, EntityRef, Event, Quantity, TimeInterval
from ..ontology.namespaces import entity_iri, folded
from .agreement import bounds, period_name
from .contents import with_entities
from .decode import global_id

Canonical = Callable[[str], str]  # an entity's id → the id of the entity that it is


@dataclass(frozen=True, slots=True)
class Rule:
    """When two claims of a kind are of one event: the `[fusion]` table of the kind's file.

    Claims further than `window` days apart never are; with `needs` something besides the core roles must agree, or they
    lie within `near` days. Different `labels` or disjoint `parties` part them. `figures` that agree join; if they differ
    by at most `band`, they are a conflict of one event; those in `alike` units are compared as numbers. A `measure` is a figure that belongs to a period. `mirrored`
    relations say the same with sides exchanged. A list of core entities is one thing if `whole`; of `pairs` one is enough.
    """

    core: tuple[str, ...]
    window: int = 60
    near: int = 5
    needs: bool = False
    labels: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    measure: str = ""
    band: float = 0.25
    alike: tuple[str, ...] = ()
    mirrored: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    pairs: bool = False
    spellings: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = field(default_factory=dict)


@cache
def rule(kind: str) -> Rule:
    """The rule of an event kind; a kind that states none goes by core roles and time."""
    found = event_kind(kind)
    stated: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in found.data.get("fusion", {}).items() if k != "spellings"
    }
    spellings = {
        role: tuple((re.compile(pattern), name) for pattern, name in rows)
        for role, rows in found.data.get("fusion", {}).get("spellings", {}).items()
    }
    return Rule(found.core, **stated, spellings=spellings)


def spelling(rule_: Rule, role: str, value: str) -> str:
    """A text in the one form that all its spellings share.

    >>> spelling(rule("FundingRound"), "round", "Series B"), spelling(rule("FundingRound"), "round", "B轮融资")
    ('b', 'b')
    """
    for pattern, name in rule_.spellings.get(role, ()):
        if match := pattern.fullmatch(value.strip()):
            return folded(match.expand(name))
    return folded(value)


@dataclass(frozen=True)
class Fact:
    """One claim. `iri` is the claim's, `document` its document's; `event` has canonical entity ids.

    `publisher` is an id, `publisher_name` as the document has it. `quotations` are what its evidence says, by which a copied sentence is known.
    """

    iri: str
    document: str
    published: date | None
    publisher: str
    publisher_name: str
    source_name: str
    event: Event
    quotations: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.event.kind

    def values(self, role: str) -> Iterator[tuple[str, Argument]]:
        """A role's fillers, each with the IRI of its value's node."""
        for number, argument in enumerate(self.event.arguments.get(role, ())):
            yield f"{self.iri}/{role}/{number}/value", argument

    def entities(self, role: str) -> frozenset[str]:
        """The entities that fill a role."""
        return self._entities.get(role, frozenset())

    @cached_property
    def _entities(self) -> Mapping[str, frozenset[str]]:
        return {
            role: frozenset(a.value.id for a in values if isinstance(a.value, EntityRef))
            for role, values in self.event.arguments.items()
        }

    def texts(self, role: str) -> tuple[str, ...]:
        """The texts that fill a role."""
        return tuple(a.value for a in self.event.arguments.get(role, ()) if isinstance(a.value, str))

    def figure(self, role: str) -> Quantity | None:
        """The figure of a role."""
        return self._figures.get(role)

    @cached_property
    def _figures(self) -> Mapping[str, Quantity]:
        found: dict[str, Quantity] = {}
        for role, values in self.event.arguments.items():
            for argument in values:
                if isinstance(argument.value, Quantity):
                    found.setdefault(role, argument.value)
        return found

    def comparable(self, role: str) -> Quantity | None:
        """The figure of a role; of units that are alike in the first, so that their numbers are compared."""
        return self._comparables.get(role)

    @cached_property
    def _comparables(self) -> Mapping[str, Quantity]:
        alike = rule(self.kind).alike
        return {r: replace(q, unit=alike[0]) if q.unit in alike else q for r, q in self._figures.items()}

    @cached_property
    def time(self) -> TimeInterval | None:
        """When it happened or is true of, as stated."""
        for role in ("date", "period"):
            for a in self.event.arguments.get(role, ()):
                if isinstance(a.value, TimeInterval):
                    return a.value
        return None

    @cached_property
    def when(self) -> TimeInterval | None:
        """When it happened, else when it was published."""
        return self.time or (TimeInterval(self.published, self.published) if self.published else None)

    def labels(self, role: str) -> frozenset[str]:
        """The texts of a role, each in the form that its spellings share."""
        return self._labels.get(role, frozenset())

    @cached_property
    def _labels(self) -> Mapping[str, frozenset[str]]:
        rule_ = rule(self.kind)
        return {role: frozenset(spelling(rule_, role, t) for t in self.texts(role)) for role in self.event.arguments}

    @cached_property
    def rate(self) -> str:
        """Per what a figure is: said, or for a flow the sort of period it is of; '' where neither is known."""
        measured = self.figure(rule(self.kind).measure)
        said = next(iter(self.texts("per")), None) or (measured.per if measured else None)
        if said or not self.is_flow:
            return said or ""
        return period_name(self.time) if self.time else ""

    @cached_property
    def is_flow(self) -> bool:
        """Whether its metric adds up over a period."""
        metric = metrics().get(next(iter(self.texts("metric")), ""))
        return metric is not None and metric.nature == "flow"

    @cached_property
    def content(self) -> str:
        """Its day, figures and labels: what tells it from others that have its keys."""
        rule_ = rule(self.kind)
        figures = [self.figure(r) for r in (rule_.measure, *rule_.figures)]
        told = [f"{q.unit}{bounds(q)}" for q in figures if q is not None]
        labels = [",".join(sorted(self.labels(r))) for r in rule_.labels]
        when = f"{self.time.start}/{self.time.end}" if self.time else f"by {self.published}"
        return "|".join((when, *told, *labels))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys it may be found by; see the module."""
        return frozenset(_keys(self))


def _keys(fact: Fact) -> Iterator[str]:
    rule_ = rule(fact.kind)
    if rule_.mirrored:
        yield _mirrored(fact, rule_)
        return
    parts: list[list[str]] = []
    for role in rule_.core:
        if role == rule_.measure:
            continue
        found = sorted(fact.entities(role)) or sorted(fact.labels(role))
        if rule_.whole:
            parts.append(["+".join(found)])
        elif rule_.pairs:
            parts.append(["+".join(pair) for pair in combinations(found, 2)] or found)
        else:
            parts.append(found or ["?"])
    if rule_.measure:
        measured = fact.figure(rule_.measure)
        parts.append([measured.unit if measured else "?"])
        parts.append(["" if fact.is_flow else fact.rate])
    for combination in product(*parts):
        yield "|".join((fact.kind, *combination))


def _mirrored(fact: Fact, rule_: Rule) -> str:
    """A comparison from the side of the lesser id: A better than B is B worse than A."""
    one, other = ("+".join(sorted(fact.entities(role))) for role in rule_.core[:2])
    relation = next(iter(fact.texts(rule_.core[2])), "")
    if other < one:
        one, other, relation = other, one, rule_.mirrored.get(relation, relation)
    return "|".join((fact.kind, one, other, relation))


def fact_of(iri: str, document: Document, document_iri: str, event: Event, canonical: Canonical) -> Fact:
    """A document's event as a fact. `event` has ids that hold for all documents."""
    return Fact(
        iri,
        document_iri,
        document.published,
        outlet(document.publisher) if document.publisher else "",
        document.publisher or "",
        document.source,
        with_entities(event, canonical),
        tuple(" ".join(span.of(document.text).split()) for span in event.evidence),
    )


@cache
def _outlets() -> Mapping[str, str]:
    """Organizations of the catalogue by their folded names; a name that two bear stands for neither."""
    found: dict[str, set[str]] = {}
    for entry in catalogue().values():
        if entry.type == "Organization":
            for name in entry.all_names():
                found.setdefault(folded(name), set()).add(entry.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def outlet(publisher: str) -> str:
    """A publisher, given by id or by any of its names, as one id.

    >>> outlet("彭博社"), outlet("bloomberg"), outlet("Example Daily")
    ('bloomberg', 'bloomberg', 'organization/exampledaily')
    """
    if publisher in catalogue():
        return publisher
    return _outlets().get(folded(publisher)) or global_id(entity_iri("Organization", publisher))
