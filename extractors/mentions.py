"""Mentions: the times, quantities and names of a text.

The same as components of a spaCy pipeline are in `pipeline.py`, which is loaded only where a trained pipeline is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from ..ontology.catalogue import catalogue
from ..ontology.model import Entity, EntityType, Language, Mention, Quantity, Span
from .languages import language_data
from .names import Names, find_names
from .quantities import find_quantities
from .times import find_times

_PROCESSORS = frozenset(("gpu", "tpu", "asic", "cpu"))  # kinds of hardware that are counted as chips
Hints: TypeAlias = Sequence[tuple[str, EntityType]]
Reader: TypeAlias = Callable[[str, Language, date | None, Hints, bool], tuple[list[Mention], Names]]
PIECE = 200_000  # characters of one Doc: what keeps memory bounded on very long documents


def find_mentions(
    text: str,
    language: Language,
    published: date | None,
    read: Reader | None = None,
    *,
    hints: Hints = (),
    traditional: bool = False,
) -> tuple[list[Mention], Names]:
    """Names, quantities and times of normalised text: sorted, none overlapping, with the entities named.

    `hints` are names that the text is known to hold (its publisher's), with their types; `traditional` tells its characters before they were folded.
    `read` finds them in a piece of text where a trained pipeline is to help (pipeline.py).
    """
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for start, piece in _pieces(text):
        here, found = (read or read_piece)(piece, language, published, hints, traditional)
        entities.update(found.entities)
        mentions += here if start == 0 else [_moved(m, start) for m in here]
    return mentions, Names(tuple(m for m in mentions if isinstance(m.value, str)), entities)


def read_piece(
    text: str, language: Language, published: date | None, hints: Hints, traditional: bool
) -> tuple[list[Mention], Names]:
    """The mentions of a piece of text."""
    return with_names(text, language, find_figures(text, language, published, traditional), (), hints)


def find_figures(text: str, language: Language, published: date | None, traditional: bool = False) -> list[Mention]:
    """Times against the date of publication, and quantities; a time wins where both would stand."""
    times = find_times(text, language, published)
    quantities = without(find_quantities(text, language, traditional), times)
    return sorted([*times, *quantities], key=_start)


def with_names(
    text: str,
    language: Language,
    figures: Sequence[Mention],
    extra: Sequence[Mention] = (),
    hints: Hints = (),
) -> tuple[list[Mention], Names]:
    """The names, and they with the figures; a name wins over a figure that it holds ("GLM-4.5")."""
    found = find_names(text, language, taken=[m.span for m in figures], extra=extra, hints=hints)
    figures = [_number_before(text, m, found.mentions, language) for m in figures]
    mentions = sorted([*found.mentions, *without(figures, found.mentions)], key=_start)
    return _of_chips(text, language, mentions), found


def _of_chips(text: str, language: Language, mentions: list[Mention]) -> list[Mention]:
    """The mentions, so many pieces of named hardware being so many chips: 4万片H200, "2,048 H100s"."""
    counter = language_data(language, "quantities")["units"].get("chip_counter")
    for n, (m, after) in enumerate(pairwise(mentions)):
        if after.kind != "Hardware" or not isinstance(m.value, Quantity) or m.value.unit not in ("1", "units"):
            continue
        pieces = counter and re.search(rf"{counter}$", text[m.span.start : after.span.start])
        if pieces or (after.span.start - m.span.end <= 1 and _plural(text, after)):
            mentions[n] = replace(m, value=replace(m.value, unit="chips"))
    return mentions


def _plural(text: str, thing: Mention) -> bool:
    """Whether a mention is of several of one known chip: "H100s"."""
    known = catalogue().get(str(thing.value))
    return known is not None and known.kind in _PROCESSORS and text[thing.span.end : thing.span.end + 1] == "s"


_COUNTED = re.compile(r"((?:[a-z]+ ){0,3}[\d,.]+(?: (?:thousand|million|billion))?)(?: of(?: the| its)?)? ")


@cache
def _counted(language: Language) -> re.Pattern[str]:
    """A number as it stands before the name of what it counts."""
    counter = language_data(language, "quantities")["units"].get("chip_counter")
    return re.compile(rf"([^，。；]{{1,16}}?{counter})") if counter else _COUNTED


def _number_before(text: str, figure: Mention, names: Sequence[Mention], language: Language) -> Mention:
    """A figure without the name that stands between its number and what it counts: "10,000 Blackwell GPUs"."""
    if not isinstance(figure.value, Quantity) or figure.span.end - figure.span.start < 4:
        return figure
    at = bisect_left(names, figure.span.start, key=_start)
    if at == len(names) or names[at].span.start >= figure.span.end:
        return figure
    number = _counted(language).fullmatch(text, figure.span.start, names[at].span.start)
    return replace(figure, span=Span(figure.span.start, number.end(1))) if number else figure


def _start(mention: Mention) -> int:
    return mention.span.start


def without(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """Those that overlap none of the others (both sorted)."""
    out, i = [], 0
    for m in mentions:
        while i < len(others) and others[i].span.end <= m.span.start:
            i += 1
        if i == len(others) or others[i].span.start >= m.span.end:
            out.append(m)
    return out


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A long text in pieces that end with a line."""
    start = 0
    while start < len(text) or start == 0:
        end = start + PIECE
        if end < len(text):
            end = text.rfind("\n", start + 1, end) + 1 or text.find("\n", end) + 1 or len(text)
        yield start, text[start:end]
        start = max(end, start + 1)


def _moved(mention: Mention, offset: int) -> Mention:
    span = Span(mention.span.start + offset, mention.span.end + offset)
    return Mention(span, mention.kind, mention.value, mention.rule)
