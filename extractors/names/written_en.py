"""English names that no run of capitals holds: public bodies by what they are, nicknames, several titled people, names in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import clause_en, kinds_en
from .headlines_en import is_inflected
from .lexicon import MARKS, Votes
from .people import first_names, is_given
from .segments_en import compiled, data, is_plain, listed

# A person with a nickname, and what is called in small letters with a joint: "tidebatch-rl, the training framework".
_NICKNAMED = re.compile(r"(?P<first>[A-Z][\w-]+) [\"“][A-Z][\w .'-]{1,20}[\"”] [A-Z][\w'’-]+")
_SMALL = re.compile(
    r"(?<![\w@/.#-])(?<!\b[Aa] )(?<!\b[Aa]n )(?<!\b[Tt]he )(?<!\b[Ii]ts )[a-z][a-z\d]+(?:[-_][a-z\d]+){1,2}(?=,| \()"
)
_LAST = r"[A-Z][a-z][\w'’-]*(?: [A-Z][\w'’-]+)?"
# What heads an entry of a list: alone on a numbered line above prose, or before a place in brackets.
_ENTRY = re.compile(
    rf"^[ \t]*(?:\d{{1,2}}[.)]|[-*•])[ \t]+\*{{0,2}}(?P<name>[A-Z][\w.&'’-]*(?: [A-Z\d][\w.&'’-]*){{0,3}})\*{{0,2}}"
    rf"(?P<placed>[ \t]*\([^()\n]{{0,20}}{MARKS['Place']}[^()\n]{{0,20}}\))?\*{{0,2}}(?:[ \t]*$(?=\n[^\n]{{40}})|(?=:))",
    re.M,
)
# Where a name in small letters may stand: where a sentence or an item begins, behind what it is of or is done to it.
_OPENING = re.compile(r"(?:(?:\n\n|^)[^\w\n]{0,6}|\n[^\w\n]{2,6}|[a-z\d)][.!?][\"”)]* )(?=[a-z])")
_WORD = re.compile(r"\**(?P<name>[a-z][a-z\d]{3,20})(?![\w-]|\.\w|/)\**")


def vote_written(text: str, original: str, votes: Votes) -> None:
    """Collects the votes for such names in a veiled text."""
    for match in compiled("body", "official").finditer(text):
        if not _says_what(text, *match.span()):
            votes.add(original[match.start() : match.end()], "Organization", 4, "official")
    for match in compiled("body", "ministry").finditer(text):
        if not _says_what(text, *match.span("name")):
            votes.add(original[slice(*match.span("name"))], "Organization", 4, "official")
    for match in _incorporated().finditer(text):
        words = match["name"].split()
        if not words[0].isupper() and "The" not in words and not all(map(is_plain, words)):
            votes.add(match["name"], "Organization", 8, "legal")  # "Sable Harbor Inc." is no harbour
    for match in _NICKNAMED.finditer(text):
        if match["first"] in first_names() and max(match[0]) < "\ue000":
            votes.add(original[slice(*match.span())], "Person", 6, "given")
    for match in _placed_names().finditer(text):
        name = original[slice(*match.span("name"))]
        if is_given(name.split()[0]) and not is_plain(name.split()[-1]):
            votes.add(name, "Person", 8, "title")  # Chief Financial Officer Guadalupe Xochihua
    for match in _titled().finditer(text):
        for last in re.findall(_LAST, original[slice(*match.span("names"))]):
            votes.add(last, "Person", 6, "title")
    for match in _SMALL.finditer(text):
        if all(is_plain(part) or part in listed("openers", "words") for part in re.split("[-_]", match[0])):
            continue
        for type_, weight in kinds_en.told("", _behind(text, match.end())):
            if weight > 4 and type_ in ("Product", "Model", "Hardware", "Benchmark"):
                votes.add(match[0], type_, weight, "told")
    for match in _ENTRY.finditer(text):
        words = match["name"].split()
        alone = not text.startswith(":", match.end())
        if (alone or match["placed"]) and not all(map(is_plain, words)) and not match["name"].isupper():
            votes.add(match["name"], "Organization", 4 if match["placed"] else 2, "entry")
    for match in _CODED.finditer(text):
        if not is_plain(match["word"]) and match["word"] not in listed("stop", "titles") | listed("stop", "generic"):
            votes.add(match[0], "Model" if match["version"] else "Hardware", 3, "coded")
    for match in compiled("roles", "list").finditer(text):
        for name in re.split(r",? and |, | & ", match["names"]):
            if _MEMBER.fullmatch(name):
                votes.add(name, "Organization", 3, "roles")
    for match in _small_words(text):
        _vote_small(text, match, votes)


# A thing by its word and letters with a number, or a version: "Tarantula T1", "Murmur v3".
_CODED = re.compile(
    r"(?<![\w.&'’-] )(?<![\w.&'’/-])(?P<word>[A-Z][a-z]{2,}) (?:(?!Q\d|H[12]\b|FY|[VR]\d)[A-Z]{1,2}-?\d{1,3}[A-Z]?|(?P<version>[vV]\d(?:\.\d)?))(?![\w%-]|\.\d| [A-Z])"
)
_MEMBER = re.compile(r"[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,3}")
_NAMED = re.compile(r"(?:(?<![\w.])[A-Z][\w-]*|\ue000\ue00f*), $")
_CLOSED = re.compile(r", (?!and |or )")


def _says_what(text: str, start: int, end: int) -> bool:
    """Whether a body's description stands beside its name: "CNIL, France's privacy watchdog, …"."""
    return bool(_CLOSED.match(text, end) and _NAMED.search(text[max(0, start - 40) : start]))


@cache
def _incorporated() -> re.Pattern[str]:
    """Two words or more before a company's legal form."""
    forms = "|".join(sorted(map(re.escape, listed("suffix", "legal")), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w&'’-] )(?<![\w'’-])(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{1,3}}?),? (?:{forms})(?![\w-])"
    )


@cache
def _placed_names() -> re.Pattern[str]:
    """A given name that is some place's too, between a title and a surname."""
    titles = "|".join(sorted(map(re.escape, listed("stop", "titles")), key=len, reverse=True))
    return re.compile(rf"\b(?:{titles}) (?P<name>{MARKS['Place']}\ue00f* [A-Z][a-z][\w'-]+)")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(data()["speech"]["titled"].replace("@", _LAST))


def _behind(text: str, at: int) -> str:
    return text[at : at + 130].partition("\n")[0]


def _small_words(text: str) -> Iterator[re.Match[str]]:
    """Words in small letters that are no English where a name may stand."""
    for place in (_OPENING, compiled("cue", "small_before")):
        for match in place.finditer(text):
            word = _WORD.match(text, match.end())
            if word and not is_plain(word["name"]) and not is_inflected(word["name"]):
                yield word


def _vote_small(text: str, match: re.Match[str], votes: Votes) -> None:
    """Votes for a word in small letters by what stands behind it: "orbitless emerged", "tensorwerk, a Zurich-based developer"."""
    name, after = match["name"], _behind(text, match.end())
    if re.search(rf"\b(?:{data()['speech']['counted']}) (?:[a-z]+ )?{name}\b", text):
        return  # a word of some trade
    told = [(type_, weight) for type_, weight in kinds_en.told("", after) if weight > 4]
    for type_, weight in told:
        votes.add(name, type_, weight, "told")
    if not told and (clause_en.acts(after) or compiled("cue", "small_after").match(after)):
        votes.add(name, "Organization", 4, "after")
