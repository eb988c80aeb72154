"""JSON Lines: one document a line, `{"id", "text"}` and, where known, `title publisher published language url`.

The text passes unchanged, for the program that wrote the line counts in it. `Document.source` is the line's id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from ...ontology.errors import EmptyDocument, InputError, UnsupportedFormat
from ...ontology.model import Document
from ..documents import LIMIT, file_name, text_document, too_large

SUFFIXES = (".jsonl", ".ndjson")
TEXTUAL = True
LANGUAGES = ("zh", "en")


def matches(head: bytes) -> bool:
    """A first line that is a JSON object (or, where the head ends within it, begins like one)."""
    line, whole, _ = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(found := json.loads(line), dict) and "text" in found
    except (ValueError, RecursionError):
        return not whole and len(head) > 1000 and b'"text"' in line


def read(source: str, stream: BinaryIO) -> Iterator[Document | InputError]:
    """One document a line, lazily; a line that is none yields its error, which names the line."""
    number, found = 0, False
    while line := stream.readline(2 * LIMIT):
        number += 1
        where = f"{source}, line {number}"
        if len(line) >= 2 * LIMIT:
            raise too_large(where, LIMIT)
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        found = True
        try:
            yield _document(_object(where, line), where, f"{file_name(source)}#{number}")
        except InputError as error:
            yield error
    if not found:
        raise EmptyDocument(source, "no documents in it")


def _object(where: str, line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnsupportedFormat(where, "not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UnsupportedFormat(where, f"not JSON: {str(error)[:80]}") from None
    if not isinstance(data, dict):
        raise UnsupportedFormat(where, "not a JSON object")
    return data


def _document(data: dict[str, Any], where: str, name: str) -> Document:
    text = data.get("text")
    if not isinstance(text, str):
        raise UnsupportedFormat(where, 'no "text"')
    language = data.get("language")
    identifier = data.get("id")
    try:
        return text_document(
            text,
            source=name if identifier in (None, "") else str(identifier),
            title=_text(data, "title"),
            publisher=_text(data, "publisher"),
            published=_date(data, where),
            language=language if language in LANGUAGES else None,
            url=_text(data, "url"),
        )
    except InputError as error:
        raise type(error)(where, error.reason) from None


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _date(data: dict[str, Any], where: str) -> date | None:
    value = data.get("published")
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])  # a time of day may follow
    except ValueError:
        raise UnsupportedFormat(where, f'"published" is no date: {str(value)[:40]!r} (write YYYY-MM-DD)') from None
