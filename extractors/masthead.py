"""The lines above a document's text, cut into fields, and each field known by its form: a date, a by-line, an issue's number, a label, words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from ..ontology.model import Document, Language, Quantity, Span, TimeInterval
from .fields import names_role
from .languages import language_data
from .normalise import Normal, fold
from .quantities import find_quantities
from .times import find_times

FieldKind = Literal["date", "byline", "issue", "rating", "label", "contact", "series", "words"]
_CODE = 3  # letters of a currency: a line with an amount among bars is a row
LINES = 16  # a masthead has no more lines
_KINDS: tuple[FieldKind, ...] = ("contact", "byline", "issue", "rating", "label")


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a line. The span is of the document's text; `marked` says that a heading's mark or bold type sets the line off."""

    span: Span
    text: str
    kind: FieldKind
    line: int
    marked: bool = False
    day: date | None = None


@cache
def head_rules(language: Language) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a language's heads."""
    data = language_data(language, "discourse")["head"]
    flags = {k: re.I if language == "en" and k in ("rating", "label", "tagline") else 0 for k in data}
    return {k: re.compile(v, flags[k]) for k, v in data.items() if isinstance(v, str)}


@cache
def title_lengths(language: Language) -> tuple[int, int, int]:
    """The least, a sure, and the greatest length of a title."""
    least, sure, most = language_data(language, "discourse")["head"]["lengths"]
    return least, sure, most


# Metadata between two rules at the head of a text, and those of its lines that tell something.
_FRONT = re.compile(r"\s*---[ \t]*\n(?:\w[\w-]*:[^\n]*\n|[ \t-][^\n]*\n){1,20}?---[ \t]*(?=\n|$)")
_ENTRY = re.compile(
    r"^(?P<key>title|date|author|authors):[ \t]*(?P<quote>[\"']?)(?P<value>\S[^\n]*?)(?P=quote)[ \t]*$", re.M | re.I
)
_MARK = re.compile(r"[\s>]*(?:(?P<one>#)(?!#)\s*|#+\s*)?(?P<bold>\*\*|__)?[*_]?(?:[^\w\s“\"'(（【《〈—–@-]+\s+)?")
_SIGN = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]")  # emoji and other ornaments
_ENDED = re.compile(r"[a-z\d%]{2}\.[\")]? [A-Z\"]")
_CLOSE = re.compile(r"[*_#\s]+$")
_TIME = re.compile(r"[\s\d:,.·]*")
_REST = re.compile(
    r"[\s,.:;·|()\d年月日-]|Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun|day|Published|Updated|Posted|Date|as of|[Ww]eek (?:of|ending|to|beginning)|[AaPp]\.?[Mm]\b|\b[A-Z]{2,4}\b"
    r"|(?:周|星期)[一二三四五六日天]|报告|发布|发表|日期|时间|更新|上午|下午|于"
)


def masthead(normal: Normal, document: Document) -> list[Field]:
    """The fields of a document's first lines, up to the first line of prose, with those of its metadata before them."""
    headed = False
    rules, sure = head_rules(document.language), title_lengths(document.language)[1]
    text = document.text
    folded = fold(text[:6000], document.language)
    front = _FRONT.match(folded)
    fields = list(_metadata(folded, front.end(), document.language)) if front else []
    below = re.compile(r"[^\n]*\S[^\n]*").finditer(folded, front.end() if front else 0)
    recorded = 0  # lines of a record so far: "Round: Seed"
    for number, line in enumerate(below, len(fields)):
        bare = line[0].strip()
        recorded = recorded + 1 if names_role(bare, document.language) else 0
        if recorded > 1:
            return [f for f in fields if f.line < number - 1]
        at = normal.place(line.start())
        joined = normal.text.find("\n", at)
        whole = normal.text[at : joined if joined >= 0 else len(normal.text)]
        indented = len(line[0]) - len(line[0].lstrip()) > 1
        if rules["boilerplate"].search(bare) and not any(f.kind == "words" and len(f.text) >= sure for f in fields):
            continue
        if number == LINES or _is_prose(bare, whole if indented else bare, document.language) or _runs_on(bare, whole):
            break
        if headed and bare[:2] == "##":
            break  # a section of what the heading above is the title of
        of_line = list(_fields(text, folded, line, number, document.language))
        headed |= bare[:2] == "# " and (len(of_line) > 1 or len(bare) > 2 * sure)
        fields += of_line
    return fields


def _metadata(folded: str, end: int, language: Language) -> Iterator[Field]:
    for number, entry in enumerate(_ENTRY.finditer(folded, 0, end)):
        span, key = Span(*entry.span("value")), entry["key"].lower()
        if key == "date":
            yield from _classified(folded, *entry.span("value"), number, False, language)
        else:
            yield Field(span, entry["value"], "words" if key == "title" else "byline", number, key == "title")


def _is_prose(line: str, whole: str, language: Language) -> bool:
    """Whether a line is too long for a head, as it stands or with the lines that run on from it, or goes on behind a sentence."""
    most = title_lengths(language)[2]
    return (
        len(re.sub(r"\s{2,}", " ", line)) > most
        or bool(re.search(r"[^。]{6}。[^。”』」]{6}", line))
        or len(whole) > 1.6 * most
        or whole[-1:] in "。."
        and len(whole) > most * 0.4
        or line[:1] == "|"
        or line.count("|") > 1
        and any(len(m.value.unit) == _CODE for m in find_quantities(line, language) if isinstance(m.value, Quantity))
    )


def _runs_on(line: str, whole: str) -> bool:
    """Whether a line is the first of a wrapped paragraph: a sentence ends in it, or the next line goes on in small letters."""
    rest = whole[len(line) :].lstrip()
    return len(whole) > len(line) > 70 and (bool(_ENDED.search(line)) or (len(whole) > 200 and rest[:1].islower()))


def _fields(text: str, folded: str, line: re.Match[str], number: int, language: Language) -> Iterator[Field]:
    rules = head_rules(language)
    mark = _MARK.match(line[0])
    start = line.start() + (mark.end() if mark else 0)
    end = line.end() - len((_CLOSE.search(line[0]) or [""])[0])
    marked = bool(mark and (mark["one"] or mark["bold"] and line[0].rstrip()[-2:] == mark["bold"]))
    cuts = [start]
    for match in rules["separator"].finditer(text, start, end):
        cuts += [match.start(), match.end()]
    cuts.append(end)
    if all(text[a:b].strip("\u3000") == "" for a, b in zip(cuts[1:-1:2], cuts[2::2], strict=True)) and all(
        _kind(folded[a:b], rules) == "words" and b - a >= title_lengths(language)[0]
        for a, b in zip(cuts[::2], cuts[1::2], strict=True)
    ):
        cuts = [start, end]  # a headline of several clauses
    whole = rules["byline"].match(folded[start:end])
    for a, b in (
        [(start, end)] if whole and not whole.groupdict().get("publisher") else zip(cuts[::2], cuts[1::2], strict=True)
    ):
        if folded[a:b].strip(" *_"):
            yield from _classified(folded, a, b, number, marked, language)


def _classified(folded: str, start: int, end: int, number: int, marked: bool, language: Language) -> Iterator[Field]:
    rules = head_rules(language)
    while folded[start] in " *_":
        start += 1
    while folded[end - 1] in " *_," or _SIGN.match(folded[end - 1]):
        end -= 1
    text = folded[start:end]
    kind = _kind(text, rules)
    days = [
        m
        for m in (find_times(text, language, None) if re.search(r"\d", text) else ())
        if isinstance(m.value, TimeInterval) and m.value.granularity == "day" and m.value.start == m.value.end
    ]
    if days and kind in ("words", "label", "byline", "issue"):
        day = days[0]
        assert isinstance(day.value, TimeInterval)
        rest = _REST.sub("", text[: day.span.start] + text[day.span.end :])
        before = _SIGN.sub("", text[: day.span.start]).rstrip(" ,·:：(（—–-")
        if len(before) > 2 and _REST.sub("", before):
            alone = kind if kind != "words" else _kind(before, rules)
            yield Field(Span(start, start + len(before)), before, alone, number, marked)
        # A date among words is not the document's own.
        dated = len(rest) < 24 or kind == "byline"
        yield Field(
            Span(start + day.span.start, end),
            text[day.span.start :],
            "date" if dated else kind,
            number,
            marked,
            day.value.start if dated else None,
        )
        after = _TIME.match(text, day.span.end)
        if after and rules["byline"].match(text, after.end()):
            yield Field(Span(start + after.end(), end), text[after.end() :], "byline", number, marked)
        return
    yield Field(Span(start, end), text, kind, number, marked)


def _kind(text: str, rules: Mapping[str, re.Pattern[str]]) -> FieldKind:
    """What a field's words look like, its date aside."""
    kind: FieldKind = next((k for k in _KINDS if rules[k].search(text)), "words")
    if kind != "words":
        return kind
    return "label" if rules["tagline"].search(text) else "series" if rules["series_line"].search(text) else "words"
