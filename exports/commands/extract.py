"""Read documents and print the events they tell of.

FILE is a text, Markdown, HTML, PDF or Word document, a .jsonl file with one document a line, or - for standard input.
Formats: jsonl is one JSON object per document (docs/contract.md); table is for people; text prints the document's text,
to which all offsets in the other formats refer.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from ..arguments import Parser, add_min_confidence, add_output, day, positive

if TYPE_CHECKING:
    from ...ontology.model import Entity, Event, Extraction

SUMMARY = "read documents and print their events"
EXAMPLES = (
    ("aikg extract report.txt --format table", "one report, as a table"),
    ("aikg extract *.pdf -o events.jsonl --jobs 2", "many reports, as JSON Lines, in two processes"),
    ("aikg extract news.txt --published 2026-04-07", "give the date that the text does not state"),
    ("aikg extract report.pdf --format text", "the text that the offsets count in"),
    ("aikg extract report.txt --min-confidence 0.9", "only what is right about nine times in ten"),
)
COLUMNS = ("when", "event", "who and what", "figures", "modality", "source", "sentence")


def arguments(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="document, .jsonl file, or - for standard input")
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=("jsonl", "text", "table"),
        default="jsonl",
        help="jsonl (default), text or table",
    )
    parser.add_argument("--published", metavar="DATE", type=day, help="the documents' date where the text states none")
    add_min_confidence(parser)
    parser.add_argument("--spacy-model", metavar="NAME", help="an installed spaCy pipeline to find more names with")
    parser.add_argument("--jobs", metavar="N", type=positive, default=1, help="processes to work in (default: 1)")
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ..output import text_output

    with text_output(args.output) as out:
        if args.format == "text":
            return _texts(args, out)
        from ..reading import Batch

        batch = Batch(
            args.files,
            jobs=args.jobs,
            published=args.published,
            spacy_model=args.spacy_model,
            min_confidence=args.min_confidence,
        )
        (write_jsonl if args.format == "jsonl" else write_table)(batch, out)
        return batch.status


def write_jsonl(extractions: Iterable[Extraction], out: TextIO) -> None:
    """One contract object a line."""
    from ...ontology.interchange import to_json

    for extraction in extractions:
        out.write(json.dumps(to_json(extraction), ensure_ascii=False) + "\n")


def write_table(extractions: Iterable[Extraction], out: TextIO) -> None:
    """One table a document, its name above it."""
    from ..output import print_table

    for extraction in extractions:
        document = extraction.document
        entities = {e.id: e for e in extraction.entities}
        facts = (document.source, document.publisher, str(document.published or "undated"), document.title)
        print_table(
            COLUMNS,
            [_row(event, entities, document.text) for event in extraction.events],
            out,
            title=" · ".join(f for f in facts if f) + f" · {len(extraction.events)} events",
        )
        out.write("\n")


def _row(event: Event, entities: dict[str, Entity], text: str) -> list[str]:
    from .. import wording

    def name_of(entity: str) -> str:
        return entities[entity].name if entity in entities else entity

    return [
        wording.when_text(event.arguments),
        wording.kind_label(event.kind),
        wording.who_text(event.kind, event.arguments, name_of),
        wording.figures_text(event.arguments),
        event.modality,
        wording.source_text(event.arguments, name_of),
        " … ".join(span.of(text) for span in event.evidence),
    ]


def _texts(args: argparse.Namespace, out: TextIO) -> int:
    from ...ontology.errors import AikgError
    from ..output import say
    from ..reading import documents

    status, first = 0, True
    for found in documents(args.files, args.published):
        if isinstance(found, AikgError):
            say(f"error: {found}")
            status = status or found.exit_status
            continue
        if not first:
            out.write("\f\n")  # documents are parted by a form feed; a single one is printed exactly
        out.write(found.text)
        first = False
    return status
