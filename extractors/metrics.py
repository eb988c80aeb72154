"""Observations and changes: each figure that measures something finds its subject, period, rate and basis.

Which metric a figure measures is read in `figures.py`, whose it is in `holders.py`, when it holds in `periods.py`.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import cast

from ..ontology.metrics import Metric
from ..ontology.model import Mention, Modality, Quantity, Span, TimeInterval
from .alignment import align
from .carry import Carry
from .clauses import Clause
from .currencies import at_home
from .datelines import filler_of, is_day
from .discourse import expected_by_others, foretells, is_forecast, modality_at
from .figures import readings_of
from .frames import Filler, Frame, fallen
from .holders import holders, shared_out
from .masking import FIGURES, Masked
from .measures import Term, terms_of, words
from .periods import SESSION, note_period, period_of
from .raters import rater
from .rates import basis_of, rate_of
from .readings import Reading, currency_before
from .scene import Scene, scene_of
from .topic import Topic

_LED = 4  # characters right before an amount that may say that it is lost: 净流出


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
    out: list[Frame] = []
    unsaid: list[Mention] = []
    told: list[Mention] = []
    guided, since = carry.guided, 0  # what is expected, and where the sentence goes on behind it
    figures = sorted(i for i in masked.at if masked.text[i] in FIGURES and i not in used)
    if (
        not figures and used
    ):  # what an event has told of is spoken of as well: "will spend 9 on capex. Last year it spent 5"
        carry.metric = next((t.metric for t in reversed(terms_of(masked)) if t.metric.nature == "flow"), carry.metric)
    if figures:
        readings = readings_of(masked, parts, terms_of(masked), figures, carry)
        align(masked, readings)
        scene = scene_of(masked, parts, topic, carry, cited)
        for r in readings:
            r.alike = tuple(o.position for o in readings if o.metric is r.metric and o.change == r.change)
        before: list[Mention] = []
        late: list[Reading] = []
        for r in readings:
            subjects, inherited = holders(scene, r, before)
            if not subjects:
                late.append(r)
            elif not inherited:  # "earnings of $2 a share beat the $1.80 consensus at X"
                out += [
                    _frame(scene, block, o, subjects) for o in late if o.metric is r.metric and o.change == r.change
                ]
                late = []
            if subjects:
                frame = _frame(scene, block, r, subjects)
                if guided and _goes_on(scene, guided, since, frame, r):
                    frame.modality = guided.modality
                guided = frame if frame.modality in ("planned", "forecast") and not r.expected else None
                since = r.position + 1
                out.append(_investment(frame, scene) if _is_plan(frame, r, carry) else frame)
            if (inherited or r.metric.id == "target_price") and subjects and not unsaid:
                unsaid = subjects
            told = told or subjects
            before = [] if inherited else subjects
    _as_traded(out)
    carry.guided = guided if masked.text.rstrip()[-1:] in "；;" else None
    note_period(masked, carry)
    if masked.language == "en":
        carry.currency = currency_before(masked, len(masked.text), carry)
    if masked.text.rstrip()[-1:] not in "；;":
        carry.aside.clear()
    named = {m.value: m for m in masked.mentions if m.kind in ("Organization", "Product", "Model")}
    alone = len(named) == 1
    told = told or list(named.values() if used and masked.language == "en" else ())
    if told and alone and not any(c.groups for c in parts):  # "Sales at X rose": it is X that is spoken of
        unsaid = unsaid or told
    carry.salience.note(masked, parts, unsaid)
    return out


def _as_traded(frames: Sequence[Frame]) -> None:
    """What a company is worth beside a move of its share is so on the day of that move."""
    days = {
        k: f.roles["period"]
        for f in frames
        for k in f.keys("subject")
        if f.keys("metric") == ["stock_price"]
        and any(m.mention and is_day(m.mention) for m in f.roles.get("period", ()))
    }
    for frame in frames:
        day = next((days[k] for k in frame.keys("subject") if k in days), None)
        if day and frame.keys("metric") == ["market_cap"] and "period" not in frame.roles:
            frame.roles["period"] = list(day)


def _frame(scene: Scene, block: int, r: Reading, subjects: list[Mention]) -> Frame:
    masked, parts = scene.masked, scene.parts
    kind = "MetricChange" if r.change else "MetricObservation"
    led = masked.text[max(r.term.end, r.position - _LED) : r.position] if r.term else ""
    named = [masked.text[r.term.start : r.term.end], led] if r.term else []
    loss = any(words(masked.language).loss.search(part) for part in named)
    counted = not r.change or cast(Quantity, r.mention.value).unit == "1"
    mention = (
        _with_unit(r.mention, r.metric, currency_before(masked, r.position, scene.carry)) if counted else r.mention
    )
    if r.expected and not words(masked.language).aims.search(masked.text, 0, r.position):
        mention = _exact(mention)
    mention = at_home(mention, masked, r.metric, subjects[0].value)
    mention = fallen(mention) if r.falling or (loss and not r.change) else mention
    modality = _modality(scene, r, subjects)
    frame = Frame(
        kind,
        {},
        modality,
        f"{masked.language}.{kind}.{r.metric.id}",
        [masked.span],
        block,
        (r.position, r.position + 1),
    )
    for s in shared_out(masked, subjects, r):
        frame.add("subject", Filler(s, span=s.span))
    scene.carry.measured[r.metric.id] = list(subjects)
    scene.carry.salience.reported.update(m.value for m in subjects if m.kind == "Organization")
    frame.awaited = r.expected
    sets = rater(scene, subjects) if r.metric.id == "target_price" else pollster(masked) if r.expected else None
    if sets:
        frame.add("source", Filler(sets, span=sets.span))
    frame.add("metric", Filler(None, r.metric.id, _span(masked, r.term) if r.term else None))
    frame.add("change" if r.change else "value", Filler(mention, span=mention.span))
    actual = modality == "actual" and not (masked.language == "zh" and is_forecast(masked, r.position))
    period = period_of(masked, parts, scene.carry, r, subjects[0].value, actual)
    scene.carry.latest[r.metric.id] = period
    if period:
        frame.add("period", filler_of(period))
    if modality == "actual" and _not_over(r, period, scene.carry):
        frame.modality = "forecast"
    rate = rate_of(masked, parts, r)
    if rate:
        frame.add("per", Filler(None, rate))
    basis = basis_of(masked, parts, r, period) if r.change else ""
    if basis:
        frame.add("basis", Filler(None, basis))
    return frame


def pollster(masked: Masked) -> Mention | None:
    """Who has collected what analysts expect, where the sentence says so."""
    match = words(masked.language).pollster.search(masked.text)
    return next((masked.mention(i) for i in sorted(masked.at) if match and match.start() <= i < match.end()), None)


def _not_over(r: Reading, period: Mention | None, carry: Carry) -> bool:
    """Whether a flow or a share is told of a quarter or year that has not ended: it can only be expected."""
    value = period.value if period else None
    if (
        r.metric.nature not in ("flow", "share")
        or not isinstance(value, TimeInterval)
        or not carry.published
        or not value.end
    ):
        return False
    return value.granularity in ("quarter", "half", "year", "fiscal", "until") and value.end > carry.published


def _is_plan(frame: Frame, r: Reading, carry: Carry) -> bool:
    """Whether a figure of spending speaks of what is still to be spent."""
    if r.metric.id != "capital_expenditure" or r.change:
        return False
    period = next((f.mention.value for f in frame.roles.get("period", ()) if f.mention), None)
    end = period.end if isinstance(period, TimeInterval) else None
    if end and carry.published:
        return end > carry.published
    if r.expected:
        return False  # what was expected of spending that is told of
    return frame.modality in ("planned", "forecast")


def _investment(frame: Frame, scene: Scene) -> Frame:
    """Spending that is planned, or that others foresee, is an investment, no measurement."""
    foreseen = frame.modality == "forecast" and scene.cited - set(frame.keys("subject"))
    roles = {"organization": frame.roles["subject"], "amount": frame.roles["value"]}
    roles |= {"date": frame.roles["period"]} if "period" in frame.roles else {}
    kind = "InfrastructureInvestment"
    return Frame(
        kind,
        roles,
        "forecast" if foreseen else "planned",
        frame.rule.replace("MetricObservation", kind),
        frame.evidence,
        frame.block,
        frame.trigger,
    )


def _modality(scene: Scene, r: Reading, subjects: Sequence[Mention]) -> Modality:
    if r.expected or r.metric.id == "target_price":
        return "forecast"
    start = min(r.term.start if r.term else r.position, r.position)
    modality = modality_at(scene.masked, start, r.position + 1)
    others = scene.cited - {s.value for s in subjects}
    told = modality == "rumored" or (modality in ("planned", "forecast") and r.change)
    if told and r.metric.id in SESSION and not (modality != "rumored" and foretells(scene.masked, r.position)):
        return "actual"  # what a share did, whatever it was that was heard or is expected of its company
    if modality != "planned":
        return "forecast" if r.guided and modality == "actual" else modality
    foreseen = others and (is_forecast(scene.masked, r.position) or others & scene.carry.observers)
    return "forecast" if foreseen or expected_by_others(scene.masked, r.position) else modality


def _goes_on(scene: Scene, guided: Frame, since: int, frame: Frame, r: Reading) -> bool:
    """Whether a clause without a time of its own goes on with what the one before it expects of the same company.

    Chinese says only once that a list of figures is guidance; English says it again.
    """
    masked = scene.masked
    if frame.modality != "actual" or frame.keys("subject") != guided.keys("subject"):
        return False
    if r.metric.nature == "stock":
        return False  # how many use something now is no guidance
    return bool(words(masked.language).guided_on.fullmatch(masked.text, since, r.position))


def _exact(mention: Mention) -> Mention:
    """What "below the $2bn that analysts expected" says of the expectation: it was $2bn."""
    q = cast(Quantity, mention.value)
    return replace(mention, value=replace(q, comparator="=")) if q.comparator in ("<", ">") else mention


def _span(masked: Masked, term: Term) -> Span:
    return Span(masked.offset(term.start), masked.offset(term.end - 1) + 1)


def _with_unit(mention: Mention, metric: Metric, currency: str) -> Mention:
    """A bare number takes the unit of the metric it is a level of, money the currency spoken of."""
    q = cast(Quantity, mention.value)
    unit = metric.units[0]
    if q.unit == "1" and unit == "currency":
        return replace(mention, value=replace(q, unit=currency or "CNY"))  # only Chinese leaves it unsaid altogether
    if metric.id == "capacity" and q.unit == "1":
        return replace(mention, value=replace(q, unit="units"))  # what a plant makes; power and chips name their unit
    if q.unit in ("1", "users", "times") and unit not in ("currency", "percent", "1") and q.unit != unit:
        return replace(mention, value=replace(q, unit=unit))
    return mention
