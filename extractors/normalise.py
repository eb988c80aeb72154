"""Text as rules want to see it, with the way back to the offsets of the text as it was.

Widths, quotation marks and character variants are folded one to one; stray spaces of PDF lines, line breaks
in the middle of a sentence, page furniture and markdown marks are taken out. Nothing here changes what is quoted:
`Normal.span` leads every normalised offset back to the document.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge
from operator import itemgetter

import opencc

from ..ontology.model import Language, Span
from .languages import word_list

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_MARK = "，。；：！？、（）“”‘’《》〈〉「」【】…—"
_WIDTHS = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | dict.fromkeys((0x3000, 0xA0, 0x202F, 0x2009, 0xD), 0x20)
for kept in "，；：！？":
    del _WIDTHS[ord(kept)]
_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")  # among wide digits no comma parts figures
_QUOTES = str.maketrans("「」『』〝〞‘’‛′＇﹣−‐‑‒﹪〈〉", "“”“”“”''''\u0027-----%《》")
_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))  # Latin letters with accents
_STROKES = dict(zip("ŁłØøĐđÐðÞþŦŧĦħıŒœÆæß", "LlOoDdDdTtTtHhiOoAas", strict=True))  # those that are no letter and a mark
_PLANE = 0xFFFF
_RADICALS = range(0x2E80, 0x2FE0)  # Kangxi and CJK radicals that some PDFs use for whole characters


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text with its way back. `starts`/`sources` are the first offsets of its copied pieces."""

    text: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]
    traditional: bool = False  # whether the document is in traditional Chinese characters

    def source(self, offset: int) -> int:
        """Where the character at a normalised offset stands in the document."""
        piece = bisect_right(self.starts, offset) - 1
        return self.sources[piece] + offset - self.starts[piece]

    def place(self, source: int) -> int:
        """Where the character at an offset of the document stands in the normalised text, or the next that was kept."""
        piece = max(bisect_right(self.sources, source) - 1, 0)
        after = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + max(source - self.sources[piece], 0), after)

    def span(self, start: int, end: int) -> Span:
        """The document's span for a non-empty normalised range."""
        return Span(self.source(start), self.source(end - 1) + 1)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _fold_character(character: str) -> str:
    """The simplified, unradical form of one character, if it is one character long."""
    if ord(character) in _RADICALS:
        character = unicodedata.normalize("NFKC", character)
    simple = _simplifier().convert(character)
    return simple if len(simple) == 1 and ord(simple) <= _PLANE else character  # beyond it, no pattern looks for names


def fold(text: str, language: Language) -> str:
    """Same length, simpler characters: half-width forms, straight quotes, simplified Chinese, Latin letters without accents.

    >>> fold("營收１２３％", "zh"), fold("Łukasz Gómez", "en")
    ('营收123%', 'Lukasz Gomez')
    """
    return text.translate(_folding(language))


_FOLDED: dict[int, int | str] = {**_WIDTHS, **_QUOTES}


class _Folding(dict[int, str]):
    """A table for `str.translate` that is filled as characters come."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __missing__(self, code: int) -> str:
        self[code] = simple = _simple(chr(code), self.language)
        return simple


@cache
def _folding(language: Language) -> _Folding:
    return _Folding(language)


def _simple(character: str, language: Language) -> str:
    if language == "en" and character in "“”":
        return '"'
    if "\u2e80" <= character <= "\u2fdf" or "\u3400" <= character <= "\u9fff":
        return _fold_character(character)
    if any(ord(character) in letters for letters in _LATIN):
        return _STROKES.get(character) or unicodedata.normalize("NFD", character)[0]
    return character.translate(_FOLDED)


# What stands at the head or foot of every page: its number, and where the disclaimer is to be found.
_FURNITURE = re.compile(
    r"^[ \t]*(?:[^\s。，]{0,2}[请請](?:您|[务務]必|仔[细細])*(?:[阅閱][读讀]|[參参][阅閱])[^\n。]{0,60}(?:。[\s\d/]{0,40}|[ \t]*\d[\d ]*/[\d ]*)?"
    r"|[^\n。，]{0,20}(?:[參参][阅閱]|[阅閱][读讀]|[参參][见見]|[详詳][见見]|[请請][见見])[^\n。]{0,12}(?:末[页頁]|尾[页頁]|最[后後]一[页頁]|正文之?[后後]|封底|[报報]告尾部)[^\n。]{0,30}"
    r"|(?:第\s*)?\d{1,4}\s*/\s*\d{1,4}(?:\s*[页頁])?|[^\n。，]{0,50}第\s*\d{1,4}\s*[页頁](?:[^\n。，]{0,12})"
    r"|[^\n.]{0,50}\b[Pp]age\s+\d+(?:\s+of\s+\d+)?|(?:[A-Z][^\n.]{2,40}\. )?(?:[Pp]lease )?(?:[Ss]ee|[Rr]efer to|[Rr]ead)[^\n.]{0,40}\b(?:disclosures?|disclaimers?)\b[^\n.]{0,60}(?:\.[ \t]*\d{0,4})?|-\s*\d{1,4}\s*-)[ \t]*$\n?",
    re.M,
)
_MARKDOWN = re.compile(
    r"^(?P<head>[ \t]{0,3}#{1,6}[ \t]+|[ \t]{0,3}>[ \t]?)|(?P<pair>\*{1,3}|__|`{1,3})(?=\S)|(?<=\S)(?P<close>\*{1,3}|__|`{1,3})"
    r"|!\[[^\]\n]{0,200}\]\([^)\s]{0,500}\)|(?P<open>\[)(?=[^\]\n]{1,200}\]\([^)\s]{0,500}\))|(?P<link>\]\([^)\s]{0,500}\))",
    re.M,
)
# Between two CJK characters a space separates (headlines), unless every character stands apart (justified PDF lines).
_INNER_SPACE = re.compile(
    rf"(?<=[{CJK}]) (?=[^\s{CJK}])|(?<=[^\s{CJK}]) (?=[{CJK}])|(?<=[{_CJK_MARK}]) (?=\S)|(?<=\S) (?=[{_CJK_MARK}])"
    rf"|(?<=[\d.]) (?=[%亿万])"
)
_JUSTIFIED = re.compile(rf"(?<![{CJK}])(?:[{CJK}] ){{2,}}[{CJK}](?![{CJK}])")
# A line whose columns wide blanks part, and one such blank alone between two of them.
_COLUMNS = re.compile(r"^.*[^\s\u3000]\u3000{2,}[^\s\u3000].*$", re.M)
_LONE_BLANK = re.compile(r"(?<=[^\s\u3000])\u3000(?=[^\s\u3000])")
# What a line in bold type opens with, and the blank behind it: a heading that the text runs on from, or a name.
_LEAD = re.compile(r"^[ \t]*(?:[^\s*]{1,6} )?\*\*(?P<lead>[^*\n]{2,60})\*\*(?P<blank>[ \t]+)(?=[^\s*:：,，。；])", re.M)
_TITLE = 9  # characters from which it is a heading
# Numbers of notes behind what they are to: "…[3][11]", which end a Chinese sentence that goes on with a blank; and at the end of items, where most end so.
_NOTE = re.compile(rf"(?<=[^\s\[\d])(?: ?\[\d{{1,3}}\])+(?P<ended> (?=[{CJK}]))?(?! [-*•·] ?\S)")
# What opens the next item or part on the line where the last one ends: "…[4] - Next", "… ▌Next".
_RUN_IN = re.compile(r"(?<=[^\s\[\d])(?: ?\[\d{1,3}\])+ (?=[-*•·] ?\S)|(?<=\S) (?=[▌▍])")
_BULLETED = re.compile(r"^[ \t]*[-•*●■▪·] ?\S.{12,}$", re.M)
_NOTED = re.compile(r"^[ \t]*[-•*●■▪·].{12,}[a-z)%”\"](?P<note> \d{1,2}(?:, ?\d{1,2})*)(?=\.?$)", re.M)
# An item's number that touches a Latin name: 15.Hugging Face.
_ITEM = re.compile(r"^[ \t]*\d{1,3}(?P<dot>\.)(?=[A-Za-z])(?![a-z]*\.[a-z])", re.M | re.A)
# A label at a line's head: [融资].
_LABEL = re.compile(rf"^[ \t]*(?P<open>\[)[{CJK}A-Z]{{1,8}}(?P<close>\])(?!\()", re.M)
# Digits of a date that a justified line has driven apart: 1 8日, 2 0 2 6年.
_APART = re.compile(r"(?<=[年月])( ?)\d( )\d(?= ?[月日])|(?<![\d. ])\d( )\d( )\d( )\d(?= ?年)")
# Blanks that a PDF's reader leaves within figures, behind the point or the comma (31. 42, 2, 140) and then behind a first digit too (8 6.40).
_SPLIT = re.compile(r"(?<=\d)\.( )(?=\d+ ?[%亿万]|\d(?<!^\d\. )(?<!^\d\d\. ))", re.M)
_SPLIT_ELSE = re.compile(r"(?<=\d),( )(?=\d{3}(?!\d))|(?<![\d.,] )(?<![\w.,])\d( )(?=\d{1,3}(?!\d))", re.A)
_HABIT = 3  # as many show that it is the document's habit
_COMMA = re.compile(
    rf"(?<=[{CJK}\d%)”A-Za-z])([,;:])(?: ?)(?=[{CJK}“(《①-⑳])|(?<=[{CJK})”])([,;:])(?: ?)(?=[{CJK}A-Za-z“(《\d①-⑳])"
    r"|(?<=[A-Za-z\d%])(;)(?: ?)(?=[A-Za-z\d])|(?<=%)(,)(?: ?)(?=[A-Za-z\d])"
)
_WIDE = {",": "，", ";": "；", ":": "："}
# Straight quotation marks in Chinese text: what they enclose is quoted as between curved ones.
_STRAIGHT = re.compile(rf'(?<!\d)"(?=[^"\n]{{0,60}}[{CJK}]|(?<=[{CJK}，。；：、《（(]"))([^"\n]{{1,80}})"')
_PROSE = re.compile(r"[。！？!?]|\.\s")  # a line that holds the end of a sentence
_PAGE_HEAD = re.compile(
    r"\s*(?P<head>[^\n]{4,60}?) {3,}[^\n]{2,40}\n"
)  # what a document calls itself, and its date or the page
_WIDE_LINE = 40
_BLANKS = re.compile(r"\s*")
_SOFT_BREAK = re.compile(r"(?<=[^\s])[ \t]*\n(?P<blank>[ \t]*\n[ \t\n]*)?(?P<indent> {0,8})(?=[^\s])")
# Blanks before a line of prose or a label; lines that wide blanks, edges or tabs part, and those beside them, keep theirs.
_INDENT = re.compile(r"^ {1,8}(?=[^\s|│])", re.M)
_PARTED = re.compile(r"\S {2,}\S|[\t|│┼+]")
_CELLS = re.compile(r"[\t|│┐┤┘→⇒]|\S {2,}\S[^\n]*\S {2,}\S|^ {8,}\S.*\S {3,}\S|^ {16,}\S")
_APART_BELOW = re.compile(
    r"[^\n，。；]{1,40}?\S {2,}\S[^\n，。；]{0,40}(?:\n|$)"
)  # a line of parts set apart: no sentence goes on in it
_WORD = re.compile(r"\S+")
# The parts of a word on two lines; what is no longer than a prefix keeps its hyphen before a word.
_LEFT = re.compile(r"(?<![\w-])([^\W\d_]+)-$")
_RIGHT = re.compile(r"[a-z]{2,}(?![\w-])")
_PART = 24
_PREFIX = 3
_AROUND = 4000  # how many characters around a line break show how its paragraph's lines are wrapped
_FOREIGN = 0.12  # the share of traditional characters up to which a text is a simplified one
_LONG = 60  # how wide a line is that a bracket may go on from
_MOST = 0.6  # the share of lines, blank ones with them, that are indented where all are
_RAGGED = 12  # by how many characters wrapped lines may differ beyond what the next word needs
_STOPS = "。！？；：，"
_NO_JOIN_AFTER = frozenset("。！？；：.!?…」”)）》;:|*")
_BRACKETED = re.compile(
    r"[（(](?![一二三四五六七八九十\d]{1,2}[)）])|《"
)  # opens no item, and lines of no list where the line before is long
_NO_JOIN_BEFORE = re.compile(
    r"[-•●■◆★▪·‧※◎○►▶▌▍|#>【〈《(（\[①-⑳\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]|\d{1,3}(?:[、)）]|\.(?! ?\d))|[一二三四五六七八九十]{1,3}[、.]|[—–]{2}|[*+](?=[ \t])"
)


def _width(line: str) -> int:
    return sum(2 if ch > "\u2e7f" else 1 for ch in line)


def _joins(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Line breaks that fall inside a sentence: long lines that end without a stop."""
    lines = text.count("\n") + 1
    block = len(_INDENT.findall(text)) > _MOST * lines  # the whole text is set in from the margin
    for match in _SOFT_BREAK.finditer(text):
        if match["indent"] and not block and (len(match["indent"]) > 1 or language == "en"):
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        line = text[line_start : match.start()]
        last, following = text[match.start() - 1], text[match.end()]
        if language == "en" and match["blank"] is None and _parts_word(text, match):
            yield match.start() - 1, match.end(), ""
            continue
        if last in _NO_JOIN_AFTER or _CELLS.search(line):
            continue
        bracketed = language == "zh" and match["blank"] is None and _BRACKETED.match(text, match.end())
        if _NO_JOIN_BEFORE.match(text, match.end()) and not (bracketed and _width(line) >= _LONG):
            continue
        if _APART_BELOW.match(text, match.end()):
            continue
        width = _width(line)
        cjk = following > "\u2e7f"
        if match["blank"] is not None:
            next_end = text.find("\n", match.end())
            whole = text[match.end() : next_end if next_end >= 0 else len(text)]
            if width < 64 or not (cjk or following.islower()) or not re.search(r"[，。,.]", whole):
                continue
            if language == "en" and not following.islower():
                continue
            if width < 2 * _LONG and not (_PROSE.search(line) or _wraps(text, line_start, next_end)):
                continue
        elif width < (48 if language == "zh" else 56):
            continue
        elif language == "en" and not following.islower() and _had_room(text, line_start, match.end(), width):
            continue
        hyphen = last == "-" and text[match.start() - 2 : match.start() - 1].isalnum()  # a name's: DeepSeek-⏎V3
        yield match.start(), match.end(), "" if cjk or hyphen or last > "\u2e7f" else " "


def _parts_word(text: str, line_break: re.Match[str]) -> bool:
    """Whether a hyphen before a line break only parts a word: the whole is a word, or its parts are none and the text has them nowhere with a hyphen."""
    left, right = (
        _LEFT.search(text, max(0, line_break.start() - _PART), line_break.start()),
        _RIGHT.match(text, line_break.end()),
    )
    if left is None or right is None or (left[1].isupper() and len(left[1]) > 1):
        return False
    plain = word_list("en", "common")
    if (left[1] + right[0]).lower() in plain:
        return True
    if f"{left[1]}-{right[0]}" in text:
        return False
    return right[0] not in plain or (len(left[1]) > _PREFIX and left[1].lower() not in plain)


def _wraps(text: str, line_start: int, end: int) -> bool:
    """Whether one of two paragraphs has more lines than the one that stands beside the other; two of one line each of no great length are headings or whole."""
    above = text[text.rfind("\n", 0, max(line_start - 1, 0)) + 1 : max(line_start - 1, 0)]
    below = text[end + 1 : end + _AROUND].partition("\n")[0] if end >= 0 else ""
    return bool(above.strip() or below.strip())


def _had_room(text: str, line_start: int, following: int, width: int) -> bool:
    """Whether the next line's first word would have fitted on a line: then the line was not wrapped, but ended."""
    near = max(line_start - _AROUND // 2, 0)
    blank = text.rfind("\n\n", near, line_start)
    first = blank + 2 if blank >= 0 else near
    last = text.find("\n\n", following, first + _AROUND)
    widths = sorted(map(len, text[first : last if last >= 0 else first + _AROUND].split("\n")))
    word = _WORD.match(text, following)
    # The longest line may be one of a kind; one that fills the whole neighbourhood has none to be measured by.
    return len(widths) > 1 and width + 1 + len(word[0] if word else "") + _RAGGED < widths[-2]


def _over_pages(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands between the halves of a sentence that goes on over a page: its foot, and the head of the next that returns with others."""
    for foot in _FURNITURE.finditer(text):
        low = max(0, foot.start() - _AROUND)
        before, after = text[low : foot.start()].rstrip(), foot.end()
        line = before[before.rfind("\n") + 1 :]
        if len(line) < _WIDE_LINE or line[-1] in _NO_JOIN_AFTER:
            continue
        head = _PAGE_HEAD.match(text, after)
        if head and text.count(head["head"]) > 1:
            after = head.end()
        start = _BLANKS.match(text, after).end()  # type: ignore[union-attr]
        if text[start : start + 2].islower():
            yield low + len(before), start, " "


def _edits(text: str, language: Language) -> list[tuple[int, int, str]]:
    edits: list[tuple[int, int, str]] = [(m.start(), m.end(), "\n") for m in _RUN_IN.finditer(text)]
    edits += [(m.start(), m.end(), "") for m in _FURNITURE.finditer(text)]
    if "*" in text or "#" in text or "](" in text or "`" in text or "__" in text or ">" in text:
        edits += [(m.start(), m.end(), "") for m in _MARKDOWN.finditer(text)]
    if "[" in text:
        edits += [(m.start(), m.end(), "。" if m["ended"] else "") for m in _NOTE.finditer(text)]
    noted = list(_NOTED.finditer(text))
    if len(noted) > 2 and 3 * len(noted) >= 2 * len(_BULLETED.findall(text)):
        edits += [(*m.span("note"), "") for m in noted]
    edits += _joins(text, language)
    edits += _columns_by_dashes(text)
    edits += _indents(text)
    if language == "en":
        edits += _over_pages(text)
        edits += [(*m.span("dash"), ": ") for m in _SLUG.finditer(text)]
    if language == "zh":
        leads = list(_leads(text)) if "**" in text else []
        held = {start for start, *_ in leads}
        edits += leads
        edits += [(m.start(), m.end(), "") for m in _INNER_SPACE.finditer(text) if m.start() not in held]
        edits += [(m.start(g), m.end(g), "") for m in _APART.finditer(text) for g in range(1, 6) if m[g]]
        edits += _split_figures(text)
        for run in _JUSTIFIED.finditer(text):
            edits += [(i, i + 1, "") for i in range(run.start() + 1, run.end(), 2)]
        edits += [(*m.span(g), "【" if g == "open" else "】") for m in _LABEL.finditer(text) for g in ("open", "close")]
        edits += [(*m.span("dot"), "、") for m in _ITEM.finditer(text)]
        edits += [(m.start(), m.end(), _WIDE[m[m.lastindex or 1]]) for m in _COMMA.finditer(text)]
        if '"' in text:
            for match in _STRAIGHT.finditer(text):
                edits += [(match.start(), match.start() + 1, "“"), (match.end() - 1, match.end(), "”")]
    return sorted(edits, key=lambda e: (e[0], -e[1]))  # of those at one place the longest counts, then the first


# Marks that part the cells of a row, and what a head of a column looks like.
_PARTS = tuple(re.compile(rf"(?<=\S){mark}(?=\S)") for mark in (" — ", " – ", " -- ", "——", " · ", "・", " / ", " - "))
_COLUMN = re.compile(r"[^\W\d][^\d.。，；!?]{0,23}")


def _columns_by_dashes(text: str) -> Iterator[tuple[int, int, str]]:
    """Dashes or dots that part the cells of three lines or more, of which the first holds the heads of columns."""
    for mark in _PARTS:
        lines = [(m, list(mark.finditer(text, *m.span()))) for m in _ROW.finditer(text)] if mark.search(text) else []
        at = 0
        while at < len(lines):
            line, parts = lines[at]
            end = at + 1
            while (
                end < len(lines)
                and len(lines[end][1]) == len(parts)
                and lines[end][0].start() == lines[end - 1][0].end() + 1
            ):
                end += 1
            heads = mark.split(line[0].strip())
            if end - at > 2 and len(parts) > 1 and all(_COLUMN.fullmatch(head) for head in heads):
                yield from ((*part.span(), " | ") for _, row in lines[at:end] for part in row)
            at = end if len(parts) > 1 else at + 1


# What wires put before a headline: BRIEF-, UPDATE 2-.
_SLUG = re.compile(
    r"^(?:BRIEF|UPDATE ?\d*|EXCLUSIVE|RPT|CORRECTED|CORRECTION|REFILE|WRAPUP ?\d*|FACTBOX|ANALYSIS|FOCUS|INSIGHT|TIMELINE|PREVIEW)(?P<dash>-)(?=[A-Z])",
    re.M,
)
_ROW = re.compile(r"[^\n]*\S[^\n]*")


def _leads(text: str) -> Iterator[tuple[int, int, str]]:
    """The blanks behind what opens a line in bold type: behind a heading a sentence begins."""
    for match in _LEAD.finditer(text):
        ended = len(match["lead"]) >= _TITLE and match["lead"][-1] not in _STOPS
        yield *match.span("blank"), "。" if ended else " "


def _indents(text: str) -> Iterator[tuple[int, int, str]]:
    """The blanks that lines are indented by, where they part no columns."""
    for match in _INDENT.finditer(text):
        end = text.find("\n", match.end())
        above = text[text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : max(match.start() - 1, 0)]
        below = text[end + 1 :].partition("\n")[0] if end >= 0 else ""
        if not any(map(_PARTED.search, (above, text[match.end() : end if end >= 0 else len(text)], below))):
            yield *match.span(), ""


def _split_figures(text: str) -> Iterator[tuple[int, int, str]]:
    """The blanks within figures, where a document has many: elsewhere such a point is one that ends a number of an item."""
    split = list(_SPLIT.finditer(text))
    if len(split) >= _HABIT:
        for match in (*split, *_SPLIT_ELSE.finditer(text)):
            yield *match.span(match.lastindex or 0), ""


def normalise(text: str, language: Language) -> Normal:
    """Fold and tidy a text, keeping the way back.

    >>> n = normalise("4 月 2 日，Ｑwen 正式面世", "zh")
    >>> n.text, n.span(0, 4)
    ('4月2日，Qwen正式面世', Span(start=0, end=7))
    """
    folded = fold(_THOUSANDS.sub(",", text), language)
    pieces: list[str] = []
    starts: list[int] = [0]
    sources: list[int] = [0]
    at = length = 0
    for start, end, replacement in merge(_columns(text), _edits(folded, language), key=itemgetter(0)):
        if start < at:
            continue
        pieces.append(folded[at:start])
        length += start - at
        if replacement:
            starts.append(length)
            sources.append(start)
            pieces.append(replacement)
            length += len(replacement)
        starts.append(length)
        sources.append(end)
        at = end
    pieces.append(folded[at:])
    return Normal("".join(pieces), tuple(starts), tuple(sources), language == "zh" and _is_traditional(text, folded))


def _columns(text: str) -> Iterator[tuple[int, int, str]]:
    """Single wide blanks between the columns of a line that wide blanks part: two, as other columns have them."""
    for line in _COLUMNS.finditer(text):
        for blank in _LONE_BLANK.finditer(text, *line.span()):
            yield *blank.span(), "  "


def _is_traditional(text: str, folded: str) -> bool:
    """Whether more of a text's characters are traditional than names and quotations in a simplified one bring."""
    changed = [a != b for a, b in zip(text, folded, strict=True) if "\u4e00" <= a <= "\u9fff"]
    return sum(changed) > _FOREIGN * len(changed)
