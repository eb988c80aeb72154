"""Serve the graph over HTTP: a SPARQL 1.1 endpoint at /sparql, and pages with a query editor for people.

It listens on this machine only unless --host says otherwise, and only reads unless --token-file names a file with a token:
then requests that bear it may write. A query is stopped when it takes longer than --timeout, more than --memory, or
gives more than --result. A build may write to the graph meanwhile. See docs/serving.md.
"""

from __future__ import annotations

import argparse
import socket
from pathlib import Path

from ..arguments import Parser, add_store, positive, seconds

SUMMARY = "serve the graph over HTTP, as a SPARQL endpoint with pages"
EXAMPLES = (
    ("aikg serve --store kg", "then open http://127.0.0.1:8010/"),
    ("aikg serve --store kg --port 8020 --timeout 5", "queries of at most five seconds"),
    ("aikg serve --store kg --token-file token.txt", "writing allowed to who bears the token"),
    ("curl http://127.0.0.1:8010/sparql --data-urlencode 'query=ASK { ?s a aikg:Claim }'", "ask it from anywhere"),
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")


# Seconds that an idle connection is kept: a client that is busy itself must not find it closed just as it asks again.
_KEEP_ALIVE = 75


def arguments(parser: Parser) -> None:
    add_store(parser)
    parser.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=port, default=8010, help="0 for any free one (default: 8010)")
    parser.add_argument(
        "--timeout", metavar="S", type=seconds, default=30.0, help="seconds a query may take (default: 30)"
    )
    parser.add_argument(
        "--memory", metavar="MB", type=positive, default=1024, help="memory a query may take (default: 1024)"
    )
    parser.add_argument("--result", metavar="MB", type=positive, default=64, help="size of an answer (default: 64)")
    parser.add_argument("--workers", metavar="N", type=positive, help="processes to answer in (default: one a core)")
    parser.add_argument("--token-file", metavar="FILE", help="allow writing to requests that bear the token in FILE")
    parser.add_argument(
        "--name", metavar="HOST", action="append", default=[], help="a host name it answers to; may be repeated"
    )
    parser.add_argument(
        "--origin", metavar="URL", action="append", default=[], help="a site whose scripts may read it; may be repeated"
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    from ...graph.store import Store
    from ...ontology.errors import MissingExtra, UsageError
    from ..output import say

    if args.store.startswith(("http://", "https://")):
        raise UsageError("aikg serve needs a folder: a store at an address is served already")

    try:
        import uvicorn

        from ...graph.endpoint.app import Settings, app
        from ...graph.endpoint.limits import Limits
        from ..site import pages
    except ModuleNotFoundError as error:
        raise MissingExtra("aikg serve", "serve") from error

    token = _token(args.token_file) if args.token_file else None
    Store.open(args.store, read_only=token is None).close()  # what is wrong with it is told now
    limits = Limits(timeout_s=args.timeout, memory_mb=args.memory, result_mb=args.result)
    hosts = [*LOOPBACK, *args.name] if args.host in LOOPBACK or args.name else ["*"]
    settings = Settings(limits=limits, workers=args.workers, token=token, hosts=hosts, origins=args.origin)
    listening = _listening(args.host, args.port)
    host, number = listening.getsockname()[:2]
    say(f"serving {args.store} at http://{f'[{host}]' if ':' in host else host}:{number}/ (Ctrl-C ends it)")
    config = uvicorn.Config(
        app(Path(args.store), settings, pages=pages()),
        log_level="warning",
        server_header=False,
        lifespan="on",
        timeout_keep_alive=_KEEP_ALIVE,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def port(text: str) -> int:
    """A port's number, for `type=`."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; it lies between 0 and 65535")
    return int(text)


def _listening(host: str, number: int) -> socket.socket:
    from ...ontology.errors import UsageError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(512)
    except OSError as error:
        raise UsageError(f"cannot listen at {host}, port {number}: {(error.strerror or str(error)).lower()}") from error
    return found


def _token(file: str) -> str:
    from ...ontology.errors import UsageError

    try:
        token = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"--token-file {file}: cannot be read") from None
    if len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"--token-file {file}: a token has at least 16 letters, digits and signs")
    return token
