"""Say who matters, who belongs together, and what leads from one to another, by who takes part in the same events.

WHAT is ranking (entities by pagerank, degree or betweenness), communities (groups that have to do with each other),
path (the events, with their sentences, that lead from one NAME to another), or graph (who shares events with whom,
with these figures, for Gephi and the like; the file's ending says which format: .graphml, .gexf or .json).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..arguments import Parser, add_output, add_store, day, positive

if TYPE_CHECKING:
    from ...graph.network import Participation
    from ...graph.store import Store

SUMMARY = "rank entities, group them, find what connects two"
EXAMPLES = (
    ("aikg network ranking --store kg --type Organization", "the companies with the best connections"),
    ("aikg network ranking --store kg --by betweenness", "who stands between others"),
    ("aikg network communities --store kg", "groups that have to do with each other"),
    ("aikg network path OpenAI 软银 --store kg", "the events that lead from one to the other, with their sentences"),
    ("aikg network graph --store kg -o network.graphml", "the network with these figures, for Gephi"),
    ("aikg network ranking --store kg --as-of 2026-04-07", "as it was known on a day"),
)
WHAT = ("ranking", "communities", "path", "graph")


def arguments(parser: Parser) -> None:
    parser.add_argument("what", metavar="WHAT", choices=WHAT, help="ranking, communities, path or graph")
    parser.add_argument("names", metavar="NAME", nargs="*", help="of path: two entities by any of their names")
    parser.add_argument("--by", metavar="MEASURE", default="pagerank", help="pagerank (default), degree or betweenness")
    parser.add_argument("--type", metavar="TYPE", help="of ranking: only this type, like Organization")
    parser.add_argument("--limit", metavar="N", type=positive, default=20, help="at most N rows (default: 20)")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="only what was published up to that day")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_store(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ...ontology.errors import UsageError
    from ..output import print_table, text_output

    if args.what == "path" and len(args.names) != 2:
        raise UsageError("path needs two names: aikg network path OpenAI Oracle")
    if args.what != "path" and args.names:
        raise UsageError(f"unexpected argument {args.names[0]!r}: only path takes names")
    with Store.open(args.store, read_only=True) as store:
        if args.what == "graph":
            return _graph(store, args)
        rows = (_path if args.what == "path" else _ranking if args.what == "ranking" else _communities)(store, args)
    with text_output(args.output) as out:
        if args.json:
            out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        else:
            columns = COLUMNS[args.what]
            print_table(columns, [[_cell(row[c]) for c in columns] for row in rows], out)
    return 0


COLUMNS = {
    "ranking": ("rank", "score", "name", "type", "id"),
    "communities": ("group", "size", "members"),
    "path": ("from", "role", "event", "day", "to", "as", "sentence", "source", "id"),
}


def _ranking(store: Store, args: argparse.Namespace) -> list[dict[str, Any]]:
    from ...graph.analytics import ranking

    graph = _shared(store, args)
    found = ranking(graph, by=args.by, type_=args.type)[: args.limit]
    return [
        {
            "rank": i,
            "score": round(r.score, 6),
            "name": graph.nodes[r.entity].get("name", r.entity),
            "type": graph.nodes[r.entity].get("type", ""),
            "id": r.entity,
        }
        for i, r in enumerate(found, 1)
    ]


def _communities(store: Store, args: argparse.Namespace) -> list[dict[str, Any]]:
    from ...graph.analytics import communities, ranking

    graph = _shared(store, args)
    place = {r.entity: i for i, r in enumerate(ranking(graph))}
    found = []
    for number, group in enumerate(communities(graph)[: args.limit], 1):
        names = [graph.nodes[n].get("name", n) for n in sorted(group, key=lambda n: place[n])]
        found.append({"group": number, "size": len(group), "members": names})
    return found


def _path(store: Store, args: argparse.Namespace) -> list[dict[str, Any]]:
    from ...graph.analytics import path
    from ...graph.decode import global_id
    from ...graph.identity import canonical_of
    from ...graph.query import resolve
    from ...graph.store import when
    from .. import wording
    from ..output import say
    from ..records import claim_of

    start, end = (global_id(canonical_of(store.find, resolve(store, name)[0])) for name in args.names)
    names = {e.id: e.name for e in store.entities()}
    steps = path(store, start, end, as_of=args.as_of)
    if not steps:
        say(f"nothing in the graph leads from {args.names[0]} to {args.names[1]}")
    rows = []
    for step in steps:
        event, document = step.claim.event, step.claim.document
        day, _ = when(event, document)
        rows.append(
            {
                "from": names.get(step.start, step.start),
                "role": wording.role_label(step.start_role),
                "event": wording.kind_label(event.kind),
                "day": day.isoformat() if day.year > 1 else "",
                "to": names.get(step.end, step.end),
                "as": wording.role_label(step.end_role),
                "sentence": " … ".join(q.text for q in claim_of(event, document).quotations),
                "source": document.source,
                "id": event.id,
            }
        )
    return rows


def _graph(store: Store, args: argparse.Namespace) -> int:
    import networkx as nx

    from ...graph.analytics import described
    from ..output import write_file_or_stdout

    ending = Path(args.output).suffix if args.output != "-" else ".graphml"
    graph = described(_shared(store, args))

    def write(path: Path) -> None:
        if ending == ".gexf":
            nx.write_gexf(graph, path)
        elif ending == ".json":
            path.write_text(json.dumps(nx.node_link_data(graph, edges="links"), ensure_ascii=False) + "\n", "utf-8")
        else:
            nx.write_graphml(graph, path, encoding="utf-8")

    write_file_or_stdout(args.output, ending, write)
    return 0


def _shared(store: Store, args: argparse.Namespace) -> Participation:
    """Who shares events with whom."""
    from ...graph.network import network, participation

    return participation(network(store, as_of=args.as_of))


def _cell(value: object) -> str:
    return " · ".join(map(str, value)) if isinstance(value, list) else str(value)
