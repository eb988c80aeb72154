"""Which format an answer comes in: the best of those that the Accept header takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import QueryResultsFormat, RdfFormat

RESULTS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
TRIPLES: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
PLAIN: Mapping[str, str] = {  # what people and older programs ask for
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}


def rows_format(accept: str) -> str | None:
    """The media type for rows; None where none is accepted.

    >>> rows_format("text/csv;q=0.5, application/json")
    'application/sparql-results+json'
    """
    found = best(accept, [*RESULTS, *PLAIN])
    return PLAIN.get(found, found) if found else None


def triples_format(accept: str) -> str | None:
    """The media type for triples; None where none is accepted.

    >>> triples_format("text/html, application/*;q=0.1")
    'application/n-triples'
    """
    return best(accept, TRIPLES)


def best(accept: str, offered: Iterable[str]) -> str | None:
    """The offered type that the header likes best, the first of several; without a header the first of all."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return next(iter(offered), None)
    liked = [(_quality(type_, ranges), -place, type_) for place, type_ in enumerate(offered)]
    quality, _, found = max(liked, default=(0.0, 0, ""))
    return found if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip() for p in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name.lower(), quality


def _quality(type_: str, ranges: Iterable[tuple[str, float]]) -> float:
    """By the most specific range that the type is in."""
    family = type_.partition("/")[0] + "/*"
    fitting = [(len(name) if name == type_ else 1 if name == family else 0, q) for name, q in ranges
               if name in (type_, family, "*/*")]  # fmt: skip
    return max(fitting, default=(0, 0.0))[1]
