"""Read documents and keep their events in the graph's folder, which is made where it is missing.

A document that is in the graph already is replaced, so that building twice changes nothing. Documents that cannot be
read are told on stderr, the rest goes in, and the exit status is not 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..arguments import Parser, add_min_confidence, add_store, day, positive

SUMMARY = "read documents into the graph"
EXAMPLES = (
    ("aikg build --store kg reports/*.pdf", "make or extend the graph in folder kg"),
    ("aikg build --store kg corpus.jsonl --jobs 2", "one document a line, in two processes"),
)


def arguments(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="document, .jsonl file, or - for standard input")
    add_store(parser)
    parser.add_argument("--jobs", metavar="N", type=positive, default=1, help="processes to work in (default: 1)")
    parser.add_argument("--published", metavar="DATE", type=day, help="the documents' date where the text states none")
    add_min_confidence(parser)
    parser.add_argument("--spacy-model", metavar="NAME", help="an installed spaCy pipeline to find more names with")


def run(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from ...graph.store import Store
    from ...ontology.errors import ValidationError
    from ...ontology.model import Extraction
    from ..output import say
    from ..reading import Batch

    batch = Batch(
        args.files,
        jobs=args.jobs,
        published=args.published,
        spacy_model=args.spacy_model,
        min_confidence=args.min_confidence,
    )
    events = 0

    def failed(extraction: Extraction, error: ValidationError) -> None:
        nonlocal events
        events -= len(extraction.events)
        batch.failed(ValidationError(f"{extraction.document.source}: {error}"))

    def counted() -> Iterator[Extraction]:
        nonlocal events
        for extraction in batch:
            events += len(extraction.events)
            yield extraction

    with Store.open(args.store) as store:
        store.extend(counted(), read_at=datetime.now(UTC).replace(microsecond=0), failed=failed)
    say(f"read {batch.read} documents with {events} events into {args.store}")
    return batch.status
