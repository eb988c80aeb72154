"""Read-only SPARQL over the store, and how a query is stopped."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from ..ontology.errors import QueryError
from ..ontology.namespaces import PREFIXES
from .query_text import keywords, message, refuse_network
from .result import QueryResult
from .terms import Term, canonical
from .transaction import finish, unfinished

if TYPE_CHECKING:
    from .remote import RemoteStore


def run_query(
    store: ox.Store | RemoteStore, query: str, *, limit: int | None = None, prefixes: Mapping[str, str] = PREFIXES
) -> QueryResult:
    """Run a query over all graphs together, or those it names by FROM; `GRAPH ?document { … }` asks one document's.

    At most `limit` rows are taken. The vocabulary's prefixes need not be declared. Raises QueryError.
    """
    refuse_network(query)
    try:
        union = "from" not in keywords(query)
        found: Any = store.query(query, prefixes=dict(prefixes), use_default_graph_as_union=union)
        if isinstance(found, ox.QueryBoolean):
            return QueryResult("ask", ("answer",), [(ox.Literal(bool(found)),)])
        rows: list[tuple[Term | None, ...]] = []
        if isinstance(found, ox.QuerySolutions):
            columns = tuple(v.value for v in found.variables)
            for solution in found:
                if limit is not None and len(rows) >= limit:
                    return QueryResult("select", columns, rows, truncated=True)
                rows.append(tuple(None if (t := solution[c]) is None else canonical(t) for c in columns))
            return QueryResult("select", columns, rows)
        columns = ("subject", "predicate", "object")
        for triple in found:
            if limit is not None and len(rows) >= limit:
                return QueryResult("construct", columns, rows, truncated=True)
            rows.append((triple.subject, triple.predicate, canonical(triple.object)))
        return QueryResult("construct", columns, rows)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise QueryError(message(str(error), query)) from error


def snapshot(data: Path, *, attempts: int = 40) -> ox.Store:
    """The data as they stand, for reading beside a writer, who is waited for while it tidies its files or ends a step.

    What a killed writer left unfinished is finished.
    """
    for left in range(attempts, 0, -1):
        try:
            store = ox.Store.read_only(str(data))
            if not unfinished(store):
                return store
            if left <= attempts // 2:  # longer than a writer takes
                finish(ox.Store(data))
                return ox.Store.read_only(str(data))
        except (OSError, RuntimeError) as error:
            if left == 1 or not ("While open a file" in str(error) or "lock" in str(error).casefold()):
                raise
        time.sleep(0.05)
    raise AssertionError("unreachable")


def run_apart(data: Path, query: str, *, timeout_s: float, limit: int | None = None) -> QueryResult:
    """The same in a process of its own, ended after `timeout_s` seconds: a query cannot be stopped otherwise."""
    refuse_network(query)
    command = [sys.executable, "-I", "-c", _WORKER, json.dumps([sys.path, str(data), query, limit])]
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"stopped after {timeout_s:g} seconds: make the query more selective") from error
    if done.returncode == QueryError.exit_status:
        raise QueryError(done.stdout.decode())
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return cast(QueryResult, pickle.loads(done.stdout))


_WORKER = """
import json, pickle, sys
sys.path[:], data, query, limit = json.loads(sys.argv[1])
from pathlib import Path
from aikg.graph.sparql import run_query, snapshot
from aikg.ontology.errors import QueryError
try:
    result = run_query(snapshot(Path(data)), query, limit=limit)
except QueryError as error:
    sys.stdout.buffer.write(str(error).encode())
    sys.exit(QueryError.exit_status)
sys.stdout.buffer.write(pickle.dumps(result))
"""
