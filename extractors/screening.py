"""Which of many patterns can match a text at all: one scan for the words without which they cannot.

Most patterns need certain words; most texts hold few of them. `needs` reads those words off a compiled pattern, `Screen` looks for the
words of many patterns at once. What it lets through must still be matched; what it holds back would not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

MOST = 256  # alternatives of one need; more say little
Need = frozenset[str]  # of these words a text must hold one, in lower case


def needs(pattern: re.Pattern[str]) -> tuple[Need, ...]:
    """What every text that a pattern matches holds: one word at least of each set.

    >>> sorted(map(sorted, needs(re.compile("(?:buy|bought) (?:some )?shares?|snapped up"))))
    [['share', 'snapped up']]
    """
    return tuple(_sequence(parser.parse(pattern.pattern, pattern.flags)))


def _sequence(items: Iterable[tuple[Any, Any]]) -> Iterator[Need]:
    word = ""
    for what, value in items:
        if what is op.LITERAL:
            word += chr(value)
            continue
        if word:
            yield frozenset([word.lower()])
            word = ""
        yield from _one(what, value)
    if word:
        yield frozenset([word.lower()])


def _one(what: Any, value: Any) -> Iterator[Need]:
    if what is op.IN:
        yield from _characters(value)
    elif what is op.BRANCH:
        best = [_best(tuple(_sequence(branch))) for branch in value[1]]
        union = frozenset(word for need in best if need for word in need)
        if all(best) and len(union) <= MOST:
            yield union
    elif what is op.SUBPATTERN:
        yield from _sequence(value[-1])
    elif what in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        if value[0] > 0:
            yield from _sequence(value[2])
    elif what is op.ATOMIC_GROUP:
        yield from _sequence(value)
    elif what is op.ASSERT:
        yield from _sequence(value[1])


def _characters(items: Sequence[tuple[Any, Any]]) -> Iterator[Need]:
    found: set[str] = set()
    for what, value in items:
        if what is op.LITERAL:
            found.add(chr(value).lower())
        elif what is op.RANGE and value[1] - value[0] < MOST:
            found |= {chr(c).lower() for c in range(value[0], value[1] + 1)}
        else:
            return
    if len(found) <= MOST:
        yield frozenset(found)


def _worth(need: Need) -> tuple[int, int]:
    return min(map(_weight, need)), -len(need)


def _weight(word: str) -> int:
    """How much a word says: a Latin letter little, a mask or a Chinese character more."""
    return sum(1 if c < "\u2e80" else 3 for c in word)


def _tells(need: Need) -> bool:
    return _worth(need)[0] >= 3


_MASK = re.compile("[\ue000-\uf8ff]")


def _best(found: Sequence[Need]) -> Need | None:
    return max(found, key=_worth, default=None)


class Screen:
    """The patterns, by their numbers, that a text may match; one that is not `masked` yet holds words, but no masks."""

    def __init__(self, patterns: Sequence[re.Pattern[str]], masked: bool = True) -> None:
        all_needs = [sorted(filter(_tells, needs(p)), key=_worth, reverse=True)[:4] for p in patterns]
        if not masked:
            all_needs = [[n for n in found if not any(map(_MASK.search, n))] for found in all_needs]
        words = sorted({word for found in all_needs for need in found for word in need})
        number = {word: i for i, word in enumerate(words)}
        self._scan = AhoCorasick(words, matchkind=MatchKind.Standard)
        self._always = [i for i, found in enumerate(all_needs) if not found]
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
        found = {p for word in present for p in by_word[word]}
        found = {p for p in found if not any(need.isdisjoint(present) for need in more[p])}
        return sorted(found.union(self._always))
