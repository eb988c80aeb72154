"""Which names can tell that two entities are one, and which must never."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
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
    entry = catalogue().get(entity.id) if entity.known else None
    listed = {folded(n) for n in entry.all_names()} if entry else set()
    called = {span.of(text) for span in entity.mentions}
    made = {entity.id} if entity.type.casefold() in VERSIONED and not entity.known else set()
    for name in sorted({entity.name, *entity.names.values(), *entity.aliases, *called, *made}):
        other = entity_iri(entity.type, name)
        if folded(name) in listed or other == node or not distinctive(name):
            continue
        if entity.type == "Person" and name.isascii() and len(name.split()) < 2:
            continue  # a family name is borne by many
        if may_be_one(entity.type, entity.name, name):
            yield other


def distinctive(name: str) -> bool:
    """Whether a name is somebody's own, not a word for things of its sort.

    >>> distinctive("Lark Labs"), distinctive("AI Lab"), distinctive("研究院"), distinctive("MS")
    (True, False, False, False)
    """
    rest = name.casefold()
    for word in sorted((w for w in _words()["generic"] if not w.isascii()), key=len, reverse=True):
        rest = rest.replace(word, " ")
    left = [p for p in _PIECES.findall(rest) if p not in _words()["generic"]]
    letters = "".join(left)
    return len(letters) >= (3 if letters.isascii() else 2)


def may_be_one(type_: str, one: str, other: str) -> bool:
    """Whether two names can be of one thing: of models and products, version and tier must be the same.

    >>> may_be_one("Model", "Qwen3.6-Plus", "Qwen3.6"), may_be_one("Model", "悟空2.0", "Wukong 2.0")
    (False, True)
    """
    if type_.casefold() not in VERSIONED:
        return True
    return _version(one) == _version(other)


def _version(name: str) -> tuple[list[str], list[str]]:
    pieces = _PIECES.findall(name.casefold())
    return sorted(p for p in pieces if p[0].isdigit()), sorted(p for p in pieces if p in _words()["tiers"])
