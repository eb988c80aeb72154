"""Words that stand for what was named before: "the company", "we", "the tool", "the index"; and what is named only to be compared with.

Which words those are is data of the language (`[anaphora]` and `[subjects]` in `discourse.toml`).
"""

from __future__ import annotations

import re
from functools import cache

from ..ontology.model import Language
from .clauses import Clause
from .languages import language_data
from .masking import Masked, characters, compile_pattern


@cache
def _organization(language: Language) -> re.Pattern[str]:
    return compile_pattern(language_data(language, "discourse")["anaphora"]["organization"], language)


@cache
def company_noun(language: Language) -> re.Pattern[str]:
    """The nouns that stand for a company named before."""
    return re.compile(language_data(language, "discourse")["anaphora"]["company"])


@cache
def _sector(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["anaphora"]["sector"])


@cache
def first_person(language: Language) -> re.Pattern[str]:
    return compile_pattern(language_data(language, "discourse")["anaphora"]["we"], language)


@cache
def _us(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["anaphora"].get("us", "(?!)"))


def means_us(masked: Masked, start: int, end: int) -> bool:
    """Whether a passage holds a word for whom the speaker speaks for, as an object: "us"."""
    return bool(_us(masked.language).search(masked.lowered, start, end))


@cache
def _thing(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["anaphora"].get("thing")
    return compile_pattern(pattern, language) if pattern else None


@cache
def _rival(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = language_data(language, "discourse")["subjects"]
    before, led = (compile_pattern(f"(?:{data.get(key, '(?!)')})$", language) for key in ("rival", "rival_led"))
    return before, led, compile_pattern(data.get("rival_behind", "(?!)"), language)


def is_rival(masked: Masked, position: int) -> bool:
    """Whether a thing is only what another is compared with: "faster than X", "level with X"."""
    if masked.text[position] not in characters("Thing"):
        return False
    before, led, behind = _rival(masked.language)
    near = max(0, position - 40)
    if before.search(masked.text, near, position):
        return True
    return bool(led.search(masked.text, near, position) and behind.match(masked.text, position + 1))


@cache
def _setting(language: Language) -> re.Pattern[str]:
    return compile_pattern(f"(?:{language_data(language, 'discourse')['subjects'].get('setting', '(?!)')})$", language)


def is_setting(masked: Masked, position: int) -> bool:
    """Whether a thing is only where another one runs or is had: "available in X"."""
    return bool(_setting(masked.language).search(masked.text, max(0, position - 40), position))


@cache
def _market(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["subjects"].get("market", "(?!)"))


def is_market(masked: Masked, position: int) -> bool:
    """Whether an exchange is only where somebody is to be listed: "its Nasdaq listing"."""
    return bool(_market(masked.language).match(masked.text, position + 1))


def speaks_of_organization(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a clause, up to a position at least, begins with "the company" and the like."""
    return bool(_organization(masked.language).match(masked.text, clause.start, max(clause.end, position)))


def speaks_of_company(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether the words with which such a clause begins mean a company, and no public body or medium."""
    match = _organization(masked.language).match(masked.text, clause.start, max(clause.end, position))
    return bool(match and company_noun(masked.language).search(match[0].lower()))


@cache
def _it(language: Language) -> re.Pattern[str]:
    return compile_pattern(language_data(language, "discourse")["anaphora"].get("it", "(?!)"), language)


def speaks_of_it(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a clause begins with a word for whatever is spoken of, company or thing."""
    return bool(_it(masked.language).match(masked.text, clause.start, max(clause.end, position)))


def speaks_of_thing(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a clause begins with "the model", "the chip" and the like."""
    pattern = _thing(masked.language)
    return bool(pattern and pattern.match(masked.text, clause.start, max(clause.end, position)))


def speaks_of_us(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a clause, up to a position at least, begins with "we" and the like."""
    return bool(first_person(masked.language).match(masked.text, clause.start, max(clause.end, position)))


def speaks_of_sector(masked: Masked, clause: Clause) -> bool:
    """Whether a clause begins with a word for the index named before."""
    return bool(_sector(masked.language).match(masked.text, clause.start))
