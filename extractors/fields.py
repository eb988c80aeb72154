"""Fields: lines, or parts of a line, that give a value behind its name, as in "Round: Series A"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..ontology.events import event_kinds
from ..ontology.model import Language, Span

_FIELD = re.compile(
    r"[^\w\ue000-\uf8ff]*(?:\d{1,2}[、.)] ?)?(?P<key>[^\W\d_][^\n:：|。，；;,.!?！？]{0,30}?)[*_ ]*[:：][*_ ]*(?P<value>[^\s/].*)"
)
_PARTED = re.compile(r"\s*[|│；;]\s*|\s+[·•—–-]\s+")
_WORDS = 4  # in a field's name at most
_LINE = 160  # a longer line is prose


@cache
def _roles(language: Language) -> re.Pattern[str]:
    """What fields are called that give a role of an event, but for its date, which the head of a document gives too."""
    tables = [
        kind.data[language]["columns"] for kind in event_kinds().values() if "columns" in kind.data.get(language, {})
    ]
    return re.compile("|".join(f"(?:{p})" for table in tables for role, p in table.items() if role != "date"), re.I)


def names_role(line: str, language: Language) -> bool:
    """Whether a line is a field that gives a role of an event."""
    return any(_roles(language).match(line, key.start) for key, _ in fields(line, Span(0, len(line))))


def fields(text: str, line: Span) -> Iterator[tuple[Span, Span]]:
    """The fields of a line as name and value: all of its parts where each is one, else the line as one.

    >>> line = "Round: Seed | Amount: $4m"
    >>> [(k.of(line), v.of(line)) for k, v in fields(line, Span(0, len(line)))]
    [('Round', 'Seed'), ('Amount', '$4m')]
    """
    if line.end - line.start > _LINE:
        return
    ends = [*_PARTED.finditer(text, line.start, line.end)]
    bounds = [line.start, *(m.end() for m in ends)], [*(m.start() for m in ends), line.end]
    parts = [_field(text, start, end) for start, end in zip(*bounds, strict=True) if start < end]
    if len(parts) > 1 and all(parts):
        yield from (part for part in parts if part)
    elif whole := _field(text, line.start, line.end):
        yield whole


def _field(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    match = _FIELD.match(text, start, end)
    if match is None or len(match["key"].split()) > _WORDS:
        return None
    value = match["value"].rstrip()
    return Span(*match.span("key")), Span(match.start("value"), match.start("value") + len(value))
