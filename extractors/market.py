"""What a percentage or a level is of where markets are told of: a share's or an index's move needs no term."""

from __future__ import annotations

import re

from ..ontology.metrics import Metric, metrics
from .masking import ENTITIES, TYPES
from .readings import Figure, Found, Reading
from .rows import JOINED

_QUOTING = frozenset("(: ") | ENTITIES  # what a quotation without a word of movement or a sign ends with
_PRICED = TYPES["Model"] + TYPES["Product"] + TYPES["Hardware"]
_NEAR = 40  # characters before a figure in which whose move it is may be said
TRADED = frozenset({"stock_price", "index_level"})
_OF_MARKETS = frozenset({"", "rank", "stock_price", "index_level"})  # terms that quotations may stand beside


def by_market(f: Figure) -> Found:
    """Who moves by so many percent without a term moves on the market; a part of a company grows its sales."""
    if f.mask != "Percent":
        return None
    rules, text, p = f.rules, f.masked.text, f.position
    if shared := gapped(f):
        mover = max(i for i in f.masked.at if i < p and text[i] in ENTITIES)
        if shared.metric.id not in TRADED:
            return shared.metric, None
        return _traded_as(f, mover), None
    price = metrics()["price"]
    priced = f.carry.metric is price and f.masked.language == "zh"
    own = next((text[i] for i in sorted(f.masked.at, reverse=True) if f.home <= i < p and text[i] in ENTITIES), "")
    if priced and own and own in _PRICED and rules.stock_move.search(f.before):
        return price, None  # a thing has a price and no share
    of_other = f.masked.language == "zh" and any(t.end <= p and t.metric.id not in _OF_MARKETS for t in f.terms)
    if moves_alone(f) and (f.masked.language == "en" or not of_other and _in_session(f)):
        mover = _mover(f)
        value = f.masked.mention(mover).value
        index, unit = text[mover] == TYPES["Index"] or value in f.carry.exchanges, value in f.carry.units
        return metrics()["index_level" if index else "revenue" if unit else "stock_price"], None
    quoted = rules.quoted.search(text, max(0, p - 12), p)
    if not quoted and _in_brackets(f):
        return _traded_as(f, _mover(f)), None
    moved = f.masked.read(p)[:1] in "+-−–" or bool(quoted and quoted[0][-1] not in _QUOTING) or bool(leading(f))
    if quoted and moved and not of_other:
        at = quoted.start()
        value = f.masked.mention(at).value
        if text[at] == TYPES["Product"] or value in f.carry.units:
            return metrics()["revenue"], None
        return _traded_as(f, at), None
    return None


def gapped(f: Figure) -> Reading | None:
    """The move whose verb a company or an index shares: "X gained 2%, Y 1.4% and the Z index 0.8%"."""
    moves = [r for r in f.read if r.change and (r.metric.id in TRADED or (r.term is None and r.metric.id == "revenue"))]
    shares = (f.rules.gapped, JOINED)
    if not moves or not any(way.fullmatch(f.masked.text, moves[-1].position + 1, f.position) for way in shares):
        return None
    return moves[-1]


def leading(f: Figure) -> re.Match[str] | None:
    """What says that shares are listed by how much they moved, in brackets: "the biggest gains were those of X (9%), Y (8%)"."""
    return (
        f.rules.leaders.search(f.masked.text, 0, f.position) if f.mask == "Percent" and f.before[-1:] == "(" else None
    )


def by_other(f: Figure) -> Found:
    """What another has moved by, for comparison: "gained 81%, against 15% for the S&P 500"."""
    other = f.rules.of_other.match(f.masked.text, f.position + 1) if f.mask in ("Percent", "Money") else None
    if other and f.mask == "Money":  # "$3 for X, against $5 for Y"
        last = f.read[-1] if f.read and f.rules.old.search(f.before) else None
        return (last.metric, last.term) if last and not last.change and f.level_of(last.metric) else None
    if not other or not f.read or not f.read[-1].change or f.read[-1].metric.id not in _OF_MARKETS:
        return None
    at = other.end() - 1
    return _traded_as(f, at), None


def _traded_as(f: Figure, mover: int) -> Metric:
    """What moves where a name moves on the market: an index, or a share."""
    index = f.masked.text[mover] == TYPES["Index"] or f.masked.mention(mover).value in f.carry.exchanges
    return metrics()["index_level" if index else "stock_price"]


def _in_brackets(f: Figure) -> bool:
    """Whether quotations were told before and this one stands in brackets behind what is said of its company: "was strongest (+14%)"."""
    carried = f.carry.metric
    told = carried is not None and carried.id in TRADED
    trading = f.masked.language == "en" and (told or f.rules.of_stocks.search(f.masked.text, 0, f.position))
    return bool(trading) and f.masked.read(f.position)[:1] in "+-−–" and f.before[-1:] == "(" and _mover(f) >= 0


def by_index(f: Figure) -> Found:
    """A level, move or rank where the sentence has named an index."""
    if not any(i < f.position for i in f.masked.positions("Index")):
        return None
    stands = f.mask in ("Number", "Count") and f.level_of(metrics()["index_level"])
    number = stands and (f.rules.level.search(f.before) or f.rules.labelled.search(f.before))
    if f.mask == "Percent" or f.quantity.unit == "points" or number:
        return metrics()["index_level"], None
    return (metrics()["rank"], None) if f.mask == "Rank" else None


def by_session(f: Figure) -> Found:
    """A move of the market session, whose company may be named before; a run that goes on; a level of what was spoken of."""
    if f.mask == "Times" and "Listing" in f.carry.told and not f.terms:  # "made its debut and doubled"
        moved = f.rules.self_moving.search(f.masked.read(f.position)) and f.rules.doubled_alone.match(f.tail)
        return (metrics()["stock_price"], None) if moved and _names_company(f) else None
    if f.mask != "Percent":
        return None
    rules, carried = f.rules, f.carry.metric
    if carried is metrics()["index_level"] and rules.run.search(f.before):
        return carried, None
    session = rules.session.search(f.before)
    moved = session or rules.stock_move.search(f.before)
    trading = carried is not None and carried.id in TRADED | {"market_cap"} or "Listing" in f.carry.told
    if moved and trading and rules.it_moved.search(f.before):
        return carried if carried and carried.id in TRADED else metrics()["stock_price"], None
    if session or moved and rules.market.search(f.masked.text) and _names_company(f):
        return metrics()["stock_price"], None
    return (carried, None) if carried and f.level_of(carried) and rules.level.search(f.before) else None


def moves_alone(f: Figure) -> bool:
    """Whether a clause says of a company or an index of its own, without a term, that it moved on the market."""
    moved = f.rules.stock_move.search(f.before) or (
        f.rules.moved_after.match(f.tail) and f.rules.stood.search(f.masked.text[: f.position])
    )
    return bool(moved) and _mover(f) >= 0


def _in_session(f: Figure) -> bool:
    """Whether markets are told of: the sentence names an index, or the last figure was of an index or a share."""
    carried = f.carry.metric
    return bool(f.masked.positions("Index")) or carried is not None and carried.id in _OF_MARKETS - {"rank"}


def _mover(f: Figure) -> int:
    """Where the first company or index stands that the figure's clause is about, or the one before that it goes on about; or -1.

    Who stands right before the movement moves: "the index rose, with X up 3%".
    """
    wanted, place = TYPES["Org"] + TYPES["Index"], TYPES["Place"]
    beside = f.rules.subject_before.search(f.masked.text, max(0, f.position - _NEAR), f.position)
    named = [i for i in f.masked.at if beside and beside.start() <= i < f.position and f.masked.text[i] in wanted]
    if named:
        return max(named)
    own = [c for c in f.parts if c.start <= f.position]
    goes_on = own and _continues(f)
    for clause in reversed(own if goes_on else own[-1:]):
        groups = [i for g in clause.groups for i in g if i < f.position and f.masked.text[i] != place]
        if groups:
            return next((i for i in groups if f.masked.text[i] in wanted), -1)
    return -1


def _continues(f: Figure) -> bool:
    """Whether a clause without a subject says what else the subject before did: "and added 9%", "X: 5% up"."""
    return f.masked.language == "en" and not any(t.end <= f.position for t in f.terms) and not _told(f)


def _told(f: Figure) -> bool:
    """Whether the sentence has given figures of something else than a market."""
    return any(r.metric.id not in TRADED for r in f.read)


def _names_company(f: Figure) -> bool:
    """Whether a company is the subject of the figure's clause or of one before."""
    near = [c for c in f.parts if c.start <= f.position]
    return any(f.masked.text[i] == TYPES["Org"] for c in near for g in c.groups for i in g if i < f.position)
