"""A query as text: which words it has, what is refused in it, and where a parser stopped."""

from __future__ import annotations

import re

from ..ontology.errors import QueryError

# In the order in which SPARQL's tokens hide one another: nothing inside these is a keyword.
_OPAQUE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*|'''(?:[^\\]|\\.)*?'''|\"{3}(?:[^\\]|\\.)*?\"{3}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*\"""",
    re.DOTALL,
)
_NAMES = re.compile(r"[?$]\w+|(?<=:)[\w.-]+|@[\w-]+")
_WORDS = re.compile(r"(?<![\w?$:@.-])[A-Za-z]+(?![\w:-])")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(
    r"\s*(?:prefix\b\s*\S*\s*)*(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.IGNORECASE
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def refuse_network(query: str) -> None:
    """Raise QueryError for SERVICE: a query never reaches out of the store.

    >>> refuse_network("SELECT * { ?service ?p 'SERVICE <x>' } # SERVICE")
    """
    plain = _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query)
    if "service" in _NAMES.sub(" ", _OPAQUE.sub(" ", plain)).casefold():
        raise QueryError("SERVICE is refused: queries do not leave the store")


def keywords(query: str) -> set[str]:
    """The bare words of a query in lower case, without those in texts, comments, IRIs and names.

    >>> sorted(keywords("SELECT ?from FROM <from:x> { ?s load:it 'load' }"))
    ['from', 'select']
    """
    plain = _OPAQUE.sub(" ", _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query))
    return {word.casefold() for word in _WORDS.findall(plain)}


def message(error: str, query: str, *, update: bool = False) -> str:
    """The parser's complaint as one line with its place, and what stands there. `update` where one is allowed.

    >>> message("error at 1:10: expected one of A, B", "SELECT ?x FROM")
    "SPARQL line 1, column 10: cannot be parsed at ' FROM'"
    """
    place = _PLACE.match(error)
    if not place:
        return f"SPARQL: {' '.join(error.split())[:300]}"
    line, column = int(place[1]), int(place[2])
    lines = query.splitlines()
    rest = lines[line - 1][column - 1 :][:30] if line <= len(lines) else ""
    if not update and _UPDATE.match(_OPAQUE.sub(" ", query)):
        return "updates are refused: queries only read"
    if place[3].startswith("expected"):
        return f"SPARQL line {line}, column {column}: cannot be parsed at {rest!r}"
    return f"SPARQL line {line}, column {column}: {' '.join(place[3].split())[:200]}"
