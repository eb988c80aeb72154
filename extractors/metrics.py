"""Figures that measure something: each figure of a sentence finds its metric, subject, period, rate and basis.

A figure belongs to the metric term that stands right behind it ("900 万付费席位", "$82M of ARR"), else to the nearest term before it, else
to the one carried from the clause before. It is a change where a word of movement leads up to it or where its unit cannot be the
metric's level; else it is the level. What a sentence leaves unsaid (subject, period) is inherited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Mention, Quantity, Span, TimeInterval
from .discourse import is_forecast, modality_at
from .events import nearest
from .frames import Filler, Frame
from .masking import FIGURES, TIME, TYPES, Masked, characters, mask_name
from .measures import IMPLIED, Term, first_name, fits, terms_of, words
from .subjects import Clause, Topic, subject_of

RELATIVE = frozenset({"Percent", "Points", "Times", "Ratio"})
_BASE = re.compile(
    r"\b(?:from|than(?: in)?|versus|compared (?:with|to)|against) (?:the )?$"
)  # a time that a change is counted from
LONG = frozenset({"month", "quarter", "half", "year", "range", "since", "fiscal"})


@dataclass(slots=True)
class Carry:
    """What later sentences inherit: the report's period, each subject's last period, the last metric term."""

    report: Mention | None = None
    by_subject: dict[object, Mention] = field(default_factory=dict)
    metric: Metric | None = None
    headed: Metric | None = None  # the metric that the heading above a list names
    employers: dict[object, Mention] = field(default_factory=dict)  # person → organization
    observers: frozenset[object] = frozenset()  # media and researchers: they speak of others


def _clause_start(parts: Sequence[Clause], position: int) -> int:
    return next((c.start for c in parts if c.start <= position < c.end), 0)


def _clause_end(parts: Sequence[Clause], position: int) -> int:
    return next((c.end for c in parts if c.start <= position < c.end), position)


@dataclass(slots=True)
class _Reading:
    """One figure with what was decided of it."""

    position: int
    mention: Mention
    metric: Metric
    term: Term | None
    change: bool
    falling: bool
    expected: bool = False  # what others had expected
    alike: tuple[int, ...] = ()  # where the sentence's figures of this sort stand


def find_metrics(
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    carry: Carry,
    block: int,
    used: set[int],
    cited: Set[object] = frozenset(),
) -> list[Frame]:
    """Observations and changes that the sentence's figures state, leaving those in `used` alone. Who is `cited` speaks of others."""
    terms = terms_of(masked)
    figures = sorted(i for i in masked.at if masked.text[i] in FIGURES and i not in used)
    if not figures:
        _note_period(masked, carry)
        return []
    out: list[Frame] = []
    readings = _readings(masked, parts, terms, figures, carry)
    _align(masked, parts, readings)
    for r in readings:
        r.alike = tuple(o.position for o in readings if o.metric is r.metric and o.change == r.change)
    for r in readings:
        frame = _frame(masked, parts, topic, carry, block, r, cited)
        if frame:
            out.append(frame)
    _note_period(masked, carry)
    return out


def _note_period(masked: Masked, carry: Carry) -> None:
    if carry.report is None:
        for i in sorted(masked.at):
            value = masked.mention(i).value
            if isinstance(value, TimeInterval) and value.granularity in ("quarter", "half", "year"):
                carry.report = masked.mention(i)
                return


def _readings(
    masked: Masked, parts: Sequence[Clause], terms: list[Term], figures: list[int], carry: Carry
) -> list[_Reading]:
    rules = words(masked.language)
    text = masked.text
    out: list[_Reading] = []
    last: Term | None = None
    previous_end = 0
    for p in figures:
        start = max(previous_end, _clause_start(parts, p))
        before = text[start:p]
        tail = text[p + 1 : p + 40]
        previous_end = p + 1
        expected = bool(rules.expected.search(before) or rules.expected_after.match(tail))
        near = text[max(_clause_start(parts, p), p - 12) : min(_clause_end(parts, p), p + 14)]
        old = (
            (rules.old.search(before) and not expected)
            or rules.old_range.search(text[:p])
            or _past(masked, before, start)
        )
        if old or rules.skip.search(near) or _bracketed(text, p):
            continue
        mask = mask_name(masked.mention(p))
        unit = cast(Quantity, masked.mention(p).value).unit
        english = masked.language == "en"
        per_share = cast(Quantity, masked.mention(p).value).per == "share"
        term = _own_term(masked, p, mask, unit) or _term_for(masked, terms, p, mask, unit, parts)
        if term is None and last and (fits(last.metric, mask, unit) or mask in RELATIVE):
            term = last
        if (
            term
            and mask == "Percent"
            and term.end <= _clause_start(parts, p)
            and _moves_alone(masked, parts, p, before)
        ):
            term = None
        metric = term.metric if term else None
        if (
            metric is None
            and unit in IMPLIED
            and not rules.break_term.search(text[max(start, p - 20) : p + (8 if english else 20)])
        ):
            metric = metrics()[IMPLIED[unit]]
        if metric is None and mask == "Money":
            if rules.priced.match(tail):
                metric = metrics()["price"]
            elif per_share and rules.earned.search(before):
                metric = metrics()["eps"]
            elif rules.closed.search(before):
                metric = metrics()["stock_price"]
            elif carry.headed and fits(carry.headed, mask, unit):
                metric = carry.headed
            elif expected and carry.metric and fits(carry.metric, mask, unit):
                metric = carry.metric
            elif english and out and out[-1].metric.id == "stock_price" and rules.level.search(before):
                metric = out[-1].metric
        elif metric and metric.id == "net_income" and per_share:
            metric = metrics()["eps"]
        if metric is None and english and mask == "Percent" and _moves_alone(masked, parts, p, before):
            metric = metrics()["index_level" if _moved(masked, parts, p) == TYPES["Index"] else "stock_price"]
        if (
            metric is None
            and mask == "Percent"
            and rules.quoted.search(text, max(0, p - 12), p)
            and masked.read(p)[:1] in "+-−–"
        ):
            metric = metrics()["index_level" if text[:p].rstrip(" (:")[-1] == TYPES["Index"] else "stock_price"]
        if metric is None:
            subject = [i for i in masked.positions("Index") if i < p]
            if subject and (mask == "Percent" or unit == "points" or (mask == "Number" and rules.level.search(before))):
                metric = metrics()["index_level"]
            elif subject and mask == "Rank":
                metric = metrics()["rank"]
            elif mask == "Percent" and carry.metric is metrics()["index_level"] and rules.run.search(before):
                metric = carry.metric
            elif (
                mask == "Percent"
                and rules.session.search(before)
                or mask == "Percent"
                and rules.stock_move.search(before)
                and rules.market.search(text)
                and _names_company(masked, parts, p)
            ):
                metric = metrics()["stock_price"]
            elif mask == "Percent" and carry.metric and fits(carry.metric, mask, unit) and rules.level.search(before):
                metric = carry.metric
            else:
                continue
        if metric.id == "price" and (cast(Quantity, masked.mention(p).value).value or 0) >= 10**8:
            continue
        if metric.id != "rank":
            carry.metric = metric
        last = term or last
        lead = text[max(start, p - (60 if english else 24)) : p]
        rise, fall = bool(rules.rise.search(lead)), bool(rules.fall.search(lead))
        outright = (mask in RELATIVE and rules.either.search(lead)) or ((rise or fall) and rules.outright.search(lead))
        level = bool(rules.level.search(lead)) and not outright
        after = rules.after_change.match(tail)
        after_fall = rules.after_fall.match(tail)
        signed = mask in RELATIVE | {"Points"} and masked.read(p)[:1] in "+-−–"
        moving = ((rise or fall or bool(after)) and not level) or signed
        fitting = fits(metric, mask, unit)
        if mask in RELATIVE and not fitting:
            change = moving or bool(rules.self_moving.search(masked.read(p))) or _continues(out, masked, p)
        elif mask == "Points":
            change = True
        else:
            change = moving
        if not change and not fitting:
            continue
        falling = change and (fall or bool(after_fall)) and not (rise and not fall)
        out.append(_Reading(p, masked.mention(p), metric, term, change, falling, expected))
    return out


_SAME_PERIOD = re.compile(f"({TYPES['Time']})(?:则|仅)?(?:为|是|的)*$")


def _past(masked: Masked, before: str, start: int) -> bool:
    """Whether a figure is last year's, told for comparison."""
    match = _SAME_PERIOD.search(before)
    return bool(match) and "同期" in masked.read(start + match.start(1))  # type: ignore[union-attr]


def _moves_alone(masked: Masked, parts: Sequence[Clause], position: int, before: str) -> bool:
    """Whether a clause says of a company or an index of its own, without a term, that it moved on the market."""
    own = next((c for c in parts if c.start <= position < c.end), None)
    wanted = TYPES["Org"] + TYPES["Index"]
    named = own is not None and any(masked.text[i] in wanted for group in own.groups for i in group if i < position)
    return named and bool(words(masked.language).stock_move.search(before))


def _moved(masked: Masked, parts: Sequence[Clause], position: int) -> str:
    """The mask of what a clause says moved: its first company or index."""
    own = next((c for c in parts if c.start <= position < c.end), None)
    wanted = TYPES["Org"] + TYPES["Index"]
    return next(
        (masked.text[i] for group in (own.groups if own else ()) for i in group if masked.text[i] in wanted), ""
    )


def _own_term(masked: Masked, position: int, mask: str, unit: str) -> Term | None:
    """The metric that an English figure's own words name: "5.2 million monthly users"."""
    found = (
        words(masked.language).terms.search(masked.read(position))
        if masked.language == "en" and mask in ("Users", "Count")
        else None
    )
    metric = metrics()[cast(str, found.lastgroup)] if found else None
    return Term(position, position + 1, metric) if metric and fits(metric, mask, unit) else None


def _names_company(masked: Masked, parts: Sequence[Clause], position: int) -> bool:
    """Whether a company is the subject of a figure's clause or of the clause before."""
    near = [c for c in parts if c.start <= position][-2:]
    return any(masked.text[i] == TYPES["Org"] for c in near for group in c.groups for i in group if i < position)


def _continues(before: list[_Reading], masked: Masked, position: int) -> bool:
    """Whether the change before it in the sentence lends its movement: "rose 5 percent and net profit 9 percent"."""
    return bool(before) and before[-1].change and masked.text[before[-1].position] == masked.text[position]


def _bracketed(text: str, position: int) -> bool:
    """A figure in brackets right after another figure: a conversion or last year's."""
    opening = text.rfind("(", max(0, position - 30), position)
    return opening > 0 and ")" not in text[opening:position] and text[:opening].rstrip()[-1:] == text[position]


def _term_for(masked: Masked, terms: list[Term], p: int, mask: str, unit: str, parts: Sequence[Clause]) -> Term | None:
    rules = words(masked.language)
    text = masked.text
    fitting = (
        [t for t in terms if t.metric.id != "rank" or masked.language == "zh"]
        if mask in RELATIVE
        else [t for t in terms if fits(t.metric, mask, unit)]
    )
    for t in fitting:
        if t.start > p and rules.behind.fullmatch(text[p + 1 : t.start]):
            return t
    home = _clause_start(parts, p)
    before = [t for t in fitting if t.end <= p]
    if before and (before[-1].end > home or mask in RELATIVE | {"Money", "Rank"}):
        return before[-1]
    if before and not any(i for i in masked.at if before[-1].end <= i < p and masked.text[i] in FIGURES):
        return before[-1]
    if before or masked.language != "zh":
        return before[-1] if before and masked.language == "zh" else None
    after = next((t for t in fitting if t.start > p and _clause_start(parts, t.start) == home), None)
    return (
        None
        if after is None or any(i for i in masked.at if p < i < after.start and masked.text[i] in FIGURES)
        else after
    )


def _align(masked: Masked, parts: Sequence[Clause], readings: list[_Reading]) -> None:
    """ "…revenue of A and profit of B, up x and y": a list of changes belongs, in order, to the levels before it."""
    i = 0
    while i < len(readings):
        j = i
        while j < len(readings) and readings[j].change and masked.text[readings[j].position] == TYPES["Percent"]:
            if j > i and len(masked.text[readings[j - 1].position : readings[j].position]) > 6:
                break
            j += 1
        count = j - i
        levels = [r for r in readings[:i] if not r.change][-count:] if count >= 2 else []
        if len(levels) == count >= 2 and len({r.metric.id for r in levels}) == count:
            for reading, level in zip(readings[i:j], levels, strict=True):
                reading.metric, reading.term, reading.falling = level.metric, level.term, readings[i].falling
        i = max(j, i + 1)


def _subjects(
    masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, r: _Reading, cited: Set[object]
) -> list[Mention]:
    """Whom the figure is said of: not who is cited for it while the sentence names another, never media and the like."""
    at = max(r.position, 1)
    beside = _beside(masked, parts, r)
    if beside:
        return beside
    if cited:
        others = subject_of(masked, parts, Topic(), at, r.metric.subjects, carry.observers | cited)
        if others:
            return others
    return subject_of(masked, parts, topic, at, r.metric.subjects, carry.observers)


def _beside(masked: Masked, parts: Sequence[Clause], r: _Reading) -> list[Mention]:
    """The subject that stands right at the figure or behind its term: "X with 39%", "shares of X", "a target of $275 on X"."""
    rules, text, kinds = words(masked.language), masked.text, characters(r.metric.subjects)
    before = rules.subject_before.search(text, max(0, r.position - 24), r.position)
    behind = r.metric.id == "target_price" and rules.subject_behind.match(text, r.position + 1)
    after = r.term and rules.subject_after.match(text, r.term.end)
    if after and any(after.end() <= i < r.position for c in parts for g in c.groups for i in g):
        after = None
    for match in (before, behind, after):
        if match:
            named = [masked.mention(i) for i in range(*match.span()) if i in masked.at and text[i] in kinds]
            if named:
                return named
    return []


def _period(
    masked: Masked, parts: Sequence[Clause], carry: Carry, r: _Reading, subject: object, lasting: bool
) -> Mention | None:
    reference = words(masked.language).reference
    times = [i for i in masked.at if masked.text[i] == TIME and not reference.search(masked.read(i))]
    long = r.metric.nature in ("flow", "share") and not (r.metric.nature == "share" and "market" in r.metric.id)
    if long:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity in LONG]
    if r.change and masked.language == "en":
        times = [i for i in times if not _BASE.search(masked.text, 0, i)] or times
    before = [i for i in times if i < r.position]
    home = _clause_start(parts, r.position)
    after = [i for i in times if r.position < i and _clause_start(parts, i) == home]
    chosen = nearest(masked, parts, before, r.position)[:1] or after[:1]
    if chosen:
        found = masked.mention(chosen[0])
        if long and lasting:
            carry.by_subject[subject] = found
        return found
    return carry.by_subject.get(subject) or carry.report if long else None


def _signed(mention: Mention, falling: bool) -> Mention:
    q = cast(Quantity, mention.value)
    if not falling:
        return mention
    return replace(
        mention,
        value=replace(
            q,
            value=-abs(q.value) if q.value is not None else None,
            low=-abs(q.high) if q.high is not None else None,
            high=-abs(q.low) if q.low is not None else None,
        ),
    )


def _frame(
    masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, block: int, r: _Reading, cited: Set[object]
) -> Frame | None:
    rules = words(masked.language)
    subjects = _subjects(masked, parts, topic, carry, r, cited)
    if not subjects:
        return None
    start = min(r.term.start if r.term else r.position, r.position)
    window = masked.text[_clause_start(parts, r.position) : r.position + 1]
    term_text = masked.text[r.term.start : r.term.end] if r.term else ""
    kind = "MetricChange" if r.change else "MetricObservation"
    mention = r.mention if r.change else _with_unit(r.mention, r.metric)
    if not r.change and rules.loss.search(term_text):
        mention = _signed(mention, True)
    mention = _signed(mention, r.falling)
    modality = "forecast" if r.expected else modality_at(masked, start, r.position + 1)
    if modality == "planned" and cited - {s.value for s in subjects} and is_forecast(masked, r.position):
        modality = "forecast"
    frame = Frame(kind, {}, modality, f"{masked.language}.{kind}.{r.metric.id}", [masked.span], block)
    for s in _shared_out(masked, parts, subjects, r):
        frame.add("subject", Filler(s, span=s.span))
    frame.add("metric", Filler(None, r.metric.id, _span(masked, r.term) if r.term else None))
    frame.add("change" if r.change else "value", Filler(mention, span=mention.span))
    period = _period(masked, parts, carry, r, subjects[0].value, modality == "actual" or masked.language == "zh")
    if period:
        frame.add("period", Filler(period, span=period.span))
    tail = masked.text[r.position + 1 : r.position + 40]
    behind = next((name for pattern, name in rules.per if (m := pattern.search(tail)) and m.start() < 14), "")
    per = cast(Quantity, r.mention.value).per or first_name(rules.per, window + term_text) or behind
    if per and r.metric.nature in ("flow", "flowrate", "level"):
        frame.add("per", Filler(None, per))
    if r.change:
        basis = _basis(masked, r.position, window)
        if (
            not basis
            and r.metric.nature == "flow"
            and period
            and cast(TimeInterval, period.value).granularity in ("quarter", "half", "year")
        ):
            basis = "year-on-year"
        if basis == "sequential":
            granularity = cast(TimeInterval, period.value).granularity if period else "quarter"
            basis = {"month": "month-on-month", "week": "week-on-week"}.get(granularity, "quarter-on-quarter")
        if basis:
            frame.add("basis", Filler(None, basis))
    return frame


def _basis(masked: Masked, position: int, window: str) -> str:
    """Against what a change is measured: said nearest to the figure, between its neighbours, else in the clause."""
    figures = sorted(i for i in masked.at if masked.text[i] in FIGURES)
    at = figures.index(position)
    before = masked.text[figures[at - 1] + 1 if at else 0 : position]
    after = masked.text[position + 1 : figures[at + 1] if at + 1 < len(figures) else len(masked.text)][:40]
    rules = words(masked.language).basis
    near = (after, before) if masked.language == "en" else (before, after)
    return first_name(rules, near[0]) or first_name(rules, near[1]) or first_name(rules, window)


def _span(masked: Masked, term: Term) -> Span:
    return Span(masked.offset(term.start), masked.offset(term.end - 1) + 1)


def _with_unit(mention: Mention, metric: Metric) -> Mention:
    """A bare number takes the unit of the metric it is a level of."""
    q = cast(Quantity, mention.value)
    unit = metric.units[0]
    if q.unit in ("1", "users", "times") and unit not in ("currency", "percent", "1") and q.unit != unit:
        return replace(mention, value=replace(q, unit=unit))
    return mention


def _shared_out(masked: Masked, parts: Sequence[Clause], subjects: list[Mention], r: _Reading) -> list[Mention]:
    """Where n subjects meet n figures of one kind in the sentence, the i-th figure is the i-th subject's."""
    if len(subjects) < 2:
        return subjects
    if len(r.alike) == len(subjects):
        return [subjects[r.alike.index(r.position)]]
    return subjects
