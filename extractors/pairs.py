"""The former and the latter: words that stand for one of two things named before are mentions of it where events are looked for.

Which words those are is data of the language (`[pairs]` in `discourse.toml`); a language without it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from heapq import merge

from ..ontology.model import Language, Mention, Span
from .languages import language_data

PAIR = "pair"  # the rule of such mentions
_KINDS = ("Organization", "Person", "Product", "Model", "Hardware", "MarketIndex")
_NO_THINGS = ("Quantity", "Time", "Place")


@cache
def _rules(language: Language) -> tuple[re.Pattern[str], ...] | None:
    data = language_data(language, "discourse").get("pairs")
    return data and tuple(re.compile(data.get(key, "(?!)")) for key in ("former", "latter", "stop", "clause"))


def with_pairs(text: str, mentions: Sequence[Mention], language: Language) -> list[Mention]:
    """The mentions of a normalised text, those of "the former" and "the latter" among them, in order."""
    rules = _rules(language)
    if rules is None:
        return list(mentions)
    former, latter, stop, clause = rules
    found = [
        (m.span(), is_former)
        for pattern, is_former in ((former, True), (latter, False))
        for m in pattern.finditer(text)
    ]
    stood: list[Mention] = []
    former_at, two = -1, tuple[Mention, ...]()
    for span, is_former in sorted(found):
        starts = _starts(text, stop, span[0])
        if is_former or former_at < (starts[-1] if starts[-1] < span[0] else starts[-2:][0]):
            two = _named(text, mentions, clause, starts, span[0], is_former)
            former_at = span[0] if is_former and two else -1
        if two:  # the latter is the other one of those of whom the former was said
            named = two[0] if is_former else two[-1]
            stood.append(Mention(Span(*span), named.kind, named.value, PAIR))
    return list(merge(mentions, stood, key=lambda m: m.span.start))


def _starts(text: str, stop: re.Pattern[str], position: int) -> list[int]:
    """Where the sentence of a position begins and, before it, those that lead up to it in its line."""
    line = text.rfind("\n", 0, position) + 1
    found = [line, *(m.end() for m in stop.finditer(text, line, position))]
    parted = len(found) > 2 and text[found[-2] - 1] in ";；"  # the two may be named in one part each of a sentence
    return found[-3:] if parted else found[-2:]


def _named(
    text: str,
    mentions: Sequence[Mention],
    clause: re.Pattern[str],
    starts: Sequence[int],
    position: int,
    is_former: bool,
) -> tuple[Mention, ...]:
    """The two things named last: in the sentence, rather before the clause of the word, or in the one before it; the latter may be alone."""
    line = text.rfind("\n", 0, position) + 1
    opens = max((m.end() for m in clause.finditer(text, line, position)), default=line)
    for start in reversed(starts):
        distinct: dict[object, Mention] = {}
        before = list(_between(mentions, start, opens)) if not is_former else []
        for mention in before or _between(mentions, start, position):
            distinct.setdefault(mention.value, mention)
        two = tuple(distinct.values())[-2:]
        if two and two[-1].kind not in _KINDS:
            return ()
        if two and (len(two) == 2 and two[0].kind == two[1].kind or not is_former):
            return two
    return ()


def _between(mentions: Sequence[Mention], start: int, end: int) -> Iterator[Mention]:
    return (m for m in mentions if m.kind not in _NO_THINGS and start <= m.span.start and m.span.end <= end)
