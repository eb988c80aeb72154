"""Web pages: the main text, without navigation and adverts; what `<meta>` says of title, publisher and date.

Nothing is ever fetched: no image, no frame, no style, no entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from ...ontology.errors import EmptyDocument, InputError, MissingExtra, UnsupportedFormat
from ...ontology.model import Document
from ..documents import all_bytes, file_name, text_document, unix_lines
from ..encoding import decode, is_junk

SUFFIXES = (".html", ".htm", ".xhtml")
TEXTUAL = True
LIMIT = 20 * 1000 * 1000  # bytes; a tree takes many times its page
_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_METAS = {
    "title": ("og:title", "twitter:title", "title"),
    "publisher": ("og:site_name", "citation_publisher", "publisher"),
    "published": (
        "article:published_time",
        "datepublished",
        "publishdate",
        "pubdate",
        "date",
        "dc.date",
        "citation_date",
    ),
    "url": ("og:url",),
}


def matches(head: bytes) -> bool:
    """A page says so in its first tag."""
    return bool(_START.match(head))


def read(source: str, stream: BinaryIO) -> Iterator[Document | InputError]:
    """One document."""
    page = _decoded(all_bytes(source, stream, LIMIT))
    if is_junk(page):
        raise UnsupportedFormat(source, "not a web page: binary data")
    try:
        import lxml.html
        import trafilatura
    except ImportError:
        raise MissingExtra("reading web pages", "html") from None
    tree = _tree(lxml.html, page, source)
    try:
        text = trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False)
    except (ValueError, RecursionError, AttributeError, TypeError):  # pages that the extractor stumbles over
        text = None
    facts = _facts(_tree(lxml.html, page, source))
    yield text_document(
        unix_lines(text or _all_text(_tree(lxml.html, page, source))), source=file_name(source), **facts
    )


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name.startswith(("gb", "x-gb")) else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _tree(html: Any, page: str, source: str) -> Any:
    from lxml.etree import LxmlError

    markup = re.sub(r"^\s*<\?xml[^>]*>", "", page.replace("\0", ""))
    if not markup.strip():
        raise EmptyDocument(source, "no text in it")
    try:
        tree = html.document_fromstring(markup)
    except (LxmlError, ValueError, AssertionError):
        raise UnsupportedFormat(source, "not a web page that can be parsed") from None
    return tree


def _all_text(tree: Any) -> str:
    """Every text of the body, one line a block: for pages without a main text."""
    lines = [
        " ".join(text.split())
        for text in tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    ]
    return "\n".join(filter(None, lines))


def _facts(tree: Any) -> dict[str, Any]:
    """What the page's head states. Odd dates are left out: a page may say anything."""
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if key and (meta.get("content") or "").strip():
            stated.setdefault(key, " ".join(meta.get("content").split()))
    facts: dict[str, Any] = {
        name: next((stated[key] for key in keys if key in stated), None) for name, keys in _METAS.items()
    }
    if not facts["title"]:
        facts["title"] = " ".join((tree.findtext(".//title") or "").split()) or None
    facts["published"] = _date(facts["published"])
    return facts


def _date(value: str | None) -> date | None:
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
