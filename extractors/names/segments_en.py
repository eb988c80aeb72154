"""English text cut into runs of capitalised words, and those into parts that may each be one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...ontology.model import Language
from ..languages import language_data, word_list
from . import clause_en
from .lexicon import ENTITY_MARKS
from .people import first_names

LANGUAGE: Language = "en"


@cache
def data() -> Mapping[str, Any]:
    table: Mapping[str, Any] = language_data(LANGUAGE, "names")
    return table


@cache
def listed(table: str, key: str) -> frozenset[str]:
    return frozenset(data()[table][key].split())


@cache
def compiled(table: str, key: str) -> re.Pattern[str]:
    """A pattern of the language's table of names."""
    return re.compile(data()[table][key])


TOKEN = r"(?:[\ue000-\ue005\ue007]\ue00f*|A/S\b|(?:[A-Z]|[a-z]{1,3}[A-Z]|\d{1,3}[A-Z])[\w'’+]*(?:[-.&][\w'’+]+)*(?:(?<=\b[A-Z])(?<!&[A-Z])\.|(?<=Bros)\.|(?<=Inc)\.|(?<=Corp)\.|(?<=Ltd)\.|(?<=Co)\.|(?<=Pte)\.|(?<=Sdn)\.|(?<=Bhd)\.|(?<=Pvt)\.)?|\d{1,2}(?=[ ][A-Z])|(?<=[a-z] )(?!(?:19|20)\d\d\b)[1-9]\d{2,3}(?![\d%]|[.,]\d|[ -](?:million|billion|percent|per cent|points?)\b|[A-Za-z/:]))"
_HEAD = "|".join(f"(?<={word})" for word in data()["body"]["heads"].split())
_LINK = (
    rf"(?:(?:{_HEAD})(?: of the | of | for the | for )| & | the (?=Arts)| (?:{data()['speech']['particles']}) | al-| )"
)
_RUN = re.compile(rf"(?<![\w@/#.\ue00f])(?<!\d:)(?:{TOKEN})(?:{_LINK}(?:{TOKEN}))*")
_WORD = re.compile(rf"{TOKEN}|[a-z&-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_QUOTED = re.compile(r"[A-Z]{2,6}\.[A-Z]{1,2}")  # a share by its exchange: Corvane CRV.OL


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a run that may be one name. `opens` when a sentence begins with it; `titled` when a person's title stands before it."""

    start: int
    end: int
    opens: bool
    titled: bool
    titles_follow: bool
    headline: bool


@cache
def common() -> frozenset[str]:
    """Plain English words, lower case."""
    return word_list(LANGUAGE, "common")


@cache
def _openers() -> frozenset[str]:
    return frozenset(data()["openers"]["words"].split())


@cache
def _verbs() -> frozenset[str]:
    """Verbs that, in lower case, show a headline to be in the case of a sentence."""
    return clause_en.third_person() | listed("headline", "verbs")


_SYLLABLE = r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:[aeo]|ai|ei|ao|ou|[ae]ng?|ong|i(?:a|e|ao|u|an|n|ang|ng|ong)?|u(?:a|o|ai|i|an|n|ang|e)?)"
_PINYIN = re.compile(rf"(?:{_SYLLABLE}){{2}}", re.I)


def is_pinyin(word: str) -> bool:
    """Whether a word is two Chinese syllables: Shiwei."""
    return bool(_PINYIN.fullmatch(word))


@cache
def _endings() -> frozenset[str]:
    return listed("suffix", "strong") | listed("suffix", "weak")


def is_plain(word: str) -> bool:
    """Whether a word, or each part of a hyphenated one, is plain English."""
    return all(part in common() for part in word.casefold().split("-") if part)


def segments(text: str) -> Iterator[Segment]:
    """The runs of capitalised words, cut at titles, at generic words and behind possessives."""
    line_start, line_end, headline = 0, -1, False
    for run in _RUN.finditer(text):
        if run.start() > line_end:
            line_start = text.rfind("\n", 0, run.start()) + 1
            line_end = text.find("\n", run.start())
            line_end = line_end if line_end >= 0 else len(text)
            headline = is_title_case(text[line_start:line_end])
        yield from _cut(text, *_extended(text, run), headline)


def _extended(text: str, run: re.Match[str]) -> tuple[int, int]:
    """A run with what follows "and" where its head asks for it: Ministry of Electronics and Information Technology."""
    start, end = run.span()
    first = re.split(r"\W", run[0], maxsplit=1)[0]
    heads = run[0].split(" of ")[0].split()
    if " of " in run[0] and compiled("suffix", "official").match(heads[-1] if heads else first):
        more = re.compile(rf"(?:, (?:{TOKEN})(?: (?:{TOKEN}))*)?,? and (?:{TOKEN})(?:{_LINK}(?:{TOKEN}))*").match(
            text, end
        )
        if more and not re.search(r"[\ue000]", more[0]):
            end = more.end()
    elif re.match(
        r"(?:[A-Z][a-z]+(?:ian|ish|ese|an|ch|ss) )?(?:Securities|Food|Health|Trade|Fair|Tax|Customs|Competition|National Development)\b",
        run[0],
    ):
        more = re.compile(rf" and (?:{TOKEN})(?: (?:{TOKEN}))*").match(text, end)
        if more and re.search(
            r"(?:Commission|Administration|Agency|Authority|Board|Exchange|Office|Service)$", more[0]
        ):
            end = more.end()
    return start, end


# An item of a list of deals: a name, a mark, a sum.
_ITEM = re.compile(r"(?:→|->|[—–:|,])\W{0,3}(?:an? )?(?:[€$£¥\ue00e]|[A-Z]{1,3}\$? ?\d)")


def is_title_case(line: str) -> bool:
    """Whether a line is a headline that capitalises its words.

    >>> is_title_case("Nebula Labs Raises New Round To Build Better Chips"), is_title_case("Nebula Labs raises $5m")
    (True, False)
    """
    if re.match(r"\W*(?:By|Reporting|Editing|Written|Analysts?)\b", line):
        return False
    if _ITEM.search(line) or line.count("|") > 1:
        return False
    words = [w for w in re.findall(r"[A-Za-z][\w'-]*", line) if len(w) > 3]
    capital = sum(w[0].isupper() for w in words)
    if any(w in _verbs() for w in words):
        return False
    return (
        len(words) >= 4 and capital >= 0.75 * len(words) and not line.rstrip().endswith(".") and "," not in line
    ) or (len(words) >= 2 and line.isupper())


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 6) : at].rstrip(" \"'(")
    return (
        not before
        or before[-1] in ".!?:\n—–•*|#"
        or text[at - 1 : at] == "\n"
        or bool(re.search(r"\n[^\w\n\ue000-\ue00f]*(?:\d{1,2}[.)] )?$", text[max(0, at - 8) : at]))
    )


def _cut(text: str, start: int, end: int, headline: bool) -> Iterator[Segment]:
    words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, start, end)]
    opens = _opens(text, start)
    part: list[tuple[int, int, str]] = []
    titled = False
    for n, (s, e, word) in enumerate(words):
        bare = compiled("stop", "joined").sub("", _POSSESSIVE.sub("", word))
        possessive = bare != word
        if possessive and word[len(bare)] == "-" and bare in listed("stop", "generic"):
            yield from _segment(text, part, opens, titled, False, headline)  # "AI-powered" ends no name
            part, titled, opens = [], False, False
            continue
        if not part and opens and compiled("stop", "owned").fullmatch(word):
            opens = False  # "State-controlled Kelmora"
            continue
        if part and part[-1][1] < s and "\n" in text[part[-1][1] : s]:
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled = [], False
        if word[0] in ENTITY_MARKS and not _carries(words, n):
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled, opens = [], word[0] == "\ue000" and titled, False
            continue
        if n and words[n - 1][2] == "Series" and word[1:] == ".":
            opens = True  # "a Series B. Quill Ventures led"
            continue
        if _is_title(words, n, part) or _is_generic(words, n, part):
            title = _is_title(words, n, part)
            follows = title and bare not in listed("stop", "before_people")
            yield from _segment(text, part, opens, titled, follows, headline)
            part, titled, opens = [], title, False
            continue
        if _INITIAL.search(word) and _breaks_off(words, n, part, opens):
            part += [(s, e - 1, word[:-1])] if part or not opens else []
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled, opens = [], False, True
            continue
        if not part and (word[0].islower() and not re.match(r"[a-z]{1,3}[A-Z]", word) or _NUMBER.fullmatch(word)):
            continue
        if (
            not part
            and opens
            and n + 1 < len(words)
            and words[n + 1][2] != "&"
            and (bare.casefold() in _openers() or (bare.endswith("s") and is_plain(bare)) or bare.endswith("ly"))
        ):
            continue
        if not part and bare in (
            "The",
            "A",
            "An",
            "In",
            "On",
            "At",
            "By",
            "For",
            "And",
            "But",
            "With",
            "Its",
            "Our",
            "This",
            "As",
            "To",
            "From",
        ):
            continue
        part.append((s, s + len(bare), bare))
        if possessive:
            yield from _segment(text, part, opens, titled, False, headline)
            part, titled, opens = [], False, False
    yield from _segment(text, part, opens, titled, False, headline)


_NUMBER = re.compile(r"\d{3,4}")
_INITIAL = re.compile(r"(?:^|\.)[A-Z]\.$")


def _breaks_off(words: list[tuple[int, int, str]], n: int, part: list[tuple[int, int, str]], opens: bool) -> bool:
    """Whether a letter with a point ends a sentence ("an inquiry into X. The …") or numbers an item ("B. Export controls")."""
    rest = [w for _, _, w in words[n + 1 :]]
    if not rest:
        return False
    return rest[0].casefold() in _openers() or opens and not part and all(is_plain(w) for w in rest[:2])


def _is_title(words: list[tuple[int, int, str]], n: int, part: list[tuple[int, int, str]]) -> bool:
    """Whether a word is a person's title here, or half of one: Chief Financial Officer, Commerce Secretary."""
    titles, half = listed("stop", "titles"), listed("stop", "half")
    bare = _POSSESSIVE.sub("", words[n][2])
    if n > 1 and words[n - 1][2] == "&":
        return False  # "Hargreave & Pope"
    if n > 2 and words[n][2] == "Commissioner" and part and part[0][2] == "Office":
        return False  # the Office of the Data Protection Commissioner
    if bare in titles or bare in ("Mr", "Ms", "Mrs", "Dr"):
        return True
    if bare not in half:
        return False
    before = words[n - 1][2] if n else ""
    after = words[n + 1][2] if n + 1 < len(words) else ""
    if len(part) == 2 and after in titles and not any(is_plain(w) or w in _endings() for _, _, w in part):
        return True  # "named Matthias Oertli General Manager"
    return (
        (before in titles and before != "King")
        or (before in half and n > 1 and words[n - 2][2] in titles)
        or (not part and (after in titles or after in half and n + 2 < len(words) and words[n + 2][2] in titles))
    )


def _is_generic(words: list[tuple[int, int, str]], n: int, part: list[tuple[int, int, str]]) -> bool:
    """Whether a word cuts a run: generic words, and nationalities but before a plainly named public body."""
    bare = _POSSESSIVE.sub("", words[n][2])
    if _QUOTED.fullmatch(bare):
        return True
    if bare not in listed("stop", "generic"):
        return False
    rest = [w for _, _, w in words[n + 1 :]]
    if len(part) == 1 and part[0][2] in first_names() and part[0][1] + 1 == words[n][0] and bare[1:].islower():
        return False  # "Hannah Price"
    if part and bare == "AB":
        return False  # a company's form; a bill's only before its number
    if rest[:1] == ["&"] and not bare.isupper():
        return False  # "Statute & Lever"
    if bare == "Bill" and rest and rest[0][0].isupper() and not is_plain(rest[0]):
        return False
    if bare in listed("stop", "months"):  # a date would have been veiled
        return not (part and part[-1][1] + 1 == words[n][0] or _is_given(words, n))
    if bare in ("AI", "IP"):
        return not part and not (rest and rest[0][0].isupper())
    if bare in listed("stop", "leading"):
        return not part and not (rest and rest[0] in listed("suffix", "strong") | listed("suffix", "weak"))
    if rest[1:2] == ["of"] and rest[0] in listed("body", "national"):
        return False  # Italian Institute of Technology
    public = listed("ending", "public")
    return not (rest and rest[-1] in public and all(w in public or is_plain(w) or _FIELD.search(w) for w in rest))


_FIELD = re.compile("(?:al|ic)$")  # what a body is for: Meteorological


def _is_given(words: list[tuple[int, int, str]], n: int) -> bool:
    """Whether a month's name is somebody's: what follows right behind it, and ends the run, is no plain word."""
    rest = words[n + 1 :]
    return len(rest) == 1 and rest[0][0] == words[n][1] + 1 and rest[0][2][1:].islower() and not is_plain(rest[0][2])


def _carries(words: list[tuple[int, int, str]], n: int) -> bool:
    """Whether a known name belongs to a longer new one: what follows ends like an organization, or a head of one stands before."""
    rest = [w for _, _, w in words[n + 1 :]]
    before = words[n - 1][2] if n else ""
    if before in ("of", "for") and n > 1:
        return words[n][2][0] == "\ue007"
    if before == "the" and n > 2 and words[n - 2][2] == "of":
        return words[n][2][0] == "\ue007" or bool(compiled("suffix", "official").match(words[n - 3][2]))
    strong = listed("suffix", "strong")
    if words[n][2][0] not in "\ue000\ue007" and "&" in (before, rest[0] if rest else ""):
        return True  # Loom & Lark
    if words[n][2][0] not in "\ue000\ue007":
        return bool(rest) and not n and rest[-1] in strong and len(rest) < 3  # Bloom Capital
    if words[n][2][0] == "\ue007" and rest and words[n + 1][0] == words[n][1] + 1 and not before:
        if is_pinyin(rest[0]) and rest[0] not in listed("person", "surnames") and not is_plain(rest[0]):
            return True  # Suzhou Jingpu
    if words[n][2][0] == "\ue000":
        return bool(rest) and rest[0] in strong and rest[0] not in listed("ending", "division")
    return bool(rest) and any(w in strong for w in rest[:4]) and all(w[0].isupper() or w == "of" for w in rest[:2])


def _segment(
    text: str, part: list[tuple[int, int, str]], opens: bool, titled: bool, titles_follow: bool, headline: bool
) -> Iterator[Segment]:
    if len(part) > 1 and re.fullmatch(r"[IVX]{1,4}", part[-1][2]):
        part.pop()
    while part and ((part[-1][2][0].islower() and not re.search("[A-Z]", part[-1][2])) or part[-1][2] in ("&",)):
        part.pop()
    if (
        len(part) > 2
        and part[0][2] in listed("body", "opening") | {"Board"}
        and part[1][2] == "of"
        and part[-1][2] in listed("suffix", "legal")
    ):
        part = part[2:]  # "the Board of Orlane Limited"
    if part and part[0][2] == "&":
        part.pop(0)
    if part and not (len(part) == 1 and part[0][2][0] in ENTITY_MARKS):
        yield Segment(part[0][0], part[-1][1], opens, titled, titles_follow, headline)
