"""Say that two entities are the same; list or take back what was said; show the journal of merges and splits.

A and B are names, ids or IRIs. What is said here is data of the graph: it holds for all documents, those that are read later too, until it is undone.
To say that two are different, see aikg different.
"""

from __future__ import annotations

import argparse

from ..arguments import Parser
from ..correcting import add_correction_options, run_correction

SUMMARY = "say that two entities are the same"
EXAMPLES = (
    ('aikg same "StarRiver AI" 星河智能 --store kg', "two names of one company"),
    ("aikg same --list --store kg", "all that was said of entities"),
    ("aikg same --undo 0123abcd4567 --store kg", "take one back"),
    ("aikg same --log --store kg", "how entities were merged and split, and why"),
)


def arguments(parser: Parser) -> None:
    add_correction_options(parser)


def run(args: argparse.Namespace) -> int:
    return run_correction(args, "same")
