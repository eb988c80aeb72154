"""Examples in the event files: reading their shorthand and comparing it with what extraction finds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from aikg.extractors.extract import Extractor
from aikg.ontology.events import EventKind, event_kinds
from aikg.ontology.events import examples as examples_of
from aikg.ontology.model import Argument, Document, EntityRef, Event, Extraction, Quantity, TimeInterval


def fold(name: str) -> str:
    """Names as the evaluation compares them: width, case, spaces, hyphens and quotation marks aside."""
    name = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s\-‐-―_·・.'’\"“”「」《》()（）]+", "", name)


@dataclass(frozen=True)
class Example:
    """One example of a kind file; `events` is empty for a counterexample."""

    kind: EventKind
    number: int
    positive: bool
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind.name}-{self.data['lang']}-{'' if self.positive else 'not-'}{self.number}"

    @property
    def events(self) -> list[Mapping[str, Any]]:
        return list(self.data.get("events", ()))


def examples(kinds: Mapping[str, EventKind] | None = None) -> Iterator[Example]:
    """All examples and counterexamples of the event files."""
    for kind in (kinds or event_kinds()).values():
        stated = examples_of(kind.name)
        for field, positive in (("examples", True), ("counterexamples", False)):
            for number, data in enumerate(stated[field], 1):
                yield Example(kind, number, positive, data)


def run(example: Example) -> Extraction:
    """Extract from an example's text."""
    text = example.data["text"]
    published = date.fromisoformat(example.data["published"])
    return Extractor().extract(Document("sha256:example", text, "example", example.data["lang"], published=published))


def _quantity(text: str) -> Quantity:
    if match := re.fullmatch(r"(?:([<>=~]+) )?(-?[\d.]+)?\.\.(-?[\d.]+)? ?(\S*)", text):
        low, high = (Decimal(v) if v else None for v in match.group(2, 3))
        return Quantity(None, match[4] or "1", low=low, high=high)
    match = re.fullmatch(r"([<>=~]+) (-?[\d.]+) ?(.*)", text)
    assert match, f"not a quantity: {text}"
    return Quantity(Decimal(match[2]), match[3] or "1", match[1])  # type: ignore[arg-type]


def _time(text: str) -> tuple[str | None, str | None]:
    start, dots, end = text.partition("..")
    return (start or None, (end or None) if dots else start)


def _is(kind: EventKind, role: str, expected: str, argument: Argument, found: Extraction) -> bool:
    value = argument.value
    if isinstance(value, EntityRef):
        entity = next(e for e in found.entities if e.id == value.id)
        names = {entity.name, *entity.aliases, *entity.names.values()} | {
            s.of(found.document.text) for s in entity.mentions
        }
        return any(fold(option.lstrip("@")) in {fold(n) for n in names} for option in expected.split("|"))
    if isinstance(value, Quantity):
        want = _quantity(expected)
        close = (
            want.value is not None
            and value.value is not None
            and abs(want.value - value.value) <= abs(want.value) / 2000
        )
        figures = close if want.value is not None else (want.low, want.high) == (value.low, value.high)
        return (
            figures
            and value.unit in want.unit.split("|")
            and (want.value is None or want.comparator == value.comparator)
        )
    if isinstance(value, TimeInterval):
        iso = (value.start and value.start.isoformat(), value.end and value.end.isoformat())
        return iso == _time(expected)
    return any(fold(option) == fold(value) for option in expected.split("|"))


FREE_TEXT = {"position", "aspect", "instrument", "theme"}


def matches(expected: Mapping[str, Any], event: Event, found: Extraction) -> list[str]:
    """What keeps an event from being the expected one: empty when it is."""
    kind = event_kinds()[event.kind]
    wrong = []
    if event.modality not in expected.get("modality", "actual").split("|"):
        wrong.append(f"modality {event.modality}")
    for role, wanted in expected["arguments"].items():
        left = list(event.arguments.get(role, ()))
        if role in FREE_TEXT:
            continue
        for w in wanted:
            hit = next((a for a in left if _is(kind, role, w, a, found)), None)
            if hit is None:
                wrong.append(f"{role} lacks {w}")
            else:
                left.remove(hit)
        if left and role != "source":
            wrong.append(f"{role} has {[a.value for a in left]}")
    for role in set(event.arguments) - set(expected["arguments"]) - FREE_TEXT - {"source"}:
        wrong.append(f"{role} not stated: {[a.value for a in event.arguments[role]]}")
    return wrong


def failures(example: Example) -> list[str]:
    """Why an example does not pass: exactly the stated events of its kind must come out."""
    found = run(example)
    events = [e for e in found.events if e.kind == example.kind.name]
    out = []
    for expected in example.events:
        verdicts = sorted(((matches(expected, e, found), i) for i, e in enumerate(events)), key=lambda v: len(v[0]))
        if not verdicts:
            out.append(f"missing: {expected['arguments']}")
            continue
        wrong, i = verdicts[0]
        events.pop(i)
        if wrong:
            out.append(f"{expected['arguments']}: " + "; ".join(wrong))
    out += [f"not stated: { ({r: [a.value for a in v] for r, v in e.arguments.items()}) } [{e.rule}]" for e in events]
    return out
