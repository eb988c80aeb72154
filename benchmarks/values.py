"""Money, numbers, percentages and dates: what aikg and other tools read in sentences written for this comparison.

    python benchmarks/values.py [--errors TOOL] [--json]

The sentences are in `data/values-LANGUAGE.jsonl`, one an object: `text`, `published` (the date against which what is unsaid resolves), `values`. A value has a
`category`, its `text` and where it stands (`at`), and `value` or `low` and `high` in base units with `unit` and `comparator`, or `start` and `end` of a time. What is
`optional` is neither owed nor held against a tool. docs/benchmarks.md says what counts as right.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from aikg.extractors.report import Tally
from aikg.ontology.model import Language
from peers import TOOLS, Found, Tool

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CATEGORIES = ("money", "percent", "number", "time")
MAGNITUDES = tuple(10.0**n for n in (0, -3, 3, 6, 9, 12))  # of a unit's name: milliseconds, kilowatts, Gigabytes
Case = Mapping[str, Any]


def cases(language: Language) -> list[Case]:
    """The annotated sentences of a language."""
    lines = (DATA / f"values-{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def touches(value: Case, found: Found) -> bool:
    """Whether what was found overlaps what is annotated."""
    start = value["at"]
    return found.start < start + len(value["text"]) and start < found.end


def is_right(value: Case, found: Found) -> bool:
    """Whether a value found is the annotated one. Signs and comparators are left out: of what falls, many tools see only the figure."""
    if value["category"] == "time":
        if value.get("by_end"):  # "the end of February" is its last day, or its last days
            return any(end == _day(value["end"]) for _, end in found.days)
        return (_day(value["start"]), _day(value["end"])) in found.days
    if value["category"] == "money" and found.unit != value["unit"]:
        return False
    if value.get("also") and is_right(
        {**value, "value": value["also"], "also": None}, found
    ):  # acres and square metres
        return True
    low = value.get("value", value.get("low"))
    high = value.get("value", value.get("high"))
    if value.get("comparator") == ">" and found.low != found.high:
        high = None  # "more than twenty billion" may be a range from there
    scales = MAGNITUDES if value["category"] == "number" and found.unit else (1.0,)
    return any(_same(low, found.low, scale) and (high is None or _same(high, found.high, scale)) for scale in scales)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _same(wanted: float | None, found: float | None, scale: float) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return abs(abs(wanted) - abs(found) * scale) <= 1e-3 * abs(wanted)


def is_range(value: Case) -> bool:
    return "low" in value and "high" in value


@dataclass(slots=True)
class Score:
    """One tool in one language: what was owed and found by category, comparators of what was right, and the errors."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    comparators: Tally = field(default_factory=Tally)
    errors: list[str] = field(default_factory=list)


def judge(case: Case, found: Sequence[Found], categories: Sequence[str], score: Score) -> None:
    """Set what a tool found in a sentence against what is annotated, each find used once."""
    left = [f for f in found if f.category in categories]
    for value in (v for v in case["values"] if not v.get("optional") and v["category"] in categories):
        tally = score.tallies.setdefault(value["category"], Tally())
        near = [f for f in left if f.category == value["category"] and touches(value, f)]
        hit = [f for f in near if is_right(value, f)][:1] or (_both_ends(value, near) if is_range(value) else [])
        tally.add(found=bool(hit), gold=1, right=bool(hit), system=bool(hit))
        left = [f for f in left if f not in hit]
        if not hit:
            score.errors.append(f"missed\t{_told(value)}\tfound {[_shown(f) for f in near]}\t{case['text']}")
        elif hit[0].comparator:
            right = hit[0].comparator == value.get("comparator", "=")
            score.comparators.add(right, 1, right, 1)
    for f in left:
        if _counts(case, f, found):
            score.tallies.setdefault(f.category, Tally()).add(system=1)
            score.errors.append(f"false\t{f.category}\t{_shown(f)}\t{case['text']}")


def _both_ends(value: Case, near: Sequence[Found]) -> list[Found]:
    """Two values that are a range's two ends, of a tool that knows no ranges."""
    ends = [
        next((f for f in near if f.low == f.high and is_right({**value, "value": value[k]}, f)), None)
        for k in ("low", "high")
    ]
    return [f for f in ends if f] if all(ends) else []


def _counts(case: Case, found: Found, others: Sequence[Found]) -> bool:
    """Whether a find that answers nothing is held against the tool: not where it touches an optional value, repeats a find, or is a bare number that
    touches no annotated number."""
    touched = [v for v in case["values"] if touches(v, found)]
    if any(v.get("optional") for v in touched):
        return False
    if any(
        o is not found and o.category == found.category and o.start <= found.start and found.end <= o.end
        for o in others
    ):
        return False
    return (
        found.category != "number"
        or bool(found.unit not in ("", "1"))
        or any(v["category"] == "number" for v in touched)
    )


def _told(value: Case) -> str:
    return " ".join(
        str(value[k]) for k in ("category", "text", "value", "low", "high", "unit", "start", "end") if k in value
    )


def _shown(found: Found) -> str:
    days = "|".join(f"{a}..{b}" for a, b in found.days)
    return days or f"{found.low:g}..{found.high if found.high is None else format(found.high, 'g')} {found.unit}"


def run(tool: Tool, language: Language, rounds: int = 3) -> tuple[Score, float]:
    """A tool's score over a language's sentences, and its characters per second (median of the rounds after one of warm-up)."""
    annotated = cases(language)
    score = Score()
    for case in annotated:
        judge(
            case, list(tool.find(case["text"], language, date.fromisoformat(case["published"]))), tool.categories, score
        )
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        for case in annotated:
            for _ in tool.find(case["text"], language, date.fromisoformat(case["published"])):
                pass
        seconds.append(time.perf_counter() - start)
    return score, sum(len(c["text"]) for c in annotated) / statistics.median(seconds)


def rows(language: Language, tools: Sequence[Tool]) -> Iterator[tuple[Tool, Score, float]]:
    for tool in tools:
        if language in tool.languages:
            yield tool, *run(tool, language)


def table(language: Language, results: Sequence[tuple[Tool, Score, float]]) -> str:
    """Precision / recall / F1 per tool and category, and speed against aikg's, as Markdown."""
    annotated = cases(language)
    owed = {
        c: sum(v["category"] == c and not v.get("optional") for case in annotated for v in case["values"])
        for c in CATEGORIES
    }
    lines = [
        f"| {language}, {len(annotated)} sentences | "
        + " | ".join(f"{c} ({owed[c]})" for c in CATEGORIES)
        + " | characters/s | aikg is … times that |",
        "|---" * (len(CATEGORIES) + 3) + "|",
    ]
    ours = results[0][2]
    for tool, score, speed in results:
        cells = [_cell(score.tallies.get(c)) if c in tool.categories else "–" for c in CATEGORIES]
        lines.append(f"| {tool.name} | {' | '.join(cells)} | {speed:,.0f} | {ours / speed:.1f} |")
    return "\n".join(lines)


def _cell(tally: Tally | None) -> str:
    return f"{tally.precision:.2f} / {tally.recall:.2f} / **{tally.f1:.2f}**" if tally else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", metavar="TOOL", help="list what this tool misses and finds falsely")
    parser.add_argument("--json", action="store_true", help="figures for programs")
    args = parser.parse_args()
    warnings.simplefilter("ignore")  # peers' own, like what they log
    logging.disable()
    absent = [tool for tool in TOOLS if tool.missing()]
    for tool in absent:
        print(f"{tool.name} is not installed: {tool.install}", file=sys.stderr)
    tools = [tool for tool in TOOLS if tool not in absent and args.errors in (None, tool.name)]
    for language in LANGUAGES:
        results = list(rows(language, tools))
        if args.json:
            for tool, score, speed in results:
                figures = {c: t.as_json() for c, t in sorted(score.tallies.items())}
                print(
                    json.dumps(
                        {
                            "language": language,
                            "tool": tool.name,
                            "characters_per_second": round(speed),
                            "figures": figures,
                        }
                    )
                )
        elif args.errors:
            print("\n".join(error for _, score, _ in results for error in score.errors))
        else:
            print(table(language, results) + "\n")
            agree = results[0][1].comparators
            print(f"aikg also tells comparators (more than, about, …): {agree.precision:.2f} of {agree.system} right\n")


if __name__ == "__main__":
    main()
