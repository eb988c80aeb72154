"""RDF terms: short names for the vocabulary's, and plain Python values ⇄ literals.

>>> str(decimal(Decimal("1.50")))
'"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..ontology.namespaces import expand

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

__all__ = [
    "Find",
    "Literal",
    "NamedNode",
    "Quad",
    "Term",
    "boolean",
    "canonical",
    "day",
    "decimal",
    "iri",
    "moment",
    "name",
    "python",
    "term",
    "text",
]


class Find(Protocol):
    """Quads by pattern, as the triple store offers it; None stands for any."""

    def __call__(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        object_: NamedNode | Literal | None,
        graph: NamedNode | None,
        /,
    ) -> Iterator[Quad]: ...


@cache
def term(name: str) -> NamedNode:
    """A prefixed name of the vocabulary as a node: `term("aikg:Claim")`."""
    return NamedNode(expand(name))


@lru_cache(1 << 16)
def iri(value: str) -> NamedNode:
    """A node of data."""
    return NamedNode(value)


def name(value: object) -> str:
    """What a term says without its notation: a node's IRI, a literal's text."""
    return value.value if isinstance(value, NamedNode | Literal) else str(value)


def text(value: str, language: str | None = None) -> Literal:
    """A string, with its language where it has one."""
    return Literal(value, language=language)


def decimal(value: Decimal) -> Literal:
    """An xsd:decimal in its canonical form, never with an exponent."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Literal("0" if plain in ("-0", "") else plain, datatype=term("xsd:decimal"))


def canonical(value: Term) -> Term:
    """A term as we write it: servers that keep figures by value give decimals back in a form of their own.

    >>> str(canonical(Literal("40.0", datatype=term("xsd:decimal"))))
    '"40"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if isinstance(value, Literal) and value.datatype == term("xsd:decimal"):
        try:
            return decimal(Decimal(value.value))
        except InvalidOperation:  # ill-typed: as it is written
            return value
    return value


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=term("xsd:integer"))


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=term("xsd:boolean"))


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=term("xsd:date"))


def moment(value: datetime) -> Literal:
    """An xsd:dateTime."""
    return Literal(value.isoformat(), datatype=term("xsd:dateTime"))


def literal(value: object) -> Literal | None:
    """A plain Python value as a literal; None and the empty text as nothing."""
    if value is None or value == "":
        return None
    match value:
        case bool():
            return boolean(value)
        case int():
            return integer(value)
        case Decimal():
            return decimal(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
    return text(str(value))


Value: TypeAlias = str | int | float | bool | Decimal | date | datetime | None


def python(value: Term | None) -> Value:
    """A term as the nearest Python value: IRIs and strings as str, figures and dates as such."""
    if value is None:
        return None
    if not isinstance(value, Literal):
        return value.value if isinstance(value, NamedNode) else str(value)
    convert = _PYTHON.get(value.datatype.value.rpartition("#")[2])
    try:
        return convert(value.value) if convert else value.value
    except (ValueError, ArithmeticError):
        return value.value  # ill-typed or beyond Python's range (a year above 9999): as it is written


_PYTHON: Mapping[str, Callable[[str], Value]] = {
    "decimal": Decimal,
    "integer": int,
    "double": float,
    "float": float,
    "boolean": lambda v: v == "true",
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}
