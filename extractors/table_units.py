"""What one stands for under a table's labels: units in brackets or behind a comma, scales, and the currency of all its sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from ..ontology.model import Language, Quantity, Span
from .measures import metric_in, words
from .normalise import Normal
from .quantities import find_quantities, money_meant
from .tables import Table

SIGNED = re.compile(
    r"[(（]?-?(?P<sign>[A-Z]{0,3}[$€£¥]) *(?P<open>[(（])?-?[\d.,]+[)）]?"
)  # an amount whose scale stands elsewhere
BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{1,60})[)）\]]")
_BARE_SIGN = re.compile(r"(?<![A-Z])[$¥£]")
_LABEL = 30  # a longer label is no unit as a whole


def unit_in(normal: Normal, text: str, language: Language) -> Quantity | None:
    """As `unit_of`, in the money that the document says its signs stand for."""
    unit = unit_of(text, language)
    sign = _BARE_SIGN.search(text) if unit and len(unit.unit) == 3 else None
    meant = money_meant(normal.text, language).get(sign[0]) if sign else None
    return replace(unit, unit=meant) if unit and meant else unit


def unit_of(text: str, language: Language) -> Quantity | None:
    """What one stands for under a label: in brackets ("Revenue (USD m)"), behind a comma, or said of all ("in EUR million")."""
    brackets = [m[1] for m in BRACKETS.finditer(text)]
    whole = [text] if len(text) <= _LABEL and not brackets and not metric_in(text, language) else []
    for part in [*reversed(brackets), *reversed(re.split(r"[,，:：;]", text)[1:]), *whole]:
        found = one_of(part.strip(), language) or _money_in(part.split(",")[0].split(), language)
        if found:
            return found
    return None


def _money_in(parts: Sequence[str], language: Language) -> Quantity | None:
    """The unit that a currency and a scale apart from it make: "$ in thousands", "U.S. dollars in millions"."""
    scale = one_of(parts[-1], language) if 2 <= len(parts) <= 5 else None
    if scale is None or scale.unit != "1":
        return None
    money = next((q for n in (2, 1) if (q := one_of(" ".join(parts[:n]), language)) and len(q.unit) == 3), None)
    return replace(money, value=scale.value) if money else scale


@lru_cache(4096)  # tables repeat their labels
def one_of(text: str, language: Language) -> Quantity | None:
    """The quantity that "one" of a unit's name is: "USD m" is a million dollars."""
    text = words(language).unit_words.get(text, text)
    heads = [text]
    for _ in range(2):
        heads.append(re.sub(r"^[^\W\d_]+[ :：]+(?=\S)", "", heads[-1]))
    for head in dict.fromkeys(heads):
        if not head or len(head) > _LABEL or head[0].isdigit():
            return None
        sign = re.sub(r"^([A-Z]{0,3}[$€£¥₹₩]|[A-Z]{3}\b) ?(?=\S)", r"\g<1>1", head)
        spaced = re.sub(r"^([A-Z]{0,3}[$€£¥₹₩]|[A-Z]{3}\b) ?(?=\S)", r"\g<1>1 ", head)
        for way in (sign, spaced, f"{head} 1", f"1{head}", f"1 {head}"):
            for mention in find_quantities(way, language)[:1]:
                rest = way[mention.span.end :]
                if mention.span.start == 0 and (not rest or rest[0] in "/／") and cast(Quantity, mention.value).value:
                    return cast(Quantity, mention.value)
    scale = find_quantities(f"$1{head}", language) or ()
    if scale and len(text) <= 9 and scale[0].span == Span(0, len(head) + 2):
        return replace(cast(Quantity, scale[0].value), unit="1")
    return None


def currency_of(normal: Normal, table: Table, language: Language) -> Quantity | None:
    """The one currency whose sign stands at figures of a table: it is that of all its sums."""
    cells = (cell.span.of(normal.text).strip() for row in table.rows[1:] for cell in row[1:])
    signs = {match["sign"] for text in cells if (match := SIGNED.fullmatch(text))}
    return unit_in(normal, next(iter(signs)), language) if len(signs) == 1 else None
