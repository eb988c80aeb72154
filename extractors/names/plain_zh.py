"""What is plain Chinese and what is none: words by frequency lists (`words.txt`, `rare.txt`, `closing.txt`) and tables of small words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..languages import word_list
from .cut_zh import LANGUAGE, data, soft
from .lexicon import lexicon

_WORD = 4  # characters of the longest word that is looked up
_LATIN_END = re.compile(r"[A-Za-z\d]+$")


@cache
def table(key: str) -> frozenset[str]:
    return frozenset(data()["clause"][key].split())


@cache
def closing() -> frozenset[str]:
    """Words that a name stops before."""
    voices = lexicon(LANGUAGE)
    beside = {w for w, vs in voices.voices.items() if w > "\u3400" and any(v.side != "suffix" for v in vs)}
    return (
        (word_list(LANGUAGE, "closing") | beside | table("closing") | table("hop")) - voices.suffixes - table("inside")
    )


@cache
def frequent() -> frozenset[str]:
    """Plain words of two characters and more."""
    words = lexicon(LANGUAGE).common | word_list(LANGUAGE, "closing") | word_list(LANGUAGE, "words")
    return frozenset(w for w in words if len(w) > 1)


@cache
def _rare() -> frozenset[str]:
    return word_list(LANGUAGE, "rare")


@cache
def _words() -> frozenset[str]:
    return frequent() | _rare()


@lru_cache(maxsize=20_000)
def strange(name: str) -> int:
    """How many characters of a name no frequent word covers, at best.

    >>> strange("合作伙伴"), strange("星尘纪元"), strange("未来市场")
    (0, 4, 0)
    """
    return _uncovered(name, frequent())


@lru_cache(maxsize=20_000)
def odder(name: str) -> bool:
    """Whether not even rare words make up a name."""
    return _uncovered(name, _words()) > 0


@lru_cache(maxsize=20_000)
def made_of_words(name: str) -> bool:
    """Whether frequent words and small ones make up all of a string."""
    return _uncovered(name, frequent() | _single()) == 0


@cache
def _single() -> frozenset[str]:
    """Words of one character that names seldom hold."""
    return frozenset(data()["soft"]["small"]) | small()


def _uncovered(name: str, words: frozenset[str]) -> int:
    name = _LATIN_END.sub("", name)
    best = [0]
    for end in range(1, len(name) + 1):
        left = [best[end - 1] + 1]
        left += [best[end - size] for size in range(1, min(end, _WORD + 1) + 1) if name[end - size : end] in words]
        best.append(min(left))
    return best[-1]


def links(character: str) -> bool:
    """Whether a character is a small word that a name stops before."""
    return character in small()


def opens_or_links(text: str) -> bool:
    """Whether small words or numerals are among the characters."""
    return any(c in soft() or c in small() or c in table("verbs") for c in text)


def closes(text: str) -> bool:
    """Whether a string is a word that names stop before: none itself."""
    return text in closing()


def leads(text: str) -> bool:
    """Whether a string is a word that stands before the subject of a clause: none that opens a name."""
    return text in table("lead")


def a_word(name: str) -> bool:
    """Whether a string is a word, if a rare one."""
    return name in _words()


def word_at(text: str, at: int, words: frozenset[str]) -> int:
    """The size of the longest of the words that begins at an offset, or 0."""
    for size in range(_WORD + 1, 1, -1):
        if text[at : at + size] in words:
            return size
    return 0


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether words, marks or the text's ends part a stretch of characters from what is around it, and no word reaches over either end.

    >>> stands_alone("而智元在临港的新厂", 1, 3), stands_alone("加工行业", 1, 3), stands_alone("其中通过", 1, 3)
    (True, False, False)
    """
    words = frequent()
    for edge in (start, end):
        for size in range(2, _WORD + 1):
            for at in range(max(0, edge - size + 1), edge):
                if text[at : at + size] in words and not (at >= start and at + size <= end):
                    return False
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (
        not "\u3400" <= before <= "\u9fff"
        or opens_or_links(before)
        or any(text[start - size : start] in words for size in range(2, min(_WORD, start) + 1))
    )
    more = any(text[end : end + size] in lexicon(LANGUAGE).suffixes for size in range(1, _WORD + 1))
    return (
        opens
        and not more
        and (not "\u3400" <= after <= "\u9fff" or opens_or_links(after) or word_at(text, end, words | closing()) > 0)
    )


@cache
def small() -> frozenset[str]:
    """Small words that a name stops before."""
    return frozenset(data()["soft"]["hard"]) | table("aux") | table("preposition") | table("suffered")
