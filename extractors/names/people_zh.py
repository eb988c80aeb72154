"""People in Chinese text beyond those beside a title: foreign names, by-lines, pairs, names in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ...ontology.model import EntityType
from ..languages import language_data
from .candidates import CJK
from .cut_zh import Cut, compiled, data, latin_stop
from .lexicon import lexicon
from .people import first_names, is_foreign, is_personal, sounds_foreign
from .phrases_zh import ends_here
from .plain_zh import a_word, opens_or_links
from .segments_en import is_plain

_WITH = 7  # votes for whom people stand beside: more than a list of organizations has
_LETTER = rf"(?:(?![和与及由对向因])[{CJK}])"
_DOTTED = re.compile(rf"{_LETTER}{{1,6}}(?:·{_LETTER}{{1,8}})+")
_AFTER_OF = re.compile(rf"的(?P<name>[{CJK}]{{3}})(?=[，、。；]|[也已是在将曾和与被]|$)", re.M)
_BESIDE = re.compile(rf"[、，, ]{{1,3}}(?P<name>[{CJK}]{{2,3}})(?![{CJK}：:])")
_BEFORE_ONE = re.compile(rf"(?<=[、：，有括])(?P<name>[{CJK}]{{3}})[、和与] ?$")
_BEHIND_ONE = re.compile(rf" ?(?:和|与|及|以及|、) ?(?P<name>[{CJK}]{{2,3}})")
_PAIR = re.compile(rf"(?P<name>[{CJK}]{{2,3}})[和与、](?=[{CJK}]{{2,8}})")
_PARTICLE = rf"(?:(?:{language_data('en', 'names')['speech']['particles']}) )?"
_LATIN = re.compile(
    rf"(?<![\w.-])[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?(?: [A-Z]\.)?(?: {_PARTICLE}[A-Z][a-z]+[\w'’-]*){{1,3}}(?![\w-])", re.A
)
_FIRM = re.compile("(?:基金|公司|机构|厂商|企业|集团|平台|初创|独角兽|券商|投行|巨头|团队) ?$")
_TITLED = rf" ?(?P<name>[A-Z][\w'’-]+(?: [A-Z]\.)?(?: {_PARTICLE}[A-Z][\w'’-]+){{1,3}})"
_ALONE = re.compile(rf"(?<=\n)(?P<name>[{CJK}]{{3,4}})(?=\n|[ \u3000|｜/]+[\ue00e\ue00f\d])")


@cache
def _endings() -> frozenset[str]:
    """Last words of firms' names in Latin letters."""
    endings = language_data("en", "names")["suffix"]
    return frozenset(f"{endings['strong']} {endings['weak']}".split())


@cache
def _posted() -> tuple[re.Pattern[str], ...]:
    """Latin names of whom a post is given to, or who leaves or takes one."""
    name = r"(?P<name>[A-Z][a-z'’-]+(?: [A-Z]\.)?(?: [A-Z][\w'’-]+){1,2})"
    rules = data()["person"]
    return (
        re.compile(rf"{rules['appoints']} ?{name} ?(?={rules['as']})", re.A),
        re.compile(rf"(?<![A-Za-z\d] )(?<![A-Za-z]){name} ?(?={rules['moves']})", re.A),
    )


@cache
def _behind_titles() -> re.Pattern[str]:
    """Latin names behind a person's title: 创始人 Ondrej Riha."""
    voices = lexicon("zh").voices.items()
    titles = sorted((w for w, vs in voices if any(v.side == "before" and v.type == "Person" for v in vs)), key=len)
    return re.compile(rf"(?:{'|'.join(map(re.escape, reversed(titles)))}){_TITLED}", re.A)


def people(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for people by their form and place."""
    text = cut.text
    for match in _DOTTED.finditer(text):
        start, end = _whole(cut, *_trim(cut, *match.span()))
        if is_foreign(cut.original[start:end]):
            yield cut.original[start:end], "Person", 4, "dotted"
    for match in _behind_titles().finditer(cut.original):
        if not any(w in latin_stop() for w in match["name"].split()) and cut.text[match.start("name")] < "\ue000":
            yield match["name"], "Person", 5, "titled"
    for match in compiled("person", "byline").finditer(text):
        if not cut.plain_inside(match.start("name"), match.end("name"), least=2):
            yield match["name"], "Person", 4, "byline"
            if (other := _BESIDE.match(text, match.end())) and is_personal(other["name"]):
                yield other["name"], "Person", 4, "byline"
    for match in compiled("person", "addressed").finditer(text):
        if is_personal(match["name"]):
            yield match["name"], "Person", 4, "addressed"
    for match in compiled("person", "titled").finditer(text):
        if is_personal(match["name"]) and (len(match["name"]) == 3 or not a_word(match["name"])):
            yield match["name"], "Person", 4, "titled"
    for match in compiled("person", "takes").finditer(text):
        if is_personal(match["name"]) or (len(match["name"]) == 4 and not opens_or_links(match["name"])):
            yield match["name"], "Person", 4, "takes"
    for match in compiled("person", "moved").finditer(text):
        if is_personal(match["name"]) and not cut.plain_inside(*match.span("name")) and not a_word(match["name"]):
            yield match["name"], "Person", 4, "moved"
    for match in compiled("person", "left").finditer(text):
        for name in re.split("[、和与及]", match["names"]):
            if is_personal(name):
                yield name, "Person", 4, "left"
    for match in compiled("person", "posted").finditer(text):
        name = match["name"]
        if is_personal(name) and not cut.plain_inside(*match.span("name"), least=2) and not a_word(name):
            yield name, "Person", 4, "posted"
    for match in compiled("person", "writes").finditer(text):
        name = match["name"] or match["alone"]
        if is_personal(name) and (len(name) == 3 or not a_word(name)):
            yield name, "Person", 4, "writes"
    for match in compiled("person", "led").finditer(text):
        if is_personal(match["name"]) and not cut.plain_inside(*match.span("name")):
            yield match["name"], "Person", 4, "led"
    for match in _LATIN.finditer(cut.original):
        first, last = match[0].split()[0], match[0].split()[-1]
        if first in first_names() and last not in latin_stop() and not "\ue000" <= text[match.end() - 1] <= "\ue00f":
            firm = is_plain(last) or last in _endings() or _FIRM.search(cut.original[: match.start()][-6:])
            yield match[0], "Person", 4 if firm else 8, "given"
    for pattern in _posted():
        for match in pattern.finditer(cut.original):
            if not any(w in latin_stop() for w in match["name"].split()) and cut.text[match.start("name")] < "\ue000":
                yield match["name"], "Person", 4, "posted"
    for pattern, where in ((_AFTER_OF, text), (_ALONE, text[:400])):
        for match in pattern.finditer(where):
            if is_personal(match["name"]) and not cut.plain_inside(*match.span("name")):
                yield match["name"], "Person", 3, "placed"
    for match in _PAIR.finditer(text):
        if _titled(cut, match.end()):
            candidate = cut.left(match.end() - 1)
            if candidate and is_personal(text[candidate.start : candidate.end]):
                yield text[candidate.start : candidate.end], "Person", 3, "paired"


def beside(cut: Cut, names: Mapping[str, tuple[EntityType, int]]) -> Iterator[tuple[str, EntityType, int, str]]:
    """`许曼青和沈既白分别…`: who stands with somebody known."""
    known = [re.escape(n) for n, (type_, _) in names.items() if type_ == "Person"]
    if not known:
        return
    for there in re.finditer("|".join(known), cut.text):
        if match := _BEFORE_ONE.search(cut.text, max(0, there.start() - 5), there.start()):
            if is_personal(match["name"]) and not cut.plain_inside(*match.span("name")):
                yield match["name"], "Person", _WITH, "with"
        if match := _BEHIND_ONE.match(cut.text, there.end()):
            for size in (3, 2):
                start, end = match.start("name"), match.start("name") + size
                name = cut.text[start:end]
                if end <= match.end() and is_personal(name) and not a_word(name) and ends_here(cut, end):
                    if not cut.plain_inside(start, end):
                        yield name, "Person", _WITH if size == 3 else 4, "with"
                    break


def _titled(cut: Cut, at: int) -> bool:
    """Whether a person's title begins here."""
    token = cut.starting.get(at)
    if token is None:
        return False
    return any(v.type == "Person" and v.side == "before" for v in cut.lexicon.voices.get(cut.tokens[token][2], ()))


def _whole(cut: Cut, start: int, end: int) -> tuple[int, int]:
    """A dotted name with the syllables that are also some place's name: 罗希特·普拉萨德."""
    last = end
    while "\ue000" <= cut.text[last : last + 1] <= "\ue00f" and sounds_foreign(cut.original[last]):
        last += 1
    while last > end and sounds_foreign(cut.text[last : last + 1] or "。"):
        last += 1
    return start, last


def _trim(cut: Cut, start: int, end: int) -> tuple[int, int]:
    """A dotted name without the plain words that run into it."""
    dot, last = cut.text.index("·", start), cut.text.rindex("·", start, end)
    while dot - start > 2 and not sounds_foreign(cut.text[start]):
        start += 1
    while end - last > 3 and not sounds_foreign(cut.text[end - 1]):
        end -= 1
    if end - last > 2 and is_foreign(cut.text[start : last + 2]) and not sounds_foreign(cut.text[last + 2]):
        end = last + 2
    for at in range(dot, start, -1):
        if at in cut.ending and at < dot:
            start = at
            break
        if cut.text[at - 1] in "和与由对据，、" and dot - at >= 2:
            start = at
            break
    for at in range(last + 2, end):
        if cut.cuts(at) or (cut.text[at] in "的在是将已也曾称说则与和认表出于为向对从被任" and at - last >= 2):
            return start, at
    return start, end
