"""The names in a text: `find_names(text, language)`. Known ones from the catalogue, models by their grammar, new ones by their context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ...ontology.catalogue import catalogue
from ...ontology.model import Entity, EntityType, Language, Mention, Span
from .candidates import Found, resolve
from .extensions import bare_versions, extended
from .gazetteer import known_names
from .model_names import bare_sizes, model_names
from .new_names import new_names


@dataclass(frozen=True, slots=True)
class Names:
    """The mentions of a text, sorted and free of overlaps, and the entities they stand for (their `mentions` are empty)."""

    mentions: tuple[Mention, ...]
    entities: Mapping[str, Entity]


def find_names(
    text: str,
    language: Language,
    *,
    taken: Sequence[Span] = (),
    extra: Sequence[Mention] = (),
    hints: Sequence[tuple[str, EntityType]] = (),
) -> Names:
    """The names in normalised text.

    `taken` are spans of times and quantities: no name cuts into one, but for models and hardware whose name holds the number.
    `hints` are names that the text is known to hold. `extra` are mentions found elsewhere (a trained pipeline): they stand where nothing of ours does.

    >>> [m.value for m in find_names("OpenAI发布GPT-5.1-Codex-Max", "zh").mentions]
    ['openai', 'gpt-5.1-codex-max']
    """
    found = resolve([*known_names(text, language), *model_names(text)])
    found = resolve([*found, *extended(text, found, language), *bare_sizes(text, found), *bare_versions(text, found)])
    found = [f for f in found if f.rank > 2 or f.known or f.type == "Model"]
    new = new_names(text, language, found, taken, hints)
    found = resolve([*found, *new, *_foreign(extra)])
    entities = {i: _entity(f, text, language) for i, f in {f.id: f for f in found}.items()}
    mentions = tuple(Mention(Span(f.start, f.end), f.type, f.id, f.rule) for f in found)
    return Names(mentions, entities)


def _foreign(extra: Sequence[Mention]) -> list[Found]:
    """Mentions from elsewhere, at the lowest rank."""
    return [
        Found(m.span.start, m.span.end, cast(EntityType, m.kind), m.value, m.rule or "extra", 0)
        for m in extra
        if m.kind not in ("Quantity", "Time") and isinstance(m.value, str)
    ]


def _entity(found: Found, text: str, language: Language) -> Entity:
    entry = catalogue().get(found.id)
    if entry is None:
        return Entity(found.id, found.type, found.name or text[found.start : found.end])
    name = entry.names.get(language) or next(iter(entry.names.values()))
    aliases = tuple(
        dict.fromkeys(a for a, _, kind in entry.aliases if a not in entry.names.values() and kind != "ambiguous")
    )
    return Entity(found.id, entry.type, name, dict(entry.names), aliases, True)
