"""Who gives and who takes, where a sentence says only that two agreed: "A and B signed a contract for chips".

Whoever makes chips, or is called after the computing power that it rents out, sells; whoever makes models buys. A kind's file names the rules
that leave this open, and what sellers are called after: `[engine] mutual = { between = ["buyer", "supplier"], rules = "contract", sells = "cloud|云" }`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..ontology.catalogue import catalogue
from ..ontology.events import event_kinds
from ..ontology.model import Entity
from .frames import Frame


@cache
def _makers(kind: str) -> frozenset[str]:
    return frozenset(e.parent for e in catalogue().values() if e.type == kind and e.parent)


def _sells(identifier: object, entities: Mapping[str, Entity], called: str) -> int:
    """How much speaks for an organization's being the one that sells computing power; less than nothing: it buys."""
    entity = entities.get(str(identifier))
    names = (entity.name, *entity.names.values()) if entity else ()
    chips = str(identifier) in _makers("Hardware") or any(re.search(called, n, re.I) for n in names)
    return int(chips) - int(str(identifier) in _makers("Model"))


def direct(frame: Frame, entities: Mapping[str, Entity]) -> None:
    """Turn an exchange round whose supplier would rather be its buyer."""
    mutual = event_kinds()[frame.kind].engine.get("mutual")
    if not mutual or mutual["rules"] not in frame.rule:
        return
    taker, giver = mutual["between"]
    if len(frame.keys(taker)) != 1 or len(frame.keys(giver)) != 1:
        return
    sells = {role: _sells(frame.keys(role)[0], entities, mutual["sells"]) for role in (taker, giver)}
    if sells[giver] < sells[taker]:
        frame.roles[taker], frame.roles[giver] = frame.roles[giver], frame.roles[taker]
