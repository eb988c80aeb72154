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
    stood = []
    two: list[Mention] = []
    last = 0  # where the former of `two` was spoken of
    for span, is_former in sorted(found):
        if is_former or len(two) < 2 or "\n" in text[last : span[0]]:
            two, last = _named(text, mentions, stop, clause, span[0], is_former), span[1]
        if two:
            named = two[0 if is_former else -1]
            stood.append(Mention(Span(*span), named.kind, named.value, "pair"))
        if not is_former:
            two = []
    return list(merge(mentions, stood, key=lambda m: m.span.start))


def _named(
    text: str,
    mentions: Sequence[Mention],
    stop: re.Pattern[str],
    clause: re.Pattern[str],
    position: int,
    is_former: bool,
) -> list[Mention]:
    """The two things named last, one of which is meant: in the sentence, rather before the clause of the word, or in the one before it."""
    line = text.rfind("\n", 0, position) + 1
    starts = [line, *(m.end() for m in stop.finditer(text, line, position))]
    opens = max((m.end() for m in clause.finditer(text, line, position)), default=line)
    for start in reversed(starts[-2:]):
        distinct: dict[object, Mention] = {}
        before = list(_between(mentions, start, opens)) if not is_former else []
        for mention in before or _between(mentions, start, position):
            distinct.setdefault(mention.value, mention)
        two = list(distinct.values())[-2:]
        if two and two[-1].kind not in _KINDS:
            return []
        if two and (len(two) == 2 and two[0].kind == two[1].kind or not is_former):
            return two
    return []


def _between(mentions: Sequence[Mention], start: int, end: int) -> Iterator[Mention]:
    return (m for m in mentions if m.kind not in _NO_THINGS and start <= m.span.start and m.span.end <= end)
