"""Plain text in any usual encoding; the text passes unchanged but for its byte-order mark and line ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ...ontology.errors import InputError, UnsupportedFormat
from ...ontology.model import Document
from ..documents import all_bytes, file_name, text_document, unix_lines
from ..encoding import decode, is_junk

SUFFIXES = (".txt", ".text")
TEXTUAL = True


def matches(head: bytes) -> bool:
    """Text is what nothing else is."""
    return False


def read(source: str, stream: BinaryIO) -> Iterator[Document | InputError]:
    """One document."""
    text = decode(all_bytes(source, stream))
    if is_junk(text):
        raise UnsupportedFormat(source, "not a document: binary data among the text")
    yield text_document(unix_lines(text), source=file_name(source))
