"""The narrower metric that what stands around a figure makes of one: users a month, earnings a share, what shares make a company worth."""

from __future__ import annotations

from decimal import Decimal

from ..ontology.metrics import Metric, metrics
from .measures import Term, first_name
from .readings import Figure

_FEW = 50  # what only a share earns
_CALLS = 10**11  # no such number of calls, only of tokens
ACTIVE = {"day": "daily_active_users", "week": "weekly_active_users", "month": "monthly_active_users"}


def refined(f: Figure, metric: Metric, term: Term | None) -> Metric:
    """The narrower metric that a figure's rate makes of one: users a month, earnings a share; what calls are counted in."""
    if metric.id == "api_calls" and f.masked.language == "zh":
        spoken = "I" not in f.masked.text[term.start : term.end] if term else True
        tokens = metrics()["token_volume"]
        return tokens if spoken and (f.carry.metric is tokens or (f.quantity.value or 0) >= _CALLS) else metric
    if metric.id == "users":
        rate = f.quantity.per or first_name(f.rules.per, f.tail)
        often = f.rules.each_time.match(f.masked.text)
        rate = rate or first_name(f.rules.per, f.before if f.masked.language == "zh" else often[0] if often else "")
        return metrics()[ACTIVE.get(rate, metric.id)]
    if metric.id == "stock_price" and f.mask in ("Percent", "Ratio") and term and f.rules.level.search(f.before):
        portion = f.rules.portion.fullmatch(f.masked.text, term.start, term.end)
        return metrics()["market_share"] if portion else metric
    if metric.id == "revenue_share" and f.mask in ("Percent", "Ratio", "Times") and term and _grows(f, term):
        return metrics()["revenue"]  # "services, which make up 40% of sales, grew by 12%"
    if metric.id == "price" and f.mask == "Money":
        target = metrics()["target_price"]
        if any(t.metric is target for t in f.terms) or (term and term.start < 3 and f.carry.metric is target):
            return metrics()["stock_price"]  # beside a target it is the share's
    if metric.id == "valuation" and (f.read and f.read[-1].metric.id == "stock_price" or _traded(f, term)):
        return metrics()["market_cap"]  # what its shares make it worth
    few = f.mask == "Money" and 0 < abs(f.quantity.value or Decimal(0)) < _FEW
    return metrics()["eps"] if metric.id == "net_income" and (f.apiece or few) else metric


def _grows(f: Figure, term: Term) -> bool:
    """Whether a change is told in a clause behind the one that names the part of sales that something is."""
    level = any(not r.change and r.term is term for r in f.read)
    return level and term.end <= f.home and bool(f.rules.rise.search(f.before) or f.rules.fall.search(f.before))


def _traded(f: Figure, term: Term | None) -> bool:
    """Whether what is worth so much is a company whose shares are traded: the sentence or the one before told of them."""
    worth = term and f.rules.worth.fullmatch(f.masked.text, term.start, term.end)
    trading = f.carry.metric in (metrics()["stock_price"], metrics()["market_cap"])
    return bool(worth) and (trading or bool(f.rules.listed.search(f.masked.text)))
