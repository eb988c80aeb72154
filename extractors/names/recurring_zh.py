"""Whom a Chinese text names again and again: people whom no word beside them tells, companies whose names are plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...ontology.model import EntityType
from .aliases import found_at
from .candidates import CJK
from .cut_zh import LANGUAGE, Cut, fit, soft
from .lexicon import lexicon
from .people import is_personal, sounds_foreign
from .phrases_zh import corporate, ends_here
from .plain_zh import a_word, closes, opens_or_links, strange

_NAME = re.compile(rf"(?=(?P<name>[{CJK}]{{3}}))")
_CHARACTERS = re.compile(rf"[{CJK}]+")
_OFTEN = 3
_LONGEST = 5


def recurring(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`骆闻笛并不讳言…`, `骆闻笛没有点头`: a person's name by its form, in which no word is, among different words each time."""
    places: dict[str, list[int]] = {}
    for match in _NAME.finditer(cut.text):
        name = match["name"]
        if is_personal(name):
            places.setdefault(name, []).append(match.start())
    for name, starts in places.items():
        if len(starts) >= _OFTEN and strange(name) == len(name) and _stands_alone(cut, starts, len(name)):
            yield name, "Person", 3, "recurring"

    yield from _companies(cut)


def _companies(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`公司半山代码拿到…`: what stands between a noun of kind and a company's verb, and in other places too."""
    text, seen = cut.text, lexicon(LANGUAGE)
    for __, end, word in cut.tokens:
        if not any(v.side == "before" and v.type == "Organization" and v.weight > 1 for v in seen.voices.get(word, ())):
            continue
        for size in range(3, 7):
            name = text[end : end + size]
            if re.search(f"[^{CJK}]", name) or len(name) < size or any(c in soft() for c in name):
                break
            if text.count(name) >= _OFTEN and corporate(cut, end + size) and fit(name) and not closes(name[:2]):
                if name not in seen.common and not is_personal(name):
                    yield name, "Organization", 4, "recurring"
                break


def coined(cut: Cut, names: Iterable[str]) -> Iterator[str]:
    """Those of some names that no word is in, not even a rare one, and that stand alone wherever the text has them.

    Two characters that foreign names are written with may be somebody's: 库克.
    """
    asked = {n for n in names if 1 < len(n) < _LONGEST and _CHARACTERS.fullmatch(n) and strange(n) == len(n)}
    places: dict[str, list[int]] = {n: [] for n in asked if not a_word(n) and not opens_or_links(n) and not _foreign(n)}
    for start, end in found_at(cut.text, places):
        places[cut.text[start:end]].append(start)
    for name, starts in places.items():
        if starts and all(
            _edge(cut, at) and (ends_here(cut, at + len(name)) or at + len(name) in cut.starting) for at in starts
        ):
            yield name


def _foreign(name: str) -> bool:
    return len(name) == 2 and all(map(sounds_foreign, name))


def _stands_alone(cut: Cut, starts: list[int], size: int) -> bool:
    """Whether what stands at some offsets is no part of longer words: it opens clauses, and different words go on from it."""
    opened = sum(_edge(cut, at) for at in starts)
    ended = sum(ends_here(cut, at + size) or at + size in cut.starting for at in starts)
    behind = {cut.text[at + size : at + size + 1] for at in starts}
    return 2 * opened >= len(starts) and 2 * ended >= len(starts) and len(behind) > 1


def _edge(cut: Cut, at: int) -> bool:
    """Whether a name may begin at an offset: behind a mark, a word or a small word."""
    before = cut.text[at - 1 : at]
    return not re.match(f"[{CJK}]", before) or at in cut.ending or before in soft()
