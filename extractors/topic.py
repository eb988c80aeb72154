"""What has been spoken of: the topic that a clause without a subject of its own goes on about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from ..ontology.model import Mention
from .masking import Masked, characters
from .protagonist import Cast

NO_COMPANIES = frozenset({"public", "court", "exchange", "observer"})  # sorts that "the company" does not stand for
CLEARLY = 0.5  # by how much a text must be more about another than about whoever it named last


def _nothing(_: object) -> float:
    return 0.0


@dataclass(slots=True)
class Topic:
    """What has been spoken of within a block: recent subjects, newest first, as mention values with their types."""

    recent: list[tuple[str, tuple[Mention, ...]]] = field(default_factory=list)
    cast: Cast = field(default_factory=Cast)
    sorts: Mapping[object, str] = field(default_factory=dict)  # what sort of organization each is (sorts.py)
    silent: bool = False  # the paragraph has named no organization yet
    weight: Callable[[object], float] = _nothing  # how much the text is about something here (salience.py)

    def of_sort(self, sorts: Set[str]) -> Set[object]:
        """The organizations of some sorts."""
        return {value for value, sort in self.sorts.items() if sort in sorts}

    @property
    def observers(self) -> Set[object]:
        """Media and the like: what they report is not said of them."""
        return self.of_sort({"observer"})

    def opening(self, types: str, taken: Set[object]) -> list[Mention]:
        """Whom the document is about, where a paragraph that has named nobody yet says "the company"."""
        return untaken(self.cast.about, types, taken) if self.silent else []

    def about_still(self, house: Mention | None) -> bool:
        """Whether a paragraph speaks of nobody but whom the whole text is about."""
        last = self.newest("Org", frozenset())
        return house is not None and (self.silent or not last or house.value in {m.value for m in last})

    def remember(self, masked: Masked, positions: Sequence[int], subject: bool = True) -> None:
        """Put a subject group on top; what is only mentioned comes below the subject spoken of last."""
        mentions = tuple(m for i in positions if self.sorts.get((m := masked.mention(i)).value) != "observer")
        if not mentions:
            return
        mask = masked.text[positions[0]]
        self.silent = self.silent and mask not in characters("Org")
        if not subject and mask in characters("Place"):
            return  # where something is is not what is spoken of
        below = min(1, len(self.recent))
        if masked.language == "en":
            below = next((i + 1 for i, (m, _) in enumerate(self.recent) if m == mask), 0)
        self.recent.insert(0 if subject else below, (mask, mentions))
        del self.recent[40:]

    def newest(self, types: str, taken: Set[object]) -> list[Mention]:
        """The subject spoken of last that is of one of the types and not taken."""
        wanted = characters(types)
        for age, (mask, mentions) in enumerate(self.recent):
            if age and mask in characters("Place"):
                continue  # a place is spoken of only while nobody else is
            found = [m for m in mentions if m.value not in taken] if mask in wanted else []
            if found:
                return self._rather(found, mask, taken)
        return []

    def named_last(self, types: str, taken: Set[object]) -> list[Mention]:
        """The organizations that the block named last, whoever the text is about; those that report on others are none."""
        named = (mentions for mask, mentions in self.recent if mask in characters("Org") and "Org" in types.split("|"))
        untold = ([m for m in mentions if m.value not in taken | self.observers] for mentions in named)
        return next((found for found in untold if found), [])

    def _rather(self, found: Sequence[Mention], mask: str, taken: Set[object]) -> list[Mention]:
        """The organization that the text is about here, where that is clearly another than the one named last."""
        acting = characters("Org")
        if mask not in acting:
            return list(found)
        known = {m.value: m for k, mentions in reversed(self.recent) if k in acting for m in mentions}
        if self.cast.about:
            known.setdefault(self.cast.about.value, self.cast.about)
        rest = [m for v, m in known.items() if v not in taken and v not in self.observers]
        best = max(rest, key=lambda m: self.weight(m.value), default=None)
        least = max(self.weight(m.value) for m in found) + CLEARLY
        return [best] if best and self.weight(best.value) > least else list(found)

    def find(self, types: str, taken: Set[object] = frozenset()) -> list[Mention]:
        """The newest subject of one of the types, those taken left out; nobody further off takes its place."""
        wanted = characters(types)
        mask, found = next(((k, mentions) for k, mentions in self.recent if k in wanted), ("", ()))
        return [m for m in self._rather(found, mask, taken) if m.value not in taken] if found else []


def untaken(mention: Mention | None, types: str, taken: Set[object]) -> list[Mention]:
    """An organization, where a role takes one and nothing else has it."""
    fits = mention is not None and mention.value not in taken and "Org" in types.split("|")
    return [mention] if mention and fits else []
