"""A text cut at the words that are no part of new names: what is left between them may be one.

The text is first veiled: each known name becomes marks that say its type, each time and quantity likewise. Then one automaton finds the
plain words and the words that vote for a name beside them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import ahocorasick_rs

from ...ontology.model import ENTITY_TYPES, EntityType, Language, Span
from ..languages import language_data, word_list
from .candidates import Found

MARKS: Mapping[EntityType, str] = {t: chr(0xE000 + i) for i, t in enumerate(ENTITY_TYPES)}
TAKEN, MORE = "\ue00e", "\ue00f"
ENTITY = "[\ue000-\ue007]"
ENTITY_MARKS = frozenset(MARKS.values())
_TYPE_OF = {mark: t for t, mark in MARKS.items()}


def veil(text: str, found: Iterable[Found], taken: Sequence[Span] = ()) -> str:
    """The text with each name and figure as marks of the same length: the first says the type."""
    out = list(text)
    for span in taken:
        out[span.start : span.end] = TAKEN + MORE * (span.end - span.start - 1)
    for f in found:
        out[f.start : f.end] = MARKS[f.type] + MORE * (f.end - f.start - 1)
    return "".join(out)


def marked_type(mark: str) -> EntityType | None:
    """The entity type that a mark stands for."""
    return _TYPE_OF.get(mark)


@dataclass(slots=True)
class Votes:
    """What speaks for each name: per type and sort of evidence, the strongest voice counts.

    `forms` says how much a name looks like one, whatever of: it lifts the type that has most votes, and speaks for none.
    """

    by_name: dict[str, dict[EntityType, dict[str, int]]] = field(default_factory=lambda: defaultdict(dict))
    forms: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, name: str, type_: EntityType, weight: int, sort: str) -> None:
        sorts = self.by_name[name].setdefault(type_, {})
        sorts[sort] = max(sorts.get(sort, 0), weight)

    def add_form(self, name: str, weight: int, sort: str) -> None:
        """A vote for being a name, whatever the other votes say it is of."""
        self.forms[name][sort] = weight

    def verdicts(self, threshold: int = 3) -> dict[str, tuple[EntityType, int]]:
        """Per name that has enough votes for some type, that type and its votes."""
        out: dict[str, tuple[EntityType, int]] = {}
        for name, types in self.by_name.items():
            type_, score = max(
                ((t, sum(s.values())) for t, s in types.items()), key=lambda x: (x[1], x[0] != "Place", x[0])
            )
            score += sum(self.forms.get(name, {}).values())
            short = len(name) == 2 and name[0] > "\u3400" and type_ != "Person"  # two characters may be any word
            if score >= threshold + short:
                out[name] = (type_, score)
        return out


@dataclass(frozen=True, slots=True)
class Voice:
    """A word's vote: which way it looks (`after` stands behind the name), for what, how strongly."""

    side: str
    type: EntityType
    weight: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language that cut and vote."""

    automaton: ahocorasick_rs.AhoCorasick
    words: tuple[str, ...]
    voices: Mapping[str, tuple[Voice, ...]]
    suffixes: frozenset[str]
    common: frozenset[str]


@cache
def lexicon(language: Language) -> Lexicon:
    """All cutting and voting words of a language as one automaton."""
    data = language_data(language, "names")
    voices: dict[str, list[Voice]] = defaultdict(list)
    for side in ("after", "before", "suffix"):
        for key, words in data[side].items():
            type_, weight = key.split()
            for word in words.split():
                voices[word].append(Voice(side, type_, int(weight)))
    common = word_list(language, "common")
    words = tuple(sorted(common | set(voices)))
    suffixes = frozenset(w for w, vs in voices.items() if any(v.side == "suffix" for v in vs))
    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return Lexicon(automaton, words, {w: tuple(v) for w, v in voices.items()}, suffixes, common)


def free_characters(name: str, language: Language) -> int:
    """How many characters of a name are no plain word's."""
    found = lexicon(language)
    plain: int = sum(e - s for _, s, e in found.automaton.find_matches_as_indexes(name) if e - s > 1)
    return len(name) - plain


LATIN_RUN = re.compile(
    r"(?:[A-Z][\w.+&'·-]*[\w+]|[A-Z]|[a-z]{1,3}[A-Z]\w*|\d{1,4}[A-Za-z]\w*)(?: (?:(?:& )?[A-Z][\w.+&'-]*[\w+]|[A-Z]|\d{1,2}(?:\.\d)?(?![\d.%])))*",
    re.A,
)
