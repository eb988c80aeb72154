"""People whom a Chinese text names again and again, though no word beside them tells who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...ontology.model import EntityType
from .candidates import CJK
from .cut_zh import Cut, soft
from .people import is_personal
from .phrases_zh import ends_here, strange

_NAME = re.compile(rf"(?=(?P<name>[{CJK}]{{3}}))")
_OFTEN = 3


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
