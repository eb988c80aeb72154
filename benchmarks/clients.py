"""Many clients at once on `aikg serve` while a build writes: no answer may be wrong.

    python benchmarks/clients.py [--clients 200] [--seconds 30]

Every document that the build adds has three events in one transaction. An answer is right when it tells of whole documents only, of
all that were there before and of none that is not written yet. When the build ends, the last document has to be seen. Everything
stays on this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from aikg.graph.store import Store
from aikg.ontology.model import Argument, Document, Entity, EntityRef, Event, Extraction, Span

COUNT = "SELECT (COUNT(?c) AS ?n) { ?c a aikg:Claim }"
DOCUMENTS = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?c aikg:kind aikg:ModelRelease ; aikg:document ?d }"
EVENTS = 3
BEFORE = 100  # documents that are there at the start


def document(number: int) -> Extraction:
    """One report of three releases."""
    text = "".join(f"Lark Labs released Lark-{number}-{i}.\n" for i in range(EVENTS))
    lines = [m.span() for m in re.finditer(r"[^\n]+", text)]
    company = Entity("lark", "Organization", "Lark Labs", {"en": "Lark Labs"}, (), False, (Span(0, 9),))
    models = [Entity(f"m{i}", "Model", f"Lark-{number}-{i}", {"en": f"Lark-{number}-{i}"}) for i in range(EVENTS)]
    events = tuple(
        Event(
            f"{number:08x}{i}",
            "ModelRelease",
            {"developer": (Argument(EntityRef("lark")),), "model": (Argument(EntityRef(f"m{i}")),)},
            "actual",
            0.9,
            "benchmark",
            (Span(*lines[i]),),
        )
        for i in range(EVENTS)
    )
    return Extraction(Document(f"sha256:{number}", text, f"{number}.txt", "en"), (company, *models), events)


class Tally:
    """What clients saw."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []


async def client(http: httpx.AsyncClient, until: float, tally: Tally, mine: int, written: Any) -> None:
    """Ask and check until the time is over."""
    query = (COUNT, DOCUMENTS)[mine % 2]
    while time.monotonic() < until:
        start = time.perf_counter()
        answer = await http.get("/sparql", params={"query": query})
        tally.seconds.append(time.perf_counter() - start)
        tally.statuses[answer.status_code] += 1
        if answer.status_code == 200:
            n = int(answer.json()["results"]["bindings"][0]["n"]["value"])
            if query == COUNT and n % EVENTS:
                tally.wrong.append(f"{n} events are no whole documents")
            documents = n / EVENTS if query == COUNT else n
            if not BEFORE <= documents <= written.value + 1:  # one may be written but not counted yet
                tally.wrong.append(f"{documents:g} documents, with {BEFORE} before and {written.value} now")


async def ask(address: str, clients: int, seconds: float, tally: Tally, written: Any) -> None:
    """All clients at once."""
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60, trust_env=False) as http:
        until = time.monotonic() + seconds
        await asyncio.gather(*(client(http, until, tally, i, written) for i in range(clients)))


def caught_up(address: str, events: int) -> float:
    """Seconds until all events are seen."""
    start = time.monotonic()
    while time.monotonic() - start < 60:
        last = httpx.get(address + "sparql", params={"query": COUNT}, trust_env=False, timeout=60).json()
        if int(last["results"]["bindings"][0]["n"]["value"]) == events:
            return time.monotonic() - start
        time.sleep(0.2)
    raise SystemExit("the last documents are not seen")


def build(folder: Path, done: Any, written: Any) -> None:
    """Write documents until the clients are done; a process of its own."""
    with Store.open(folder) as store:
        while not done.is_set():
            store.add(document(written.value))
            written.value += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, tally = Path(place) / "kg", Tally()
        done, written = multiprocessing.Event(), multiprocessing.Value("l", BEFORE)
        with Store.open(folder) as store:
            store.extend(document(i) for i in range(BEFORE))
        call = [sys.executable, "-m", "aikg.exports.cli", "serve", "--store", str(folder), "--port", "0"]
        with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr is not None
            address = re.search(r"http://\S+", server.stderr.readline())
            assert address is not None
            writer = multiprocessing.Process(target=build, args=(folder, done, written))
            writer.start()
            try:
                asyncio.run(ask(address[0], args.clients, args.seconds, tally, written))
                done.set()
                writer.join()
                late = caught_up(address[0], written.value * EVENTS)
            finally:
                done.set()
                writer.join()
                server.terminate()
    cuts = statistics.quantiles(tally.seconds, n=100)
    print(
        f"{args.clients} clients, {args.seconds:g} s: {len(tally.seconds):,} answers, by status {dict(tally.statuses)}"
    )
    print(
        f"median {cuts[49] * 1000:.0f} ms, 99 % within {cuts[98] * 1000:.0f} ms; {written.value - BEFORE} documents written meanwhile"
    )
    print(
        f"wrong answers: {len(tally.wrong)} {tally.wrong[:3]}; the last document was seen {late:.1f} s after the build"
    )
    sys.exit(1 if tally.wrong or set(tally.statuses) != {200} else 0)


if __name__ == "__main__":
    main()
