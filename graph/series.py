"""A metric of an entity over time, of comparable figures alone; and what was left out, and why.

Figures are comparable when metric, unit and rate are the same: weekly users are no daily ones, dollars no yuan, a quarter's revenue
no year's, tokens a day no tokens a month, a forecast no fact. Where a document gives several figures of one period, the first is
taken for the whole: those of its parts (a segment's revenue, a region's users) follow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..ontology.metrics import metrics
from ..ontology.model import Quantity
from .agreement import agree
from .decode import global_id
from .facts import Fact
from .fused import FusedEvent
from .identity import canonical_of
from .query import resolve
from .views import events

if TYPE_CHECKING:
    from .store import Store

OBSERVED = "MetricObservation"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: the event it belongs to, the claim that states it best, and figures of other claims that do not agree."""

    event: FusedEvent
    fact: Fact
    value: Quantity
    others: tuple[Quantity, ...] = ()

    @property
    def day(self) -> date | None:
        """The day it is placed at: the last of its period, else of publication."""
        when = self.fact.when
        return (when.end or when.start) if when else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that is not in the series, and why."""

    point: Point
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """Comparable figures by day. `rate` is per what they are ('' for a level); `left_out` are all others."""

    metric: str
    unit: str
    rate: str
    points: tuple[Point, ...]
    left_out: tuple[LeftOut, ...]


def series(
    store: Store,
    entity: str,
    metric: str,
    *,
    unit: str | None = None,
    rate: str | None = None,
    as_of: date | None = None,
) -> Series:
    """The series of a metric. Without `unit` and `rate`, those that most of its figures have. Raises UnknownName."""
    found = [_point(e) for e in events(store, entity=entity, kind=OBSERVED, as_of=as_of)]
    nodes = {global_id(canonical_of(store.find, node)) for node in resolve(store, entity)}
    whose = [p for p in found if p is not None and p.fact.entities("subject") & nodes]
    own = [p for p in whose if metric in p.fact.texts("metric")]
    facts = [p for p in own if p.event.status == "actual"]
    sorts = Counter((p.value.unit, p.fact.rate) for p in facts or own if _fits(p, unit, rate))
    chosen = min(sorts, key=lambda s: (-sorts[s], s), default=(unit or "", rate or ""))
    points, left_out = [], []
    for point in own:
        reason = _reason(point, chosen)
        if reason:
            left_out.append(LeftOut(point, reason))
        else:
            points.append(point)
    parts = _parts(points)
    left_out += [LeftOut(p, reason) for p, reason in parts]
    points = [p for p in points if all(p is not part for part, _ in parts)]
    left_out += [LeftOut(p, f"{_metric(p)} is another metric") for p in whose if _metric(p) in _relatives(metric)]
    return Series(
        metric, *chosen, tuple(_by_day(points)), tuple(sorted(left_out, key=lambda x: (x.reason, _key(x.point))))
    )


def _point(event: FusedEvent) -> Point | None:
    """An event's figure: that of most of its claims, of equals the one read with most confidence."""
    stated = [(f, q) for f in event.facts if (q := f.figure("value")) is not None]
    if not stated:
        return None
    support = Counter(q for _, q in stated)
    fact, value = min(stated, key=lambda s: (-support[s[1]], -s[0].event.confidence, s[0].iri))
    others = {q for _, q in stated if agree(q, value) is False}
    return Point(event, fact, value, tuple(sorted(others, key=str)))


def _reason(point: Point, chosen: tuple[str, str]) -> str:
    """Why a figure of the metric is not comparable to the chosen sort; '' where it is."""
    unit, rate = chosen
    status = point.event.status
    if status != "actual":
        return f"it is {status}, no fact"
    if point.value.unit != unit:
        return f"it is in {point.value.unit}, not {unit}"
    if point.fact.rate != rate:
        return f"it is {_per(point.fact.rate)}, not {_per(rate)}"
    return ""


def _parts(points: Iterable[Point]) -> list[tuple[Point, str]]:
    """Figures that all their documents give after another one of the same period, with the reason to leave them out."""
    first: dict[tuple[str, object], tuple[int, str, Point]] = {}
    for point in points:
        for fact in point.event.facts:
            told = (_position(fact), fact.iri, point)
            place = (fact.document, _period(fact))
            first[place] = min(first.get(place, told), told, key=lambda t: t[:2])
    return [
        (p, f"{p.fact.source_name} gives another figure of this period before it: it may be of a part")
        for p in points
        if all(first[f.document, _period(f)][2] is not p for f in p.event.facts)
    ]


def _position(fact: Fact) -> int:
    """Where in its document a claim stands."""
    spans = [a.span for a in fact.event.arguments.get("value", ()) if a.span] or fact.event.evidence
    return min((s.start for s in spans), default=0)


def _period(fact: Fact) -> object:
    return (fact.time.start, fact.time.end) if fact.time else None


def _per(rate: str) -> str:
    return f"per {rate}" if rate else "of no stated period or rate"


def _fits(point: Point, unit: str | None, rate: str | None) -> bool:
    return unit in (None, point.value.unit) and rate in (None, point.fact.rate)


def _metric(point: Point) -> str:
    return next(iter(point.fact.texts("metric")), "")


def _relatives(metric: str) -> set[str]:
    """Metrics that one could take for this one: a word of their names and a unit in common."""
    own = metrics().get(metric)
    if own is None:
        return set()
    words = set(metric.split("_"))
    return {
        m.id
        for m in metrics().values()
        if m.id != metric and words & set(m.id.split("_")) and set(own.units) & set(m.units)
    }


def _by_day(points: Iterable[Point]) -> list[Point]:
    return sorted(points, key=_key)


def _key(point: Point) -> tuple[date, str]:
    return (point.day or date.max, point.event.iri)
