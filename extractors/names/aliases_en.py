"""Short forms of new names in English text: surnames, first words, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .aliases import Groups, is_acronym
from .candidates import Found

_PARTICLES = frozenset(["bin", "van", "von", "de", "der", "al", "bint", "du", "del", "di", "da", "la", "le"])


def english(text: str, groups: Groups, known: Sequence[Found], words: frozenset[str]) -> None:
    """Joins the short forms that stand alone in the text."""
    called = {text[f.start : f.end]: f for f in known}
    for name, found in called.items():
        if found.type == "Person" and " " in name and (last := name.split()[-1]) not in called and len(last) > 2:
            groups.by_name.pop(last, None)
            groups.bind(last, found.id, "Person")
    for name in sorted(groups.by_name, key=lambda n: (-len(n), n)):
        group = groups.by_name.get(name)
        if group is None or (" " not in name and "-" not in name):
            continue
        if group.type == "Person":
            _surname(text, name, groups, called)
        elif group.type == "Organization":
            _first_words(text, name, groups, called, words)


def _surname(text: str, name: str, groups: Groups, called: Mapping[str, Found]) -> None:
    parts = name.split()
    last = parts[-1]
    for other in (f for f in called.values() if f.type == "Person" and f.known):
        if text[other.start : other.end] == last:
            return
    eastern = len(parts) == 2 and "-" in parts[1]
    short = parts[0] if eastern else last
    if short not in called and len(short) > 1 and re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text):
        groups.join(name, short, "Person")


def _first_words(text: str, name: str, groups: Groups, called: Mapping[str, Found], words: frozenset[str]) -> None:
    parts = name.split()
    for size in range(len(parts) - 1, 0, -1):
        short = " ".join(parts[:size]).rstrip(",")
        if parts[size - 1] in ("of", "for", "and", "&", "the", "The") or (
            size == 1 and (short.casefold() in words or len(short) < 3)
        ):
            continue
        if short in called:
            return
        if (
            any(
                n != name and n.startswith(short + " ") and g is not groups.by_name[name]
                for n, g in groups.by_name.items()
            )
            and size == 1
        ):
            continue
        if re.search(rf"(?<![\w-]){re.escape(short)}(?! {re.escape(parts[size])})(?![\w])", text):
            groups.join(name, short, "Organization")
    initials = "".join(p[0] for p in parts if p[0].isupper())
    if (
        len(initials) > 2
        and initials not in called
        and re.search(rf"(?<![\w-]){initials}(?![\w-])", text)
        and is_acronym(initials, name)
    ):
        groups.join(name, initials, "Organization")
