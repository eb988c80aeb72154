"""What the server asks of a worker, and what comes back. Both ends pass these over a pipe."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

HEAD = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Formats:
    """The media types to answer in, for the rows of a SELECT or ASK and for triples; None where none is accepted."""

    rows: str | None
    triples: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the dataset that the protocol's parameters name; without one, all graphs together."""

    text: str
    formats: Formats
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A ready-made question with its parameters as text."""

    question: str
    parameters: Mapping[str, str]
    formats: Formats


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """One named graph, or all together where `graph` is None."""

    graph: str | None
    media: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a module, `package.module:name`, called with the store: what pages are made from."""

    function: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update."""

    text: str


@dataclass(frozen=True, slots=True)
class WriteGraph:
    """Replace (PUT), extend (POST) or drop (DELETE) a named graph."""

    method: str
    graph: str
    media: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Order:
    """A task and the state of the graph that its answer must know of."""

    task: Query | Ask | ReadGraph | Call | Update | WriteGraph
    generation: int


@dataclass(frozen=True, slots=True)
class Reply:
    """`body` is the answer, or lies in `file`, which the reader removes; `value` is what a Call returned.

    `made` says that a graph was not there before. An error comes as its HTTP `status` and what is `said` of it.
    """

    media: str = ""
    body: bytes = b""
    file: Path | None = None
    value: Any = None
    made: bool = False
    status: int = 200
    said: str = ""


def packed(message: Order | Reply) -> bytes:
    """One message, with its length before it."""
    data = pickle.dumps(message)
    return HEAD.pack(len(data)) + data


def unpacked(data: bytes) -> Any:
    """A message without its length."""
    return pickle.loads(data)


def read(pipe: IO[bytes]) -> Any:
    """The next message; None where the other end is gone."""
    head = pipe.read(HEAD.size)
    return unpacked(pipe.read(HEAD.unpack(head)[0])) if len(head) == HEAD.size else None
