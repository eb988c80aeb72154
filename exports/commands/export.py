"""Write the graph in another format."""

from __future__ import annotations

import argparse

from ..arguments import Parser, add_output, add_store

SUMMARY = "write the graph in another format"
EXAMPLES = (
    ("aikg export --list", "the formats"),
    ("aikg export turtle --store kg -o graph.ttl", "RDF for any other tool"),
    ("aikg export neo4j --store kg -o graph.cypher", "then: cypher-shell -f graph.cypher"),
    ("aikg export csv --store kg -o events.csv", "a table for spreadsheets"),
)


def arguments(parser: Parser) -> None:
    parser.add_argument("format", metavar="FORMAT", nargs="?", help="see --list")
    parser.add_argument("--list", action="store_true", help="list the formats and exit")
    add_store(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ...ontology.errors import UsageError
    from ..formats import exporter, formats
    from ..output import print_table, text_output, write_file_or_stdout

    if args.list:
        with text_output(args.output) as out:
            print_table(("format", "what"), [(name, exporter(name).SUMMARY) for name in formats()], out)
        return 0
    if args.format is None:
        raise UsageError(f"name a format: {', '.join(formats())}")
    module = exporter(args.format)
    with Store.open(args.store, read_only=True) as store:
        write_file_or_stdout(args.output, module.ENDING, lambda path: module.write(store, path))
    return 0
