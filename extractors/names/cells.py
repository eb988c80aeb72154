"""Names in tables: a column that holds models, companies or benchmarks holds more of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast, get_args

from ...ontology.model import EntityType, Language, Quantity, Span
from ..fields import fields
from ..languages import language_data
from ..quantities import find_quantities
from .lexicon import marked_type
from .segments_en import is_plain

_ROW = re.compile(r"^[^\n]*(?:\||\t|[^\s] {2,}[^\s]| {2,}|\u3000)[^\n]*$", re.M)
_KEYED = re.compile(r"^[^\n:：]{1,40}[:：].*$", re.M)
_HEADED = 5  # the weight of what a column's head says of what stands under it
_FIGURE = re.compile(r"[(（]?(?:[$€£¥] *)?[(（]?\d[\d,.]*(?:%|\D|$)(?!\w)")
_SUM = re.compile(r"[A-Z]{3} ?\d[\d,]*(?:\.\d+)?")  # perhaps money
_NAME = re.compile(
    r"(?:[A-Z][\w.&'+-]*|[\u4e00-\u9fff]{2,12}(?:AI)?)(?:[ -](?:[A-Z\d][\w.&'+-]*|v\d[\d.]*|(?:&|and|of) [A-Z][\w'-]*))*$"
    r"|\d{1,3}(?: [A-Z][a-z]+){1,3}$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]{4,14}")
_MARKS = re.compile(r"[\ue000-\ue00f]")


@cache
def _heads() -> Mapping[EntityType, re.Pattern[str]]:
    """What a column's head says of what stands under it; a table's heads may be in another language than its text."""
    tables = [language_data(language, "names")["cells"]["heads"] for language in get_args(Language)]
    types: tuple[EntityType, ...] = ("Model", "Organization", "Product", "Benchmark")
    return {t: re.compile(rf"(?:{'|'.join(table[t] for table in tables)})$", re.I) for t in types}


@cache
def _measure() -> re.Pattern[str]:
    tables = [language_data(language, "names")["cells"] for language in get_args(Language)]
    return re.compile(rf"(?:{'|'.join(table['measure'] for table in tables)})$", re.I)


def cell_votes(text: str, veiled: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for what stands in tables; `veiled` has its figures unveiled."""
    for table in _tables(veiled):
        width = max(len(row) for row in table)
        if width < 2 or len(table) < 2:
            continue
        counted = any(_FIGURE.match(veiled[start:end]) for start, end in table[0][1:])  # its first row heads nothing
        for column in range(width):
            cells = [row[column] for row in table if column < len(row)]
            yield from _line(text, veiled, cells[1:], None if counted else _head(veiled, cells[:1]))
        yield from _line(text, veiled, table[0][1:], None)
        if not counted and _head(veiled, table[0][:1]) == "Model":
            yield from _tests(text, veiled, table)
    for line in _KEYED.finditer(veiled):
        for key, value in fields(veiled, Span(*line.span())):
            if head := _head(veiled, [(key.start, key.end)]):
                yield from _line(text, veiled, [(value.start, value.end)], head)


def _tests(text: str, veiled: str, table: list[list[tuple[int, int]]]) -> Iterator[tuple[str, EntityType, int, str]]:
    """Benchmarks that head the columns of models' scores: figures below a hundred, and no word for another measure above them."""
    for column, (start, end) in enumerate(table[0][1:], 1):
        cells = [veiled[slice(*row[column])] for row in table[1:] if column < len(row)]
        name = veiled[start:end]
        if sum(bool(_SCORE.fullmatch(cell)) for cell in cells) * 3 >= 2 * len(cells) > 2 and _NAME.match(name):
            words = re.findall(r"[A-Za-z]+", name)
            if not _measure().match(name) and not all(is_plain(word) for word in words) and len(name) > 3:
                yield text[start:end], "Benchmark", 4, "scores"


_SCORE = re.compile(r"\**\d{1,2}(?:\.\d+)?%?\**")


def _tables(text: str) -> Iterator[list[list[tuple[int, int]]]]:
    rows: list[list[tuple[int, int]]] = []
    last = -2
    for match in _ROW.finditer(text):
        if match.start() > last + 1 and rows:
            yield rows
            rows = []
        last = match.end()
        if re.fullmatch(r"[\s|:—-]+", match[0]):
            continue
        cells = _cells(text, match.start(), match.end())
        if len(cells) > 1:
            rows.append(cells)
    if rows:
        yield rows


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out = []
    for match in re.compile(r"(?:(?! {2,})[^|\t\u3000\n])+").finditer(text, start, end):
        s, e = match.span()
        while s < e and text[s] == " ":
            s += 1
        while e > s and text[e - 1] == " ":
            e -= 1
        if e > s:
            out.append((s, e))
    return out


def _head(text: str, cells: list[tuple[int, int]]) -> EntityType | None:
    for start, end in cells:
        for type_, pattern in _heads().items():
            if pattern.match(text[start:end].strip()):
                return type_
    return None


def _line(
    text: str, veiled: str, cells: list[tuple[int, int]], head: EntityType | None
) -> Iterator[tuple[str, EntityType, int, str]]:
    """One column or the head row: the type its known cells have, or its head says."""
    known = [marked_type(veiled[s]) for s, e in cells if "\ue000" <= veiled[s] <= "\ue007"]
    type_ = head
    for candidate in ("Model", "Benchmark", "Product"):
        if known.count(candidate) * 2 >= max(len(known), 1) and known.count(candidate) >= (2 if head is None else 1):
            type_ = candidate
    if type_ is None:
        return
    rounds = language_data("zh", "names")["cells"]
    for start, end in cells:
        for part in re.compile(r"(?:[^、,，(（]|[(（][^()（）]*[)）]?)+").finditer(veiled, start, end):
            bare = _MARKS.sub("", part[0])
            if head == "Organization" and 2 < len(bare) < len(part[0]) and _CHINESE.fullmatch(text, *part.span()):
                yield text[slice(*part.span())], head, 4, "cell"  # a known name is only a part of it
                continue
            name = re.sub(
                rf"^(?:{rounds['role']})|\s*{rounds['round']}.*$|(?<=\w) \([^()]*\)$", "", part[0].strip()
            ).strip()
            if (
                _NAME.match(name)
                and not _measure().match(name)
                and len(name) < 30
                and not re.fullmatch(r"[\d.,%$ ]+|[A-Z]|n/a|N/A", name)
                and not re.match(rounds["not_name"], name)
                and not (_SUM.fullmatch(name) and _is_money(name))
            ):
                yield name, type_, _HEADED if type_ == head else 3 + (head is not None), "cell"


def _is_money(text: str) -> bool:
    """Whether a text is an amount in a currency that is known by its code: "EUR12"."""
    found = find_quantities(text, "en")
    return any(m.span == Span(0, len(text)) and len(cast(Quantity, m.value).unit) == 3 for m in found)
