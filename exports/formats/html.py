"""The viewer: one HTML page with everything in it, for any browser, offline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ...graph.store import Store
from ..page import page
from ..picture import LIMIT, choose
from ..records import from_store

SUMMARY = "interactive page for the browser (as aikg view)"
ENDING = ".html"


def write(
    store: Store,
    path: Path,
    *,
    title: str = "",
    entity: str | None = None,
    since: date | None = None,
    until: date | None = None,
    kinds: Sequence[str] = (),
    limit: int = LIMIT,
) -> None:
    """Write the page to `path`. The options choose what is drawn (picture.choose)."""
    records = from_store(store)
    choice = choose(records, entity=entity, since=since, until=until, kinds=kinds, limit=limit)
    path.write_text(page(records, choice, title=title or (entity or "")), "utf-8", newline="\n")
