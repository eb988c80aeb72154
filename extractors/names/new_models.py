"""Models, chips and benchmarks of families that no catalogue has: by the build of the name and the words near it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...ontology.model import EntityType, Language
from ..languages import language_data
from . import kinds_en
from .lexicon import MARKS, Votes, lexicon
from .model_names import family_data
from .plain_zh import a_word, strange
from .segments_en import is_plain, listed

_FREE = re.compile(r"(?<![\w-])", re.A)
_VERSION = re.compile(r"[- ]?[vVLX]?\d(?:\.\d)?(?![\w%]|\.\d)", re.A)
_UNVERSIONED = re.compile(r"(?![\w-]| \d)", re.A)
_SCORE = re.compile(r" \d{2}(?:\.\d{1,2})?")
_REACH: Mapping[Language, tuple[int, int]] = {"zh": (32, 20), "en": (60, 40)}
_LISTED, _FAR = 14, 26  # characters within which a cue for chips stands; names of a chip's build reach farther
_SENTENCE = 48  # how far a sentence is read on either side of a name


@dataclass(frozen=True, slots=True)
class _Rules:
    cues: Mapping[EntityType, re.Pattern[str]]
    built: re.Pattern[str]
    built_zh: re.Pattern[str]
    strong: re.Pattern[str]
    sized: re.Pattern[str]
    benchmark: re.Pattern[str]
    sure_benchmark: re.Pattern[str]
    not_benchmark: re.Pattern[str]
    product: re.Pattern[str]
    chip: re.Pattern[str]
    not_chip: re.Pattern[str]
    launched: re.Pattern[str]
    numbered: frozenset[str]
    versus: str
    scored: str
    scores: re.Pattern[str]


@cache
def _rules() -> _Rules:
    new = family_data()["new"]
    variant, size = new["variant"], new["size"]

    def filled(key: str) -> re.Pattern[str]:
        return re.compile(new[key].replace("{variant}", variant).replace("{size}", f"(?:{size})"), re.A)

    stop = language_data("en", "names")["stop"]
    whole: dict[str, Any] = {
        k: re.compile(new[k], re.A)
        for k in ("product", "benchmark", "sure_benchmark", "not_benchmark", "chip", "not_chip", "launched")
    }
    return _Rules(
        {
            "Model": re.compile(new["model_cue"]),
            "Hardware": re.compile(new["hardware_cue"]),
            "Benchmark": re.compile(new["benchmark_cue"]),
        },
        filled("built"),
        re.compile(new["built_zh"].replace("{variant}", variant).replace("{size}", f"(?:{size})"), re.A),
        re.compile(rf"[- ]{size}|-{variant}\b|\d {variant}"),
        re.compile(rf"[- ](?:{size})"),
        **whole,
        versus=new["versus"],
        scored=new["scored"],
        scores=re.compile(new["scores"]),
        numbered=frozenset((new["numbered"] + " " + stop["generic"] + " " + stop["titles"]).split()),
    )


def vote_models(text: str, veiled: str, votes: Votes, language: Language) -> None:
    """Votes for names built like a model's, a chip's or a benchmark's."""
    rules = _rules()
    for match in rules.benchmark.finditer(veiled):
        name = match[0]
        if not rules.not_benchmark.match(name) and len(name) > 4 and any(c.isupper() for c in name):
            weight = 5 if rules.sure_benchmark.search(name) else 1
            weight += 2 if _near(text, veiled, match.span(), "Benchmark", 40) else 0
            votes.add(name, "Benchmark", weight, "built")
    for match in rules.built.finditer(text):
        within = veiled[match.start() : match.end()]
        if not any(c < "\ue000" for c in within) or (
            within[0] >= "\ue000" and not rules.strong.search(match["tail"] or "")
        ):
            continue
        if match["tail"] or not match["base"].isupper():
            _vote_built(text, veiled, match, votes, language)
    for match in rules.chip.finditer(veiled):
        owned = re.search(
            r"\ue000\ue00f*(?:'s |的)$", veiled[max(0, match.start() - 24) : match.start()]
        ) and re.search(r"\d{3}", match[0])
        reach = _FAR if re.search(r"\d{3}|\d[A-Z]? [A-Z]|-\d", match[0]) else _LISTED
        if not rules.not_chip.match(match[0]) and (owned or _near(text, veiled, match.span(), "Hardware", reach)):
            votes.add(match[0], "Hardware", 3, "built")


def vote_released(votes: Votes) -> None:
    """What is released is no product for that alone, where its noun or its column says that it is a model."""
    for types in votes.by_name.values():
        product = types.get("Product", {})
        if types.get("Model", {}).keys() & {"told", "cell"} and not product.keys() & {"told", "after", "cell"}:
            product.clear()


def _vote_built(text: str, veiled: str, match: re.Match[str], votes: Votes, language: Language) -> None:
    """What a base with a version, a size or a variant is called: a model, a chip, a benchmark or a product."""
    rules, name, span = _rules(), match[0], match.span()
    far, close = _REACH[language]
    if match["base"] in rules.numbered or re.match(r"[IVX]+$", match["base"]):
        return
    if match["base"].islower() and language != "zh":
        return  # a word with its number
    if rules.sure_benchmark.search(match["base"]) and _SCORE.fullmatch(match["tail"] or ""):
        return  # a benchmark and its score
    if language == "en":
        _vote_told(name, veiled, span, votes)
    strong = bool(rules.strong.search(match["tail"] or ""))
    model, chip = _near(text, veiled, span, "Model", far), _near(text, veiled, span, "Hardware", close)
    before = veiled[max(0, span[0] - 24) : span[0]]
    if language == "zh" and not before.endswith(("在", "于")) and (sort := _set_beside(veiled, span)):
        votes.add(name, sort, 4 if strong else 3, "built")
    elif (
        language == "en"
        and not rules.sure_benchmark.search(match["base"])
        and rules.scores.match(veiled[span[1] : span[1] + _SENTENCE])
    ):
        votes.add(name, "Model", 14, "built")  # nothing else is measured so
    elif not strong and _near(text, veiled, span, "Benchmark", 9):
        votes.add(name, "Benchmark", 3, "built")
    elif (
        rules.launched.search(before)
        and not re.search(r"模型|\bmodels?\b|\bLLM", text[max(0, span[0] - 30) : span[1] + 90].partition("\n")[0])
        and not strong
        and not chip
    ):
        votes.add(name, "Product", 3, "built")
    elif strong and rules.sure_benchmark.search(match["base"]):
        votes.add(name, "Benchmark", 5, "built")
    elif strong:
        votes.add(name, "Model", 8 if rules.sized.search(match["tail"]) else 4, "built")
    elif chip and not (model and not _near(text, veiled, span, "Hardware", 12)):
        votes.add(name, "Hardware", 4, "built")
    elif model or MARKS["Benchmark"] in veiled[max(0, span[0] - far) : span[1] + far].partition("\n")[0]:
        votes.add(name, "Model", 3, "built")
    elif language == "en":
        _vote_numbered(text, veiled, match, before, votes)
    elif re.search(r"\ue000\ue00f*(?:的|'s )$", before):
        votes.add(name, "Product", 3, "built")


def _vote_told(name: str, veiled: str, span: tuple[int, int], votes: Votes) -> None:
    """English: votes by what is said outright of a name with a number: "Heron 9, a wafer tester"."""
    before = veiled[max(0, span[0] - 70) : span[0]].rpartition("\n")[2]
    for type_, weight in kinds_en.told(before, veiled[span[1] : span[1] + 130].partition("\n")[0]):
        if type_ in ("Hardware", "Product", "Model", "Benchmark"):
            votes.add(name, type_, weight, "told")


def _vote_numbered(text: str, veiled: str, match: re.Match[str], before: str, votes: Votes) -> None:
    """English: what carries a number, and no word says what it is, is a version of a model, or of a product where a word speaks of such."""
    (start, end), name = match.span(), match[0]
    opening, after = veiled[max(0, start - 70) : start].rpartition("\n")[2], veiled[end : end + 90].partition("\n")[0]
    sort = kinds_en.thing(veiled, start, end, opening, after)
    owned = re.search(r"(?:\ue000\ue00f*|\b[A-Z]\w+)(?:'s|’s) $", before)
    if (
        not re.search(r"[^\w.][1-9]\d?(?:\.\d{1,2})?$", name)
        or not sort
        and not owned
        and (is_plain(match["base"]) or "\ue000" <= veiled[start] <= "\ue00f")
    ):
        return
    line = veiled[max(0, start - 60) : start].rpartition("\n")[2] + veiled[end : end + 60].partition("\n")[0]
    votes.add(name, "Product" if _rules().product.search(line) else "Model", 3, "built")


def _near(text: str, veiled: str, span: tuple[int, int], type_: EntityType, reach: int) -> bool:
    """Whether a cue for a type, or a known name of it in a list, stands near in the line."""
    before = text[max(0, span[0] - reach) : span[0]].rpartition("\n")[2]
    after = text[span[1] : span[1] + reach].partition("\n")[0]
    cue, mark = _rules().cues[type_], MARKS[type_]
    if cue.search(before) or cue.search(after):
        return True
    return bool(
        re.search(rf"{mark}\ue00f*(?:、|以及|和|与|, | and )+$", veiled[max(0, span[0] - 30) : span[0]])
        or re.match(rf"(?:、|以及|和|与|, | and )+{mark}", veiled[span[1] : span[1] + 6])
    )


def vote_zh_models(text: str, veiled: str, votes: Votes, words: Mapping[int, int]) -> None:
    """`听雨2.0`, `衡-2`, `云梦二号`: a short Chinese name with a number near a word for models or chips."""
    cutting = family_data()["new"]["cutting"]
    for match in _rules().built_zh.finditer(veiled):
        opening = _opening(veiled, match.start(), match.end("base"), words)
        name, span = veiled[opening : match.end()], (opening, match.end())
        quoted = opening > 0 and veiled[opening - 1] in "“‘"
        needed = 1 if "-" in name or quoted else 2
        base = veiled[opening : match.end("base")]
        if match["glued"] is not None and (strange(base) < 2 or a_word(base)):
            continue  # a word that a variant follows
        if "的" in name or len(base) < needed or (opening and veiled[opening - 1] == "第"):
            continue
        if base[-1] in cutting and not quoted and "-" not in name:
            continue  # 卖到1元
        if _near(text, veiled, span, "Hardware", 14) and not _near(text, veiled, span, "Model", 6):
            votes.add(name, "Hardware", 3, "built")
        elif (quoted or "-" in name or (strange(base) > 1 and not a_word(base))) and _told(text, span):
            votes.add(name, "Model", 4, "told")
        elif _near(text, veiled, span, "Model", 16) or _brought_out().search(text, max(0, opening - 8), opening):
            votes.add(name, "Model", 3, "built")
        elif sort := _set_beside(veiled, span):
            votes.add(name, sort, 3, "built")


def _told(text: str, span: tuple[int, int]) -> bool:
    """Whether the sentence of a numbered Chinese name speaks of a model, and no word before the name of something else."""
    new = family_data()["new"]
    before = re.split(r"[。；\n]", text[max(0, span[0] - _SENTENCE) : span[0]])[-1]
    after = re.split(r"[。；\n]", text[span[1] : span[1] + _SENTENCE])[0]
    return not re.search(new["not_told"], before) and bool(re.search(new["told"], before[-_FAR:] + "，" + after))


@cache
def _brought_out() -> re.Pattern[str]:
    """What is said of a thing that comes out, right before its Chinese name."""
    return re.compile(family_data()["new"]["brought_out"])


@cache
def _beside(type_: EntityType) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules, mark = _rules(), MARKS[type_]
    near = rf"[^，。；\n]{{0,20}}?{rules.versus}[^，。；\n]{{0,14}}?{mark}"
    return re.compile(near), re.compile(rf"{mark}[^，。；\n]{{0,20}}?{rules.versus}[^，。；\n]{{0,8}}$")


@cache
def _scores() -> re.Pattern[str]:
    return re.compile(_rules().scored.replace("{e}", MARKS["Benchmark"]))


def _set_beside(veiled: str, span: tuple[int, int]) -> EntityType | None:
    """What a name is that is set beside a known model or chip, or has a score in a known benchmark."""
    before = re.split(r"[。；\n]", veiled[max(0, span[0] - _SENTENCE) : span[0]])[-1]
    after = veiled[span[1] : span[1] + _SENTENCE]
    types: tuple[EntityType, ...] = ("Model", "Hardware")
    for type_ in types:
        ahead, behind = _beside(type_)
        if ahead.match(after) or behind.search(before):
            return type_
    told = MARKS["Benchmark"] in before or MARKS["Benchmark"] in re.split(r"[。；\n]", after)[0]
    return "Model" if told and _scores().match(after) else None


def _opening(text: str, start: int, end: int, words: Mapping[int, int]) -> int:
    """Where the name in a run of Chinese characters begins: behind the last plain word or cutting character.

    An ending of companies that is one character is no word here: the 云 of 云岫 2.0.
    """
    opening, suffixes, cutting = start, lexicon("zh").suffixes, family_data()["new"]["cutting"]
    for at in range(max(0, start - 5), end):
        if words.get(at, 0) > 1 or (at in words and text[at] not in suffixes):
            opening = max(opening, min(end, at + words[at]))
        elif at >= opening and text[at] in cutting and at + 1 < end:
            opening = at + 1
    return opening


@cache
def _member(latin: bool) -> re.Pattern[str]:
    """What makes another one of a family of its name: a version, and of a Chinese one a variant or a size too."""
    if latin:
        return _VERSION
    new = family_data()["new"]
    version = r"[- ]?[A-Z]?\d(?:\.\d)?(?![\d%亿万千百年月日个家款倍次名位项元折轮期成]|\.\d|,\d)"
    return re.compile(
        rf"(?:{version}(?:[- ](?:{new['variant']}|{new['size']}))*|(?:[- ](?:{new['variant']}|{new['size']}))+(?: \d(?:\.\d)?)?)(?![A-Za-z\d])",
        re.A,
    )


_VERSIONED = re.compile(
    r"((?:[A-Z][\w-]+ )?[A-Za-z]{3,}(?:-[A-Z][a-z]+)?(?=[- ]?[vVLX]?\d)|[\u4e00-\u9fff]{2,4})[- ]?[A-Za-z]?\d"
)


def vote_families(text: str, votes: Votes, found: Mapping[str, tuple[EntityType, int]]) -> None:
    """Votes for other versions of new names that hold one, and for the family's name alone; what most of a family is, model or product, all of it is."""
    tallies: dict[str, Counter[EntityType]] = {}
    members: list[tuple[str, str, EntityType, int]] = []
    for name, (type_, score) in found.items():
        match = _VERSIONED.match(name)
        if match and type_ in ("Model", "Product", "Hardware") and match[1] not in _rules().numbered:
            tallies.setdefault(match[1], Counter())[type_] += score
            members.append((name, match[1], type_, score))
    bases = {base: tally.most_common(1)[0][0] for base, tally in tallies.items()}
    for name, base, type_, score in members:
        if type_ != bases[base] and {type_, bases[base]} == {"Model", "Product"}:
            votes.add(name, bases[base], score + 1, "family")
    _vote_variants(votes, found, bases)
    for base, type_ in bases.items():
        latin = base.isascii()
        places = [m.span() for m in re.finditer(base, text) if not latin or _FREE.match(text, m.start())]
        for start, end in places:
            if version := _member(latin).match(text, end):
                votes.add(text[start : version.end()], type_, 3, "family")
        weak = base not in found or (found[base][0] == "Organization" and found[base][1] < 5)
        if latin and weak and any(_UNVERSIONED.match(text, end) for _, end in places):
            votes.add(base, type_, 5, "family")


def _vote_variants(votes: Votes, found: Mapping[str, tuple[EntityType, int]], bases: Mapping[str, EntityType]) -> None:
    """Votes for what is called after a new model or product with a word behind: "Wren 2 Pocket", "Skald Fjord" beside "Skald 3"."""
    endings = listed("suffix", "strong") | listed("suffix", "weak")
    for name, (type_, score) in found.items():
        words = name.split()
        if type_ not in ("Organization", "Person") or len(words) < 2:
            continue
        if words[-1] in endings and not words[1][0].isdigit():  # a firm's name, but behind a version
            continue
        of = bases.get(words[0])
        if of and (len(words) == 2 or words[1][0].isdigit()):
            votes.add(name, of, score + 1, "family")
