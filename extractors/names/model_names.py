"""The grammar of models' and chips' names: family, version, size, variant, whatever the number.

`Qwen 3.6-Plus` and `Qwen3.6-Plus` are one model, `Qwen3.6` another; `Claude 4.5 Opus` is `Claude Opus 4.5`. A version never seen
before is still its family's. Families and the words of the grammar are data (`families.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick_rs

from ...ontology.catalogue import catalogue
from ...ontology.model import EntityType
from .candidates import Found, identifier, squeeze
from .gazetteer import bounded, entries_by_key


@dataclass(frozen=True, slots=True)
class Family:
    """How a family's names are put together."""

    id: str
    names: tuple[str, ...]
    join: str = "-"
    bare: bool = True
    hyphen: bool = False  # the version must follow a hyphen
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar."""

    automaton: ahocorasick_rs.AhoCorasick
    names: tuple[tuple[str, Family], ...]
    head: re.Pattern[str]
    part: re.Pattern[str]
    variant: re.Pattern[str]
    unit: re.Pattern[str]
    test: re.Pattern[str]  # what makes a family's name the beginning of a benchmark's
    more: re.Pattern[str]
    standalone: tuple[tuple[EntityType, re.Pattern[str]], ...]


@cache
def family_data() -> Mapping[str, Any]:
    """The table of `families.toml`."""
    return tomllib.loads((Path(__file__).parent / "families.toml").read_text("utf-8"))


@cache
def families() -> tuple[Family, ...]:
    """The families of `families.toml`, and the catalogue's that it does not name."""
    data = family_data()
    out = [
        Family(
            f["id"],
            tuple(f["names"]),
            f.get("join", "-"),
            f.get("bare", True),
            f.get("hyphen", False),
            tuple(f.get("tiers", ())),
        )
        for f in data["family"]
    ]
    seen = {squeeze(n) for f in out for n in f.names} | {f.id for f in out}
    for entry in catalogue().values():
        if entry.type == "Model" and entry.kind == "family":
            names = tuple(n for n in entry.all_names() if squeeze(n) not in seen and len(n) > 2)
            if names and entry.id not in seen:
                trimmed = tuple(re.sub(r"大模型$", "", n) for n in names)
                out.append(Family(entry.id, tuple(dict.fromkeys(n for n in trimmed + names if len(n) > 1)), bare=False))
    return tuple(out)


@cache
def grammar() -> Grammar:
    data = family_data()
    g = data["grammar"]
    names = sorted({(n, f.id): (n, f) for f in families() for n in f.names}.values(), key=lambda x: x[0])
    words = sorted(set(g["variants"].split()), key=lambda w: (-len(w), w))
    latin = [w for w in words if w.isascii()]
    chinese = [w for w in words if not w.isascii()]
    variant = rf"(?:(?:{'|'.join(latin)})(?![A-Za-z])\d?(?![A-Za-z\d])|{'|'.join(chinese)})"
    version, size, stamp = g["version"], g["size"], g["stamp"]
    part = rf"[ -]?(?:大模型|模型|系列)?(?P<cn>{'|'.join(chinese)})|-(?:{stamp}|{size}|{version}|{variant}|[A-Z][A-Za-z]{{1,11}}(?:\d(?:\.\d)?)?(?![A-Za-z\d])|\d{{1,2}}[a-z](?![A-Za-z\d]))| (?:{size}|{variant}|{version})"
    return Grammar(
        ahocorasick_rs.AhoCorasick([n for n, _ in names], matchkind=ahocorasick_rs.MatchKind.Standard),
        tuple(names),
        re.compile(
            rf"(?P<gap>(?:大模型|模型|系列)?[ -]?)(?:(?P<version>{version}|{size})|(?P<variant>{variant}|(?<=-){g['coined']}))"
        ),
        re.compile(part),
        re.compile(variant),
        re.compile(g["unit"]),
        re.compile(g["test"]),
        re.compile(
            rf"(?P<sep>、|/|, and |, or |, | and | or |和|及|与|以及)(?=(?P<v>{version}(?:[ -](?:{size}|{variant}))*|{size})(?![A-Za-z\d]))"
        ),
        tuple((p["kind"], re.compile(p["regex"])) for p in data["pattern"]),
    )


def model_names(text: str) -> list[Found]:
    """Models and hardware that the grammar reads; they may overlap each other."""
    g = grammar()
    found: dict[tuple[int, int], Found] = {}
    for index, start, end in g.automaton.find_matches_as_indexes(text, overlapping=True):
        _name, family = g.names[index]
        if start and text[start].isascii() and not _free(text[start - 1]):
            continue
        for f in _read(text, start, end, family):
            found[f.start, f.end] = f
    for kind, pattern in g.standalone:
        for match in pattern.finditer(text):
            if not g.unit.match(text, match.end()) or kind == "Hardware":
                key = squeeze(match[0])
                id_ = entries_by_key(kind).get(key)
                bare = identifier(re.sub(r"^(?:NVIDIA|Nvidia|AMD|Google) ", "", match[0]))
                known = id_ is not None
                found.setdefault(match.span(), Found(*match.span(), kind, id_ or bare, "grammar.standalone", 3, known))
    return list(found.values())


def _free(before: str) -> bool:
    return not (before.isascii() and (before.isalnum() or before in "-_@/#."))


def _read(text: str, start: int, end: int, family: Family) -> Iterator[Found]:
    """The name that opens with a family word, and those of an elided list behind it."""
    parts, stop = _parts(text, end, family)
    if grammar().test.match(text, stop):
        return
    if parts:
        yield _model(text, start, stop, family, parts)
        yield from _elided(text, stop, family)
    elif family.bare and bounded(text, start, end):
        yield _model(text, start, end, family, ())
    elif (
        not family.bare
        and (tail := re.compile(r"(?:大模型|模型|系列(?:大)?模型)").match(text, end))
        and text[start] > "\u3400"
    ):
        known = entries_by_key("Model").get(squeeze(text[start : tail.end()])) or entries_by_key("Model").get(
            squeeze(text[start:end])
        )
        yield Found(start, tail.end(), "Model", known or family.id, "grammar.family", 3, known is not None)


def _parts(text: str, end: int, family: Family) -> tuple[tuple[str, ...], int]:
    """Versions, sizes and variants behind a family word, and where they stop."""
    g = grammar()
    head = g.head.match(text, end)
    if head is None or (family.hyphen and not head["gap"].endswith("-")):
        return (), end
    if head["version"] is None and (not head["gap"] or (head["gap"] == " " and not head["variant"][0].isupper())):
        return (), end
    if (
        head["version"] is None
        and not family.bare
        and not family.tiers
        and family.id not in ("claude", "gemini", "grok", "mistral")
        and not re.match(r"[ -]v?\d{1,2}(?![\d%])", text[head.end() : head.end() + 5])
    ):
        return (), end
    if (
        head["version"]
        and not head["gap"].endswith("-")
        and g.unit.match(text, head.end())
        and not head["version"][:1].isalpha()
    ):
        return (), end
    if head["version"] and head["version"].isdigit() and len(head["version"]) > 3:
        return (), end
    parts, stop = [head["version"] or head["variant"]], head.end()
    while (more := g.part.match(text, stop)) and more.end() > stop:
        piece = more[0].lstrip(" -")
        if more[0].startswith(" ") and g.unit.match(text, more.end()) and piece[:1].isdigit():
            break
        if more[0].startswith(" ") and re.fullmatch(r"[\d.]+", piece) and parts[-1][:1].isdigit():
            break
        parts.append(piece)
        stop = more.end()
    return tuple(parts), stop


def _model(text: str, start: int, end: int, family: Family, parts: Sequence[str]) -> Found:
    id_ = model_id(family, text[start:end], parts)
    return Found(start, end, "Model", id_, "grammar.model", 4 if parts else 2, id_ in catalogue())


def model_id(family: Family, name: str, parts: Sequence[str]) -> str:
    """One identifier for all spellings of a model's name."""
    if not parts:
        return entries_by_key("Model").get(squeeze(name), family.id)
    lower = [re.sub(r"^(?:大模型|模型|系列)", "", p).casefold() for p in parts]
    words = [w for p in lower for w in p.split("-")]
    if family.tiers:
        tiers = [w for w in words if w in family.tiers]
        words = tiers + [w for w in words if w not in family.tiers]
    base = family.id + _subfamily(family, name)
    numbered = words[0][:1].isdigit()
    join = family.join if numbered or words[0][:1] == "v" else "-"
    if numbered and base[-2:-1] == "-":
        join = ""  # a family that is called after its versions' letter: DeepSeek-V
    plain = base + join + "-".join(words)
    return _known_models().get(squeeze(plain), identifier(plain))


def _subfamily(family: Family, name: str) -> str:
    """What a longer family word adds: HunyuanImage of Hunyuan, 混元图像 likewise."""
    longest = max((n for n in family.names if name.startswith(n)), key=len, default="")
    for ending, word in SUBFAMILIES.items():
        if ending in longest.casefold():
            return "-" + word
    return ""


SUBFAMILIES: Mapping[str, str] = {
    "image": "image", "图像": "image", "文生图": "image", "video": "video", "视频": "video", "world": "world", "世界": "world",
    "3d": "3d", "翻译": "mt", "coder": "coder", "prover": "prover", "ocr": "ocr", "math": "math", "audio": "audio", "speech": "speech",
    "语音": "speech", "music": "music", "text": "text", "realtime": "realtime", "qwq": "qwq", "qvq": "qvq", "ring": "ring",
    "cogvideox": "cogvideox", "cogview": "cogview", "internvl": "vl", "large": "large", "medium": "medium", "small": "small", "nemo": "nemo",
    "codegemma": "code", "medgemma": "med", "embeddinggemma": "embedding", "paligemma": "pali", "shieldgemma": "shield",
}  # fmt: skip


@cache
def _known_models() -> Mapping[str, str]:
    return {squeeze(e.id): e.id for e in catalogue().values() if e.type == "Model" and e.kind != "family"}


def _elided(text: str, end: int, family: Family) -> Iterator[Found]:
    """`GLM-5、5V和4.7`: versions listed behind a whole name."""
    g = grammar()
    while (more := g.more.match(text, end)) and not g.unit.match(text, more.end("v")):
        version = more["v"]
        if (
            version[:1].isdigit()
            and "." not in version
            and not version[-1:].isalpha()
            and not re.match(r"[ ]?(?:模型|系列|、|和|两|三|models?\b)", text[more.end("v") :])
        ):
            return
        start, end = more.start("v"), more.end("v")
        parts = tuple(re.split(r"[ -]", version))
        id_ = model_id(family, family.names[0] + version, parts)
        yield Found(
            start,
            end,
            "Model",
            id_,
            "grammar.elided",
            4,
            id_ in catalogue(),
            f"{family.names[0]}{family.join}{version}",
        )


_E_SIZE = re.compile(r"(?<![A-Za-z\d-])E\dB(?![A-Za-z\d])")


def bare_sizes(text: str, models: Sequence[Found]) -> Iterator[Found]:
    """`E2B` alone, where a model of the document owns such sizes: the last named before it."""
    hosts = [m for m in models if m.type == "Model" and m.rule == "grammar.model"]
    if not hosts:
        return
    for match in _E_SIZE.finditer(text):
        before = [h for h in hosts if h.end <= match.start()] or hosts[:1]
        base = re.sub(r"-e\db$", "", before[-1].id)
        yield Found(*match.span(), "Model", f"{base}-{match[0].lower()}", "grammar.size", 3)
