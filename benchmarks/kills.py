"""Builds that are killed at random moments: is the graph in the end that of a build that nobody disturbed?

    python benchmarks/kills.py [--times 50] [--seed 1]

The documents are those of the fusion tests, many times over with other names, so that a build writes for a while. Each
round starts `aikg build` on the same folder and sends it SIGKILL at a random moment after its first documents could be
there; now and then the folder is begun anew, now and then the graph is held against the shapes. A last build,
undisturbed, has to give the very quads of one that was never killed.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from aikg.graph.ingest import READINGS
from aikg.graph.store import Store
from aikg.graph.validate import validate
from aikg.ontology.errors import StoreError

YEARS = 12  # how often the documents are told again
DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "fusion" / "documents.jsonl"
AFRESH, HELD = 4, 2  # of so many rounds on one folder, the one after which the graph is held against the shapes


def many(path: Path) -> Path:
    """The documents of the fusion tests, once for every year, in a file."""
    told = [json.loads(line) for line in DOCUMENTS.read_text("utf-8").splitlines()]
    with path.open("w", encoding="utf-8") as out:
        for year in range(2026, 2026 - YEARS, -1):
            for document in told:
                again = {"id": f"{document['id']}-{year}", "published": f"{year}{document['published'][4:]}"}
                out.write(json.dumps(document | again, ensure_ascii=False) + "\n")
    return path


def build(folder: Path, documents: Path) -> subprocess.Popen[bytes]:
    """A build of the documents."""
    call = [sys.executable, "-m", "aikg.exports.cli", "build", "--store", str(folder), str(documents)]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def documents_in(folder: Path) -> int:
    """How many documents are stored."""
    if not (folder / "data").exists():
        return 0
    try:
        with Store.open(folder, read_only=True) as store:
            return store.stats()["documents"]
    except StoreError:  # it is just being made
        return 0


def content(folder: Path) -> set[str]:
    """All quads but those that say when a document was read."""
    with Store.open(folder, read_only=True) as store:
        return {str(q) for q in store.quads() if q.graph_name != READINGS}


def main() -> None:
    parser = argparse.ArgumentParser(description="kill builds at random moments")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    dice, outcome = random.Random(args.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        calm, folder = Path(place, "calm"), Path(place, "kg")
        documents = many(Path(place, "documents.jsonl"))
        start = time.monotonic()
        calmly = build(calm, documents)
        while calmly.poll() is None and not documents_in(calm):
            time.sleep(0.05)
        first = time.monotonic() - start
        calmly.wait()
        whole = time.monotonic() - start
        wanted = content(calm)
        number = 0
        while outcome["killed"] < args.times or number % AFRESH:
            if number % AFRESH == 0:
                shutil.rmtree(folder, ignore_errors=True)
            child = build(folder, documents)
            time.sleep(dice.uniform(first, whole))
            child.kill()
            outcome["killed" if child.wait() < 0 else "had ended before"] += 1
            if (folder / "data").exists():
                with Store.open(folder) as store:
                    outcome["documents were there"] += bool(store.stats()["documents"])
                    if number % AFRESH == HELD:
                        outcome["did not conform"] += bool(validate(store))
            number += 1
            if number % AFRESH == 0:
                build(folder, documents).wait()
                outcome["equal in the end" if content(folder) == wanted else "DIFFERENT IN THE END"] += 1
    print(f"a calm build takes {whole:.1f} s and gives {len(wanted):,} quads; {args.times} kills, seed {args.seed}")
    for what, count in sorted(outcome.items()):
        print(f"{count:5} {what}")


if __name__ == "__main__":
    main()
