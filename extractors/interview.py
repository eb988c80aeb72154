"""Interviews whose turns bear no labels: which blocks ask, which answer, and who is asked.

An answer's words are those of whoever is interviewed, who says "we" for the house, and a question states nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..ontology.model import Language, Mention
from .head import Head
from .languages import language_data
from .layout import Block
from .masking import Masked
from .normalise import Normal

_LEAST = 3  # questions that make an interview of a text
_TURN = 160  # characters that a turn of the interviewer's has at most where it asks nothing
_TOLD = frozenset({"body", "heading", "item"})


@dataclass(frozen=True, slots=True)
class Interview:
    """The turns of a conversation, by the offsets at which their blocks begin; nobody's where a text is none."""

    who: Mention | None = None
    asked: frozenset[int] = frozenset()
    answers: frozenset[int] = frozenset()
    labelled: Mapping[int, Mention] | None = None  # whose each answer is, where labels say so
    house: Mention | None = None  # whose conference call it is
    nobody: frozenset[int] = frozenset()  # lines that only name who speaks, and what an operator says

    def speaker(self, start: int) -> Mention | None:
        """Whose words the block at an offset is, where it answers."""
        return (self.labelled or {}).get(start, self.who) if start in self.answers else None


@cache
def _rules(language: Language) -> Mapping[str, re.Pattern[str]]:
    data = language_data(language, "discourse")["people"]
    return {
        key: re.compile(data.get(key, "(?!)"), re.I)
        for key in ("asks", "tagged", "addressed", "first_person", "interviewer")
    }


def interview_of(
    normal: Normal, language: Language, layout: Sequence[Block], mentions: Sequence[Mention], head: Head
) -> Interview:
    """A text's interview, if it is one: questions that address somebody, each with an answer behind it."""
    rules = _rules(language)
    told = [b for b in layout if b.kind in _TOLD]
    texts = [b.span.of(normal.text).strip() for b in told]
    asking_at = [bool(rules["asks"].search(text)) for text in texts]
    asking = [i for i, asked in enumerate(asking_at[:-1]) if asked and not asking_at[i + 1]]
    if len(asking) < _LEAST or sum(bool(rules["addressed"].search(texts[i])) for i in asking) < _LEAST - 1:
        return Interview()
    who = _asked(normal, mentions, head, told[asking[0]].span.start, rules["interviewer"])
    if who is None:
        return Interview()
    asked, answers = set[int](), set[int]()
    for i in range(asking[0], asking[-1] + 2):
        start = told[i].span.start
        turn = i - 1 >= asking[0] and told[i - 1].span.start in answers and len(texts[i]) <= _TURN
        turn = turn and bool(rules["addressed"].search(texts[i])) and not rules["first_person"].search(texts[i])
        if asking_at[i] or turn and i < asking[-1]:
            asked.add(start)
        elif not any(m.value == who.value and told[i].span.covers(m.span) for m in mentions):
            answers.add(start)  # where a block names whoever is interviewed, somebody else speaks
    return Interview(who, frozenset(asked), frozenset(answers))


def asks(masked: Masked) -> bool:
    """Whether a sentence is a question; what else an interviewer says before it may tell something."""
    rules = _rules(masked.language)
    return bool(rules["asks"].search(masked.text)) and not rules["tagged"].search(masked.text)


def _asked(
    normal: Normal, mentions: Sequence[Mention], head: Head, start: int, interviewer: re.Pattern[str]
) -> Mention | None:
    """Who is asked: the person in the title, else the one that is named most before the first question."""
    people = [
        m
        for m in mentions
        if m.kind == "Person"
        and m.span.start < start
        and not interviewer.search(normal.text, max(0, m.span.start - 24), m.span.start)
    ]
    titled = [m for m in people if head.title_span and m.span.overlaps(head.title_span)]
    if titled:
        return titled[0]
    most = Counter(m.value for m in people).most_common(1)
    return next((m for m in people if most and m.value == most[0][0] and most[0][1] > 1), None)
