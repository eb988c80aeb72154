"""What goes wrong in the server beyond ontology/errors.py, and the HTTP status that tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from ...ontology.errors import AikgError, QueryError, StoreError, UnknownName, UsageError


class Refused(AikgError):
    """A request that is refused with a status of its own."""

    def __init__(self, status: HTTPStatus, said: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, said, headers)
        self.status, self.said, self.headers = status, said, headers or {}

    def __str__(self) -> str:
        return self.said


class NotAcceptable(AikgError):
    """None of the accepted formats can be had."""

    def __init__(self, offered: Iterable[str]) -> None:
        names = ", ".join(offered)
        super().__init__(names)
        self.offered = names

    def __str__(self) -> str:
        return f"none of the accepted formats can be had; there are {self.offered}"


class TooLarge(AikgError):
    """An answer, or the memory to find it, beyond the limit."""


class TimedOut(AikgError):
    """A query that took longer than the limit, or waited so long for its turn."""


class Overloaded(AikgError):
    """More requests than may wait."""


STATUS: tuple[tuple[type[AikgError], HTTPStatus], ...] = (
    (NotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (TimedOut, HTTPStatus.SERVICE_UNAVAILABLE),
    (Overloaded, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (UsageError, HTTPStatus.BAD_REQUEST),
    (UnknownName, HTTPStatus.NOT_FOUND),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)


def status_of(error: AikgError) -> HTTPStatus:
    """The HTTP status of an error."""
    if isinstance(error, Refused):
        return error.status
    return next((status for class_, status in STATUS if isinstance(error, class_)), HTTPStatus.INTERNAL_SERVER_ERROR)


def out_of_memory(megabytes: int) -> str:
    """What is said of a query that the memory limit ended."""
    return f"stopped: it needs more than {megabytes} MB of memory; make the query more selective"
