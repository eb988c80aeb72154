"""The rules of `languages/<language>/times.toml`, compiled into one scanner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from ..ontology.model import Language
from .languages import language_data

_GROUP = re.compile(r"\(\?P<(\w+)>")
_MACRO = re.compile(r"\{([A-Za-z]+)(\d?)\}")
_REPEATED = re.compile(r"^([a-z])\1*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of speaking of a time. `means` names the engine's reading of its groups."""

    name: str
    pattern: re.Pattern[str]
    means: str
    fixed: Mapping[str, str]  # groups that the rule sets by itself


@dataclass(frozen=True, slots=True)
class Atom:
    """A rule's match: where, and what its groups hold."""

    start: int
    end: int
    rule: Rule
    groups: Mapping[str, str]
    more: tuple[int, int] | None = None  # of a list of two days: the first one's end, the second's start


@dataclass(frozen=True, slots=True)
class TimeRules:
    """All that is known of one language's times."""

    language: Language
    scanner: re.Pattern[str]
    rules: tuple[Rule, ...]
    tables: Mapping[str, Mapping[str, Any]]
    around: Mapping[str, re.Pattern[str]] = field(repr=False)
    options: Mapping[str, Any] = field(repr=False)

    def scan(self, text: str) -> Iterator[Atom]:
        """Matches from left to right, none overlapping."""
        for match in self.scanner.finditer(text):
            rule = self.rules[(match.lastindex or 1) - 1]
            exact = rule.pattern.match(text, match.start())
            if exact is None or exact.end() == exact.start():
                continue
            groups = {_canonical(n): v.strip() for n, v in exact.groupdict().items() if v}
            more = (exact.end("d"), exact.start("more")) if "more" in groups else None
            yield Atom(exact.start(), exact.end(), rule, {**rule.fixed, **groups}, more)


def _canonical(name: str) -> str:
    """A group's meaning: repeated letters and numbered copies of a macro are alternatives of one group."""
    name = name.split("_")[0]
    if name in ("m2", "d2", "y2", "q2", "p2"):
        return name
    name = name.rstrip("0123456789")
    match = _REPEATED.match(name)
    return match[1] if match else "y" if name == "ly" else name


def _expand(pattern: str, macros: Mapping[str, str]) -> str:
    def body(match: re.Match[str]) -> str:
        text = macros.get(match[1])
        if text is None:
            return match[0]
        if match[2]:
            text = _GROUP.sub(rf"(?P<\g<1>_{match[2]}>", text)
        return text

    for _ in range(3):
        pattern = _MACRO.sub(body, pattern)
    return pattern


@cache
def time_rules(language: Language) -> TimeRules:
    """The compiled rules of a language."""
    data = language_data(language, "times")
    patterns = [_expand(row["pattern"], data["macros"]) for row in data["rules"]]
    rules = tuple(
        Rule(
            row["name"],
            re.compile(p),
            row["means"],
            {k: str(row[k]) for k in row.keys() - {"name", "pattern", "means"}},
        )
        for row, p in zip(data["rules"], patterns, strict=True)
    )
    plain = [_GROUP.sub("(?:", p) for p in patterns]
    branches = "|".join(f"({p})" for p in plain)
    scanner = re.compile(f"(?={data['first']})(?:{branches})")
    around = {k: re.compile(v) for k, v in data["around"].items() if isinstance(v, str)}
    options = {k: v for k, v in data["around"].items() if not isinstance(v, str)}
    tables = {k: v for k, v in data.items() if isinstance(v, dict) and k not in ("macros", "around")}
    return TimeRules(language, scanner, rules, tables, around, options)


@lru_cache(maxsize=2)
def scan(text: str, language: Language) -> tuple[Atom, ...]:
    """All matches in a text; kept for the moment, since times and quantities of one text are asked for in turn."""
    return tuple(time_rules(language).scan(text))
