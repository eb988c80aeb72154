"""Files → documents. One file a format; the registry is this folder's listing.

A format's file holds `SUFFIXES`, `TEXTUAL` (whether any text is of that format), `matches(head)`, which knows the
format by its first bytes, and `read(source, stream) -> Iterator[Document | InputError]`. Heavy libraries are imported
inside `read`, and a missing one raises MissingExtra.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from ...ontology.errors import InputError, UnreadableDocument, UnsupportedFormat
from ...ontology.model import Document
from ..documents import text_document
from ..encoding import looks_binary

__all__ = ["STDIN", "formats", "read", "reader_for", "text_document"]

STDIN = "-"
MANY = (".jsonl", ".ndjson")  # endings of files that hold many documents
HEAD = 1 << 16  # bytes that decide the format


@cache
def formats() -> tuple[str, ...]:
    """The names of all input formats.

    >>> formats()
    ('docx', 'html', 'jsonl', 'md', 'pdf', 'txt')
    """
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))


@cache
def _reader(name: str) -> Any:
    return import_module(f".{name}", __package__)


def reader_for(source: str, head: bytes) -> Any:
    """The module that reads a file of this name and these first bytes: the content decides, then the ending.

    Raises UnsupportedFormat for binary content of no known format, and for an ending that the content belies.
    """
    suffix = Path(source).suffix.lower()
    named = next((r for r in map(_reader, formats()) if suffix in r.SUFFIXES), None)
    if named is not None and named.TEXTUAL and named.SUFFIXES != _reader("txt").SUFFIXES and not looks_binary(head):
        return named
    for name in formats():
        if _reader(name).matches(head):
            return _reader(name)
    if looks_binary(head):
        raise UnsupportedFormat(source, f"not a document: binary data (readable: {', '.join(formats())})")
    if named is not None and not named.TEXTUAL and head.strip():
        raise UnsupportedFormat(source, f"does not hold what its ending {suffix} says")
    return _reader("txt")


def read(path: str | os.PathLike[str], *, published: date | None = None) -> Iterator[Document | InputError]:
    """The documents of one file, lazily; `-` is standard input. `published` is for documents that carry no date.

    A file that cannot be read raises an InputError. In a file of many documents, the error of a single one is yielded
    in its place, so that the rest can go on.
    """
    name = os.fspath(path)
    with _opened(name) as stream:
        source = "stdin" if name == STDIN else name
        head = stream.peek(HEAD)[:HEAD]
        for found in reader_for(source, head).read(source, stream):
            if isinstance(found, Document) and found.published is None and published is not None:
                yield replace(found, published=published)
            else:
                yield found


@contextmanager
def _opened(name: str) -> Iterator[io.BufferedReader]:
    """The file as a buffered stream that can be looked into; the system's refusals become UnreadableDocument."""
    try:
        if name == STDIN:
            yield _buffered(sys.stdin.buffer)
            return
        if "\0" in name:
            raise UnreadableDocument(name.replace("\0", "�"), "no such file")
        with open(name, "rb", buffering=0) as raw:
            if stat.S_ISBLK(os.fstat(raw.fileno()).st_mode):
                raise UnreadableDocument(name, "is a device, not a file")
            yield _buffered(raw)
    except FileNotFoundError:
        raise UnreadableDocument(name, "no such file") from None
    except IsADirectoryError:
        raise UnreadableDocument(name, "is a directory") from None
    except PermissionError:
        raise UnreadableDocument(name, "permission denied") from None
    except OSError as error:
        raise UnreadableDocument(name, (error.strerror or str(error)).lower()) from None


class _Whole(io.RawIOBase):
    """A raw stream that fills every read as far as it can, so that one peek sees the whole head, of pipes too."""

    def __init__(self, raw: BinaryIO | io.FileIO) -> None:
        self.raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        done = 0
        while done < len(buffer):
            got = self.raw.read(len(buffer) - done)
            if not got:
                break
            buffer[done : done + len(got)] = got
            done += len(got)
        return done


def _buffered(raw: BinaryIO | io.FileIO) -> io.BufferedReader:
    return io.BufferedReader(_Whole(raw), HEAD)
