"""The engine: frames from `ontology/events` over masked sentences. It names no language and no event kind.

For each sentence: every trigger opens a frame; what its pattern binds is taken; role cues in the sentence bind what is still open (the
nearest trigger gets them); the clause's subject, or the topic where it is elided, fills the trigger's subject role; times and figures
nearest to the trigger fill the rest. Lists are told apart (`each`), lists of equal length are aligned where the sentence says so
(分别, respectively).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import cache
from typing import cast

from ..ontology.events import event_kinds
from ..ontology.model import Language, Mention, Quantity, Span
from .binding import (
    FIGURE_ROLES,
    bind_object,
    bind_office,
    bind_subject,
    has_subject,
    is_less,
    is_of_another,
    may_fill,
    of_sort,
    once,
    tells_of_a_rate,
)
from .clauses import Clause, clause_of, nearest
from .dealing import dealt_out, give_units
from .discourse import modality_at
from .foreign_times import its_own
from .frames import Filler, Frame, Plan, fallen, has_figures, plans, possible_triggers
from .gapping import gapped, in_series
from .languages import language_data
from .masking import TIME, Masked, characters, compile_pattern
from .pairs import PAIR
from .topic import Topic, untaken
from .triggers import PLURAL, Hit, hits
from .undone import is_signing, signed_before, signings

_NEAR = 12  # characters from a word to a share before or behind it


def find_frames(
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    block: int,
    used: set[int],
    told: dict[str, Frame],
    cited: Set[object],
    heading: str = "",
) -> list[Frame]:
    """The events that a masked sentence states; `heading` stands above it.

    `used` collects mask positions of figures that an event has taken; `told` holds the block's last event of each kind.
    """
    out: list[Frame] = []
    possible = possible_triggers(masked, heading)
    for plan in plans(masked.language):
        if not masked.at and not plan.kind.engine.get("alone"):
            continue
        if plan.yields and plan.kind.engine["yields"] in told and plan.yields.match(masked.text):
            continue  # "The deal raised {Money}", behind a listing, goes on about that
        triggers = possible.get(plan.kind.name)

        def viable(hit: Hit, plan: Plan = plan) -> bool:
            return has_subject(plan, hit, masked, parts, topic) and not tells_of_a_rate(plan, hit, masked)

        found = hits(triggers, masked, viable) if triggers else []
        first = next((n for n, h in enumerate(found) if not h.trigger.again), len(found))
        found = found if plan.kind.name in told else found[first:]
        if not found:
            if plan.kind.name in told:
                out += _go_on(plan, told[plan.kind.name], masked, topic, used)
            continue
        frames = [_open(plan, hit, masked, block, topic) for hit in found]
        _bind_cues(
            plan,
            frames,
            masked,
            topic,
            {h.trigger.subject for h in found},
            {h.trigger.subject for h in found if h.trigger.near},
        )
        again = {m.value for m in masked.mentions if m.rule == PAIR}  # "the latter" may act, whatever it was before
        taken = {(r, f.key) for g in frames for r, v in g.roles.items() for f in v if f.mention and f.key not in again}
        before = last = told.get(plan.kind.name)
        for frame, hit in zip(frames, found, strict=True):
            bind_subject(plan, frame, hit, masked, parts, topic, taken, last if hit.trigger.continues else before)
            bind_object(plan, frame, hit, masked, topic, last)
            bind_office(plan, frame, masked)
            _bind_nearest(plan, frame, frames, masked, parts, topic, used, cited)
            last = frame if _whole(plan, frame) else last
        told_of = [f for f in frames if plan.goes_on and all(f.roles.get(r) for r in plan.kind.core)]
        if told_of and len(told_of) < len(frames):  # what went to those that are none
            _bind_cues(plan, told_of, masked, topic)
        others: list[Frame] = []
        for frame in in_series(plan, frames, masked):
            complete = [f for f in dealt_out(plan, frame, masked) if _whole(plan, f) and not _minor(plan, f, masked)]
            complete += [g for f in complete for g in gapped(plan, f, masked)]
            for f in complete:
                _take_figures(f, masked, used)
                give_units(plan, f)
            used.update(masked.positions(plan.takes) if any(has_figures(plan, f) for f in complete) else ())
            out += [*complete, *signings(plan, complete, frames, masked)]
            for f in complete[:1]:
                told[plan.kind.name] = f
                f.beside = (*others, *complete[1:])
            others += complete
    return out


def _open(plan: Plan, hit: Hit, masked: Masked, block: int, topic: Topic) -> Frame:
    modality = hit.trigger.modality
    if modality in (None, "rumored"):  # of talks, too, it may be said that there were none
        told = modality_at(masked, hit.start, hit.end)
        modality = told if modality is None or told == "negated" else modality
    if modality == "planned" and (settled := _settled(plan.kind.name, masked.language)) and settled.search(masked.text):
        modality = "actual"
    frame = Frame(plan.kind.name, {}, modality, hit.trigger.rule, [masked.span], block, (hit.start, hit.end), hit.reach)
    for role, text in hit.trigger.set.items():
        frame.add(role, Filler(None, text))
    for role, positions in hit.bound:
        for p in positions:
            if may_fill(plan, role, masked, p, topic) and not once(plan, frame, masked, role, p):
                mention = fallen(masked.mention(p)) if is_less(plan, frame, role, masked, p) else masked.mention(p)
                frame.add(role, Filler(mention, span=mention.span))
    for role, pattern in plan.texts:
        ahead = masked.language == "en" and role == "position"
        match = min(
            pattern.finditer(masked.text),
            key=lambda m: (
                ahead and m.start() < hit.end - 6,
                not ahead and not hit.start <= m.start() < hit.end,
                abs(m.start() - hit.start),
            ),
            default=None,
        )
        if match and role not in frame.roles:
            group = match.lastindex or 0
            start, end = match.span(group)
            span = Span(masked.offset(start), masked.offset(end - 1) + 1)
            text = match[group] if match[group].isprintable() else span.of(masked.whole)
            frame.add(role, Filler(None, text, span))
    return frame


@cache
def _settled(kind: str, language: Language) -> re.Pattern[str] | None:
    """What says that a thing has been agreed, whenever it is carried out."""
    pattern = event_kinds()[kind].data[language].get("settled")
    return compile_pattern(pattern, language) if pattern else None


def _nearest_frame(frames: Sequence[Frame], start: int, end: int) -> Frame:
    middle = (start + end) / 2
    return min(frames, key=lambda f: min(abs(middle - f.trigger[0]), abs(middle - f.trigger[1])))


def _own_or_nearest(frames: Sequence[Frame], position: int) -> Frame:
    """The one event of which what its word requires holds a position: "raised its capex to {Money} and will build …"; else the nearest."""
    within = [f for f in frames if f.trigger[0] < position < f.reach]
    return within[0] if len(within) == 1 else _nearest_frame(frames, position, position)


def _bind_cues(
    plan: Plan,
    frames: Sequence[Frame],
    masked: Masked,
    topic: Topic,
    subjects: Set[str] = frozenset(),
    own: Set[str] = frozenset(),
    sequel: bool = False,
) -> None:
    """Each cue's match goes to the frame whose trigger stands nearest; `subjects` are roles that the clauses' subjects fill, `own` those of
    words that have a subject of their own.

    An `open` cue fills only what is still open; one of a `sequel` is for sentences that say more of an event told before.
    """
    for pattern, scope in plan.cues:
        if (scope == "sequel") > sequel or sequel and scope != "sequel" and not plan.goes_on:
            continue
        for match in pattern.finditer(masked.read_by(pattern)):
            start, end = match.span()
            frame = _named_last(plan, frames, masked, start) if sequel else _nearest_frame(frames, start, end)
            bound = list(masked.bound(match))
            if scope == "open" and any(_of_another(plan, frame, masked, r, positions) for r, positions in bound):
                continue
            for role, positions in bound:
                if role in frame.roles and (
                    scope == "open" or role in plan.single or plan.kind.roles[role].value != "entity"
                ):
                    continue
                by_clause = role in plan.single and role in subjects
                by_word = scope == "open" and role in own and role in plan.kind.core
                if by_clause or by_word:  # its own subject will fill it
                    continue
                lesser = plan.kind.engine.get("rather", {}).get(role)
                taken = {k for r, v in frame.roles.items() if r not in (role, lesser) for k in (f.key for f in v)}
                for p in positions:
                    if masked.mention(p).value in taken or once(plan, frame, masked, role, p):
                        continue
                    if of_sort(plan, role, masked.mention(p), topic) and not is_of_another(plan, role, masked, p):
                        frame.add(role, Filler(masked.mention(p), span=masked.mention(p).span))
                        _promote(frame, lesser, masked.mention(p).value)


def _promote(frame: Frame, lesser: str | None, value: object) -> None:
    """Whoever fills a role fills no lesser one of the kind: who leads a round is not one of the others."""
    if lesser in frame.roles:
        frame.roles[lesser] = [f for f in frame.roles[lesser] if f.key != value]
        if not frame.roles[lesser]:
            del frame.roles[lesser]


def _of_another(plan: Plan, frame: Frame, masked: Masked, role: str, positions: Sequence[int]) -> bool:
    """Whether a cue speaks of another thing than the one a frame is about."""
    keys = frame.keys(role)
    return role in plan.kind.core and bool(keys) and not any(masked.mention(p).value in keys for p in positions)


def _named_last(plan: Plan, frames: Sequence[Frame], masked: Masked, position: int) -> Frame:
    """The one of several events told together that is named last before a position: "the former …; the latter, at {Money}"; else the first."""
    named = {key: f for f in reversed(frames) for role in plan.kind.core for key in f.keys(role)}
    last = max((p for p in masked.at if p < position and masked.mention(p).value in named), default=None)
    return frames[0] if last is None else named[masked.mention(last).value]


def _go_on(plan: Plan, told: Frame, masked: Masked, topic: Topic, used: set[int]) -> list[Frame]:
    """A sentence without a trigger may say more of the event told last: "a16z led; B and C took part"; after an end, what was signed before."""
    if told.modality == "negated":
        signed = signed_before(plan, told, masked)
        return [signed] if signed else []
    frames = (told, *told.beside)
    before = [sum(map(len, f.roles.values())) for f in frames]
    _bind_cues(plan, frames, masked, topic, sequel=True)
    for frame, roles in zip(frames, before, strict=True):
        if sum(map(len, frame.roles.values())) > roles:
            frame.evidence.append(masked.span)
            _take_figures(frame, masked, used)
    return []


def _bind_nearest(
    plan: Plan,
    frame: Frame,
    frames: Sequence[Frame],
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    used: set[int],
    cited: Set[object],
) -> None:
    start, end = frame.trigger
    taken = {f.mention for v in frame.roles.values() for f in v if f.mention}
    for fill in plan.fills:
        if fill.role in frame.roles:
            continue
        candidates = [p for p in masked.positions(fill.types) if p not in used and masked.mention(p) not in taken]
        elsewhere = _filling(frames, fill.role)
        candidates = [p for p in candidates if masked.mention(p) not in elsewhere]
        candidates = [p for p in candidates if not (_passed_over(masked, fill.types, p) or _superseded(masked, p))]
        candidates = [p for p in candidates if not once(plan, frame, masked, fill.role, p)]
        candidates = [p for p in candidates if not is_of_another(plan, fill.role, masked, p)]
        if fill.scope == "topic":
            barred = {f.key for v in frame.roles.values() for f in v} | cited
            found = [masked.mention(p) for p in nearest(parts, candidates, start)]
            found += [*untaken(topic.cast.company, fill.types, set()), *topic.find(fill.types, barred)]
            for m in [m for m in found if m.value not in barred][:1]:
                frame.add(fill.role, Filler(m, span=m.span))
            continue
        if fill.scope == "clause":
            home = parts[clause_of(parts, start)], parts[clause_of(parts, max(start, end - 1))]
            candidates = [p for p in candidates if home[0].start <= p < home[1].end]
        candidates = [p for p in candidates if not _is_of_next(frame, masked, parts, p, cited | topic.observers)]
        if masked.language == "en":  # what stands nearer to another event of the sentence is that one's
            candidates = [p for p in candidates if _own_or_nearest(frames, p) is frame]
        for p in nearest(parts, candidates, start, masked.language == "en")[:1]:
            frame.add(fill.role, Filler(masked.mention(p), span=masked.mention(p).span))
            taken.add(masked.mention(p))
    if plan.date and plan.date not in frame.roles:
        times = [
            i
            for i in masked.at
            if masked.text[i] == TIME and not _passed_over(masked, "Time", i) and not _superseded(masked, i)
        ]
        if frame.modality == "negated":
            times = [i for i in times if not is_signing(plan, masked, i)]
        times = its_own(masked, times, frame.trigger, bool(plan.kind.engine.get("lasts")))
        times = [i for i in times if not _told_there(plan, frame, frames, parts, i)]
        times = [i for i in times if not _carried_out(plan, frame, masked, parts, i)]
        times = _beside_figure(frame, masked, parts, times) or times
        for p in nearest(parts, times, start)[:1]:
            frame.add(plan.date, Filler(masked.mention(p), span=masked.mention(p).span))


def _carried_out(plan: Plan, frame: Frame, masked: Masked, parts: Sequence[Clause], position: int) -> bool:
    """Whether a time in a later clause is when what was agreed is to be carried out: "…; the deal closes in May", "first deliveries in June"."""
    pattern = _carrying(plan.kind.name, masked.language)
    later = clause_of(parts, position) > clause_of(parts, max(frame.trigger[0], frame.trigger[1] - 1))
    return bool(pattern and later and pattern.match(masked.text, position + 1))


@cache
def _carrying(kind: str, language: Language) -> re.Pattern[str] | None:
    pattern = event_kinds()[kind].data[language].get("carried_out")
    return compile_pattern(pattern, language) if pattern else None


def _beside_figure(frame: Frame, masked: Masked, parts: Sequence[Clause], times: Sequence[int]) -> list[int]:
    """The times before the amount of an event that its word begins in an earlier clause: "capex was 9 last year, this year's is put at 12"."""
    start, end = frame.trigger
    amounts = {id(f.mention) for f in frame.roles.get("amount", ())}
    at = next((i for i in range(start, end) if i in masked.at and id(masked.mention(i)) in amounts), start)
    home = clause_of(parts, at)
    return [i for i in times if i < at and clause_of(parts, i) == home] if home != clause_of(parts, start) else []


def _filling(frames: Iterable[Frame], role: str) -> set[Mention | None]:
    """The figures that fill another role of some event of the sentence: what a company is valued at is no sum raised."""
    return {f.mention for g in frames for r in FIGURE_ROLES - {role} for f in g.roles.get(r, ())}


def _told_there(plan: Plan, frame: Frame, frames: Sequence[Frame], parts: Sequence[Clause], position: int) -> bool:
    """Whether a time stands in a later clause that tells of another thing: "X is out, Y follows in May"."""
    clause = clause_of(parts, position)
    if clause <= clause_of(parts, max(frame.trigger[0], frame.trigger[1] - 1)):
        return False
    others = [f for f in frames if f is not frame and clause_of(parts, f.trigger[0]) == clause]
    return any(f.keys(r) and not set(f.keys(r)) & set(frame.keys(r)) for f in others for r in plan.kind.core)


def _passed_over(masked: Masked, types: str, position: int) -> bool:
    """Whether what stands around a name or figure says that a role does not take it: whom someone left, what one share costs."""
    before, behind = _passing(masked.language, types)
    return bool(
        before
        and before.search(masked.text, max(0, position - (60 if types == "Time" else 12)), position)
        or behind
        and behind.match(masked.text, position + 1)
    )


def _is_of_next(frame: Frame, masked: Masked, parts: Sequence[Clause], position: int, telling: Set[object]) -> bool:
    """Whether a figure stands in a later clause that begins with an organization that has no part in an event, nor tells of it."""
    clause = parts[clause_of(parts, position)]
    if masked.language != "zh" or clause.start <= frame.trigger[1] or not clause.groups:
        return False
    first = clause.groups[0][0]
    if first > position or first - clause.start > 1 or masked.text[first] not in characters("Org"):
        return False
    who = masked.mention(first).value
    return who not in telling and all(who not in frame.keys(role) for role in frame.roles)


def _superseded(masked: Masked, position: int) -> bool:
    """Whether a figure or time is what another one takes the place of: "from 50MW to 90MW", "put off from May to June"."""
    before, behind = _passing(masked.language, "Moved" if masked.text[position] == TIME else "Figure")
    there = before and before.search(masked.text, max(0, position - 24), position)
    return bool(there and behind and behind.match(masked.text, position + 1))


@cache
def _passing(language: Language, types: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    key, data = (
        {"Org": "former", "Money": "apiece", "Time": "other_time", "Figure": "superseded", "Moved": "moved"}.get(
            types, ""
        ),
        language_data(language, "discourse")["engine"],
    )
    before, behind = (re.compile(data[k]) if k in data else None for k in (key, f"{key}_behind"))
    return before, behind


def _whole(plan: Plan, frame: Frame) -> bool:
    """Whether every core role is filled, and two parties are there where two are needed; whoever owns what fills a role may be left to its reader."""
    implied = {owner for owned, owner in plan.kind.engine.get("owner", {}).items() if owned in frame.roles}
    for role in plan.kind.core:
        need = 2 if role in PLURAL else 1
        if role not in implied and len(frame.roles.get(role, ())) < need:
            return False
    first, *rest = (set(frame.keys(r)) for r in plan.kind.core)
    return not any(first & other for other in rest)


RATES = frozenset({"hour", "seat", "user", "million tokens", "thousand tokens"})  # by which prices are told


def _take_figures(frame: Frame, masked: Masked, used: set[int]) -> None:
    taken = {id(f.mention) for r, v in frame.roles.items() if r in FIGURE_ROLES for f in v if f.mention}
    found = (i for i in masked.at if id(masked.mention(i)) in taken and masked.text[i] in characters("Figure"))
    used.update(
        i for i in found if cast(Quantity, masked.mention(i).value).per not in RATES
    )  # a rent is a price as well


def _minor(plan: Plan, frame: Frame, masked: Masked) -> bool:
    """Whether what changes hands is a share too small for what the kind tells of: "bought a 12% stake in X"."""
    least = plan.kind.engine.get("control")
    share = _share(masked.language)
    if least is None or share is None:
        return False
    start, end = frame.trigger
    for p in masked.positions("Percent", max(0, start - _NEAR), max(end, frame.reach) + _NEAR):
        value = masked.mention(p).value
        small = isinstance(value, Quantity) and value.value is not None and value.value < least
        if small and share.match(masked.text, p + 1):
            return True
    return False


@cache
def _share(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["engine"].get("share")
    return pattern and re.compile(pattern)
