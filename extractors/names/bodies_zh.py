"""Public bodies, institutes, units and firms in Chinese text: names built of a place, an owner or a legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from ..languages import language_data
from .candidates import CJK
from .cut_zh import Cut, data, fit, latin_stop, soft
from .phrases_zh import ends_here
from .plain_zh import closes

_RULES = data()["government"]


@cache
def _government() -> re.Pattern[str]:
    ending = _RULES["ending"]
    opening = rf"\ue007\ue00f*{_RULES['place']}[{CJK}]{{0,14}}?{ending}"
    return re.compile(rf"{opening}(?![{CJK}])|{opening}")


@cache
def _business() -> re.Pattern[str]:
    return re.compile(rf"\ue000\ue00f*{data()['compound']['business']}")


_INSTITUTE = re.compile(rf"\ue000\ue00f*(?P<body>[{CJK}A-Z]{{0,8}}?){_RULES['institute']}")
_FOREIGN_BODY = re.compile(r"\ue007\ue00f*(?:省|市|州)?\ue000\ue00f{1,5}")
_LATIN_COMPANY = re.compile(rf"(?<![\w.-])[A-Z][\w.&'-]+(?: [A-Z][\w&'-]*)*(?= ?{_RULES['firm']})", re.A)
_LATIN_FIRM = re.compile(r"(?<![\w.-])[A-Z][\w&'-]+(?: [A-Z&][\w&'-]*){1,3}", re.A)
_LOCAL_BODY = re.compile(rf"(?:(?<![{CJK}])|(?<=[与和由、及]))[{CJK}]{{2,3}}{_RULES['town']}\ue000\ue00f{{1,6}}")
# A full name with its legal form: behind a mark or a small word, or from the place that opens it.
_LEGAL = re.compile(
    rf"\ue000\ue00f*\([{CJK}\ue007\ue00f]{{2,8}}\)[{CJK}]{{2,14}}{_RULES['legal']}|(?<!\()(?:(?<![{CJK}\ue00f)])|(?<=[{_RULES['legal_after']}])|(?=\ue007))(?:\ue007\ue00f*)?"
    rf"(?:(?!{_RULES['not_legal']})[{CJK}]|(?<=[{CJK}])\([{CJK}\ue007\ue00f]{{2,8}}\)){{2,18}}?{_RULES['legal']}"
)
# A branch of a known organization: `中国移动四川公司`, `某某集团江苏有限公司`.
_BRANCH = re.compile(rf"\ue000\ue00f*[{CJK}]{{0,8}}?\ue007\ue00f*{_RULES['place']}{_RULES['branch']}")
_NATIONAL = re.compile(rf"{_RULES['nation']}(?:{_RULES['national']}|[{CJK}]{{2,9}}?{_RULES['national_ending']})")
_BODY = re.compile(
    rf"(?<![{CJK}\ue00f])(?P<name>(?!{_RULES['no_body']})[{CJK}]{{2,11}}?{_RULES['office']})"
    rf"(?=(?:\([^()\n]{{2,10}}\))?[{CJK}\ue00e\ue00f]{{0,12}}?{_RULES['acts']})"
)
_UNIT = re.compile(rf"\ue001\ue00f*{_RULES['administration']}|\ue000\ue00f*[{CJK}]{{2,3}}(?={_RULES['invests']})")


def bodies(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """Public bodies that open with a place, investing arms of known organizations, administrations named after a person."""
    text = cut.text
    for match in _government().finditer(text):
        start, end = match.span()
        inner = start + 1
        while text[inner] == "\ue00f":
            inner += 1
        body = text[inner:end]
        closed = ends_here(cut, end) or end in cut.starting or text[end] in soft()
        sized = len(body) > 2 or re.fullmatch(_RULES["short_body"], body)
        if closed and sized and not _has_verb(cut, inner, end) and not re.search(_RULES["not_body"], body):
            yield cut.original[start:end], "Organization", 4, "official"
    for match in _INSTITUTE.finditer(text):
        inner = match.start("body")
        if (
            match["body"]
            and not _has_verb(cut, inner, match.end())
            and not re.search(_RULES["not_institute"], match["body"])
        ):
            yield cut.original[slice(*match.span())], "Organization", 4, "compound"
    for match in _LATIN_FIRM.finditer(text):
        strong, weak = (language_data("en", "names")["suffix"][k].split() for k in ("strong", "weak"))
        *front, last = match[0].split(" ")
        if (last in strong or last in weak) and not all(w in latin_stop() for w in front):
            yield match[0], "Organization", 4 if last in strong else 3, "suffix"
    for match in _NATIONAL.finditer(text):
        if ends_here(cut, match.end()) or match.end() in cut.starting:
            yield match[0], "Organization", 4, "official"
    for match in _BODY.finditer(text):
        body = match["name"]
        if not re.search(_RULES["not_body"], body) and not _has_verb(cut, *match.span("name")):
            yield body, "Organization", 4, "official"
    for match in _LOCAL_BODY.finditer(text):
        name = cut.original[slice(*match.span())]
        if re.search(_RULES["body"], name):
            yield name, "Organization", 4, "official"
    for match in _FOREIGN_BODY.finditer(text):
        name = cut.original[slice(*match.span())]
        if re.search(_RULES["local"], name):
            yield name, "Organization", 4, "official"
    for match in _LATIN_COMPANY.finditer(text):
        trade = text[max(0, match.start() - 2) : match.start()] in data()["soft"]["counted"]  # 这家MicroLED公司
        if fit(match[0]) and not trade:
            yield match[0], "Organization", 3, "firm"
    for match in _LEGAL.finditer(text):
        yield cut.original[slice(*match.span())], "Organization", 4, "legal"
    for match in _BRANCH.finditer(text):
        if _has_verb(cut, *match.span()):
            continue  # whose capital is raised
        yield cut.original[slice(*match.span())], "Organization", 4, "branch"
    for match in _unit().finditer(text):
        yield from _units(cut, match.start("name"), match.end())
    for match in _business().finditer(text):
        if re.search(_RULES["into"], text[max(0, match.start() - 2) : match.start()]):
            continue  # whom one invests in
        yield cut.original[slice(*match.span())], "Organization", 4, "compound"
    for match in _UNIT.finditer(text):
        inner = match.start() + 1
        while text[inner] == "\ue00f":
            inner += 1
        found = cut.right(inner)
        if match[0].endswith(_RULES["administration"]) or (
            found and found[1] == match.end() and not closes(text[slice(*found)])
        ):
            yield cut.original[slice(*match.span())], "Organization", 4, "compound"


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(data()["compound"]["founded"])


def _units(cut: Cut, start: int, end: int) -> Iterator[tuple[str, EntityType, int, str]]:
    """`成立基础模型研发部和应用模型研发部`: new units of an organization, also several."""
    generic = data()["compound"]["generic_unit"]
    for part in re.compile(r"(?:(?!、|和|与|及)[^，。])+").finditer(cut.original, start, end):
        if not re.search(generic, part[0]) and re.search(data()["compound"]["unit"], part[0]):
            yield part[0].strip(), "Organization", 4, "unit"


def _has_verb(cut: Cut, start: int, end: int) -> bool:
    """Whether a word in a range votes for a name before it: then the range is no name."""
    words = [cut.tokens[cut.starting[at]][2] for at in range(start, end) if at in cut.starting]
    voices = cut.lexicon.voices
    return any(
        v.side == "after" and v.type == "Organization" and v.weight > 1
        for w in words
        if w not in cut.lexicon.suffixes
        for v in voices.get(w, ())
    )
