"""New Chinese names by their place in a clause: its subject, what a verb or a noun of kind governs, a list's member.

Where the words beside a name are of no help, the place is: what opens a clause and stops before a verb, an adverb or a preposition is its
subject, and one that plain words do not make up is a name. What plain words are, `plain_zh.py` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from ..languages import word_list
from .cut_zh import CHARACTER, LANGUAGE, Cut, compiled, data, fit, latin_stop
from .lexicon import lexicon
from .people import is_personal
from .plain_zh import a_word, closing, frequent, made_of_words, odder, small, strange, table, word_at

_LONGEST = 10
_CLAUSE = re.compile(r"[。！？；：，\n、【】》|”)—]+")
_BULLET = re.compile(r"[ \u3000•●■◆▲△▼▶►▍▎▪※*#>·–-]*(?:\(?\d{1,2}[.、)] ?)?")
_STOP = re.compile(r"[。！？；，\n]")
_CHINESE_ON = re.compile(r" ?[\u4e00-\u9fff](?![\u4e00-\u9fff]{0,5} ?[A-Z])")
_LATIN_TAIL = re.compile(r"[A-Z]{1,8}(?![A-Za-z\d])")
_LATIN_END = re.compile(r"[A-Za-z\d]+$")
_BRACKET = re.compile(r"\([^()\n]{1,30}\)")


@cache
def _cofounded() -> re.Pattern[str]:
    return re.compile(data()["clause"]["cofounded"])


@cache
def _defined() -> re.Pattern[str]:
    """What goes on with what the name before it is or has."""
    return re.compile(data()["clause"]["defined"])


def _straddled(text: str, at: int) -> bool:
    """Whether the character at an offset is part of a word: no name ends there."""
    if text[at] not in table("joint") and a_word(text[at : at + 2]):
        return True
    words = frequent()
    return any(text[at - back : at + on] in words for back, on in ((1, 1), (1, 2), (2, 1)))


def stretch(cut: Cut, at: int) -> int:
    """Where what begins at an offset stops being a possible name."""
    text, end = cut.text, at
    if word_at(text, at, closing()):
        return at
    while end < len(text) and end - at < _LONGEST:
        char = text[end]
        if not CHARACTER.match(char):
            tail = _LATIN_TAIL.match(text, end)
            if tail and end > at + 1 and (tail.end() < end + 4 or tail[0] not in latin_stop()):
                end = tail.end()
            break
        if end - at >= 2:
            if word_at(text, end, closing()) or _after_ending(text, at, end):
                break
            if char in small() and not _straddled(text, end):
                break
            if _goes(text, end):
                break
            if _measures(text, end) or _noun(cut, end):
                break
        end += 1
    return end


def _noun(cut: Cut, at: int) -> bool:
    """Whether a plain word of three characters begins at an offset, which no name holds: 著作权."""
    word = cut.tokens[cut.starting[at]][2] if at in cut.starting else ""
    return len(word) == 3 and word > "\u3400" and word not in cut.lexicon.suffixes and word not in table("inside")


def _goes(text: str, at: int) -> bool:
    """Whether a verb with its aspect stands at an offset: 走 in 砺光走的."""
    return text[at] in table("verbs") and text[at + 1 : at + 2] in ("的", "了", "着", "过")


def _after_ending(text: str, at: int, end: int) -> bool:
    """Whether an ending of companies stands before an offset, and a plain word behind it."""
    suffixes = lexicon(LANGUAGE).suffixes
    if end - at < 4 or text[end - 2 : end] not in suffixes:
        return False
    size = word_at(text, end, frequent())
    return size > 0 and text[end : end + size] not in suffixes


def _openings(text: str) -> Iterator[int]:
    yield 0
    for match in _CLAUSE.finditer(text):
        yield match.end()


def opening_words(text: str, start: int, end: int) -> int:
    """How much of a stretch is a verb before the name: 受理启悟(科技)."""
    size = word_at(text, start, closing())
    return size if size and end - start - size >= 2 and strange(text[start + size : end]) > 1 else 0


def without_closing(name: str) -> str:
    """A stretch without the adverbs that stand at its end."""
    for size in (3, 2):
        if len(name) > size + 1 and name[-size:] in table("hop") | table("closing"):
            return name[:-size]
    return name


def ends_here(cut: Cut, at: int) -> bool:
    """Whether what stands at an offset cannot go on with a name."""
    text = cut.text
    return (
        at == len(text)
        or not CHARACTER.match(text[at])
        or text[at] in small()
        or bool(word_at(text, at, closing()))
        or _measures(text, at)
        or _goes(text, at)
    )


def _measures(text: str, at: int) -> bool:
    """Whether a word at an offset only leads to a figure: 约 in 约百人, 涨 in 涨8%."""
    return text[at] in table("measure") and bool(_FIGURE.match(text, at + 1))


_FIGURE = re.compile(r" ?[\d\ue00e]")


def _past(cut: Cut, at: int) -> int:
    """An offset without the times, the adverbs, the words of kind and place before a subject."""
    text = cut.text
    at = _BULLET.match(text, at).end()  # type: ignore[union-attr]
    for _ in range(5):
        before = at
        while text[at : at + 1] and text[at] in "\ue00e\ue00f":
            at += 1
        if at > before and text[at : at + 1] in ("，", ",", " ", "\u3000"):
            at += 1
        at += word_at(text, at, table("lead"))
        if at == before:
            break
    return at


def _verb(cut: Cut, at: int) -> int:
    """How surely what stands at an offset goes on as an organization's clause: 3 with its verb at once, else 2 or 1, or not: 0."""
    text = cut.text
    bracket = _BRACKET.match(text, at)
    at = bracket.end() if bracket else at
    at += text[at : at + 1] in ("：", ":") and ("\n" in text[:at] or not text[:1].isalpha())
    direct = _direct(text, at)
    if _speaks(cut, direct) or _defined().match(text, at):
        return 3
    if direct > at or text[at : at + 1] in table("suffered") or text[at : at + 1] in table("preposition"):
        stop = _STOP.search(text, at, at + 60)
        end = stop.start() if stop else min(len(text), at + 60)
        if any(_speaks(cut, i) or word_at(text, i, table("undergone")) for i in range(at, end) if i in cut.starting):
            return 2
    if text[at : at + 1] in table("aux") | table("suffered"):
        return 1
    return -1 if word_at(text, at, closing()) else 0


def corporate(cut: Cut, at: int) -> bool:
    """Whether a clause goes on at an offset as only organizations' do."""
    return _verb(cut, at) > 1


def acts(cut: Cut, at: int) -> bool:
    """Whether a clause may go on at an offset with what its subject, rather an organization, does."""
    return _verb(cut, at) > 0


def _direct(text: str, at: int) -> int:
    """An offset behind a subject without the times and adverbs that stand before its verb."""
    for _ in range(4):
        before = at
        while text[at : at + 1] and text[at] in " \ue00e\ue00f":
            at += 1
        at += word_at(text, at, table("hop"))
        at += text[at : at + 1] in table("aux")
        if at == before:
            break
    return at


def _speaks(cut: Cut, at: int, type_: EntityType = "Organization", least: int = 2) -> bool:
    token = cut.starting.get(at)
    if token is None:
        return False
    voices = cut.lexicon.voices.get(cut.tokens[token][2], ())
    return any(v.side == "after" and v.type == type_ and v.weight >= least for v in voices)


def phrases(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for names that open a clause of an organization."""
    text = cut.text
    for opening in _openings(text):
        at = _past(cut, opening)
        end = stretch(cut, at)
        name = text[at:end]
        if end == at and (run := cut.run_start.get(at)) and (latin := text[at:run]) not in latin_stop():
            counted = text[at - 2 : at] in data()["soft"]["counted"]  # 这家MicroLED公司
            post = compiled("latin", "post").match(latin)
            if post and " " in latin[post.end() :]:
                yield latin[post.end() :], "Person", 4, "subject"
            elif len(latin) > 3 and not re.search(r"\d", latin) and fit(latin) and not counted:
                verb = _verb(cut, run)
                opens = text[opening - 1 : opening] in "\n。" and bool(_CHINESE_ON.match(text, run))
                if verb > 0 or opens:
                    yield latin, "Organization", 1 + (verb > 1 or opens), "subject"
            continue
        if not _possible(name):
            continue
        verb = _verb(cut, end)
        if len(name) == 3 and is_personal(name) and strange(name) > 1 and _acts(cut, end):
            yield name, "Person", 3, "subject"
            continue
        if len(name) == 3 and strange(name) == 3 and word_at(text, _direct(text, end), table("corporate")):
            yield name, "Organization", 4, "subject"
            continue
        if verb < 1 and len(name) > 3 and _speaks(cut, end, "Person"):
            verb = 3
        odd = strange(name) if verb > 0 or (verb and len(name) > 2) else 0
        if len(name) == 3 and odd == 1 and verb > 1 and _coined(name) and text.count(name) > 1:
            yield name, "Organization", 3, "subject"
        if odd < 2 or odd * 2 < len(_LATIN_END.sub("", name)):
            continue
        if len(name) == 2:
            if not a_word(name) and (verb > 1 or not is_personal(name)):
                sure = text.count(name) > 1 or text[opening - 1 : opening] in "\n。"
                yield name, "Organization", 2 + (verb > 1) + sure, "subject"
        elif (len(name) > 3 or not is_personal(name)) and not (is_personal(name[-3:]) and a_word(name[:-3])):
            sure = (
                odder(name)
                and (verb > 1 or odd > 2 and (verb > 0 or text.count(name) > 1))
                or verb > 2
                and (odd > 3 or text.count(name) > 1)
            )
            yield name, "Organization", 2 + sure, "subject"


def _acts(cut: Cut, at: int) -> bool:
    """Whether the clause goes on with what only people do."""
    stop = _STOP.search(cut.text, at, at + 24)
    return any(_speaks(cut, i, "Person", 3) for i in range(at, stop.start() if stop else min(len(cut.text), at + 24)))


def _coined(name: str) -> bool:
    """`深思考`: a character before a word that says neither who nor what one is."""
    return not a_word(name) and name[1:] in word_list(LANGUAGE, "words") and name[0] not in table("verbs")


_AGENT = re.compile(r"(?<=[是由被据让的])(?=[\u4e00-\u9fff]{2})")
# What a clause says of its subject before naming it: `与Meta共同打造眼镜的汀岸光学，三季度…`.
_RELATIVE = re.compile(
    r"(?<![^\n。；，])(?:曾|一直|长期|此前)?(?:[与和同为给替由被向从]|获|靠)\ue000\ue00f*[^，。；\n\ue000-\ue0ff]{2,14}的(?=[\u4e00-\u9fff]{4})"
)
_PARTNER = re.compile(r"(?<=[与和向由被遭对为给])(?=[\u4e00-\u9fff]{2})")
_PLACED = re.compile(r"[\ue007\ue000]\ue00f*(?P<tail>[\u4e00-\u9fff]{2})")


def placed(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`杭州云阙与…`: a place and two characters that are no word, which a clause's words leave standing."""
    text = cut.text
    for match in _PLACED.finditer(text):
        tail, at = match["tail"], match.start("tail")
        loose = compiled("compound", "loose").search(tail)
        if strange(tail) == 2 and not loose and _possible(tail) and stretch(cut, at) == at + 2:
            verb = _verb(cut, at + 2)
            if text[match.start()] == "\ue000":
                if verb > 1 and not a_word(tail):
                    yield cut.original[match.start() : at + 2], "Organization", 4, "placed"
            elif verb > (2 if a_word(tail) else 1) or (verb > 0 and text[match.start() - 1] in "、与由"):
                yield cut.original[match.start() : at + 2], "Organization", 4, "placed"


def _short(cut: Cut, start: int, end: int) -> bool:
    """Whether two characters stand alone as only a name does: no word, and no small ones among them."""
    name = cut.text[start:end]
    return (
        end - start == 2
        and strange(name) == 2
        and not is_personal(name)
        and not a_word(name)
        and not any(c in small() | table("verbs") for c in name)
        and not compiled("compound", "loose").search(name)
        and not a_word(cut.text[start - 1 : start + 1])
        and not (cut.text[start - 2] > "\u3400" and a_word(cut.text[start - 2 : start]))
        and ends_here(cut, end)
    )


def agents(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`…是潮汐引擎推出的应用`: who does it, inside of a clause."""
    for match in _AGENT.finditer(cut.text):
        end = stretch(cut, match.end())
        name = cut.text[match.end() : end]
        odd = strange(name)
        if _short(cut, match.end(), end):
            if _possible(name) and _verb(cut, end) > 1:
                yield name, "Organization", 4, "subject"
            continue
        sure = odd > 3 or odder(name) or cut.text[end : end + 1] in table("suffered")
        if _possible(name) and len(name) > 2 and odd > 1 and sure and not is_personal(name):
            if _verb(cut, end) > 1 + (cut.text[match.end() - 1] not in "的由被"):
                yield name, "Organization", 3, "subject"
    for match in _RELATIVE.finditer(cut.text):
        end = stretch(cut, match.end())
        name = cut.text[match.end() : end]
        on = end + (cut.text[end : end + 1] == "，")
        if _possible(name) and len(name) > 3 and strange(name) > 1 and not is_personal(name) and _verb(cut, on) > 1:
            yield name, "Organization", 3, "subject"
    for match in _PARTNER.finditer(cut.text):
        if a_word(cut.text[match.end() - 2 : match.end()]) or a_word(cut.text[match.end() - 1 : match.end() + 1]):
            continue
        end = stretch(cut, match.end())
        name = cut.text[match.end() : end]
        if _short(cut, match.end(), end):
            if _possible(name) and _verb(cut, end) > 1:
                yield name, "Organization", 4, "partner"
            continue
        if _possible(name) and len(name) > 2 and strange(name) > 1 and odder(name):
            if is_personal(name) and len(name) == 3:
                if _cofounded().match(cut.text, end):
                    yield name, "Person", 4, "partner"
            elif _verb(cut, end) > 1:
                yield name, "Organization", 3, "partner"


_BESIDE = re.compile(r"\ue000\ue00f*(?:与|和|及|以及|、)(?=[\u4e00-\u9fff]{3})")


def beside(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`…智谱与海纳深思`: what stands with a known organization."""
    for match in _BESIDE.finditer(cut.text):
        found = governed(cut, match.end())
        if found and found[1] - found[0] > 2 and ends_here(cut, found[1]):
            name = cut.text[slice(*found)]
            if not is_personal(name):
                yield name, "Organization", 2 + odder(name), "beside"


@cache
def _kinds() -> tuple[tuple[EntityType, re.Pattern[str]], ...]:
    """Nouns of kind by what they are of; an organization's part is introduced by whom it belongs to."""
    part = r"|\ue000\ue00f*(?:集团)?旗下"
    return tuple(
        (kind, re.compile(rf"(?:{nouns}{part if kind == 'Organization' else ''})(?=[\u4e00-\u9fff]{{2}})(?![商厂企])"))
        for kind, nouns in data()["introduced"].items()
    )


def introduced(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`模组厂十铨传出…`, `广达旗下云达则…`, `烧钱的是智能体阿枣`: a short name behind a noun of kind."""
    for kind, nouns in _kinds():
        for match in nouns.finditer(cut.text):
            found = governed(cut, match.end())
            if found and ends_here(cut, found[1]):
                name = cut.text[slice(*found)]
                if len(name) > 2 and kind != "Organization" and a_word(name[:2]):
                    continue  # more of the noun
                if kind != "Organization" and name[2:] in lexicon(LANGUAGE).suffixes:
                    yield name, "Organization", 4, "introduced"
                    continue  # whose it is
                yield name, kind, 4 if kind == "Organization" or odder(name) else 3, "introduced"


def governed(cut: Cut, at: int) -> tuple[int, int] | None:
    """The name that begins at an offset, behind a word that says what it is or acts on it."""
    end = stretch(cut, at)
    name = cut.text[at:end]
    if not _possible(name) or strange(name) < 2 or (len(name) == 2 and a_word(name)):
        return None
    return at, end


def _possible(name: str) -> bool:
    """Whether a stretch can be a name by its form: small words neither open one nor stand in a short one."""
    if not 2 <= len(name) < _LONGEST or CHARACTER.match(name) is None:
        return False
    if not fit(name[1:] if len(name) > 2 and name[0] in table("opening") and not a_word(name[:2]) else name):
        return False
    return (
        not made_of_words(name)
        and name[0] not in small() | table("verbs")
        and (len(name) > 2 or not any(c in small() for c in name))
    )
