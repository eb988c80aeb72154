"""What a figure measures where the text leaves that unsaid because results are told of: "Google Cloud $17.7B, +48%", "guides to $10bn".

All of these fall back on sales: it is sales that a company gives first, guides to, and parts by region and business.
"""

from __future__ import annotations

from decimal import Decimal

from ..ontology.metrics import Metric, metrics
from .bygone import RELATIVE
from .masking import ENTITIES, FIGURES, TYPES
from .measures import OTHER
from .readings import Figure, Found

_NEAR = 48  # within so many characters a change speaks of the level before it
_LARGE = Decimal(10**6)  # sales of a quarter are more; prices, earnings a share are less


def _large(f: Figure) -> bool:
    q = f.quantity
    return f.mask == "Money" and (q.value or q.high or 0) >= _LARGE


def _sales(f: Figure) -> bool:
    """Whether results were told of before: a flow of money."""
    carried = f.carry.metric
    return bool(carried) and carried.nature == "flow" and "currency" in carried.units  # type: ignore[union-attr]


def _told(f: Figure) -> Metric:
    """The flow of money told of last, else sales."""
    carried = f.carry.metric
    return (
        carried if carried and _sales(f) and carried.id not in ("eps", "capital_expenditure") else metrics()["revenue"]
    )


def guides(f: Figure) -> bool:
    """Whether an amount is what somebody expects to earn, not to spend, to pay or to write off."""
    start = f.start if f.before.strip() else 0  # "Q1 guide: $5bn" has its word before the colon
    hoped = _sales(f) or f.carry.metric is metrics()["annualized_revenue"]
    led = f.rules.guides.search(f.masked.text, start, f.position) or (hoped and f.rules.hopes.search(f.before))
    return bool(led) and not f.rules.outlay.search(f.before) and not f.rules.other_money.match(f.tail)


def by_guidance(f: Figure) -> Found:
    """What "guides to $10bn" or "guides to growth of 10%" speaks of."""
    if _large(f) and guides(f):
        return metrics()["revenue"], None
    if f.mask == "Percent" and (f.rules.guides_growth.search(f.before) or f.rules.growth.search(f.before)):
        return _told(f), None
    return None


def by_entry(f: Figure) -> Found:
    """A name with an amount and its change: an entry of a list of results."""
    text, p = f.masked.text, f.position
    if not _large(f) or not f.rules.entry_change.match(f.tail):
        return None
    part = _sales(f) and f.rules.part_entry.search(text[:p])
    return (metrics()["revenue"], None) if part or f.rules.entry.search(text[:p]) else None


def by_part(f: Figure) -> Found:
    """A part of a business that the text does not name as a company: "Greater China down 4% to $14.5bn", "Gaming brought in $3.7bn"."""
    if not _sales(f):
        return None
    text, p = f.masked.text, f.position
    if _large(f) and (f.rules.earning.search(f.before) or f.rules.part_level.search(text[:p])):
        return _told(f), None
    if f.mask == "Percent" and f.rules.part_change.match(text, p + 1) and not _named(f):
        return _told(f), None
    if f.mask in ("Percent", "Ratio") and f.read and f.rules.of_total.match(f.tail):
        return metrics()["revenue_share"], None
    return None


def _named(f: Figure) -> bool:
    """Whether the clause names a company or an index, whose own move it may be."""
    wanted = TYPES["Org"] + TYPES["Index"]
    return any(ch in wanted for ch in f.masked.text[f.home : f.position])


_SPENT = frozenset({"capital_expenditure", "research_and_development", "operating_cost", "interest_expense"})
_MARGINS = {
    "operating_income": "operating_margin",
    "gross_profit": "gross_margin",
    "net_income": "net_margin",
    "ebitda": "ebitda_margin",
}


def by_margin(f: Figure) -> Found:
    """A profit put again as a share of all sales is a margin: "operating income was $12 million, or 15% of revenue", "…, at a margin of 15%"."""
    last = next((r for r in reversed(f.read) if not r.change), None)
    margin = _MARGINS.get(last.metric.id) if last and f.mask in ("Percent", "Ratio") else None
    if margin is None or last is None:
        return None
    again = f.read[-1] is last and f.rules.aka.fullmatch(f.masked.text, last.position + 1, f.position)
    put = (again and f.rules.of_total.match(f.tail)) or f.rules.margin.match(f.tail)
    put = put or f.rules.margin_of.search(f.masked.text, last.position, f.position)
    return (metrics()[margin], None) if put else None


def _puts_sum(f: Figure) -> bool:
    """Whether a share of sales only puts a sum that measures nothing: "a fine of $40 million, or 1% of its annual revenue"."""
    sums = [i for i in f.masked.positions("Money") if i < f.position]
    unread = bool(sums) and all(r.position != sums[-1] for r in f.read)
    return unread and bool(f.rules.puts_sum.fullmatch(f.masked.text, sums[-1] + 1, f.position))


def by_whole(f: Figure) -> Found:
    """Which share of all sales those told of right before are: "$62bn, or 91% of the total"; nothing where they are costs, nor of a cost in a profit."""
    if f.mask == "Money" and f.rules.included.search(f.before) and f.rules.other_money.match(f.tail):
        return OTHER, None
    if f.mask in ("Percent", "Ratio") and f.rules.spends.search(f.before) and f.rules.of_total.match(f.tail):
        return OTHER, None
    if f.mask in ("Percent", "Ratio") and f.rules.of_total.match(f.tail) and _puts_sum(f):
        return OTHER, None
    spent = f.mask in ("Percent", "Ratio") and f.read and f.read[-1].metric.id in _SPENT
    part = f.rules.of_total.match(f.tail) or any(
        f.home <= t.start < f.position and t.metric.id == "revenue_share" for t in f.terms
    )
    if spent and part:
        return OTHER, None
    again = f.read and f.rules.aka.fullmatch(f.masked.text, f.read[-1].position + 1, f.position)
    if again and f.mask in RELATIVE and f.read[-1].metric.id != "revenue" and f.rules.of_total.match(f.tail):
        return OTHER, None
    told = f.read and f.read[-1].metric.id == "revenue" and f.mask in ("Percent", "Ratio")
    return (metrics()["revenue_share"], None) if told and f.rules.of_whole.match(f.tail) else None


def follows(f: Figure, alike: bool) -> bool:
    """Whether a change is said right behind the level that has moved so, or shares the verb of the change before it.

    "X had 5 million users and Y 3 million, up 40%", "cut the price of X by 45% in June and by 30% in July".
    """
    last = f.read[-1]
    between = f.masked.text[last.position + 1 : f.position]
    if not alike or len(between) > _NEAR or any(ch in ENTITIES | FIGURES for ch in between):
        return False
    if last.change:
        return not f.rules.rise.search(between) and not f.rules.fall.search(between)
    return bool(f.rules.alongside.fullmatch(between))


def by_neighbour(f: Figure) -> Found:
    """How much the figure right before it has moved: "12 trillion tokens last week, 3% less than the week before"."""
    if f.mask not in RELATIVE or not f.read or f.read[-1].change or f.read[-1].metric.id == "rank":
        return None
    between = f.rules.against_thing.sub("", f.masked.text[f.read[-1].position + 1 : f.position])
    if len(between) > _NEAR or any(ch in ENTITIES for ch in between) or any(ch in FIGURES for ch in between):
        return None
    moved = (
        f.masked.read(f.position)[:1] in "+-−–"
        or f.rules.rise.search(f.before)
        or f.rules.fall.search(f.before)
        or f.rules.after_change.match(f.tail)
        or f.rules.self_moving.search(f.masked.read(f.position))
    )
    return (f.read[-1].metric, f.read[-1].term) if moved else None
