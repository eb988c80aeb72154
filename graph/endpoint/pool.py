"""The workers: started beforehand, given one task each, ended when a task takes too long, and started anew.

async with Pool(folder, Limits(timeout_s=10)) as pool:
    reply = await pool.run(Query("ASK {}", Formats(…)))     # raises Refused
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from .errors import Refused, out_of_memory
from .limits import Limits
from .tasks import HEAD, Order, Reply, Update, WriteGraph, packed, unpacked

_START = (
    "import json, sys; given = json.loads(sys.argv[1]); sys.path[:] = given['path']; "
    "from aikg.graph.endpoint.worker import main; main(sys.argv[1])"
)
RETRY_S = "5"


class Pool:
    """Workers on one store. `waiting` bounds the tasks that stand in line; with `writable` one worker takes updates."""

    def __init__(
        self,
        folder: Path,
        limits: Limits | None = None,
        *,
        workers: int | None = None,
        waiting: int = 512,
        writable: bool = False,
    ) -> None:
        self.folder, self.limits, self.waiting_limit = folder, limits or Limits(), waiting
        self.size = workers or max(2, os.cpu_count() or 2)
        self.writable = writable
        self.waiting = 0
        self.generation = 0  # counts our own writes: readers renew their snapshot when it grows
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._write_lock = asyncio.Lock()
        self._writer: _Worker | None = None
        self._all: set[_Worker] = set()
        self._renewals: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Pool:
        self._answers = tempfile.mkdtemp(prefix="aikg-answers-")
        for worker in await asyncio.gather(*(self._start() for _ in range(self.size))):
            self._idle.put_nowait(worker)
        return self

    async def __aexit__(self, *_: object) -> None:
        for renewal in list(self._renewals):
            renewal.cancel()
        for worker in list(self._all):
            await worker.end()
        shutil.rmtree(self._answers, ignore_errors=True)

    @property
    def idle(self) -> int:
        """Workers that have nothing to do."""
        return self._idle.qsize()

    async def run(self, task: Any) -> Reply:
        """The reply to a task. Raises Refused: a wrong query, too slow, too large, too many at once."""
        reply = await (self._write(task) if isinstance(task, Update | WriteGraph) else self._read(task))
        if reply.status != HTTPStatus.OK:
            raise Refused(HTTPStatus(reply.status), reply.said)
        return reply

    async def _read(self, task: Any) -> Reply:
        worker = await self._turn()
        try:
            return await worker.answer(Order(task, self.generation))
        finally:
            self._give_back(worker)

    async def _turn(self) -> _Worker:
        if self.waiting >= self.waiting_limit:
            raise _busy("too many requests are waiting")
        self.waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self.limits.timeout_s)
        except TimeoutError:
            raise _busy("no worker became free in time") from None
        finally:
            self.waiting -= 1

    def _give_back(self, worker: _Worker) -> None:
        """The worker is free again; where it has ended, another takes its place while the caller goes on."""
        if worker.usable:
            self._idle.put_nowait(worker)
            return
        renewal = asyncio.get_running_loop().create_task(self._renew(worker))
        self._renewals.add(renewal)
        renewal.add_done_callback(self._renewals.discard)

    async def _renew(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.end()
        self._idle.put_nowait(await self._start())

    async def _write(self, task: Any) -> Reply:
        if not self.writable:
            raise Refused(HTTPStatus.FORBIDDEN, "this server only reads")
        async with self._write_lock:
            if self._writer is None or not self._writer.usable:
                if self._writer:
                    await self._writer.end()  # its lock goes with it
                self._writer = await self._start(writer=True)
            try:
                return await self._writer.answer(Order(task, self.generation))
            finally:
                self.generation += 1

    async def _start(self, *, writer: bool = False) -> _Worker:
        given = {
            "path": sys.path,
            "folder": str(self.folder),
            "answers": self._answers,
            "writer": writer,
            "limits": asdict(self.limits),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", _START, json.dumps(given), stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        worker = _Worker(process, self.limits)
        self._all.add(worker)
        return worker


class _Worker:
    """One process. It is `usable` until a task was not answered: then what it does is nobody's business any more."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self.process, self.limits = process, limits
        self.usable = True

    async def answer(self, order: Order) -> Reply:
        """The reply to one order; ends the process when it is late, gone, or the caller does not wait."""
        answered = False
        try:
            async with asyncio.timeout(self.limits.timeout_s):
                reply = await self._exchange(order)
            answered = True
            return reply
        except TimeoutError:
            said = f"stopped after {self.limits.timeout_s:g} seconds: make the query more selective"
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, said) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            said = out_of_memory(self.limits.memory_mb)
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said) from None
        finally:
            if not answered:
                self.usable = False
                self._kill()

    async def _exchange(self, order: Order) -> Reply:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(packed(order))
        await self.process.stdin.drain()
        head = await self.process.stdout.readexactly(HEAD.size)
        return cast(Reply, unpacked(await self.process.stdout.readexactly(HEAD.unpack(head)[0])))

    async def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self.usable = False
        self._kill()
        await self.process.wait()

    def _kill(self) -> None:
        """By signal alone: `Process.kill` reaps a child that is dead already, and the event loop then misses its end."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)


def _busy(said: str) -> Refused:
    return Refused(HTTPStatus.SERVICE_UNAVAILABLE, f"{said}: try again later", {"Retry-After": RETRY_S})
