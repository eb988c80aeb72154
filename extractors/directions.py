"""Who gives and who takes, where a sentence says only that two agreed: "A and B signed a contract for chips".

Whoever makes chips, or is called after the computing power that it rents out, sells; whoever makes models buys. A kind's file names the rules
that leave this open, and what sellers are called after: `[engine] mutual = { between = ["buyer", "supplier"], rules = "contract", sells = "cloud|云", buys = "Labs$" }`. Whose product the deal is for sells it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..ontology.catalogue import catalogue
from ..ontology.events import event_kinds
from ..ontology.model import Entity, Quantity
from .frames import Frame


@cache
def _makers(kind: str) -> frozenset[str]:
    return frozenset(e.parent for e in catalogue().values() if e.type == kind and e.parent)


def _sells(identifier: object, entities: Mapping[str, Entity], mutual: Mapping[str, str], hosted: bool) -> int:
    """How much speaks for an organization's being the one that sells computing power; less than nothing: it buys.

    Power and room for servers, told in watts, is `hosted` for who makes chips too.
    """
    entity = entities.get(str(identifier))
    names = (entity.name, *entity.names.values()) if entity else ()

    def called(after: str) -> bool:
        return any(re.search(mutual[after], n, re.I) for n in names)

    sells = (not hosted and str(identifier) in _makers("Hardware")) or called("sells")
    buys = str(identifier) in _makers("Model") or ("buys" in mutual and called("buys"))
    return int(sells) - int(buys)


def _made_by(frame: Frame, role: str) -> bool:
    """Whether who fills a role makes the product that the deal is for."""
    products = {str(k) for k in frame.keys("product")}
    return any((entry := catalogue().get(p)) and entry.parent == frame.keys(role)[0] for p in products)


def direct(frame: Frame, entities: Mapping[str, Entity]) -> None:
    """Turn an exchange round whose supplier would rather be its buyer."""
    mutual = event_kinds()[frame.kind].engine.get("mutual")
    if not mutual or mutual["rules"] not in frame.rule:
        return
    taker, giver = mutual["between"]
    if len(frame.keys(taker)) != 1 or len(frame.keys(giver)) != 1:
        return
    capacity = next((f.mention.value for f in frame.roles.get("capacity", ()) if f.mention), None)
    hosted = isinstance(capacity, Quantity) and capacity.unit == "watts"
    sells = {r: _sells(frame.keys(r)[0], entities, mutual, hosted) + 3 * _made_by(frame, r) for r in (taker, giver)}
    if sells[giver] < sells[taker]:
        frame.roles[taker], frame.roles[giver] = frame.roles[giver], frame.roles[taker]
