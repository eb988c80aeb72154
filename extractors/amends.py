"""Corrections: "we wrote $5m; it should have been $6m". The figure taken back reads as the one that stands, wherever it is told of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ..ontology.model import Language, Mention, Span
from .frames import Frame
from .languages import language_data

_FAR = 40  # characters from a figure taken back to the one that stands


@cache
def _rules(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    data = language_data(language, "discourse").get("amends")
    return data and (re.compile(rf"(?:{data['wrong']})$"), re.compile(data["right"]))


def amended(text: str, mentions: Sequence[Mention], language: Language) -> tuple[list[Mention], dict[Span, Mention]]:
    """The mentions of a normalised text: where a figure is taken back, the right one in its place, and none where that stood.

    The right ones as they stand in the text come beside them, by where the wrong ones stand.
    """
    rules = _rules(language)
    moved: dict[Span, Mention] = {}
    if rules is None:
        return list(mentions), moved
    wrong, right = rules
    out: list[Mention] = []
    done: set[int] = set()
    for i, m in enumerate(mentions):
        if i in done:
            continue
        behind = mentions[i + 1] if m.kind == "Quantity" and i + 1 < len(mentions) else None
        near = behind is not None and behind.kind == "Quantity" and behind.span.start - m.span.end <= _FAR
        if behind and near and wrong.search(text, max(0, m.span.start - _FAR), m.span.start):
            if right.fullmatch(text, m.span.end, behind.span.start):
                done.add(i + 1)
                moved[m.span] = behind
                m = replace(m, value=behind.value)
        out.append(m)
    return out, moved


def put_back(frames: Iterable[Frame], moved: Mapping[Span, Mention]) -> Iterator[Frame]:
    """Frames whose figures are read where the right ones stand."""
    for frame in frames:
        for fillers in frame.roles.values() if moved else ():
            for f in fillers:
                right = moved.get(f.mention.span) if f.mention else None
                if right and f.mention and f.mention.kind == right.kind:
                    f.mention, f.span = replace(f.mention, span=right.span), right.span
        yield frame
