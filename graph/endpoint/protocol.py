"""SPARQL 1.1 Protocol and Graph Store Protocol: an HTTP request → a task, or a refusal with the status that tells why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from .errors import NotAcceptable, Refused
from .negotiation import RESULTS, TRIPLES, rows_format, triples_format
from .tasks import Formats, Query, ReadGraph, Update, WriteGraph

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
FIELDS = 1000  # named graphs are given one by one
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


@dataclass(frozen=True, slots=True)
class Request:
    """What the protocols look at. `parameters` are those of the query string; `accept` is '' where there is none."""

    method: str
    parameters: Sequence[tuple[str, str]]
    accept: str = ""
    content_type: str = ""
    body: bytes = b""

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return tuple(value for key, value in self.parameters if key == name)

    def one(self, name: str) -> str | None:
        """The value of a parameter that may stand once."""
        values = self.all(name)
        if len(values) > 1:
            raise bad(f"{name} is given {len(values)} times")
        return values[0] if values else None


def operation(request: Request) -> Query | Update | None:
    """The query or update of a request; None where it has neither and asks for the service's description."""
    if request.method == "GET":
        if request.all("update"):
            raise bad("an update needs POST")
        text = request.one("query")
        return None if text is None else query(request, text)
    if request.content_type == QUERY:
        if request.all("query"):
            raise bad("the query stands in the address and in the body")
        return query(request, _decoded(request.body))
    if request.content_type == UPDATE:
        return _update(request, _decoded(request.body))
    if request.content_type == FORM:
        return _from_form(request)
    raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"POST takes {FORM}, {QUERY} or {UPDATE}")


def _from_form(request: Request) -> Query | Update:
    fields = form(_decoded(request.body))
    sent = Request("POST", [*request.parameters, *fields], request.accept)
    text, update = sent.one("query"), sent.one("update")
    if (text is None) == (update is None):
        raise bad("the form needs one field: query or update")
    return query(sent, text) if text is not None else _update(sent, update or "")


def query(request: Request, text: str) -> Query:
    """A query with the dataset and formats that the request names."""
    default, named = request.all("default-graph-uri"), request.all("named-graph-uri")
    return Query(text, formats(request.accept), tuple(map(graph, default)), tuple(map(graph, named)))


def _update(request: Request, text: str) -> Update:
    if request.all("using-graph-uri") or request.all("using-named-graph-uri"):
        raise bad("using-graph-uri is not taken: write USING in the update")
    return Update(text)


def graph_task(request: Request) -> ReadGraph | WriteGraph:
    """What the Graph Store Protocol asks for."""
    name, default = request.one("graph"), request.all("default")
    if (name is None) == (not default):
        raise bad("name a graph: ?graph=IRI, or ?default for all together")
    if request.method == "GET":
        media = triples_format(request.accept)
        if media is None:
            raise NotAcceptable(TRIPLES)
        return ReadGraph(None if name is None else graph(name), media)
    if name is None:
        raise bad("the default graph is all graphs together: name the graph to write to")
    if request.method != "DELETE" and request.content_type not in TRIPLES:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a graph is sent as one of {', '.join(TRIPLES)}")
    return WriteGraph(request.method, graph(name), request.content_type, request.body)


def formats(accept: str) -> Formats:
    """The formats that an Accept header takes. Raises NotAcceptable where it takes none of ours."""
    found = Formats(rows_format(accept), triples_format(accept))
    if found.rows is None and found.triples is None:
        raise NotAcceptable([*RESULTS, *TRIPLES])
    return found


def form(text: str) -> list[tuple[str, str]]:
    """The fields of a query string or form. Raises Refused."""
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError as error:
        raise bad(f"the parameters cannot be read: {error}") from None


def graph(name: str) -> str:
    """A graph's IRI. Raises Refused for what is none."""
    if not _IRI.fullmatch(name):
        raise bad(f"{name[:100]!r} is no absolute IRI")
    return name


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise bad("the body is not UTF-8 text") from None


def bad(said: str) -> Refused:
    """A request that breaks the protocol."""
    return Refused(HTTPStatus.BAD_REQUEST, said)
