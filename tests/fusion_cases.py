"""Fusion's data as objects: pairs of claims written in a line each, and the corpus with its gold clusters."""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any, cast

from aikg.graph.facts import Fact, fact_of
from aikg.ontology.events import event_kind
from aikg.ontology.model import Argument, ArgumentValue, Document, EntityRef, Event, Quantity, TimeInterval

DATA = Path(__file__).parent / "data" / "fusion"


def pairs(which: str) -> list[tuple[str, str]]:
    """The pairs that are the same, or apart."""
    found = tomllib.loads((DATA / "pairs.toml").read_text("utf-8"))[which]
    return [(one, other) for one, other in found]


def fact(line: str, number: int = 0) -> Fact:
    """A claim from its line, in a document of its own."""
    head, *rest = (part.strip() for part in line.split(";"))
    kind, _, modality = head.partition(" ")
    published, arguments = None, dict[str, tuple[Argument, ...]]()
    for part in rest:
        if part.startswith("@"):
            published = date.fromisoformat(part[1:])
            continue
        role, _, said = part.partition("=")
        value = event_kind(kind).roles[role].value
        said_values = said.split(", ") if value == "entity" else [said]
        arguments[role] = tuple(Argument(_value(value, v)) for v in said_values)
    document = Document(f"id{number}", "", f"{number}.txt", published=published)
    event = Event(f"e{number}", kind, arguments, cast(Any, modality or "actual"), 0.9, "test", ())
    return fact_of(f"doc{number}/claim/e{number}", document, f"doc{number}", event, lambda id_: id_)


def _value(sort: str, said: str) -> ArgumentValue:
    if sort == "entity":
        return EntityRef(said)
    if sort == "time":
        return time(said)
    if sort == "quantity":
        *sign, number, unit = said.split()
        return Quantity(Decimal(number), unit, cast(Any, sign[0] if sign else "="))
    return said


def time(said: str) -> TimeInterval:
    """A day, a month, a quarter (2026-Q1), a year, or start..end."""
    if ".." in said:
        start, end = said.split("..")
        return TimeInterval(date.fromisoformat(start), date.fromisoformat(end), "range")
    year, *parts = said.split("-")
    if not parts:
        return TimeInterval(date(int(year), 1, 1), date(int(year), 12, 31), "year")
    if parts[0].startswith("Q"):
        last = int(parts[0][1:]) * 3
        return TimeInterval(date(int(year), last - 2, 1), _month_end(int(year), last), "quarter")
    if len(parts) == 1:
        return TimeInterval(date(int(year), int(parts[0]), 1), _month_end(int(year), int(parts[0])), "month")
    return TimeInterval(date.fromisoformat(said), date.fromisoformat(said))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def pairwise_f1(gold: Iterable[Collection[str]], found: Iterable[Collection[str]]) -> float:
    """F1 of the pairs that two clusterings put together."""
    wanted, got = ({p for c in clusters for p in combinations(sorted(c), 2)} for clusters in (gold, found))
    right = len(wanted & got)
    return 2 * right / (len(wanted) + len(got)) if wanted or got else 1.0
