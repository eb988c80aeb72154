"""Patterns of event kinds: regular expressions over masked text in lower case, compiled when a sentence is first searched for them.

Frames and templates multiply to thousands of patterns, long ones, of which a text needs a few dozen; `re` takes milliseconds for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from ..ontology.model import Language
from .languages import language_data
from .masking import spell

_CAPITAL = re.compile(r"(\\.|\{[^}]*\})|[A-Z]")


class Pattern:
    """A cue over masked text, with the language's parts (`<gap>`) in it. Its methods are those of `re.Pattern`.

    It is for text in lower case (`Masked.read_by` tells): to heed case is several times as fast as not to. One that asks for capitals
    somewhere is left as it is. Raises `re.error` when first used, where it is none.
    """

    __slots__ = ("finditer", "flags", "language", "match", "search", "source")

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]

    def __init__(self, source: str, language: Language) -> None:
        self.source, self.language = source, language
        self.flags = re.I if language == "en" and "(?-i:" in source else 0

    def __getattr__(self, name: str) -> Any:
        if name not in Pattern.__slots__:
            raise AttributeError(name)
        compiled = re.compile(self.expression(), self.flags)
        self.search, self.match, self.finditer = compiled.search, compiled.match, compiled.finditer
        return getattr(compiled, name)

    def expression(self, stand_in: Callable[[str], str | None] = lambda part: None) -> str:
        """The regular expression; `stand_in` may give a shorter one for a part."""
        pattern = with_parts(self.source, self.language, stand_in)
        if not self.flags:
            pattern = _CAPITAL.sub(lambda m: m[1] or m[0].lower(), pattern)
        return spell(pattern, self.language)


@cache
def rule_pattern(source: str, language: Language) -> Pattern:
    """The one `Pattern` of a source."""
    return Pattern(source, language)


def with_parts(text: str, language: Language, stand_in: Callable[[str], str | None] = lambda part: None) -> str:
    """A pattern with the language's parts in it; parts may name parts."""
    parts = language_data(language, "clauses")["parts"]
    while named := _named(language).search(text):
        part = stand_in(named[1])
        text = text.replace(named[0], parts[named[1]] if part is None else part)
    return text


@cache
def _named(language: Language) -> re.Pattern[str]:
    return re.compile("<(" + "|".join(language_data(language, "clauses")["parts"]) + ")>")
