"""Turtle: all triples without their named graphs, with prefixes, for people and rdflib."""

from __future__ import annotations

from pathlib import Path

from ...graph.store import Store
from ..rdf import serialized

SUMMARY = "RDF triples with prefixes; named graphs are merged"
ENDING = ".ttl"


def write(store: Store, path: Path) -> None:
    """Write all triples to `path`."""
    path.write_bytes(serialized({quad.triple for quad in store.quads()}, "turtle"))
