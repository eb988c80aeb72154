"""The command line's reference, docs/cli.md, made from the commands themselves.

python -m aikg.exports.reference > docs/cli.md
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .arguments import Parser
from .cli import EXAMPLES, parser
from .commands import command, commands

HEAD = """\
# The command line

Results go to standard output, diagnostics and progress to standard error, so that everything can be piped. Files are
written whole or not at all. An error is one line, `aikg: error: …`; in a batch the other documents go on, and the exit
status is not 0 at the end.

| exit status | meaning |
|---|---|
| 0 | all went well |
| 1 | something that none of the others says |
| 2 | the call's words are off |
| 3 | a document cannot be read |
| 4 | the store is locked, broken, full or not there |
| 5 | SPARQL that cannot be parsed or run |
| 6 | no such event, entity, kind, question or format |
| 7 | the graph breaks a shape |
| 8 | an optional dependency is missing |
| 130 | stopped with Ctrl-C |

`AIKG_DEBUG=1` in the environment shows the traceback of an error. What takes seconds to find out and is the same in each run (which words a pattern needs) is kept
in the platform's folder for caches; `AIKG_CACHE=FOLDER` names another one, and empty, none. `aikg COMMAND --help` says what stands here.
"""


def reference() -> str:
    """The whole page, Markdown."""
    lines = [HEAD, *_examples(EXAMPLES)]
    subparsers = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    for name in commands():
        lines += [f"## aikg {name}", "", command(name).__doc__.strip(), "", *_arguments(subparsers.choices[name])]
        lines += _examples(command(name).EXAMPLES)
    return "\n".join(lines).rstrip() + "\n"


def _arguments(sub: Parser) -> Iterator[str]:
    yield "| argument | meaning |"
    yield "|---|---|"
    for action in sub._actions:
        if action.dest == "help":
            continue
        metavar = "" if action.nargs == 0 else f" {action.metavar}"
        if not action.option_strings:
            metavar = {"+": "{0} …", "?": "[{0}]"}.get(str(action.nargs), "{0}").format(action.metavar)
        yield f"| `{', '.join(action.option_strings)}{metavar}` | {action.help} |"
    yield ""


def _examples(examples: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield "```sh"
    for call, what in examples:
        yield f"# {what}"
        yield call
    yield "```"
    yield ""


if __name__ == "__main__":
    print(reference(), end="")
