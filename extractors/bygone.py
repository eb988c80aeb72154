"""Figures that measure nothing of now: what was before, what others are compared by, what is told in brackets for conversion, what is vetoed."""

from __future__ import annotations

import re

from ..ontology.metrics import Metric
from .masking import FIGURES, TYPES, Masked
from .readings import Figure

RELATIVE = frozenset({"Percent", "Points", "Times", "Ratio"})

_SAME_PERIOD = re.compile(
    f"({TYPES['Time']})(?:公司|则|仅|约|净?亏损?|净?盈利|净?赚|获利|录得|净?利润|营收|收入|金额|为|是|的|了)*$"
)
_ENDS = re.compile(rf"、|\((?=[^()]{{0,8}}[{''.join(sorted(FIGURES))}])")  # what another figure follows
_COUNTED = frozenset({"employees", "enterprise_customers", "users"})  # of one alone nobody tells as a count
_AGAINST = re.compile("(?:较|比|相比于?|相较于?)的?$|^(?:约?[为是]|达到?|相当于)$")


def left_out(f: Figure) -> bool:
    """What was before, what is told in brackets for conversion, and what measures stakes, rates, fines."""
    text, p = f.masked.text, f.position
    near = text[max(f.start, p - 16) : p] + _ENDS.split(text[p : min(f.end, p + 14)], maxsplit=1)[0]
    old = (
        (f.rules.old.search(f.before) and not f.expected and not _of_other(f))
        or f.rules.old_range.search(text[:p])
        or _past(f.masked, f.before, f.start)
        or _replaced(f)
        or f.rules.superseded.search(f.before)
        or (f.mask not in RELATIVE and f.rules.base_level.search(f.before))
    )
    beaten = (f.mask in RELATIVE and f.rules.skip_after.match(f.tail)) or f.rules.overshoot.search(f.before)
    off = f.mask == "Money" and f.rules.off_by.match(f.tail)
    return (
        bool(old or beaten or off or f.rules.skip.search(near))
        or (bracketed(text, p) and not f.expected)
        or _before_now(f)
        or bool(f.rules.back_then.search(text, 0, p))
        or bool(f.rules.subset.match(f.tail))
        or _crossed(f)
        or (f.mask in RELATIVE and bool(f.rules.than_another.match(f.tail)))
        or bool(f.mask == "Tokens" and f.rules.trained.match(f.tail))
        or bool(f.rules.held.search(f.before) and f.rules.held_behind.match(f.tail))
    )


def _crossed(f: Figure) -> bool:
    """Whether a level is only one that what was told right before has crossed: "reached 208, up 43%, past the mark of 200"."""
    levels = [r for r in f.read if not r.change]
    return bool(levels and f.rules.threshold.match(f.tail))


def _of_other(f: Figure) -> bool:
    """Whether a change or a level is told for comparison with another's: "against 15% for the S&P 500"."""
    told = bool(f.read) and f.read[-1].change == (f.mask in RELATIVE)
    return told and bool(f.rules.of_other.match(f.tail))


def _past(masked: Masked, before: str, start: int) -> bool:
    """Whether a figure is last year's, told for comparison."""
    match = _SAME_PERIOD.search(before)
    if not match or _AGAINST.search(before, 0, match.start(1)):
        return False  # "than a year ago": what follows is how much more
    return "同期" in masked.read(start + match.start(1))


def _replaced(f: Figure) -> bool:
    """Whether a level is the one that what follows moves away from: "from 310 at the year's end to 480"."""
    if f.mask in ("Points", "Times"):
        return False
    return bool(f.rules.replaced.search(f.before) and f.rules.moved_on.match(f.tail))


def bracketed(text: str, position: int) -> bool:
    """A figure in brackets right after another figure: a conversion or last year's."""
    opening = text.rfind("(", max(0, position - 30), position)
    if opening <= 0 or ")" in text[opening:position]:
        return False
    return text[:opening].rstrip()[-1:] == text[position]


def _before_now(f: Figure) -> bool:
    """Whether a figure stands in brackets with the time that it is of: "(2024: $39.3m)"."""
    opening = f.masked.text.rfind("(", max(0, f.position - 40), f.position)
    match = f.rules.prior.match(f.masked.text, opening + 1) if opening > 0 else None
    return bool(match and f.position < match.end() and f.read)


def _moved(f: Figure) -> bool:
    """Whether a share is said to have moved by a figure, or where to, behind by how much."""
    if f.mask in RELATIVE:
        return bool(f.rules.rise.search(f.before) or f.rules.fall.search(f.before))
    return bool(f.read) and f.read[-1].metric.id == "stock_price" and bool(f.rules.level.search(f.before))


def vetoed(f: Figure, metric: Metric) -> bool:
    """What the sentence tells of is something else: a deal, lay-offs, a hypothesis."""
    if f.carry.told.keys() & f.rules.told_of.get(metric.id, ()) and not f.rules.stands.search(
        f.masked.text, 0, f.position
    ):
        return True
    if metric.id in _COUNTED and f.quantity.value == 1:
        return True
    if metric.id == "stock_price" and _moved(f):
        return False  # "jumped 30% after it agreed to be acquired"
    veto = f.rules.veto.get(metric.id)
    told = f.masked.text + f.masked.read(f.position)
    return bool(veto and veto.search(told)) and f.position not in f.told
