"""What a figure measures that goes on about what was measured before: "or 1.3%", "it was 48% higher", "from 46 employees to 310"."""

from __future__ import annotations

from typing import cast

from ..ontology.events import event_kinds
from ..ontology.metrics import metrics
from ..ontology.model import Quantity
from .bygone import RELATIVE
from .masking import ENTITIES
from .measures import IMPLIED
from .readings import Figure, Found, Reading


def echoes(f: Figure) -> Reading | None:
    """The change that a figure puts otherwise: "fell 669 points, or 1.3%"."""
    last = f.read[-1] if f.read else None
    said = last and last.change and f.rules.aka.fullmatch(f.masked.text, last.position + 1, f.position)
    return last if said and f.mask in RELATIVE else None


def by_echo(f: Figure) -> Found:
    """The metric of the change that a figure puts otherwise."""
    last = echoes(f)
    return (last.metric, last.term) if last else None


def by_again(f: Figure) -> Found:
    """What goes on about what was measured before: "it was 48% higher", "from 46 employees to 310", "had hoped for 68%"."""
    carried = f.carry.metric
    counted = f.mask == "Number" and f.rules.counted.search(f.masked.text, 0, f.position)
    if counted:
        unit = cast(Quantity, f.masked.mention(counted.start("first")).value).unit
        return (metrics()[IMPLIED[unit]], None) if unit in IMPLIED else None
    again = f.rules.same_again.match(f.masked.text, f.home)
    if not carried or not (again or f.expected) or _holds_name(f):
        return None
    sums = (event_kinds()[k].engine.get("at_once") and "amount" in frame.roles for k, frame in f.carry.told.items())
    if f.mask == "Money" and any(sums):
        return None  # "X raised 120 million. It was 102 million": of the sum told of
    moves = f.rules.after_change.match(f.tail) or f.rules.rise.search(f.before) or f.rules.fall.search(f.before)
    if f.mask in RELATIVE and not f.expected:
        told = bool(moves)
    else:
        told = f.level_of(carried) and (f.expected or bool(again and f.rules.same_level.search(f.before)))
    return (carried, None) if told else None


def _holds_name(f: Figure) -> bool:
    """Whether a clause names anybody or any metric before its figure."""
    named = any(f.home <= i < f.position and f.masked.text[i] in ENTITIES for i in f.masked.at)
    return named and not f.expected or any(f.home <= t.start < f.position for t in f.terms)


def by_other_time(f: Figure) -> Found:
    """The level of another time: "4.80 a share in 2026 and 5.60 in 2027"."""
    last = f.read[-1] if f.read else None
    if last is None or last.change or f.masked.text[last.position] != f.masked.text[f.position]:
        return None
    between = f.rules.other_time.fullmatch(f.masked.text, last.position + 1, f.position)
    told = between and f.rules.in_time.match(f.masked.text, f.position + 1) and f.level_of(last.metric)
    return (last.metric, last.term) if told else None
