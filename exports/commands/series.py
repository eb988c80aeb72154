"""A metric of an entity over time, from all documents, of comparable figures alone, each with its sentence.

Weekly users are never mixed with daily ones, dollars with yuan, quarters with years, tokens a day with tokens a month, annualised revenue with
revenue, forecasts with facts. What was left out follows, with the reason.
"""

from __future__ import annotations

import argparse

from ..arguments import Parser
from ..telling import Teller, add_table_options, quantity_text, write

SUMMARY = "a metric over time, comparable figures alone"
EXAMPLES = (
    ("aikg series OpenAI annualized_revenue --store kg", "a company's annualised revenue"),
    ("aikg series ChatGPT weekly_active_users --store kg --as-of 2026-04-07", "as it was known on a day"),
    ("aikg series 阿里 revenue --store kg --unit CNY --per quarter", "one currency, one sort of period"),
)
COLUMNS = (
    "date",
    "period",
    "value",
    "unit",
    "per",
    "claims",
    "sources",
    "differing",
    "left_out",
    "sentence",
    "document",
)


def arguments(parser: Parser) -> None:
    parser.add_argument("entity", metavar="ENTITY", help="a company, product, model, index … by any of its names")
    parser.add_argument("metric", metavar="METRIC", help="a metric's id or label, as in aikg questions --metric")
    parser.add_argument("--unit", metavar="UNIT", help="only figures in this unit (default: that of most)")
    parser.add_argument(
        "--per", metavar="PER", help="only figures per day, week, month, quarter, year (default: as most)"
    )
    add_table_options(parser)


def run(args: argparse.Namespace) -> int:
    from ...graph.query import metric_id
    from ...graph.series import Point, series
    from ...graph.store import Store
    from ..output import say

    with Store.open(args.store, read_only=True) as store:
        found = series(store, args.entity, metric_id(args.metric), unit=args.unit, rate=args.per, as_of=args.as_of)
        tell = Teller(store, args.language)

        def row(point: Point, reason: str = "") -> tuple[object, ...]:
            fact, value = point.fact, point.value
            exact = value.value if value.value is not None else value.low
            shown = exact if value.comparator == "=" and args.format != "table" else quantity_text(value, args.language)
            others = "; ".join(quantity_text(q, args.language) for q in point.others)
            return (
                point.day,
                tell.when(fact),
                shown,
                value.unit,
                fact.rate,
                len(point.event.facts),
                point.event.origins,
                others,
                reason,
                tell.sentence(fact),
                fact.source_name,
            )

        rows = [row(p) for p in found.points] + [row(x.point, x.reason) for x in found.left_out]
    write(COLUMNS, rows, args)
    say(f"{len(found.points)} comparable figures in {found.unit or 'no unit'}, {len(found.left_out)} left out")
    return 0
