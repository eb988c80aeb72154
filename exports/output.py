"""Where results go: the terminal, a pipe, or a file that is never seen half-written."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ..ontology.errors import AikgError, UsageError

STDOUT = "-"


def say(message: str) -> None:
    """A diagnostic on stderr, as one line."""
    from .wording import one_line

    print(f"aikg: {one_line(message)}", file=sys.stderr)


@contextmanager
def replacing(target: Path | str) -> Iterator[Path]:
    """A temporary path beside `target`, moved onto it when the block ends well and removed when it does not.

    Devices and pipes (`/dev/stdout`) are written to directly. Raises UsageError when the folder is missing or the
    target is a folder.
    """
    path = Path(os.path.realpath(target))
    if path.is_dir():
        raise UsageError(f"{target}: is a directory")
    if not path.parent.is_dir():
        raise UsageError(f"{target}: no such directory: {path.parent}")
    if path.exists() and not path.is_file():
        yield path
        return
    # A folder of our own: exporters choose by the ending, so the name itself has to stay.
    with _writable(target), tempfile.TemporaryDirectory(prefix=".aikg-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        yield draft
        if path.exists():
            shutil.copymode(path, draft)
        os.replace(draft, path)


@contextmanager
def _writable(target: Path | str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise AikgError(f"{target}: cannot be written: {reason(error)}") from error


def reason(error: OSError) -> str:
    """What the system says, without numbers and paths."""
    return (error.strerror or str(error)).lower()


@contextmanager
def text_output(target: str) -> Iterator[TextIO]:
    """A UTF-8 text stream: standard output for `-`, else the file, replaced as a whole at the end."""
    if target == STDOUT:
        yield sys.stdout
        sys.stdout.flush()
        return
    with replacing(target) as draft, draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        yield out


def write_file_or_stdout(target: str, ending: str, write: Any) -> None:
    """Call `write(path)`; for `-` the bytes of that path then go to standard output."""
    if target != STDOUT:
        with replacing(target) as draft:
            write(draft)
        return
    with tempfile.TemporaryDirectory(prefix="aikg-") as folder:
        draft = Path(folder) / f"export{ending}"
        write(draft)
        with draft.open("rb") as data:
            shutil.copyfileobj(data, sys.stdout.buffer)
    sys.stdout.flush()


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO, *, title: str = "") -> None:
    """A table: framed and wrapped to the window on a terminal; in full width and untruncated elsewhere.

    Widths count Chinese characters as two columns. Cells are plain text, never markup.
    """
    from .wording import one_line

    cells = [[one_line(cell) for cell in row] for row in rows]
    if title:
        out.write(one_line(title) + "\n")
    (_framed if out.isatty() else _plain)(headings, cells, out)


def _framed(headings: Sequence[str], cells: list[list[str]], out: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for i, heading in enumerate(headings):
        # Sentences get room to be read; rich would share it out evenly.
        longest = max((len(row[i]) for row in cells), default=0)
        table.add_column(heading, overflow="fold", min_width=40 if longest > 80 and _columns() >= 120 else None)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=out, markup=False, highlight=False).print(table)


def _columns() -> int:
    """How many columns the terminal has."""
    return shutil.get_terminal_size().columns


def _plain(headings: Sequence[str], cells: list[list[str]], out: TextIO) -> None:
    from rich.cells import cell_len

    lines = [list(headings), *cells]
    widths = [max(cell_len(line[i]) for line in lines) for i in range(len(headings))]
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        out.write("  ".join(padded).rstrip() + "\n")


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Any]:
    """A progress bar on stderr, shown only when stderr is a terminal. Yields a function to call after each step."""
    if not sys.stderr.isatty() or total == 1:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
