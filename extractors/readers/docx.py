"""Word documents: paragraphs and tables in their order, a table row as one line with tabs between its cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...ontology.errors import EncryptedDocument, InputError, MissingExtra, UnsupportedFormat
from ...ontology.model import Document
from ..documents import LIMIT, all_bytes, file_name, text_document, too_large, unix_lines

SUFFIXES = (".docx",)
TEXTUAL = False
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # encrypted documents, and those of Word before 2007


def matches(head: bytes) -> bool:
    """A zip archive, or the container of encrypted documents."""
    return head.startswith((b"PK\x03\x04", _OLE))


def read(source: str, stream: BinaryIO) -> Iterator[Document | InputError]:
    """One document. Raises EncryptedDocument, UnsupportedFormat; DocumentTooLarge counts what it unpacks to."""
    data = all_bytes(source, stream)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedDocument(source, "a password is needed")
        raise UnsupportedFormat(source, "an old Office format: save it as .docx")
    _check(source, data)
    try:
        import docx
    except ImportError:
        raise MissingExtra("reading Word documents", "docx") from None
    try:
        word = docx.Document(io.BytesIO(data))
        lines = list(_lines(word))
    except Exception as error:  # python-docx lets out whatever its XML and zip layers raise
        raise UnsupportedFormat(source, f"a damaged Word document ({type(error).__name__})") from None
    yield text_document(unix_lines("\n".join(lines)), source=file_name(source))


def _check(source: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnsupportedFormat(source, "a damaged Word document (no zip archive)") from None
    if sum(part.file_size for part in parts) > LIMIT:
        raise too_large(source)
    if not any(part.filename == "word/document.xml" for part in parts):
        raise UnsupportedFormat(source, "a zip archive, but no Word document")


def _lines(container: Any) -> Iterator[str]:
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(_cell(cell) for cell in _distinct(row.cells))
        else:
            yield block.text


def _distinct(cells: Any) -> Iterator[Any]:
    """Each cell once: a merged one is listed for every column that it spans."""
    last = None
    for cell in cells:
        if cell._tc is not last:
            yield cell
        last = cell._tc


def _cell(cell: Any) -> str:
    return " ".join(" ".join(_lines(cell)).split())
