"""Members of Chinese lists: securities under a recommendation, unknown companies among known ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ...ontology.model import EntityType
from .candidates import CJK
from .cut_zh import Cut, compiled, fit, soft
from .people import is_personal
from .phrases_zh import ends_here, governed
from .plain_zh import links, odder, strange

_LIST = re.compile(r"(?:[^，。；：:、\n()|“”]{2,14}(?:\([^()\n]{2,14}\))?、)+(?:[^，。；：:、\n()|“”]{2,14})")
_ROLL = re.compile(r"[^，。；：()“”\n]*")
_JOINT = re.compile(r"、|以及|[和与及]")


def list_members(cut: Cut, names: Collection[str] = ()) -> Iterator[tuple[str, EntityType, int, str]]:
    """Unknown members of lists whose other members are known, or which a heading calls securities."""
    text = cut.text
    security = compiled("list", "security")
    member = compiled("list", "member")
    for match in security.finditer(text):
        stop = text.find("\n", match.end())
        yield from _securities(cut, match.end(), stop if stop >= 0 else len(text))
    for match in compiled("list", "roll").finditer(text):
        yield from _rolled(cut, *_ROLL.match(text, match.end()).span())  # type: ignore[union-attr]
    for match in _LIST.finditer(text):
        tail = text[match.end() - 14 : match.end() + 14]
        items = list(re.finditer(r"[^、]+", match[0]))
        known = sum(bool(re.search(r"[\ue000\ue003]", i[0])) or _ends_known(i[0], names) for i in items)
        cue = bool(member.search(tail))
        if not cue and not known:
            continue
        sparse = not cue and known * 2 < len(items) and not (known > 1 and len(items) > 3)
        for n, item in enumerate(items):
            span = _item(cut, match.start() + item.start(), match.start() + item.end(), n == 0)
            if known > 1 and not sparse and (whole := _whole(cut, match.start(), item, span)):
                yield whole, "Organization", 5, "list"
            if span and not sparse:
                name = text[slice(*span)]
                yield name, "Organization", 2 + cue + (known > 1) - (len(name) == 2 and is_personal(name)), "list"
            elif span and strange(text[slice(*span)]) > 2 and odder(text[slice(*span)]):
                yield text[slice(*span)], "Organization", 3, "list"


def _rolled(cut: Cut, start: int, end: int) -> Iterator[tuple[str, EntityType, int, str]]:
    """The members of a list whose heading says that they are organizations."""
    stops = [(m.start(), m.end()) for m in _JOINT.finditer(cut.text, start, end)] + [(end, end)]
    for stop, following in stops:
        name = re.sub(r"等.{0,4}$", "", cut.text[start:stop])
        if (person := _ADDRESSED.fullmatch(name)) and is_personal(person[1]):
            yield person[1], "Person", 4, "roll"
        if 2 <= len(name) <= 8 and fit(name) and cut.has_gap(start, start + len(name)) and not _VEILED.search(name):
            yield name, "Organization", 4, "roll"
        start = following


def _ends_known(item: str, names: Collection[str]) -> bool:
    return any(item[at:] in names for at in range(len(item) - 1))


_ADDRESSED = compiled("list", "addressed")
_VEILED = re.compile(r"[\ue000-\ue00f]")


def _item(cut: Cut, start: int, end: int, first: bool) -> tuple[int, int] | None:
    """The name in one item of a list: the first one's left end and the last one's right end are cut at words."""
    if first and cut.text[start - 1 : start] in "，。；：\n" and (found := governed(cut, start)) and found[1] == end:
        return found
    if first:
        candidate = cut.left(end)
        return (candidate.start, end) if candidate and fit(cut.text[candidate.start : end]) else None
    found = governed(cut, start)
    if found is None or not ends_here(cut, found[1]):
        found = cut.right(start)
    if found is None or not fit(cut.text[slice(*found)]):
        return None
    rest = cut.text[found[1] : end]
    return (
        found
        if not rest or found[1] in cut.starting or rest[0] in soft() or rest[0] == "(" or not rest[0].isalnum()
        else None
    )


_PLACED = re.compile(rf"\ue007\ue00f*(?P<tail>[{CJK}]{{2,4}})")


def _whole(cut: Cut, at: int, item: re.Match[str], span: tuple[int, int] | None) -> str | None:
    """An item that is one name with what its end would leave before it: a place (厦门国贸), a short form (浦国投先锋基金)."""
    start, end = at + item.start(), at + item.end()
    if (placed := _PLACED.fullmatch(item[0])) and strange(placed["tail"]) > 1 and fit(placed["tail"]):
        return cut.original[start:end]
    if span is None or not span[0] - start > 2 or span[1] != end or cut.text[start - 1 : start] not in ("", *"。\n"):
        return None
    before = item[0][: span[0] - start]
    return item[0] if odder(before) and before.isalpha() and not any(links(c) for c in before) else None


def _securities(cut: Cut, start: int, end: int) -> Iterator[tuple[str, EntityType, int, str]]:
    for match in re.compile(
        rf"(?<=[、：:；，）)关注的为环节有])(?P<name>[*A-Z]{{0,4}}[{CJK}]{{2,6}}(?:-[A-Z]{{1,2}})?[A-Z]{{0,2}})(?=\(\d|、|。|；|等|，|\n|$)"
    ).finditer(cut.text, start, end):
        name = re.sub(r"等$", "", match["name"])
        if (
            name in cut.lexicon.common
            or (len(name) < 3 and cut.text[match.end() : match.end() + 1] != "(")
            or (not 3 <= len(name) <= 6 and not cut.has_gap(*match.span("name")))
        ):
            continue
        sure = (
            cut.text[match.end() : match.end() + 2].startswith("(")
            or cut.text[match.end() : match.end() + 1] == "、"
            or cut.text[match.start() - 1] == "、"
        )
        if sure:
            yield name, "Organization", 4 if cut.has_gap(*match.span("name")) or len(name) == 4 else 2, "security"
