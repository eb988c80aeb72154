"""PDF: the text layer, page after page, in reading order; scanned pages have none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...ontology.errors import EmptyDocument, EncryptedDocument, InputError, MissingExtra, UnsupportedFormat
from ...ontology.model import Document
from ..documents import LIMIT, all_bytes, file_name, text_document, too_large, unix_lines

SUFFIXES = (".pdf",)
TEXTUAL = False
PAGES = 5_000
_BROKEN_WORD = re.compile(r"(\w*)[\x02\xad\ufffe](?:\n[ \t]*)?(\w*)")  # how a hyphen at a line's end comes out


def matches(head: bytes) -> bool:
    """The mark may stand behind some junk."""
    return b"%PDF-" in head[:1024]


def read(source: str, stream: BinaryIO) -> Iterator[Document | InputError]:
    """One document. Raises EncryptedDocument, EmptyDocument (also for scans), UnsupportedFormat."""
    data = all_bytes(source, stream)
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtra("reading PDF", "pdf") from None
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedDocument(source, "a password is needed") from None
        raise UnsupportedFormat(source, "a damaged PDF") from None
    try:
        text = whole_words("\n".join(_pages(source, pdf)))
    finally:
        pdf.close()
    if not text.strip():
        raise EmptyDocument(source, "no text layer in the PDF (a scan?)")
    yield text_document(text, source=file_name(source))


def _pages(source: str, pdf: Any) -> Iterator[str]:
    size = 0
    for number in range(min(len(pdf), PAGES)):
        page = pdf[number]
        content = page.get_textpage()
        text = unix_lines(content.get_text_range())
        content.close()
        page.close()
        size += len(text)
        if size > LIMIT:
            raise too_large(source)
        yield text.rstrip()


def whole_words(text: str) -> str:
    """Words that a line's end broke made whole; a hyphen stays where the text writes it elsewhere, and beside digits.

    >>> whole_words("an anno\\x02uncement of GPT\\x025")
    'an announcement of GPT-5'
    """

    def joined(match: re.Match[str]) -> str:
        left, right = match.groups()
        hyphenated = f"{left}-{right}"
        plain = left[-1:].islower() and right[:1].islower() and hyphenated not in text
        return left + right if plain else hyphenated

    return _BROKEN_WORD.sub(joined, text)
