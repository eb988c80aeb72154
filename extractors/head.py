"""What a document says of itself: its title, its date and who published it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..ontology.model import Document, Mention, Span, TimeInterval
from .languages import language_data
from .normalise import Normal
from .times import find_times

LINES = 14


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document. Spans are of normalised text: where the publisher and the title stand."""

    title: str | None
    published: date | None
    publisher: str | None
    publisher_span: Span | None
    title_span: Span | None

    def publisher_id(self, mentions: Sequence[Mention], normal: Normal) -> str | None:
        """The entity that stands where the publisher does."""
        if self.publisher_span is None:
            return None
        for m in mentions:
            if m.kind == "Organization" and m.span.overlaps(self.publisher_span) and isinstance(m.value, str):
                return m.value
        return None


def read_head(normal: Normal, document: Document) -> Head:
    """Title, date and publisher from the first lines (and the publisher from closing lines), unless the document carries them."""
    rules = language_data(document.language, "discourse")["head"]
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]*\S[^\n]*", normal.text)]
    top = lines[:LINES]
    title_span = _title(top, rules, document.language)
    publisher, publisher_span = _publisher(lines, top, title_span, rules)
    published = document.published or _published(top, document)
    title = (
        document.title
        or (title_span and normal.span(title_span.start, title_span.end).of(document.text).strip())
        or None
    )
    return Head(title, published, publisher, publisher_span, title_span)


def _title(top: Sequence[tuple[int, str]], rules: dict[str, str], language: str) -> Span | None:
    flags = re.I if language == "en" else 0
    shortest = 9 if language == "zh" else 24
    fallback: Span | None = None
    for start, line in top:
        bare = line.strip()
        span = Span(start, start + len(line))
        if re.search(rules["byline"], bare) and re.search(r"\d{4}|—", bare) and fallback is None:
            fallback = span
            continue
        if re.search(rules["rating"], bare, flags) or re.search(rules["not_title"], bare, flags):
            continue
        if re.match(rules["series_line"], bare) or re.match(rules["publisher_line"], bare) and len(bare) < 40:
            continue
        if language == "zh" and len(re.findall(r"[\u4e00-\u9fff]", bare)) < 5:
            continue
        if (
            re.match(r"^(?:By|Published|Updated|Posted|记者|作者|文[|/]|来源|日期|时间|分析师|发布)", bare)
            or "@" in bare
        ):
            continue
        if language == "en" and re.match(r"[•●■▪·*+-]\s", bare):
            continue
        if len(bare) < shortest or len(bare) > (70 if language == "zh" else 180):
            if len(bare) > 70 and fallback is None:
                return None
            continue
        if re.search(r"[。.]$", bare) or re.match(r"^[\d\s:年月日/.-]+$", bare) or re.match(r"^[A-Z][a-z]+day, ", bare):
            if fallback is not None:
                return fallback
            continue
        return fallback or span
    return fallback


def _publisher(
    lines: Sequence[tuple[int, str]], top: Sequence[tuple[int, str]], title: Span | None, rules: dict[str, str]
) -> tuple[str | None, Span | None]:
    for start, line in [*top, *lines[-6:]]:
        for pattern in (rules["publisher_line"], rules["byline"]):
            match = re.search(pattern, line)
            if match:
                group = next((g for g, v in match.groupdict().items() if v), None)
                if group:
                    return match[group].strip(), Span(start + match.start(group), start + match.end(group))
    for start, line in top[:3]:
        bare = line.strip()
        if title and start >= title.start:
            break
        if 2 <= len(bare) <= 36 and not re.search(r"[，。:：]|\d", bare):
            return bare, Span(start, start + len(line))
    return None, None


def _published(top: Sequence[tuple[int, str]], document: Document) -> date | None:
    for _, line in top:
        for mention in find_times(line, document.language, None):
            value = mention.value
            if (
                isinstance(value, TimeInterval)
                and value.granularity == "day"
                and value.start == value.end
                and value.start
            ):
                return value.start
    return None
