"""Names in tables: a column that holds models, companies or benchmarks holds more of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...ontology.model import EntityType
from .lexicon import marked_type

_ROW = re.compile(r"^[^\n]*(?:\||\t|[^\s] {2,}[^\s]| {2,}|\u3000)[^\n]*$", re.M)
_CELL = re.compile(r"[^|\t\u3000]+?(?=\s*(?:[|\t\u3000]| {2,}|$))")
_HEADS: Mapping[EntityType, re.Pattern[str]] = {
    "Model": re.compile(r"^(?:模型|大模型|model|models|system)$", re.I),
    "Organization": re.compile(
        r"^(?:公司|企业|项目|机构|厂商|标的|投资方|领投方|投资机构|简称|证券简称|company|firm|investors?|lead investors?|lead|start-?up|vendor|target|acquirer|customer|supplier|bank|publisher)s?$",
        re.I,
    ),
    "Product": re.compile(r"^(?:应用|产品|App|APP|product|app|tool|service)s?$", re.I),
    "Benchmark": re.compile(r"^(?:基准|榜单|评测|benchmark|test|eval)s?$", re.I),
}
# Heads of columns that hold what one says of a model, and are no tests.
_MEASURE = re.compile(
    r"(?:params?|parameters?|size|context|price|cost|licen[cs]e|date|released?|developer|vendor|speed|latency|tokens?|average|avg|"
    r"mean|rank|score|notes?|weights|active|total|input|output|overall|参数.{0,2}|上下文.{0,2}|价格|协议|厂商|日期|平均.{0,2}|排名|备注)$",
    re.I,
)
_NAME = re.compile(r"(?:[A-Z][\w.&'+-]*|[\u4e00-\u9fff]{2,8})(?:[ -](?:[A-Z\d][\w.&'+-]*|v\d[\d.]*))*$")


def cell_votes(text: str, veiled: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for what stands in tables; `veiled` has its figures unveiled."""
    for table in _tables(veiled):
        width = max(len(row) for row in table)
        if width < 2 or len(table) < 2:
            continue
        for column in range(width):
            cells = [row[column] for row in table if column < len(row)]
            yield from _line(text, veiled, cells[1:], _head(veiled, cells[:1]))
        yield from _line(text, veiled, table[0][1:], None)


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
        for type_, pattern in _HEADS.items():
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
    for start, end in cells:
        for part in re.compile(r"[^、,，]+").finditer(veiled, start, end):
            name = re.sub(r"\s*(?:Pre-)?[A-Z]\+?\d?轮.*$", "", part[0]).strip()
            if (
                _NAME.match(name)
                and not _MEASURE.match(name)
                and len(name) < 30
                and not re.fullmatch(r"[\d.,%$ ]+|[A-Z]|n/a|N/A", name)
                and not re.match(r"[A-Z]\d?轮|天使|种子", name)
            ):
                yield name, type_, 3, "cell"
