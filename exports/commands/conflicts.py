"""List events whose claims differ in a figure, a date or the modality, with what each says side by side: source and sentence.

SOURCES counts independent ones: ten documents that cite one outlet are one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..arguments import Parser
from ..telling import Teller, add_table_options, short, write

if TYPE_CHECKING:
    from ...graph.fused import FusedEvent

SUMMARY = "list where reports of one event differ"
EXAMPLES = (
    ("aikg conflicts --store kg", "all of them"),
    ("aikg conflicts --store kg --in figure --entity 阿里", "figures of one company"),
    ("aikg conflicts --store kg --as-of 2026-04-07 --format json", "as it stood on a day, for programs"),
)
COLUMNS = (
    "event",
    "kind",
    "about",
    "differs_in",
    "says",
    "modality",
    "published",
    "source",
    "sources",
    "sentence",
    "document",
)
SORTS = ("figure", "date", "modality")


def arguments(parser: Parser) -> None:
    parser.add_argument(
        "--in", dest="sort", metavar="WHAT", choices=SORTS, help="only those in figure, date or modality"
    )
    parser.add_argument("--entity", metavar="NAME", help="only events of one company, model, person …")
    parser.add_argument("--kind", metavar="KIND", help="only one event kind")
    add_table_options(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ...graph.views import events

    with Store.open(args.store, read_only=True) as store:
        found = events(store, entity=args.entity, kind=args.kind, as_of=args.as_of, differing=True)
        tell = Teller(store, args.language)
        rows = [row for event in found for row in _rows(tell, event, args.sort)]
    write(COLUMNS, rows, args)
    return 0


def _rows(tell: Teller, event: FusedEvent, sort: str | None) -> Iterator[tuple[object, ...]]:
    roles = [role for role in event.differences if sort in (None, _sort(role))]
    if not roles:
        return
    for fact in sorted(event.facts, key=lambda f: (str(f.published), f.iri)):
        if said := tell.says(fact, roles):
            yield (
                short(event.iri),
                tell.kind(event),
                tell.about(event),
                ", ".join(roles),
                said,
                fact.event.modality,
                fact.published,
                tell.source(fact),
                event.origins,
                tell.sentence(fact),
                fact.source_name,
            )


def _sort(role: str) -> str:
    return role if role == "modality" else "date" if role in ("date", "period") else "figure"
