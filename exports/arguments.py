"""The argument parser of the command line: one-line errors with "did you mean", help that teaches by example."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NoReturn

from ..ontology.errors import UnknownName, UsageError


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises UsageError instead of leaving the process.

    `examples` are pairs of a command and what it does; they end the help text. With `open_ended` the parser leaves
    unknown options to the caller.
    """

    def __init__(self, *, examples: Sequence[tuple[str, str]] = (), open_ended: bool = False, **options: Any) -> None:
        if examples:
            options["epilog"] = "examples:\n" + "\n".join(f"  {call}\n      {what}" for call, what in examples)
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, add_help=False, **options
        )
        self.add_argument("-h", "--help", action="help", help="show this help and exit")
        self.open_ended = open_ended

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")

    def unknown(self, words: Sequence[str]) -> NoReturn:
        """Refuse words that no option or argument took."""
        word = next((w for w in words if w.startswith("-")), words[0])
        if not word.startswith("-"):
            self.error(f"unexpected argument {word!r}")
        known = [o for o in self._option_string_actions if o.startswith("--")]
        raise UsageError(f"{UnknownName('option', word.split('=')[0], known)} (see {self.prog} --help)")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        found, rest = super().parse_known_args(args, namespace)
        if rest and not self.open_ended:
            self.unknown(rest)
        return found, rest

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        # argparse lists all choices in its message; the nearest one helps more.
        if action.choices is not None and value not in action.choices:
            what = action.metavar if isinstance(action.metavar, str) else action.dest
            raise _unknown(what.lower(), str(value), list(map(str, action.choices)))


def _unknown(what: str, name: str, known: list[str]) -> UnknownName | UsageError:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return (
        UnknownName(what, name, known) if close else UsageError(f"unknown {what} {name!r}; known: {', '.join(known)}")
    )


def day(text: str) -> date:
    """An ISO date, for `type=`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-04-07") from None


def confidence(text: str) -> float:
    """A number in [0, 1], for `type=`."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no confidence; it lies between 0 and 1")
    return value


def positive(text: str) -> int:
    """A whole number above 0, for `type=`."""
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def one_of(what: str, name: str, known: Iterable[str]) -> str:
    """`name` as the one of `known` that equals it but for case, hyphens and underscores; raises UnknownName."""
    names = list(known)
    folded = {_fold(n): n for n in names}
    if _fold(name) not in folded:
        raise UnknownName(what, name, names)
    return folded[_fold(name)]


def _fold(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "").replace(" ", "")


def add_store(parser: argparse.ArgumentParser) -> None:
    """`--store DIR`, the same everywhere."""
    parser.add_argument(
        "--store",
        metavar="DIR",
        default="./aikg-store",
        help="the graph's folder (default: ./aikg-store), or a SPARQL server's address",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """`-o FILE`, the same everywhere."""
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="write here instead of standard output")


def add_min_confidence(parser: argparse.ArgumentParser) -> None:
    """`--min-confidence X`, the same everywhere."""
    parser.add_argument(
        "--min-confidence", metavar="X", type=confidence, default=0.0, help="leave out events below X (0 to 1)"
    )


def add_result_options(parser: argparse.ArgumentParser) -> None:
    """How a query's rows come out, and how many, and how long it may take."""
    formats = ("table", "csv", "json", "jsonl", "turtle", "ntriples")  # results.RESULT_FORMATS, without its imports
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=formats,
        default="table",
        help="table (default), csv, json or jsonl; turtle and ntriples for CONSTRUCT and DESCRIBE",
    )
    parser.add_argument("--limit", metavar="N", type=positive, help="at most N rows")
    parser.add_argument("--timeout", metavar="S", type=seconds, help="give up after S seconds")
    parser.add_argument(
        "--language", metavar="LANG", choices=("en", "zh"), default="en", help="names in the table: en (default) or zh"
    )


def seconds(text: str) -> float:
    """A number of seconds above 0, for `type=`."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return value
