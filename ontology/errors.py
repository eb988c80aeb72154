"""Everything that can go wrong, as one tree.

AikgError                     exit status 1
├── UsageError                2   the call's words are off
├── InputError                3   a document that cannot be read
│   ├── UnreadableDocument        missing, a directory, no permission
│   ├── EmptyDocument
│   ├── UnsupportedFormat         binary junk, an unknown ending
│   ├── EncryptedDocument
│   └── DocumentTooLarge
├── StoreError                4   the store is locked, broken or full
├── QueryError                5   SPARQL that cannot be parsed or run
├── UnknownName               6   no such event, entity, kind, question or format
├── ValidationError           7   the graph breaks a SHACL shape
└── MissingExtra              8   an optional dependency is not installed
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class AikgError(Exception):
    """Base of all errors that aikg raises on purpose. `exit_status` is the command line's."""

    exit_status: ClassVar[int] = 1


class UsageError(AikgError):
    """The call's arguments do not fit together."""

    exit_status = 2


class InputError(AikgError):
    """A document that cannot be read. `source` names it, `reason` says why."""

    exit_status = 3

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class UnreadableDocument(InputError):
    """Missing, a directory, or not permitted."""


class EmptyDocument(InputError):
    """No text in it."""


class UnsupportedFormat(InputError):
    """Not a format that a reader knows, or not what its ending says."""


class EncryptedDocument(InputError):
    """A password is needed."""


class DocumentTooLarge(InputError):
    """Beyond the limit that keeps memory bounded."""


class StoreError(AikgError):
    """The store cannot be opened or written. `path` names it."""

    exit_status = 4

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"store {path}: {reason}")
        self.path = path
        self.reason = reason


class QueryError(AikgError):
    """SPARQL that cannot be parsed or evaluated."""

    exit_status = 5


class UnknownName(AikgError):
    """Nothing of that name; the message offers the nearest known ones."""

    exit_status = 6

    def __init__(self, what: str, name: str, known: Iterable[str] = ()) -> None:
        close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        super().__init__(f"unknown {what} {name!r}{hint}")
        self.what = what
        self.name = name
        self.suggestions = close


class ValidationError(AikgError):
    """The graph breaks a shape."""

    exit_status = 7


class MissingExtra(AikgError):
    """An optional dependency is missing; the message is the command that installs it."""

    exit_status = 8

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an extra: pip install 'aikg[{extra}]'")
        self.extra = extra
