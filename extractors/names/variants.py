"""Variants of one family that a text means by their last word alone: "Aster Pro and Aster Mini … Pro costs", 分Pro和Flash两个版本."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .aliases_en import Binder

_OF = ("Model", "Hardware", "Product")
_NAMED_BEFORE = re.compile(r"(?<![\w.-])(?!(?:The|And|But|For|With|Both|While) )[A-Z\d](?:[\w.-]*\w)? $")
_NAMED_BEHIND = re.compile(r" [A-Z][\w-]*")


def bind_variants(
    text: str, groups: Binder, kinds: Mapping[str, EntityType], ids: Mapping[str, str], language: Language
) -> None:
    """Binds last words of variants' names, and words that a text deals out to variants of what it has just named.

    `kinds` are the types of the names of the text, `ids` those that are known. A word that also ends or begins other names stays alone.
    """
    families: dict[str, list[str]] = {}
    for name, type_ in kinds.items():
        match = _variant().search(name)
        if match and type_ in _OF:
            families.setdefault(name[: match.start()], []).append(name)
    lasts = Counter(_last(name) for names in families.values() for name in names)
    for name in (n for names in families.values() if len(names) > 1 for n in names):
        last = _last(name)
        if lasts[last] > 1 or last in kinds or not _alone(text, last, name):
            continue
        if name in ids:
            groups.bind(last, ids[name], kinds[name])
        else:
            groups.abbreviate(name, last)
    for match in _dealt(language).finditer(text):
        host = _host(text, match.start(), kinds)
        for last in re.findall(_word(), match["list"]) if host else ():
            if last not in kinds and not lasts[last] and _alone(text, last, f"{host} {last}"):
                groups.derive(f"{host} {last}", last, kinds[host])


def _last(name: str) -> str:
    return re.split("[ -]", name)[-1]


@cache
def _word() -> str:
    words = language_data("en", "names")["alias"]["variants"].split()
    return rf"(?:{'|'.join(words)})(?![A-Za-z\d-])"


@cache
def _variant() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w)])[ -]{_word()}$")


@cache
def _dealt(language: Language) -> re.Pattern[str]:
    """What says behind a name which variants it comes in."""
    word, frame = _word(), language_data(language, "names")["alias"]["dealt"]
    return re.compile(frame.replace("@", rf"(?P<list>{word}(?:(?:、|, | and |, and | or |和|与|及){word})+)"))


def _host(text: str, at: int, kinds: Mapping[str, EntityType]) -> str:
    """The longest name of a thing that ends where its variants are told."""
    ends = (n for n, type_ in kinds.items() if type_ in _OF and text.endswith(n, 0, at))
    return max(ends, key=len, default="")


def _alone(text: str, last: str, name: str) -> bool:
    """Whether a word stands without its family somewhere, and beside no other name anywhere."""
    places = re.finditer(rf"(?<![A-Za-z\d.-]){last}(?![A-Za-z\d-])", text)
    alone = [m for m in places if not text.endswith((name, name.replace(" ", "-")), 0, m.end())]
    return bool(alone) and not any(
        _NAMED_BEFORE.search(text, 0, m.start()) or _NAMED_BEHIND.match(text, m.end()) for m in alone
    )
