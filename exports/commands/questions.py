"""Ask a ready-made question; without a name, list them.

Parameters are given as options of the question's own: --company Alibaba, --since 2026-01-01. Companies, models and
people go by any of their names, in Chinese or English.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..arguments import Parser, add_output, add_result_options, add_store

if TYPE_CHECKING:
    from ...graph.query import Question

SUMMARY = "ask ready-made questions, or list them"
EXAMPLES = (
    ("aikg questions", "list all questions with their parameters"),
    ("aikg questions releases --store kg --company 阿里 --since 2026-01-01", "ask one"),
    ("aikg questions funding --store kg --format csv -o funding.csv", "the answer as CSV"),
    ("aikg questions funding --show", "print its SPARQL, to start a query of one's own from"),
)
OPEN_ENDED = True  # options that are not known here are the question's parameters


def arguments(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="a question; without it all are listed")
    parser.add_argument("--show", action="store_true", help="print the question's SPARQL instead of asking it")
    add_store(parser)
    add_result_options(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.query import ask, question, questions
    from ...graph.store import Store
    from ...ontology.errors import UsageError
    from ..output import text_output
    from ..results import write_result

    if args.name is None:
        if args.rest:
            raise UsageError(f"{args.rest[0]} is of no question: name one (see aikg questions --help)")
        with text_output(args.output) as out:
            for found in questions().values():
                out.write(_listed(found, args.language))
        return 0
    asked = question(args.name)
    if args.show:
        with text_output(args.output) as out:
            out.write(asked.sparql)
        return 0
    given = parameters(asked, args.rest)
    with Store.open(args.store, read_only=True) as store:
        result = ask(store, asked.name, language=args.language, limit=args.limit, timeout_s=args.timeout, **given)
    with text_output(args.output) as out:
        write_result(result, args.format, out)
    return 0


def parameters(asked: Question, words: Sequence[str]) -> dict[str, str]:
    """`--name value` and `--name=value` pairs; raises UsageError and, for a name of no parameter, UnknownName."""
    from ...ontology.errors import UsageError

    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise UsageError(f"unexpected argument {word!r}: parameters are written --name value")
        name, has_value, value = word[2:].partition("=")
        name = asked.parameter(name.replace("-", "_")).name
        if not has_value:
            if not rest:
                raise UsageError(f"--{name} needs a value")
            value = rest.pop(0)
        given[name] = value
    return given


def _listed(found: Question, language: str) -> str:
    lines = [f"{found.name}  {found.title.get(language, found.title['en'])}", f"    {found.description}"]
    for p in found.parameters:
        need = " (required)" if p.required else ""
        lines.append(f"    --{p.name} {p.example}: {p.description}{need}")
    return "\n".join(lines) + "\n\n"
