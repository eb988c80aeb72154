"""What is new since a day, told apart from what is only said again.

An event is `new` when no earlier document reports it, `changed` when a report since that day gives a figure or a modality that no earlier one gives,
and `repeated` otherwise. --brief leaves the repeated ones out.
"""

from __future__ import annotations

import argparse

from ..arguments import Parser, day
from ..telling import Teller, add_table_options, short, write

SUMMARY = "what is new since a day, and what is repeated"
EXAMPLES = (
    ("aikg diff --store kg --since 2026-04-07", "all that was reported since, the new first"),
    ("aikg diff --store kg --since 2026-04-07 --brief --entity OpenAI", "what is new of one company"),
)
COLUMNS = (
    "what",
    "changes",
    "event",
    "kind",
    "about",
    "modality",
    "published",
    "source",
    "claims",
    "sources",
    "sentence",
    "document",
)


def arguments(parser: Parser) -> None:
    parser.add_argument(
        "--since", metavar="DATE", type=day, required=True, help="the first day of publication that counts"
    )
    parser.add_argument("--entity", metavar="NAME", help="only events of one company, model, person …")
    parser.add_argument("--brief", action="store_true", help="leave out what is only repeated")
    add_table_options(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.news import news
    from ...graph.store import Store
    from ..output import say

    with Store.open(args.store, read_only=True) as store:
        found = news(store, args.since, entity=args.entity, as_of=args.as_of)
        tell = Teller(store, args.language)
        rows = [
            (
                n.sort,
                ", ".join(n.changes),
                short(n.event.iri),
                tell.kind(n.event),
                tell.about(n.event),
                n.fact.event.modality,
                n.fact.published,
                tell.source(n.fact),
                len(n.event.facts),
                n.event.origins,
                tell.sentence(n.fact),
                n.fact.source_name,
            )
            for n in found
            if not (args.brief and n.sort == "repeated")
        ]
    write(COLUMNS, rows, args)
    counts = {sort: sum(n.sort == sort for n in found) for sort in ("new", "changed", "repeated")}
    say(", ".join(f"{count} {sort}" for sort, count in counts.items()))
    return 0
