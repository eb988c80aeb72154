"""Names never seen before in Chinese text: what is left between plain words, where the words beside it vote for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .candidates import CJK
from .lexicon import LATIN_RUN, Lexicon, Voice, Votes, lexicon
from .people import is_personal, personal_name_at

LANGUAGE: Language = "zh"
_CJK = re.compile(rf"[{CJK}]")
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name, with what stands at its left: `edge` (punctuation, a mark), `word` or `soft`."""

    start: int
    end: int
    left: str


@cache
def _data() -> Mapping[str, Any]:
    return language_data(LANGUAGE, "names")


@cache
def _soft() -> frozenset[str]:
    return frozenset(_data()["soft"]["stop"])


@cache
def _latin_stop() -> frozenset[str]:
    return frozenset(_data()["soft"]["latin"].split())


class Cut:
    """A veiled text with its words and Latin runs, and the walks from a word to the ends of the name beside it."""

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.lexicon: Lexicon = lexicon(LANGUAGE)
        matches = self.lexicon.automaton.find_matches_as_indexes(text)
        self.tokens = [(s, e, self.lexicon.words[i]) for i, s, e in matches if self._whole(s, e)]
        self.starting = {s: n for n, (s, _, _) in enumerate(self.tokens)}
        self.ending = {e: n for n, (_, e, _) in enumerate(self.tokens)}
        self.runs = [m.span() for m in LATIN_RUN.finditer(text)]
        self.run_end = {e: s for s, e in self.runs}
        self.run_start = {s: e for s, e in self.runs}

    def _whole(self, start: int, end: int) -> bool:
        """Latin words of the lexicon are not cut out of longer ones."""
        text = self.text
        if text[start] > "\u2fff":
            return True
        return not (start and (text[start - 1].isascii() and text[start - 1].isalnum())) and not (
            end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "-")
        )

    def left(self, at: int) -> Candidate | None:
        """The stretch that ends at `at`."""
        start = at
        gap = 0
        left = "edge"
        while start > 0 and at - start < _LONGEST + 16:
            token = self.ending.get(start)
            char = self.text[start - 1]
            if token is not None:
                s, _, word = self.tokens[token]
                if word in self.lexicon.suffixes and gap < 2 and start - s < 5:
                    start = s
                    continue
                left = "word"
                break
            if (start in self.run_end and gap == 0) or (start in self.run_end and self.text[start:at].isascii()):
                start = self.run_end[start]
                gap += 2
                continue
            if not _CJK.match(char):
                left = "latin" if char.isalnum() and char.isascii() else "edge"
                break
            if char in _soft() and gap >= 2:
                left = "soft"
                break
            start -= 1
            gap += 1
        while (
            start < at
            and self.text[start] in _soft()
            and gap > 2
            and self.text[start] in "由据与和的在对将被为是了向等也都已并但而及或让于从"
        ):
            start += 1
            gap -= 1
            left = "soft"
        return Candidate(start, at, left) if gap >= 2 and left != "latin" and gap <= _LONGEST else None

    def right(self, at: int) -> tuple[int, int] | None:
        """The stretch that starts at `at`, up to the first word that cuts."""
        end = at
        gap = 0
        if at in self.run_start:
            end = self.run_start[at]
            gap = 2
            if end - at == 1:
                return None
            return (at, end)
        while end < len(self.text) and end - at < _LONGEST:
            token = self.starting.get(end)
            char = self.text[end]
            if token is not None:
                _, e, word = self.tokens[token]
                if word in self.lexicon.suffixes and gap >= 2:
                    end = e
                    gap += 1
                    continue
                break
            if end in self.run_start and gap >= 2 and self.text[end : self.run_start[end]] == "AI":
                end = self.run_start[end]
                break
            if not _CJK.match(char) or (char in _soft() and (gap >= 2 or gap == 0)):
                break
            end += 1
            gap += 1
        return (at, end) if gap >= 2 and end - at < _LONGEST else None


def vote(text: str, original: str, votes: Votes) -> Cut:
    """Collects the votes for new names in a veiled text."""
    cut = Cut(text, original)
    for start, end, word in cut.tokens:
        for voice in cut.lexicon.voices.get(word, ()):
            if voice.side == "after":
                _vote_left(cut, start, voice, votes)
            elif voice.side == "before":
                _vote_right(cut, end, voice, votes)
            else:
                _vote_suffix(cut, start, end, voice, votes)
    for name, type_, weight, sort in _patterns(cut):
        votes.add(name, type_, weight, sort)
    return cut


def _fit(name: str) -> bool:
    return (
        name not in _latin_stop()
        and not re.fullmatch(r"[\d.,:%-]+[A-Za-z]?|[A-Z]?\d{1,2}", name)
        and not all(part in _latin_stop() for part in name.split())
    )


def _vote_left(cut: Cut, at: int, voice: Voice, votes: Votes) -> None:
    candidate = cut.left(at)
    if candidate is None:
        return
    name = cut.text[candidate.start : candidate.end]
    if not _fit(name):
        return
    personal = is_personal(name)
    if voice.type == "Person":
        if personal:
            bonus = 1 if len(name) > 2 and candidate.left != "soft" else 0
            votes.add(name, "Person", voice.weight + bonus, "after")
        return
    bonus = 1 if candidate.left in ("edge", "word") and voice.weight == 2 and not (personal and len(name) == 2) else 0
    votes.add(name, voice.type, voice.weight + bonus, "after")


def _vote_right(cut: Cut, at: int, voice: Voice, votes: Votes) -> None:
    text = cut.text
    if voice.type == "Person":
        at = re.compile(r"[：:|/｜ 　]{0,6}|兼(?:首席执行官|CEO|总裁|董事长)?").match(text, at).end()  # type: ignore[union-attr]
        for start, end in personal_name_at(cut, at):
            votes.add(text[start:end], "Person", voice.weight, "before")
        return
    at += 1 if text[at : at + 1] in "：:" and voice.weight >= 3 else 0
    span = cut.right(at)
    if span is None:
        return
    name = text[slice(*span)]
    if _fit(name) and not (voice.type in ("Model", "Product", "Hardware", "Benchmark") and _CJK.match(name)):
        votes.add(name, voice.type, voice.weight, "before")


def _vote_suffix(cut: Cut, start: int, end: int, voice: Voice, votes: Votes) -> None:
    """A name that ends in a corporate or official suffix, with the place or the known name that opens it."""
    text = cut.text
    while (following := cut.starting.get(end)) is not None and cut.tokens[following][2] in cut.lexicon.suffixes:
        end = cut.tokens[following][1]
    if end < len(text) and _CJK.match(text[end]) and end not in cut.starting and text[end] not in _soft():
        return
    candidate = cut.left(start)
    opening = candidate.start if candidate else start
    body = text[opening:start]
    if len(body) > 10 and not body.isascii():
        return
    owner = _owner(text, opening, start, end)
    if owner is not None:
        name = cut.original[owner:end]
        if "\n" not in name and len(name) < 26:
            votes.add(name, voice.type, 3 if body or voice.weight > 1 else voice.weight, "compound")
    if candidate is not None and opening < start:
        votes.add(text[opening:end], voice.type, voice.weight, "suffix")


_OWNER = re.compile(r"([\ue000\ue007])\ue00f*(?:市|省|州|县|区)?$")
_DEPENDENT = re.compile(_data()["compound"]["dependent"])
_OFFICIAL = re.compile(_data()["compound"]["official"])


def _owner(text: str, opening: int, start: int, end: int) -> int | None:
    """Where the place or the organization before a suffixed body begins, if it is part of the name."""
    match = _OWNER.search(text, max(0, opening - 24), opening)
    if match is None:
        return None
    tail = text[opening:end]
    if match[1] == "\ue007":
        return match.start() if _OFFICIAL.search(tail) or opening < start else None
    return match.start() if _DEPENDENT.search(tail) and opening - match.end() == 0 else None


_BRACKET = re.compile(
    rf"(?<=[{CJK}A-Za-z\d”])\((?:(?P<ticker>\d{{4,6}}(?:[.-][A-Z]{{2}})?|[A-Z]{{1,5}}[.-](?:O|N|US|HK|SH|SZ|TW)|(?:NASDAQ|NYSE|纳斯达克|纽交所)[:：][^)]+)|(?P<latin>[A-Z][\w.&' -]{{1,40}})|(?P<called>(?:下称|简称|以下简称)[:：]?“?(?P<short>[^”)]{{2,10}})”?))\s*[,，)]"
)
_HEADED = re.compile(r"^[◆●■•\-\s]*【(?P<name>[^】\n]{2,14})】", re.M)
_TOPIC = re.compile(
    rf"^[\s\-•●■◆]*(?:\d{{1,2}}[.、)]|\(\d{{1,2}}\)|[（(]?[一二三四五六七八九十]{{1,3}}[)）、])\s*(?P<name>[{CJK}A-Za-z\d. ]{{2,12}})[：:]",
    re.M,
)
_SPEAKER = re.compile(rf"^(?P<name>[{CJK}]{{2,5}})[：:](?=\S)", re.M)
_DOTTED = re.compile(rf"[{CJK}]{{1,6}}(?:·[{CJK}]{{1,8}})+")
_PASSED = re.compile(rf"(?P<left>[{CJK}A-Za-z\d]{{2,12}})微信公众号")


def _patterns(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    text = cut.text
    for match in _BRACKET.finditer(text):
        candidate = cut.left(match.start())
        if candidate is not None and _fit(name := text[candidate.start : candidate.end]):
            yield name, "Organization", 4 if match["ticker"] else 2, "bracket"
            if match["latin"] and _fit(match["latin"]):
                yield match["latin"], "Organization", 1, "bracket"
    for match in _HEADED.finditer(text):
        name = match["name"]
        if name not in cut.lexicon.common and _fit(name) and not any(c >= "\ue000" for c in name):
            yield name, "Organization", 3 if _has_gap(cut, *match.span("name")) else 0, "headed"
    for match in _TOPIC.finditer(text):
        if _has_gap(cut, *match.span("name")) and len(match["name"]) < 9 and _fit(match["name"]):
            yield match["name"], "Organization", 2, "headed"
    speakers: dict[str, int] = {}
    for match in _SPEAKER.finditer(text):
        speakers[match["name"]] = speakers.get(match["name"], 0) + 1
    for name, count in speakers.items():
        if count > 1 and name not in cut.lexicon.common and not any(t in name for t in ("问", "答", "来源", "日期")):
            yield name, "Person" if is_personal(name) and len(name) > 2 else "Organization", 3, "speaker"
    for match in _DOTTED.finditer(text):
        start, end = _trim(cut, *match.span())
        yield text[start:end], "Person", 4, "dotted"


def _has_gap(cut: Cut, start: int, end: int) -> bool:
    """Whether two characters in a range are no plain word's."""
    free = end - start
    for at in range(start, end):
        token = cut.starting.get(at)
        if token is not None:
            free -= min(cut.tokens[token][1], end) - at
    return free >= 2


def _trim(cut: Cut, start: int, end: int) -> tuple[int, int]:
    """A dotted name without the plain words that run into it."""
    dot, last = cut.text.index("·", start), cut.text.rindex("·", start, end)
    for at in range(dot, start, -1):
        if at in cut.ending and at < dot:
            start = at
            break
        if cut.text[at - 1] in "和与由对据，、" and dot - at >= 2:
            start = at
            break
    for at in range(last + 2, end):
        if at in cut.starting or (cut.text[at] in "的在是将也曾称说则与和认表出于为向对从被任" and at - last > 2):
            return start, at
    return start, end


_LIST = re.compile(r"(?:[^，。；：:、\n()|“”]{2,14}(?:\([^()\n]{2,14}\))?、)+(?:[^，。；：:、\n()|“”]{2,14})")
_LABEL = re.compile(r"^(?:\d\)|[(（]\d[)）]|\d[.、])")


def list_members(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """Unknown members of lists whose other members are known, or which a heading calls securities."""
    text = cut.text
    security = _compiled("list", "security")
    member = _compiled("list", "member")
    for match in security.finditer(text):
        stop = text.find("\n", match.end())
        yield from _securities(cut, match.end(), stop if stop >= 0 else len(text))
    for match in _LIST.finditer(text):
        tail = text[match.end() - 14 : match.end() + 14]
        items = list(re.finditer(r"[^、]+", match[0]))
        known = sum(bool(re.search(r"[\ue000\ue003]", i[0])) for i in items)
        cue = bool(member.search(tail))
        if not cue and (known < 1 or known * 2 < len(items)):
            continue
        for n, item in enumerate(items):
            span = _item(cut, match.start() + item.start(), match.start() + item.end(), n == 0)
            if span:
                yield text[slice(*span)], "Organization", 2 + cue, "list"


def _item(cut: Cut, start: int, end: int, first: bool) -> tuple[int, int] | None:
    """The name in one item of a list: the first one's left end and the last one's right end are cut at words."""
    if first:
        candidate = cut.left(end)
        return (candidate.start, end) if candidate and _fit(cut.text[candidate.start : end]) else None
    found = cut.right(start)
    if found is None or not _fit(cut.text[slice(*found)]):
        return None
    rest = cut.text[found[1] : end]
    return (
        found
        if not rest or found[1] in cut.starting or rest[0] in _soft() or rest[0] == "(" or not rest[0].isalnum()
        else None
    )


def _securities(cut: Cut, start: int, end: int) -> Iterator[tuple[str, EntityType, int, str]]:
    for match in re.compile(
        rf"(?<=[、：:；，）)关注的为环节有])(?P<name>[*A-Z]{{0,4}}[{CJK}]{{2,6}}(?:-[A-Z]{{1,2}})?[A-Z]{{0,2}})(?=\(\d|、|。|；|等|，|\n|$)"
    ).finditer(cut.text, start, end):
        name = re.sub(r"等$", "", match["name"])
        if name in cut.lexicon.common or (not 3 <= len(name) <= 6 and not _has_gap(cut, *match.span("name"))):
            continue
        sure = (
            cut.text[match.end() : match.end() + 2].startswith("(")
            or cut.text[match.end() : match.end() + 1] == "、"
            or cut.text[match.start() - 1] == "、"
        )
        if sure:
            yield name, "Organization", 4 if _has_gap(cut, *match.span("name")) or len(name) == 4 else 2, "security"


@cache
def _compiled(table: str, key: str) -> re.Pattern[str]:
    return re.compile(_data()[table][key])


_QUOTED = re.compile(r"“(?P<name>[^“”，。；！？\n]{2,14})”")


def quoted(cut: Cut, plain: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """Quoted names whose neighbouring noun says what they are: `AI助手“元宝”`, `“天池256”超节点`. `plain` has its figures unveiled."""
    rules = _data()["quoted"]
    for match in _QUOTED.finditer(plain):
        name = match["name"]
        if any("\ue000" <= c <= "\ue00f" for c in name) or name in cut.lexicon.common:
            continue
        before, after = (
            cut.original[max(0, match.start() - 8) : match.start()],
            cut.original[match.end() : match.end() + 8],
        )
        for type_ in ("Hardware", "Benchmark", "Model", "Organization", "Product"):
            if re.search(rf"(?:{rules['before'][type_]})$", before) or re.match(
                rf"的?(?:{rules['after'][type_]})", after
            ):
                yield name, type_, 3, "quoted"
                break
        else:
            listed = re.match(r"(?:、|与|和|及)“[^”]{2,14}”(?P<rest>.{0,8})", cut.original[match.end() :])
            for type_ in ("Hardware", "Benchmark", "Model", "Product"):
                if listed and re.match(rf"(?:两款|三款|等|系列)?(?:{rules['after'][type_]})", listed["rest"]):
                    yield name, type_, 3, "quoted"
                    break
