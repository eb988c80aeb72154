"""Names in Latin letters in Chinese text, by their place in the clause: who is dealt with, and what somebody has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from .cut_zh import Cut, data, fit, latin_stop
from .phrases_zh import acts
from .segments_en import is_plain

_LATIN = re.compile(
    r"(?<![\w.@/#&-])[A-Z][A-Za-z]{3,}(?: [A-Z][A-Za-z]{2,}){0,2}(?![\w@&-]|[ ]?\d|\.[a-z]| [A-Z])", re.A
)


@cache
def _place(key: str) -> re.Pattern[str]:
    return re.compile(data()["latin"][key])


def _plain(name: str) -> bool:
    words = name.split()
    return all(is_plain(w) or w in latin_stop() or w.isupper() for w in words) or name.isupper()


def latin_names(cut: Cut) -> Iterator[str]:
    """Capitalised Latin words that are no plain English: in Chinese text they are names."""
    for match in _LATIN.finditer(cut.text):
        if not _plain(match[0]) and match[0].split()[-1] not in latin_stop():
            yield match[0]


def latin_placed(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`为Brightloop代工`: an organization that something is done with; `把Fabrica的价格…`: a thing that is sold or used."""
    text = cut.text
    for match in _LATIN.finditer(text):
        name, (start, end) = match[0], match.span()
        if _plain(name) or not fit(name) or name.split()[-1] in latin_stop():
            continue
        before = text[max(0, start - 12) : start]
        if _place("thing").match(text, end) or (_place("moved").search(before) and _place("into").match(text, end)):
            yield name, "Product", 3, "placed"
        elif _place("no_organization").match(text, end):
            continue
        elif _place("owned").search(before):
            yield name, "Product", 3, "placed"
        elif _place("with").search(before) and (acts(cut, end) or _place("dealt").match(text, end)):
            yield name, "Organization", 2, "placed"
        elif _place("opens").search(before) and acts(cut, end):
            yield name, "Organization", 2, "placed"
