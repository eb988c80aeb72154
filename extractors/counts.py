"""What a count is that the sentence before has named: "X has 450 million", "Y follows with 300 million", "Z fell 4%"."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Mention
from .masking import ENTITIES, FIGURES, TYPES, characters, mask_name
from .measures import PEOPLE, first_name
from .readings import Figure, Found, Reading
from .rows import row_of
from .scene import Scene

_LEAST = 1000
_FEW = 10  # fewer are told in words that may mean anything
_COUNTED = ("stock", "flowrate")  # natures of what is counted of somebody, not earned


def by_carried(f: Figure) -> Found:
    """A bare number said of somebody else right after people were counted: "X has 450 million"."""
    carried = f.carry.metric
    if not carried or "currency" in carried.units:
        return None
    pieces = f.mask == "Count" and carried.id in ("shipments", "market_share")
    carried = metrics()["shipments"] if pieces else carried
    parts = f.mask == "Percent" and carried.id == "market_share"
    if _sized(f):
        return (carried, None)
    if not (pieces or parts) and (f.mask != "Number" or carried.nature not in _COUNTED):
        return None
    text, row = f.masked.text, row_of(f.masked, f.position, {f.masked.text[f.position]})
    if counts_on(f):
        return (carried, None)
    bare = text[row[-1] + 1 : row[-1] + 2] in ".,;。，；" and f.rules.level.search(text[min(f.home, row[0]) : row[0]])
    placed = f.rules.placed.match(f.tail) and f.before[-1:] == "以"
    if not (bare or placed or _listed(f, row[0])) or len(f.before) >= 30:
        return None
    return (carried, None) if f.level_of(carried) else None


_SIZES = {"parameters": 10**6, "context_length": _LEAST}


def _sized(f: Figure) -> bool:
    """Whether a bare number is a size of a model right before it: "A, with 34 billion parameters, and B, with 3 billion"."""
    carried = cast(Metric, f.carry.metric)
    large = f.mask == "Number" and (f.quantity.value or 0) >= _SIZES.get(carried.id, inf)
    return large and bool(f.rules.ellipsis.search(f.masked.text, max(0, f.position - 40), f.position))


def counts_on(f: Figure) -> bool:
    """Whether a bare number is another count of what was counted before: "has 130 employees and aims to have 250 by May"."""
    if f.mask != "Number" or (f.quantity.value or 0) < _FEW or not f.level_of(cast(Metric, f.carry.metric)):
        return False
    text, p = f.masked.text, f.position
    return bool(f.rules.counts_on.search(text, max(f.home, p - 48), p) and f.rules.counts_end.match(text, p + 1))


def _listed(f: Figure, start: int) -> bool:
    """Whether a count stands right behind whose it is, in a list of counts: "X 61 million; Y 30 million"."""
    metric = f.carry.metric
    if f.masked.language == "en" and f.mask == "Number" and (f.quantity.value or 0) < _LEAST:
        return False  # a score, a version
    things = characters(metric.subjects.partition("|Org")[0]) if metric else ""
    text, p = f.masked.text, f.position
    return text[:start].rstrip()[-1:] in tuple(things) and text[p + 1 : p + 2] in tuple("。，；.,;")


def _by_more(f: Figure) -> Found:
    """By how many what was counted right before will grow or shrink: "had 41,000 employees and would add 2,000"."""
    last = f.read[-1].metric
    more = f.rules.more_of.search(f.before) and f.rules.counts_end.match(f.masked.text, f.position + 1)
    return (last, None) if more and last.nature == "stock" and last.units[0] in PEOPLE else None


def by_told(f: Figure) -> Found:
    """How what was counted has moved, said of the same or of somebody else: "X fell 3%, the other rose 4%"."""
    absolute = f.mask in ("Number", "Count", "Users") and bool(f.read) and not f.read[-1].change
    if f.masked.language == "en":
        return _by_more(f) if absolute and f.mask == "Number" else None
    if not (absolute or f.mask in ("Percent", "Times")):
        return None
    moved = f.rules.rise.search(f.before) or f.rules.fall.search(f.before) or f.rules.after_change.match(f.tail)
    told = next((r.metric for r in reversed(f.read) if r.metric.id != "rank"), f.carry.metric)
    if not moved or not told or told.nature not in (*_COUNTED, "flow") or "currency" in told.units:
        return None
    own = next((c for c in reversed(f.parts) if c.start <= f.position and c.groups), None)
    things = characters(told.subjects.partition("|Org")[0])
    if first_name(f.rules.basis, f.before):
        things = characters(told.subjects)  # what is measured against a month before is no share's move of the day
    named = any(f.masked.text[i] in things for g in (own.groups if own else ()) for i in g if i < f.position)
    return (told, None) if f.read or named else None


def counted_on(scene: Scene, r: Reading, before: Sequence[Mention]) -> list[Mention]:
    """The thing of which a sentence goes on to count who uses it, naming nobody between: "X's MAU passed 100m, its DAU 30m"."""
    masked = scene.masked
    if masked.language != "zh" or r.metric.nature not in ("stock", "flowrate") or r.change or not r.term:
        return []
    things = [
        m for m in before if m.kind in ("Product", "Model") and TYPES[mask_name(m)] in characters(r.metric.subjects)
    ]
    last = max((i for i in masked.at if i < r.term.start and masked.text[i] in FIGURES), default=-1)
    named = any(masked.text[i] in ENTITIES for i in masked.at if last < i < r.position)
    return [] if named or last < 0 else things
