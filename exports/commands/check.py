"""Check the arithmetic of the documents: figures of one text that determine each other and do not agree, with their sentences.

Three relations are checked: relative performance is the difference of two moves; a change is new over old less one; annualised revenue is about twelve
times a month's. Figures are taken as rounded: a `contradiction` cannot be explained by rounding, a `last digit` only by rounding that fell badly everywhere.
"""

from __future__ import annotations

import argparse

from ..arguments import Parser
from ..telling import Teller, add_table_options, write

SUMMARY = "find figures of a document that do not add up"
EXAMPLES = (
    ("aikg check --store kg", "all documents"),
    ("aikg check --store kg --document report.pdf --format json", "one document, for programs"),
)
COLUMNS = ("grade", "relation", "about", "stated", "expected", "unit", "sentences", "document")


def arguments(parser: Parser) -> None:
    parser.add_argument("--document", metavar="SOURCE", help="only one document, by its source, id or IRI")
    add_table_options(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.arithmetic import check
    from ...graph.store import Store
    from ..output import say

    with Store.open(args.store, read_only=True) as store:
        tell = Teller(store, args.language)
        read = (
            [store.extraction(args.document, global_ids=True)] if args.document else store.extractions(global_ids=True)
        )
        dated = (x for x in read if not args.as_of or (x.document.published and x.document.published <= args.as_of))
        rows = [
            (
                f.grade,
                f.rule,
                ", ".join(map(tell.name, f.about)),
                f.stated,
                f.expected,
                f.unit,
                " | ".join(f.sentences),
                f.document,
            )
            for x in dated
            for f in check(x)
        ]
    write(COLUMNS, rows, args)
    say(f"{len(rows)} disagreements")
    return 0
