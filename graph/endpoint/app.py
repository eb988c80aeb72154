"""The ASGI application: which address answers what.

    /sparql             SPARQL 1.1 Protocol; without a query, the service's description
    /graphs?graph=IRI   Graph Store Protocol (?default: all graphs together, for reading)
    /questions          the ready-made questions as JSON; /questions/NAME?company=… asks one
    /health             whether it works, and how busy it is

Pages for people come from outside, as further routes.
"""

from __future__ import annotations

import asyncio
import hmac
import os
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, TypeVar

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...ontology.errors import AikgError
from ..query import question, questions
from .description import description
from .errors import Refused, status_of
from .limits import Limits
from .negotiation import TRIPLES, best
from .pool import Pool
from .protocol import Request, form, formats, graph_task, operation
from .tasks import Ask, Reply, Update, WriteGraph

T = TypeVar("T")
PART = 1 << 16
BODY_S = 30.0  # a request's body has to be there by then
CLOSED = "default-src 'none'; frame-ancestors 'none'"
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server behaves. With a `token`, requests that bear it may write; without one nobody may.

    `hosts` are the names it answers to, so that a foreign page cannot reach it under a name of its own; `origins` are
    the foreign pages whose scripts may read it.
    """

    limits: Limits = field(default_factory=Limits)
    workers: int | None = None
    waiting: int = 512
    token: str | None = None
    hosts: Sequence[str] = ("localhost", "127.0.0.1", "::1", "[::1]")
    origins: Sequence[str] = ()


def app(folder: Path, settings: Settings | None = None, *, pages: Sequence[BaseRoute] = ()) -> Starlette:
    """The application over the store in a folder. Its state has `pool` and `settings`, for the pages."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        writable = chosen.token is not None
        options = {"workers": chosen.workers, "waiting": chosen.waiting, "writable": writable}
        async with Pool(folder, chosen.limits, **options) as pool:  # type: ignore[arg-type]
            application.state.pool = pool
            yield

    routes: list[BaseRoute] = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/graphs", graphs, methods=["GET", "PUT", "POST", "DELETE"]),
        Route("/questions", listing),
        Route("/questions/{name}", ask),
        Route("/health", health),
        *pages,
    ]
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(chosen.hosts), www_redirect=False),
        Middleware(
            CORSMiddleware,
            allow_origins=list(chosen.origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Content-Type"],
        ),
        Middleware(Guarded),
    ]
    handlers = {AikgError: refused, ClientDisconnect: refused}
    made = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=lifespan)
    made.state.settings = chosen
    return made


class Guarded:
    """Headers that keep a browser from doing more with an answer than showing it."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**SAFE, "Content-Security-Policy": CLOSED}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.inner(scope, receive, guarded)


# --- the addresses


async def sparql(request: HttpRequest) -> Response:
    """Queries, updates, and the service's description."""
    task = operation(await received(request))
    if task is None:
        return described(request)
    if isinstance(task, Update):
        permitted(request)
        await answered(request, task)
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return sent(await answered(request, task))


def described(request: HttpRequest) -> Response:
    """What the service can do; people with a browser are led to the page."""
    accept = request.headers.get("accept", "")
    media = best(accept, [*TRIPLES, "text/html"])
    if media == "text/html":
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    if media is None:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"the description comes as {', '.join(TRIPLES)}")
    writable = request.app.state.settings.token is not None
    return Response(description(str(request.url.replace(query="")), media, writable=writable), media_type=media)


async def graphs(request: HttpRequest) -> Response:
    """Whole graphs."""
    if request.method not in ("GET", "HEAD"):
        permitted(request)
    task = graph_task(await received(request))
    reply = await answered(request, task)
    if isinstance(task, WriteGraph):
        return Response(status_code=HTTPStatus.CREATED if reply.made else HTTPStatus.NO_CONTENT)
    return sent(reply)


async def listing(request: HttpRequest) -> Response:
    """The ready-made questions with their parameters."""
    found = [
        {
            "name": q.name,
            "title": dict(q.title),
            "description": q.description,
            "parameters": [
                {"name": p.name, "type": p.type, "required": p.required, "example": p.example, "description": p.description}
                for p in q.parameters
            ],
        }
        for q in questions().values()
    ]  # fmt: skip
    return JSONResponse(found)


async def ask(request: HttpRequest) -> Response:
    """One ready-made question; its parameters are the address's."""
    asked = question(request.path_params["name"])
    given = {asked.parameter(name).name: value for name, value in form(request.url.query)}
    return sent(await answered(request, Ask(asked.name, given, formats(request.headers.get("accept", "")))))


async def health(request: HttpRequest) -> Response:
    """Whether the server works, and how busy it is."""
    pool: Pool = request.app.state.pool
    return JSONResponse({"status": "ok", "workers": pool.size, "idle": pool.idle, "waiting": pool.waiting})


# --- what they share


async def received(http: HttpRequest) -> Request:
    """The request with its body, which may be neither too long nor too slow."""
    method = "GET" if http.method == "HEAD" else http.method
    body = b"" if method == "GET" else await _body(http)
    content_type = http.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Request(method, form(http.url.query), http.headers.get("accept", ""), content_type, body)


async def _body(request: HttpRequest) -> bytes:
    limit = request.app.state.settings.limits.body_mb << 20
    too_long = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request has more than {limit >> 20} MB")
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise too_long
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise too_long
                parts.append(part)
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, f"the request was not there after {BODY_S:g} seconds") from None
    return b"".join(parts)


def permitted(request: HttpRequest) -> None:
    """Raise Refused unless the request may write."""
    token = request.app.state.settings.token
    if token is None:
        raise Refused(HTTPStatus.FORBIDDEN, "this server only reads")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Refused(HTTPStatus.UNAUTHORIZED, "writing needs the token", {"WWW-Authenticate": 'Bearer realm="aikg"'})


async def answered(request: HttpRequest, task: object) -> Reply:
    """The pool's reply to a task; the task is given up when the client goes away."""
    pool: Pool = request.app.state.pool
    return await while_connected(request, pool.run(task))


async def while_connected(request: HttpRequest, work: Awaitable[T]) -> T:
    """The result of `work`, cancelled when nobody waits for it any more."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError, AikgError):
                await task


async def _disconnected(request: HttpRequest) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def sent(reply: Reply) -> Response:
    """A reply as a response."""
    headers = {"Vary": "Accept"}
    if reply.file is None:
        return Response(reply.body, media_type=reply.media, headers=headers)
    answer = reply.file.open("rb")
    reply.file.unlink()  # it is there until it is closed, however this ends
    headers["Content-Length"] = str(os.fstat(answer.fileno()).st_size)
    return StreamingResponse(_parts(answer), media_type=reply.media, headers=headers)


async def _parts(answer: BinaryIO) -> AsyncIterator[bytes]:
    with answer:
        while part := answer.read(PART):
            yield part


async def refused(_: HttpRequest, error: Exception) -> Response:
    """An error as one line of text with its status."""
    if isinstance(error, ClientDisconnect):
        return Response(status_code=HTTPStatus.BAD_REQUEST)  # nobody reads it
    assert isinstance(error, AikgError)
    headers = error.headers if isinstance(error, Refused) else {}
    return PlainTextResponse(f"{error}\n", status_of(error), headers)
