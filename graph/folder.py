"""The store's folder: its marker with the version, and what can be wrong with it, each told in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..ontology.errors import StoreError

MARKER = "aikg.json"
VERSION = 2


def check(folder: Path, *, create: bool) -> None:
    """Raise StoreError unless the folder is a store of this version; make it where that is asked for."""
    marker = folder / MARKER
    if marker.exists():
        try:
            version = json.loads(marker.read_text("utf-8"))["store"]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(str(folder), f"is broken: {MARKER} cannot be read") from error
        if version != VERSION:
            raise StoreError(str(folder), f"is of version {version}; this aikg reads version {VERSION}: build it anew")
        return
    if folder.exists() and not folder.is_dir():
        raise StoreError(str(folder), "is not a folder")
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(str(folder), "is a folder of something else, not a store")
    if not create:
        raise StoreError(str(folder), "does not exist: make it with `aikg build`")
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_text(
        json.dumps({"store": VERSION}) + "\n", "utf-8"
    )  # first, so that a folder killed here is still ours


@contextmanager
def errors(path: str) -> Iterator[None]:
    """What the triple store raises, as one clear line."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        said = " ".join(str(error).split())
        if "lock" in said.casefold() and "LOCK" in said:
            reason = "is locked: another process is writing to it"
        elif "orruption" in said or "invalid" in said.casefold():
            reason = f"is broken: {said[:160]}"
        elif "No space left" in said or "quota exceeded" in said or "File too large" in said:
            reason = "cannot be written: the disk is full"
        elif isinstance(error, PermissionError) or "Permission denied" in said:
            reason = "cannot be opened: permission denied"
        else:
            reason = f"cannot be used: {said[:160]}"
        raise StoreError(path, reason) from error
