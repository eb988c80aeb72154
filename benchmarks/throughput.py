"""Characters per second of the whole extraction, beside spaCy's blank tokenizer and JioNLP's time parser, in one run.

    python benchmarks/throughput.py [--megabytes N]

JioNLP is measured where it is installed (`pip install jionlp`), on Chinese. The first table reads the two examples and the annotated corpus document by document; the second
reads one document of growing size, each in a process of its own, to show that time grows with length alone and what memory it takes. Read the ratios: absolute figures
are this machine's.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import spacy
from aikg.extractors.extract import Extractor
from aikg.extractors.time_rules import scan
from aikg.extractors.times import find_times
from aikg.ontology.model import Document, Language, Mention

ROOT = Path(__file__).parents[1]
EXAMPLES: dict[Language, str] = {"zh": "weekly-zh.txt", "en": "newsletter-en.md"}
DAY = date(2026, 1, 12)
SIZES = (100_000, 1_000_000)
_FIGURE = re.compile(r"\d+(?=(?:\.\d+)? ?(?:亿|万|%| billion| million))")


def texts(language: Language) -> dict[str, list[str]]:
    """What is read: the example, and the corpus."""
    corpus = [json.loads(p.read_text("utf-8"))["text"] for p in sorted((ROOT / "corpus" / language).glob("*.json"))]
    return {"example": [example(language)], "corpus": corpus}


def example(language: Language) -> str:
    return (ROOT / "examples" / EXAMPLES[language]).read_text("utf-8")


def documents(found: Sequence[str], language: Language) -> list[Document]:
    return [Document(f"sha256:{n}", text, "benchmark", language, published=DAY) for n, text in enumerate(found)]


def rates(works: Sequence[tuple[str, Callable[[], object]]], characters: int, rounds: int = 5) -> dict[str, float]:
    """Each work's characters per second: the median of rounds in which they take turns, after one of warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name, _ in works}
    for _, work in works:
        work()
    for _ in range(rounds):
        for name, work in works:
            start = time.process_time()
            work()
            seconds[name].append(time.process_time() - start)
    return {name: characters / statistics.median(found) for name, found in seconds.items()}


def _times(text: str, language: Language) -> list[Mention]:
    scan.cache_clear()  # what was found in a text is kept for the moment
    return find_times(text, language, DAY)


def jionlp_times(found: Sequence[str]) -> Callable[[], object] | None:
    """JioNLP over the lines of some texts; None where it is not installed."""
    try:
        import jionlp
    except ImportError:
        return None
    logging.disable()  # it logs what it cannot parse
    base = time.mktime(DAY.timetuple())
    lines = [line for text in found for line in text.splitlines() if line.strip()]
    return lambda: [jionlp.ner.extract_time(line, time_base=base) for line in lines]


def compare(language: Language) -> None:
    """One language's rows of the first table."""
    nlp, extractor = spacy.blank(language), Extractor()
    for name, found in texts(language).items():
        read = documents(found, language)
        works: list[tuple[str, Callable[[], object]]] = [
            ("aikg, everything", lambda read=read: [extractor.extract(d) for d in read]),  # type: ignore[misc]
            ("aikg, times alone", lambda found=found: [_times(t, language) for t in found]),  # type: ignore[misc]
            ("spaCy blank tokenizer", lambda found=found: [nlp.make_doc(t) for t in found]),  # type: ignore[misc]
        ]
        peer = jionlp_times(found) if language == "zh" else None
        if peer:
            works.append(("JioNLP extract_time", peer))
        speeds = rates(works, sum(map(len, found)))
        ours = speeds["aikg, everything"]
        for tool, speed in speeds.items():
            print(
                f"{language}  {name:8s} {tool:22s} {speed:12,.0f} characters/s   aikg is {ours / speed:5.2f} times that"
            )


def long_text(language: Language, size: int) -> str:
    """The example over and over, its figures a little different each time, so that its events are not all one; without the notes at its end, for all behind them is silent."""
    text, copies = example(language).split("\n■ 风险提示")[0], []
    for n in range(size // len(text) + 1):
        copies.append(_FIGURE.sub(lambda m, n=n: str(int(m[0]) + n), text))  # type: ignore[misc]
    return "\n\n".join(copies)[:size]


def read_long(language: Language, size: int) -> None:
    """Read one long document and tell time, events and this process's peak of memory."""
    (document,) = documents([long_text(language, size)], language)
    Extractor().extract(documents([example(language)], language)[0])  # tables are loaded
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.process_time()
    events = len(Extractor().extract(document).events)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{language}  {size:9,} characters {seconds:8.2f} s  {size / seconds:10,.0f} characters/s  {events:6d} events"
        f"  peak {peak} MB ({before} MB before)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=5, help="the longest document, in million characters")
    parser.add_argument("--one", nargs=2, metavar=("LANGUAGE", "SIZE"), help="read one long document only")
    args = parser.parse_args()
    if args.one:
        read_long(args.one[0], int(args.one[1]))
        return
    for language in EXAMPLES:
        compare(language)
    print(flush=True)
    for language in EXAMPLES:
        for size in (*SIZES, args.megabytes * 1_000_000):
            subprocess.run([sys.executable, __file__, "--one", language, str(size)], check=True)


if __name__ == "__main__":
    main()
