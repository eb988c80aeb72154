"""Figures set before what they are of: "37% — how much X's paying users grew in July" reads as that clause with its figure at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import cast

from ..ontology.model import Language, Quantity
from .languages import language_data
from .masking import FIGURES, Masked, compile_pattern, mask_name

_LEAST = 100  # a smaller number without a unit counts items


def in_order(masked: Masked) -> Masked:
    """A masked sentence in the order of speech; its positions lead back to where things stand."""
    pattern = _captioned(masked.language)
    match = pattern.match(masked.text) if pattern else None
    if match is None:
        return masked
    figure, end = match.start("figure"), match.end("told")
    if any(ch in FIGURES for ch in match["told"]) or _counts_items(masked, figure):
        return masked
    order = [*range(figure), *range(match.start("told"), end), figure, *range(end, len(masked.text))]
    moved: Mapping[int, int] = {old: new for new, old in enumerate(order)}
    return replace(
        masked,
        text="".join(masked.text[i] for i in order),
        lowered="".join(masked.lowered[i] for i in order),
        at={moved[i]: n for i, n in masked.at.items()},
        back=tuple(masked.back[i] for i in order),
    )


def _counts_items(masked: Masked, position: int) -> bool:
    mention = masked.mention(position)
    return mask_name(mention) == "Number" and (cast(Quantity, mention.value).value or _LEAST) < _LEAST


@cache
def _captioned(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse").get("captions", {}).get("figure")
    return compile_pattern(pattern, language) if pattern else None
