"""Bytes → text: which encoding a file is in, without asking the user.

A byte-order mark decides; then strict UTF-8; then UTF-16 by its zero bytes; then, among the legacy encodings of
Chinese and English, the one under which the text has the most frequent characters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "big5hkscs", "cp1252")
# The commonest characters of Chinese prose and business news, simplified and traditional.
_FREQUENT = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過"
    "子说說产產种種面而方后後多定行学學法所民得经經十三之进進等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機"
    "当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正"
    "月公司市场場资資元亿億万萬报報据據增长長技术術模型，。、；：“”（）《》「」"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
JUNK_SHARE = 0.02  # of control characters: more is no text


def decode(data: bytes) -> str:
    """The text of these bytes without its byte-order mark; what cannot be decoded becomes U+FFFD.

    >>> decode("公司发布新模型。".encode("gb18030")), decode("公司發布新模型。".encode("big5"))
    ('公司发布新模型。', '公司發布新模型。')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    broken = data.decode("utf-8", errors="replace")
    if broken.count("\ufffd") * 20 <= sum(1 for ch in broken if ord(ch) > 127):
        return broken  # UTF-8 with a few damaged bytes
    return max(_candidates(data), key=_likelihood)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: ASCII and line ends leave zero bytes, and read the right way round it is prose."""
    sample = data[:4096]
    if len(data) % 2 or sample.count(0) < 0.01 * len(sample):
        return None
    likelihood = {e: _likelihood(sample.decode(e, errors="replace")) for e in ("utf-16-le", "utf-16-be")}
    best = max(likelihood, key=likelihood.__getitem__)
    return best if likelihood[best] > 0.25 else None


def _candidates(data: bytes) -> Iterator[str]:
    for encoding in _LEGACY:
        yield data.decode(encoding, errors="replace")


def _likelihood(text: str) -> float:
    """How much the characters beyond ASCII look like prose; damage counts against."""
    sample = text[:20_000]
    beyond = [ch for ch in sample if ord(ch) > 127]
    if not beyond:
        return 0.0 if _CONTROL.search(sample) else 1.0
    frequent = sum(ch in _FREQUENT for ch in beyond)
    western = sum("\u00c0" <= ch <= "\u017f" or ch in "–—‘’“”…€£®™©§°·•" for ch in beyond)
    ascii_share = 1 - len(beyond) / len(sample)
    bad = sum(ch == "\ufffd" or 0xE000 <= ord(ch) <= 0xF8FF or "\x80" <= ch <= "\x9f" for ch in beyond)
    # Accents and dashes are rare among letters; many in a row are Chinese bytes read as Latin ones.
    latin = western if ascii_share > 0.85 and not _HAN.search(sample) else 0
    return (frequent + latin - 5 * bad) / len(beyond)


def looks_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are no text in any encoding that `decode` knows.

    >>> looks_binary(bytes(100)), looks_binary(b"plain words"), looks_binary("词".encode("utf-16"))
    (True, False, False)
    """
    if not head:
        return False
    if 0 in head and not any(head.startswith(mark) for mark, _ in _MARKS) and not _wide(head[: len(head) // 2 * 2]):
        return head.count(0) > 8 or head.count(0) > JUNK_SHARE * len(head)
    return is_junk(decode(head))


def is_junk(text: str) -> bool:
    """Whether decoded text is binary data after all: full of control characters or undecodable bytes."""
    return bool(text) and (
        len(_CONTROL.findall(text)) > JUNK_SHARE * len(text) or text.count("\ufffd") > 0.1 * len(text)
    )


def is_chinese(text: str) -> bool:
    """Whether the prose is Chinese: one Chinese character weighs as much as one Latin word.

    >>> is_chinese("OpenAI 完成新一轮融资"), is_chinese("Zhipu (智谱) raised a new round")
    (True, False)
    """
    han = len(_HAN.findall(text))
    return han > 0 and han >= len(re.findall(r"[A-Za-z]{2,}", text))
