"""Which of many patterns can match a text at all: one scan for the words without which they cannot.

Most patterns need certain words; most texts hold few of them. `needs` reads those words off a compiled pattern, `Screen` looks for the
words of many patterns at once. What it lets through must still be matched; what it holds back would not match.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from ..ontology.model import Language
from .kept import Kept
from .patterns import Pattern

MOST = 16  # words that are spelled out of one stretch of a pattern
LARGEST = 1024  # alternatives of one need; more say little
Seekable = re.Pattern[str] | Pattern
Need = frozenset[str]  # of these words a text must hold one, in lower case


@cache
def needs(pattern: Seekable) -> tuple[Need, ...]:
    """What every text that a pattern matches holds: one word at least of each set.

    >>> sorted(map(sorted, needs(re.compile("(?:buy|bought) (?:some )?shares?|snapped up"))))
    [['bought share', 'bought some share', 'buy share', 'buy some share', 'snapped up']]
    """
    if isinstance(pattern, Pattern):
        return _kept().words(f"{pattern.flags} {pattern.expression()}", partial(_read_shortened, pattern))
    return _kept().words(f"{pattern.flags} {pattern.pattern}", partial(_read, pattern.pattern, pattern.flags))


@cache
def _kept() -> Kept:
    """Thousands of patterns take seconds to read."""
    way = hashlib.blake2b(Path(__file__).read_bytes() + sys.version.encode(), digest_size=8).hexdigest()
    return Kept(f"needs-{way}")


def _read_shortened(pattern: Pattern) -> tuple[Need, ...]:
    return _read(pattern.expression(_stand_in(pattern.language)), pattern.flags)


def _read(source: str, flags: int) -> tuple[Need, ...]:
    found: list[Need] = []
    _close(_sequence(parser.parse(source, flags), _OPEN, found), found)
    return tuple(found)


@cache
def _stand_in(language: Language) -> Callable[[str], str | None]:
    """Parts that need no words are anything at all: most of a pattern is made of them, and takes long to read."""

    @cache
    def anything(part: str) -> str | None:
        return None if _read(Pattern(f"<{part}>", language).expression(), 0) else "(?:.*)"

    return anything


_OPEN: Need = frozenset([""])  # nothing is known of what stands before


def _sequence(items: Iterable[tuple[Any, Any]], before: Need, found: list[Need]) -> Need:
    """What a match is known to end with after some items, of which one is `before` them; what comes before anything unknown goes to `found`."""
    for what, value in items:
        before = _one(what, value, before, found)
    return before


def _one(what: Any, value: Any, before: Need, found: list[Need]) -> Need:
    if what is op.LITERAL:
        return _followed(before, frozenset([chr(value).lower()]), found)
    if what is op.IN:
        return _followed(before, _characters(value), found)
    if what is op.BRANCH:
        return _branches(value[1], before, found)
    if what is op.SUBPATTERN:
        return _sequence(value[-1], before, found)
    if what is op.ATOMIC_GROUP:
        return _sequence(value, before, found)
    if what in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, repeated = value
        if most == 1:
            return _branches([repeated, ()] if least == 0 else [repeated], before, found)
        return _close(_sequence(repeated, before, found) if least else before, found)
    if what is op.ASSERT:
        _close(_sequence(value[1], _OPEN, found), found)
    return before if what in (op.ASSERT, op.ASSERT_NOT, op.AT) else _close(before, found)


def _branches(branches: Sequence[Iterable[tuple[Any, Any]]], before: Need, found: list[Need]) -> Need:
    """What a match ends with after any of some branches; where one of them holds anything unknown, the best that each has is what all need."""
    inner: list[list[Need]] = [[] for _ in branches]
    ends = [_sequence(branch, before, cut) for branch, cut in zip(branches, inner, strict=True)]
    end = frozenset().union(*ends)
    if any(inner) or len(end) > MOST:
        best = [_best([*cut, *([] if "" in e else [e])]) for cut, e in zip(inner, ends, strict=True)]
        _close(frozenset().union(*(need or _OPEN for need in best)), found)
    return end if len(end) <= MOST else _OPEN


def _followed(before: Need, characters: Need, found: list[Need]) -> Need:
    if "" in characters:
        return _close(before, found)
    if len(before) * len(characters) <= MOST:
        return frozenset(word + c for word in before for c in characters)
    _close(before, found)
    return characters


def _close(words: Need, found: list[Need]) -> Need:
    """Anything may follow these words: they are a need, unless one alternative says nothing."""
    if "" not in words and len(words) <= LARGEST:
        found.append(_shortest(words))
    return _OPEN


def _shortest(words: Need) -> Need:
    """Without the words that hold another: who has "buys" has "buy"."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(k in word for k in kept):
            kept.append(word)
    return frozenset(kept)


def _characters(items: Sequence[tuple[Any, Any]]) -> Need:
    """The characters of a class, in lower case; nothing known where they are too many."""
    found: set[str] = set()
    for what, value in items:
        if what is op.LITERAL:
            found.add(chr(value).lower())
        elif what is op.RANGE and value[1] - value[0] < LARGEST:
            found |= {chr(c).lower() for c in range(value[0], value[1] + 1)}
        else:
            return _OPEN
    return frozenset(found)


def _order(need: Need) -> tuple[tuple[int, int], list[str]]:
    return _worth(need), sorted(need)


def _worth(need: Need) -> tuple[int, int]:
    return min(map(_weight, need)), -len(need)


def _weight(word: str) -> int:
    """How much a word says: a Latin letter little, a mask more, a Chinese character most."""
    return sum(1 if c < "\u2e80" else 3 if _MASK.match(c) else 4 for c in word)


def _tells(need: Need) -> bool:
    return _worth(need)[0] >= 3


_MASK = re.compile("[\ue000-\uf8ff]")


def _best(found: Sequence[Need]) -> Need | None:
    return max(found, key=_worth, default=None)


class Screen:
    """The patterns, by their numbers, that a text may match; one that is not `masked` yet holds words, but no masks.

    A number may stand for several patterns that a text must match all. Those `always` let through no word holds back.
    """

    def __init__(self, patterns: Sequence[Seekable | Sequence[Seekable]], masked: bool = True) -> None:
        sets = [(p,) if isinstance(p, (re.Pattern, Pattern)) else p for p in patterns]
        needed = [{need for p in together for need in needs(p) if _tells(need)} for together in sets]
        _kept().save()
        all_needs = [sorted(found, key=_order, reverse=True)[:4] for found in needed]
        if not masked:
            all_needs = [[n for n in found if not any(map(_MASK.search, n))] for found in all_needs]
        words = sorted({word for found in all_needs for need in found for word in need})
        number = {word: i for i, word in enumerate(words)}
        self._scan = AhoCorasick(words, matchkind=MatchKind.Standard)
        self.always = [i for i, found in enumerate(all_needs) if not found]
        self._by_word: list[list[int]] = [[] for _ in words]
        self._more: list[tuple[frozenset[int], ...]] = []
        for i, found in enumerate(all_needs):
            for word in found[0] if found else ():
                self._by_word[number[word]].append(i)
            self._more.append(tuple(frozenset(number[w] for w in need) for need in found[1:]))

    def passing(self, text: str) -> list[int]:
        """Numbers of the patterns that may match, in order."""
        present = {hit[0] for hit in self._scan.find_matches_as_indexes(text.lower(), overlapping=True)}
        by_word, more = self._by_word, self._more
        found = set(self.always)
        for pattern in {p for word in present for p in by_word[word]}:
            for need in more[pattern]:  # a loop is twice as fast here as any() over a generator
                if need.isdisjoint(present):
                    break
            else:
                found.add(pattern)
        return sorted(found)
