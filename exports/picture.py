"""What the viewer draws: a legible choice of events, and a place for every node.

Large pictures of graphs are hairballs, whatever draws them. So the choice is bounded, ranked by how well supported and
how connected an event is, and says what it left out; positions are computed here, once, and do not move in the page.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import networkx as nx

from ..ontology.errors import UnknownName
from .arguments import one_of
from .records import EventRecord, Records

LIMIT = 600  # nodes; beyond it a picture is no longer read but only looked at
CITED = "source"  # who is cited for an event: shown on demand, for one newspaper is cited for everything
EVENT_BOX, ENTITY_BOX = (58.0, 44.0), (84.0, 62.0)
GAP = 130.0
STRIP = GAP / 4
SEED = 7

Positions = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The events to draw, best supported first, and how many more there were."""

    events: tuple[EventRecord, ...]
    left_out: int


def choose(
    records: Records,
    *,
    entity: str | None = None,
    since: date | None = None,
    until: date | None = None,
    kinds: Sequence[str] = (),
    limit: int = LIMIT,
) -> Choice:
    """The events that match, as many as give at most `limit` nodes.

    `entity` is an id, a name or an alias; `since` and `until` are inclusive. Raises UnknownName for an entity or kind
    that is not in the graph.
    """
    present = sorted({e.kind for e in records.events.values()})
    wanted = {one_of("event kind", kind, present) for kind in kinds}
    about = find_entity(records, entity) if entity else None
    matching = [
        event
        for event in records.events.values()
        if (not wanted or event.kind in wanted)
        and (about is None or any(e == about for _, e in event.entities))
        and _within(records.event_date(event), since, until)
    ]
    chosen: list[EventRecord] = []
    nodes: set[str] = set()
    for event in ranked(matching):
        grown = nodes | {event.id} | {e for _, e in event.entities}
        if len(grown) > limit:
            continue
        chosen.append(event)
        nodes = grown
    return Choice(tuple(chosen), len(matching) - len(chosen))


def ranked(events: Iterable[EventRecord]) -> list[EventRecord]:
    """Best first: reported by many documents, tying together much-mentioned entities, certain."""
    events = list(events)
    degree = Counter(e for event in events for e in {e for r, e in event.entities if r != CITED})

    def weight(event: EventRecord) -> float:
        documents = len({c.document for c in event.claims})
        ties = [math.log1p(degree[e]) for r, e in event.entities if r != CITED]
        return documents + sum(sorted(ties, reverse=True)[:3]) / 3 + event.confidence

    return sorted(events, key=lambda event: (-weight(event), event.id))


def find_entity(records: Records, name: str) -> str:
    """The id of an entity by id, name or alias, whatever the case; raises UnknownName with the nearest names."""
    names: dict[str, str] = {}
    for id_, entity in records.entities.items():
        for known in (id_, entity.name, *entity.names.values(), *entity.aliases):
            names.setdefault(known.casefold(), id_)
    if name.casefold() not in names:
        raise UnknownName("entity", name, sorted(names))
    return names[name.casefold()]


def _within(day: str, since: date | None, until: date | None) -> bool:
    if not day:
        return since is None and until is None
    return (since is None or day >= since.isoformat()) and (until is None or day <= until.isoformat())


def positions(events: Iterable[EventRecord]) -> Positions:
    """A place for every event and entity, in pixels at natural size; the same events give the same places.

    Connected parts are laid out one by one and then set side by side, the largest first.
    """
    graph, cited = _graph(events)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    placed = _packed([_apart(graph, _spring(graph.subgraph(sorted(part)))) for part in parts])
    if cited:  # the cited alone hang below everything, in a row
        bottom = max((y for _, y in placed.values()), default=0.0) + 2 * GAP
        left = min((x for x, _ in placed.values()), default=0.0)
        for i, id_ in enumerate(cited):
            placed[id_] = (left + i % 12 * 1.5 * GAP, bottom + i // 12 * GAP)
    return {id_: (round(x), round(y)) for id_, (x, y) in placed.items()}


def _graph(events: Iterable[EventRecord]) -> tuple[nx.Graph[str], list[str]]:
    """Events and entities as one graph, and the entities that are nothing but cited."""
    graph: nx.Graph[str] = nx.Graph()
    cited: set[str] = set()
    for event in events:
        graph.add_node(event.id, box=EVENT_BOX)
        for role, entity in event.entities:
            if role == CITED:
                cited.add(entity)
            else:
                graph.add_edge(event.id, entity)
                graph.nodes[entity]["box"] = ENTITY_BOX
    return graph, sorted(cited - set(graph))


def _spring(part: nx.Graph[str]) -> Positions:
    """Springs within one connected part (Fruchterman and Reingold), from a fixed start.

    networkx' own needs SciPy from 500 nodes on, and its results differ between its versions.
    """
    import numpy as np

    ids = sorted(part)
    count = len(ids)
    if count == 1:
        return {ids[0]: (0.0, 0.0)}
    at = {id_: i for i, id_ in enumerate(ids)}
    pulls = np.zeros((count, count))
    for a, b in part.edges:
        pulls[at[a], at[b]] = pulls[at[b], at[a]] = 1.0
    place = np.random.RandomState(SEED).rand(count, 2)
    near = 1.6 / math.sqrt(count)  # the distance at which a spring is at rest
    steps = 120 if count < 300 else 70
    for step in range(steps):
        gap = place[:, None, :] - place[None, :, :]
        distance = np.maximum(np.sqrt((gap**2).sum(axis=2)), 0.01)
        force = near**2 / distance**2 - pulls * distance / near
        move = (gap * force[:, :, None]).sum(axis=1)
        length = np.maximum(np.sqrt((move**2).sum(axis=1)), 0.01)
        place += move * (0.1 * (1 - step / (steps + 1)) / length)[:, None]
    place -= place.mean(axis=0)
    size = GAP * math.sqrt(count) * 0.42
    place *= size / np.abs(place).max()
    return _evened({id_: (float(x), float(y)) for id_, (x, y) in zip(ids, place, strict=True)}, size)


def _evened(places: Positions, size: float) -> Positions:
    """Halfway between the springs' places and an even spread: clusters open up and empty stretches close."""
    even: dict[str, list[float]] = {id_: [] for id_ in places}
    for axis in (0, 1):
        for rank, id_ in enumerate(sorted(places, key=lambda id_: (places[id_][axis], id_))):
            even[id_].append((2 * rank / (len(places) - 1) - 1) * size)
    return {id_: (x * 0.45 + even[id_][0] * 0.55, y * 0.45 + even[id_][1] * 0.55) for id_, (x, y) in places.items()}


def _apart(graph: nx.Graph[str], places: Positions, rounds: int = 80) -> Positions:
    """Push nodes apart until their boxes no longer overlap, each pair along its shorter way out."""
    import numpy as np

    ids = list(places)
    at = np.array([places[i] for i in ids], dtype=float)
    box = np.array([graph.nodes[i]["box"] for i in ids])
    reach = (box[:, None, :] + box[None, :, :]) / 2
    for _ in range(rounds):
        gap = at[:, None, :] - at[None, :, :]
        over = reach - np.abs(gap)
        clash = (over > 0).all(axis=2)
        np.fill_diagonal(clash, False)
        if not clash.any():
            break
        axis = over.argmin(axis=2)
        # Where two nodes share a place the order of their ids decides who gives way.
        order = np.sign(np.arange(len(ids))[:, None] - np.arange(len(ids))[None, :])
        for a in (0, 1):
            way = np.where(gap[:, :, a] == 0, order, np.sign(gap[:, :, a]))
            push = np.where(clash & (axis == a), over[:, :, a] * way, 0.0)
            at[:, a] += push.sum(axis=1) * 0.35
    return {i: (float(x), float(y)) for i, (x, y) in zip(ids, at, strict=True)}


def _packed(parts: Sequence[Positions]) -> Positions:
    """Set parts side by side, each as high up as it finds room, in about the shape of a screen."""
    boxes = []
    for part in parts:
        xs, ys = [x for x, _ in part.values()], [y for _, y in part.values()]
        boxes.append((min(xs), min(ys), max(xs) - min(xs) + GAP, max(ys) - min(ys) + GAP))
    area = sum(width * height for _, _, width, height in boxes)
    sheet = max([math.sqrt(area * 1.15), *(width for _, _, width, _ in boxes)], default=0.0)
    skyline = [0.0] * max(1, math.ceil(sheet / STRIP))  # how far down each strip of the sheet is taken
    placed: Positions = {}
    for part, (left, top, width, height) in zip(parts, boxes, strict=True):
        strips = min(len(skyline), math.ceil(width / STRIP))
        y, column = min((max(skyline[i : i + strips]), i) for i in range(len(skyline) - strips + 1))
        skyline[column : column + strips] = [y + height] * strips
        placed |= {id_: (px - left + column * STRIP, py - top + y) for id_, (px, py) in part.items()}
    return placed
