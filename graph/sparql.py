"""Read-only SPARQL over the store: what is refused, how errors read, how a query is stopped."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from ..ontology.errors import QueryError
from ..ontology.namespaces import PREFIXES
from .result import QueryResult
from .terms import Term, canonical
from .transaction import finish, unfinished

if TYPE_CHECKING:
    from .remote import RemoteStore

# In the order in which SPARQL's tokens hide one another: nothing inside these is a keyword.
_OPAQUE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*|'''(?:[^\\]|\\.)*?'''|\"{3}(?:[^\\]|\\.)*?\"{3}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*\"""",
    re.DOTALL,
)
_NAMES = re.compile(r"[?$]\w+|(?<=:)[\w.-]+|@[\w-]+")
_WORDS = re.compile(r"(?<![\w?$:@.-])[A-Za-z]+(?![\w:-])")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(
    r"\s*(?:prefix\b\s*\S*\s*)*(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.IGNORECASE
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


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


def refuse_network(query: str) -> None:
    """Raise QueryError for SERVICE: a query never reaches out of the store.

    >>> refuse_network("SELECT * { ?service ?p 'SERVICE <x>' } # SERVICE")
    """
    plain = _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query)
    if "service" in _NAMES.sub(" ", _OPAQUE.sub(" ", plain)).casefold():
        raise QueryError("SERVICE is refused: queries do not leave the store")


def keywords(query: str) -> set[str]:
    """The bare words of a query in lower case, without those in texts, comments, IRIs and names.

    >>> sorted(keywords("SELECT ?from FROM <from:x> { ?s load:it 'load' }"))
    ['from', 'select']
    """
    plain = _OPAQUE.sub(" ", _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query))
    return {word.casefold() for word in _WORDS.findall(plain)}


def message(error: str, query: str, *, update: bool = False) -> str:
    """The parser's complaint as one line with its place, and what stands there. `update` where one is allowed.

    >>> message("error at 1:10: expected one of A, B", "SELECT ?x FROM")
    "SPARQL line 1, column 10: cannot be parsed at ' FROM'"
    """
    place = _PLACE.match(error)
    if not place:
        return f"SPARQL: {' '.join(error.split())[:300]}"
    line, column = int(place[1]), int(place[2])
    lines = query.splitlines()
    rest = lines[line - 1][column - 1 :][:30] if line <= len(lines) else ""
    if not update and _UPDATE.match(_OPAQUE.sub(" ", query)):
        return "updates are refused: queries only read"
    if place[3].startswith("expected"):
        return f"SPARQL line {line}, column {column}: cannot be parsed at {rest!r}"
    return f"SPARQL line {line}, column {column}: {' '.join(place[3].split())[:200]}"
