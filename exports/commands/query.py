"""Ask the graph in SPARQL 1.1: the text of a query, a .rq file, or - for standard input.

The vocabulary's prefixes (aikg:, id:, metric:, skos: …) need not be declared. A query sees all documents together;
GRAPH ?document { … } asks within one. Nothing can be changed this way. For questions that need no SPARQL see
aikg questions.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..arguments import Parser, add_output, add_result_options, add_store

SUMMARY = "ask the graph in SPARQL"
EXAMPLES = (
    (
        "aikg query --store kg 'SELECT ?model { ?claim aikg:kind aikg:ModelRelease ; aikg:model ?model }'",
        "the models that were released",
    ),
    ("aikg query --store kg question.rq --format csv -o answer.csv", "a query from a file, as CSV"),
    ("aikg query --store kg 'DESCRIBE id:openai' --format turtle", "all that is known of one entity, as RDF"),
)


def arguments(parser: Parser) -> None:
    parser.add_argument("query", metavar="QUERY", help="SPARQL, a file that ends in .rq, or - for standard input")
    add_store(parser)
    add_result_options(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from ...graph.labels import labels
    from ...graph.store import Store
    from ...graph.terms import NamedNode
    from ..output import text_output
    from ..results import write_result

    sparql = _sparql(args.query)
    with Store.open(args.store, read_only=True) as store:
        result = store.query(sparql, timeout_s=args.timeout, limit=args.limit)
        found = {t.value for row in result.terms for t in row if isinstance(t, NamedNode)}
        result = replace(result, labels=labels(store, found, args.language))
    with text_output(args.output) as out:
        write_result(result, args.format, out)
    return 0


def _sparql(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if query.endswith(".rq"):
        from ...ontology.errors import UnreadableDocument

        try:
            return Path(query).read_text("utf-8-sig")
        except OSError as error:
            raise UnreadableDocument(query, (error.strerror or str(error)).lower()) from None
        except UnicodeDecodeError:
            raise UnreadableDocument(query, "is not UTF-8 text") from None
    return query
