"""Each figure of a sentence, read: which metric it measures, and whether it is a level or a change.

What a figure measures is decided by the strongest evidence (`_EVIDENCE`, in this order): a turn of phrase that holds it; its own words; a
metric term linked to it, right behind it or before it; the sentence's last term; its unit; how prices, markets and indices are told
of; the metric of the sentence before. It is a change where a word of movement leads up to it or where its unit cannot be the metric's
level; else it is the level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Quantity
from .bygone import RELATIVE, left_out, vetoed
from .carry import Carry, clause_start
from .clauses import Clause
from .counts import by_carried, by_told
from .idioms import Phrase, phrases
from .market import TRADED, by_index, by_market, by_other, by_session, gapped, leading, moves_alone
from .masking import ENTITIES, FIGURES, TYPES, Masked, mask_name
from .measures import IMPLIED, OTHER, Term, words
from .narrower import ACTIVE, refined
from .rates import paired
from .readings import APIECE, Figure, Found, Reading
from .rows import JOINED, row_of, term_in_row
from .sequel import by_again, by_echo, by_other_time, echoes
from .telegraphic import (
    by_entry,
    by_guidance,
    by_margin,
    by_neighbour,
    by_part,
    by_whole,
    follows,
    guides,
)

_WORD = re.compile(r"[\w\ue000-\ue0ff]")
_QUOTED = 4  # characters from how far a Chinese share moved to where it then stood: "涨2%，报30元"
_TAIL = 64  # characters behind a figure that may say what it is of


def readings_of(
    masked: Masked, parts: Sequence[Clause], terms: Sequence[Term], figures: list[int], carry: Carry
) -> list[Reading]:
    """The figures at some masked positions, each with its metric; those that measure nothing are left out."""
    out: list[Reading] = []
    told = phrases(masked)
    last: Term | None = None
    end, gone = 0, -1
    for p in figures:
        f = _figure(masked, parts, p, end, terms, carry, told, out, last)
        end = p + 1
        same = gone >= 0 and bool(f.rules.aka.fullmatch(masked.text, gone, p))
        again = gone >= 0 and bool(JOINED.fullmatch(masked.text, gone, p))
        if same or p not in told and (again or left_out(f)):
            gone = end
            continue
        found = next((found for evidence in _EVIDENCE if (found := evidence(f))), None)
        if found is None or vetoed(f, found[0]):
            continue
        if found[0] is OTHER:
            last = found[1]
            continue
        carried = carry.metric
        metric, term = refined(f, *found), found[1]
        if metric.id != "rank" and not _lost_beside_sales(f, metric, term):
            carry.metric = metric
        last = term or last
        reading = _movement(f, metric, term)
        if reading:
            reading.again = metric is carried
            reading.guided = term is None and p not in told and f.mask == "Money" and guides(f)
            reading.carried = reading.again and term is None
            reading.follows = bool(out) and (
                reading.change and follows(f, out[-1].metric is metric) or _of_the_shares(f, metric)
            )
            out.append(reading)
    return out


def _lost_beside_sales(f: Figure, metric: Metric, term: Term | None) -> bool:
    """Whether a loss is told behind sales: it is sales that the next sentence goes on about."""
    loss = metric.id == "net_income" and term and f.rules.loss.search(f.masked.text, term.start, term.end)
    return bool(loss) and any(r.metric.id == "revenue" for r in f.read)


def _of_the_shares(f: Figure, metric: Metric) -> bool:
    """Whether what a company is worth is told right behind how its shares moved: "rose 4%, adding 9 billion dollars to its market value"."""
    last = f.read[-1]
    if metric.id != "market_cap" or last.metric.id != "stock_price":
        return False
    return not any(last.position < i < f.position and f.masked.text[i] in ENTITIES for i in f.masked.at)


def _figure(
    masked: Masked,
    parts: Sequence[Clause],
    p: int,
    end: int,
    terms: Sequence[Term],
    carry: Carry,
    told: Mapping[int, Phrase],
    read: list[Reading],
    last: Term | None,
) -> Figure:
    rules, text = words(masked.language), masked.text
    start = max(end, clause_start(parts, p))
    before, tail = text[start:p], text[p + 1 : p + _TAIL]
    if masked.language == "en" and not _WORD.search(text, 0, p) and (caption := rules.captioned.match(text, p + 1)):
        tail = " " + text[caption.end() : p + _TAIL]
    mention = masked.mention(p)
    expected = (masked.language == "en" or mask_name(mention) not in RELATIVE) and bool(
        rules.expected.search(before)
        or rules.expected_after.match(tail)
        or rules.awaited.search(text, _led_from(masked, parts, p), p)
        or (read and read[-1].expected and rules.expected_on.fullmatch(text, read[-1].position + 1, p))
    )
    quantity, sort = cast(Quantity, mention.value), mask_name(mention)
    if quantity.unit == "points" and next((t.metric.nature for t in reversed(terms) if t.end <= p), "") == "share":
        sort = "Points"  # a margin's points are of a percentage
    return Figure(
        masked, parts, p, start, terms, carry, rules, told, read, last, sort, quantity, before, tail, expected
    )


def _led_from(masked: Masked, parts: Sequence[Clause], position: int) -> int:
    """Where a figure's clause begins, or the one before that has no figure: "analysts expect | X to earn"."""
    start = clause_start(parts, position)
    before = clause_start(parts, start - 1) if start else 0
    return start if any(ch in FIGURES for ch in masked.text[before:start]) else before


# Evidence, strongest first.


def _by_idiom(f: Figure) -> Found:
    phrase = f.told.get(f.position)
    if not phrase:
        return None
    if phrase.idiom.metric.id in APIECE and not phrase.idiom.change and not f.level_of(phrase.idiom.metric):
        return None
    shares = phrase.idiom.metric.id == "price" and any(
        t.metric.id == "stock_price" and t.end <= f.position for t in f.terms
    )
    run = phrase.idiom.metric.id == "revenue" and f.read and f.read[-1].metric.id == "annualized_revenue"
    if run and not f.read[-1].change:
        return f.read[-1].metric, None  # "of which X contributes": what was just told of, at the rate of a year
    return metrics()["stock_price"] if shares else phrase.idiom.metric, None


def _by_own_words(f: Figure) -> Found:
    """The metric that a figure's own words name: "5.2 million monthly users"."""
    if f.mask == "Number" and f.masked.language == "en":
        return _by_row(f)
    if f.mask not in ("Users", "Count"):
        return None
    match = f.rules.terms.search(f.masked.read(f.position))
    metric = metrics()[cast(str, match.lastgroup)] if match else None
    if f.masked.language == "zh" and (metric is None or metric.id not in ACTIVE.values()):
        return None  # what else it counts the words around may say better
    return (metric, Term(f.position, f.position + 1, metric)) if metric and f.level_of(metric) else None


_COUNTS = frozenset(TYPES[name] for name in ("Number", "Users", "Staff", "Count", "Tokens", "Params"))


def _by_row(f: Figure) -> Found:
    """What only the last of a row of counts says: "12 million, 4 million and 22 million weekly users"."""
    last = row_of(f.masked, f.position, _COUNTS)[-1]
    if last == f.position or mask_name(f.masked.mention(last)) == "Number":
        return None
    match = f.rules.terms.search(f.masked.read(last))
    named = match.lastgroup if match else IMPLIED.get(cast(Quantity, f.masked.mention(last).value).unit)
    metric = metrics()[named] if named else None
    return (metric, None) if metric and f.level_of(metric) else None


_SHARED = frozenset(
    {"shipments", "market_share", "token_volume", "api_calls"}
)  # measures of a market, of which makers have their parts
_MAKERS = frozenset({TYPES["Org"], TYPES["Product"], TYPES["Hardware"], TYPES["Model"]})


def _by_part(f: Figure) -> Found:
    """The part that something has in the revenue spoken of before; a part of anything else is no metric."""
    contributed = f.rules.contributed.search(f.before)
    if f.mask not in ("Percent", "Ratio") or not (contributed or f.rules.part.search(f.before)):
        return None
    if not contributed and any(f.start <= t.start and t.end <= f.position for t in f.terms):
        return None  # "its share of sales": the term says of what it is a part
    metric = f.last.metric if f.last else f.carry.metric
    if (
        metric
        and metric.id in _SHARED
        and any(f.start <= i < f.position and f.masked.text[i] in _MAKERS for i in f.masked.at)
    ):
        return metrics()["market_share"], None
    shared = metric and metric.id in ("revenue", "annualized_revenue", "revenue_share")
    return metrics()["revenue_share"] if shared else OTHER, None


def _by_term(f: Figure) -> Found:
    """A term linked to the figure; a company's or an index's own move in a later clause is none of the term before."""
    dealt = term_in_row(f.masked, f.terms, f.position)
    if dealt and (f.mask in RELATIVE or f.level_of(dealt.metric)):
        return dealt.metric, dealt
    term = _term_for(f)
    moves = f.mask in RELATIVE and f.last and f.last.metric.id != "rank"
    if term is None and f.last and (f.level_of(f.last.metric) or moves):
        term = None if f.mask in RELATIVE and f.rules.makes_up.search(f.before) else f.last
    if term and f.mask == "Percent" and term.end <= f.home and moves_alone(f):
        term = None
    if term and (shared := gapped(f)) and shared.metric.id in TRADED and shared.term is term:
        term = None  # "the stock added 2% and the index 1%"
    if f.mask in RELATIVE and f.read and f.rules.theirs.search(f.before):
        return f.read[-1].metric, None
    if term and term.metric is OTHER and f.mask == "Percent" and f.rules.session.search(f.before):
        term = None  # "pared gains to close 4% higher"
    if term and f.read and f.read[-1].term is None and term.end <= f.read[-1].position and by_neighbour(f):
        term = None  # "it sold 5m shares and closed at $26, up 37%": the figure between is of something else
    return (term.metric, term) if term else None


def _term_for(f: Figure) -> Term | None:
    text, p, home = f.masked.text, f.position, f.home
    relative = f.mask in RELATIVE
    if relative:
        fitting = [t for t in f.terms if t.metric.id != "rank"]
        if f.rules.makes_up.search(f.before):
            fitting = [t for t in fitting if t.metric.nature == "share"]
    else:
        fitting = [t for t in f.terms if f.level_of(t.metric)]
    fitting = [t for t in fitting if not _closed_in(text, t, p)]
    weak = [t for t in fitting if t.metric.id == "valuation" and f.rules.worth.fullmatch(text, t.start, t.end)]
    if weak and any(home <= t.start < weak[0].start for t in fitting if t.metric.id != "stock_price"):
        fitting = [t for t in fitting if t not in weak]  # "its order book is worth": what is worth so much is named
    if f.masked.language == "en" and not _WORD.search(text, 0, p):
        captioned = f.rules.captioned.match(text, p + 1)
        if captioned and (behind := next((t for t in fitting if t.start > p), None)):
            return behind
    if f.rules.fronted.fullmatch(text, 0, p):
        behind = next((t for t in fitting if t.start > p), None)
        if behind and f.rules.fronted_on.fullmatch(text, p + 1, behind.start):
            return behind
    last = row_of(f.masked, p, {text[p]})[-1] + 1  # of a list: "20%, 14% and 10% of the market"
    for t in fitting:
        if t.start > p and any(f.rules.behind.fullmatch(text, at, t.start) for at in {p + 1, last}):
            return t
    before = [t for t in fitting if t.end <= p]
    if before and (before[-1].end > home or f.mask in RELATIVE | {"Money", "Rank"}):
        return before[-1]
    if before and not any(i for i in f.masked.at if before[-1].end <= i < p and text[i] in FIGURES):
        return before[-1]
    if before or f.masked.language != "zh":
        return before[-1] if before and f.masked.language == "zh" else None
    after = next((t for t in fitting if t.start > p and clause_start(f.parts, t.start) == home), None)
    between = after and any(i for i in f.masked.at if p < i < after.start and text[i] in FIGURES)
    return None if between else after


def _closed_in(text: str, term: Term, position: int) -> bool:
    """Whether a term stands in brackets that close before a figure."""
    shut = text.find(")", term.end, max(position, term.end))
    return (
        shut >= 0
        and "(" not in text[term.end : shut]
        and text.rfind("(", 0, term.start) > text.rfind(")", 0, term.start)
    )


def _by_unit(f: Figure) -> Found:
    """Tokens, parameters, users say what they count, unless the words around say what else of it."""
    unit, p = f.quantity.unit, f.position
    end = p + 8 if f.masked.language == "en" else min(f.end, p + 20)
    near = f.masked.text[max(f.start, p - 20) : max(end, p + 1)]
    if f.quantity.per == "second":
        return None  # how fast something is
    return (metrics()[IMPLIED[unit]], None) if unit in IMPLIED and not f.rules.break_term.search(near) else None


def _by_money(f: Figure) -> Found:
    """What an amount of money is without a term: a price, earnings a share, a closing quotation, what the heading names."""
    if f.mask != "Money":
        return None
    rules = f.rules
    if (
        f.quantity.per == "million tokens"
        or rules.priced.match(f.tail)
        or _charged(f)
        or _starts(f)
        or paired(f.masked, f.position)
    ):
        return metrics()["price"], None
    if f.apiece and rules.earned.search(f.before):
        return metrics()["eps"], None
    if rules.closed.search(f.before) or (rules.closed_after.match(f.tail) and not f.terms):
        return metrics()["stock_price"], None
    told = f.masked.language == "en" or bool(f.read)  # Chinese names the metric anew in another sentence
    guided = (f.expected and told) or guides(f)
    for metric, holds in ((f.carry.headed, True), (f.carry.metric, guided or _elided(f))):
        if metric and holds and f.level_of(metric):
            return metric, None
    quoted = f.read and f.read[-1].metric.id == "stock_price" and rules.level.search(f.before)
    near = f.masked.language == "en" or (bool(f.read) and f.position - f.read[-1].position <= _QUOTED)
    return (f.read[-1].metric, None) if quoted and near else None


def _starts(f: Figure) -> bool:
    """Whether a small amount of money is what something is sold from: "2,299 yuan and up"."""
    small = f.quantity.comparator == ">=" and (f.quantity.value or _DEAR) < _DEAR
    named = f.masked.positions("Product|Hardware|Model", 0, f.position)
    return small and bool(named and f.rules.starting.search(f.masked.read(f.position)))


def _elided(f: Figure) -> bool:
    """Whether a clause says only whose the amount is: "X's revenue was $2bn; Y's, $1bn"."""
    text, p = f.masked.text, f.position
    if f.carry.metric is metrics()["price"] and f.rules.thing_is.fullmatch(text, f.home, p):
        return True
    return bool(f.rules.elided.fullmatch(f.masked.text, f.home if f.before.strip(" ,") else 0, f.position))


CHARGED = frozenset({"month", "year", "seat", "user", "hour"})  # what a subscription or a rent is paid for
_DEAR = 10_000  # what nobody pays for a seat


def _charged(f: Figure) -> bool:
    """Whether a small amount of money is asked for each month, seat or hour, nobody's wage or saving."""
    small = (f.quantity.per in CHARGED or f.rules.charged.search(f.before)) and (f.quantity.value or _DEAR) < _DEAR
    return bool(small) and not f.rules.no_charge.search(f.before)


_EVIDENCE: tuple[Callable[[Figure], Found], ...] = (
    _by_idiom,
    by_echo,
    _by_own_words,
    _by_part,
    by_margin,
    by_whole,
    by_other,
    _by_term,
    by_neighbour,
    by_other_time,
    _by_unit,
    _by_money,
    by_market,
    by_index,
    by_session,
    by_guidance,
    by_entry,
    by_part,
    by_again,
    by_carried,
    by_told,
)


def _movement(f: Figure, metric: Metric, term: Term | None) -> Reading | None:
    """The figure as the metric's level or change; nothing where it can be neither."""
    rules, p, mention = f.rules, f.position, f.masked.mention(f.position)
    if f.mask == "Points":
        mention = replace(mention, value=replace(f.quantity, unit="percentage_point"))
    phrase = f.told.get(p)
    if phrase:
        told, expected = phrase.idiom, f.expected and not phrase.idiom.change
        return Reading(p, mention, metric, None, told.change, told.fall, expected, holder=phrase.holder)
    echoed = echoes(f)
    if echoed:
        return replace(echoed, position=p, mention=mention)
    lead = f.masked.text[max(f.start, p - (60 if f.masked.language == "en" else 24)) : p]
    rise, fall = bool(rules.rise.search(lead)), bool(rules.fall.search(lead))
    either = rules.either.search(lead) if f.mask in RELATIVE else None
    lent = gapped(f)
    outright = either or ((rise or fall) and rules.outright.search(lead))
    level = bool(rules.level.search(lead)) and not outright
    signed = f.mask in RELATIVE and f.masked.read(p)[:1] in "+-−–"
    compared = f.mask in RELATIVE and bool(rules.after_change.match(f.tail))
    leads = leading(f)
    moving = (
        ((rise or fall or bool(either) or bool(rules.after_change.match(f.tail))) and not level)
        or signed
        or compared
        or bool(leads or lent)
    )
    fitting = f.level_of(metric)
    if fitting and (f.expected and f.mask not in RELATIVE or rules.crossing.match(f.masked.read(p))):
        return Reading(p, mention, metric, term, False, False, f.expected)
    if f.mask == "Points":
        change = True
    elif f.mask in RELATIVE and not fitting:
        multiple = f.mask == "Times" and rules.multiple_of.match(f.tail)
        change = moving or bool(multiple) or bool(rules.self_moving.search(f.masked.read(p))) or _continues(f)
    else:
        change = moving
    if not change and not fitting:
        return None
    down = any(said and said.groupdict().get("down") for said in (either, leads))
    falling = change and (fall or down or bool(rules.after_fall.match(f.tail))) and not (rise and not fall)
    shared = lent or _continued(f, signed) if change and not rise and not fall else None
    falling = shared.falling if shared else falling
    return Reading(p, mention, metric, term, change, falling, f.expected)


def _continued(f: Figure, signed: bool) -> Reading | None:
    """The change whose verb goes for a figure too: "cut its input price by 45% and its output price by 30%"."""
    aside = f.masked.text[f.position - 1 : f.position] in ("(", "（")  # what stands in brackets has a word of its own
    return f.read[-1] if _continues(f) and not (signed or aside or f.rules.after_change.match(f.tail)) else None


def _continues(f: Figure) -> bool:
    """Whether the change before it in the sentence lends its movement: "rose 5 percent and net profit 9 percent"."""
    text = f.masked.text
    return bool(f.read) and f.read[-1].change and text[f.read[-1].position] == text[f.position]
