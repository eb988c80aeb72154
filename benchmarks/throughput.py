"""Characters per second of the whole extraction, beside spaCy's blank tokenizer and JioNLP's time parser, in one run.

    python benchmarks/throughput.py [--megabytes N]

JioNLP is measured where it is installed (`pip install jionlp`). The text is the two examples, repeated; the second table reads one
document of growing size, to show that time grows with length alone. Read the ratios: absolute figures are this machine's.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import spacy
from aikg.extractors.extract import Extractor
from aikg.ontology.model import Document, Language

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES: dict[Language, str] = {"zh": "weekly-zh.txt", "en": "newsletter-en.md"}


def rate(work: Callable[[], object], characters: int, rounds: int = 3) -> float:
    """The median of some rounds, in characters per second, after one round of warm-up."""
    work()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return characters / statistics.median(seconds)


def jionlp_times(text: str) -> Callable[[], object] | None:
    """JioNLP over the lines of a text; None where it is not installed."""
    try:
        import jionlp
    except ImportError:
        return None
    lines = [line for line in text.splitlines() if line.strip()]
    return lambda: [
        jionlp.ner.extract_time(line, time_base=time.mktime((2026, 1, 12, 0, 0, 0, 0, 0, 0))) for line in lines
    ]


def compare(language: Language) -> None:
    """One language's table."""
    text = (EXAMPLES / FILES[language]).read_text("utf-8")
    document = Document("sha256:benchmark", text, "benchmark", language, published=date(2026, 1, 12))
    nlp = spacy.blank(language)
    ours = rate(lambda: Extractor().extract(document), len(text))
    rows = [("aikg, everything", ours), ("spaCy blank tokenizer", rate(lambda: nlp.make_doc(text), len(text)))]
    peer = jionlp_times(text) if language == "zh" else None
    if peer:
        rows.append(("JioNLP extract_time", rate(peer, len(text), 1)))
    for name, found in rows:
        print(f"{language}  {name:24s} {found:12,.0f} characters/s   aikg is {ours / found:6.2f} times that")


def growth(language: Language, megabytes: int) -> None:
    """Time per character over document length."""
    text = (EXAMPLES / FILES[language]).read_text("utf-8")
    for size in (100_000, 1_000_000, megabytes * 1_000_000):
        long = "\n\n".join([text] * (size // len(text) + 1))[:size]
        document = Document("sha256:long", long, "long", language, published=date(2026, 1, 12))
        start = time.perf_counter()
        events = len(Extractor().extract(document).events)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{language}  {size:9,} characters {seconds:8.2f} s  {size / seconds:10,.0f} /s  {events:6d} events  peak {peak} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=5, help="the longest document, in million characters")
    args = parser.parse_args()
    for language in FILES:
        compare(language)
    for language in FILES:
        growth(language, args.megabytes)


if __name__ == "__main__":
    main()
