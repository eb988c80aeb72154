"""How good extraction is, against documents whose facts are known.

    gold = load_gold(["gold/"])
    report = evaluate(gold, map(to_json, extractions))
    print(report.as_table())

`evaluate` takes the JSON objects of docs/contract.md; docs/evaluation.md says what each figure means.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..ontology.errors import UnreadableDocument, UnsupportedFormat
from .matching import EMPTY, Json, Matching, same_quantity

UNSCORED_ROLES = frozenset({"position", "aspect", "instrument", "theme", "capability", "source"})
UNSCORED_TYPES = frozenset({"Place"})
BINS = 10


@dataclass(slots=True)
class Tally:
    """Counts towards precision and recall. The two sides count hits apart, for one find may answer several."""

    found: int = 0
    gold: int = 0
    right: int = 0
    system: int = 0

    def add(self, found: int = 0, gold: int = 0, right: int = 0, system: int = 0) -> None:
        self.found += found
        self.gold += gold
        self.right += right
        self.system += system

    @property
    def precision(self) -> float:
        return self.right / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> dict[str, float | int]:
        """Shares to four digits.

        >>> Tally(found=1, gold=2, right=1, system=1).as_json()
        {'precision': 1.0, 'recall': 0.5, 'f1': 0.6667, 'gold': 2, 'system': 1}
        """
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {k: round(v, 4) for k, v in shares.items()} | {"gold": self.gold, "system": self.system}


@dataclass(frozen=True, slots=True)
class Error:
    """One miss or false find. `what`: `event-` missed, `event+` false, likewise `entity` and `argument`; `modality`,
    `field` wrong; `silent`: read from a passage that states nothing."""

    what: str
    document: str
    kind: str
    detail: str
    sentence: str = ""

    def __str__(self) -> str:
        return "\t".join(filter(None, (self.what, self.document, self.kind, self.detail, self.sentence)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Events whose confidence lies from `low` on: how many, how many of them right, their mean confidence."""

    low: float
    events: int
    right: int
    confidence: float


@dataclass(slots=True)
class Report:
    """The outcome of `evaluate`. `figures` by what is counted, `roles` by `Kind.role`."""

    figures: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    roles: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[Error] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)  # confidence of an event, and whether it is right
    documents: int = 0
    missing: list[str] = field(default_factory=list)

    def reliability(self) -> list[Bin]:
        """Whether confidence means what it says: right events per tenth of confidence."""
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right in self.judged:
            bins[min(int(confidence * BINS + 1e-9), BINS - 1)].append((confidence, right))
        return [
            Bin(n / BINS, len(b), sum(r for _, r in b), sum(c for c, _ in b) / len(b)) for n, b in sorted(bins.items())
        ]

    def as_json(self) -> Json:
        """All of it as plain values."""
        return {
            "figures": {k: t.as_json() for k, t in sorted(self.figures.items())},
            "roles": {k: t.as_json() for k, t in sorted(self.roles.items())},
            "reliability": [asdict(b) for b in self.reliability()],
            "documents": {"gold": self.documents, "missing": self.missing},
            "errors": [asdict(e) for e in self.errors],
        }

    def as_table(self) -> str:
        """For people: figures, roles, reliability; the errors are apart."""
        lines = [_line(name, tally) for name, tally in sorted(self.figures.items())]
        lines += ["", "roles", *(_line(name, tally) for name, tally in sorted(self.roles.items()))]
        lines += ["", "confidence   events  right"]
        lines += [f"{b.confidence:10.2f} {b.events:8d} {b.right / b.events:6.2f}" for b in self.reliability()]
        gone = f", without an answer: {', '.join(self.missing)}" if self.missing else ""
        return "\n".join([*lines, "", f"documents {self.documents}{gone}"])


def _line(name: str, tally: Tally) -> str:
    p, r, f = tally.precision, tally.recall, tally.f1
    return f"{name:40s} P {p:.3f}  R {r:.3f}  F1 {f:.3f}  gold {tally.gold:4d}  system {tally.system:4d}"


def load_gold(paths: Iterable[str | os.PathLike[str]]) -> dict[str, Json]:
    """Gold documents by their id, from JSON files and folders of them; raises InputError for what is none."""
    gold: dict[str, Json] = {}
    for path in map(Path, paths):
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            try:
                data = json.loads(file.read_text("utf-8"))
                if "text_file" in data and "text" not in data:
                    data["text"] = (file.parent / data["text_file"]).read_text("utf-8")
                gold[data["id"]] = data
            except OSError as error:
                raise UnreadableDocument(str(file), (error.strerror or str(error)).lower()) from None
            except (ValueError, KeyError, TypeError):
                raise UnsupportedFormat(str(file), "not a gold document") from None
    return gold


def evaluate(gold: Mapping[str, Json], extractions: Iterable[Json]) -> Report:
    """Judge extractions against the gold documents that their `document.source` names (endings left out)."""
    system = {Path(e["document"].get("source") or e["document"]["id"]).stem: e for e in extractions}
    report = Report(documents=len(gold), missing=sorted(set(gold) - set(system)))
    for identifier, document in gold.items():
        matching = Matching(document, system.get(identifier, EMPTY))
        _entities(matching, report)
        _events(matching, report)
        _silence(matching, report)
        _fields(matching, report)
    return report


def _entities(matching: Matching, report: Report) -> None:
    gold, document = matching.gold["entities"], matching.gold["id"]
    owed = {i for i, e in gold.items() if e["type"] not in UNSCORED_TYPES and not e.get("optional")}
    found: set[str] = set()
    tally = report.figures["entities"]
    for entity in matching.system["entities"]:
        if entity["type"] in UNSCORED_TYPES:
            continue
        links = matching.links[entity["id"]]
        hits = {i for i in links if entity["type"] in gold[i]["type"].split("|")}
        if any(gold[i].get("optional") for i in links) and not hits & owed:
            continue
        tally.add(right=bool(hits), system=1)
        found |= hits
        if not hits:
            named = ", ".join(m["text"] for m in entity.get("mentions", ())[:3])
            report.errors.append(Error("entity+", document, entity["type"], f"{entity.get('name')} ({named})"))
    tally.add(found=len(found & owed), gold=len(owed))
    report.errors += [Error("entity-", document, gold[i]["type"], gold[i]["names"][0]) for i in sorted(owed - found)]


def _scored(arguments: Mapping[str, list[Any]]) -> Iterator[tuple[str, list[Any]]]:
    return ((role, values) for role, values in arguments.items() if role not in UNSCORED_ROLES)


def _events(matching: Matching, report: Report) -> None:
    pairs = matching.pairs()
    for number, gold in enumerate(matching.gold["events"]):
        if gold.get("optional"):
            continue
        if number in pairs:
            _pair(matching, gold, matching.system["events"][pairs[number]], report)
        else:
            _missed(matching, gold, report)
    taken = set(pairs.values())
    for number, event in enumerate(matching.system["events"]):
        if number not in taken:
            _false_find(matching, event, report)


def _missed(matching: Matching, gold: Json, report: Report) -> None:
    kind = gold["type"]
    for name in ("events", f"events:{kind}"):
        report.figures[name].add(gold=1)
    for role, values in _scored(gold["arguments"]):
        report.figures["arguments"].add(gold=len(values))
        report.roles[f"{kind}.{role}"].add(gold=len(values))
    sentence = matching.sentence_of(gold["arguments"])
    report.errors.append(Error("event-", matching.gold["id"], kind, _plain(gold["arguments"]), sentence))


def _false_find(matching: Matching, event: Json, report: Report) -> None:
    kind = event["type"]
    for name in ("events", f"events:{kind}"):
        report.figures[name].add(system=1)
    for role, values in _scored(event["arguments"]):
        report.figures["arguments"].add(system=len(values))
        report.roles[f"{kind}.{role}"].add(system=len(values))
    report.judged.append((event.get("confidence", 1.0), False))
    report.errors.append(Error("event+", matching.gold["id"], kind, _plain(event["arguments"]), _quotation(event)))


def _pair(matching: Matching, gold: Json, event: Json, report: Report) -> None:
    kind, document, figures = gold["type"], matching.gold["id"], report.figures
    report.judged.append((event.get("confidence", 1.0), True))
    for name in ("events", f"events:{kind}"):
        figures[name].add(1, 1, 1, 1)
    for role, values in _scored(gold["arguments"]):
        answers = event["arguments"].get(role, [])
        hits = matching.matched(values, answers)
        for tally in (figures["arguments"], report.roles[f"{kind}.{role}"]):
            tally.add(found=hits, gold=len(values), right=hits)
        if hits < len(values):
            detail = f"{role}: {_short(values)} ≠ {_short(answers)}"
            report.errors.append(Error("argument-", document, kind, detail, _quotation(event)))
        _times_and_comparators(matching, values, answers, report)
    for role, values in _scored(event["arguments"]):
        for tally in (figures["arguments"], report.roles[f"{kind}.{role}"]):
            tally.add(system=len(values))
    wanted, modality = gold.get("modality", "actual"), event.get("modality", "actual")
    right = int(modality in wanted.split("|"))
    figures["modality"].add(right, 1, right, 1)
    if not right:
        report.errors.append(Error("modality", document, kind, f"{wanted} ≠ {modality}", _quotation(event)))
    if sources := gold["arguments"].get("source"):
        answers = event["arguments"].get("source", [])
        hits = matching.matched(sources, answers)
        figures["attribution"].add(hits, len(sources), hits, len(answers))


def _times_and_comparators(matching: Matching, values: list[Any], answers: list[Json], report: Report) -> None:
    for value in values:
        if not isinstance(value, dict):
            continue
        if "start" in value:
            right = matching.matched([value], answers)
            report.figures["times"].add(right, 1, right, 1)
        elif "comparator" in value:
            hits = [a["quantity"] for a in answers if "quantity" in a and same_quantity(value, a["quantity"])]
            if hits:
                right = int(any(q.get("comparator", "=") == value["comparator"] for q in hits))
                report.figures["comparators"].add(right, 1, right, 1)


def _silence(matching: Matching, report: Report) -> None:
    for event in matching.system["events"]:
        for evidence in event.get("evidence", ()):
            if matching.is_silent(evidence.get("text", "")):
                report.figures["silence broken"].add(system=1)
                report.errors.append(
                    Error("silent", matching.gold["id"], event["type"], "", _one_line(evidence["text"]))
                )


def _fields(matching: Matching, report: Report) -> None:
    for name, wanted in matching.gold.get("document", {}).items():
        found = matching.system["document"].get(name)
        right = int(matching.same_field(wanted, found))
        report.figures["document fields"].add(right, 1, right, 1)
        if not right:
            report.errors.append(Error("field", matching.gold["id"], name, f"{wanted} ≠ {found}"))


def _quotation(event: Json) -> str:
    return _one_line(" … ".join(e.get("text", "") for e in event.get("evidence", ())))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(arguments: Mapping[str, list[Any]]) -> str:
    return "; ".join(f"{role}: {_short(values)}" for role, values in arguments.items())


def _short(values: list[Any]) -> str:
    return ", ".join(_value(v) for v in values) or "nothing"


def _value(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    inner = next((value[k] for k in ("entity", "quantity", "time", "text") if k in value and len(value) < 4), value)
    if not isinstance(inner, dict):
        return str(inner)
    if "start" in inner and "unit" not in inner:
        return f"{inner['start']}..{inner.get('end')}"
    figure = inner.get("value") if inner.get("value") is not None else f"{inner.get('low')}..{inner.get('high')}"
    return f"{inner.get('comparator', '=')}{figure} {inner.get('unit', '')}"


def compare(before: Report, after: Report) -> str:
    """Two runs beside each other, for people: the figures that changed, the errors that went and that came."""
    lines = []
    for name in sorted({*before.figures, *after.figures}):
        old, new = before.figures.get(name, Tally()), after.figures.get(name, Tally())
        if old != new:
            lines.append(
                f"{name:40s} F1 {old.f1:.3f} → {new.f1:.3f}  P {old.precision:.3f} → {new.precision:.3f}"
                f"  R {old.recall:.3f} → {new.recall:.3f}"
            )
    was, now = Counter(before.errors), Counter(after.errors)
    lines += [f"gone\t{error}" for error in (was - now).elements()]
    lines += [f"new\t{error}" for error in (now - was).elements()]
    return "\n".join(lines) or "no difference"
