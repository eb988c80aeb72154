"""How good extraction is, against documents whose facts are known.

    gold = load_gold(["gold/"])
    report = evaluate(gold, map(to_json, extractions))
    print(report.as_table())

`evaluate` takes the JSON objects of docs/contract.md; docs/evaluation.md says what each figure means.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..ontology.errors import UnreadableDocument, UnsupportedFormat
from .matching import EMPTY, Json, Matching, same_quantity
from .report import Error, Report

UNSCORED_ROLES = frozenset({"position", "aspect", "instrument", "theme", "capability", "source"})
UNSCORED_TYPES = frozenset({"Place"})


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
