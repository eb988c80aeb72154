"""Observations and changes: each figure that measures something finds its subject, period, rate and basis.

Which metric a figure measures is read in `figures.py`; what a sentence leaves unsaid (subject, period) is inherited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import cast

from ..ontology.metrics import Metric
from ..ontology.model import Mention, Quantity, Span, TimeInterval
from .discourse import is_forecast, modality_at
from .events import nearest
from .figures import Carry, Reading, align, clause_start, readings_of
from .frames import Filler, Frame
from .masking import FIGURES, TIME, Masked, characters
from .measures import Term, first_name, terms_of, words
from .subjects import Clause, Topic, subject_of

_BASE = re.compile(
    r"\b(?:from|than(?: in)?|versus|compared (?:with|to)|against) (?:the )?$"
)  # a time that a change is counted from
LONG = frozenset({"month", "quarter", "half", "year", "range", "since", "fiscal"})


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
    figures = sorted(i for i in masked.at if masked.text[i] in FIGURES and i not in used)
    if not figures:
        _note_period(masked, carry)
        return []
    terms = terms_of(masked)
    out: list[Frame] = []
    readings = readings_of(masked, parts, terms, figures, carry)
    align(masked, parts, readings)
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


def _subjects(
    masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, r: Reading, cited: Set[object]
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


def _beside(masked: Masked, parts: Sequence[Clause], r: Reading) -> list[Mention]:
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
    masked: Masked, parts: Sequence[Clause], carry: Carry, r: Reading, subject: object, lasting: bool
) -> Mention | None:
    reference = words(masked.language).reference
    times = [i for i in masked.at if masked.text[i] == TIME and not reference.search(masked.read(i))]
    long = r.metric.nature in ("flow", "share") and not (r.metric.nature == "share" and "market" in r.metric.id)
    if long:
        times = [i for i in times if cast(TimeInterval, masked.mention(i).value).granularity in LONG]
    if r.change and masked.language == "en":
        times = [i for i in times if not _BASE.search(masked.text, 0, i)] or times
    before = [i for i in times if i < r.position]
    home = clause_start(parts, r.position)
    after = [i for i in times if r.position < i and clause_start(parts, i) == home]
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
    masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, block: int, r: Reading, cited: Set[object]
) -> Frame | None:
    rules = words(masked.language)
    subjects = _subjects(masked, parts, topic, carry, r, cited)
    if not subjects:
        return None
    start = min(r.term.start if r.term else r.position, r.position)
    window = masked.text[clause_start(parts, r.position) : r.position + 1]
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


def _shared_out(masked: Masked, parts: Sequence[Clause], subjects: list[Mention], r: Reading) -> list[Mention]:
    """Where n subjects meet n figures of one kind in the sentence, the i-th figure is the i-th subject's."""
    if len(subjects) < 2:
        return subjects
    if len(r.alike) == len(subjects):
        return [subjects[r.alike.index(r.position)]]
    return subjects
