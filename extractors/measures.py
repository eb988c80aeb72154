"""The words of measuring: which metric a term names, and how a text says that a figure moved, stands, or is old.

The metrics themselves are in ontology/metrics.csv, the words of movement in languages/<language>/metrics.toml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Language
from .languages import language_data
from .masking import Masked, compile_pattern
from .screening import Screen

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Words:
    """One language's patterns, by the names they have in its metrics.toml; `terms` are those of all metrics."""

    terms: re.Pattern[str]
    per: tuple[tuple[re.Pattern[str], str], ...]
    basis: tuple[tuple[re.Pattern[str], str], ...]
    rise: re.Pattern[str]
    reference: re.Pattern[str]
    fall: re.Pattern[str]
    level: re.Pattern[str]
    old: re.Pattern[str]
    behind: re.Pattern[str]
    after_change: re.Pattern[str]
    after_fall: re.Pattern[str]
    skip: re.Pattern[str]
    loss: re.Pattern[str]
    break_term: re.Pattern[str]
    self_moving: re.Pattern[str]
    stock_move: re.Pattern[str]
    market: re.Pattern[str]
    session: re.Pattern[str]
    either: re.Pattern[str]
    run: re.Pattern[str]
    change_label: re.Pattern[str]
    # What only some languages need.
    expected: re.Pattern[str] = _NEVER  # leads up to a figure that others had expected
    expected_after: re.Pattern[str] = _NEVER
    subject_after: re.Pattern[str] = _NEVER  # "shares of X": the subject behind the term
    subject_before: re.Pattern[str] = _NEVER  # "X with 39%": the subject right before the figure
    subject_behind: re.Pattern[str] = _NEVER  # "a target of $275 on X"
    outright: re.Pattern[str] = _NEVER  # "an increase of": where a word of movement wins over one of level
    old_range: re.Pattern[str] = _NEVER  # leads up to the upper end of what was replaced
    priced: re.Pattern[str] = _NEVER  # "$0.50 per million tokens"
    closed: re.Pattern[str] = _NEVER  # "ended the day at"
    quoted: re.Pattern[str] = _NEVER  # "X +2.1%"
    no_charge: re.Pattern[str] = _NEVER  # leads up to wages, savings: no price
    charged: re.Pattern[str] = _NEVER  # leads up to what is asked for each month or seat
    rated: re.Pattern[str] = _NEVER  # names whose target a price is
    rater: re.Pattern[str] = _NEVER  # names who sets a target price
    earned: re.Pattern[str] = _NEVER  # earnings, where a figure a share follows
    owner: re.Pattern[str] = _NEVER  # leads from the subject to its term: "X's quarterly"
    size_of: re.Pattern[str] = _NEVER  # 30亿参数的X: the model behind its size
    holder_after: re.Pattern[str] = _NEVER  # "to $19m at X": the subject behind the figure
    skip_after: re.Pattern[str] = _NEVER  # "10% below forecasts": how far from what was expected
    led: re.Pattern[str] = _NEVER  # "At X, revenue": who a clause and those behind it are about
    we: re.Pattern[str] = _NEVER  # whoever speaks tells of the own company
    reporting: re.Pattern[str] = _NEVER  # leads up to the time of a statement
    reported: re.Pattern[str] = _NEVER  # what is stated begins behind that time
    guides: re.Pattern[str] = _NEVER  # leads up to a figure that is expected of the metric spoken of before
    hopes: re.Pattern[str] = _NEVER  # ... where money of the kind was spoken of before
    trained: re.Pattern[str] = _NEVER  # behind tokens that a model was trained on
    guided_on: re.Pattern[str] = _NEVER  # between a figure that is expected and one that is expected with it
    growth: re.Pattern[str] = _NEVER  # leads up to the rate at which sales grow where only "growth" is said
    guides_growth: re.Pattern[str] = _NEVER  # leads up to how much a company's results will grow
    entry: re.Pattern[str] = _NEVER  # leads up to the amount of an entry in a list of results
    part_entry: re.Pattern[str] = _NEVER  # ... of a part of a business without a name
    entry_change: re.Pattern[str] = _NEVER  # the change behind it
    earning: re.Pattern[str] = _NEVER  # leads up to what a part of a business brings in
    part_level: re.Pattern[str] = _NEVER  # leads up to where a part's sales now are
    part_change: re.Pattern[str] = _NEVER  # behind a part's change: its new level
    of_total: re.Pattern[str] = _NEVER  # behind a share of all sales
    of_whole: re.Pattern[str] = _NEVER  # behind a share of what was told of right before
    makes_up: re.Pattern[str] = _NEVER  # leads up to a share of something
    expected_on: re.Pattern[str] = _NEVER  # leads from what was expected to what was expected with it
    back_then: re.Pattern[str] = _NEVER  # leads up to what was so at a time of comparison: "a year ago, when it earned"
    starting: re.Pattern[str] = _NEVER  # ends a price that something is sold from
    stands: re.Pattern[str] = _NEVER  # leads up to what is so now, whatever was planned before: "contracted power"
    other_money: re.Pattern[str] = _NEVER  # behind an amount: what it is of that is no result, "a $5bn charge"
    multiple_of: re.Pattern[str] = _NEVER  # behind a multiple: it is one of what was before
    year_to_day: re.Pattern[str] = _NEVER  # behind a move of a share: it is the year's so far
    counts_on: re.Pattern[str] = _NEVER  # leads up to another count of what was counted before: "aims to have"
    counts_end: re.Pattern[str] = _NEVER  # ... and what may follow it
    each_time: re.Pattern[str] = _NEVER  # opens a sentence: how often something is so
    sessions: re.Pattern[str] = _NEVER  # leads up to the last day of a week of trading
    priced_for: re.Pattern[str] = _NEVER  # from a price to what costs it, where that is named only behind it
    ellipsis: re.Pattern[str] = _NEVER  # leads from a model to a size of it whose unit goes without saying
    thing_is: re.Pattern[str] = _NEVER  # from where a clause begins to the price of what it names
    year_out: re.Pattern[str] = _NEVER  # leads up to what there will be on the last day of the year
    theirs: re.Pattern[str] = _NEVER  # says of another, by a possessive alone, how what was measured has moved
    more_of: re.Pattern[str] = _NEVER  # leads up to how many more or fewer there will be than were told of before
    puts_sum: re.Pattern[str] = _NEVER  # between a sum and the share of sales that it is
    other_time: re.Pattern[str] = _NEVER  # between a level and that of another time
    in_time: re.Pattern[str] = _NEVER  # ... which stands behind it
    begun: re.Pattern[str] = _NEVER  # begins a clause that says when something came about
    turns_to: re.Pattern[str] = _NEVER  # between a count and a time: what is told of another sort, at that time
    moved_aside: re.Pattern[str] = _NEVER  # begins a clause that says in passing how a share has moved
    of_stocks: re.Pattern[str] = _NEVER  # names what is traded
    spends: re.Pattern[str] = _NEVER  # leads up to a part of sales that is spent
    listed: re.Pattern[str] = _NEVER  # says that what is worth so much is traded
    alongside: re.Pattern[str] = _NEVER  # between a level and how much it has moved
    period_after: re.Pattern[str] = (
        _NEVER  # between a figure and its period in a clause of its own: ", plus or minus 3, for"
    )
    aims: re.Pattern[str] = (
        _NEVER  # leads up to what is expected itself, not to what it is compared with: "to top $5bn"
    )
    span_label: re.Pattern[str] = _NEVER  # heads what was so over a span: how it moved, where the figures are per cent
    estimated: re.Pattern[str] = _NEVER  # in a table's label: its figures are expected
    currency_label: re.Pattern[str] = _NEVER  # heads a column of currencies
    weekly_label: re.Pattern[str] = _NEVER  # heads a column of what weeks have moved by
    span_head: re.Pattern[str] = _NEVER  # words of a span of time as heads of columns write them
    morning: re.Pattern[str] = _NEVER  # at a text's head: it is read before markets open
    quote_label: re.Pattern[str] = _NEVER  # heads a column or a table of share prices
    unit_after: re.Pattern[str] = _NEVER  # behind a name that is a part of a company
    per_share: re.Pattern[str] = _NEVER  # behind what is earned a share
    crossing: re.Pattern[str] = _NEVER  # begins a figure that says which side of a level something is on
    turns: re.Pattern[str] = _NEVER  # between a figure and a time that only the rest of the sentence has
    superseded: re.Pattern[str] = _NEVER  # leads up to a forecast that has been replaced
    overshoot: re.Pattern[str] = _NEVER  # leads up to how far a figure lies from what was expected
    base_level: re.Pattern[str] = _NEVER  # leads up to a level of before, behind its time: "against last year's"
    rolling: re.Pattern[str] = _NEVER  # a span that only looks back from now: what follows is of the report's again
    of_results: re.Pattern[str] = _NEVER  # behind a span: results are told of it, after which a share moved
    estimator: re.Pattern[str] = _NEVER  # leads up to what somebody named had expected: "short of X's"
    year_before: re.Pattern[str] = _NEVER  # behind a level: it is that of a year before what is told of
    led_in: re.Pattern[str] = _NEVER  # up to the comma behind the time when what a sentence goes on about began
    pollster: re.Pattern[str] = _NEVER  # names who has collected what analysts expect
    subset: re.Pattern[str] = _NEVER  # behind a number: of those counted before
    labelled: re.Pattern[str] = _NEVER  # leads up to the level of an index whose name labels it
    worth: re.Pattern[str] = _NEVER  # a term that says of whatever is named before what it is worth
    on_the_day: re.Pattern[str] = _NEVER  # behind a move of the day that is told of
    off_by: re.Pattern[str] = _NEVER  # behind an amount: it is how far something lies from what was expected
    old_time: re.Pattern[str] = _NEVER  # leads up to a time that only an old figure is of
    prior: re.Pattern[str] = _NEVER  # behind an opening bracket: a time before and what the figure was then
    prior_behind: re.Pattern[str] = _NEVER  # ... and a figure, the time of which stands behind it
    same_level: re.Pattern[str] = _NEVER  # leads up to the level of what a pronoun stands for: "in 2025 it spent"
    of_other: re.Pattern[str] = _NEVER  # behind a figure told for comparison: whose it is
    awaited_of: re.Pattern[str] = _NEVER  # from what is expected to whom it is expected of
    aka: re.Pattern[str] = _NEVER  # between a figure and the same put otherwise
    included: re.Pattern[str] = _NEVER  # leads up to a cost or gain that is a part of a result
    margin: re.Pattern[str] = _NEVER  # behind a share: it is one
    margin_of: re.Pattern[str] = _NEVER  # leads up to a profit told before as a share of sales: "at a margin of"
    awaited: re.Pattern[str] = _NEVER  # leads up, from anywhere in the clause, to what others expect
    unmeasured: re.Pattern[str] = _NEVER  # nouns that measure what no metric stands for
    replaced: re.Pattern[str] = _NEVER  # leads up to a level that what follows moves away from: "from last year's"
    moved_on: re.Pattern[str] = _NEVER  # ... and what then follows it
    part: re.Pattern[str] = _NEVER  # leads up to the part that something is of what was measured before
    whole_market: re.Pattern[str] = _NEVER  # leads up to the term of a measure of nobody: "global phone shipments"
    grown: re.Pattern[str] = _NEVER  # leads up to the new level of what grew over a span of years
    this_period: re.Pattern[str] = _NEVER  # the span that a report is of, as it calls it itself
    base_before: re.Pattern[str] = _NEVER  # leads up to a time that something is only measured against
    base_after: re.Pattern[str] = _NEVER
    cumulative: re.Pattern[str] = _NEVER  # says that a flow adds up until a day
    component: re.Pattern[str] = _NEVER  # leads up to a thing that another only has in it or is compared with
    placed: re.Pattern[str] = _NEVER  # behind a count: which place it makes somebody's
    bygone: re.Pattern[str] = _NEVER  # between a time before and the one figure that is of it: "a year ago it was"
    owned: re.Pattern[str] = _NEVER  # from whose a thing is to the thing, before which nobody else is named
    averaged: re.Pattern[str] = _NEVER  # says, at a term, what was so on average over a span
    of_things: re.Pattern[str] = _NEVER  # the end of a count and what follows: it counts things, no people
    of_pieces: re.Pattern[str] = _NEVER  # ends a count of pieces, which no index stands at
    repriced: re.Pattern[str] = _NEVER  # leads up to a price that takes the place of another
    as_of: re.Pattern[str] = _NEVER  # opens a time up to whose last day something is told
    left_with: re.Pattern[str] = _NEVER  # leads up to a span, or the report's, at whose end it is so
    closing_day: re.Pattern[str] = _NEVER  # the last day of a span, which no market is told of
    held: re.Pattern[str] = _NEVER  # leads up to a rate of growth that held through spans before
    held_behind: re.Pattern[str] = _NEVER  # ... and what then follows it
    weekly: re.Pattern[str] = _NEVER  # leads up to what something moved by over a week
    weekly_behind: re.Pattern[str] = _NEVER  # ... or follows it
    leaders: re.Pattern[str] = _NEVER  # leads up to a list of shares with what each moved by in brackets
    threshold: re.Pattern[str] = _NEVER  # behind a level that the one told right before has crossed
    past_point: re.Pattern[str] = _NEVER  # ... and how such a time is called
    aside: re.Pattern[str] = _NEVER  # leads up to a span that is told in passing: "in Q2 alone"
    closed_after: re.Pattern[str] = _NEVER  # behind what a share cost at the end of trading
    same_again: re.Pattern[str] = _NEVER  # begins a clause that goes on about what was measured before
    counted: re.Pattern[str] = _NEVER  # leads up to the second of two counts
    doubled_alone: re.Pattern[str] = _NEVER  # behind a share that "doubled" on its first day
    moved_after: re.Pattern[str] = _NEVER  # behind a figure: which way whoever closed there has moved
    stood: re.Pattern[str] = _NEVER  # ... and what leads up to such a figure
    outlay: re.Pattern[str] = _NEVER  # leads up to what somebody means to spend or raise: no result
    gapped: re.Pattern[str] = _NEVER  # between a move and that of another who shares its verb
    fronted: re.Pattern[str] = _NEVER  # leads up to a level with which a sentence begins: "At $5bn, X's revenue"
    fronted_on: re.Pattern[str] = _NEVER  # ... and from it to its term
    captioned: re.Pattern[str] = _NEVER  # behind a figure that a list sets before what it is
    than_another: re.Pattern[str] = _NEVER  # behind a figure: by how much something differs from another thing
    referring: re.Pattern[str] = _NEVER  # refers back to who was named before
    it_moved: re.Pattern[str] = _NEVER  # says that who was spoken of before moved on the market
    contributed: re.Pattern[str] = _NEVER  # leads up to the part of it that comes from somebody
    portion: re.Pattern[str] = _NEVER  # a term of shares that, at a level in percent, is one of a market
    payers: re.Pattern[str] = _NEVER  # before a term that only says whose price it is: "prices for large users"
    elided: re.Pattern[str] = _NEVER  # whose it is, where only that is said: "Y's, $3bn"
    now: re.Pattern[str] = _NEVER  # says that a figure is one of now
    base_from: re.Pattern[str] = _NEVER  # a time that only the level is of from which something has moved
    of_another: re.Pattern[str] = _NEVER  # what somebody foresees of another, behind his name: 花旗预计其
    against_thing: re.Pattern[str] = _NEVER  # a thing that a change is measured against, with what leads up to it
    topical: re.Pattern[str] = _NEVER  # opens a sentence that takes up another side of whom a text is about
    made: re.Pattern[str] = _NEVER  # ends a count of what a plant makes
    filed: re.Pattern[str] = _NEVER  # a report that is called after its span: `quarter` (its number), `half` or `year`
    filing: re.Pattern[str] = _NEVER  # behind a time: a report that came out then, of a span before
    results_head: re.Pattern[str] = _NEVER  # in a heading that says of which period results are told
    labels: Mapping[str, re.Pattern[str]] = field(default_factory=dict)  # metric → what only tables call it
    unit_words: Mapping[str, str] = field(default_factory=dict)  # how tables shorten units
    not_theirs: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # kind → roles whose fillers are not spoken of after it
    told_of: Mapping[str, Sequence[str]] = field(default_factory=dict)  # metric → kinds whose figures are theirs
    veto: Mapping[str, re.Pattern[str]] = field(default_factory=dict)  # metric → what its figures are not told beside


_TABLES = ("per", "basis")


@cache
def words(language: Language) -> Words:
    """The patterns of a language."""
    data = language_data(language, "metrics")
    flags = re.I if language == "en" else 0
    terms = "|".join(f"(?P<{i}>{_cues(i, language)})" for i in _order(language))
    read: dict[str, Any] = {
        t: tuple((compile_pattern(p, language), name) for name, p in data[t].items()) for t in _TABLES
    }
    read["unit_words"] = data.get("unit_words", {})
    read["labels"] = {name: compile_pattern(p, language) for name, p in data.get("labels", {}).items()}
    read["told_of"], read["not_theirs"] = data.get("told_of", {}), data.get("not_theirs", {})
    read["veto"] = {name: compile_pattern(p, language) for name, p in data.get("veto", {}).items()}
    read |= {name: compile_pattern(p, language) for name, p in data.items() if isinstance(p, str)}
    return Words(re.compile(terms, flags), **read)


def _cues(metric: str, language: Language) -> str:
    edge, end = (r"(?<![A-Za-z])", r"(?![A-Za-z])") if language == "en" else ("", "")
    return f"{edge}(?:{metrics()[metric].cues[language]}){end}"


def _order(language: Language) -> list[str]:
    """Metric ids such that the more specific term is tried first."""
    first = list(language_data(language, "metrics")["order"])
    return first + [i for i in metrics() if i not in first]


def first_name(rules: Sequence[tuple[re.Pattern[str], str]], text: str) -> str:
    """The name of the first pattern found in a text, or an empty string."""
    return next((name for pattern, name in rules if pattern.search(text)), "")


# What a noun stands for that measures something no metric is about: figures beside it measure nothing.
OTHER = Metric("", {}, ("1",), "other", "", {})


@dataclass(frozen=True, slots=True)
class Term:
    """Where a metric is named."""

    start: int
    end: int
    metric: Metric


_PAYERS = 60  # how far before a term it may be said that it only names who pays


@cache
def _screen(language: Language) -> tuple[Screen, tuple[tuple[Metric, re.Pattern[str]], ...]]:
    flags = re.I if language == "en" else 0
    known = tuple((metrics()[i], re.compile(_cues(i, language), flags)) for i in _order(language))
    terms = ((OTHER, words(language).unmeasured), *known)
    return Screen([pattern for _, pattern in terms]), terms


def terms_of(masked: Masked) -> Sequence[Term]:
    """The metrics named in a sentence, in order; of two at one place the more specific."""
    return _terms_in(masked.text, masked.language)


@lru_cache(maxsize=4)  # events and figures of one sentence ask in turn
def _terms_in(text: str, language: Language) -> tuple[Term, ...]:
    screen, terms = _screen(language)
    possible = [terms[number] for number in screen.passing(text)]
    found = [pattern.search(text) for _, pattern in possible]
    out: list[Term] = []
    payers = words(language).payers
    while any(found):
        at, first = min((m.start(), i) for i, m in enumerate(found) if m)
        match = cast(re.Match[str], found[first])
        if not payers.search(text, max(0, at - _PAYERS), at):
            out.append(Term(at, match.end(), possible[first][0]))
        for i, m in enumerate(found):
            if m and m.start() < match.end():
                found[i] = possible[i][1].search(text, match.end())
    return tuple(out)


def metric_in(label: str, language: Language) -> Metric | None:
    """The metric that a table's label names."""
    match = words(language).terms.search(label)
    return metrics()[cast(str, match.lastgroup)] if match else None


def reads_as_change(label: str, language: Language) -> bool:
    """Whether a table's label heads changes, not levels."""
    return bool(words(language).change_label.search(label))


def against(basis: str, span: str) -> str:
    """A basis; "sequential" is against the span of time before."""
    sequential = {"month": "month-on-month", "week": "week-on-week"}.get(span, "quarter-on-quarter")
    return sequential if basis == "sequential" else basis


# Units that say by themselves what is measured.
IMPLIED: Mapping[str, str] = {
    "tokens": "token_volume",
    "parameters": "parameters",
    "employees": "employees",
    "seats": "enterprise_seats",
    "subscribers": "paying_subscribers",
    "customers": "enterprise_customers",
    "users": "users",
    "downloads": "downloads",
    "languages": "languages_supported",
}
UNCOUNTED = frozenset({"points", "orders", "languages", "downloads", "calls", "times", "tokens", "shares"})  # no goods
_USERS = frozenset({"users", "subscribers", "seats", "customers"})
PEOPLE = _USERS | {"employees"}


def fits(metric: Metric, mask: str, unit: str) -> bool:
    """Whether a figure of this mask and unit can be the metric's level."""
    if metric is OTHER:
        return True
    if "currency" in metric.units:
        return mask == "Money" or unit in metric.units
    if metric.nature == "share":
        return mask in ("Percent", "Ratio")
    if metric.id == "rank":
        return mask == "Rank"
    if metric.id == "shipments" and mask == "Count":
        return unit not in UNCOUNTED
    if "watts" in metric.units:
        return mask in ("Watts", "Chips")
    if (unit == "users" and metric.units[0] in _USERS) or (mask == "Times" and metric.id == "downloads"):
        return True
    return unit in metric.units or mask == "Number"
