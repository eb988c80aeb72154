"""Signs of a new name in Chinese text other than the words beside it: brackets, headings, speakers, quotation marks, public bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from .bodies_zh import bodies
from .candidates import CJK
from .cut_zh import Cut, data, fit
from .gazetteer import countries
from .people import is_personal
from .phrases_zh import stretch
from .plain_zh import a_word, closes, odder, strange
from .things_zh import launches

_SIGN = data()["sign"]
_BRACKET = re.compile(
    rf"(?<=[{CJK}A-Za-z\d”])\((?:(?P<ticker>\d{{3}}[×xX*＊]{{3}}|\d{{4,6}}(?:[ .-][A-Z]{{1,3}})?|[A-Z]{{1,5}}[ .-](?:{_SIGN['market']})|(?:{_SIGN['exchange']}|\ue000\ue00f*|\ue007\ue00f*)[:：] ?[A-Z\d][A-Z\d.]{{0,8}})|(?P<latin>[A-Z][\w.&' -]{{1,40}})|(?P<called>(?:{_SIGN['abbreviated']})[:：]?“?(?P<short>[^”)]{{2,10}})”?))\s*[,，)]"
)
_ALONE = re.compile(rf"(?<![{CJK}A-Za-z\d\ue00f])[{CJK}]{{3,6}}$")  # a name of plain words, with its ticker
_PAPER = re.compile(rf"《(?P<name>[{CJK}]{{2,10}}(?:{_SIGN['paper']}))》")
_CITED = re.compile(_SIGN["cited"].replace("@", rf"《([{CJK}A-Za-z ]{{2,14}})》"))
_TOWN = re.compile(rf"(?<=州)(?P<name>[{data()['person']['sounds']}]{{2,8}}?)(?={data()['place']['town']})")
_DOMAIN = re.compile(r"(?<![\w./@-])[A-Z][A-Za-z]{2,}\.(?:ai|AI|io)(?![\w/])", re.A)
_ESTABLISHED = re.compile(
    rf"{_SIGN['established']}(?:[^，。；“”A-Za-z\ue000-\ue00f]{{0,10}}?)"
    r"(?P<name>(?:\ue000\ue00f*|[A-Z][A-Za-z&]+)(?: (?:\ue000\ue00f*|[A-Z][A-Za-z.&]+)){1,4})(?=[，。；、（(]|由|并|负责|$)"
)
_CAMEL = re.compile(r"(?<![\w.@/#-])(?:[A-Z][a-z]+){2,3}(?![\w@.-])|(?<=[商厂])[A-Z][\w.&-]+(?: [A-Z][\w.&-]+)*", re.A)
_TARGET = re.compile(
    rf"对(?:\ue007\ue00f*)? ?(?P<name>[{CJK}]{{2,8}}|[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*)的(?:{_SIGN['suffered']})",
    re.A,
)
_NAME = rf"(?P<name>[{CJK}]{{2,8}}?|[A-Z][A-Za-z\d.&-]*(?: [A-Z][A-Za-z\d.&-]*)*)"
_HEADED = re.compile(r"^[◆●■•\-\s]*【(?P<name>[^】\n]{2,14}?)(?:专讯|本报讯|讯)?】", re.M)
_RAISES = re.compile(data()["raises"]["frame"].replace("@", rf"(?P<name>[{CJK}]{{2,6}}?)"), re.M)
_BACKS = re.compile(data()["raises"]["backs"].replace("@", rf"(?P<name>[{CJK}]{{3,8}}?)"), re.M)
# A country's firm by its name and its trade: 法国|凯尔姆机器人公司.
_OF_TRADE = re.compile(
    rf"(?P<place>\ue007\ue00f*)(?P<whole>(?P<name>[{CJK}]{{2,5}}?)(?:{data()['compound']['traded']})(?:公司|集团))(?=[{CJK}，。、：\ue00e(])"
)
_TOPIC = re.compile(
    rf"^[\s\-•●■◆]*(?:\d{{1,2}}[.、)]|\(\d{{1,2}}\)|[（(]?[一二三四五六七八九十]{{1,3}}[)）、])\s*(?P<name>[{CJK}A-Za-z\d. ]{{2,12}})[：:]",
    re.M,
)
_ENTRY = re.compile(
    rf"^[ \t]*(?:【[^】\n]{{2,6}}】|[-【•●■◆★▪►▶>*·◎○] ?|[—–]{{1,2}} ?)(?P<name>[{CJK}]{{2,6}})：(?=\S)", re.M
)
_LATIN_ENTRY = re.compile(
    rf"^[ \t]*(?:[-•●■◆★▪►▶>*·◎○] ?|\d{{1,2}}[.、)] ?)?\*{{0,2}}(?P<name>[A-Z][\w.&-]+(?: [A-Z][\w.&-]+){{0,2}})\*{{0,2}} ?"
    rf"(?:(?:\(\ue007\ue00f*\))?[：:](?=[^\n]{{0,60}}(?:{_SIGN['of_company']}))|\(\ue007\ue00f*\)(?=[：:]? ?$))",
    re.M | re.A,
)
_DEALS = re.compile(rf"[^\n]{{0,40}}(?:{_SIGN['of_company']})")
_SPEAKER = re.compile(rf"^(?P<name>[{CJK}]{{2,5}})[：:](?=\S)", re.M)


def patterns(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    text = cut.text
    for match in _BRACKET.finditer(text):
        candidate = cut.left(match.start())
        if match["ticker"] and candidate is None and (alone := _ALONE.search(text, 0, match.start())) and fit(alone[0]):
            yield alone[0], "Organization", 4, "bracket"
        if candidate is not None and fit(name := text[candidate.start : candidate.end]):
            yield name, "Organization", 4 if match["ticker"] else 2, "bracket"
            if match["latin"] and fit(match["latin"]):
                yield match["latin"], "Organization", 1, "bracket"
    for match in _RAISES.finditer(text):
        name = match["name"]
        if fit(name) and not closes(name) and not re.search(data()["raises"]["not_name"], name):
            if name not in cut.lexicon.common and not any(closes(name[-size:]) for size in (2, 3)):
                yield name, "Organization", 4, "raises"
    for match in _OF_TRADE.finditer(text):
        of_country = cut.original[slice(*match.span("place"))] in countries()
        if of_country and strange(match["name"]) > 1 and fit(match["whole"]) and not closes(match["name"]):
            yield match["whole"], "Organization", 4, "trade"
    for match in _BACKS.finditer(text):
        name = match["name"]
        if fit(name) and not closes(name) and any(name.endswith(suffix) for suffix in cut.lexicon.suffixes):
            yield name, "Organization", 4, "raises"
    for match in _PAPER.finditer(cut.original):
        yield match["name"], "Organization", 4, "paper"
    for match in _CITED.finditer(cut.original):
        name = next(filter(None, match.groups()))
        if not re.search(_SIGN["not_cited"], name):
            yield name, "Organization", 4, "paper"
    for match in re.finditer(_SIGN["anonymous"], cut.original):
        yield match[0], "Organization", 4, "anonymous"
    for match in _TOWN.finditer(cut.original):
        yield match["name"], "Place", 9, "town"
    for match in _CAMEL.finditer(text):
        yield match[0], "Organization", 2, "camel"
    for match in _DOMAIN.finditer(text):
        yield match[0], "Organization", 3, "domain"
    for match in _ESTABLISHED.finditer(text):
        yield cut.original[slice(*match.span("name"))], "Organization", 4, "unit"
    for match in _TARGET.finditer(text):
        if fit(match["name"]) and (match["name"].isascii() or cut.has_gap(*match.span("name"))):
            yield match["name"], "Organization", 3, "target"
    for pattern in _frames():
        for match in pattern.finditer(text):
            span = match.span("name")
            if len(match["name"]) == 3 and is_personal(match["name"]):
                continue
            if len(match["name"]) == 2 and a_word(match["name"]):
                continue
            if fit(match["name"]) and (
                match["name"].isascii()
                or (cut.has_gap(*span) and not cut.plain_inside(*span))
                or (strange(match["name"]) > 1 and odder(match["name"]) and stretch(cut, span[0]) == span[1])
            ):
                yield match["name"], "Organization", 3, "target"
    for match in _HEADED.finditer(text):
        name = match["name"]
        if name not in cut.lexicon.common and fit(name) and not re.search(r"[和与及、]|[\ue000-\uf8ff]", name):
            whole = cut.has_gap(*match.span("name")) and not _tells(cut, *match.span("name"))
            yield name, "Organization", 3 if whole else 0, "headed"
    for match in _TOPIC.finditer(text):
        if cut.has_gap(*match.span("name")) and len(match["name"]) < 9 and fit(match["name"]):
            yield match["name"], "Organization", 2, "headed"
        if strange(match["name"]) > 1 and fit(match["name"]) and _DEALS.match(text, match.end()):
            yield match["name"], "Organization", 3, "headed"
    for match in _ENTRY.finditer(text):
        name = match["name"]
        if (
            strange(name) > 1
            and odder(name)
            and fit(name)
            and not closes(name)
            and not _opens_plain(cut, match.start("name"))
        ):
            yield name, "Organization", 4, "headed"
    for match in _LATIN_ENTRY.finditer(text):
        if fit(match["name"]):
            yield match["name"], "Organization", 3, "headed"
    speakers: dict[str, int] = {}
    for match in _SPEAKER.finditer(text):
        speakers[match["name"]] = speakers.get(match["name"], 0) + 1
    for name, count in speakers.items():
        if count > 1 and name not in cut.lexicon.common and not re.search(_SIGN["not_speaking"], name):
            yield name, "Person" if is_personal(name) and len(name) > 2 else "Organization", 3, "speaker"
    yield from launches(cut)
    yield from bodies(cut)


def _opens_plain(cut: Cut, at: int) -> bool:
    """Whether a heading begins with a plain word, as those that sum up what is told do: 营收王座易主."""
    return at in cut.starting and cut.tokens[cut.starting[at]][2] not in cut.lexicon.suffixes


def _tells(cut: Cut, start: int, end: int) -> bool:
    """Whether a heading says what somebody does, and is no name alone: a word that names stop before is in it."""
    return any(closes(cut.tokens[cut.starting[at]][2]) for at in range(start + 1, end) if at in cut.starting)


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """Prepositions with their verbs; `@` is the name's place."""
    return tuple(re.compile(frame.replace("@", _NAME)) for frame in data()["preposition"]["frames"])
