"""Names in quotation marks in Chinese text, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...ontology.model import EntityType
from .cut_zh import CHARACTER, Cut, data, fit
from .phrases_zh import corporate
from .plain_zh import closes

# What a name in quotation marks may be, by the words around it; and one of a list of such names.
_QUOTED_TYPES: tuple[EntityType, ...] = ("Hardware", "Benchmark", "Model", "Organization", "Product")
_LISTED_TYPES: tuple[EntityType, ...] = ("Hardware", "Benchmark", "Model", "Product")
_QUOTED = re.compile(r"“(?P<name>[^“”，。；！？\n]{2,14})”")


_NAMED_BEHIND = re.compile(rf"{data()['quoted']['named_behind']}(?=[A-Z\ue002])")
_RENAMED = re.compile(data()["quoted"]["renamed"])
_ORGANIZATION = re.compile(data()["quoted"]["organization"])
_USED = re.compile(data()["quoted"]["used"])
_PLACED = re.compile(data()["quoted"]["placed"])


_SEVERAL = data()["quoted"]["several"]


def _brought_out(cut: Cut, name: str, match: re.Match[str]) -> EntityType | None:
    """What a quoted name is of that is brought out, if it is: `推出记账助手“算盘”`."""
    rules, text = data()["compound"], cut.original
    before = text[max(0, match.start() - 20) : match.start()]
    if not _launching().search(before) or re.search(rules["unlaunched"], name):
        return None
    if re.match(
        rf"大?模型|系列|的|{_SEVERAL}?(?:{'|'.join(data()['quoted']['after'].values())})",
        text[match.end() : match.end() + 24],
    ):
        return None  # the noun behind it says what it is
    if before.endswith("模型"):
        return "Model"
    if re.match(rf"(?:(?:、|与|和|及)“[^”]{{2,14}}”)+{_SEVERAL}", text[match.end() : match.end() + 40]):
        return None  # so does the noun behind the list
    return "Hardware" if re.search(rules["hardware"], before) else "Product"


def _explained(before: str, after: str) -> EntityType | None:
    """What the noun behind a quoted name says that it is: `一款叫“听潮”的播客应用`."""
    rules = data()["quoted"]
    if re.search(rules["called"], before) and (phrase := re.match(r"的[^，。；“”]{2,12}", after)):
        for type_ in _QUOTED_TYPES:
            if re.match(rf"的[^，。；“”]{{0,8}}?(?:{rules['before'][type_]})", phrase[0]):
                return type_
    return None


@cache
def _launching() -> re.Pattern[str]:
    """A verb that brings something out, before a quotation mark."""
    return re.compile(rf"{data()['compound']['launched']}[^，。；：“”《]{{0,17}}(?:“[^”]{{2,14}}”(?:、|和|与|及))*$")


def _said(cut: Cut, name: str) -> bool:
    """Whether what is quoted is a statement: a word that names stop before is in it, and no ending of organizations."""
    ended = any(name[-size:] in cut.lexicon.suffixes for size in (2, 3, 4))
    return not (ended and fit(name)) and any(closes(name[at : at + 2]) for at in range(1, len(name) - 1))


def quoted(cut: Cut, plain: str) -> Iterator[tuple[str, EntityType, int, str]]:
    """Quoted names whose neighbouring noun says what they are: `AI助手“元宝”`, `“天池256”超节点`. `plain` has its figures unveiled."""
    rules = data()["quoted"]
    for match in _QUOTED.finditer(plain):
        name = match["name"]
        veiled = any("\ue000" <= c <= "\ue00f" for c in name)
        if veiled:
            if not CHARACTER.search(name) or name.endswith("号"):
                continue
            name = cut.original[match.start("name") : match.end("name")]
        if name in cut.lexicon.common or re.match(data()["quoted"]["never_first"], name):
            continue
        if "、" in name or (len(name) > 5 and _said(cut, name)):
            continue
        if (renamed := _RENAMED.search(cut.original, max(0, match.start() - 24), match.start())) and not veiled:
            hardware = re.search(data()["quoted"]["before"]["Hardware"], renamed[1])
            kind: EntityType = "Model" if renamed[1] == "模型" else "Hardware" if hardware else "Product"
            yield name, kind, 4, "quoted"
            continue
        before, after = (
            cut.original[max(0, match.start() - 8) : match.start()],
            cut.original[match.end() : match.end() + 24],
        )
        called = _explained(before, after)
        if called:
            yield name, called, 4, "quoted"
            continue
        if not veiled and _USED.match(after):
            yield name, "Product", 4, "quoted"
            continue
        if not veiled and _ORGANIZATION.search(cut.original[max(0, match.start() - 20) : match.start()]):
            yield name, "Organization", 4, "quoted"
            continue
        if not veiled and _PLACED.search(plain, 0, match.start()) and corporate(cut, match.end()):
            yield name, "Organization", 4, "quoted"
            continue
        if not veiled and (type_ := _brought_out(cut, name, match)):
            yield name, type_, 4, "quoted"
            continue
        if len(name) > 3 and re.search(data()["compound"]["dependent"], name):
            yield name, "Organization", 3, "quoted"
            continue
        if _NAMED_BEHIND.match(plain, match.end()):
            continue  # what kind of model the name behind is of
        for type_ in _QUOTED_TYPES:
            if re.search(rf"(?:{rules['before'][type_]})$", before) or re.match(
                rf"的?(?:{rules['skip']})*{_SEVERAL}?(?:{rules['after'][type_]})", after
            ):
                yield name, type_, 4, "quoted"
                break
        else:
            listed = re.match(r"(?:、|与|和|及)?“[^”]{2,14}”(?P<rest>.{0,8})", cut.original[match.end() :])
            for type_ in _LISTED_TYPES:
                if listed and re.match(rf"(?:{_SEVERAL}|系列)?(?:{rules['after'][type_]})", listed["rest"]):
                    yield name, type_, 4, "quoted"
                    break
