"""Frames of a whole document into events: the same event told twice becomes one with two pieces of evidence."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from ..ontology.events import event_kinds
from ..ontology.model import Argument, ArgumentValue, EntityRef, Event, Quantity, Span, TimeInterval
from .frames import Filler, Frame
from .normalise import Normal

# Roles whose different values tell two events with the same core apart (ruling 39).
WHOLE = frozenset({"party", "security"})  # of two lists one must hold the other
REACH = 100  # so many events of one core are looked at, the newest first
PASSAGES = 20  # an event told over and over keeps its first passages
TELLING = (
    "amount",
    "value",
    "change",
    "date",
    "action",
    "round",
    "period",
    "per",
    "score",
    "relation",
    "capacity",
    "instrument",
    "theme",
    "recommender",
    "place",
)


def merge(frames: Iterable[Frame]) -> list[Frame]:
    """Join frames of one event: same kind and core, nothing that tells them apart."""
    out: list[Frame] = []
    near: dict[tuple[object, ...], list[Frame]] = defaultdict(list)  # by kind and the fillers of the core roles
    known: dict[int, set[tuple[object, ...]]] = {}  # under which of them a frame of `out` stands
    for frame in frames:
        keys = list(_core_keys(frame))
        recent = (f for key in keys for f in islice(reversed(near[key]), REACH))
        twin = next((f for f in recent if _same(f, frame)), None)
        if twin is None:
            out.append(frame)
            known[id(frame)] = set(keys)
            for key in keys:
                near[key].append(frame)
            continue
        for role, values in frame.roles.items():
            if role in TELLING and twin.roles.get(role):
                continue
            for filler in values:
                twin.add(role, filler)
        for key in set(_core_keys(twin)) - known[id(twin)]:  # of what it was first told of, more is told now
            if any(key[1] == k[1] for k in known[id(twin)]):
                near[key].append(twin)
                known[id(twin)].add(key)
        if len(twin.evidence) < PASSAGES:
            twin.evidence += [s for s in frame.evidence if s not in twin.evidence]
        if twin.modality == "actual" and frame.modality != "actual":
            continue
        if frame.modality == "actual":
            twin.modality = "actual" if twin.modality in ("planned", "forecast") else twin.modality
    return out


def _core_keys(frame: Frame) -> Iterator[tuple[object, ...]]:
    """The kind with every choice of one filler for each core role; roles that are compared as wholes stand first or not at all."""
    core = event_kinds()[frame.kind].core
    roles = [core[0], *(r for r in core[1:] if r not in WHOLE)]
    for fillers in product(*(dict.fromkeys(map(_key, frame.keys(role))) for role in roles)):
        yield (frame.kind, *fillers)


def _same(a: Frame, b: Frame) -> bool:
    if a.kind != b.kind or ("negated" in (a.modality, b.modality) and a.modality != b.modality):
        return False
    kind = event_kinds()[a.kind]
    for role in kind.core:
        keys_a, keys_b = set(map(_key, a.keys(role))), set(map(_key, b.keys(role)))
        if role in WHOLE:
            if not (keys_a <= keys_b or keys_b <= keys_a):
                return False
            if 1 in (len(keys_a), len(keys_b)) and keys_a != keys_b:
                return False  # a list, and what is told of one of its members
        elif not keys_a & keys_b:
            return False
    for role in TELLING:
        if role in kind.roles and role not in kind.core:
            keys_a, keys_b = set(map(_key, a.keys(role))), set(map(_key, b.keys(role)))
            if keys_a and keys_b and not keys_a & keys_b and not _compatible(a, b, role):
                return False
    return True


def _compatible(a: Frame, b: Frame, role: str) -> bool:
    """Times one of which lies within the other may be one event's."""
    x, y = a.roles[role][0].key, b.roles[role][0].key
    if isinstance(x, TimeInterval) and isinstance(y, TimeInterval) and None not in (x.start, x.end, y.start, y.end):
        return (x.start <= y.start and y.end <= x.end) or (y.start <= x.start and x.end <= y.end)  # type: ignore[operator]
    return False


def _key(key: object) -> object:
    if isinstance(key, Quantity):
        return (key.value, key.low, key.high, key.unit)
    if isinstance(key, TimeInterval):
        return (key.start, key.end)
    return key.casefold() if isinstance(key, str) else key


def _argument(filler: Filler, normal: Normal) -> Argument:
    value: ArgumentValue
    if filler.mention is None:
        value = filler.text
    elif isinstance(filler.mention.value, str):
        value = EntityRef(filler.mention.value)
    else:
        value = filler.mention.value
    span = filler.span and normal.span(filler.span.start, filler.span.end)
    return Argument(value, span)


def _plain(value: ArgumentValue) -> Any:
    if isinstance(value, Quantity):
        return [str(value.value), str(value.low), str(value.high), value.unit, value.comparator]
    if isinstance(value, TimeInterval):
        return [str(value.start), str(value.end)]
    return value.id if isinstance(value, EntityRef) else value


def to_events(frames: Iterable[Frame], normal: Normal, document_id: str, text: str) -> list[Event]:
    """Events in document order, with ids that depend on the document and on what they say alone."""
    out = []
    seen: set[str] = set()
    for frame in frames:
        order = [*event_kinds()[frame.kind].roles]
        arguments = {
            role: tuple(_argument(f, normal) for f in frame.roles[role]) for role in order if frame.roles.get(role)
        }
        said = {role: [_plain(a.value) for a in values] for role, values in arguments.items()}
        digest = hashlib.sha256(
            json.dumps([document_id, frame.kind, frame.modality, said], ensure_ascii=False).encode()
        )
        identifier = digest.hexdigest()[:16]
        if identifier in seen:
            continue
        seen.add(identifier)
        evidence = tuple(_trim(normal.span(s.start, s.end), text) for s in frame.evidence)
        out.append(Event(identifier, frame.kind, arguments, frame.modality, frame.confidence, frame.rule, evidence))
    return sorted(out, key=lambda e: (e.evidence[0].start, e.kind, e.id))


def _trim(span: Span, text: str) -> Span:
    """A span without white space at its ends."""
    start, end = span.start, span.end
    while start < end - 1 and text[start].isspace():
        start += 1
    while end - 1 > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
