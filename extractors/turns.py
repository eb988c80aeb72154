"""Interviews whose turns bear labels: initials, first names, surnames, "Q" and "A"; whose words a turn's are.

A label is no name of its own: it stands for somebody whom the text names, and no pattern sees another thing in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from ..ontology.catalogue import catalogue
from ..ontology.model import Language, Mention, Span
from .frames import Filler, Frame, fillable
from .interview import Interview
from .languages import language_data
from .layout import Block
from .masking import ENTITIES, Masked, characters, respelt
from .names.people import first_names
from .normalise import Normal

_LEAST = 4  # turns with labels that make an interview of a text
_NAMES = frozenset({"Person", "Organization", "Product", "Model", "Place", "Hardware"})
_ASKS = 2  # questions that whoever asks has to put


@cache
def rules(language: Language) -> Mapping[str, re.Pattern[str]] | None:
    """The patterns of interviews, if the language has some."""
    data = language_data(language, "discourse").get("interviews")
    return data and {key: re.compile(pattern) for key, pattern in data.items()}


def turns_of(
    normal: Normal, language: Language, layout: Sequence[Block], mentions: Sequence[Mention]
) -> tuple[list[Mention], Interview]:
    """The labelled turns of a text, none where it is no interview, and its mentions, those in labels being who speaks."""
    patterns, none = rules(language), (list(mentions), Interview())
    if patterns is None:
        return none
    if call := _call(normal, layout, mentions, patterns):
        return call
    labels: list[tuple[Block, re.Match[str]]] = []
    for block in layout:
        match = block.kind != "row" and patterns["label"].match(normal.text, block.span.start, block.span.end)
        if match:
            labels.append((block, match))
    often = Counter(m["who"] for _, m in labels)
    labels = [(b, m) for b, m in labels if often[m["who"]] > 1 or patterns["full"].fullmatch(m["who"])]
    if len(labels) < _LEAST:
        return none
    start = labels[0][0].span.start
    people = _people(mentions)
    first = {m["who"]: _named(m["who"], people, patterns) for _, m in labels}
    key = {who: person.value if person else who for who, person in first.items()}
    speakers = [key[m["who"]] for _, m in labels]
    puts = Counter(k for k, (b, m) in zip(speakers, labels, strict=True) if _ends_asking(normal, b, patterns))
    puts.update({key[w]: _ASKS for w in key if patterns["asker"].fullmatch(w)})
    asker, most = puts.most_common(1)[0] if puts else ("", 0)
    changes = sum(a != b for a, b in pairwise(speakers))
    if most < _ASKS or changes < _LEAST - 1 or len(set(speakers)) < 2:
        return none
    guest = _guest(normal, people, key, asker, start, patterns)
    answers: dict[int, Mention] = {}
    asked: set[int] = set()
    found: list[Mention] = []
    for speaker, (block, match) in zip(speakers, labels, strict=True):
        span = Span(*match.span("who"))
        person = first[match["who"]]
        if person is not None:
            found.append(replace(person, span=span))
        if speaker == asker:
            asked.add(block.span.start)
        elif who := person or guest:
            answers[block.span.start] = who
    talked = {match["who"] for _, match in labels}
    labelled = {i for _, m in labels for i in range(*m.span("who"))}
    kept = [
        m
        for m in mentions
        if labelled.isdisjoint(range(m.span.start, m.span.end))
        and not (m.span.of(normal.text) in talked and patterns["initials"].fullmatch(m.span.of(normal.text)))
    ]
    ordered = _by_first_names(normal, sorted([*kept, *found], key=lambda m: m.span.start))
    return ordered, Interview(guest, frozenset(asked), frozenset(answers), answers)


def _call(
    normal: Normal, layout: Sequence[Block], mentions: Sequence[Mention], patterns: Mapping[str, re.Pattern[str]]
) -> tuple[list[Mention], Interview] | None:
    """The turns of a conference call, whose speakers' names stand on lines of their own above what they say."""
    starting = {m.span.start: m for m in mentions if m.kind == "Person"}
    lines: dict[int, Mention | None] = {}
    for block in layout:
        line = block.span.of(normal.text)
        start = block.span.start + len(line) - len(line.lstrip("*# "))
        who = starting.get(start)
        if who is not None and patterns["called"].fullmatch(normal.text, who.span.end, block.span.end):
            lines[block.span.start] = who
        elif block.kind != "row" and patterns["operator"].fullmatch(line.strip()):
            lines[block.span.start] = None
    often = Counter(who.value for who in lines.values() if who is not None)
    again = sum(n > 1 for n in often.values())  # people who speak more than once
    if len(lines) < _LEAST or again < (1 if None in lines.values() else _ASKS):
        return None
    said: dict[int, Mention] = {}
    nobody: set[int] = set(lines)
    asking: set[object] = set()
    speaker: Mention | None = None
    opens = min(lines)
    for block in layout:
        if block.span.start in lines:
            speaker = lines[block.span.start]
        elif block.span.start > opens and speaker is not None:
            said[block.span.start] = speaker
            if _ends_asking(normal, block, patterns):
                asking.add(speaker.value)
        elif block.span.start > opens:
            nobody.add(block.span.start)
            if patterns["introduced"].search(block.span.of(normal.text)):
                asking |= {m.value for m in mentions if m.kind == "Person" and block.span.covers(m.span)}
    answers = {start: who for start, who in said.items() if who.value not in asking}
    most = Counter(who.value for who in answers.values()).most_common(1)
    guest = next((who for who in answers.values() if who.value == most[0][0]), None)
    kept = [m for m in mentions if m.kind == "Person" or not patterns["operator"].fullmatch(m.span.of(normal.text))]
    return _by_first_names(normal, kept), Interview(
        guest,
        frozenset(said) - frozenset(answers),
        frozenset(answers),
        answers,
        _whose(mentions, opens),
        frozenset(nobody),
    )


def _whose(mentions: Sequence[Mention], start: int) -> Mention | None:
    """Whose call it is: the organization that the lines above the first turn name first and the turns name again, else the first."""
    above = [m for m in mentions if m.kind == "Organization" and m.span.start < start]
    below = {m.value for m in mentions if m.span.start >= start}
    return next((m for m in above if m.value in below), above[0] if above else None)


def _by_first_names(normal: Normal, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with those of people who talk to each other by their first names alone."""
    called: dict[str, Mention] = {}
    for m in reversed(_people(mentions)):
        first, _, last = m.span.of(normal.text).partition(" ")
        if last and first in first_names():
            called[first] = m
    taken = {i for m in mentions if m.kind in _NAMES for i in range(m.span.start, m.span.end)}
    out = []
    for m in mentions:
        who = called.get(m.span.of(normal.text)) if m.kind in ("Organization", "Product", "Model") else None
        known = isinstance(m.value, str) and m.value in catalogue()
        out.append(replace(who, span=m.span) if who and not known else m)
    for first, who in called.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(first)}(?![\w-]| [A-Z])", normal.text):
            if match.start() not in taken:
                out.append(replace(who, span=Span(*match.span())))
    return sorted(out, key=lambda m: m.span.start)


def _people(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.kind == "Person"]


def _named(label: str, people: Sequence[Mention], patterns: Mapping[str, re.Pattern[str]]) -> Mention | None:
    """The person whom a label stands for: by the initials, or a part of the name."""
    if patterns["asker"].fullmatch(label) or patterns["answerer"].fullmatch(label):
        return None
    words = label.casefold().split()
    for person in people:
        name = str(person.value).replace("-", " ").split()
        if all(word in name for word in (w.replace(".", "") for w in words)):
            return person
    letters = label.replace(".", "").casefold()
    if not patterns["initials"].fullmatch(label):
        return None
    for person in people:
        initials = "".join(w[0] for w in re.split(r"[-\s]", str(person.value)) if w)
        if letters in (initials, initials[0] + initials[-1]):
            return person
    return None


def _ends_asking(normal: Normal, block: Block, patterns: Mapping[str, re.Pattern[str]]) -> bool:
    return bool(patterns["asks"].search(block.span.of(normal.text)))


def _guest(
    normal: Normal,
    people: Sequence[Mention],
    key: Mapping[str, object],
    asker: object,
    start: int,
    patterns: Mapping[str, re.Pattern[str]],
) -> Mention | None:
    """Who answers: the one speaker beside who asks, or the person whom the lines above the first turn introduce."""
    spoken = [p for p in people if p.value in set(key.values()) and p.value != asker]
    if spoken:
        return spoken[0]
    above = [
        m
        for m in people
        if m.span.start < start
        and m.value != asker
        and not patterns["interviewer"].search(normal.text, max(0, m.span.start - 32), m.span.start)
    ]
    most = Counter(m.value for m in above).most_common(1)
    return next((m for m in above if m.value == most[0][0]), None)


def addressed(masked: Masked) -> Masked:
    """What is said to somebody, as that one would say it: "you have bought X" as "we have bought X"."""
    patterns = rules(masked.language)
    if patterns is None:
        return masked
    edits = []
    for match in patterns["addressed"].finditer(masked.text):
        word = next(k for k, v in match.groupdict().items() if v)
        capital = match[0][0].isupper() and word != "us"
        edits.append((match.start(), match.end(), word.capitalize() if capital else word))
    return respelt(masked, edits)


def answered(frames: Sequence[Frame], masked: Masked, guest: Mention | None) -> None:
    """What a question says is its answer's word: confirmed, with the figures and days that "Yes, for …" adds, or denied."""
    patterns = rules(masked.language)
    if patterns is None or guest is None or not frames:
        return
    yes = patterns["confirms"].match(masked.text)
    denied = not yes and patterns["denies"].match(masked.text) is not None
    for frame in frames:
        frame.roles["source"] = [Filler(guest, span=guest.span)]
        if denied:
            frame.modality = "negated"
        if yes and len(frames) == 1:
            _added(frame, masked, yes.end())


def _added(frame: Frame, masked: Masked, start: int) -> None:
    """Fill the roles that a question left open by what stands behind "Yes", up to a verb of another's."""
    if any(masked.text[i] in ENTITIES for i in masked.at if i >= start):
        return
    plan = {role: kinds for role, kinds in fillable(frame.kind).items() if not frame.roles.get(role)}
    for i in sorted(masked.at):
        if i >= start:
            for role in [r for r, kinds in plan.items() if masked.text[i] in characters(kinds)][:1]:
                frame.add(role, Filler(masked.mention(i), span=masked.mention(i).span))
                frame.evidence = [*frame.evidence, masked.span]
                del plan[role]
