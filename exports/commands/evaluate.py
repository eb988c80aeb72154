"""Measure extraction against annotated documents (docs/evaluation.md).

GOLD are annotation files or folders of them. Their texts are extracted now, unless --output names the output of an
earlier aikg extract to judge instead.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ..arguments import Parser

SUMMARY = "measure extraction against annotated documents"
EXAMPLES = (
    ("aikg evaluate corpus/zh corpus/en", "precision, recall and F1"),
    ("aikg evaluate corpus/zh --errors", "with every miss and false find"),
    ("aikg evaluate corpus/zh --output events.jsonl --json", "judge an earlier extraction, for programs"),
)


def arguments(parser: Parser) -> None:
    parser.add_argument("gold", metavar="GOLD", nargs="+", help="annotation file or folder")
    parser.add_argument("--output", metavar="FILE.jsonl", help="judge this output of aikg extract")
    parser.add_argument("--json", action="store_true", help="as a JSON object, errors included")
    parser.add_argument("--errors", action="store_true", help="list every miss and false find")


def run(args: argparse.Namespace) -> int:
    import sys

    from ...extractors.evaluate import evaluate, load_gold

    gold = load_gold(args.gold)
    report = evaluate(gold, _read(args.output) if args.output else _extracted(gold))
    if args.json:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n")
        return 0
    sys.stdout.write(report.as_table() + "\n")
    if args.errors:
        sys.stdout.write("\n" + "".join(f"{error}\n" for error in report.errors))
    return 0


def _read(path: str) -> Iterator[Any]:
    from ...ontology.errors import UnreadableDocument, UnsupportedFormat

    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError as error:
        raise UnreadableDocument(path, (error.strerror or str(error)).lower()) from None
    except UnicodeDecodeError:
        raise UnsupportedFormat(path, "is not the output of aikg extract") from None
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line)
            found["document"]["id"], found["entities"], found["events"]
        except (ValueError, KeyError, TypeError):
            raise UnsupportedFormat(path, f"line {number} is not the output of aikg extract") from None
        yield found


def _extracted(gold: dict[str, Any]) -> Iterator[Any]:
    """The extractions of the gold texts, under their ids."""
    from ...extractors.extract import Extractor
    from ...extractors.readers import text_document
    from ...ontology.interchange import to_json
    from ..output import progress

    extractor = Extractor()
    with progress("extracting", len(gold)) as step:
        for identifier, annotated in gold.items():
            day = annotated.get("published")
            document = text_document(
                annotated["text"],
                source=identifier,
                published=date.fromisoformat(day) if day else None,
                language=annotated.get("language"),
            )
            yield to_json(extractor.extract(document))
            step()
