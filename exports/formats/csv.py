"""CSV: one row for each report of an event, for spreadsheets.

UTF-8 with the mark that makes spreadsheets read Chinese right. Text that a spreadsheet would take for a formula gets a
leading apostrophe.
"""

from __future__ import annotations

import csv
from pathlib import Path

from ...graph.store import Store
from .. import wording
from ..records import Claim, EventRecord, Records, from_store

SUMMARY = "a table for spreadsheets, one row for each report of an event"
ENDING = ".csv"
COLUMNS = (
    "event", "kind", "when", "day", "modality", "who_and_what", "figures", "cited", "confidence", "rule",
    "quotation", "start", "end", "document", "title", "publisher", "published",
)  # fmt: skip


def write(store: Store, path: Path) -> None:
    """Write all reports, by date and event."""
    records = from_store(store)
    events = sorted(records.events.values(), key=lambda e: (records.event_date(e), e.id))
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for event in events:
            for claim in event.claims:
                table.writerow([inert(cell) for cell in _row(event, claim, records)])


def inert(cell: str) -> str:
    """A cell that no spreadsheet evaluates.

    >>> inert("=1+1"), inert("1+1"), inert("−2%")
    ("'=1+1", '1+1', '−2%')
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _row(event: EventRecord, claim: Claim, records: Records) -> list[str]:
    document = records.documents[claim.document]
    first = claim.quotations[0] if claim.quotations else None
    return [
        event.id,
        event.kind,
        wording.when_text(claim.arguments),
        records.event_date(event),
        claim.modality,
        wording.who_text(event.kind, claim.arguments, records.name),
        wording.figures_text(claim.arguments),
        wording.source_text(claim.arguments, records.name),
        f"{claim.confidence:g}",
        claim.rule,
        " … ".join(q.text for q in claim.quotations),
        str(first.start) if first else "",
        str(claim.quotations[-1].end) if first else "",
        document.source,
        document.title or "",
        records.publisher(document),
        document.published.isoformat() if document.published else "",
    ]
