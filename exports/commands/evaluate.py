"""Measure extraction against annotated documents (docs/evaluation.md).

GOLD are annotation files or folders of them. Their texts are extracted now, unless --output names the output of an
earlier aikg extract to judge instead. --against sets another such output beside it: what a change of rules or catalogue
made better and worse.
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
    ("aikg evaluate corpus/zh --save before.jsonl", "keep what was extracted, then change a rule …"),
    ("aikg evaluate corpus/zh --against before.jsonl", "… and see which figures moved, which errors went and came"),
    ("aikg evaluate corpus/zh --output events.jsonl --json", "judge an earlier extraction, for programs"),
)


def arguments(parser: Parser) -> None:
    parser.add_argument("gold", metavar="GOLD", nargs="+", help="annotation file or folder")
    parser.add_argument("--output", metavar="FILE.jsonl", help="judge this output of aikg extract")
    parser.add_argument("--against", metavar="FILE.jsonl", help="show what changed since this output")
    parser.add_argument("--save", metavar="FILE.jsonl", help="write what is judged here, for a later --against")
    parser.add_argument("--json", action="store_true", help="as a JSON object, errors included")
    parser.add_argument("--errors", action="store_true", help="list every miss and false find")


def run(args: argparse.Namespace) -> int:
    import sys

    from ...extractors.evaluate import evaluate, load_gold
    from ...extractors.report import compare

    gold = load_gold(args.gold)
    before = evaluate(gold, _read(args.against)) if args.against else None
    found = list(_read(args.output) if args.output else _extracted(gold))
    if args.save:
        _write(args.save, found)
    report = evaluate(gold, found)
    if before and not args.json:
        sys.stdout.write(compare(before, report) + "\n")
        return 0
    if args.json:
        said = report.as_json() | ({"before": before.as_json()} if before else {})
        sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
        return 0
    sys.stdout.write(report.as_table() + "\n")
    if args.errors:
        sys.stdout.write("\n" + "".join(f"{error}\n" for error in report.errors))
    return 0


def _write(path: str, objects: list[Any]) -> None:
    from ..output import text_output

    with text_output(path) as out:
        out.writelines(json.dumps(found, ensure_ascii=False) + "\n" for found in objects)


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
