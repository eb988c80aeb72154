"""Leaderboards that are called after who keeps them: "second on X's voice leaderboard" speaks of a test, not of the company."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from ..ontology.model import Language, Mention
from .languages import language_data


@cache
def _rules(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    data = language_data(language, "discourse").get("boards")
    return data and (re.compile(rf"(?:{data['before']})$"), re.compile(data["behind"]))


def with_boards(text: str, mentions: Iterable[Mention], language: Language) -> list[Mention]:
    """The mentions of a normalised text; organizations whose leaderboard is spoken of are marked as tests."""
    rules = _rules(language)
    if rules is None:
        return list(mentions)
    before, behind = rules

    def kept(m: Mention) -> bool:
        led = m.kind == "Organization" and behind.match(text, m.span.end)
        return bool(led and before.search(text, max(0, m.span.start - 4), m.span.start))

    return [replace(m, kind="Benchmark") if kept(m) else m for m in mentions]
