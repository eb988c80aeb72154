"""Other forms of names in English text: surnames, first words, initials, former names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol

from ...ontology.model import EntityType
from ..languages import language_data
from .candidates import Found, squeeze

_SMALL = frozenset(["of", "for", "and", "&", "the", "The"])


class Binder(Protocol):
    """Where names of known things are put."""

    def bind(self, name: str, id_: str, type_: EntityType) -> None: ...

    def join(self, name: str, other: str, type_: EntityType | None = None) -> None: ...

    def abbreviate(self, name: str, short: str) -> None: ...

    def derive(self, name: str, short: str, type_: EntityType) -> None: ...


def bind_surnames(groups: Binder, called: Mapping[str, Found], words: frozenset[str]) -> None:
    """Known people are meant by their surname too, once their full name stands in the text; plain `words` are none."""
    surnames = language_data("en", "names")["person"]["surnames"].split()
    for name, found in called.items():
        if (
            found.type == "Person"
            and " " in name
            and (last := name.split()[-1]) not in called
            and (len(last) > 2 or last in surnames and last.casefold() not in words)
        ):
            groups.bind(last, found.id, "Person")


_LEGAL = re.compile(
    r" (?:Systems|Inc\.?|Corp\.?|Corporation|Group|Holdings?|Ltd\.?|Limited|Technologies|Technology|Electronics|Company|Co\.?|PLC|plc|AG|SE)$"
)


def bind_legal(groups: Binder, names: list[str], called: Mapping[str, Found]) -> None:
    """A known organization with its legal form or trade behind its name is the same: Cisco Systems."""
    for name in names:
        bare = _LEGAL.sub("", name)
        known = called.get(bare)
        if bare != name and known is not None and known.type == "Organization":
            groups.bind(name, known.id, "Organization")


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    rules = language_data("en", "names")["alias"]
    return tuple(re.compile(rules[key]) for key in ("formerly", "renamed"))


def bind_renamed(text: str, groups: Binder, known: Sequence[Found], new: Iterable[tuple[int, int]]) -> None:
    """An organization's old name and its `new` one are one: `Lanternfish, formerly Deepgate`, `Deepgate is now called Lanternfish`.

    `new` are the spans at which names stand that no catalogue has.
    """
    cues = [m for cue in _cues() for m in cue.finditer(text)]
    ids = {(f.start, f.end): f.id for f in known if f.type == "Organization"} if cues else {}
    spans = sorted({*ids, *new}) if cues else []
    for cue in cues:
        before = [s for s in spans if s[1] <= cue.start()]
        after = [s for s in spans if s[0] == cue.end()]
        between = text[before[-1][1] : cue.start()] if before else ""
        if not before or not after or len(between) > _NEAR or _BREAK.search(between):
            continue
        one, other = before[-1], max(after, key=lambda s: s[1])
        if other in ids and one not in ids:
            one, other = other, one
        if other in ids or one == other:
            continue
        if one in ids:
            groups.bind(text[slice(*other)], ids[one], "Organization")
        else:
            groups.join(text[slice(*one)], text[slice(*other)], "Organization")


_NEAR = 60  # characters between a name and the word that tells of another one
_BREAK = re.compile(r"[.;\n] |\n")


_OWNED_BODY = re.compile(r"^[^'’]+['’]s (?=[a-zIA]\w* [a-z])")  # Norway's economy ministry


def english_forms(name: str, type_: EntityType, words: frozenset[str]) -> list[str]:
    """A person's surname; an organization's name in capitals, its first words and its initials."""
    parts = name.split()
    if len(parts) < 2:
        return []
    if type_ == "Person":
        eastern = len(parts) == 2 and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", parts[1])
        return [parts[0] if eastern else parts[-1]]
    if type_ != "Organization":
        return []
    if _OWNED_BODY.search(name):
        return [_OWNED_BODY.sub("", name)]
    forms = [name.upper()]  # as it stands above its announcement
    words |= {w.casefold() for w in parts[:1] if w in language_data("en", "names")["stop"]["generic"].split()}
    for size in range(len(parts) - 1, 0, -1):
        short = " ".join(parts[:size]).rstrip(",")
        if parts[size - 1] not in _SMALL and not (size == 1 and (short.casefold() in words or len(short) < 3)):
            forms.append(short)
    initials = "".join(p[0] for p in parts if p[0].isupper())
    if len(initials) > 2 and is_acronym(initials, name):
        forms.append(initials)
    return forms


def own_units(text: str, names: Iterable[str]) -> frozenset[str]:
    """The names of what organizations set up and called after themselves: such a name is no longer form of its first words."""
    cue = re.compile(language_data("en", "names")["alias"]["unit"])
    longer = [n for n in names if " " in n]
    return frozenset(
        n
        for m in cue.finditer(text)
        for n in longer
        if text.startswith(n, m.end())
        and re.search(rf"\b{re.escape(n.split()[0])}(?! ?[A-Z])\b", _sentence(text, m.start()))
    )


def _sentence(text: str, end: int) -> str:
    """What stands before a place in its sentence, as far as it matters here."""
    return _BREAK.split(text[max(0, end - _FAR) : end])[-1]


_FAR = 160  # characters from who sets a unit up to its name


def is_acronym(short: str, name: str) -> bool:
    """Whether capitals are a name's initials.

    >>> is_acronym("SAMR", "State Administration for Market Regulation"), is_acronym("AWS", "Amazon")
    (True, False)
    """
    capitals = "".join(re.findall(r"(?:(?<=[\s-])|^)[A-Za-z](?=\w|&)", name)).casefold()
    wanted = re.sub(r"[^a-z]", "", short.casefold())
    if not short[:1].isupper() or not 2 <= len(wanted) <= 8 or sum(c.isupper() for c in short) < 2:
        return False
    letters = iter(capitals)
    return (capitals[:1] == wanted[:1] and all(c in letters for c in wanted)) or squeeze(name).startswith(wanted)
