"""Files on the command line → documents and extractions; what cannot be read is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..ontology.errors import AikgError
from ..ontology.model import Document, Extraction
from .output import progress, say


def documents(files: Sequence[str], published: date | None = None) -> Iterator[Document | AikgError]:
    """The documents of all files in order; an error stands in the place of what cannot be read."""
    from ..extractors.readers import read

    for file in files:
        try:
            yield from read(file, published=published)
        except AikgError as error:
            yield error


class Batch:
    """The extractions of many files, one after the other as they are ready.

    A document that cannot be read becomes one line on stderr and a non-zero `status` after the iteration: the exit
    status of the first error. Events below `min_confidence` are left out.
    """

    def __init__(
        self,
        files: Sequence[str],
        *,
        jobs: int = 1,
        published: date | None = None,
        spacy_model: str | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        self.files, self.jobs, self.published, self.spacy_model = files, jobs, published, spacy_model
        self.min_confidence = min_confidence
        self.status = 0
        self.read = 0

    def __iter__(self) -> Iterator[Extraction]:
        with progress("reading", self._total) as step:
            for result in self._results():
                step()
                if isinstance(result, AikgError):
                    self.failed(result)
                else:
                    self.read += 1
                    yield self._confident(result)

    def _confident(self, extraction: Extraction) -> Extraction:
        kept = tuple(e for e in extraction.events if e.confidence >= self.min_confidence)
        return extraction if len(kept) == len(extraction.events) else replace(extraction, events=kept)

    @property
    def _total(self) -> int | None:
        """How many results there will be; unknown where a file holds many documents."""
        from ..extractors.readers import MANY

        return None if any(Path(f).suffix.lower() in MANY for f in self.files) else len(self.files)

    def failed(self, error: AikgError) -> None:
        """Tell of one document that did not make it; the rest goes on."""
        self.status = self.status or error.exit_status
        say(f"error: {error}")

    def _results(self) -> Iterator[Extraction | AikgError]:
        from ..extractors.batch import extract_files

        found = extract_files(self.files, processes=self.jobs, published=self.published, spacy_model=self.spacy_model)
        for _, result in found:
            yield result
