"""The graph at a million quads: how fast it loads beside Oxigraph's own bulk load, how fast the ready-made questions answer.

    python benchmarks/graph.py [--quads 1000000] [--rdflib-quads 50000] [--rounds 5]

Loading is measured twice: `Store.extend` with everything it does (encoding, names, identities, fusion), and Oxigraph's bulk load of the
very same quads from N-Quads. Questions are asked with their examples; rdflib's memory store is given a sample, and at most
ten seconds a question. Read the ratios: absolute figures are this machine's.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from aikg.graph.query import bound, questions
from aikg.graph.store import Store
from aikg.ontology.catalogue import catalogue
from aikg.ontology.model import Argument, Document, Entity, EntityRef, Event, Extraction, Quantity, Span, TimeInterval

PER_DOCUMENT = 12
LIMIT_S = 10.0


def documents(seed: int = 1) -> Iterator[Extraction]:
    """Reports without end, of companies of the catalogue and new ones, of seven kinds of events."""
    dice = random.Random(seed)
    asked = {p.example for q in questions().values() for p in q.parameters if p.type == "entity"}
    companies = [e for e in catalogue().values() if e.type == "Organization"]
    known = sorted(companies, key=lambda e: not asked & {*e.names.values(), *(a for a, *_ in e.aliases)})[:400]
    number = 0
    while True:
        number += 1
        yield _document(number, dice, known)


def _document(number: int, dice: random.Random, known: list[Any]) -> Extraction:
    published = date(2025, 1, 1) + timedelta(days=dice.randrange(500))
    lines, entities, events = [], dict[str, Entity](), list[Event]()
    at = 0
    for i in range(PER_DOCUMENT):
        entry = known[min(int(dice.expovariate(1 / 60)), len(known) - 1)]
        other = known[dice.randrange(len(known))]
        for e in (entry, other):
            entities[e.id] = Entity(e.id, e.type, e.names.get("en") or next(iter(e.names.values())), e.names, (), True)
        day = published - timedelta(days=dice.randrange(30))
        kind, roles = _event(dice, number, i, entry.id, other.id, entities)
        sentence = f"Report {number}, item {i}: {kind} of {entry.id} with {other.id} on {day}."
        lines.append(sentence)
        arguments = {role: (Argument(value),) for role, value in roles.items()}
        arguments["period" if "Metric" in kind else "date"] = (Argument(TimeInterval(day, day, "day")),)
        span = (Span(at, at + len(sentence)),)
        modality = dice.choice(("actual", "actual", "actual", "planned", "rumored"))
        identifier = sha256(f"{number}/{i}".encode()).hexdigest()[:16]
        events.append(Event(identifier, kind, arguments, modality, 0.5 + dice.random() / 2, f"benchmark.{kind}", span))
        at += len(sentence) + 1
    text = "\n".join(lines)
    document = Document(
        f"sha256:{sha256(text.encode()).hexdigest()}", text, f"report-{number}.txt", "en", published=published
    )
    return Extraction(document, tuple(entities.values()), tuple(events))


def _event(
    dice: random.Random, number: int, i: int, one: str, other: str, entities: dict[str, Entity]
) -> tuple[str, dict[str, Any]]:
    money = Quantity(Decimal(dice.randrange(1, 5000)) * 1_000_000, "USD")
    kind = dice.choice(
        (
            "ModelRelease",
            "FundingRound",
            "MetricObservation",
            "MetricObservation",
            "Partnership",
            "Acquisition",
            "Recommendation",
        )
    )
    first, second = EntityRef(one), EntityRef(other)
    if kind == "ModelRelease":
        name = f"Model {number}-{i}"
        entities[name] = Entity(name, "Model", name, {"en": name})
        return kind, {"developer": first, "model": EntityRef(name)}
    if kind == "FundingRound":
        return kind, {"company": first, "lead_investor": second, "amount": money}
    if kind == "MetricObservation":
        return kind, {"subject": first, "metric": dice.choice(("revenue", "net_profit", "users")), "value": money}
    if kind == "Partnership":
        return kind, {"party": first}
    if kind == "Acquisition":
        return kind, {"acquirer": first, "target": second, "price": money}
    return kind, {"security": first, "source": second}


def load(folder: Path, quads: int) -> tuple[float, int]:
    """Seconds that Store.extend takes for about so many quads, and how many they are."""
    stream = documents()
    with Store.memory() as probe:
        probe.extend(next(stream) for _ in range(30))
        each = len(probe.inner) / 30
    wanted = [next(stream) for _ in range(int(quads / each))]
    with Store.open(folder) as store:
        start = time.perf_counter()
        store.extend(wanted)
        seconds = time.perf_counter() - start
        return seconds, len(store.inner)


def bulk(folder: Path, source: Path) -> float:
    """Seconds of Oxigraph's own bulk load of a file."""
    store = ox.Store(folder)
    start = time.perf_counter()
    store.bulk_load(path=str(source), format=ox.RdfFormat.N_QUADS)
    return time.perf_counter() - start


def ours(folder: Path, rounds: int) -> dict[str, float]:
    """Median seconds of every question, names resolved."""
    found = {}
    with Store.open(folder, read_only=True) as store:
        for q in questions().values():
            given = {p.name: p.example for p in q.parameters if p.required}
            taken = []
            for _ in range(rounds):
                start = time.perf_counter()
                try:
                    store.query(bound(store, q, given, limit=100), limit=100)
                except Exception as error:
                    print(f"  {q.name}: not asked ({error})")
                    break
                taken.append(time.perf_counter() - start)
            if taken:
                found[q.name] = statistics.median(taken)
    return found


def _theirs(source: str, sparql: str, results: Any) -> None:
    import rdflib
    from aikg.ontology.namespaces import PREFIXES

    data = rdflib.Dataset(default_union=True)
    data.parse(source, format="nquads")
    for prefix, base in PREFIXES.items():
        data.bind(prefix, base)
    results.put("ready")
    start = time.perf_counter()
    sum(1 for _ in zip(data.query(sparql), range(100), strict=False))
    results.put(time.perf_counter() - start)


def theirs(source: Path, sparql: str) -> float | None:
    """rdflib's seconds for a query in a process of its own; None beyond the limit."""
    results: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=_theirs, args=(str(source), sparql, results), daemon=True)
    process.start()
    try:
        results.get(timeout=120)
        return float(results.get(timeout=LIMIT_S))
    except Exception:
        return None
    finally:
        process.kill()
        process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rdflib-quads", type=int, default=50_000, help="0 leaves rdflib out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rdflib-questions", nargs="*", default=["funding", "timeline", "latest-metrics", "mentioned"])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seconds, quads = load(folder / "kg", args.quads)
        with Store.open(folder / "kg", read_only=True) as store:
            store.inner.dump(str(folder / "all.nq"), ox.RdfFormat.N_QUADS)
        native = bulk(folder / "bulk", folder / "all.nq")
        print(
            f"load: {quads:,} quads in {seconds:.1f} s ({quads / seconds:,.0f}/s); bulk load of the same {native:.1f} s; {seconds / native:.1f} times that"
        )
        found = ours(folder / "kg", args.rounds)
        for name, median in sorted(found.items(), key=lambda x: -x[1]):
            print(f"  {name:22s} {median * 1000:8.1f} ms")
        print(
            f"questions: median {statistics.median(found.values()) * 1000:.1f} ms, {sum(m < 0.1 for m in found.values())} of {len(found)} under 100 ms"
        )
        if args.rdflib_quads:
            compare(folder, args)


def compare(folder: Path, args: argparse.Namespace) -> None:
    """The same questions on a sample, here and in rdflib."""
    _, quads = load(folder / "sample", args.rdflib_quads)
    with Store.open(folder / "sample", read_only=True) as store:
        store.inner.dump(str(folder / "sample.nq"), ox.RdfFormat.N_QUADS)
        here = ours(folder / "sample", args.rounds)
        for name in args.rdflib_questions:
            q = questions()[name]
            sparql = bound(store, q, {p.name: p.example for p in q.parameters if p.required})
            there = theirs(folder / "sample.nq", sparql)
            told = (
                f"more than {LIMIT_S:g} s"
                if there is None
                else f"{there * 1000:.0f} ms, {there / here[name]:.0f} times ours"
            )
            print(f"  rdflib, {quads:,} quads: {name:18s} {told}; ours {here[name] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
