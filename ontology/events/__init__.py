"""The event kinds, one TOML file each; the registry is this folder's listing.

A file holds the kind's label, definition and roles, the patterns that find it, and the examples and
counterexamples that hold the patterns. Every kind has, besides its own roles, `source`: who is cited.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..errors import UnknownName


@dataclass(frozen=True, slots=True)
class Role:
    """What may fill a role. `types` are entity types, unit groups or the closed list of texts; empty: any."""

    name: str
    value: Literal["entity", "quantity", "time", "text"]
    types: tuple[str, ...] = ()
    core: bool = False


@dataclass(frozen=True, slots=True)
class EventKind:
    """One event kind as its file states it; `data` is the file without its examples, for the engine."""

    name: str
    label: Mapping[str, str]
    definition: str
    roles: Mapping[str, Role]
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    core: tuple[str, ...] = field(init=False, repr=False)  # the roles that make two reports of an event the same

    def __post_init__(self) -> None:
        object.__setattr__(self, "core", tuple(r.name for r in self.roles.values() if r.core))

    @property
    def engine(self) -> Mapping[str, Any]:
        """What the file says of the kind for the engine, in every language."""
        found: Mapping[str, Any] = self.data.get("engine", {})
        return found


SOURCE = Role("source", "entity", ("Organization", "Person"))


FOLDER = Path(__file__).parent
_EXAMPLES = re.compile(r"^\[\[(?:counter)?examples\]\]", re.M)


def _load(path: Path) -> EventKind:
    # The examples are most of a file and of use to the tests alone: they are not parsed at every start.
    data = tomllib.loads(_EXAMPLES.split(path.read_text("utf-8"), maxsplit=1)[0])
    roles = {
        name: Role(name, r["value"], tuple(filter(None, r.get("types", "").split("|"))), r.get("core", False))
        for name, r in data["roles"].items()
    }
    return EventKind(data["kind"], data["label"], data["definition"], roles | {"source": SOURCE}, data)


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """All event kinds by name, in the order of their files.

    >>> event_kinds()["Acquisition"].core
    ('acquirer', 'target')
    """
    kinds = (_load(path) for path in sorted(FOLDER.glob("*.toml")))
    return {kind.name: kind for kind in kinds}


def event_kind(name: str) -> EventKind:
    """One kind; raises UnknownName with the nearest known names."""
    kinds = event_kinds()
    if name not in kinds:
        raise UnknownName("event kind", name, kinds)
    return kinds[name]


def examples(name: str) -> Mapping[str, list[Mapping[str, Any]]]:
    """A kind's `examples` and `counterexamples` as its file states them."""
    kind = event_kind(name)
    for path in FOLDER.glob("*.toml"):
        text = path.read_text("utf-8")
        if text.startswith(f'kind = "{kind.name}"'):
            data = tomllib.loads(text)
            return {field: data.get(field, []) for field in ("examples", "counterexamples")}
    raise UnknownName("event kind", name, event_kinds())
