"""JSON Lines: one object a document, the form that `aikg extract` prints (docs/contract.md)."""

from __future__ import annotations

import json
from pathlib import Path

from ...graph.store import Store
from ...ontology.interchange import to_json

SUMMARY = "one JSON object a document, as aikg extract prints them"
ENDING = ".jsonl"


def write(store: Store, path: Path) -> None:
    """Write every document's extraction to `path`."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for extraction in store.extractions():
            out.write(json.dumps(to_json(extraction), ensure_ascii=False, sort_keys=True) + "\n")
