"""Hold the graph against its SHACL shapes. Every breach is a line on standard output; the exit status is then 7."""

from __future__ import annotations

import argparse

from ..arguments import Parser, add_output, add_store

SUMMARY = "check the graph against its shapes"
EXAMPLES = (("aikg validate --store kg", "silence and exit status 0 mean that all is well"),)


def arguments(parser: Parser) -> None:
    add_store(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ...graph.validate import validate
    from ...ontology.errors import ValidationError
    from ..output import say, text_output
    from ..wording import one_line

    with Store.open(args.store, read_only=True) as store:
        breaches = validate(store)
    with text_output(args.output) as out:
        for breach in breaches:
            out.write(one_line(str(breach)) + "\n")
    if breaches:
        raise ValidationError(f"store {args.store}: {len(breaches)} breaches of the shapes")
    say(f"{args.store} is as its shapes say")
    return 0
