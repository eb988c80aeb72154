"""Lists of securities that a report recommends: one event per labelled list.

Such lists run over a whole block, sometimes over the items below it: "建议关注：（1）算力：甲、乙；（2）应用：丙、丁等。" What opens a list, and what a
label looks like, is data of the event kind (`lists` in its file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..ontology.events import event_kinds
from ..ontology.model import Language, Mention, Span
from .attribution import Sources
from .discourse import note_employers
from .frames import Filler, Frame
from .layout import Block
from .masking import ENTITIES, Masked, compile_pattern, mask
from .normalise import Normal
from .screening import Screen

KIND = "Recommendation"


@dataclass(frozen=True, slots=True)
class _Lists:
    opens: re.Pattern[str]
    item: re.Pattern[str]
    label: re.Pattern[str]
    headings: re.Pattern[str]  # what stands above lists that nothing else opens
    closes: re.Pattern[str]


@cache
def _lists(language: Language) -> _Lists:
    data = event_kinds()[KIND].data[language]["lists"]
    return _Lists(*(compile_pattern(data[name], language) for name in ("opens", "item", "label", "headings", "closes")))


@cache
def _screen(language: Language) -> Screen:
    return Screen([_lists(language).opens], masked=False)


def find_recommendations(
    normal: Normal,
    layout: Sequence[Block],
    mentions: Sequence[Mention],
    language: Language,
    about: Mention | None = None,
) -> Iterator[Frame]:
    """The recommendation frames of a document; the company that it is `about`, whatever it is cited for, recommends nobody."""
    rules = _lists(language)
    listing = headed = False
    at = 0
    for number, block in enumerate(layout):
        while at < len(mentions) and mentions[at].span.start < block.span.start:
            at += 1
        end = at
        while end < len(mentions) and mentions[end].span.end <= block.span.end:
            end += 1
        if block.kind in ("silent", "meta", "row"):
            listing = headed = False
            continue
        if block.kind == "heading":
            headed = bool(rules.headings.search(block.span.of(normal.text).strip()))
            listing = listing or headed
        if not listing and not _screen(language).passing(block.span.of(normal.text)):
            continue
        masked = mask(normal.text, block.span, mentions[at:end], language)
        opening = rules.opens.search(masked.text)
        if not opening and not (listing and (block.kind == "item" or _is_list_line(masked))):
            listing = headed
            continue
        found = list(_read(masked, opening.end() if opening else 0, bool(opening), number))
        sources = Sources()
        sources.read(masked)
        cited = sources.at(len(masked.text))
        if cited is not None:
            employers: dict[object, Mention] = {}
            note_employers(masked, employers)
            cited = employers.get(cited.value, cited)
            cited = None if about and cited.value == about.value else cited
        owners = [masked.mention(p) for _, at_ in masked.bound(opening) for p in at_] if opening else []
        for frame in found:
            if owners:
                frame.add("recommender", Filler(owners[0], span=owners[0].span))
            elif cited is not None and cited.kind == "Organization":
                frame.add("recommender", Filler(cited, span=cited.span))
        listing = (
            bool(opening) and (not found or (opening is not None and len(masked.text) - opening.end() < 4)) or listing
        )
        yield from found


def _is_list_line(masked: Masked) -> bool:
    """Whether a line holds nothing but a label and names."""
    rest = re.sub(r"\([^()]*\)", "", re.sub(r"^[^：:]{1,30}[：:]", "", masked.text.strip()))
    return bool(rest) and all(ch in ENTITIES or ch in "、，,/ 。；;.&" for ch in rest)


def _read(masked: Masked, start: int, opened: bool, block: int) -> Iterator[Frame]:
    """The lists of one masked block from a position on."""
    rules = _lists(masked.language)
    label = ""
    previous = start
    for match in rules.item.finditer(masked.text, start):
        between = masked.text[previous : match.start()]
        if rules.closes.search(between):
            return
        labelled = rules.label.search(between)
        if not (labelled or opened and previous == start):
            previous = match.end()
            continue
        label = next((g for g in labelled.groups() if g), "").strip(" —–-") if labelled else ""
        positions = [i for i in range(match.start(), match.end()) if i in masked.at]
        begin = previous + (labelled.start(labelled.lastindex or 0) if labelled else 0)
        evidence = Span(masked.offset(begin), masked.offset(match.end() - 1) + 1)
        last = masked.mention(positions[-1]).span.end
        frame = Frame(
            KIND, {}, "actual", f"{masked.language}.{KIND}.list", [Span(evidence.start, max(evidence.end, last))], block
        )
        for p in (p for p in positions if masked.mention(p).kind != "Place"):
            frame.add("security", Filler(masked.mention(p), span=masked.mention(p).span))
        if label:
            frame.add("theme", Filler(None, label))
        yield frame
        previous = match.end()
