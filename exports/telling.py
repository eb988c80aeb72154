"""Events and their claims as rows for people and programs: who says what, when, in which sentence."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ontology.model import TimeInterval
from .arguments import Parser, add_output, add_store, day
from .wording import kind_label, metric_label, number_text, quantity_text, time_text, value_text, who_text

if TYPE_CHECKING:
    from ..graph.facts import Fact
    from ..graph.fused import FusedEvent
    from ..graph.result import QueryResult
    from ..graph.store import Store

__all__ = ["Teller", "add_table_options", "number_text", "quantity_text", "write"]

FORMATS = ("table", "csv", "json", "jsonl")


def add_table_options(parser: Parser) -> None:
    """The options that every command on events has."""
    parser.add_argument("--as-of", metavar="DATE", type=day, help="only what was published up to that day")
    parser.add_argument(
        "--format", metavar="FORMAT", choices=FORMATS, default="table", help="table (default), csv, json or jsonl"
    )
    parser.add_argument(
        "--language", metavar="LANG", choices=("en", "zh"), default="en", help="names: en (default) or zh"
    )
    add_store(parser)
    add_output(parser)


def write(columns: Sequence[str], rows: Iterable[Sequence[object]], args: argparse.Namespace) -> None:
    """Write rows in the form and to the place that was asked for."""
    from ..graph.result import table
    from .output import text_output
    from .results import write_result

    result: QueryResult = table(columns, rows)
    with text_output(args.output) as out:
        write_result(result, args.format, out)


@dataclass(frozen=True)
class Teller:
    """Says things of a store's events in a language."""

    store: Store
    language: str = "en"

    def name(self, entity: str) -> str:
        """What an entity is called."""
        from ..ontology.catalogue import catalogue
        from ..ontology.namespaces import entity_node

        if told := self.store.label(entity_node(entity), self.language):
            return told
        names = catalogue()[entity].names if entity in catalogue() else {}
        return names.get(self.language) or next(iter(names.values()), entity)

    def kind(self, event: FusedEvent) -> str:
        """The event's kind in words."""
        return kind_label(event.kind, self.language)

    def about(self, event: FusedEvent) -> str:
        """Who and what the event is about, by the claim that says most."""
        fact = max(event.facts, key=lambda f: (sum(map(len, f.event.arguments.values())), f.iri))
        return who_text(fact.kind, fact.event.arguments, self.name, self.language)

    def when(self, fact: Fact) -> str:
        """The day or period that a claim states."""
        return time_text(fact.time) if fact.time else ""

    def says(self, fact: Fact, roles: Iterable[str]) -> str:
        """What a claim says in some roles."""
        told: list[str] = []
        for role in roles:
            if role == "modality":
                told.append(fact.event.modality)
            for argument in fact.event.arguments.get(role, ()):
                value = argument.value
                shown = (
                    time_text(value)
                    if isinstance(value, TimeInterval)
                    else value_text(argument, self.name, self.language)
                )
                told.append(metric_label(shown, self.language) if role == "metric" else shown)
        return "; ".join(told)

    def source(self, fact: Fact) -> str:
        """Who speaks: whom the claim cites, else who published it, else the document."""
        cited = sorted(fact.entities("source"))
        if cited or not fact.publisher:
            return ", ".join(map(self.name, cited)) or fact.source_name
        return fact.publisher_name if "/" in fact.publisher else self.name(fact.publisher)

    def sentence(self, fact: Fact) -> str:
        """The sentence of a claim."""
        return fact.quotations[0] if fact.quotations else ""


def short(iri: str) -> str:
    """An event's IRI as it is told: without the base.

    >>> short("https://w3id.org/aikg/id/event/listing/0a1b")
    'listing/0a1b'
    """
    return iri.partition("/event/")[2] or iri
