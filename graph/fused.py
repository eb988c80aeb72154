"""A cluster of facts as one event: what it is, when, by whom said, in what its claims differ; and its quads.

An event's node has its kind's class and `aikg:Event`, its roles as properties, and `aikg:claim` for each claim. Figures and times
are the nodes of the claims themselves, so that every statement leads to the sentence it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from ..ontology.model import UNSETTLED, Argument, EntityRef, Modality, Quantity, TimeInterval
from ..ontology.namespaces import EVENTS_GRAPH, ID, MODALITY, entity_node, kind_iri, metric_iri, role_iri
from .agreement import agree, gap
from .classes import Classes
from .facts import Fact
from .terms import Literal, NamedNode, Quad, day, integer, iri, term, text

EVENTS = iri(EVENTS_GRAPH)
CITED = "source"  # who is cited is no part of the event


@dataclass(frozen=True)
class FusedEvent:
    """One real event with all its facts, by IRI."""

    iri: str
    facts: tuple[Fact, ...]

    @property
    def kind(self) -> str:
        return self.facts[0].kind

    @cached_property
    def status(self) -> Modality:
        """Where the event stands: what was said last of fact or denial; before either, the firmest of what was said."""
        settled = [f for f in self.facts if f.event.modality in ("actual", "negated")]
        if settled:
            last = max(f.published or date.min for f in settled)
            latest = {f.event.modality for f in settled if (f.published or date.min) == last}
            return "negated" if latest == {"negated"} else "actual"
        said = {f.event.modality for f in self.facts}
        return next(m for m in UNSETTLED if m in said)

    @cached_property
    def time(self) -> TimeInterval | None:
        """When it happened: the most often stated time of those who say it did, the narrowest of equals."""
        stated = [f for f in self.facts if f.time and f.event.modality == "actual"] or [f for f in self.facts if f.time]
        counts: dict[tuple[date, date], int] = {}
        for fact in stated:
            if fact.time:
                key = (fact.time.start or date.min, fact.time.end or date.max)
                counts[key] = counts.get(key, 0) + 1
        if not counts:
            return None
        start, end = min(counts, key=lambda t: (-counts[t], t[1] - t[0], t))
        return TimeInterval(None if start == date.min else start, None if end == date.max else end)

    @cached_property
    def published(self) -> tuple[date, date] | None:
        """The first and the last day on which it was reported."""
        days = [f.published for f in self.facts if f.published]
        return (min(days), max(days)) if days else None

    @cached_property
    def origins(self) -> int:
        """How many independent sources there are: who cites the same outlet, or has the same sentence, is not a new one."""
        return len(_groups(_voices(f) for f in self.facts))

    @cached_property
    def differences(self) -> tuple[str, ...]:
        """The roles in whose figures or dates its claims differ, and `modality` where they differ in that."""
        found = [role for role in _roles(self.facts) if role != CITED and self._differ(role)]
        return (*found, *(["modality"] if len({f.event.modality for f in self.facts}) > 1 else []))

    def _differ(self, role: str) -> bool:
        values = [a.value for f in self.facts for _, a in f.values(role)]
        figures = {v for v in values if isinstance(v, Quantity)}
        times = {(v.start, v.end) for v in values if isinstance(v, TimeInterval)}
        # A plan's day is not held against the day it was then done.
        held = {f.event.modality for f in self.facts if f.event.arguments.get(role)}
        if times and held & set(UNSETTLED) and "actual" in held:
            done = [f for f in self.facts if f.event.modality == "actual"]
            times = {(f.time.start, f.time.end) for f in done if f.time}
        return _any_two(figures, lambda a, b: agree(a, b) is False) or _any_two(
            times, lambda a, b: gap(TimeInterval(*a), TimeInterval(*b)) > 0
        )

    def values(self, role: str) -> list[tuple[str, Argument]]:
        """What fills a role, each value once: with the node that stands for it."""
        chosen: dict[object, tuple[tuple[float, str], str, Argument]] = {}
        for fact in self.facts:
            for node, argument in fact.values(role):
                value = argument.value
                key = (value.start, value.end) if isinstance(value, TimeInterval) else value
                rank = (-fact.event.confidence, node)
                if key not in chosen or rank < chosen[key][0]:
                    chosen[key] = (rank, _node(node, role, argument), argument)
        return sorted(((node, argument) for _, node, argument in chosen.values()), key=lambda x: x[0])

    def quads(self) -> Iterator[Quad]:
        """All that the events graph says of it."""
        node = iri(self.iri)

        def say(predicate: str, value: NamedNode | Literal) -> Quad:
            return Quad(node, term(predicate), value, EVENTS)

        yield say("rdf:type", iri(kind_iri(self.kind)))
        yield say("rdf:type", term("aikg:Event"))
        yield say("aikg:status", iri(MODALITY + self.status))
        yield say("aikg:claimCount", integer(len(self.facts)))
        yield say("aikg:sourceCount", integer(self.origins))
        for key in sorted(frozenset().union(*(f.keys for f in self.facts))):
            yield say("aikg:fusionKey", text(key))
        for fact in self.facts:
            yield say("aikg:claim", iri(fact.iri))
        if self.time:
            for name, edge in (("aikg:start", self.time.start), ("aikg:end", self.time.end)):
                if edge:
                    yield say(name, day(edge))
        if self.published:
            yield say("aikg:firstPublished", day(self.published[0]))
            yield say("aikg:lastPublished", day(self.published[1]))
        for role in self.differences:
            yield say("aikg:differsIn", term("aikg:modality") if role == "modality" else iri(role_iri(role)))
        for role in _roles(self.facts):
            for value, argument in self.values(role):
                filler = text(value) if isinstance(argument.value, str) and role != "metric" else iri(value)
                yield Quad(node, iri(role_iri(role)), filler, EVENTS)


def fused(clusters: Iterable[Sequence[Fact]]) -> list[FusedEvent]:
    """Clusters that share keys as events, each with an IRI that no other order of reading changes."""
    taken: set[str] = set()
    found = []
    for facts in clusters:
        name = _name(facts)
        if name in taken:
            name = f"{name}-{_digest(facts[0].iri)[:6]}"
        taken.add(name)
        found.append(FusedEvent(ID + "event/" + name, tuple(facts)))
    return found


def _name(facts: Sequence[Fact]) -> str:
    """Kind, and a digest of keys, day and figures of the first report: it stays while later reports come in."""
    first = min(facts, key=lambda f: (f.published or date.max, f.content, f.iri))
    return f"{first.kind.lower()}/{_digest(*sorted(first.keys), first.content)[:16]}"


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def _node(node: str, role: str, argument: Argument) -> str:
    """What stands for a filler in the graph: an entity's or metric's IRI, the claim's node of a figure or time, a text."""
    if isinstance(argument.value, EntityRef):
        return entity_node(argument.value.id)
    if isinstance(argument.value, str):
        return metric_iri(argument.value) if role == "metric" else argument.value
    return node


def _roles(facts: Iterable[Fact]) -> list[str]:
    return sorted({role for f in facts for role in f.event.arguments})


def _voices(fact: Fact) -> frozenset[str]:
    """Who speaks in a fact: whom it cites, else who published it, else the document; and its very words."""
    cited = fact.entities(CITED)
    spoken = {f"by {who}" for who in cited} or {f"by {fact.publisher}" if fact.publisher else f"in {fact.source_name}"}
    return frozenset(spoken | {f"words {q}" for q in fact.quotations})


def _groups(sets: Iterable[frozenset[str]]) -> list[list[str]]:
    """Sets joined where they overlap."""
    groups = Classes()
    for found in sets:
        first, *rest = sorted(found)
        groups.find(first)
        for other in rest:
            groups.join(first, other)
    return groups.all()


def _any_two(values: Iterable[object], test: object) -> bool:
    found = list(values)
    return any(test(a, b) for i, a in enumerate(found) for b in found[i + 1 :])  # type: ignore[operator]
