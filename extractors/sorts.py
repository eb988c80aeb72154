"""What sort of organization a name stands for: a public body, a medium, an investor, an exchange … by the catalogue, else by how the name ends.

Some roles are open to some sorts alone (a law's authority is a public body), and what reports on others is seldom who acts. Kind files say
which: `[engine] only = { authority = "public" }`, `never = { company = "public|observer" }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import cache

from ..ontology.catalogue import catalogue
from ..ontology.model import Language, Mention
from .languages import language_data

# The catalogue's kinds of organizations by sort; the rest are companies.
_SORTS: Mapping[str, str] = {
    "agency": "public",
    "legislature": "public",
    "court": "court",
    "media": "observer",
    "researcher": "observer",
    "broker": "observer",
    "rating": "observer",
    "investor": "investor",
    "bank": "investor",
    "exchange": "exchange",
}


def sorts_of(mentions: Iterable[Mention], text: str, language: Language) -> Mapping[object, str]:
    """The sort of each organization mentioned in a (normalised) text that is not a plain company, by mention value.

    A person is `public` whose office is, or else `private`, where the language says what such offices are called.
    """
    seen: dict[object, set[str]] = {}
    people: dict[object, str] = {}
    for mention in mentions:
        if (
            mention.kind == "Person"
            and people.get(mention.value) != "public"
            and (sort := _of_person(mention, text, language))
        ):
            people[mention.value] = sort
        if mention.kind == "Organization" and isinstance(mention.value, str):
            entry = catalogue().get(mention.value)
            sort = _SORTS.get(entry.kind, "") if entry else _by_name(mention.span.of(text), language)
            if not entry or entry.kind == "bank":  # banks invest, and cover securities
                sort = _by_deed(text, mention, language) or sort
            if sort == "researcher" and _said_beside(mention, text, language, "makers"):
                sort = ""  # founded, or funded: a laboratory
            seen.setdefault(mention.value, set()).add(sort)
    out: dict[object, str] = dict(people)
    for value, sorts in seen.items():
        if sorts == {"researcher"}:  # a company may have a research arm: "Solstice AI Research", "Solstice AI"
            out[value] = "observer"
        elif telling := sorts - {"", "researcher"}:
            out[value] = max(telling) if telling == {"investor", "observer"} else min(telling)
    return out


def units_of(mentions: Iterable[Mention], text: str, behind: re.Pattern[str]) -> frozenset[object]:
    """The organizations mentioned that are parts of companies: by the catalogue, or by what stands `behind` a name."""
    out = set()
    for m in mentions:
        if m.kind == "Organization" and isinstance(m.value, str):
            entry = catalogue().get(m.value)
            if (entry and entry.kind in ("unit", "platform")) or (not entry and behind.match(text, m.span.end)):
                out.add(m.value)
    return frozenset(out)


def _of_person(mention: Mention, text: str, language: Language) -> str:
    """The sort of a person: who holds a public office, by the catalogue or by what stands beside the name, and everybody else."""
    if _beside(language, "offices") is None:
        return ""
    entry = catalogue().get(mention.value) if isinstance(mention.value, str) else None
    official = entry is not None and entry.kind == "official"
    return "public" if official or _said_beside(mention, text, language, "offices") else "private"


def _by_name(name: str, language: Language) -> str:
    return next((sort for sort, pattern in _endings(language) if pattern.search(name)), "")


def _by_deed(text: str, mention: Mention, language: Language) -> str:
    """The sort of an organization that does what only such do: who rates securities is a broker."""
    return "observer" if _said_beside(mention, text, language, "raters") else ""


def _said_beside(mention: Mention, text: str, language: Language, table: str) -> bool:
    """Whether the words of a table of the language's discourse stand right before or behind a name."""
    patterns, span = _beside(language, table), mention.span
    if patterns is None:
        return False
    before, behind = patterns
    return bool(before.search(text, max(0, span.start - 40), span.start) or behind.match(text, span.end, span.end + 60))


@cache
def _beside(language: Language, table: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    data = language_data(language, "discourse").get(table)
    return (re.compile(rf"(?:{data['before']})$"), re.compile(data["behind"])) if data else None


@cache
def _endings(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sort, re.compile(p)) for sort, p in language_data(language, "discourse")["sorts"].items())


def with_publisher(
    sorts: Mapping[object, str],
    publisher: str | None,
    speaks_of: Set[object],
    mentions: Iterable[Mention],
    text: str,
    language: Language,
) -> Mapping[object, str]:
    """The sorts of organizations, and with them the publisher as one that reports on others, unless it is among those whom the text `speaks_of`.

    A company that its legal form or ticker shows, or of the catalogue, with no sort there, does not: it publishes its own news.
    """
    if publisher is None or publisher in speaks_of or sorts.get(publisher) or publisher in catalogue():
        return sorts
    legal, spans = _incorporated(language), [m.span for m in mentions if m.value == publisher]
    if any(legal.search(text, span.start, span.end) or legal.match(text, span.end) for span in spans):
        return sorts
    return {**sorts, publisher: "observer"}


@cache
def _incorporated(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["publisher"]["incorporated"])
