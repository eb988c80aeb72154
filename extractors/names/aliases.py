"""One thing under several names: which new names belong together, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .candidates import Found, identifier, squeeze
from .gazetteer import bounded

Verdicts = Mapping[str, tuple[EntityType, int]]


@dataclass(slots=True)
class Group:
    """Names of one thing. `id` is set where the catalogue knows it."""

    names: list[str]
    type: EntityType
    id: str = ""
    score: int = 0


class Groups:
    """The new names of a document, put together."""

    def __init__(self, verdicts: Verdicts) -> None:
        self.by_name: dict[str, Group] = {n: Group([n], t, "", s) for n, (t, s) in verdicts.items()}

    def join(self, name: str, alias: str, type_: EntityType | None = None) -> None:
        """Makes `alias` another name of `name`'s thing."""
        group = self.by_name.get(name)
        if group is None:
            return
        other = self.by_name.get(alias)
        if other is group or (other is not None and other.id and group.id):
            return
        if other is not None:
            if other.type != group.type and {other.type, group.type} != {"Organization", "Product"} and type_ is None:
                return
            if other.id or (other.score > group.score and not group.id):
                group, other = other, group
            group.names += [n for n in other.names if n not in group.names]
            for n in other.names:
                self.by_name[n] = group
        elif alias not in group.names:
            group.names.append(alias)
            self.by_name[alias] = group

    def bind(self, name: str, id_: str, type_: EntityType) -> None:
        """Makes `name` a name of a known thing."""
        group = self.by_name.setdefault(name, Group([name], type_))
        group.id, group.type = group.id or id_, type_ if not group.id else group.type


def occurrences(text: str, groups: Groups, known: Sequence[Found]) -> list[Found]:
    """Every place where one of the new names stands, but inside of known names."""
    names = sorted(groups.by_name)
    if not names:
        return []
    ids = {id(g): _group_id(g, text) for g in groups.by_name.values()}
    automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.Standard)
    by_start = {f.start: f for f in known}
    out = []
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if not bounded(text, start, end):
            continue
        group = groups.by_name[names[index]]
        id_, name = ids[id(group)]
        inner = by_start.get(start)
        rank = 5 if (inner is not None and inner.end < end) or any(s in by_start for s in range(start + 1, end)) else 1
        out.append(Found(start, end, group.type, id_, "new", rank, bool(group.id), name))
    return out


def _group_id(group: Group, text: str) -> tuple[str, str]:
    if group.id:
        return group.id, ""
    if group.type == "Person":
        name = max(group.names, key=lambda n: (len(n), n))
    else:
        name = max(group.names, key=lambda n: (min(text.count(n), 3) if len(n) > 2 else 0, -text.find(n), n))
    return identifier(name), name


def group(text: str, verdicts: Verdicts, known: Sequence[Found], language: Language, words: frozenset[str]) -> Groups:
    """The new names of a text with their short forms, definitions and translations."""
    groups = Groups(verdicts)
    if language == "zh":
        _chinese(text, groups, known, words)
    else:
        from .aliases_en import english

        english(text, groups, known, words)
    _bracketed(text, groups, known)
    return groups


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = language_data("zh", "names")["alias"]
    return rules


def _chinese(text: str, groups: Groups, known: Sequence[Found], words: frozenset[str]) -> None:
    rules = _rules()
    called = {text[f.start : f.end]: f for f in known}
    for name in sorted(groups.by_name, key=len):
        if groups.by_name[name].type != "Organization":
            continue
        legal = re.sub(rules["legal"], "", name)
        bare = re.sub(r"\([^)]*\)", "", legal)
        for short in {
            legal,
            bare,
            _without_place(bare, called),
            re.sub(rules["tail"], "", bare),
            re.sub(rules["tail"], "", _without_place(bare, called)),
        }:
            if short == name or len(short) < 2 or short in words:
                continue
            if short in called and called[short].type == "Organization" and re.search(rules["legal"], name):
                groups.bind(name, called[short].id, "Organization")
            elif short in groups.by_name or (short not in called and _stands_alone(text, short, name)):
                groups.join(name, short)
    for match in re.finditer(rules["define"], text):
        short = match["short"].strip("“”")
        host = _name_before(text, match.start(), groups, known)
        if host and not re.fullmatch(rules["not_short"], short) and "《" not in short:
            _unite(groups, host, short)


def _unite(groups: Groups, host: str | Found, short: str) -> None:
    if isinstance(host, str):
        groups.by_name.pop(short, None) if short in groups.by_name and groups.by_name[short].names == [short] else None
        groups.join(host, short)
    else:
        groups.bind(short, host.id, host.type)


def _without_place(name: str, called: Mapping[str, Found]) -> str:
    for size in (4, 3, 2):
        place = called.get(name[:size])
        if place is not None and place.type == "Place" and len(name) > size + 1:
            return name[size:]
    return name


def _stands_alone(text: str, short: str, name: str) -> bool:
    """Whether a short form stands somewhere outside its full name."""
    return len(short) >= 2 and text.count(short) > text.count(name) and not short.isdigit()


def _name_before(text: str, at: int, groups: Groups, known: Iterable[Found]) -> str | Found | None:
    """The name that ends where a bracket opens."""
    for found in known:
        if found.end == at:
            return found
    return max((n for n in groups.by_name if text.endswith(n, 0, at)), key=len, default=None)


_IN_BRACKETS = re.compile(r"\((?P<name>[A-Z][\w.&'’ -]{1,48}|[\u4e00-\u9fff·]{2,12})[)，,]")


def _bracketed(text: str, groups: Groups, known: Sequence[Found]) -> None:
    """`月之暗面(Moonshot AI)`, `Public Investment Fund (PIF)`: a translation or an abbreviation right behind a name."""
    at_start = {f.start: f for f in known}
    at_end = {f.end: f for f in known}
    for match in _IN_BRACKETS.finditer(text):
        start, end = match.span("name")
        at = match.start() - (text[match.start() - 1] == " ") - (text[match.start() - 1 : match.start()] == "”")
        inside = at_start.get(start)
        inside = inside if inside is not None and inside.end == end else None
        outside = at_end.get(at)
        new = max((n for n in groups.by_name if text.endswith(n, 0, at)), key=len, default=None)
        if outside is not None and (new is None or len(new) <= outside.end - outside.start):
            if inside is None and _fits(text[outside.start : outside.end], match["name"], groups):
                if match["name"] in groups.by_name and groups.by_name[match["name"]].type != outside.type:
                    groups.by_name.pop(match["name"])
                groups.bind(match["name"], outside.id, outside.type)
        elif new is not None:
            if inside is not None and groups.by_name[new].type == inside.type and inside.type not in ("Place",):
                groups.bind(new, inside.id, inside.type)
            elif inside is None and _fits(new, match["name"], groups):
                if match["name"] in groups.by_name and groups.by_name[match["name"]].names == [match["name"]]:
                    groups.by_name.pop(match["name"])
                groups.join(new, match["name"])


def _fits(name: str, other: str, groups: Groups) -> bool:
    """Whether a bracket's content is a name of what stands before it: another script, or its initials."""
    if name.isascii() != other.isascii():
        return other in groups.by_name or (other.isascii() and (other[:1].isupper() and len(other) > 1))
    return is_acronym(other, name)


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
