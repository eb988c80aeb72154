"""A store elsewhere, reached by SPARQL 1.1 over HTTP: queries and updates alone, which every server speaks.

    Store.open("http://127.0.0.1:3030/kg")

A `RemoteStore` offers what of an embedded one is used. An address that is GraphDB's or Fuseki's by its
form takes updates beside it; others take both at one address. Credentials stand in the environment, AIKG_STORE_TOKEN, or
AIKG_STORE_USER and AIKG_STORE_PASSWORD. Whole documents are fetched once they are looked at twice, and kept until a write.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from itertools import chain
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from ..ontology.errors import MissingExtra, QueryError, StoreError
from ..ontology.namespaces import ID
from .query_text import keywords
from .terms import Literal, NamedNode, Quad, Term, canonical

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 120.0
MEMORY = 8 << 20  # answers beyond this many bytes go through a file
KEPT = 1_000_000  # quads of documents that are kept at hand
UNION = "urn:x-arq:UnionGraph"  # what Jena calls all graphs together
JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
_DOCUMENT = ID + "document/"
_PREFIX = re.compile(r"\bprefix\s+([\w.-]*):", re.IGNORECASE)


def is_remote(path: object) -> bool:
    """Whether a store's path is an address."""
    return str(path).startswith(("http://", "https://"))


class RemoteStore:
    """One server's quads. Raises StoreError where it cannot be reached or refuses, QueryError for a query it rejects."""

    def __init__(self, address: str, *, timeout_s: float = TIMEOUT_S) -> None:
        try:
            import httpx
        except ModuleNotFoundError as error:
            raise MissingExtra("a store at an address", "remote") from error
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        self.address = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
        if not parts.hostname:
            raise StoreError(self.address, "is no address")
        if "@" in parts.netloc:
            raise StoreError(self.address, "credentials do not belong into an address (see docs/serving.md)")
        self.update_address = urlunsplit((parts.scheme, host, _update_path(parts.path), parts.query, ""))
        user, password, token = (os.environ.get(f"AIKG_STORE_{n}") for n in ("USER", "PASSWORD", "TOKEN"))
        self._client: httpx.Client = httpx.Client(
            auth=(user, password or "") if user else None,
            headers={"Authorization": f"Bearer {token}"} if token and not user else {},
            timeout=timeout_s,
        )
        self._union: bool | None = None  # whether the default graph is all graphs together; None: not known yet
        self._timeout_s: float | None = None
        self._touched: Counter[str] = Counter()
        self._kept = ox.Store()

    def within(self, timeout_s: float | None) -> RemoteStore:
        """The same server, asked to answer in so many seconds."""
        if timeout_s is None:
            return self
        hurried = copy(self)
        hurried._timeout_s = timeout_s
        return hurried

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    # --- reading

    def quads_for_pattern(self, subject: Any, predicate: Any, object_: Any, graph: Any = None, /) -> Iterator[Quad]:
        """Quads by subject, predicate, object and graph; None stands for any."""
        if isinstance(graph, NamedNode) and graph.value.startswith(_DOCUMENT):
            self._touched[graph.value] += 1
            if self._touched[graph.value] == 2:
                self._keep(graph)
            if self._touched[graph.value] >= 2:
                return self._kept.quads_for_pattern(subject, predicate, object_, graph)
        return self._quads(subject, predicate, object_, graph)

    def _keep(self, graph: NamedNode) -> None:
        if len(self._kept) > KEPT:
            self._forget()
            self._touched[graph.value] = 2
        self._kept.extend(self._quads(None, None, None, graph))

    def _forget(self) -> None:
        self._touched.clear()
        self._kept = ox.Store()

    def _quads(self, *pattern: Any) -> Iterator[Quad]:
        given = dict(zip("spog", pattern, strict=True))
        s, p, o, g = (f"?{v}" if term_ is None else str(term_) for v, term_ in given.items())
        open_ = [v for v, term_ in given.items() if term_ is None]
        if not open_:
            found = self._asked(f"ASK {{ GRAPH {g} {{ {s} {p} {o} }} }}")
            yield from [Quad(*pattern)] if bool(found) else []
            return
        select = f"SELECT {' '.join(f'?{v}' for v in open_)} {{ GRAPH {g} {{ {s} {p} {o} }} }}"
        for solution in cast(ox.QuerySolutions, self._asked(select)):
            terms: Any = (canonical(cast(Term, solution[v])) if t is None else t for v, t in given.items())
            yield Quad(*terms)

    def __iter__(self) -> Iterator[Quad]:
        return self._quads(None, None, None, None)

    def __len__(self) -> int:
        [row] = cast(ox.QuerySolutions, self._asked("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))
        return int(cast(Literal, row["n"]).value)

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Any:
        """Solutions, a boolean or triples, as the embedded store gives them."""
        parameters = {}
        if use_default_graph_as_union and not self._is_union():
            if "graph" in keywords(query):
                raise QueryError(
                    f"{self.address} keeps its default graph apart, so that GRAPH cannot be used: let it be the union of "
                    "all graphs (Fuseki: --set tdb2:unionDefaultGraph=true)"
                )
            parameters["default-graph-uri"] = UNION
        return self._asked(_declared(query, prefixes or {}), parameters)

    def _is_union(self) -> bool:
        """Whether a quad of some graph is seen without naming the graph; asked until there is one."""
        if self._union is None:
            one = "{ SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1 }"
            if bool(self._asked(f"ASK {{ {one} }}")):
                self._union = bool(self._asked(f"ASK {{ {one} ?s ?p ?o }}"))
        return self._union is not False

    def _asked(self, query: str, parameters: Mapping[str, str] | None = None) -> Any:
        form = {"query": query, **(parameters or {})}
        with self._posted(self.address, f"{JSON}, {TRIPLES};q=0.9", data=form) as (answer, media):
            try:
                if media == TRIPLES:
                    return (quad.triple for quad in ox.parse(**answer, format=ox.RdfFormat.N_TRIPLES))
                return ox.parse_query_results(**answer, format=ox.QueryResultsFormat.JSON)
            except (SyntaxError, ValueError) as error:
                said = f"gives no SPARQL results ({media or 'no type'}): is it an endpoint?"
                raise StoreError(self.address, said) from error

    # --- writing

    def extend(self, quads: Iterable[Quad]) -> None:
        """Insert quads, in one request."""
        from .transaction import data

        if text := data("INSERT", quads):
            self.update(text)

    def update(self, update: str) -> None:
        """Run an update: one request, which servers carry out as one transaction."""
        self._forget()
        headers = {"Content-Type": "application/sparql-update"}
        with self._posted(self.update_address, "*/*", content=update.encode(), headers=headers):
            pass

    # --- HTTP

    @contextmanager
    def _posted(self, address: str, accept: str, **request: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
        """The answer for a parser, as `input` or, when it is large, as the `path` of a file; and its media type."""
        import httpx

        headers = {"Accept": accept, **request.pop("headers", {})}
        if self._timeout_s is not None:
            request["timeout"] = self._timeout_s
        try:
            with self._client.stream("POST", address, headers=headers, **request) as answer:
                media = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
                body, rest = b"", answer.iter_bytes(MEMORY)
                for part in rest:
                    body += part
                    if len(body) > MEMORY:
                        break
                if not answer.is_success:
                    self._failed(answer.status_code, body[:4000].decode("utf-8", "replace"))
                if len(body) <= MEMORY:
                    yield {"input": body}, media
                    return
                with tempfile.NamedTemporaryFile() as file:  # open parsers keep it when its name is gone
                    file.writelines(chain((body,), rest))
                    file.flush()
                    yield {"path": file.name}, media
        except httpx.TimeoutException as error:
            seconds = self._timeout_s or self._client.timeout.read or TIMEOUT_S
            raise QueryError(f"stopped after {seconds:g} seconds: make the query more selective") from error
        except httpx.HTTPError as error:
            raise StoreError(self.address, f"cannot be reached: {' '.join(str(error).split())[:160]}") from error

    def _failed(self, status: int, said: str) -> None:
        plain = " ".join(re.sub(r"<[^>]*>", " ", said).split())[:200]
        if status in (401, 403):
            raise StoreError(self.address, f"refuses this ({status}): see docs/serving.md for credentials")
        if status == 400:
            raise QueryError(f"{self.address} cannot run it: {plain or 'no reason given'}")
        if status in (408, 413, 503, 504):
            raise QueryError(f"{self.address} gave up ({status}): {plain or 'make the query more selective'}")
        raise StoreError(self.address, f"answers {status}: {plain[:120]}" if plain else f"answers {status}")


def _update_path(path: str) -> str:
    """Where updates go: GraphDB and Fuseki have addresses of their own, the rest takes them where it takes queries."""
    if re.search(r"/repositories/[^/]+$", path):
        return path + "/statements"
    return re.sub(r"(?<=.)/query$", "/update", path)


def _declared(query: str, prefixes: Mapping[str, str]) -> str:
    """The query with the prefixes declared that it uses and does not declare, on its first line."""
    own = set(_PREFIX.findall(query))
    used = [p for p in prefixes if p not in own and f"{p}:" in query]
    return "".join(f"PREFIX {p}: <{prefixes[p]}> " for p in used) + query
