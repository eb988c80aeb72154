"""Which extracted entity, value and event stands for which one of a gold document.

A gold document is JSON: `id`, `published`, `language`, `text` or `text_file`, `document` (fields of the head),
`entities` (id → type, names), `events` (type, modality, arguments) and `silent` (quotations that state no event). In
arguments, `@id` is an entity, `{"value", "unit", "comparator"}` a quantity, `{"start", "end"}` a time, any other
string a text; `a|b` is either. What is `optional` is neither owed nor held against a system.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from ..ontology.events import event_kinds

Json: TypeAlias = dict[str, Any]

_IGNORED = re.compile(r"[\s\-‐-―_·・.'’\"“”「」《》()（）]+")
EMPTY: Json = {"document": {}, "entities": [], "events": []}


@cache
def fold(name: str) -> str:
    """A name without what writers vary: width, case, blanks and punctuation.

    >>> fold("Qwen 3.6-Plus") == fold("ｑｗｅｎ3.6 Plus")
    True
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name).casefold())


def same_number(a: float, b: float) -> bool:
    """Equal but for rounding; small ratios are stated to three digits."""
    scale = max(abs(a), abs(b))
    return abs(a - b) <= 1e-6 * max(scale, 1e-12) or (abs(a) < 1 and abs(a - b) < 5e-4 * scale)


def same_quantity(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Unit and value agree (or the ends of a range that gold states); comparators are judged apart."""
    if gold.get("unit") and found.get("unit") not in gold["unit"].split("|"):
        return False
    keys = ("value",) if gold.get("value") is not None else ("low", "high")
    return all(
        found.get(key) is not None and same_number(gold[key], found[key]) for key in keys if gold.get(key) is not None
    )


def names_of(entity: Mapping[str, Any]) -> set[str]:
    """All names of an extracted entity, folded."""
    names = [entity.get("name", ""), *entity.get("aliases", ()), *(entity.get("names") or {}).values()]
    return {fold(name) for name in (*names, *(m["text"] for m in entity.get("mentions", ()))) if name}


class Matching:
    """One gold document beside what was extracted from it."""

    def __init__(self, gold: Json, system: Json) -> None:
        self.gold, self.system = gold, system
        self.entities: Mapping[str, Json] = {e["id"]: e for e in system["entities"]}
        self.links: dict[str, set[str]] = defaultdict(set)  # extracted entity → gold entities it may be
        gold_names = {i: {fold(n) for n in e["names"]} for i, e in gold["entities"].items()}
        for identifier, entity in self.entities.items():
            names = names_of(entity)
            self.links[identifier] |= {i for i, known in gold_names.items() if names & known}

    def same_value(self, gold: Any, found: Mapping[str, Any]) -> bool:
        """Whether an extracted argument is the gold one."""
        if isinstance(gold, dict):
            if "start" not in gold:
                return "quantity" in found and same_quantity(gold, found["quantity"])
            time = found.get("time")
            return time is not None and all(time.get(end) == gold.get(end) for end in ("start", "end"))
        return any(
            option[1:] in self.links.get(found.get("entity", ""), ())
            if option.startswith("@")
            else fold(option) == fold(str(found.get("text", "")))
            for option in gold.split("|")
        )

    def matched(self, gold: Iterable[Any], found: Iterable[Mapping[str, Any]]) -> int:
        """How many gold values find a value of their own."""
        left, count = list(found), 0
        for value in gold:
            at = next((i for i, candidate in enumerate(left) if self.same_value(value, candidate)), None)
            if at is not None:
                del left[at]
                count += 1
        return count

    def core_holds(self, gold: Json, found: Json) -> bool:
        """Whether the roles that make two reports of an event the same agree; of several parties, two."""
        if gold["type"] != found["type"]:
            return False
        for role in event_kinds()[gold["type"]].core:
            wanted = gold["arguments"].get(role, [])
            needed = min(2 if role == "party" else 1, len(wanted))
            if self.matched(wanted, found["arguments"].get(role, [])) < needed:
                return False
        return True

    def pairs(self) -> dict[int, int]:
        """Gold event → extracted event by their positions, the best agreement first, each used once."""
        candidates: list[tuple[int, bool, int, int]] = []
        for g, gold in enumerate(self.gold["events"]):
            for s, found in enumerate(self.system["events"]):
                if self.core_holds(gold, found):
                    agreement = sum(
                        self.matched(values, found["arguments"].get(role, []))
                        for role, values in gold["arguments"].items()
                    )
                    candidates.append((-agreement, bool(gold.get("optional")), g, s))
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, g, s in sorted(candidates):
            if g not in pairs and s not in taken:
                pairs[g] = s
                taken.add(s)
        return pairs

    def is_silent(self, quotation: str) -> bool:
        """Whether a quotation lies in a passage that states no event."""
        folded = fold(quotation)
        return bool(folded) and any(folded in fold(passage) for passage in self.gold.get("silent", ()))

    def same_field(self, wanted: str, found: Any) -> bool:
        """Whether a field of the document's head holds; it may be an entity's id or a name."""
        options = wanted.split("|")
        if found in self.entities:
            names = names_of(self.entities[found])
            return any(o[1:] in self.links[found] if o.startswith("@") else fold(o) in names for o in options)
        return found is not None and any(fold(str(found)) == fold(o.lstrip("@")) for o in options)

    def sentence_of(self, arguments: Mapping[str, Sequence[Any]]) -> str:
        """The sentence of the gold text in which most of an event's entities are named."""
        ids = {
            o[1:] for vs in arguments.values() for v in vs if isinstance(v, str) for o in v.split("|") if o[0] == "@"
        }
        names = [self.gold["entities"][i]["names"] for i in ids if i in self.gold["entities"]]
        lines = re.split(r"(?<=[。！？])|\n|(?<=[.!?]) ", self.gold.get("text", ""))
        best = max(lines, key=lambda line: sum(any(n in line for n in each) for each in names), default="")
        return best.strip()
