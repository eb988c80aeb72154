"""Which claims are of one event: facts that share keys → clusters, the same whatever order they come in.

Two facts may be apart (never of one event), open (nothing speaks for or against) or linked, the more strongly the more
agrees. Facts that state most come first and found clusters; each further one joins the cluster it is linked to most
strongly, unless it is apart from any of its members.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from ..ontology.model import UNSETTLED, TimeInterval
from .agreement import agree, distance, gap, same_period
from .agreement import days as length
from .facts import Fact, Rule, rule

Verdict: TypeAlias = int  # APART, 0 for open, or the strength of a link
APART: Verdict = -1
AHEAD = ("planned", "rumored")  # modalities of what is still to come
LONG = 32  # days of a time that says too little to be near to anything
SPAN = 3  # windows that all reports of one event may stretch over


def cluster(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts as events: each event's facts by IRI, the events by their first fact's."""
    events: list[_Event] = []
    for fact in sorted(facts, key=_order):
        best = max(((e.strength(fact), -i) for i, e in enumerate(events)), default=(0, 0))
        if best[0] > 0:
            events[-best[1]].add(fact)
        else:
            events.append(_Event([fact]))
    found = [sorted(e.facts, key=lambda f: f.iri) for e in events]
    return sorted(found, key=lambda facts: facts[0].iri)


def verdict(one: Fact, other: Fact) -> Verdict:
    """What speaks for two facts being of one event."""
    return _Event([one]).strength(other)


@dataclass
class _Event:
    """A cluster as it grows. Facts that state the same are compared once."""

    facts: list[Fact] = field(default_factory=list)
    profiles: dict[object, Fact] = field(default_factory=dict)
    documents: dict[str, list[Fact]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        given, self.facts = self.facts, []
        for fact in given:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.keys |= fact.keys
        self.profiles.setdefault(_profile(fact), fact)
        self.documents.setdefault(fact.document, []).append(fact)

    def strength(self, fact: Fact) -> Verdict:
        """How strongly a fact is linked to this event; APART where one of its members forbids it."""
        rule_ = rule(fact.kind)
        if not fact.keys & self.keys:
            return 0
        if any(_told_apart(fact, f, rule_) for f in self.documents.get(fact.document, ())):
            return APART
        best = 0
        nearest, farthest = None, 0
        for member in self.profiles.values():
            found = _measured(fact, member, rule_) if rule_.measure else _described(fact, member, rule_)
            if found == APART:
                return APART
            best = max(best, found)
            days = _days(fact, member)
            if days is not None:
                nearest, farthest = min(days, days if nearest is None else nearest), max(days, farthest)
        if not rule_.measure and ((nearest or 0) > rule_.window or farthest > SPAN * rule_.window):
            return APART
        # The nearer of two events that are linked equally well.
        return best * 10_000 + max(0, 9_999 - (nearest or 0)) if best else 0


def _described(one: Fact, other: Fact, rule_: Rule) -> Verdict:
    """The verdict on two facts of a kind that happens once: labels, parties, figures and days."""
    support = 0
    for role in rule_.labels:
        a, b = one.labels(role), other.labels(role)
        if a and b and not a & b:
            if _comparable(a, b):
                return APART
        elif a and b:
            support += 2
    for role in rule_.parties:
        c, d = one.entities(role), other.entities(role)
        if c and d and not c & d:
            return APART
        support += 2 if c & d else 0
    near = _near(one, other, rule_)
    figures = _figures(one, other, rule_)
    if figures == "far" and not (near and support):
        return APART
    if figures == "differ" and not (near or support):
        return APART
    support += 2 if figures == "agree" else 0
    certain = one.event.modality == other.event.modality == "actual"
    if rule_.needs and not support and not near and (certain or _is_late(one, other, rule_)):
        return 0
    return 1 + support + near


def _near(one: Fact, other: Fact, rule_: Rule) -> bool:
    """Whether two facts are near in time. A day within a year is not near to it: only reports of that day are."""
    days = _days(one, other)
    if days is None or days > rule_.near:
        return days is None
    if all(f.time is None or (length(f.time) or LONG) < LONG for f in (one, other)):
        return True
    return bool(one.published and other.published and abs((one.published - other.published).days) <= rule_.near)


def _is_late(one: Fact, other: Fact, rule_: Rule) -> bool:
    """Whether one is a plan or a rumour that was told after the other had happened: then it is of something else."""
    for plan, fact in ((one, other), (other, one)):
        if plan.event.modality in AHEAD and fact.event.modality == "actual" and plan.published:
            happened = fact.when
            return bool(happened and happened.end and (plan.published - happened.end).days > rule_.near)
    return False


def _measured(one: Fact, other: Fact, rule_: Rule) -> Verdict:
    """The verdict on two figures of a metric: of one period they are one event, though they may differ."""
    a, b = one.figure(rule_.measure), other.figure(rule_.measure)
    if a is None or b is None or a.unit != b.unit or (one.rate and other.rate and one.rate != other.rate):
        return APART
    for role in rule_.labels:
        c, d = one.labels(role), other.labels(role)
        if role != "per" and c and d and c != d:
            return APART
    same = agree(a, b)
    if one.time and other.time:
        if not same_period(one.time, other.time, flow=one.is_flow):
            return APART
        if same:
            return 5
        told = one.event.modality == other.event.modality == "actual"
        return 3 if told and float(distance(a, b)) <= rule_.band else APART
    days = _days(one, other)
    if not same or days is None or days > rule_.window:
        return APART
    return 2


def _told_apart(one: Fact, other: Fact, rule_: Rule) -> bool:
    """Whether one document gives two events of one sort: it states another day or figure for each.

    Figures in two currencies may be one amount only where one passage has both.
    """
    if one.time and other.time and gap(one.time, other.time) > 0:
        return one.event.modality == other.event.modality
    figures = (*rule_.figures, *((rule_.measure,) if rule_.measure else ()))
    apart = bool(one.quotations and other.quotations) and not set(one.quotations) & set(other.quotations)
    pairs = [(one.comparable(r), other.comparable(r)) for r in figures]
    verdicts = [agree(a, b) for a, b in pairs if a is not None and b is not None]
    return False in verdicts or (apart and None in verdicts)


def _figures(one: Fact, other: Fact, rule_: Rule) -> Literal["agree", "differ", "far", "unknown"]:
    """How the figures compare: one that agrees speaks for one event, one that lies far off against it."""
    found: set[Literal["agree", "differ", "far"]] = set()
    for role in rule_.figures:
        a, b = one.comparable(role), other.comparable(role)
        if a is None or b is None or (same := agree(a, b)) is None:
            continue
        found.add("agree" if same else "differ" if float(distance(a, b)) <= rule_.band else "far")
    for said in ("agree", "far", "differ"):
        if said in found:
            return said
    return "unknown"


def _days(one: Fact, other: Fact) -> int | None:
    """Days between when two facts happened; of one that states no day, the day of its report counts.

    A plan without a day is as near as its report to the report of one with a day, however far off that lies.
    """
    a, b = one.when, other.when
    if a is None or b is None:
        return None
    found = gap(a, b)
    if not (one.time and other.time) and one.published and other.published and _unsettled(one) and _unsettled(other):
        return min(found, abs((one.published - other.published).days))
    return found


def _unsettled(fact: Fact) -> bool:
    return not fact.time or fact.event.modality in UNSETTLED


def _comparable(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts that differ are of one script, so that the difference means something."""
    return _latin(one) == _latin(other)


def _latin(texts: frozenset[str]) -> bool:
    return all(text.isascii() for text in texts)


def _order(fact: Fact) -> tuple[object, ...]:
    """Facts that state more come first; then by day and IRI."""
    rule_ = rule(fact.kind)
    stated = sum(
        bool(x)
        for x in (
            fact.time,
            *(fact.labels(r) for r in rule_.labels),
            *(fact.entities(r) for r in rule_.parties),
            *(fact.figure(r) for r in rule_.figures),
        )
    )
    return (-stated, *_dates(fact.when), fact.iri)


def _dates(time: TimeInterval | None) -> tuple[date, date]:
    return (time.start or time.end or date.min, time.end or time.start or date.max) if time else (date.max, date.max)


def _profile(fact: Fact) -> object:
    """All that a verdict depends on."""
    rule_ = rule(fact.kind)
    when, time = fact.when, fact.time
    return (
        fact.event.modality,
        when and (when.start, when.end),
        time and (time.start, time.end),
        fact.rate,
        tuple(fact.labels(r) for r in rule_.labels),
        tuple(fact.entities(r) for r in rule_.parties),
        tuple(fact.figure(r) for r in (*rule_.figures, *((rule_.measure,) if rule_.measure else ()))),
    )
