"""Figures that measure something: each figure of a sentence finds its metric, subject, period, rate and basis.

A figure belongs to the metric term that stands right behind it ("900 万付费席位", "$82M of ARR"), else to the nearest term before it, else
to the one carried from the clause before. It is a change where a word of movement leads up to it or where its unit cannot be the
metric's level; else it is the level. What a sentence leaves unsaid (subject, period) is inherited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import cast

from ..ontology.metrics import Metric, metrics
from ..ontology.model import Language, Mention, Quantity, Span, TimeInterval
from .discourse import is_forecast, modality_at
from .events import nearest
from .frames import Filler, Frame
from .languages import language_data
from .masking import ENTITIES, FIGURES, TIME, TYPES, Masked, compile_pattern, mask_name
from .subjects import Clause, Topic, subject_of

RELATIVE = frozenset({"Percent", "Points", "Times", "Ratio"})
LONG = frozenset({"month", "quarter", "half", "year", "range", "since", "fiscal"})


@dataclass(frozen=True, slots=True)
class _Rules:
    terms: re.Pattern[str]
    ids: tuple[str, ...]
    rise: re.Pattern[str]
    fall: re.Pattern[str]
    level: re.Pattern[str]
    old: re.Pattern[str]
    behind: re.Pattern[str]
    after_change: re.Pattern[str]
    after_fall: re.Pattern[str]
    skip: re.Pattern[str]
    per: tuple[tuple[re.Pattern[str], str], ...]
    basis: tuple[tuple[re.Pattern[str], str], ...]
    loss: re.Pattern[str]
    break_term: re.Pattern[str]
    self_moving: re.Pattern[str]
    stock_move: re.Pattern[str]
    market: re.Pattern[str]
    session: re.Pattern[str]
    either: re.Pattern[str]
    run: re.Pattern[str]
    change_label: re.Pattern[str]


@cache
def _rules(language: Language) -> _Rules:
    data = language_data(language, "metrics")
    flags = re.I if language == "en" else 0
    ids = tuple(sorted(metrics(), key=lambda i: -max(len(c) for c in metrics()[i].cues[language].split("|"))))
    edge = r"(?<![A-Za-z])" if language == "en" else ""
    end = r"(?![A-Za-z])" if language == "en" else ""
    terms = "|".join(f"(?P<{i}>{edge}(?:{metrics()[i].cues[language]}){end})" for i in _order(language))
    return _Rules(
        re.compile(terms, flags),
        ids,
        *(compile_pattern(data[k], language) for k in ("rise", "fall", "level", "old", "behind", "after_change", "after_fall", "skip")),
        tuple((compile_pattern(p, language), name) for name, p in data["per"].items()),
        tuple((compile_pattern(p, language), name) for name, p in data["basis"].items()),
        compile_pattern(data["loss"], language),
        compile_pattern(data["break_term"], language),
        compile_pattern(data["self_moving"], language),
        compile_pattern(data["stock_move"], language),
        compile_pattern(data["market"], language),
        compile_pattern(data["session"], language),
        compile_pattern(data["either"], language),
        compile_pattern(data["run"], language),
        compile_pattern(data["change_label"], language),
    )


def _order(language: Language) -> list[str]:
    """Metric ids such that the more specific term is tried first."""
    return list(language_data(language, "metrics")["order"]) + [
        i for i in metrics() if i not in language_data(language, "metrics")["order"]
    ]


@dataclass(slots=True)
class Carry:
    """What later sentences inherit: the report's period, each subject's last period, the last metric term."""

    report: Mention | None = None
    by_subject: dict[object, Mention] = field(default_factory=dict)
    metric: Metric | None = None
    employers: dict[object, Mention] = field(default_factory=dict)  # person → organization
    observers: frozenset[object] = frozenset()  # media and researchers: they speak of others


@dataclass(frozen=True, slots=True)
class _Term:
    start: int
    end: int
    metric: Metric


def _terms(masked: Masked) -> list[_Term]:
    rules = _rules(masked.language)
    return [_Term(m.start(), m.end(), metrics()[cast(str, m.lastgroup)]) for m in rules.terms.finditer(masked.text)]


def metric_in(label: str, language: Language) -> Metric | None:
    """The metric that a table's label names."""
    match = _rules(language).terms.search(label)
    return metrics()[cast(str, match.lastgroup)] if match else None


def reads_as_change(label: str, language: Language) -> bool:
    """Whether a table's label heads changes, not levels."""
    return bool(_rules(language).change_label.search(label))


def basis_in(label: str, language: Language) -> str:
    """The basis that a table's label states."""
    found = _first(_rules(language).basis, label)
    return "quarter-on-quarter" if found == "sequential" else found


def _clause_start(parts: Sequence[Clause], position: int) -> int:
    return next((c.start for c in parts if c.start <= position < c.end), 0)


def _clause_end(parts: Sequence[Clause], position: int) -> int:
    return next((c.end for c in parts if c.start <= position < c.end), position)


# Units that say by themselves what is measured.
_IMPLIED: Mapping[str, str] = {
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
_PEOPLE = frozenset({"users", "subscribers", "seats", "customers"})


def _fits(metric: Metric, mask: str, unit: str) -> bool:
    """Whether a figure of this mask and unit can be the metric's level."""
    if "currency" in metric.units:
        return mask == "Money"
    if metric.nature == "share":
        return mask in ("Percent", "Ratio")
    if metric.id == "rank":
        return mask == "Rank"
    if "watts" in metric.units:
        return mask in ("Watts", "Chips")
    if unit == "users" and metric.units[0] in _PEOPLE:
        return True
    return unit in metric.units or mask == "Number"


@dataclass(slots=True)
class _Reading:
    """One figure with what was decided of it."""

    position: int
    mention: Mention
    metric: Metric
    term: _Term | None
    change: bool
    falling: bool
    alike: tuple[int, ...] = ()  # where the sentence's figures of this sort stand


def find_metrics(
    masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, block: int, used: set[int], cited: Set[object] = frozenset()
) -> list[Frame]:
    """Observations and changes that the sentence's figures state, leaving those in `used` alone. Who is `cited` speaks of others."""
    terms = _terms(masked)
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
    masked: Masked, parts: Sequence[Clause], terms: list[_Term], figures: list[int], carry: Carry
) -> list[_Reading]:
    rules = _rules(masked.language)
    text, out = masked.text, []
    last: _Term | None = None
    previous_end = 0
    for p in figures:
        start = max(previous_end, _clause_start(parts, p))
        before = text[start:p]
        tail = text[p + 1 : p + 40]
        previous_end = p + 1
        if rules.old.search(before) or rules.skip.search(text[max(_clause_start(parts, p), p - 12) : min(_clause_end(parts, p), p + 14)]) or _bracketed(text, p) or _past(masked, before, start):
            continue
        mask = mask_name(masked.mention(p))
        unit = cast(Quantity, masked.mention(p).value).unit
        term = _term_for(masked, terms, p, mask, unit, parts)
        if term is None and last and (_fits(last.metric, mask, unit) or mask in RELATIVE):
            term = last
        if term and mask == "Percent" and term.end <= _clause_start(parts, p) and _moves_alone(masked, parts, p, before):
            term = None
        metric = term.metric if term else None
        if metric is None and unit in _IMPLIED and not rules.break_term.search(text[max(start, p - 20) : p + 20]):
            metric = metrics()[_IMPLIED[unit]]
        if metric is None:
            subject = [i for i in masked.positions("Index") if i < p]
            if subject and (mask == "Percent" or unit == "points" or (mask == "Number" and rules.level.search(before))):
                metric = metrics()["index_level"]
            elif subject and mask == "Rank":
                metric = metrics()["rank"]
            elif mask == "Percent" and carry.metric is metrics()["index_level"] and rules.run.search(before):
                metric = carry.metric
            elif mask == "Percent" and rules.session.search(before):
                metric = metrics()["stock_price"]
            elif mask == "Percent" and rules.stock_move.search(before) and rules.market.search(text) and _names_company(masked, parts, p):
                metric = metrics()["stock_price"]
            elif mask == "Percent" and carry.metric and _fits(carry.metric, mask, unit) and rules.level.search(before):
                metric = carry.metric
            else:
                continue
        if metric.id == "price" and (cast(Quantity, masked.mention(p).value).value or 0) >= 10**8:
            continue
        if metric.id != "rank":
            carry.metric = metric
        last = term or last
        lead = text[max(start, p - 24) : p]
        level = bool(rules.level.search(lead)) and not (mask in RELATIVE and rules.either.search(lead))
        rise, fall = bool(rules.rise.search(lead)), bool(rules.fall.search(lead))
        after = rules.after_change.match(tail)
        after_fall = rules.after_fall.match(tail)
        signed = mask in RELATIVE | {"Points"} and masked.read(p)[:1] in "+-−–"
        moving = ((rise or fall or bool(after)) and not level) or signed
        fits = _fits(metric, mask, unit)
        if mask in RELATIVE and not fits:
            change = moving or bool(rules.self_moving.search(masked.read(p))) or _continues(out, masked, p)
        elif mask == "Points":
            change = True
        else:
            change = moving
        if not change and not fits:
            continue
        falling = change and (fall or bool(after_fall)) and not (rise and not fall)
        out.append(_Reading(p, masked.mention(p), metric, term, change, falling))
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
    return named and bool(_rules(masked.language).stock_move.search(before))


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


def _term_for(masked: Masked, terms: list[_Term], p: int, mask: str, unit: str, parts: Sequence[Clause]) -> _Term | None:
    rules = _rules(masked.language)
    text = masked.text
    fitting = terms if mask in RELATIVE else [t for t in terms if _fits(t.metric, mask, unit)]
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
    return None if after is None or any(i for i in masked.at if p < i < after.start and masked.text[i] in FIGURES) else after


def _align(masked: Masked, parts: Sequence[Clause], readings: list[_Reading]) -> None:
    """"…revenue of A and profit of B, up x and y": a list of changes belongs, in order, to the levels before it."""
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
    if cited:
        others = subject_of(masked, parts, Topic(), at, r.metric.subjects, carry.observers | cited)
        if others:
            return others
    return subject_of(masked, parts, topic, at, r.metric.subjects, carry.observers)


def _period(masked: Masked, parts: Sequence[Clause], carry: Carry, r: _Reading, subject: object) -> Mention | None:
    times = [i for i in masked.at if masked.text[i] == TIME]
    long = r.metric.nature in ("flow", "share") and not (r.metric.nature == "share" and "market" in r.metric.id)
    if long:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity in LONG]
    before = [i for i in times if i < r.position]
    home = _clause_start(parts, r.position)
    after = [i for i in times if r.position < i and _clause_start(parts, i) == home]
    chosen = nearest(masked, parts, before, r.position)[:1] or after[:1]
    if chosen:
        found = masked.mention(chosen[0])
        if long:
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


def _first(rules: Sequence[tuple[re.Pattern[str], str]], text: str) -> str:
    return next((name for pattern, name in rules if pattern.search(text)), "")


def _frame(
    masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, block: int, r: _Reading, cited: Set[object]
) -> Frame | None:
    rules = _rules(masked.language)
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
    modality = modality_at(masked, start, r.position + 1)
    if modality == "planned" and cited - {s.value for s in subjects} and is_forecast(masked, r.position):
        modality = "forecast"
    frame = Frame(kind, {}, modality, f"{masked.language}.{kind}.{r.metric.id}", [masked.span], block)
    for s in _shared_out(masked, parts, subjects, r):
        frame.add("subject", Filler(s, span=s.span))
    frame.add("metric", Filler(None, r.metric.id, r.term and _span(masked, r.term)))
    frame.add("change" if r.change else "value", Filler(mention, span=mention.span))
    period = _period(masked, parts, carry, r, subjects[0].value)
    if period:
        frame.add("period", Filler(period, span=period.span))
    per = cast(Quantity, r.mention.value).per or _first(rules.per, window + term_text + masked.text[r.position + 1 : r.position + 12])
    if per and r.metric.nature in ("flow", "flowrate", "level"):
        frame.add("per", Filler(None, per))
    if r.change:
        basis = _basis(masked, r.position, window)
        if not basis and r.metric.nature == "flow" and period and cast(TimeInterval, period.value).granularity in ("quarter", "half", "year"):
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
    rules = _rules(masked.language).basis
    near = (after, before) if masked.language == "en" else (before, after)
    return _first(rules, near[0]) or _first(rules, near[1]) or _first(rules, window)


def _span(masked: Masked, term: _Term) -> Span:
    return Span(masked.offset(term.start), masked.offset(term.end - 1) + 1)


def _with_unit(mention: Mention, metric: Metric) -> Mention:
    """A bare number takes the unit of the metric it is a level of."""
    q = cast(Quantity, mention.value)
    unit = metric.units[0]
    if q.unit in ("1", "users") and unit not in ("currency", "percent", "1") and q.unit != unit:
        return replace(mention, value=replace(q, unit=unit))
    return mention


def _shared_out(masked: Masked, parts: Sequence[Clause], subjects: list[Mention], r: _Reading) -> list[Mention]:
    """Where n subjects meet n figures of one kind in the sentence, the i-th figure is the i-th subject's."""
    if len(subjects) < 2:
        return subjects
    if len(r.alike) == len(subjects):
        return [subjects[r.alike.index(r.position)]]
    return subjects
