"""Signs of things in Chinese text, by letters and numbers and by the verbs that bring them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from .candidates import CJK
from .cut_zh import Cut, data, fit, latin_stop
from .plain_zh import closes, strange
from .segments_en import is_plain

_RULES = data()["compound"]
_VARIANT, _COUNTED = _RULES["variant"], _RULES["counted"]
_TAIL = (
    rf"[A-Z][A-Za-z]{{0,11}}(?:[ -]?\d{{1,4}}[A-Za-z]?)?(?: (?:{_VARIANT}|SE|One|AI|[A-Z]{{1,2}}\d{{0,3}}|\d{{1,2}}))*"
    rf"(?![A-Za-z\d%]|\.\d|[ ]?{_COUNTED})"
)
_NUMBERED = rf"(?:[A-Z][A-Za-z]{{1,11}}[ -])?[A-Z]{{1,3}}[a-z]{{0,2}}-?\d{{1,4}}[A-Za-z]?(?: (?:{_VARIANT}))?(?![A-Za-z\d%]|\.\d)"


_CODED = re.compile(_RULES["coded"])


@cache
def _things() -> tuple[re.Pattern[str], ...]:
    """What stands behind the kind of thing, and what goes on sale: with its maker or a word before letters and numbers, or without."""
    own = rf"(?:\ue000\ue00f*|\ue003\ue00f*|(?P<word>[{CJK}]{{2,4}}))"
    return (
        re.compile(
            rf"{_RULES['coded']}“?(?P<name>{own} ?{_TAIL}|{_NUMBERED}|[A-Z][a-z]{{2,11}}[ -]\d{{1,2}}(?![\d.%]))"
        ),
        re.compile(rf"(?P<name>(?:{own} ?)?{_NUMBERED})(?=(?:系列)?{_RULES['sold']})"),
    )


def things(cut: Cut, plain: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """`无人机影翎A1`, `四足机器人Unitree A3`, `T40系列今起发货`: names of letters and numbers of what is made. `plain` has its figures unveiled."""
    for pattern in _things():
        for match in pattern.finditer(plain):
            start, word = match.start("name"), match["word"]
            kinds = list(_CODED.finditer(plain, max(0, start - 3), start + len(word))) if word else []
            if word and kinds and kinds[-1].end() > start:
                start, word = kinds[-1].end(), word[kinds[-1].end() - start :] or None
            name = cut.original[start : match.end("name")]
            if word and (len(word) < 2 or closes(word) or closes(word[:2]) or closes(word[-2:]) or not strange(word)):
                continue
            tail = re.search(r"[A-Z].*$", name[1:] if not word else name)
            if (
                tail
                and tail[0] in latin_stop()
                or _NOT_CODED.search(name)
                or not (fit(name) or re.fullmatch(r"[A-Z]\d\d", name))
            ):
                continue
            yield name, "Hardware", 4, "coded"


_NOT_CODED = re.compile(_RULES["not_coded"])


@cache
def _launched() -> re.Pattern[str]:
    """A verb that brings something out, and the Latin name that ends its phrase."""
    word = r"[A-Z][\w.+-]*"
    return re.compile(
        rf"{_RULES['launched']}(?P<kind>(?:[^，。；：、“”《A-Za-z\ue000-\ue00d]|AI|AR|VR|XR|3D){{0,20}}?) ?"
        rf"(?P<name>{word}(?: (?:{word}|\d{{1,2}}(?:\.\d)?(?!\d))){{0,3}})(?=[，。；、！（(\n]|$|{_RULES['behind_launched']})",
        re.A,
    )


@cache
def _shown() -> re.Pattern[str]:
    """A Latin name right behind whose it is, and before what brings things out: `特斯拉Optimus V3亮相`."""
    word = r"[A-Z][\w.+-]*"
    return re.compile(
        rf"\ue000\ue00f*{_RULES['of_maker']}(?P<kind>[{CJK}]{{0,8}}) ?(?P<name>{word}(?: (?:{word}|\d{{1,2}}))*)(?=[{CJK}]{{0,4}}?{_RULES['shown']})",
        re.A,
    )


# What is scored on: 在RepoGauntlet上得分55.2%.
_SCORED = re.compile(
    rf"在 ?(?P<names>[A-Z][\w.-]+(?: [A-Z][\w-]*)*(?:(?:、| ?和 ?| ?与 ?)[A-Z][\w.-]+(?: [A-Z][\w-]*)*)*) ?(?:榜单?|测试|基准|评测)?上(?:的)?{_RULES['scored']}",
    re.A,
)


def scored(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`在CheXpert和BlindRead-24上的AUC`: benchmarks by what is got on them."""
    for match in _SCORED.finditer(cut.text):
        for name in re.split(r"、| ?[和与] ?", match["names"]):
            if fit(name) and name not in latin_stop():
                yield name, "Benchmark", 6, "scored"


def launches(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`上线了 Agent Registry`: a thing by what is done with it; what kind of thing is said before its name, or nowhere."""
    for match in _shown().finditer(cut.text):
        name, kind = match["name"], match["kind"]
        if name not in latin_stop() and len(name) > 3 and fit(name) and not kind.endswith("模型"):
            hardware = re.search(_RULES["hardware"], kind)
            yield name, "Hardware" if hardware else "Product", 3, "shown"
    for match in _launched().finditer(cut.text):
        name, kind = match["name"], match["kind"].rstrip()
        words = name.split()
        if (len(words) == 1 and name in latin_stop()) or (len(words) == 1 and not re.search(r"[a-z\d]", name)):
            continue
        if len(words) == 1 and (is_plain(name) and not re.search(r"\d|[a-z][A-Z]", name)):
            continue
        if re.search(_RULES["model"], kind) or not fit(name):
            continue
        if _VERSIONED.search(name) and re.match(_RULES["model_behind"], cut.original[match.end() : match.end() + 30]):
            yield name, "Model", 4, "launched"
            continue
        yield name, "Hardware" if re.search(_RULES["hardware"], kind) else "Product", 3, "launched"


_VERSIONED = re.compile(r"[-\w]\d|[ -][A-Z]\d|-[A-Z]{1,3}$", re.A)
_NAMED = re.compile(
    rf"{_RULES['named']}“?(?P<name>[A-Z][\w.+-]*(?: (?:[A-Z][\w.+-]*|\d{{1,2}}(?:\.\d)?(?!\d))){{0,2}})”?(?:的(?P<kind>[^，。；：]{{0,14}}))?(?=[，。；、）)\n{CJK}]|$)",
    re.A,
)


def named(cut: Cut) -> Iterator[tuple[str, EntityType, int, str]]:
    """`一款名为 Pulse 的助理功能`: a Latin name behind the word for naming, of what the noun behind or before it says."""
    kinds: dict[EntityType, str] = data()["named"]
    for match in _NAMED.finditer(cut.text):
        name = match["name"]
        if name in latin_stop() or not fit(name):
            continue
        around = match["kind"] or cut.original[max(0, match.start() - 24) : match.start()]
        for type_, nouns in kinds.items():
            if re.search(nouns, around):
                yield name, type_, 4, "named"
                break
