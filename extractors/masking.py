"""Sentences as masked text: every mention is one character that says its type.

`OpenAI宣布完成1220亿美元融资` becomes `Ⓞ宣布完成ⓜ融资`, so that a cue is a short pattern over types and words and never over
names. Patterns are regular expressions with these additions: `{Org}` one mention of that type, `{buyer:Org|Place}` the same bound
to a role, `{investor:Org+}` a list of them, `…` a short gap within the clause, `……` a longer one that may cross commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from ..ontology.model import Language, Mention, Quantity, Span
from .languages import language_data

# One private-use character a type.
TYPES: Mapping[str, str] = {
    name: chr(0xE000 + i)
    for i, name in enumerate(
        "Org Person Model Product Hardware Benchmark Index Place Time Duration "
        "Money Percent Points Times Ratio Rank Watts Chips Tokens Params Users Staff Count Number".split()
    )
}
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Firm": ("Org", "Product", "Model"),
    "Actor": ("Org", "Person", "Product", "Model"),
    "Body": ("Org", "Place", "Person"),
    "Thing": ("Model", "Product", "Hardware"),
    "Entity": ("Org", "Person", "Model", "Product", "Hardware", "Benchmark", "Index", "Place"),
    "Subject": ("Org", "Model", "Product", "Hardware", "Index", "Place"),
    "Share": ("Percent", "Points", "Ratio"),
    "Change": ("Percent", "Points", "Times", "Ratio"),
    "Figure": (
        "Money Percent Points Times Ratio Rank Watts Chips Tokens Params Users Staff Count Number".split()  # type: ignore[dict-item]
    ),
}
_ENTITY_MASK = {
    "Organization": "Org",
    "Person": "Person",
    "Model": "Model",
    "Product": "Product",
    "Hardware": "Hardware",
    "Benchmark": "Benchmark",
    "MarketIndex": "Index",
    "Place": "Place",
    "Time": "Time",
}
_UNIT_MASK = {
    "percent": "Percent",
    "percentage_point": "Points",
    "times": "Times",
    "ratio": "Ratio",
    "rank": "Rank",
    "watts": "Watts",
    "chips": "Chips",
    "tokens": "Tokens",
    "parameters": "Params",
    "users": "Users",
    "subscribers": "Users",
    "seats": "Users",
    "customers": "Users",
    "employees": "Staff",
    **dict.fromkeys(
        ("years", "months", "weeks", "days", "hours", "minutes", "seconds", "nanometres", "square metres"), "Duration"
    ),
    "1": "Number",
}
ENTITIES = frozenset(TYPES[t] for t in GROUPS["Entity"])
FIGURES = frozenset(TYPES[t] for t in GROUPS["Figure"])
TIME = TYPES["Time"]


def mask_name(mention: Mention) -> str:
    """The mask type of a mention."""
    if isinstance(mention.value, Quantity):
        unit = mention.value.unit
        return _UNIT_MASK.get(unit) or ("Money" if len(unit) == 3 and unit.isupper() else "Count")
    return _ENTITY_MASK[mention.kind]


@cache
def characters(types: str) -> str:
    """The mask characters of `Org|Place` or of a group's name."""
    names = [n for t in types.split("|") for n in (GROUPS.get(t) or (t,))]
    return "".join(TYPES[n] for n in names)


@cache
def joint(language: Language) -> str:
    """What joins names in a row, as a regular expression over masked text."""
    pattern: str = language_data(language, "clauses")["lists"]["joint"]
    return pattern.replace("{e}", "".join(sorted(ENTITIES)))


@cache
def _member_end(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "clauses")["lists"].get("member_end")
    return pattern and re.compile(pattern)


_SLOT = re.compile(r"\{(?:([a-z_]+):)?([A-Z][A-Za-z|]*)(\+?)\}")


_ANY_CASE = int(re.I)  # to ask the flag itself takes ten times as long


@cache
def compile_pattern(pattern: str, language: Language) -> re.Pattern[str]:
    """A cue as a regular expression over masked text."""
    return re.compile(spell(pattern, language), re.I if language == "en" else 0)


def spell(pattern: str, language: Language) -> str:
    """A cue spelled out as a regular expression. Role names may recur; groups are `role__n`."""
    counter = iter(range(1000))
    lists = language_data(language, "clauses")["lists"]

    def slot(match: re.Match[str]) -> str:
        role, types, many = match.groups()
        one = f"[{characters(types)}]"
        body = f"{one}(?:{joint(language)}{one}{lists.get('not_cited', '')}){{0,24}}" if many else one
        return f"(?P<{role}__{next(counter)}>{body})" if role else f"(?:{body})"

    return _SLOT.sub(slot, pattern).replace("……", lists["long_gap"]).replace("…", lists["gap"])


class Sought(Protocol):
    """What a sentence is searched for: a compiled pattern, or one that will be."""

    @property
    def flags(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Masked:
    """One sentence. `at[i]` is the index in `mentions` of the mask at position i; `back[i]` its normalised offset."""

    text: str
    span: Span
    language: Language
    mentions: tuple[Mention, ...]
    at: Mapping[int, int]
    back: tuple[int, ...]
    whole: str
    lowered: str  # the text in lower case, character by character

    def mention(self, position: int) -> Mention:
        return self.mentions[self.at[position]]

    def read(self, position: int) -> str:
        """What the mention at a position covers in the normalised text."""
        return self.mention(position).span.of(self.whole)

    def spelt(self, start: int, end: int) -> str:
        """A stretch of the masked text with its times and spans of time as they are written."""
        timed = (TIME, TYPES["Duration"])
        return "".join(self.read(i) if self.text[i] in timed else self.text[i] for i in range(start, end))

    def read_by(self, pattern: Sought) -> str:
        """The text as a trigger's pattern reads it: in lower case, or as it stands where the pattern does not heed case."""
        return self.text if pattern.flags & _ANY_CASE else self.lowered

    def positions(self, types: str, start: int = 0, end: int | None = None) -> list[int]:
        """Where masks of these types stand."""
        wanted = characters(types)
        return [i for i in self.at if self.text[i] in wanted and start <= i < (len(self.text) if end is None else end)]

    def bound(self, match: re.Match[str]) -> Iterator[tuple[str, list[int]]]:
        """The roles a match binds: role name and mask positions."""
        for group, value in match.groupdict().items():
            if value is not None:
                role = group.rpartition("__")[0]
                start = match.start(group)
                end = start + len(value)
                yield role, [i for i in range(start, end) if i in self.at and (i + 1 == end or self._listed(i))]

    def _listed(self, position: int) -> bool:
        """Whether a mention in a list is one of its members, and no part of a member's title: "A and the B analyst C"."""
        end = _member_end(self.language)
        return end is None or bool(end.match(self.text, position + 1))

    def offset(self, position: int) -> int:
        """Normalised offset of a masked position (its end for the text's length)."""
        return self.back[position] if position < len(self.back) else self.span.end


_TICKER = re.compile(
    r"-(?:SW|W|S|B|UW|U)(?![A-Za-z0-9])|\s?[(（](?:[A-Z]{1,6}:? ?[A-Z0-9.]{1,8}|\d{4,6}(?:[. -][A-Z]{2,3})?|[A-Z]{1,5}[. -][A-Z]{1,3}|[A-Z]{2,8}|NASDAQ:[^)]{1,8}|NYSE:[^)]{1,8})[)）]"
    r"|\s?[(（](?:[^()（）]{0,12})?(?:下称|以下简称|简称|又称|也称|formerly|known as|or )[^()（）]{1,24}[)）]"
)
_AGE = re.compile(r", (?:aged )?\d\d,(?= [a-z])")
_CLOSERS = {"“": "”", "《": "》", '"': '"', "'": "'", "[": "]"}


def mask(text: str, span: Span, mentions: Sequence[Mention], language: Language) -> Masked:
    """Mask one sentence of normalised text; `mentions` are those that lie in it, in order, not overlapping.

    Quotation marks around a name and brackets that only repeat or define it are left out. A place that only says where the name behind it
    is from stays text, and so do the family that a model is of and who somebody once worked for ("former X researcher Y").
    """
    attributive, former = _attributive(language), _former(language)
    out: list[str] = []
    back: list[int] = []
    at: dict[int, int] = {}
    cursor = span.start

    def copy(end: int) -> None:
        nonlocal cursor
        piece = text[cursor:end]
        if language == "zh" and " " in piece:
            before = max(0, cursor - 1)
            piece = _HALVES.sub("，", text[before : end + 1])[cursor - before :][: len(piece)]
        out.append(piece)
        back.extend(range(cursor, end))
        cursor = end

    index = 0
    length = 0
    while index < len(mentions):
        m = mentions[index]
        if m.span.start < cursor:
            index += 1
            continue
        if (
            m.kind == "Place"
            and attributive
            and (
                _lies_in(mentions, index)
                or _is_origin(text, mentions, index, attributive)
                or _is_part(text, m, language)
            )
        ):
            index += 1
            if index < len(mentions) and mentions[index].span.start == m.span.end:  # as if it were part of the name
                copy(m.span.start)
                cursor = m.span.end
            continue
        if _only_leads(text, mentions, index, language):
            index += 1
            continue
        if m.kind in ("Organization", "Product") and former and _is_former(text, m, former):
            index += 1
            continue
        opener = text[m.span.start - 1] if m.span.start > cursor else ""
        closer = text[m.span.end : m.span.end + 1]
        quoted = (
            opener in _CLOSERS
            and _CLOSERS.get(opener) == closer
            and bool(opener)
            and m.kind not in ("Time", "Quantity")
        )
        copy(m.span.start - (1 if quoted else 0))
        length = len(back)
        at[length] = index
        out.append(TYPES[mask_name(m)])
        back.append(m.span.start)
        cursor = m.span.end + (1 if quoted else 0)
        index += 1
        if m.kind not in ("Time", "Quantity"):
            index, cursor = _skip_definition(text, cursor, span.end, mentions, index, m)
    copy(span.end)
    masked = "".join(out)
    lowered = masked.lower()
    if len(lowered) != len(masked):  # a few letters become two
        lowered = "".join(c if len(c.lower()) > 1 else c.lower() for c in masked)
    return Masked(masked, span, language, tuple(mentions), at, tuple(back), text, lowered)


_HALVES = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")  # of a headline: a space is a comma there


def respelt(masked: Masked, edits: Sequence[tuple[int, int, str]]) -> Masked:
    """A sentence with stretches that hold no mention written otherwise."""
    text: list[str] = []
    lowered: list[str] = []
    back: list[int] = []
    at: dict[int, int] = {}
    length = cursor = 0
    for start, end, new in [*edits, (len(masked.text), len(masked.text), "")]:
        at |= {i - cursor + length: n for i, n in masked.at.items() if cursor <= i < start}
        text += [masked.text[cursor:start], new]
        lowered += [masked.lowered[cursor:start], new.lower()]
        here = masked.offset(start)
        back += [*masked.back[cursor:start], *([here] * len(new))]
        length += start - cursor + len(new)
        cursor = end
    return replace(masked, text="".join(text), lowered="".join(lowered), back=tuple(back), at=at)


@cache
def _attributive(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["subjects"].get("attributive")
    return pattern and re.compile(pattern)


def _lies_in(mentions: Sequence[Mention], index: int) -> bool:
    """Whether a place only says where the one right behind it lies: 内蒙古乌兰察布."""
    behind = mentions[index + 1] if index + 1 < len(mentions) else None
    return behind is not None and behind.kind == "Place" and behind.span.start == mentions[index].span.end


def _is_origin(text: str, mentions: Sequence[Mention], index: int, attributive: re.Pattern[str]) -> bool:
    """Whether a place says only where the name behind it is from."""
    place, behind = mentions[index], mentions[index + 1] if index + 1 < len(mentions) else None
    if behind is None or behind.kind not in ("Organization", "Product", "Model") or behind.span.start < place.span.end:
        return False
    return bool(attributive.fullmatch(text, place.span.end, behind.span.start))


@cache
def _leading(language: Language) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """What a name has behind it that only leads to the next, by the sort of both: a family to its model, somebody to whose pupil that is."""
    data = language_data(language, "discourse")["subjects"]
    sorts = (("Product", "Model", "family"), ("Model", "Model", "family"), ("Person", "Person", "kin"))
    return tuple((kind, behind, re.compile(data[key])) for kind, behind, key in sorts if key in data)


def _only_leads(text: str, mentions: Sequence[Mention], index: int, language: Language) -> bool:
    """Whether a name says only of which family the model behind it is, 豆包视频模型 Seedance, or whose pupil somebody: 本吉奥的学生许曼青."""
    behind = mentions[index + 1] if index + 1 < len(mentions) else None
    return behind is not None and any(
        mentions[index].kind == kind
        and behind.kind == other
        and bool(pattern.fullmatch(text, mentions[index].span.end, behind.span.start))
        for kind, other, pattern in _leading(language)
    )


@cache
def _former(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None:
    rules = language_data(language, "discourse")["subjects"].get("former")
    return rules and (re.compile(rf"(?:{rules['before']})$"), re.compile(rules["behind"]), re.compile(rules["veteran"]))


def _is_former(text: str, m: Mention, rules: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]) -> bool:
    """Whether an organization only says where somebody once worked."""
    before, behind, veteran = rules
    if before.search(text, max(0, m.span.start - 24), m.span.start):
        return bool(behind.match(text, m.span.end))
    return bool(veteran.match(text, m.span.end))


def _is_part(text: str, place: Mention, language: Language) -> bool:
    """Whether a place is part of the name of a body that is not known: "日本内阁"."""
    body = _body(language)
    return bool(body and body.match(text, place.span.end))


@cache
def _body(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["subjects"].get("body")
    return pattern and re.compile(pattern)


def _skip_definition(
    text: str, cursor: int, end: int, mentions: Sequence[Mention], index: int, named: Mention
) -> tuple[int, int]:
    """Step over brackets after a name that hold only the same name again, a ticker or a definition."""
    while cursor < end:
        if text[cursor] in "™®":
            cursor += 1
            continue
        inner = index
        close = text.find(")", cursor, min(end, cursor + 80))
        if text[cursor : cursor + 2].lstrip()[:1] == "(" and close > 0:
            while inner < len(mentions) and mentions[inner].span.end <= close:
                inner += 1
            inside = mentions[index:inner]
            if inside and all(m.value == named.value for m in inside):
                index, cursor = inner, close + 1
                continue
        aged = named.kind == "Person" and _AGE.match(text, cursor, end)
        if aged:  # "Ada Lowe, 36, will …"
            cursor = aged.end()
            while index < len(mentions) and mentions[index].span.start < cursor:
                index += 1
            continue
        match = _TICKER.match(text, cursor)
        made = named.kind in ("Model", "Product", "Hardware") and index < len(mentions)
        if match and made and mentions[index].span.start < match.end():
            break  # who makes it: "Jamba 3 (AI21)"
        if match and named.kind == "Model" and match[0].strip(" ()").isdigit():
            break  # what it scored: no model is listed
        if match and match.end() <= end:
            cursor = match.end()
            while index < len(mentions) and mentions[index].span.start < cursor:
                index += 1
            continue
        break
    return index, cursor


def within(mentions: Sequence[Mention], span: Span) -> Iterable[Mention]:
    """Those of the sorted mentions that lie in a span."""
    return (m for m in mentions if span.start <= m.span.start and m.span.end <= span.end)
