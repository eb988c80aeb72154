"""JSON-LD: the whole graph with a named graph per document, as JSON."""

from __future__ import annotations

from pathlib import Path

from ...graph.store import Store
from ..rdf import serialized

SUMMARY = "RDF as JSON; keeps each document's named graph"
ENDING = ".jsonld"


def write(store: Store, path: Path) -> None:
    """Write all quads to `path`."""
    path.write_bytes(serialized(set(store.quads()), "jsonld"))
