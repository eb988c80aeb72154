"""Which entities a document names, as the result lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..ontology.catalogue import shown_as
from ..ontology.model import Entity, Mention, Span
from .names import Names
from .normalise import Normal, fold


def _shown(entity: Entity, mentions: Iterable[Span], text: str) -> str:
    """The preferred name, or one in another language where the document uses only that (MiniMax in a Chinese report), with its accents."""
    used = {span.of(text) for span in mentions}
    accented = {fold(name, "en"): name for name in used} if entity.name.isascii() else {}
    return next((n for n in (entity.name, *entity.names.values()) if n in used), accented.get(entity.name, entity.name))


def entities_of(names: Names, mentions: Sequence[Mention], normal: Normal, text: str) -> Iterator[Entity]:
    """The entities that have mentions, each with where they stand in the document's text."""
    spans: dict[str, list[Span]] = {}
    for m in mentions:
        if isinstance(m.value, str):
            spans.setdefault(m.value, []).append(normal.span(m.span.start, m.span.end))
    for identifier in sorted(spans):
        if identifier in names.entities:
            entity, found = names.entities[identifier], tuple(spans[identifier])
            name, type_ = _shown(entity, found, text), shown_as(identifier, entity.type)
            yield replace(entity, type=type_, mentions=found, name=name)
