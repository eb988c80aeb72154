"""Draw the graph as one HTML page that opens in any browser and needs no network.

Large graphs are cut to the best supported events (--limit counts nodes); the page says how many are left out. Dates are
those of the events, or of the report where an event has none.
"""

from __future__ import annotations

import argparse

from ..arguments import Parser, add_store, day, positive

SUMMARY = "draw the graph as an interactive HTML page"
EXAMPLES = (
    ("aikg view --store kg -o graph.html", "the whole graph, or its best supported part"),
    ("aikg view --store kg --entity 阿里 -o alibaba.html", "all events of one company, model or person"),
    ("aikg view --store kg --kind FundingRound --kind Acquisition --since 2026-01-01", "the year's deals"),
)


def arguments(parser: Parser) -> None:
    add_store(parser)
    parser.add_argument("-o", "--output", metavar="PAGE.html", default="graph.html", help="default: graph.html")
    parser.add_argument("--entity", metavar="NAME", help="only events of this entity: a name, an alias or an id")
    parser.add_argument("--since", metavar="DATE", type=day, help="not before this day")
    parser.add_argument("--until", metavar="DATE", type=day, help="not after this day")
    parser.add_argument(
        "--kind", metavar="KIND", action="append", default=[], help="only this event kind; may be repeated"
    )
    parser.add_argument("--limit", metavar="N", type=positive, default=600, help="at most N nodes (default: 600)")
    parser.add_argument("--title", metavar="TEXT", default="", help="the page's title")


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ..formats import html
    from ..output import STDOUT, say, write_file_or_stdout

    with Store.open(args.store, read_only=True) as store:
        options = {
            "title": args.title,
            "entity": args.entity,
            "since": args.since,
            "until": args.until,
            "kinds": args.kind,
            "limit": args.limit,
        }
        write_file_or_stdout(args.output, html.ENDING, lambda path: html.write(store, path, **options))
    if args.output != STDOUT:
        say(f"{args.output} is ready: open it in a browser")
    return 0
