"""Whom a part of a text is about, where that is another than whom the text is about as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..ontology.model import Mention, Span
from .languages import language_data
from .layout import Block
from .protagonist import OFTEN, TOLD, Cast
from .salience import Salience
from .topic import Topic

_SHARE = 1 / 3  # of the mentions of whom a text is about, from which it is about another as well
_OPENING = 120  # characters at the head of a section within which it names whom it is about


@cache
def _introduced() -> re.Pattern[str]:
    """What stands behind a name and begins to say who that is."""
    return re.compile(language_data("en", "discourse")["subjects"]["introduced"])


@dataclass(slots=True)
class Focus:
    """Whom a text is about at a place, where that is not whom it is about as a whole: in a section, or in a paragraph that introduces another."""

    text: str
    cast: Cast
    sorts: Mapping[object, str]
    section: Mention | None = None
    often: frozenset[object] = frozenset()  # who besides is named so often that parts of the text may be about them
    aside: Mention | None = None
    headed: object = None  # whom the section's heading is about

    @classmethod
    def of(cls, text: str, cast: Cast, sorts: Mapping[object, str], mentions: Sequence[Mention]) -> Focus:
        counts = Counter(m.value for m in mentions if m.kind == "Organization" and not sorts.get(m.value))
        most = counts[cast.about.value] if cast.about else 0
        return cls(
            text, cast, sorts, often=frozenset(v for v, n in counts.items() if n >= OFTEN and n >= most * _SHARE)
        )

    def enter(self, layout: Sequence[Block], number: int, mentions: Sequence[Mention], at: int) -> Mention | None:
        """The company that the section below a heading is about: the section begins with it, says who it is or names it alone, and names none more often.

        The heading is the block of this number; the mentions behind it begin with that `at` this index.
        """
        about, self.section, self.aside = self.cast.about, None, None
        if about is None or self.cast.company or not self._of_several():
            return None
        stop = next((n for n in range(number + 1, len(layout)) if layout[n].kind == "heading"), len(layout))
        told = [b.span for b in layout[number + 1 : stop] if b.kind in TOLD]
        if not told:
            return None
        end = bisect_left(mentions, told[-1].end, at, key=lambda m: m.span.start)
        named = [m for m in self._companies(mentions[at:end]) if _within(m, told)]
        counts = Counter(m.value for m in named)
        first = named[0] if named and named[0].span.start < told[0].start + _OPENING else None
        if first is None or first.value == about.value:
            return None
        others = [n for value, n in counts.items() if value not in (first.value, about.value)]
        known = counts[about.value] or counts[first.value] < 2
        if known and not _introduced().match(self.text, first.span.end):
            return None
        if all(n < counts[first.value] for n in others) and counts[about.value] <= counts[first.value]:
            self.section = first
        return self.section

    def read(self, block: Block, inside: Sequence[Mention], topic: Topic, salience: Salience) -> Topic:
        """Take in a paragraph: one that begins by saying who somebody is goes on about them, and so do those below, up to one that names others first."""
        about = self.cast.about
        if self.aside is None or salience.headed != self.aside.value:  # a line above has named another
            self.aside, self.headed = None, salience.headed
        before = self.aside
        if about is not None and not self.cast.company and block.kind == "body":
            named = self._companies(inside)
            first = named[0] if named and named[0].span.start < block.span.start + _OPENING else None
            if any(m.value == about.value for m in named):
                self.aside = None
            elif first and first.value in self.often and _introduced().match(self.text, first.span.end):
                self.aside = first
            elif named and (before is None or named[0].value != before.value):
                self.aside = None
        salience.headed = self.aside.value if self.aside else self.headed
        return replace(topic, cast=replace(self.cast, about=self.aside or self.section or about))

    def _of_several(self) -> bool:
        """Whether somebody besides whom the text is about is named often: it is no profile of one."""
        return bool(self.often - {self.cast.about.value if self.cast.about else None})

    def _companies(self, mentions: Sequence[Mention]) -> list[Mention]:
        return [m for m in mentions if m.kind == "Organization" and not self.sorts.get(m.value)]


def _within(mention: Mention, spans: Sequence[Span]) -> bool:
    """Whether a mention stands in one of spans that are in order."""
    before = bisect_right(spans, mention.span.start, key=lambda s: s.start)
    return before > 0 and mention.span.start < spans[before - 1].end
