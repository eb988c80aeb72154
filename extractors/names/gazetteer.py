"""Names of the catalogue in a text: one pass of an automaton, then the rules of where a name may begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import ahocorasick_rs

from ...ontology.catalogue import CatalogueEntry, catalogue
from ...ontology.model import EntityType, Language
from ..languages import language_data, word_list
from ..normalise import fold
from ..numerals import GLUED
from .candidates import LETTERS, Found, resolve, squeeze
from .people import first_names
from .plain_zh import a_word, opens_or_links, stands_alone, strange

_WORD = re.compile(rf"[{LETTERS}\d]")
_CJK_START = "\u3400"
_PRIORITY: Mapping[EntityType, int] = {
    "Organization": 0,
    "Product": 1,
    "Model": 2,
    "Hardware": 3,
    "Benchmark": 4,
    "MarketIndex": 5,
    "Person": 6,
    "Place": 7,
}


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    entry: CatalogueEntry
    ambiguous: bool
    bare: bool = True


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The automaton, with what each of its patterns stands for."""

    automaton: ahocorasick_rs.AhoCorasick
    names: tuple[_Name, ...]


_NUMBERED = re.compile(r"([A-Z][A-Za-z]{3,}) ?(?:v ?)?([2-9])")


def _generation(entry: CatalogueEntry, name: str, language: Language) -> Iterator[str]:
    """How a language calls a chip that is numbered by its generations: 第三代 Trainium is Trainium3."""
    rules = language_data(language, "names")["gazetteer"].get("generation")
    match = _NUMBERED.fullmatch(name) if rules and entry.type == "Hardware" else None
    if match:
        yield from (form.format(name=match[1], n=rules["numerals"][int(match[2])]) for form in rules["forms"])


_COUNTED = re.compile(r"^[A-Z][A-Za-z]+ \d{2,4}$")


def _spellings(name: str, kind: str) -> Iterator[str]:
    """A name as it may be written: as it is, in capitals, with a plain first capital, with a hyphen for a space."""
    yield name
    if _COUNTED.search(name):
        yield name.replace(" ", "-")  # Nasdaq-100
    if kind == "ambiguous" or not name.isascii() or len(name) < 4:
        return
    letters = [c for c in name if c.isalpha()]
    mixed = any(c.isupper() for c in name[1:] if c.isalpha()) and not all(c.isupper() for c in letters)
    if len(letters) >= 5:
        yield name.upper()
    if all(c.isupper() for c in letters) and " " not in name and len(letters) >= 5:
        yield name.capitalize()
    if mixed and " " not in name and len(letters) >= 6:
        yield name[0].upper() + name[1:].lower()


_TICKER = re.compile(r"[A-Z]{4,5}")  # shorter ones are other things too


@cache
def gazetteer(language: Language) -> Gazetteer:
    """The catalogue's names as an automaton; names of both languages serve texts of either."""
    best: dict[str, _Name] = {}
    words = word_list("en", "common")
    for entry in catalogue().values():
        rows = [(n, lang, "name") for lang, n in entry.names.items()] + list(entry.aliases)
        rows += [(t, "en", "ambiguous") for t in entry.tickers if _TICKER.fullmatch(t) and t.casefold() not in words]
        for name, _, kind in rows:
            plain = fold(name, "en").replace("（", "(").replace("）", ")")
            ambiguous = kind == "ambiguous" or plain in _common(language) or plain != name and plain.casefold() in words
            for spelling in (*_spellings(plain, kind), *_generation(entry, plain, language)):
                spelling = fold(spelling, "zh")
                old = best.get(spelling)
                if old is None or _better(entry, kind, old):
                    best[spelling] = _Name(spelling, entry, ambiguous)
    patterns = sorted(p for p in best if len(p) > 1 or language == "en" and p.isascii())
    automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.Standard)
    return Gazetteer(automaton, tuple(best[p] for p in patterns))


def _better(entry: CatalogueEntry, kind: str, old: _Name) -> bool:
    """Of two entries with one name: the unambiguous one, then by type."""
    return (kind == "ambiguous", _PRIORITY[entry.type]) < (old.ambiguous, _PRIORITY[old.entry.type])


@cache
def _common(language: Language) -> frozenset[str]:
    return frozenset(language_data(language, "names")["gazetteer"]["ambiguous"])


@cache
def _meant() -> frozenset[str]:
    return frozenset(language_data("zh", "names")["gazetteer"]["meant"])


@cache
def _rules(language: Language) -> Mapping[str, re.Pattern[str]]:
    rules = language_data(language, "names")["gazetteer"]
    return {k: re.compile(rules[k]) for k in ("cue_before", "cue_after", "cue_bracket", "blocked_after_title")}


@cache
def _blocked(language: Language) -> Mapping[str, re.Pattern[str]]:
    """Per short name, what must not stand around it; `@` marks the name's place."""
    table = language_data(language, "names")["gazetteer"]["blocked"]
    return {name: re.compile(pattern) for name, pattern in table.items()}


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a range begins and ends where a name can: Latin letters and digits are not cut.

    >>> bounded("OpenAI's xAI", 0, 6), bounded("xAInt", 0, 3), bounded("GPT-5.4", 0, 5)
    (True, False, False)
    """
    if (
        start
        and text[start] < _CJK_START
        and text[start] != "."
        and _WORD.match(text[start - 1])
        and _WORD.match(text[start])
    ):
        return False
    if (
        start
        and text[start - 1] in "@#/_."
        and text[start] < _CJK_START
        and start > 1
        and not text[start - 2].isspace()
    ):
        return (
            text[start - 1] == "/"
            and text[start - 2 : start] != "//"
            and not re.match(r"[\w.-]*\.\w+/", text[max(0, start - 2) : start])
        )
    if end == len(text) or text[end - 1] >= _CJK_START:
        return True
    after = text[end]
    if after.isdigit() and GLUED.match(text, end):  # Meta142亿美元
        return True
    if _WORD.match(after) or after in "_@$€£¥":  # the US of US$512m
        return False
    if text[end - 1].isdigit():
        return not re.match(r"\.\d|-[A-Za-z\d]|%|,\d{3}", text[end : end + 4])
    return not (after == "." and re.match(r"\.(?:com|cn|org|net|io|ai|gov|edu|co|example)\b", text[end : end + 9]))


def known_names(text: str, language: Language) -> list[Found]:
    """Every name of the catalogue, the longest of those that overlap; ambiguous ones only where a cue holds them."""
    g = gazetteer(language)
    sure: list[Found] = []
    unsure: list[Found] = []
    for index, start, end in g.automaton.find_matches_as_indexes(text, overlapping=True):
        name = g.names[index]
        if not bounded(text, start, end) or (name.ambiguous and _TIED.search(text, max(0, start - 2), start)):
            continue
        if name.ambiguous and name.text in name.entry.tickers and _quoted(text, start, end):
            continue
        found = Found(start, end, name.entry.type, name.entry.id, "catalogue", 3, True)
        if name.ambiguous:
            unsure.append(found)
        elif not _is_blocked(text, name.text, start, end, language) and not _is_surname(text, found):
            sure.append(found)
    introduced = {f.id for f in sure if f.end - f.start > 2}
    ends = {f.end for f in sure}
    unsure = [f if f.id in introduced else _short_for(text, f, sure) for f in unsure]
    makers = {(f.end, f.id) for f in sure if f.type == "Organization"} if language == "zh" else set()
    kept = [
        f
        for f in unsure
        if text[f.start] >= _CJK_START
        and (f.start, catalogue()[f.id].parent) in makers  # 快手可灵
        or _cued(text, f, language, introduced)
        and not (language == "zh" and _inside(text, f, ends))
        or _plainly(text, f, language)
    ]
    return resolve([*sure, *kept, *_implied(text, language)])


_FOREIGN = re.compile(r"[A-Z][a-z]{3,}")
_LATIN = {"zh": re.compile(r"[A-Za-z\d] ?$"), "en": re.compile(r"(?:\b[A-Z][\w.'’-]*|[&\d/]) $|[\w/'’.-]$")}
_MORE_LATIN = {"zh": re.compile(r" ?[A-Za-z\d]"), "en": re.compile(r"[\w'’/-]*[ -](?:[A-Z&\d]|of\b)")}


def _plainly(text: str, f: Found, language: Language) -> bool:
    """Whether a name that is a word too stands where that word would not: apart from others in Chinese, in Latin letters among none."""
    name = text[f.start : f.end]
    if name in _common(language) or _is_blocked(text, name, f.start, f.end, language):
        return False
    if name[0] >= _CJK_START:
        return (not a_word(name) or name in _meant()) and stands_alone(text, f.start, f.end)
    if not _FOREIGN.fullmatch(name) or language == "en" and name.casefold() in word_list("en", "common"):
        return False
    before, after = text[max(0, f.start - 16) : f.start], text[f.end : f.end + 8]
    return not _LATIN[language].search(before) and not _MORE_LATIN[language].match(after)


@cache
def _implying(language: Language) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    """Bodies with how they are called for short, what a text must speak of then, and what it must not."""
    rules = language_data(language, "names")["gazetteer"].get("implied", ())
    return tuple((r["id"], re.compile(r["name"], re.M), re.compile(r["amid"]), re.compile(r["unless"])) for r in rules)


def _implied(text: str, language: Language) -> Iterator[Found]:
    """Public bodies that a text calls by their last word alone: the Commission, in a text about the European Union."""
    for id_, name, amid, unless in _implying(language):
        if amid.search(text) and not unless.search(text):
            for match in name.finditer(text):
                yield Found(*match.span("name"), "Organization", id_, "implied", 2, True)


def _short_for(text: str, found: Found, sure: Sequence[Found]) -> Found:
    """What an ambiguous name of a thing is short for where the text has a longer one that begins so, of another entry: 可灵 of 可灵AI."""
    name = text[found.start : found.end]
    things = [f for f in sure if found.type in _THINGS and f.type in _THINGS]
    longer = {f.id: f for f in things if f.end - f.start > len(name) and text.startswith(name, f.start)}
    whole = next(iter(longer.values())) if len(longer) == 1 else None
    return replace(found, id=whole.id, type=whole.type) if whole else found


_LISTED = re.compile(r"[(:] ?$")


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether a ticker stands behind the name or the exchange, or before an exchange's: (CSCO.O), NYSE: SNOW."""
    return (
        bool(_LISTED.search(text, max(0, start - 3), start))
        or text[end : end + 1] in (".", ":")
        and text[end + 1 : end + 2].isalnum()
    )


_THINGS = frozenset({"Model", "Product", "Hardware"})
_TIED = re.compile(r"[A-Za-z\d]-$")
_GIVEN = re.compile(r"(?<![\w.&-])([A-Z][a-z]+) $")


def _is_surname(text: str, found: Found) -> bool:
    """Whether what is a company's name is somebody's here: a given name stands before it."""
    if found.type != "Organization" or " " in text[found.start : found.end]:
        return False
    before = _GIVEN.search(text, max(0, found.start - 16), found.start)
    return before is not None and before[1] in first_names() and before[1].casefold() not in word_list("en", "common")


def _inside(text: str, found: Found, ends: set[int]) -> bool:
    """Whether an ambiguous name is the end of a longer one: 格物星辰 holds no 星辰."""
    before = text[max(0, found.start - 2) : found.start]
    if (
        len(before) < 2
        or min(before) < _CJK_START
        or max(before) > "\u9fff"
        or found.start in ends
        or text[found.start] < _CJK_START
    ):
        return False
    if strange(before) < 2 or opens_or_links(before):
        return False
    return not _rules("zh")["cue_before"].search(text[max(0, found.start - 24) : found.start])


def _is_blocked(text: str, name: str, start: int, end: int, language: Language) -> bool:
    pattern = _blocked(language).get(name)
    if pattern is None:
        return False
    return bool(pattern.search(text[max(0, start - 12) : start] + "@" + text[end : end + 8]))


def _cued(text: str, found: Found, language: Language, introduced: set[str]) -> bool:
    """Whether an ambiguous name is meant as one here."""
    rules = _rules(language)
    before, after = text[max(0, found.start - 24) : found.start], text[found.end : found.end + 24]
    if _is_blocked(text, text[found.start : found.end], found.start, found.end, language):
        return False
    if rules["blocked_after_title"].search(before + "@" + after):
        return False
    if found.id in introduced:
        return True
    return bool(
        rules["cue_before"].search(before) or rules["cue_after"].match(after) or rules["cue_bracket"].match(after)
    )


@cache
def entries_by_key(type_: EntityType) -> Mapping[str, str]:
    """Identifiers of the catalogue's entities of one type, by squeezed name."""
    out: dict[str, str] = {}
    for entry in catalogue().values():
        if entry.type == type_:
            for name in entry.all_names():
                out.setdefault(squeeze(name), entry.id)
    return out


@cache
def countries() -> frozenset[str]:
    """What countries are called in Chinese."""
    nations = (entry for entry in catalogue().values() if entry.type == "Place" and entry.kind == "country")
    return frozenset(name for entry in nations for name in entry.all_names() if name[0] >= _CJK_START)
