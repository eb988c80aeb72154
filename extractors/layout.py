"""Where a document's parts lie: blocks (a line each, after soft breaks are joined) and sentences in them.

A block is `body`, `item` (numbered or bulleted), `row` (of a table), `meta` (by-lines, dates, labels: names but no events),
`heading`, or `silent` (disclaimers, rating definitions, adverts, related reading: no events).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..ontology.model import Language, Mention, Span
from .languages import language_data

BlockKind = Literal["body", "item", "row", "meta", "heading", "silent"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of normalised text. `heading` is the text of the heading above it."""

    span: Span
    kind: BlockKind
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Rules:
    silent_heading: re.Pattern[str]
    final_heading: re.Pattern[str]
    silent_line: re.Pattern[str]
    silent_sentence: re.Pattern[str]
    meta_line: re.Pattern[str]
    item: re.Pattern[str]
    resuming_heading: re.Pattern[str]
    signed_line: re.Pattern[str]
    sort: re.Pattern[str]


@cache
def _rules(language: Language) -> _Rules:
    layout = language_data(language, "discourse")["layout"]
    flags = re.I if language == "en" else 0

    def union(name: str) -> re.Pattern[str]:
        value = layout.get(name, "(?!)")
        return re.compile("|".join(f"(?:{p})" for p in value) if isinstance(value, list) else value, flags)

    return _Rules(
        *(
            union(n)
            for n in (
                "silent_heading",
                "final_heading",
                "silent_line",
                "silent_sentence",
                "meta_line",
                "item",
                "resuming_heading",
                "signed_line",
                "sort",
            )
        )
    )


_HEADING_MARK = re.compile(r"^\s*(?:[■◆●★▍【]|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节部]|\d+\.\d*\s)")
_LABEL = re.compile(r"^[^\w\u4e00-\u9fff]*(.{1,40}?)[】:：]?\s*$")
_KEYED = re.compile(r"(?:\d\ufe0f?\u20e3|\U0001f51f)")  # a number on a key, which heads an entry of a digest
# A mark that opens the items of a list and no headings.
_BULLET = re.compile(r"\s*[-•▪·‧*+✓✔✗✘✖→➜➤⬆⬇↑↓▲▼]\ufe0f?\s+(?=[A-Za-z])")
_SHORT = 40
_STOP = re.compile(r"[。！？!?；;，,]|\.\s")
_TABLE_ROW = re.compile(r"^\s*[|│].*[|│]\s*$|^\s*[┌├└].*$|^[^\t]*\t[^\t]*\t|^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$")


# The code of a listed company behind its name: (301308), (0700.HK).
_CODE = re.compile(r"(?<=[^\W\d_])[ ]?[(（](?:[A-Z]{2}[.:]?)?\d{4,6}(?:\.[A-Z]{1,3})?[)）]")


def has_code(line: str) -> bool:
    """Whether a line has the code of a listed company behind its name."""
    return bool(_CODE.search(line))


def _heads_company(lines: Sequence[str], number: int) -> bool:
    """Whether a line that names one listed company with its code heads a paragraph; others of its form beside it make a list."""
    line = lines[number].strip()
    below = next((it.strip() for it in lines[number + 1 :] if it.strip()), "")
    return (
        len(_CODE.findall(line)) == 1
        and "、" not in line
        and not _CODE.search(below[:30])
        and (len(below) > _SHORT or below[-1:] == "。")
    )


@cache
def _period_heading(language: Language) -> re.Pattern[str]:
    """Headings that say of what period something is told, the only ones with figures in them."""
    return re.compile(language_data(language, "discourse")["layout"].get("period_heading", "(?!)"), re.I)


def _heading_text(line: str, language: Language) -> str:
    """The heading a line is, or an empty string."""
    bare = line.strip()
    if _KEYED.match(bare) and len(bare) <= _SHORT and not _STOP.search(bare.rstrip("？?！!")):
        return bare
    limit = 26 if language == "zh" else 60
    if bare and len(bare) <= limit and _period_heading(language).fullmatch(bare):
        return bare
    if not bare or len(bare) > limit or _STOP.search(bare) or any(ch.isdigit() for ch in bare[3:]):
        return ""
    if bare[-1:] in ":：" or _HEADING_MARK.match(bare) or language == "zh":
        return bare
    return bare if bare[-1:] not in ".,;" and (bare.istitle() or bare.isupper() or len(bare) < 48) else ""


_BAR = re.compile(r"(?<=\S)\s*[|│｜]\s*(?=\S)")


def _barred(lines: Sequence[str], number: int) -> bool:
    """Whether a line and one right beside it have as many cells, three at least: a table without edges."""
    bars = len(_BAR.findall(lines[number])) if "|" in lines[number] or "│" in lines[number] else 0
    beside = (lines[n] for n in (number - 1, number + 1) if 0 <= n < len(lines))
    return bars > 1 and any(len(_BAR.findall(line)) == bars for line in beside)


_NUMBERED = re.compile(r"[\d\s]+")  # what of a repeated line differs from page to page


_ALIGNED_HEADER = re.compile(r"^[^\W\d][^\s：:，,。|]{0,11}(?: {2,}[^\s：:，,。|]+(?: [^\s：:，,。|]+)?){2,}$")
_INDENTED_HEADER = re.compile(
    r"^ {4,}[^\s：:，,。|]+(?: [^\s：:，,。|]+)?(?: {2,}[^\s：:，,。|]+(?: [^\s：:，,。|]+)?)+ *$"
)  # no name of the first column
_ALIGNED_ROW = re.compile(r"^\S.*?\S {2,}\S")
# What parts the cells of a table without borders.
_PARTED = (re.compile(r"(?<=[^\s$€£¥(]) {2,}(?! *[%)])|\t+"), re.compile(r" \| "))
_FIGURE = re.compile(r"[(（]?(?:[^\w\s]{0,3}|[$€£¥]\s*[(（]?)\d")
# What a figure is, and the figure.
_VALUED = re.compile(r"^[^\S\n]*[^\W\d][^，。；|]{1,24}?(?<=\S) {2,}[-+]?\d[\d.,/]*%?\s*$")
_CELL = 48  # a longer stretch is no cell


def _borderless(lines: Sequence[str]) -> set[int]:
    """The lines of tables without borders: two or more in a row with as many cells, most of them figures below the first, or each a figure's."""
    valued = [bool(_VALUED.match(line)) for line in lines]
    out = {n for n, it in enumerate(valued) if it and (valued[n - 1 : n] == [True] or valued[n + 1 : n + 2] == [True])}
    for parted in _PARTED:
        cells = [[c.strip() for c in parted.split(line.strip())] for line in lines]
        start = 0
        while start < len(lines):
            width, end = len(cells[start]), start + 1
            while (
                end < len(lines)
                and len(cells[end]) >= 3
                and (len(cells[end]) == width or (end == start + 1 and len(cells[end]) == width + 1))
            ):
                width, end = len(cells[end]), end + 1
            body = [c for row in cells[start + 1 : end] for c in row]
            short = all(len(c) < _CELL for row in cells[start:end] for c in row)
            if end - start >= 2 and width >= 3 and short and 2 * sum(bool(_FIGURE.match(c)) for c in body) >= len(body):
                out.update(range(start, end))
            start = end
    return out


_ITEM_OF_ACCOUNTS = re.compile(r"\s*[^\W\d_].{1,70}?\S {2,}\S")
_NIL = re.compile(r"[$€£¥]?\s*[-—–]+")
_PART_HEAD = re.compile(r"\s{0,12}[^\W\d_][^\d.]{2,60}")  # what the rows below it are parts of: "Operating expenses:"
_COLUMN_HEAD = re.compile(r" {16,}\S")  # a line of heads of columns


def _accounts(lines: Sequence[str]) -> set[int]:
    """The lines of statements whose rows are a name and two or more figures, aligned, with the lines that head their columns and parts."""

    def figures(line: str) -> int:
        cells = [c.strip() for c in _PARTED[0].split(line.strip())] if _ITEM_OF_ACCOUNTS.match(line) else []
        return len(cells) - 1 if cells[2:] and all(_FIGURE.match(c) or _NIL.fullmatch(c) for c in cells[1:]) else 0

    counts = [figures(line) if "  " in line else 0 for line in lines]
    out: set[int] = set()
    start = 0
    while start < len(lines):
        end, rows = start, [start]
        while counts[start] and end + 1 < len(lines):
            gap = end + 2 < len(lines) and counts[end + 2] == counts[start] and _PART_HEAD.fullmatch(lines[end + 1])
            if counts[end + 1] != counts[start] and not gap:
                break
            end += 1
            rows.append(end)
        if sum(counts[n] > 0 for n in rows) > 1:
            while rows[0] and (_COLUMN_HEAD.match(lines[rows[0] - 1]) or _heads_part(lines, rows[0])):
                rows.insert(0, rows[0] - 1)
            out.update(rows)
        start = end + 1
    return out


def _heads_part(lines: Sequence[str], row: int) -> bool:
    """Whether the line above a first row heads a part: it ends in a colon, and heads of columns stand above it."""
    above = lines[row - 1]
    return row > 1 and above.rstrip().endswith(":") and bool(_COLUMN_HEAD.match(lines[row - 2]))


_LINE = 160  # characters; a longer line is more than one remark
_OPENED = re.compile(r"$|[：:】\]|｜/（(]|[与及和]")  # behind what opens a silent passage on a line that goes on


def _opens_silence(label: str, rules: _Rules) -> bool:
    """Whether a short line that is no heading begins with one: "Risks: …"; a sentence that only mentions such words does not."""
    match = rules.silent_heading.search(label)
    return bool(match and (not _STOP.search(label[: match.start()]) and _OPENED.match(label, match.end())))


def blocks(text: str, language: Language) -> list[Block]:
    """The blocks of normalised text, in order; blank lines are none."""
    rules, out = _rules(language), []
    silent = final = aligned = False
    heading = ""
    start = 0
    lines = text.split("\n")
    alike = [_NUMBERED.sub("", line) for line in lines]
    ahead = Counter(alike)
    tabled = _borderless(lines)
    tabled |= _accounts(lines)
    for number, line in enumerate(lines):
        ahead[alike[number]] -= 1
        end = start + len(line)
        span = Span(start, end)
        start = end + 1
        bare = line.strip()
        if not bare:
            continue
        label = _LABEL.sub(r"\1", bare)
        by = rules.meta_line.match(bare) is not None and len(bare) < 90
        uncoded = _CODE.sub("", line) if language == "zh" and _heads_company(lines, number) else line
        title = "" if by or (_BULLET.match(line) and not bare.isupper()) else _heading_text(uncoded, language)
        aligned = bool(
            _ALIGNED_HEADER.match(bare) or _INDENTED_HEADER.match(line) or aligned and _ALIGNED_ROW.match(bare)
        )
        if aligned or number in tabled or _TABLE_ROW.match(line) or _barred(lines, number):
            out.append(Block(span, "silent" if silent else "row", heading))
        elif title or len(label) <= _SHORT and _opens_silence(label, rules):
            inner = re.sub(r"^[一二三四五六七八九十\d]+[、.]\s*", "", label)
            if ahead[alike[number]] and rules.final_heading.search(inner):  # it returns: that stands on every page
                out.append(Block(span, "silent", heading))
                continue
            if rules.resuming_heading.search(inner):  # the accounts behind a press release's boilerplate
                silent = final = False
            if rules.silent_heading.search(inner):
                silent, final = True, final or bool(rules.final_heading.search(inner))
            elif not final:
                silent = False
            heading = label
            out.append(Block(span, "silent" if silent else "heading", heading))
        elif silent or len(bare) < _LINE and (rules.silent_line.search(line) or rules.silent_sentence.search(line)):
            out.append(Block(span, "silent", heading))
        elif by:
            out.append(Block(span, "meta", heading))
        elif rules.item.match(line):
            out.append(Block(span, "item", heading))
        else:
            out.append(Block(span, "body", heading))
    return out


def says_nothing(sentence: str, language: Language) -> bool:
    """Whether one sentence of a paragraph is an advert, a warning or the like: "This issue is brought to you by …"."""
    return bool(_rules(language).silent_sentence.search(sentence))


_SIGNED = (60, 40)  # how far from a name its line is read for what says that it signs


def signs(text: str, line: Span, name: Span, language: Language) -> bool:
    """Whether a name in a line of boilerplate stands for the text: who wrote, edited or certified it, whom to ask."""
    start, end = max(line.start, name.start - _SIGNED[0]), min(line.end, name.end + _SIGNED[1])
    return bool(_rules(language).signed_line.search(text, start, end))


_ZH_END = re.compile(
    r"[。！？；]+[”)]?|(?<=[\u4e00-\u9fff])[!?]+|\n|(?<=[^\d\s(（])(?=[(（][一二三四五六七八九十\d]{1,2}[)）](?![\d年月日号]))"
)
_ASIDE = 140  # characters that a bracket has at most in which a semicolon ends no sentence
_CLOSES = re.compile(r"[(（][^()（）\n]*;[^()（）\n]*[)）]|[(（][^()（）\n]*；[^()（）\n]*[)）]")
_EN_END = re.compile(
    r"(?=[.!?])(?<![A-Z]\.[A-Z])(?:(?<!\b[A-Z])|(?<=\bSeries [A-K]))(?<!\bvs)(?<! v)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)(?<!\bNo)(?<!\bSen)(?<!\bRep)"
    r"(?<!\bGov)(?<!\bJan)(?<!\bFeb)(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSept)(?<!\bSep)(?<!\bOct)(?<!\bNov)(?<!\bDec)(?<!\bJr)(?<!\bSr)(?<!\bapprox)(?<!\best)(?<!\bBros)"
    r"[.!?]+[\"')”’]*(?=\s+[\"'“(\[*]*(?:[A-Z0-9$€£¥А-Я]|[a-z]{1,2}[A-Z]|[a-z]\d+[a-z]\b)|\s*$)|\n|;\s(?![^()\n]{1,50}\)(?:\s|,))"
)


# A line that is a list of headlines, each behind its number, and where its next one begins.
_NUMERALS = re.compile(r"\W*(?:\w{2,8}[:：】|｜\s]\s*)?[①❶]")
_NEXT_NUMERAL = re.compile("(?=[②-⑳❷-❿])")


def _in_brackets(text: str, start: int, end: re.Match[str], limit: int) -> bool:
    """Whether a semicolon stands in brackets: "Name (Bengaluru; models of speech): …"."""
    if text[end.start() : end.start() + 1] not in (";", "；"):
        return False
    opened = max(text.rfind("(", start, end.start()), text.rfind("（", start, end.start()))
    return opened >= 0 and bool(_CLOSES.match(text, opened, min(limit, opened + _ASIDE)))


def behind_sort(text: str, span: Span, mentions: Sequence[Mention], language: Language) -> int:
    """Where a sentence begins to tell, behind what sort of news it is: "【并购】", "M&A | "; a name there belongs to it."""
    sort = _rules(language).sort.match(text, span.start, span.end)
    named = sort and mentions and mentions[0].span.start < sort.end()
    return sort.end() if sort and not named else span.start


def sentences(text: str, span: Span, language: Language) -> Iterator[Span]:
    """Sentences of a block; a semicolon ends one, and an inline number such as （2） opens one."""
    ends = [*(_ZH_END if language == "zh" else _EN_END).finditer(text, span.start, span.end)]
    if _NUMERALS.match(text, span.start, span.end):
        ends = sorted([*ends, *_NEXT_NUMERAL.finditer(text, span.start, span.end)], key=re.Match[str].end)
    start = span.start
    for match in ends:
        if match.end() > start and not _in_brackets(text, start, match, span.end):
            yield Span(start, match.end())
            start = match.end()
    if start < span.end:
        yield Span(start, span.end)
