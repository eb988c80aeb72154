"""Short forms of new names in English text: surnames, first words, initials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from ...ontology.model import EntityType
from .candidates import Found, squeeze

_SMALL = frozenset(["of", "for", "and", "&", "the", "The"])


class Binder(Protocol):
    """Where names of known things are put."""

    def bind(self, name: str, id_: str, type_: EntityType) -> None: ...


def bind_surnames(groups: Binder, called: Mapping[str, Found]) -> None:
    """Known people are meant by their surname too, once their full name stands in the text."""
    for name, found in called.items():
        if found.type == "Person" and " " in name and (last := name.split()[-1]) not in called and len(last) > 2:
            groups.bind(last, found.id, "Person")


_LEGAL = re.compile(
    r" (?:Systems|Inc\.?|Corp\.?|Corporation|Group|Holdings?|Ltd\.?|Limited|Technologies|Technology|Electronics|Company|Co\.?|PLC|plc|AG|SE)$"
)


def bind_legal(groups: Binder, names: list[str], called: Mapping[str, Found]) -> None:
    """A known organization with its legal form or trade behind its name is the same: Cisco Systems."""
    for name in names:
        bare = _LEGAL.sub("", name)
        known = called.get(bare)
        if bare != name and known is not None and known.type == "Organization":
            groups.bind(name, known.id, "Organization")


def english_forms(name: str, type_: EntityType, words: frozenset[str]) -> list[str]:
    """A person's surname; an organization's first words and initials."""
    parts = name.split()
    if len(parts) < 2:
        return []
    if type_ == "Person":
        eastern = len(parts) == 2 and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", parts[1])
        return [parts[0] if eastern else parts[-1]]
    if type_ != "Organization":
        return []
    forms = []
    for size in range(len(parts) - 1, 0, -1):
        short = " ".join(parts[:size]).rstrip(",")
        if parts[size - 1] not in _SMALL and not (size == 1 and (short.casefold() in words or len(short) < 3)):
            forms.append(short)
    initials = "".join(p[0] for p in parts if p[0].isupper())
    if len(initials) > 2 and is_acronym(initials, name):
        forms.append(initials)
    return forms


def is_acronym(short: str, name: str) -> bool:
    """Whether capitals are a name's initials.

    >>> is_acronym("SAMR", "State Administration for Market Regulation"), is_acronym("AWS", "Amazon")
    (True, False)
    """
    capitals = "".join(re.findall(r"(?:(?<=[\s-])|^)[A-Za-z](?=\w|&)", name)).casefold()
    wanted = re.sub(r"[^a-z]", "", short.casefold())
    if not short[:1].isupper() or not 2 <= len(wanted) <= 8 or sum(c.isupper() for c in short) < 2:
        return False
    letters = iter(capitals)
    return (capitals[:1] == wanted[:1] and all(c in letters for c in wanted)) or squeeze(name).startswith(wanted)
