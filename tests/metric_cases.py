"""What figures say: reading the case files and comparing them with what extraction finds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from aikg.extractors.extract import Extractor
from aikg.ontology.model import Document, EntityRef, Event, Extraction, Language, Quantity, TimeInterval

DATA = Path(__file__).parent / "data"
_SCALE = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12, "": 1}


@dataclass
class Case:
    """A text and the facts that its figures state; `pending` ones are known to be missed."""

    language: Language
    published: date
    text: str
    facts: list[str] = field(default_factory=list)
    pending: bool = False


def cases(language: Language) -> Iterator[Case]:
    """The cases of a language's file."""
    published = date.min
    case: Case | None = None
    for line in [*(DATA / f"metrics.{language}.txt").read_text("utf-8").split("\n"), ""]:
        if line.startswith("@ "):
            published = date.fromisoformat(line[2:])
        elif line[:1] == ">" or line[:1] == "?":
            if case is None:
                case = Case(language, published, line[2:], pending=line[0] == "?")
            else:
                case.text += "\n" + line[2:]
        elif line and case is not None:
            case.facts.append(line)
        elif not line and case is not None:
            yield case
            case = None


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def _number(text: str) -> Decimal:
    match = re.fullmatch(r"(-?[\d.]+)([KMBT]?)", text)
    assert match, f"not a number: {text}"
    return Decimal(match[1]) * _SCALE[match[2]]


def _is_quantity(wanted: str, q: Quantity) -> bool:
    match = re.fullmatch(r"(?:([<>=~]+) )?(\S+) (\S+)", wanted)
    assert match, f"not a quantity: {wanted}"
    if q.unit not in match[3].split("|"):
        return False
    low, dots, high = match[2].partition("..")
    if dots:
        return (q.low, q.high) == (_number(low), _number(high))
    if q.value is None or abs(q.value - _number(low)) > abs(q.value) / 1000:
        return False
    return not match[1] or match[1] == q.comparator


def _states(fact: str, event: Event, found: Extraction) -> bool:
    subject, metric, quantity, period, modality = (*map(str.strip, fact.split(";")), "", "")[:5]
    change = metric.endswith(" change")
    if (event.kind == "MetricChange") != change:
        return False
    said = {role: [a.value for a in values] for role, values in event.arguments.items()}
    if said["metric"][0] not in metric.removesuffix(" change").split("|"):
        return False
    if not any(_is_quantity(quantity, v) for v in said["change" if change else "value"] if isinstance(v, Quantity)):
        return False
    if event.modality not in (modality or "actual").split("|"):
        return False
    if period:
        start, _, end = period.partition("..")
        times = [v for v in said.get("period", ()) if isinstance(v, TimeInterval)]
        if not any((str(t.start), str(t.end)) == (start, end or start) for t in times):
            return False
    names = set()
    for value in said["subject"]:
        if isinstance(value, EntityRef):
            entity = next(e for e in found.entities if e.id == value.id)
            names |= {entity.name, *entity.aliases, *entity.names.values()}
            names |= {s.of(found.document.text) for s in entity.mentions}
    return _fold(subject) in map(_fold, names)


def _shown(event: Event) -> str:
    values = {r: [getattr(a.value, "id", a.value) for a in v] for r, v in event.arguments.items()}
    parts = []
    for role, found in values.items():
        for v in found:
            if isinstance(v, Quantity):
                v = f"{v.comparator} {v.value if v.value is not None else (v.low, v.high)} {v.unit}"
            elif isinstance(v, TimeInterval):
                v = f"{v.start}..{v.end}"
            parts.append(f"{role}={v}")
    return f"{event.kind} {event.modality} {' '.join(parts)}"


def differences(case: Case) -> list[str]:
    """What a case states and extraction misses, and what extraction states besides."""
    document = Document("sha256:case", case.text, "case", case.language, published=case.published)
    found = Extractor().extract(document)
    left = [e for e in found.events if e.kind in ("MetricObservation", "MetricChange")]
    out = []
    for fact in case.facts:
        event = next((e for e in left if _states(fact, e, found)), None)
        if event is None:
            out.append(f"missing: {fact}")
        else:
            left.remove(event)
    return out + [f"not stated: {_shown(e)}" for e in left]
