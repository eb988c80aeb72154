"""Triples and quads as text, in an order that depends on nothing but them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..ontology.namespaces import PREFIXES

FORMATS = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD"}


def serialized(statements: Iterable[Any], form: str) -> bytes:
    """Triples or quads of the graph in one of FORMATS, sorted."""
    from pyoxigraph import RdfFormat, serialize

    ordered = sorted(statements, key=lambda s: (str(getattr(s, "graph_name", "")), str(s)))
    written = serialize(ordered, format=getattr(RdfFormat, FORMATS[form]), prefixes=dict(PREFIXES))
    assert written is not None  # without an output the bytes come back
    return written
