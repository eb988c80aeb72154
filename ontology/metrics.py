"""The metrics: what is measured, in what unit, of what kind of subject, and by which words it goes.

`metrics.csv`, one row a metric. `nature` is `flow` (over a period), `stock` (at a time), `share` (a part of a whole: percentages are
its level), `level` (a property) or `flowrate` (a flow that states its rate); `subjects` are mask types; cues are regular expressions.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. `units` are the units its level may have (`currency` stands for any currency)."""

    id: str
    labels: Mapping[str, str]
    units: tuple[str, ...]
    nature: str
    subjects: str
    cues: Mapping[str, str]


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by id.

    >>> metrics()["gross_margin"].nature
    'share'
    """
    with (Path(__file__).parent / "metrics.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["id"]: Metric(
                row["id"],
                {"en": row["label_en"], "zh": row["label_zh"]},
                tuple(row["unit"].split("|")),
                row["nature"],
                row["subjects"],
                {"zh": row["cues_zh"], "en": row["cues_en"]},
            )
            for row in csv.DictReader(lines)
        }
