"""How a text becomes a `Document`: its id, its language, its limits."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import PurePath
from typing import BinaryIO

from ..ontology.errors import DocumentTooLarge, EmptyDocument
from ..ontology.model import Document, Language
from .encoding import is_chinese

LIMIT = 200 * 1000 * 1000  # bytes of one document
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # no output format can carry these
_BLANK = re.compile(r"[\s\ufeff\ufffd\u200b]*")


def text_document(
    text: str,
    *,
    source: str = "text",
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    language: Language | None = None,
    url: str | None = None,
) -> Document:
    """A document of this very text: all offsets count in it. Its id is the text's SHA-256.

    Zero characters and lone surrogates are replaced one by one by U+FFFD, so that offsets hold. Raises EmptyDocument
    when there is nothing but blanks, DocumentTooLarge beyond the limit.

    >>> text_document("OpenAI released GPT-5 today.", source="note").language
    'en'
    """
    if _BLANK.fullmatch(text):
        raise EmptyDocument(source, "no text in it")
    text = _UNSTORABLE.sub("\ufffd", text)
    data = text.encode("utf-8")
    if len(data) > LIMIT:
        raise too_large(source)
    spoken: Language = language or ("zh" if is_chinese(text) else "en")
    return Document(
        f"sha256:{hashlib.sha256(data).hexdigest()}", text, source, spoken, title, publisher, published, url
    )


def file_name(source: str) -> str:
    """What `Document.source` is for a file: its name without folders."""
    return PurePath(source).name or source


def unix_lines(text: str) -> str:
    """Line ends of every system as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_large(source: str, limit: int = LIMIT) -> DocumentTooLarge:
    return DocumentTooLarge(source, f"larger than {limit // 1_000_000} MB")


def all_bytes(source: str, stream: BinaryIO, limit: int = LIMIT) -> bytes:
    """The whole stream; raises DocumentTooLarge beyond `limit` bytes, having read no more than that."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(source, limit)
    return data
