"""What `aikg same` and `aikg different` share: two entities, or the list, the undoing and the journal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Literal

from .arguments import Parser, add_output, add_store

if TYPE_CHECKING:
    from ..graph.store import Store

FORMATS = ("table", "csv", "json", "jsonl")


def add_correction_options(parser: Parser) -> None:
    """The arguments of both commands."""
    parser.add_argument("entities", metavar="A B", nargs="*", help="two entities, by name, id or IRI")
    parser.add_argument("--list", action="store_true", help="list what was said, with the ids to undo it by")
    parser.add_argument("--undo", metavar="ID", help="take back what was said")
    parser.add_argument("--log", action="store_true", help="show the journal of merges and splits")
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=FORMATS,
        default="table",
        help="of the lists: table (default), csv, json or jsonl",
    )
    add_store(parser)
    add_output(parser)


def run_correction(args: argparse.Namespace, verdict: Literal["same", "different"]) -> int:
    """Do what the options say."""
    from ..graph.store import Store
    from ..ontology.errors import UsageError

    reading = args.list or args.log
    if sum([bool(args.entities), args.list, args.log, args.undo is not None]) != 1 or len(args.entities) not in (0, 2):
        raise UsageError(f"name two entities, or one of --list, --undo ID, --log (see aikg {verdict} --help)")
    if not reading:
        Store.open(args.store, read_only=True).close()  # a store that is not there is no place for corrections
    with Store.open(args.store, read_only=reading) as store:
        if args.list:
            _list(store, args)
        elif args.log:
            _log(store, args)
        elif args.undo is not None:
            _undo(store, args.undo)
        else:
            _say(store, args.entities, verdict)
    return 0


def _say(store: Store, entities: list[str], verdict: Literal["same", "different"]) -> None:
    from datetime import UTC, datetime

    from ..graph.corrections import correction_of
    from .output import say

    known = store.entities(merged=False)
    made = correction_of(known, entities[0], entities[1], verdict, datetime.now(UTC).replace(microsecond=0))
    done = store.correct(made)
    said = f"{made.first.rpartition('/id/')[2]} and {made.second.rpartition('/id/')[2]} are {verdict}"
    say(f"{said} (undo with --undo {made.id})" if done else f"{said}: that was said before")


def _list(store: Store, args: argparse.Namespace) -> None:
    from ..graph.corrections import corrections
    from .telling import write

    rows = [(c.id, c.verdict, _told(store, c.first), _told(store, c.second), c.made) for c in corrections(store.find)]
    write(("id", "verdict", "first", "second", "made"), rows, args)


def _log(store: Store, args: argparse.Namespace) -> None:
    from ..graph.journal import entries
    from .telling import write

    rows = [(e.number, e.act, _told(store, e.member), _told(store, e.canonical), e.reason) for e in entries(store.find)]
    write(("number", "what", "entity", "is", "reason"), rows, args)


def _undo(store: Store, identifier: str) -> None:
    from ..graph.corrections import corrections
    from ..ontology.errors import UnknownName
    from .output import say

    found = [c for c in corrections(store.find) if c.id == identifier]
    if not found:
        raise UnknownName("correction", identifier, (c.id for c in corrections(store.find)))
    store.undo(found[0])
    say(f"{found[0].id} is undone")


def _told(store: Store, node: str) -> str:
    """An entity's name with the id that tells it from others of that name."""
    name, id_ = store.label(node), node.rpartition("/id/")[2]
    return f"{name} ({id_})" if name and name != id_ else id_
