"""N-Quads, sorted: the whole graph with a named graph per document; what other triple stores load."""

from __future__ import annotations

from pathlib import Path

from ...graph.store import Store

SUMMARY = "RDF, one quad a line, sorted; keeps each document's named graph"
ENDING = ".nq"


def write(store: Store, path: Path) -> None:
    """Write all quads to `path`."""
    path.write_bytes(store.nquads())
