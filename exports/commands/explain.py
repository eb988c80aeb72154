"""Say why an event is in the graph: its sentence in context, the document, the rule, the confidence, the arguments.

EVENT is an event's id, or as much of its beginning as is needed to tell it from others. Ids stand in the output of
aikg extract, in exports, and at the end of an event's panel in the viewer.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, TextIO

from ..arguments import Parser, add_output, add_store

if TYPE_CHECKING:
    from ...graph.store import StoredClaim
    from ..records import Claim

SUMMARY = "say why an event is in the graph"
EXAMPLES = (
    ("aikg explain 4ddbfe91 --store kg", "the event whose id begins so"),
    ("aikg explain 4ddbfe91 --store kg --json", "the same for programs"),
)
MARKS = "»", "«"


def arguments(parser: Parser) -> None:
    parser.add_argument("event", metavar="EVENT", help="an event's id, or its beginning")
    parser.add_argument("--json", action="store_true", help="as a JSON object")
    add_store(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ..output import text_output
    from ..records import claim_of

    with Store.open(args.store, read_only=True) as store:
        found = store.event(args.event)
        names = {e.id: e.name for e in store.entities()}
    claim = claim_of(found.event, found.document)
    with text_output(args.output) as out:
        (_write_json if args.json else _write_text)(found, claim, names, out)
    return 0


def _write_text(found: StoredClaim, claim: Claim, names: dict[str, str], out: TextIO) -> None:
    from .. import wording

    event, document, publisher = found.event, found.document, found.document.publisher or ""
    lines = [
        ("event", event.id),
        ("kind", f"{wording.kind_label(event.kind)} ({event.kind})"),
        ("modality", event.modality),
        ("confidence", f"{event.confidence:.2f}"),
        ("rule", event.rule),
        ("document", " · ".join(filter(None, (document.source, document.title, names.get(publisher, publisher))))),
        ("published", str(document.published or "unknown")),
    ]
    for role, fillers in event.arguments.items():
        for a in fillers:
            span = f"  [{a.span.start}, {a.span.end})" if a.span else "  (inferred)"
            lines.append((wording.role_label(role), wording.value_text(a, lambda id_: names.get(id_, id_)) + span))
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        out.write(f"{label:<{width}}  {wording.one_line(value)}\n")
    for q in claim.quotations:
        sentence = wording.one_line(f"{q.before}{MARKS[0]}{q.text}{MARKS[1]}{q.after}")
        out.write(f"\n  characters {q.start} to {q.end}:\n  {sentence}\n")


def _write_json(found: StoredClaim, claim: Claim, names: dict[str, str], out: TextIO) -> None:
    from ...ontology.interchange import argument_json

    event, document = found.event, found.document
    told = {
        "id": event.id,
        "type": event.kind,
        "modality": event.modality,
        "confidence": round(event.confidence, 4),
        "rule": event.rule,
        "arguments": {r: [argument_json(a, document.text) for a in v] for r, v in event.arguments.items()},
        "names": {id_: names.get(id_, id_) for id_ in sorted(_entities(found))},
        "evidence": [
            {"before": q.before, "text": q.text, "after": q.after, "start": q.start, "end": q.end}
            for q in claim.quotations
        ],
        "document": {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published.isoformat() if document.published else None,
        },
    }
    out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _entities(found: StoredClaim) -> set[str]:
    from ...ontology.model import EntityRef

    return {a.value.id for v in found.event.arguments.values() for a in v if isinstance(a.value, EntityRef)}
