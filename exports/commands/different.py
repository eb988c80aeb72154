"""Say that two entities are different, where their names had made them one; list or take back what was said.

A and B are names, ids or IRIs. What is said here is data of the graph: it holds for all documents, those that are read later too, until it is undone.
"""

from __future__ import annotations

import argparse

from ..arguments import Parser
from ..correcting import add_correction_options, run_correction

SUMMARY = "say that two entities are different"
EXAMPLES = (
    ("aikg different organization/larklabs organization/larksystems --store kg", "two that are not one"),
    ("aikg different --list --store kg", "all that was said of entities"),
)


def arguments(parser: Parser) -> None:
    add_correction_options(parser)


def run(args: argparse.Namespace) -> int:
    return run_correction(args, "different")
