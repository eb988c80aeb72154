"""Subjects that were not recognised as names: what a clause says of such a stranger is said of nobody spoken of before.

"松鼠云课宣布解散" has a subject, though no mention stands there. It shows by its characters: two or more in a row that are no plain
word's, before the clause's word and not governed by a coverb.
"""

from __future__ import annotations

import re
from functools import cache

from ..ontology.model import Language
from .languages import language_data
from .masking import compile_pattern
from .names.lexicon import lexicon

_TITLE = re.compile("《[^》]*》")


@cache
def _rules(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    data = language_data(language, "discourse")["subjects"].get("stranger")
    return (compile_pattern(data["run"], language), compile_pattern(data["governed"], language)) if data else None


@cache
def has_stranger(text: str, language: Language) -> bool:
    """Whether a stretch of masked text before a clause's word holds a subject that is no known name."""
    rules = _rules(language)
    if rules is None:
        return False
    run, governed = rules
    plain = list(text)
    for _, start, end in lexicon(language).automaton.find_matches_as_indexes(text):
        if end - start > 1:
            plain[start:end] = " " * (end - start)
    for title in _TITLE.finditer(text):
        plain[title.start() : title.end()] = " " * len(title[0])
    bare = "".join(plain)
    return any(not governed.search(text, 0, match.start()) for match in run.finditer(bare))
