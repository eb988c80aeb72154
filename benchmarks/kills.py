"""Builds that are killed at random moments: is the graph in the end that of a build that nobody disturbed?

    python benchmarks/kills.py [--times 50] [--seed 1]

The documents are those of the fusion tests. Each round starts `aikg build` on the same folder and sends it SIGKILL after a random time; now
and then the folder is begun anew. Now and then the graph is held against the shapes; a
last build, undisturbed, has to give the very quads of one that was never killed.
"""

from __future__ import annotations

import argparse
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

DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "fusion" / "documents.jsonl"
AFRESH, HELD = 10, 4  # of so many rounds on one folder, the one after which the graph is held against the shapes


def build(folder: Path) -> subprocess.Popen[bytes]:
    """A build of the documents."""
    call = [sys.executable, "-m", "aikg.exports.cli", "build", "--store", str(folder), str(DOCUMENTS)]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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
        start = time.monotonic()
        build(calm).wait()
        whole = time.monotonic() - start
        wanted = content(calm)
        number = 0
        while outcome["killed"] < args.times or number % AFRESH:
            if number % AFRESH == 0:
                shutil.rmtree(folder, ignore_errors=True)
            child = build(folder)
            time.sleep(dice.uniform(0.1, 1) * whole)
            child.kill()
            outcome["killed" if child.wait() < 0 else "had ended before"] += 1
            if (folder / "data").exists():
                with Store.open(folder) as store:
                    outcome["documents were there"] += bool(store.stats()["documents"])
                    if number % AFRESH == HELD:
                        outcome["did not conform"] += bool(validate(store))
            number += 1
            if number % AFRESH == 0:
                build(folder).wait()
                outcome["equal in the end" if content(folder) == wanted else "DIFFERENT IN THE END"] += 1
    print(f"a calm build takes {whole:.1f} s and gives {len(wanted):,} quads; {args.times} kills, seed {args.seed}")
    for what, count in sorted(outcome.items()):
        print(f"{count:5} {what}")


if __name__ == "__main__":
    main()
