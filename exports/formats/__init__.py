"""The export formats, one file each; the registry is this folder's listing.

A file holds SUMMARY (one line), ENDING (of the file's name) and `write(store, path, **options)`. The format goes
by its file's name, with `-` for `_`. Equal graphs give equal bytes.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from ..arguments import one_of


@cache
def formats() -> tuple[str, ...]:
    """All formats' names."""
    return tuple(sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("[a-z]*.py")))


def exporter(name: str) -> Any:
    """A format's module; raises UnknownName with the nearest names."""
    return import_module(f".{one_of('export format', name, formats()).replace('-', '_')}", __package__)
