"""What takes seconds to find out and is the same in each run, kept between runs in the user's cache folder.

It saves time and nothing else: a file that cannot be read counts for none, one that cannot be written is let be.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

MOST = 50_000  # entries; a file that has grown beyond them starts anew
Words = tuple[frozenset[str], ...]


def cache_folder() -> Path | None:
    """The folder of kept files: what AIKG_CACHE names, none where that is empty, else the platform's place for caches."""
    named = os.environ.get("AIKG_CACHE")
    if named is None:
        return platformdirs.user_cache_path("aikg", appauthor=False)
    return Path(named) if named else None


class Kept:
    """Sets of words by the text that they were read from. `name` changes with the way of reading; the text is not kept, its digest is."""

    def __init__(self, name: str) -> None:
        folder = cache_folder()
        self._path = folder / f"{name}.json" if folder else None
        self._found = _read(self._path) if self._path else {}
        self._grown = False

    def words(self, text: str, read: Callable[[], Words]) -> Words:
        """What was kept of a text, else what is read of it now."""
        key = hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
        if key not in self._found:
            self._found[key] = read()
            self._grown = True
        return self._found[key]

    def save(self) -> None:
        """Write the file, whole or not at all, where there is anything new."""
        if not (self._grown and self._path):
            return
        self._grown = False
        kept = {key: [sorted(words) for words in found] for key, found in self._found.items()}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._path.parent, encoding="utf-8", delete=False) as file:
                try:
                    json.dump(kept, file, ensure_ascii=False)
                    file.close()
                    os.replace(file.name, self._path)
                except BaseException:
                    file.close()
                    os.unlink(file.name)
                    raise


def _read(path: Path) -> dict[str, Words]:
    try:
        kept = json.loads(path.read_text("utf-8"))
        found = {str(key): tuple(frozenset(map(str, words)) for words in all_) for key, all_ in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return found if len(found) <= MOST else {}
