"""The commands, one file each; the registry is this folder's listing.

A file holds SUMMARY (one line), its docstring (the help's text), EXAMPLES (pairs of call and what it does),
`arguments(parser)` and `run(args) -> exit status`. Heavy modules are imported inside `run`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


@cache
def commands() -> tuple[str, ...]:
    """All commands' names."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))


def command(name: str) -> Any:
    """A command's module."""
    return import_module(f".{name}", __package__)
