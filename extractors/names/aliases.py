"""One thing under several names: which new names belong together, and where each of them stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .aliases_en import bind_legal, bind_renamed, bind_surnames, english_forms, is_acronym, own_units
from .candidates import Found, identifier
from .gazetteer import bounded
from .variants import bind_variants

Verdicts = Mapping[str, tuple[EntityType, int]]


@dataclass(slots=True)
class Group:
    """Names of one thing. `id` is set where the catalogue knows it."""

    names: list[str]
    type: EntityType
    id: str = ""
    score: int = 0
    full: str = ""  # what it is called, however often a short form stands for it


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

    def abbreviate(self, name: str, short: str) -> None:
        """Makes `short` stand for `name`'s thing without naming it."""
        self.join(name, short)
        self.by_name[name].full = name

    def derive(self, name: str, short: str, type_: EntityType) -> None:
        """Makes `short` a name of a thing that is called `name` in full, which need not stand anywhere."""
        self.by_name[short] = Group([short], type_, full=name)

    def cede(self, short: str) -> bool:
        """Whether `short` has come to stand for an organization called after somebody: Bonfanti Holdings, of Carla Bonfanti."""
        group = self.by_name.get(short)
        if group is None or group.type != "Organization" or not any(n.startswith(f"{short} ") for n in group.names):
            return False
        group.names.remove(short)
        return True

    def bind(self, name: str, id_: str, type_: EntityType) -> None:
        """Makes `name` a name of a known thing."""
        group = self.by_name.setdefault(name, Group([name], type_))
        group.id, group.type = group.id or id_, type_ if not group.id else group.type


def occurrences(text: str, groups: Groups, known: Sequence[Found]) -> list[Found]:
    """Every place where one of the new names stands, but inside of known names."""
    places = found_at(text, groups.by_name)
    counts = Counter(text[start:end] for start, end in places)
    first = {text[start:end]: start for start, end in reversed(places)}
    ids = {id(g): _group_id(g, counts, first) for g in groups.by_name.values()}
    by_start = {f.start: f for f in known}
    out = []
    for start, end in places:
        group = groups.by_name[text[start:end]]
        id_, name = ids[id(group)]
        inner = by_start.get(start)
        rank = 5 if (inner is not None and inner.end < end) or any(s in by_start for s in range(start + 1, end)) else 1
        out.append(Found(start, end, group.type, id_, "new", rank, bool(group.id), name))
    return out


def found_at(text: str, strings: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the strings stands as a whole, overlaps included, in order of their ends."""
    patterns = sorted(set(strings))
    if not patterns:
        return []
    automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.Standard)
    matches = automaton.find_matches_as_indexes(text, overlapping=True)
    return [(start, end) for _, start, end in matches if bounded(text, start, end)]


def _group_id(group: Group, counts: Mapping[str, int], first: Mapping[str, int]) -> tuple[str, str]:
    """The identifier and the name of a group: a person's longest, else the one used most, else the first."""
    if group.id:
        return group.id, ""
    if group.full:
        return identifier(group.full), group.full
    if group.type == "Person":
        name = max(group.names, key=lambda n: (len(n), n))
    else:
        name = max(
            group.names, key=lambda n: (min(counts.get(n, 0), 3) if len(n) > 2 else 0, -first.get(n, len(first)), n)
        )
    return identifier(name), name


def group(text: str, verdicts: Verdicts, known: Sequence[Found], language: Language, words: frozenset[str]) -> Groups:
    """The new names of a text with their short forms, definitions and translations."""
    groups = Groups(verdicts)
    called = {text[f.start : f.end]: f for f in known}
    if language == "en":
        bind_surnames(groups, called, words)
        bind_legal(groups, list(groups.by_name), called)
    apart = own_units(text, groups.by_name) if language == "en" else frozenset[str]()
    shorts = {
        n: _short_forms(n, g.type, called, language, words) if n not in apart else [] for n, g in groups.by_name.items()
    }
    counts = Counter(text[s:e] for s, e in found_at(text, {*shorts, *(x for forms in shorts.values() for x in forms)}))
    firsts = Counter(n.split()[0] for n in groups.by_name if " " in n and not _prolongs(n, groups))
    for name in sorted(shorts, key=lambda n: (len(n), n) if language == "zh" else (-len(n), n)):
        for short in shorts[name]:
            if groups.by_name[name].type == "Person" and groups.cede(short):
                if short in verdicts:
                    groups.by_name[short].names.append(short)
                    continue  # it is the firm that the text calls so
                groups.by_name.pop(short)
            _shorten(groups, name, short, called, counts, firsts)
    if language == "zh":
        _defined(text, groups, known)
        _listed(text, groups, known)
    _bracketed(text, groups, known)
    if language == "en":
        new = {n for n, g in groups.by_name.items() if g.type in ("Organization", "Product")}
        bind_renamed(text, groups, known, found_at(text, new))
    kinds = {n: f.type for n, f in called.items()} | {n: g.type for n, g in groups.by_name.items()}
    bind_variants(text, groups, kinds, {n: f.id for n, f in called.items()}, language)
    return groups


def _prolongs(name: str, groups: Groups) -> bool:
    """Whether a name is another one of two words or more with its legal form or the like: "Kelmora Robotics AG"."""
    words = name.split()
    return any(" ".join(words[:size]) in groups.by_name for size in range(2, len(words)))


def _short_forms(
    name: str, type_: EntityType, called: Mapping[str, Found], language: Language, words: frozenset[str]
) -> list[str]:
    forms = chinese_forms(name, type_, called) if language == "zh" else english_forms(name, type_, words)
    never = re.compile(_rules()["not_short"]) if language == "zh" else None
    forms = [f for f in dict.fromkeys(forms) if f != name and len(f) > 1 and f not in words and not f.isdigit()]
    return [f for f in forms if not (never and never.fullmatch(f))]


def _shorten(
    groups: Groups,
    name: str,
    short: str,
    called: Mapping[str, Found],
    counts: Mapping[str, int],
    firsts: Mapping[str, int],
) -> None:
    """Joins a short form that stands alone somewhere, or is known under that name."""
    type_ = groups.by_name[name].type
    if short in called:
        if called[short].type == type_ == "Organization" and re.search(_rules()["legal"], name):
            groups.bind(name, called[short].id, "Organization")
    elif short in groups.by_name or counts.get(short, 0) > _covered(short, name, counts, groups):
        if type_ == "Person" or " " in short or firsts.get(short, 0) < 2:
            groups.join(name, short, "Person" if type_ == "Person" else None)


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = language_data("zh", "names")["alias"]
    return rules


def _covered(short: str, name: str, counts: Mapping[str, int], groups: Groups) -> int:
    """How often a short form stands inside of longer names of the same thing."""
    longer = [n for n in groups.by_name[name].names if short in n and n != short] or [name]
    return max(counts.get(n, 0) for n in longer)


def chinese_forms(name: str, type_: EntityType, called: Mapping[str, Found]) -> list[str]:
    """Short forms of a Chinese organization's name: without its legal form, its place, its trade."""
    if type_ != "Organization":
        return []
    rules = _rules()
    legal = re.sub(rules["legal"], "", name)
    bare = re.sub(r"\([^)]*\)", "", legal)
    local = _without_place(bare, called)
    forms = [legal, bare, local]
    for form in (bare, local):
        while (shorter := re.sub(rules["tail"], "", form)) != form:
            forms.append(form := shorter)
    return forms


def _defined(text: str, groups: Groups, known: Sequence[Found]) -> None:
    """`…(以下简称“…”)`: names that a text defines itself."""
    rules = _rules()
    at_end = {f.end: f for f in known}
    for match in re.finditer(rules["define"], text):
        short = match["short"].strip("“”")
        host = at_end.get(match.start()) or _ending(text, match.start(), groups)
        if host and host != short and not re.fullmatch(rules["not_short"], short) and "《" not in short:
            _unite(groups, host, short)


def _listed(text: str, groups: Groups, known: Sequence[Found]) -> None:
    """`证券简称：华铁 … 华铁科技股份有限公司`: the head of a listed company's announcement names it twice."""
    match = re.search(_rules()["listed"], text[:_HEAD])
    if match is None:
        return
    at_end = {f.end: f for f in known}
    host = _ending(text, match.end("name"), groups) or at_end.get(match.end("name"))
    named = next((f for f in known if f.start == match.start("short") and f.type == "Organization"), None)
    if named is not None and isinstance(host, str):
        groups.bind(host, named.id, "Organization")
    elif host and named is None:
        _unite(groups, host, match["short"])


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


def _ending(text: str, at: int, groups: Groups) -> str | None:
    """The longest new name that ends at an offset."""
    for size in range(min(at, _LONGEST), 1, -1):
        if text[at - size : at] in groups.by_name:
            return text[at - size : at]
    return None


_LONGEST = 60
_HEAD = 500  # characters in which an announcement says whose it is
_IN_BRACKETS = re.compile(
    r"\((?:(?:the )?[\"“]?(?:the )?(?:Company|Group)[\"”]? (?:or|and) )?[\"“]?(?P<name>[A-Z][\w.&'’ -]{1,48}|[\u4e00-\u9fff·]{2,12})(?:[\"”]?[)，,]|[\"”] (?:or|and) )"
)


def _bracketed(text: str, groups: Groups, known: Sequence[Found]) -> None:
    """`月之暗面(Moonshot AI)`, `Public Investment Fund (PIF)`: a translation or an abbreviation right behind a name."""
    at_start = {f.start: f for f in known}
    at_end = {f.end: f for f in known}
    for match in _IN_BRACKETS.finditer(text):
        start, end = match.span("name")
        at = match.start() - (text[match.start() - 1] in " \n") - (text[match.start() - 1 : match.start()] == "”")
        inside = at_start.get(start)
        inside = inside if inside is not None and inside.end == end else None
        outside = at_end.get(at)
        new = _ending(text, at, groups)
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
    """Whether a bracket's content is a name of what stands before it: another script, its initials, or its first words."""
    if name.isascii() != other.isascii():
        return other in groups.by_name or (other.isascii() and (other[:1].isupper() and len(other) > 1))
    return is_acronym(other, name) or name.startswith(f"{other} ")
