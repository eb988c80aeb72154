"""A Chinese text cut at its plain words, and the walks from a word to the ends of the name beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...ontology.model import Language
from ..languages import language_data
from .candidates import CJK
from .lexicon import LATIN_RUN, Lexicon, lexicon
from .people import sounds_foreign

LANGUAGE: Language = "zh"
CHARACTER = re.compile(rf"[{CJK}]")
_LONGEST = 12
_TRAILING = "于在和与将则已曾也都又还能会可对向从由被把是为有均正拟仍并就却才以获受遭"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name, with what stands at its left: `edge` (punctuation, a mark), `word` or `soft`."""

    start: int
    end: int
    left: str


@cache
def data() -> Mapping[str, Any]:
    return language_data(LANGUAGE, "names")


@cache
def soft() -> frozenset[str]:
    return frozenset(data()["soft"]["stop"])


@cache
def latin_stop() -> frozenset[str]:
    return frozenset(data()["soft"]["latin"].split())


class Cut:
    """A veiled text with its words and Latin runs, and the walks from a word to the ends of the name beside it."""

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.lexicon: Lexicon = lexicon(LANGUAGE)
        matches = self.lexicon.automaton.find_matches_as_indexes(text)
        self.runs = [(self._behind_kind(*m.span()), m.end()) for m in LATIN_RUN.finditer(text)]
        inside = {at for s, e in self.runs if " " in text[s:e] for at in range(s, e)}
        words = self.lexicon.words
        self.tokens = [(s, e, words[i]) for i, s, e in matches if s not in inside and self._whole(s, e)]
        self.starting = {s: n for n, (s, _, _) in enumerate(self.tokens)}
        self.ending = {e: n for n, (_, e, _) in enumerate(self.tokens)}
        self.run_end = {e: s for s, e in self.runs}
        self.run_start = dict(self.runs)

    def _behind_kind(self, start: int, end: int) -> int:
        """Where the name in a run of Latin letters begins, which the kind of device may open: CPU Vera."""
        kind, _, name = self.text[start:end].partition(" ")
        voices = self.lexicon.voices.get(kind, ()) if name else ()
        return start + len(kind) + 1 if any(v.side == "before" and v.type == "Hardware" for v in voices) else start

    def _whole(self, start: int, end: int) -> bool:
        """Latin words of the lexicon are not cut out of longer ones."""
        text = self.text
        if text[start] > "\u2fff":
            return True
        return not (start and (text[start - 1].isascii() and text[start - 1].isalnum())) and not (
            end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "-")
        )

    def cuts(self, at: int) -> bool:
        """Whether a plain word begins at an offset that is more than a syllable of a foreign name."""
        token = self.starting.get(at)
        return token is not None and (len(self.tokens[token][2]) > 1 or not sounds_foreign(self.text[at]))

    def left(self, at: int) -> Candidate | None:
        """The stretch that ends at `at`, without the small words right before it."""
        while (
            at > 2 and self.text[at - 1] in _TRAILING and CHARACTER.match(self.text[at - 2]) and at not in self.ending
        ):
            at -= 1
        start = at
        gap = longest = 0
        left = "edge"
        while start > 0 and at - start < _LONGEST + 16:
            token = self.ending.get(start)
            char = self.text[start - 1]
            if token is not None:
                s, _, word = self.tokens[token]
                if (word in self.lexicon.suffixes or word in inner()) and gap < 2 and start - s < 5:
                    start = s
                    gap += len(word) == 1
                    longest = max(longest, len(word))
                    continue
                if len(word) == 1 and gap >= 2 and word not in soft():
                    start = s
                    gap += 1
                    continue
                left = "word"
                break
            if (start in self.run_end and gap == 0) or (start in self.run_end and self.text[start:at].isascii()):
                long = start - self.run_end[start] > 4
                start = self.run_end[start]
                gap += 2
                if long and at - start > 4 and self.text[start - 1 : start] > "\u3400":
                    left = "word"
                    break
                continue
            if not CHARACTER.match(char):
                left = "soft" if char.isalpha() and char.isascii() else "edge"
                break
            if char in soft() and gap >= 2:
                left = "soft"
                break
            if gap >= 2 and compiled("compound", "trade").search(self.text, max(0, start - 5), start):
                left = "word"
                break
            start -= 1
            gap += 1
        while (
            start < at
            and not (left == "word" and self._introduces(start))
            and self.text[start] in soft()
            and gap > 2
            and self.text[start] in "由据与和的在对将被为是了向等也都已并但而及或让于从"
        ):
            start += 1
            gap -= 1
            left = "soft"
        if self.text[start:at].isascii() and self.text[start - 2 : start] in data()["soft"]["counted"]:
            return None  # 这家MicroLED公司: what it makes
        if gap == 1 and longest > 1 and left == "edge" and self.text[start] not in soft():
            gap = 2
        return Candidate(start, at, left) if gap >= 2 and gap <= _LONGEST else None

    def _introduces(self, at: int) -> bool:
        """Whether the word before an offset says what follows it: a name begins right there."""
        token = self.ending.get(at)
        return token is not None and any(v.side == "before" for v in self.lexicon.voices.get(self.tokens[token][2], ()))

    def right(self, at: int) -> tuple[int, int] | None:
        """The stretch that starts at `at`, up to the first word that cuts."""
        end = at
        gap = 0
        if at in self.run_start:
            end = self.run_start[at]
            gap = 2
            if end - at == 1:
                return None
            return (at, end)
        while end < len(self.text) and end - at < _LONGEST:
            token = self.starting.get(end)
            char = self.text[end]
            if token is not None:
                _, e, word = self.tokens[token]
                if word in self.lexicon.suffixes and gap >= 2:
                    end = e
                    gap += 1
                    continue
                break
            if end in self.run_start and gap >= 2 and self.text[end : self.run_start[end]] == "AI":
                end = self.run_start[end]
                break
            if not CHARACTER.match(char) or (
                char in soft() and (gap >= 2 or (gap == 0 and char in data()["soft"]["hard"]))
            ):
                break
            end += 1
            gap += 1
        return (at, end) if gap >= 2 and end - at < _LONGEST else None

    def has_gap(self, start: int, end: int) -> bool:
        """Whether two characters in a range are no plain word's."""
        free = end - start
        for at in range(start, end):
            token = self.starting.get(at)
            if token is not None and self.tokens[token][1] - at > 1:
                free -= min(self.tokens[token][1], end) - at
        return free >= 2

    def plain_inside(self, start: int, end: int, least: int = 1) -> bool:
        """Whether a plain word of at least so many characters begins or ends in a range."""
        return any(
            at in self.starting
            and len(self.tokens[self.starting[at]][2]) >= least
            or at + 1 in self.ending
            and len(self.tokens[self.ending[at + 1]][2]) >= least
            for at in range(start, end)
        )


@cache
def hop() -> frozenset[str]:
    """Words that may stand between a subject and its verb."""
    return frozenset(data()["soft"]["hop"].split())


@cache
def inner() -> frozenset[str]:
    """Plain words that a name may hold right before its ending."""
    return frozenset(data()["soft"]["inner"].split())


def fit(name: str, ended: bool = False) -> bool:
    """Whether a string may be a new name by its form; one that an ending of companies follows may open with more: 小鹿科技."""
    form = data()["form"]
    opened = name[1:] if ended and name[:1] in form["opening"] and len(name) > 1 else name
    if re.match(form["never_first"], opened) or re.search(form["never"], name):
        return False
    return (
        name not in latin_stop()
        and not re.fullmatch(r"[\d.,:%-]+[A-Za-z]?|[A-Z]?\d{1,2}", name)
        and not all(part in latin_stop() for part in name.split())
    )


@cache
def compiled(table: str, key: str) -> re.Pattern[str]:
    """A pattern of the language's table of names."""
    return re.compile(data()[table][key], re.M)
