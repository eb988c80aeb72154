"""Who gives and who takes, where a sentence says only that two agreed: "A and B signed a contract for chips".

Whoever makes chips, or is called after the computing power that it rents out, or is said to be in that trade, sells; whoever makes models buys. A kind's file names the rules
that leave this open, and what sellers are called after: `[engine] mutual = { between = ["buyer", "supplier"], rules = "contract", sells = "cloud|云", buys = "Labs$" }`. Whose product the deal is for sells it; what the text says that one of them is to do (`takes`, `gives`) tells most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import Any

from ..ontology.catalogue import catalogue
from ..ontology.events import event_kinds
from ..ontology.model import Entity, Mention
from .frames import Frame


@cache
def _makers(kind: str) -> frozenset[str]:
    return frozenset(e.parent for e in catalogue().values() if e.type == kind and e.parent)


@dataclass(frozen=True, slots=True)
class Trades:
    """What a text says of the trades of those that it names: "the data-centre operator X", "Y, a bank"."""

    text: str
    mentions: Mapping[object, Sequence[Mention]]  # in order
    _told: dict[tuple[object, str], bool] = field(default_factory=dict)

    @classmethod
    def told(cls, text: str, mentions: Iterable[Mention]) -> Trades:
        named: dict[object, list[Mention]] = {}
        for mention in mentions:
            if mention.kind == "Organization":
                named.setdefault(mention.value, []).append(mention)
        return cls(text, named)

    def is_one(self, identifier: object, trade: str) -> bool:
        """Whether an organization is said to be in a trade, right before or behind its name."""
        before, behind = _said(trade)
        key = identifier, trade
        if key not in self._told:
            self._told[key] = any(
                before.search(self.text, max(0, m.span.start - _ASIDE), m.span.start)
                or behind.match(self.text, m.span.end, m.span.end + _ASIDE)
                for m in self.mentions.get(identifier, ())
            )
        return self._told[key]

    def undertakes(self, identifier: object, frame: Frame, deed: str) -> bool:
        """Whether an event's own sentences say that an organization is to do something: "A signed with B, which will buy …"."""
        pattern, named = re.compile(deed, re.I), self.mentions.get(identifier, ())
        for e in frame.evidence:
            first = bisect_left(named, e.start, key=lambda m: m.span.start)
            inside = takewhile(e.covers, (m.span for m in named[first : first + _AGAIN]))
            if any(pattern.match(self.text, span.end) for span in inside):
                return True
        return False

    def deals_in(self, frame: Frame, goods: str) -> bool:
        """Whether an event's own sentences speak of some goods."""
        return any(re.search(goods, e.of(self.text), re.I) for e in frame.evidence)


_STATED = 4  # what the text says of who does what tells more than all that is known of the two
_AGAIN = 20  # times at most that one sentence names somebody
_ASIDE = 80  # characters in which a name is said to be something


@cache
def _said(trade: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"(?:{trade})(?:,? (?:called|named))? ?$", re.I),
        re.compile(
            rf"(?: \([^()]{{1,20}}\))?, (?:an?|the|another|one of|[\w-]+['’]s) [^,.;]{{0,50}}?(?:{trade})", re.I
        ),
    )


def _sells(
    identifier: object,
    frame: Frame,
    entities: Mapping[str, Entity],
    mutual: Mapping[str, str],
    trades: Trades,
    hosted: bool,
    fitted: bool,
) -> int:
    """How much speaks for an organization's being the one that sells computing power; less than nothing: it buys.

    Where what is sold is room and power for somebody's chips (it is `hosted`), who makes chips is no more likely to sell it;
    where it is what data centres are fitted with, those who run them buy it.
    """
    entity = entities.get(str(identifier))
    names = (entity.name, *entity.names.values()) if entity else ()

    def called(after: str) -> bool:
        return after in mutual and any(re.search(mutual[after], n, re.I) for n in names)

    def told(trade: str) -> bool:
        return trade in mutual and trades.is_one(identifier, mutual[trade])

    def does(deed: str) -> bool:
        return deed in mutual and trades.undertakes(identifier, frame, mutual[deed])

    entry = catalogue().get(str(identifier))
    host = entry is not None and entry.kind == "host"  # that rents out computing power, or sells electricity
    if fitted and (host or called("hosts")):
        return -1
    sells = (not hosted and str(identifier) in _makers("Hardware")) or host or called("sells")
    buys = str(identifier) in _makers("Model") or called("buys")
    trade = int(told("sellers")) - int(told("buyers"))
    return int(sells) - int(buys) + trade + _STATED * (does("gives") - does("takes"))


def _made_by(frame: Frame, role: str) -> bool:
    """Whether who fills a role makes the product that the deal is for."""
    products = {str(k) for k in frame.keys("product")}
    return any((entry := catalogue().get(p)) and entry.parent == frame.keys(role)[0] for p in products)


def _needed(frame: Frame, mutual: Mapping[str, Any], trades: Trades) -> bool:
    """Whether a deal is for what models are made with."""
    if any(frame.keys(role) for role in mutual.get("made", ())):
        return True
    return "needed" not in mutual or trades.deals_in(frame, mutual["needed"])


def agreed(frame: Frame) -> Mapping[str, Any] | None:
    """How to tell apart the two sides of an event that was told as what both agreed on; nothing where it was not."""
    mutual: Mapping[str, Any] | None = event_kinds()[frame.kind].engine.get("mutual")
    if mutual is None or mutual["rules"] not in frame.rule or not all(map(frame.keys, mutual["between"])):
        return None
    return mutual


def direct(frame: Frame, entities: Mapping[str, Entity], trades: Trades) -> None:
    """Turn an exchange round whose supplier would rather be its buyer."""
    mutual = agreed(frame)
    if mutual is None:
        return
    taker, giver = mutual["between"]
    if len(frame.keys(taker)) != 1 or len(frame.keys(giver)) != 1:
        return
    hosted = "hosted" in mutual and trades.deals_in(frame, mutual["hosted"])
    fitted = not hosted and "fitted" in mutual and trades.deals_in(frame, mutual["fitted"])
    sells = {
        r: _sells(frame.keys(r)[0], frame, entities, mutual, trades, hosted, fitted) + 3 * _made_by(frame, r)
        for r in (taker, giver)
    }
    if max(sells.values()) <= 0 and not _needed(frame, mutual, trades):
        return  # a maker of models sells them, where nothing is spoken of that it needs and nobody known to sell that
    if sells[giver] < sells[taker]:
        frame.roles[taker], frame.roles[giver] = frame.roles[giver], frame.roles[taker]
