"""Known names that the text carries on: `VBench 2.0`, `小米AI眼镜2`, `GLM Coding Plan`, `V3.2-Exp` where DeepSeek is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...ontology.model import EntityType, Language
from ..languages import language_data
from .candidates import Found, identifier, squeeze
from .gazetteer import entries_by_key

_VERSION = re.compile(
    r"[ ]?(?:v\d(?:\.\d{1,2})?|\d(?:\.\d{1,2})?)(?![\w.%％,]|[ ]?[年月日亿万千百个款倍次名家项大种天台套张颗元人])",
    re.A,
)
_NATION = re.compile(
    r"\b(?:Irish|Dutch|German|French|British|Japanese|Korean|Indian|Italian|Spanish|Swedish|Danish|Finnish|Norwegian|Polish|Israeli"
    r"|Canadian|Brazilian|Australian|Swiss|Austrian|Belgian|Estonian|Chinese|Hungarian|Czech|Turkish|Greek|Portuguese) $"
)
_PUBLIC = re.compile(r"(?:Commission|Agency|Authority|Council|Ministry|Institute|Administration)$")
_UNIT = re.compile(r" (?:[a-z]|\d|[A-Z]{2,3}\b)")
_VARIANT = re.compile(r" (?:Ultra|Pro|Max|Plus|Mini|Lite|Super)(?![\w-])")
_LINE = re.compile(
    r"(?: [A-Z][a-z]+)? (?:\d{1,2}(?:\.\d{1,2})?)(?![\w.%]|,\d| [a-z]*(?:million|billion|percent|users|times))"
)
_PLAN = re.compile(r" (?:Coding Plan|Code Plan|Plan)(?![A-Za-z])")
_APP = re.compile(r"[ ]?(?:app|App|APP|应用|assistant|助手|chatbot)(?![a-z])")


def extended(text: str, found: Sequence[Found], language: Language) -> Iterator[Found]:
    """Longer names that open with a known one; they outrank it."""
    tails = language_data("en", "names")["extension"]
    product = re.compile(rf" (?:{tails['product']})(?![\w-])", re.A)
    for f in found:
        if (
            language == "en"
            and f.type == "Organization"
            and (before := _NATION.search(text, max(0, f.start - 16), f.start))
        ):
            if _PUBLIC.search(text, f.start, f.end):
                yield replace(f, start=before.start(), rule="extended", rank=5)
        if f.type in ("Benchmark", "Hardware", "Product") and (match := _VERSION.match(text, f.end)):
            if not _UNIT.match(text, match.end()) and not text[f.end - 1].isdigit():
                yield _longer(text, f, match.end(), f.type, same=f.type == "Benchmark")
        elif f.type == "Hardware" and (match := _VARIANT.match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif language == "en" and f.type == "Product" and (match := _LINE.match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif (
            f.type in ("Model", "Product")
            and (match := _PLAN.match(text, f.end))
            or f.type == "Model"
            and not re.search(r"\d", text[f.start : f.end])
            and (match := _APP.match(text, f.end))
            or (
                (
                    f.type in ("Organization", "Product")
                    or (f.type == "Model" and not re.search(r"\d", text[f.start : f.end]))
                )
                and f.rank < 5
                and (match := product.match(text, f.end))
            )
        ):
            yield _longer(text, f, match.end(), "Product")


def _longer(text: str, f: Found, end: int, type_: EntityType, same: bool = False) -> Found:
    name = text[f.start : end]
    known = entries_by_key(type_).get(squeeze(name))
    id_ = f.id if same else known or identifier(name)
    return replace(
        f,
        end=end,
        type=type_,
        id=id_,
        rule="extended",
        rank=5,
        known=same or known is not None,
        name="" if same or known else name,
    )


# Letters that open the versions of one developer's models.
_LETTERS = {"V": ("deepseek", "deepseek"), "R": ("deepseek", "deepseek"), "K": ("kimi", "moonshot-ai")}
_BARE = re.compile(
    r"(?<![\w.-])(?P<letter>[VRK])(?P<number>\d(?:\.\d)?)(?P<rest>(?:-(?:Exp|Base|Speciale|Terminus|Thinking|Zero|Distill|\d{4}))*)(?![\w%]|\.\d|-\d)",
    re.A,
)


def bare_versions(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """`V4` alone, in a text that speaks of the family whose versions are called so."""
    ids = {f.id.split("-")[0] for f in found} | {f.id for f in found}
    for match in _BARE.finditer(text):
        family, owner = _LETTERS[match["letter"]]
        if family in ids or owner in ids:
            id_ = f"{family}-{match[0].lower()}"
            yield Found(*match.span(), "Model", id_, "grammar.bare", 2)
