"""Count what is in the graph: documents, entities, events by kind and modality."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping

from ..arguments import Parser, add_output, add_store

SUMMARY = "count what is in the graph"
EXAMPLES = (("aikg stats --store kg", "the counts"), ("aikg stats --store kg --json", "the same for programs"))


def arguments(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON object")
    add_store(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ..output import print_table, text_output

    with Store.open(args.store, read_only=True) as store:
        totals = store.stats()
        events = store.events()
        groups: dict[str, Mapping[str, int]] = {
            "kinds": Counter(c.event.kind for c in events),
            "modalities": Counter(c.event.modality for c in events),
            "entity types": Counter(e.type for e in store.entities()),
            "languages": Counter(d.document.language for d in store.documents()),
        }
    with text_output(args.output) as out:
        if args.json:
            told = totals | {what.replace(" ", "_"): dict(_ordered(counts)) for what, counts in groups.items()}
            out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            return 0
        rows = [("total", name, f"{n:,}") for name, n in totals.items()]
        rows += [(what, name, f"{n:,}") for what, counts in groups.items() for name, n in _ordered(counts)]
        print_table(("what", "name", "count"), rows, out)
    return 0


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
