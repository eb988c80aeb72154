"""What a person's name looks like, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Protocol

from ..languages import language_data, word_list
from ..normalise import fold
from .lexicon import lexicon


class CutText(Protocol):
    """A text cut at plain words: `starting` holds the offsets where one begins."""

    text: str
    starting: dict[int, int]

    @property
    def tokens(self) -> Sequence[tuple[int, int, str]]: ...

    def cuts(self, at: int) -> bool: ...


@cache
def _zh() -> Mapping[str, frozenset[str]]:
    person = language_data("zh", "names")["person"]
    return {
        "surnames": frozenset(person["surnames"]),
        "compound": frozenset(person["compound"].split()),
        "not_given": frozenset(person["not_given"]),
        "not_last": frozenset(person["not_last"]),
        "sounds": frozenset(person["sounds"]),
        "inside": frozenset(person["inside"]),
        "behind": frozenset(person["behind"]),
        "aspect": frozenset(person["aspect"]),
    }


@lru_cache(65536)
def is_personal(name: str) -> bool:
    """Whether a string can be a Chinese person's name by its form.

    >>> is_personal("楚怀谷"), is_personal("贺兰舟"), is_personal("砺石数据"), is_personal("埃莉诺·范德海")
    (True, True, False, True)
    """
    zh = _zh()
    if "·" in name:
        return is_foreign(name)
    if (
        not 2 <= len(name) <= 4
        or not all("\u4e00" <= c <= "\u9fff" for c in name)
        or any(c in zh["not_given"] for c in name[1:])
    ):
        return False
    if len(name) == 3 and name[-1] in zh["not_last"]:
        return False
    if name[:2] in zh["compound"]:
        return 3 <= len(name) <= 4
    return len(name) < 4 and name[0] in zh["surnames"]


def is_foreign(name: str) -> bool:
    """Whether a Chinese spelling is that of a foreign name.

    >>> is_foreign("埃莉诺·范德海"), is_foreign("汉娜·黄"), is_foreign("研究报告·行业")
    (True, True, False)
    """
    parts = name.split("·")
    if len(parts) > 1 and len(parts[-1]) == 1 and parts[-1] in _zh()["surnames"]:
        parts.pop()
    letters = "".join(parts)
    return sum(map(sounds_foreign, letters)) >= 0.8 * len(letters)


def sounds_foreign(letter: str) -> bool:
    """Whether foreign names are written with a character."""
    return letter in _zh()["sounds"]


def _goes_on(cut: CutText, at: int) -> bool:
    """Whether a word that tells what somebody does begins here."""
    token = cut.starting.get(at)
    word = "" if token is None else cut.tokens[token][2]
    return len(word) > 1 and any(v.side == "after" and v.type == "Person" for v in lexicon("zh").voices.get(word, ()))


def personal_name_at(cut: CutText, at: int) -> Iterator[tuple[int, int]]:
    """The person's name that starts at an offset, behind a title; one at most."""
    text = cut.text
    match = _DOTTED.match(text, at)
    if match:
        end = match.end()
        for stop in range(text.rindex("·", at, end) + 2, end):
            if cut.cuts(stop) or text[stop] in "的在是将已也曾称说则与和认表出于为向对从被任共":
                end = stop
                break
        while end - text.rindex("·", at, end) > 3 and not sounds_foreign(text[end - 1]):
            end -= 1
        yield at, end
        return
    sizes = (4, 3) if text[at : at + 2] in _zh()["compound"] else (3, 2)
    foreign = re.compile(r"[\u4e00-\u9fff]{2,5}?(?![\u4e00-\u9fff])").match(text, at)
    if text[at : at + 1] not in _zh()["surnames"] and foreign and at not in cut.starting and is_foreign(foreign[0]):
        yield foreign.span()
        return
    if _small_inside(cut, at):
        yield at, at + 3
        return
    fits = [
        size
        for size in sizes
        if at + size <= len(text)
        and is_personal(text[at : at + size])
        and not (size == 3 and (at + 1 in cut.starting or _goes_on(cut, at + 2) or text[at + 2] in _zh()["not_last"]))
    ]
    if not fits or (at in cut.starting and text[at : at + 2] not in _zh()["compound"]):
        return
    for size in fits:
        end = at + size
        if (
            end == len(text)
            or not "\u3400" <= text[end] <= "\u9fff"
            or end in cut.starting
            or text[end] in _zh()["not_given"]
        ):
            yield at, end
            return
    yield at, at + fits[0]


def _small_inside(cut: CutText, at: int) -> bool:
    """Whether a small word is part of the name behind a title: 陈其安 where the name ends behind it, 顾大为 before a verb."""
    name, zh, end = cut.text[at : at + 3], _zh(), at + 3
    if len(name) < 3 or name[0] not in zh["surnames"] or not all("\u4e00" <= c <= "\u9fff" for c in name):
        return False
    after = cut.text[end : end + 1]
    if name[1] in zh["inside"] and name[2] not in zh["not_given"] | zh["not_last"]:
        return not "\u3400" <= after <= "\u9fff" or end in cut.starting or after in zh["not_given"]
    return name[2] in zh["behind"] and name[1] not in zh["not_given"] and (_goes_on(cut, end) or after in zh["aspect"])


_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,8})+")


@cache
def first_names() -> frozenset[str]:
    """Given names in Latin letters, without accents as normalised text has them."""
    return frozenset(fold(name, "en") for name in word_list("en", "first_names"))


@lru_cache(65536)
def is_given(word: str) -> bool:
    """Whether a word of normalised text is a given name, whatever its case; of a double one the first part tells.

    >>> is_given("Ines"), is_given("INES"), is_given("Ines-Maria"), is_given("Vantora")
    (True, True, True, False)
    """
    return not {word, word.split("-")[0], *((word.capitalize(),) if word.isupper() else ())}.isdisjoint(first_names())
