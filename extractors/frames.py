"""The data of an event kind as the engine reads it: triggers, role cues, defaults, per language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from ..ontology.events import EventKind, event_kinds
from ..ontology.model import Language, Mention, Modality, Quantity, Span
from .languages import language_data
from .masking import Masked, compile_pattern
from .patterns import Pattern, rule_pattern
from .screening import Screen
from .triggers import Trigger
from .valency import expand


@dataclass(frozen=True, slots=True)
class Fill:
    """A role filled by what stands nearest: quantities of a type in the clause, the sentence."""

    role: str
    types: str
    scope: str
    value: str = ""  # for text roles: the nearest match of this pattern


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the engine knows of one kind in one language."""

    kind: EventKind
    triggers: tuple[Trigger, ...]
    cues: tuple[tuple[Pattern, str], ...]  # pattern, scope
    fills: tuple[Fill, ...]
    date: str
    each: tuple[str, ...]
    types: Mapping[str, str]  # role → mask types that may fill it
    texts: tuple[tuple[str, re.Pattern[str]], ...]
    agree: Mapping[str, str]  # role → role whose sort of thing it shares
    single: tuple[str, ...]  # roles that cues fill only where nothing else does
    goes_on: bool  # later sentences may fill roles by cues alone
    only: Mapping[str, frozenset[str]]  # role → sorts of organizations that alone may fill it
    never: Mapping[str, frozenset[str]]  # role → sorts that may not
    takes: str  # types of figures that, beside an event of the kind in a sentence, are its own
    among: frozenset[str]  # roles whose fillers may stand in a list with things of other types
    barred: Mapping[str, re.Pattern[str]]  # role → what stands before a figure that is another's
    yields: re.Pattern[str] | None = None  # how a sentence begins that goes on about an event of another kind


@dataclass(slots=True)
class Filler:
    """What fills a role: a mention, or a text with where it was read (normalised offsets)."""

    mention: Mention | None
    text: str = ""
    span: Span | None = None

    @property
    def key(self) -> object:
        return self.mention.value if self.mention else self.text


@dataclass(slots=True)
class Frame:
    """An event being assembled. Evidence spans are of normalised text."""

    kind: str
    roles: dict[str, list[Filler]]
    modality: Modality
    rule: str
    evidence: list[Span]
    block: int = 0
    trigger: tuple[int, int] = (0, 0)
    reach: int = 0  # as far as what its trigger requires goes
    confidence: float = 0.8
    headline: bool = False
    awaited: bool = False  # what others had expected of it
    house: Mention | None = None  # the company that the whole text is about
    acting: str = ""  # the role that the subject of its own clause fills
    beside: tuple[Frame, ...] = ()  # other events of the kind that its sentence tells

    def keys(self, role: str) -> list[object]:
        return [f.key for f in self.roles.get(role, ())]

    def add(self, role: str, filler: Filler) -> None:
        values = self.roles.setdefault(role, [])
        if all(f.key != filler.key for f in values):
            values.append(filler)


_MASK_OF_TYPE = {"Organization": "Org", "MarketIndex": "Index"}
_MASK_OF_UNIT = {
    "currency": "Money",
    "percent": "Percent",
    "points": "Number|Count",
    "employees": "Staff|Number|Count",
    "ratio": "Ratio",
    "1": "Number",
    "rank": "Rank",
    "watts": "Watts",
    "chips": "Chips",
}


def _mask_types(kind: EventKind) -> dict[str, str]:
    out = {}
    for role in kind.roles.values():
        if role.value == "entity":
            out[role.name] = "|".join(_MASK_OF_TYPE.get(t, t) for t in role.types)
        elif role.value == "quantity":
            out[role.name] = "|".join(_MASK_OF_UNIT.get(t, t) for t in role.types) or "Figure"
    return out


def fillable(kind: str) -> Mapping[str, str]:
    """The mask types of what fills each role of a kind that is a figure or a time."""
    roles, types = event_kinds()[kind].roles, _mask_types(event_kinds()[kind])
    times = {name: "Time" for name, role in roles.items() if role.value == "time"}
    return times | {name: types[name] for name, role in roles.items() if role.value == "quantity"}


# Gaps without mentions, and those in which a time may stand, as between a Chinese subject and its verb.
_NO_MENTION, _BUT_TIMES = r"\ue000-\ue0ff]", r"\ue000-\ue007\ue00a-\ue0ff]"


def _trigger(
    kind: str, language: Language, number: int, entry: str | Mapping[str, Any], table: Mapping[str, Any]
) -> Trigger:
    data = dict(_spelled_out({"match": entry} if isinstance(entry, str) else entry, table))
    if language_data(language, "clauses").get("times_pass"):
        data["match"] = data["match"].replace(_NO_MENTION, _BUT_TIMES)
    unless = data.get("unless") or table.get("unless")
    return Trigger(
        rule_pattern(data["match"], language),
        f"{language}.{kind}.{data.get('name', number)}",
        data.get("subject", table.get("subject", "")),
        data.get("set", {}),
        data.get("modality"),
        rule_pattern(unless, language) if unless else None,
        data.get("object", ""),
        data.get("continues", False),
        near=data.get("near", False),
        beside=data.get("beside", False),
        topical=data.get("topical", False),
        amid=rule_pattern(data["amid"], language) if "amid" in data else None,
        under=re.compile(data["under"], re.I) if "under" in data else None,
        again=data.get("again", False),
    )


def _valency(kind: EventKind, language: Language) -> list[Mapping[str, Any]]:
    """A kind's valency frames: its own, then those it shares with another kind, whose roles bear other names there."""
    table = kind.data[language]
    out = [_spelled_out(frame, table) for frame in table.get("frames", ())]
    shared = table.get("shared")
    if shared:
        names = shared["roles"]
        for frame in _valency(event_kinds()[shared["kind"]], language):
            out.append({k: _renamed(v, names) for k, v in frame.items()})
    return out


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """What a shared frame says, a role or a list of them, in the other kind's names of roles."""
    if isinstance(value, list):
        return [names.get(v, v) for v in value]
    return names.get(value, value) if isinstance(value, str) else value


def _spelled_out(frame: Mapping[str, Any], table: Mapping[str, Any]) -> Mapping[str, Any]:
    """A frame or trigger with the kind's own `parts` ("<goods>") in its patterns."""
    out = dict(frame)
    for name, pattern in table.get("parts", {}).items():
        for key in ("verb", "noun", "match", "requires", "unless", "amid", "under"):
            if key in out:
                out[key] = out[key].replace(f"<{name}>", pattern)
    return out


def _unsaid(trigger: Trigger, core: Sequence[str]) -> bool:
    """Whether a trigger leaves one side of an exchange to what was spoken of before, or to what its reader knows."""
    bound = {role for role in core if f"{{{role}:" in trigger.pattern.source}
    wanting = trigger.near and not frozenset(core) <= trigger.needs | bound | {trigger.subject, *trigger.set}
    return len(core) > 1 and (trigger.topical and trigger.object in core or wanting and not trigger.object)


def _plan(kind: EventKind, language: Language) -> Plan | None:
    table = kind.data.get(language)
    if not table:
        return None
    common = kind.engine
    types = _mask_types(kind) | common.get("slots", {})
    among = common.get("among", {})
    spread = types | {role: f"{types[role]}|{others}" for role, others in among.items()}
    own = [_trigger(kind.name, language, n, e, table) for n, e in enumerate(table["triggers"], 1)]
    listed = (  # what a whole clause says of an end goes before the word for what ended
        *(t for t in own if t.modality == "negated"),
        *expand(kind.name, language, _valency(kind, language), spread, kind.core, table.get("tails", {})),
        *(t for t in own if t.modality != "negated"),
    )
    # What a sentence says itself tells more than what it leaves to those before it.
    triggers = tuple(sorted(listed, key=lambda t: _unsaid(t, kind.core)))
    cues = tuple(
        (
            rule_pattern(p, language),
            cue.get("scope", "sentence") if isinstance(cue, dict) else "sentence",
        )
        for cue in table.get("cues", ())
        for p in ([cue["match"]] if isinstance(cue, dict) else [cue])
    )
    fills = tuple(Fill(f["role"], f["types"], f.get("scope", "clause")) for f in common.get("fill", ()))
    texts = tuple((role, compile_pattern(p, language)) for role, p in table.get("texts", {}).items())
    return Plan(
        kind,
        triggers,
        cues,
        fills,
        common.get("date", ""),
        tuple(common.get("each", ())),
        types,
        texts,
        common.get("agree", {}),
        tuple(common.get("single", ())),
        common.get("goes_on", False),
        {role: frozenset(sorts.split("|")) for role, sorts in common.get("only", {}).items()},
        {role: frozenset(sorts.split("|")) for role, sorts in common.get("never", {}).items()},
        common.get("takes", ""),
        frozenset(among),
        {role: compile_pattern(f"(?:{before})$", language) for role, before in table.get("barred", {}).items()},
        compile_pattern(table["yields"], language) if "yields" in table else None,
    )


@cache
def plans(language: Language) -> tuple[Plan, ...]:
    """The plans of all kinds that have patterns in a language, in the order of their priority."""
    found = [p for kind in event_kinds().values() if (p := _plan(kind, language))]
    return tuple(sorted(found, key=lambda p: (p.kind.engine.get("priority", 5), p.kind.name)))


@cache
def _screen(language: Language) -> tuple[Screen, tuple[tuple[str, Trigger], ...]]:
    triggers = tuple((plan.kind.name, trigger) for plan in plans(language) for trigger in plan.triggers)
    return Screen([trigger.wanted() for _, trigger in triggers]), triggers


def possible_triggers(masked: Masked, heading: str = "") -> dict[str, list[Trigger]]:
    """The triggers, by kind, whose words a sentence holds, and whose heading it stands under."""
    screen, triggers = _screen(masked.language)
    found: dict[str, list[Trigger]] = {}
    for number in screen.passing(masked.lowered):
        kind, trigger = triggers[number]
        if trigger.under is None or trigger.under.search(heading):
            found.setdefault(kind, []).append(trigger)
    return found


def fallen(mention: Mention) -> Mention:
    """A quantity as what something has fallen by, or has less of."""
    q = cast(Quantity, mention.value)
    return replace(
        mention,
        value=replace(
            q,
            value=-abs(q.value) if q.value is not None else None,
            low=-abs(q.high) if q.high is not None else None,
            high=-abs(q.low) if q.low is not None else None,
        ),
    )


def has_figures(plan: Plan, frame: Frame) -> bool:
    """Whether the figures beside an event are its own: how many work for a company says nothing of its founding."""
    spared = plan.kind.engine.get("untaken", {})
    return bool(plan.takes) and not any(text in frame.keys(role) for role, text in spared.items())
