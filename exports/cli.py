"""The command line `aikg`: the one place where all rooms meet.

Results go to stdout, everything else to stderr. Errors are one line `aikg: error: …` with the exit status of their
class (ontology/errors.py); 130 after Ctrl-C. `AIKG_DEBUG=1` shows tracebacks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from ..ontology.errors import AikgError
from .arguments import Parser
from .commands import command, commands
from .output import reason, say

EXAMPLES = (
    ("aikg extract report.pdf --format table", "read one report and show its events"),
    ("aikg build --store kg reports/*.pdf", "keep the events of many reports as a graph"),
    ("aikg questions --store kg", "list the ready-made questions; name one to run it"),
    ("aikg view --store kg -o graph.html", "draw the graph as one HTML file"),
    ("aikg export neo4j --store kg -o graph.cypher", "carry the graph elsewhere"),
)
INTERRUPTED = 130


def parser() -> Parser:
    """The whole command line; each command's own parser is made by its file in commands/."""
    top = Parser(
        prog="aikg",
        description="Reads what is written about the AI industry and keeps it as a graph of events with evidence.",
        examples=EXAMPLES,
        open_ended=True,
    )
    top.add_argument("--version", action="store_true", help="show the version and exit")
    choices = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser, required=False)
    for name in commands():
        module = command(name)
        sub = choices.add_parser(
            name,
            help=module.SUMMARY,
            description=module.__doc__,
            examples=module.EXAMPLES,
            open_ended=getattr(module, "OPEN_ENDED", False),
        )
        module.arguments(sub)
    return top


def run(words: Sequence[str]) -> int:
    """Parse and run one call; errors are raised."""
    top = parser()
    args, rest = top.parse_known_args(list(words))
    if args.version:
        from importlib.metadata import version

        print(f"aikg {version('aikg')}")
        return 0
    if args.command is None:
        if rest:
            top.unknown(rest)
        top.print_help()
        return 0
    module = command(args.command)
    if rest and not getattr(module, "OPEN_ENDED", False):
        top.unknown(rest)
    args.rest = rest
    status: int = module.run(args)
    sys.stdout.flush()
    return status


def main(words: Sequence[str] | None = None) -> int:
    """Entry point: returns the exit status and lets no traceback out."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        return run(sys.argv[1:] if words is None else words)
    except SystemExit as end:  # --help
        return _flushed(int(end.code or 0))
    except AikgError as error:
        _trace()
        say(f"error: {error}")
        return error.exit_status
    except BrokenPipeError:
        return _quiet(0)
    except KeyboardInterrupt:
        return _quiet(INTERRUPTED)
    except OSError as error:
        _trace()
        where = f"{error.filename}: " if error.filename else ""
        say(f"error: {where}{reason(error)}")
        return _quiet(AikgError.exit_status)
    except Exception as error:  # the last resort: a defect of ours, told in one line
        _trace()
        say(f"error: internal error: {type(error).__name__}: {error} (set AIKG_DEBUG=1 for details)")
        return AikgError.exit_status


def _trace() -> None:
    if os.environ.get("AIKG_DEBUG"):
        import traceback

        traceback.print_exc()


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _flushed(status: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _quiet(0)
    return status


def _quiet(status: int) -> int:
    """Leave without the interpreter's own complaint about an output that cannot be flushed."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


if __name__ == "__main__":
    sys.exit(main())
