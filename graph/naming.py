"""Which names can tell that two entities are one, which must never, and which do not even say whose they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from ..ontology.catalogue import catalogue
from ..ontology.model import Entity
from ..ontology.namespaces import entity_iri, folded

VERSIONED = {"model", "product", "hardware", "benchmark", "marketindex"}
_PIECES = re.compile(r"[a-z]+|\d+(?:\.\d+)*|[\u3400-\u9fff]+")


@cache
def _words() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads((Path(__file__).parent / "identity.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def other_nodes(entity: Entity, node: str, text: str) -> Iterator[str]:
    """The IRIs that an entity would have in a document that knew it by another of its names alone.

    Its names are those that are listed for it, those by which its document's `text` calls it, and for a model that the catalogue
    does not know also its id, which is made of its family's name.

    >>> e = Entity("x", "Organization", "云雀实验室", aliases=("Lark Labs", "AI Lab"))
    >>> [n.rpartition("/")[2] for n in other_nodes(e, "", "")]
    ['larklabs', '云雀实验室']
    """
    listed = _listed(entity.id) if entity.known else frozenset()
    called = {span.of(text) for span in entity.mentions}
    made = {entity.id} if entity.type.casefold() in VERSIONED and not entity.known else set()
    names = {entity.name, *entity.names.values(), *entity.aliases, *called, *made}
    if entity.type == "Organization":
        names |= {short for name in names if folded(name) not in listed for short in _shorter(name)}
    for name in sorted(names):
        other = _node_of(entity.type, name)
        if other and other != node and folded(name) not in listed and may_be_one(entity.type, entity.name, name):
            yield other


@cache
def _listed(known_id: str) -> frozenset[str]:
    """The names that the catalogue has for an entity, folded."""
    entry = catalogue().get(known_id)
    return frozenset(map(folded, entry.all_names())) if entry else frozenset()


@lru_cache(1 << 16)
def _node_of(type_: str, name: str) -> str | None:
    """The IRI of what is known by a name alone, if the name can tell who that is."""
    return entity_iri(type_, name) if distinctive(name) and not is_bare(type_, name) else None


def distinctive(name: str) -> bool:
    """Whether a name is somebody's own, not a word for things of its sort.

    >>> distinctive("Lark Labs"), distinctive("AI Lab"), distinctive("研究院"), distinctive("MS")
    (True, False, False, False)
    """
    letters = _own(name, _words()["generic"])
    return len(letters) >= (3 if letters.isascii() else 2)


@lru_cache(1 << 16)
def is_bare(type_: str, name: str) -> bool:
    """Whether a name does not say whose it is, so that in another document it may be anybody's.

    >>> is_bare("Organization", "AI Lab"), is_bare("Organization", "腾讯 AI Lab"), is_bare("Organization", "LG")
    (True, False, False)
    >>> is_bare("Model", "V4"), is_bare("Model", "Lynx V4"), is_bare("Person", "老王"), is_bare("Person", "王芳")
    (True, False, True, False)
    """
    if type_ == "Person":
        return any(re.fullmatch(p, name.casefold()) for p in _words()["familiar"])
    if type_ == "Organization":
        return len(_own(name, _words()["generic"])) < 2
    if type_.casefold() in VERSIONED:
        words = _words()["generic"] | _words()["versions"] | (_words()["tiers"] - _words()["named"])
        return not _own(name, words)
    return False


def _own(name: str, words: frozenset[str]) -> str:
    """The letters of a name that are in none of some words."""
    rest = name.casefold()
    for word in sorted((w for w in words if not w.isascii()), key=len, reverse=True):
        rest = rest.replace(word, " ")
    return "".join(p for p in _PIECES.findall(rest) if p not in words and not p[0].isdigit())


@cache
def _places() -> tuple[str, ...]:
    """Names of places in Chinese, as they stand before companies' names; the longest first."""
    names = {n for e in catalogue().values() if e.type == "Place" for n in e.all_names() if not n.isascii()}
    return tuple(sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n)))


@lru_cache(1 << 14)
def _shorter(name: str) -> tuple[str, ...]:
    """A company's name without its legal form, and without the place before it, where enough is left to be its own.

    >>> _shorter("杭州云雀科技有限公司"), _shorter("Lark Systems, Inc."), _shorter("上海银行")
    (('杭州云雀科技', '云雀科技'), ('Lark Systems',), ())
    """
    short = name
    for form in _words()["forms"]:
        short = re.sub(rf"(?i)(?:(?<=[^a-z])|(?<=[a-z])(?=[ ,])){form}$", "", short).strip(" ,")
    found = (short,) if short != name else ()
    place = next((p for p in _places() if short.startswith(p)), "")
    rest = short.removeprefix(place).removeprefix("市").removeprefix("省")
    return (*found, rest) if place and len(rest) >= 4 else found


def may_be_one(type_: str, one: str, other: str) -> bool:
    """Whether two names can be of one thing: of models and products, version and tier must be the same.

    >>> may_be_one("Model", "Qwen3.6-Plus", "Qwen3.6"), may_be_one("Model", "悟空2.0", "Wukong 2.0")
    (False, True)
    """
    if type_.casefold() not in VERSIONED:
        return True
    return _version(one) == _version(other)


@lru_cache(1 << 16)
def _version(name: str) -> tuple[list[str], list[str]]:
    pieces = _PIECES.findall(name.casefold())
    return sorted(p for p in pieces if p[0].isdigit()), sorted(p for p in pieces if p in _words()["tiers"])
