"""Known names that the text carries on: `VBench 2.0`, `DocVQA-Long`, `小米AI眼镜2`, `GLM Coding Plan`, `V3.2-Exp` where DeepSeek is spoken of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ...ontology.catalogue import catalogue
from ...ontology.model import EntityType, Language
from ..languages import language_data
from .candidates import Found, identifier, squeeze
from .cut_zh import latin_stop, soft
from .gazetteer import entries_by_key
from .headlines_en import is_inflected
from .model_names import family_data
from .people import first_names
from .plain_zh import a_word
from .segments_en import is_plain, is_title_case

_UNIT = re.compile(r" (?:[a-z]|\d|[A-Z]{2,3}\b)")
# What carries on a name of Latin letters where no Latin text goes on: `Kimi Code`, `Jetson T5000`, `Trainium3 UltraServer`.
_CARRIED = re.compile(
    r" (?:(?P<word>[A-Z][A-Za-z]{1,14}(?: [A-Z][a-z]{2,12})?)|(?P<code>(?![QH][1-4]\b|FY)[A-Z]{1,3}-?\d{1,4}[A-Za-z]?))"
    r"(?![\w.@+-]| ?[A-Za-z\d])",
    re.A,
)


# A third name in running text: no headline's verb, and nothing that goes on with another capital.
_THIRD = re.compile(r" (?P<word>[A-Z][a-z]{2,14})(?=[,.;:)]|['’]s | (?:[a-z(]|$))")


@cache
def _tails() -> Mapping[str, re.Pattern[str]]:
    """What may follow a known name and be part of a longer one, by what it is."""
    rules = language_data("en", "names")["extension"]
    figure = r"\d(?:\.\d{1,2})?"
    return {
        "version": re.compile(rf"[ ]?(?:v?{figure})(?![\w.%％,]|[ ]?{rules['counted']})", re.A),
        "code": re.compile(
            r"(?<=[a-z]) (?![QH][1-4]\b|FY|[A-Z]{2,3}\d{4})[A-Z]{1,3}-?\d{1,4}[A-Za-z]?(?![\w@+-]|\.\w)", re.A
        ),
        "variant": re.compile(rf" (?:{rules['variant']})(?![\w-])", re.A),
        "line": re.compile(
            rf"(?: [A-Z][a-z]+)? (?:\d{{1,2}}(?:\.\d{{1,2}})?)(?![\w.%]|,\d| [a-z]*(?:{rules['counted_words']}))"
        ),
        "plan": re.compile(rf" (?:{rules['plan']})(?![A-Za-z])"),
        "app": re.compile(rf"[ ]?(?:{rules['app']})(?![a-z])"),
        "product": re.compile(rf" (?:{rules['product']})(?![\w-])", re.A),
        "nation": re.compile(rf"\b(?:{rules['nation']}) $"),
        "subset": re.compile(r"-[A-Z][A-Za-z]{2,}(?![\w-])", re.A),
        "sector": re.compile(rf" (?:{rules['sector']})(?![\w-])", re.A),
        "theme": re.compile(language_data("zh", "names")["index"]["theme"]),
        "task": re.compile(rf"(?:-(?:{rules['task']}))+(?![\w-])", re.A),
        "size": re.compile(
            rf"[ -]{figure}\d{{0,2}}[BM](?:-A\d{{1,3}}B)?(?![\w-])|[ -]\d{{2,3}}[BM](?:-A\d{{1,3}}B)?(?![\w-])", re.A
        ),
        "release": re.compile(rf"(?: ?[vV]|-){figure}(?![\w.%-]|,\d)", re.A),
        "sense": re.compile(rf"(?:{rules['sense']})(?:{figure}(?![\w.%]|{rules['counted']})|(?=模型|大模型))", re.A),
        "firm": re.compile(language_data("zh", "names")["compound"]["latin_firm"]),
        "national": re.compile(rf"(?:{rules['national']})$"),
    }


def extended(text: str, found: Sequence[Found], language: Language) -> Iterator[Found]:
    """Longer names that open with a known one; they outrank it."""
    tails = _tails()
    starts = {f.start: f for f in found}
    for f in found:
        if branch := _branch(text, f, starts, language):
            yield branch
            continue
        if language == "zh" and (longer := _carried(text, f, starts)):
            yield longer
            continue
        if language == "en" and f.type == "Organization":
            before = tails["nation"].search(text, max(0, f.start - 16), f.start)
            if before and tails["national"].search(text, f.start, f.end):
                yield replace(f, start=before.start(), rule="extended", rank=5)
        if language == "en" and f.type == "Person" and (match := _THIRD.match(text, f.end)):
            word = match["word"]
            if f.end + 1 not in starts and " " in text[f.start : f.end] and not (is_plain(word) or is_inflected(word)):
                yield _longer(text, f, match.end("word"), "Person")  # who shares two names with somebody known
                continue
        if f.type in ("Benchmark", "Hardware", "Product") and (match := tails["version"].match(text, f.end)):
            if not _UNIT.match(text, match.end()) and not text[f.end - 1].isdigit():
                yield _longer(text, f, match.end(), f.type, same=f.type == "Benchmark")
        elif f.type == "MarketIndex" and (match := _longer_index(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif f.type == "Benchmark" and (match := tails["subset"].match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif f.type == "Model" and (match := tails["task"].match(text, f.end) or tails["size"].match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif f.type == "Organization" and (match := tails["release"].match(text, f.end)) and text[f.end - 1].isascii():
            yield _longer(text, f, match.end(), "Model")
        elif f.type in ("Model", "Product") and (match := tails["sense"].match(text, f.end)):
            yield _longer(text, f, match.end(), "Model")
        elif f.type == "Hardware" and f.end + 1 not in starts and (match := tails["code"].match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif f.type == "Hardware" and (match := tails["variant"].match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif language == "en" and f.type == "Product" and (match := tails["line"].match(text, f.end)):
            yield _longer(text, f, match.end(), f.type)
        elif match := _of_product(text, f):
            yield _longer(text, f, match.end(), "Product")


# Behind a place that ends a name, not what is there: "the Google London office", 苹果中国市场.
_BRANCH_OF = {
    "en": re.compile(
        r"(?!\w)(?!['’-]| ?[A-Z&(\d/|·—–:]|, [A-Z]| (?:and|or) [A-Z]| (?:office|site|campus|plant|fab|lab|hub|data|headquarters|team|event|region|store|factory|listing|summit|conference|news)\w*)"
    ),
    "zh": re.compile(
        r"[，。；、）)]|(?:被|已|也|则|正|将|宣布|表示|称|回应|确认|否认|立案|签约|[与和](?=[A-Z\u4e00-\u9fff]{2,8}(?:签|合作|达成))|(?:的)?(?:总裁|CEO|副总裁|首席|负责人|董事长|总经理|业务负责人))"
    ),
}


def _branch(text: str, f: Found, starts: Mapping[int, Found], language: Language) -> Found | None:
    """A company's unit that is called after where it is: HSBC UK, 博世中国."""
    gap = 1 if language == "en" else 0
    place = starts.get(f.end + gap)
    if f.type != "Organization" or place is None or place.type != "Place" or f.rank > 4:
        return None
    if text[f.end : f.end + gap].strip() or not _BRANCH_OF[language].match(text, place.end):
        return None
    if language == "zh" and (text[f.end] < "\u3400" or catalogue()[place.id].kind != "country"):
        return None
    return None if language == "en" and _headed(text, f.start) else _longer(text, f, place.end, f.type)


def _headed(text: str, at: int) -> bool:
    """Whether what stands in a line is in the case of a title."""
    start = text.rfind("\n", 0, at) + 1
    return is_title_case(text[start : text.find("\n", at) % (len(text) + 1)])


def _of_product(text: str, f: Found) -> re.Match[str] | None:
    """What follows a name and makes it a product's: a plan, an app of a family of models, a word of the makers' own."""
    tails = _tails()
    family = f.type == "Model" and not re.search(r"\d", text[f.start : f.end])
    if (family or f.type == "Product") and (match := _FOR.match(text, f.end)) and is_plain(match["whom"]):
        return match
    if f.type in ("Model", "Product") and (match := tails["plan"].match(text, f.end)):
        return match
    if family and (match := tails["app"].match(text, f.end)):
        return match
    named = (family or f.type in ("Organization", "Product")) and f.rank < 5
    return tails["product"].match(text, f.end) if named else None


def _longer_index(text: str, at: int) -> re.Match[str] | None:
    """What follows an index's name and makes another one's: a sector, how many shares it holds, 产业指数."""
    return _tails()["sector"].match(text, at) or _MEMBERS.match(text, at) or _tails()["theme"].match(text, at)


# How many shares an index holds: KOSDAQ 150.
_MEMBERS = re.compile(
    r" ?[1-9]\d{1,2}0?(?![\d.,%]|\w| ?(?:points?|点|percent|per cent|shares|stocks|companies|只|家|个))", re.A
)
# Whom an app is made for: Claude for Financial Services.
_FOR = re.compile(
    r" for (?!The\b|A\b|Rs\b)(?P<whom>[A-Z][a-z]{2,})(?: (?!Inc|Said)[A-Z][a-z]+)?(?![\w'’-]| [A-Z])", re.A
)


def _carried(text: str, f: Found, starts: Collection[int]) -> Found | None:
    """A thing's or a fund's name in Latin letters with the words that go on from it, in Chinese text."""
    match = _CARRIED.match(text, f.end)
    if match is None or not text[f.end - 1].isascii() or f.end + 1 in starts or f.rank > 4:
        return None
    if match["word"] and text[f.start : f.end] in first_names():
        return None  # a person's
    if f.type == "Organization":
        return _longer(text, f, match.end(), f.type) if _tails()["firm"].fullmatch(match["word"] or "") else None
    family = f.type == "Model" and not re.search(r"\d", text[f.start : f.end])
    if not family and f.type not in ("Product", "Hardware") or any(w in latin_stop() for w in match[0].split()):
        return None
    if match["word"]:
        return _longer(text, f, match.end(), "Hardware" if f.type == "Hardware" else "Product")
    return _longer(text, f, match.end(), "Hardware" if f.type == "Product" else f.type)


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


@cache
def _bare() -> tuple[Mapping[str, Mapping[str, str]], re.Pattern[str]]:
    """Letters that open the versions of one developer's models, and a version alone."""
    rules = family_data()["bare"]
    letters = "".join(rules["letters"])
    return rules["letters"], re.compile(
        rf"(?<![\w.-])(?P<letter>[{letters}])(?P<number>\d(?:\.\d)?)(?P<rest>(?:-(?:{rules['rest']}))*)(?![\w%]|\.\d|-\d)",
        re.A,
    )


_GAPS = ("", " ", "'s ", "’s ", "的")  # between a maker and what is its own: Apple's M4


def _named_before(text: str, at: int) -> bool:
    """Whether a version is of what stands right before it: "Corvid M2", 汀岸V3."""
    before = text[max(0, at - 2) : at]
    if before[-1:] > "\u3400":
        return not (before[-1] in soft() or a_word(before) or not before.isalpha())
    return bool(re.search(r"(?<![\w.] )[A-Z][\w-]+ $", text[max(0, at - 20) : at]))


def bare_versions(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """`V4` alone, in a text that speaks of the family whose versions are called so."""
    ids = {f.id.split("-")[0] for f in found} | {f.id for f in found}
    makers = {f.end: f.id for f in found if f.type == "Organization"}
    letters, pattern = _bare()
    for match in pattern.finditer(text):
        family, owner = letters[match["letter"]]["family"], letters[match["letter"]]["owner"]
        at = match.start()
        other = {makers.get(at - len(gap), owner) for gap in _GAPS if text.endswith(gap, 0, at)} - {owner, family}
        if (family in ids or owner in ids) and not other and not _named_before(text, at):
            yield Found(*match.span(), "Model", f"{family}-{match[0].lower()}", "grammar.bare", 2)
