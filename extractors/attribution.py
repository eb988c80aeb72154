"""Who is cited for what: "according to X", "X said", "she estimates", "the company told", and how far a citation holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..ontology.model import Language, Mention
from .languages import language_data
from .masking import Masked, compile_pattern
from .subjects import Clause, Topic, subject_of

_ACTOR = "{who:Org|Person|Product}"


@dataclass(frozen=True, slots=True)
class _Cues:
    """Patterns that cite somebody named, by a pronoun or a noun, in closing brackets; and what cites for figures alone."""

    named: tuple[re.Pattern[str], ...]
    figures: tuple[re.Pattern[str], ...]
    outlets: tuple[re.Pattern[str], ...]
    person: re.Pattern[str]
    organization: re.Pattern[str]


@cache
def _cues(language: Language) -> _Cues:
    data = language_data(language, "discourse")["source"]

    def compiled(pattern: str) -> re.Pattern[str]:
        pattern = pattern.replace("{Verb}", data["verb"]).replace("{Adverb}", data["adverb"])
        return compile_pattern(pattern.replace("{Actor}", _ACTOR), language)

    return _Cues(
        tuple(map(compiled, data["cited"])),
        tuple(map(compiled, data["figures"])),
        tuple(map(compiled, data["outlets"])),
        compiled(data["person"]),
        compiled(data["organization"]),
    )


@dataclass(slots=True)
class Sources:
    """Who is cited where in a block; a citation holds until the next or the block's end."""

    standing: Mention | None = None
    found: list[tuple[int, Mention]] = field(default_factory=list)
    of_figures: Mention | None = None  # who announces the sentence's figures

    def read(self, masked: Masked, parts: Sequence[Clause] = (), topic: Topic | None = None) -> None:
        """Find the citations of one sentence; a pronoun's are those of whom the clauses and the topic speak of."""
        self.standing = self.at(len(masked.text))
        cues = _cues(masked.language)
        self.found = list(_named(masked, cues.named))
        if topic is not None:
            observers = topic.observers
            self.found += [(at, m) for at, m in _named(masked, cues.outlets) if m.value in observers]
            self.found += _unnamed(masked, cues, parts, topic, self.standing)
        self.found.sort(key=lambda f: f[0])
        self.of_figures = next((m for _, m in _named(masked, cues.figures)), None)

    def at(self, position: int) -> Mention | None:
        """The source for what stands at a masked position: the sentence's own first, else the standing one."""
        own = [mention for start, mention in self.found if start <= position] or [m for _, m in self.found]
        return own[0] if own else self.standing


def _named(masked: Masked, patterns: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, Mention]]:
    for pattern in patterns:
        for match in pattern.finditer(masked.text):
            positions = next((p for _, p in masked.bound(match) if p), None)
            if positions:
                yield match.start(), masked.mention(positions[0])


def _unnamed(
    masked: Masked, cues: _Cues, parts: Sequence[Clause], topic: Topic, standing: Mention | None
) -> Iterator[tuple[int, Mention]]:
    for match in cues.person.finditer(masked.text):
        if standing is not None and standing.kind == "Person":
            yield match.start(), standing
        elif found := subject_of(masked, parts, topic, match.start(), "Person"):
            yield match.start(), found[-1]
    for match in cues.organization.finditer(masked.text):
        found = _main(masked, parts, match.start()) or subject_of(masked, parts, topic, match.start() + 1, "Org")
        if found and found[0].value not in topic.observers:
            yield match.start(), found[0]


def _main(masked: Masked, parts: Sequence[Clause], before: int) -> list[Mention]:
    """The organization that a sentence is about as a whole, where it is told before a position."""
    group = next((g for c in parts for g in c.groups[:1]), ())
    if not group or group[0] >= before or masked.mention(group[0]).kind != "Organization":
        return []
    return [masked.mention(group[0])]
