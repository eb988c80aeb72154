"""Who matters, who belongs together, what leads from one to another: networkx over the graph's projections.

    graph = participation(network(store))
    ranking(graph, by="pagerank")            # [Ranked(entity, score)], the highest first
    communities(graph)                       # [[entity, …], …], the largest first
    path(store, "openai", "oracle")          # [Step(from, event, to)], the fewest events, the surest of equals
    described(graph)                         # the same graph, its nodes with degree, pagerank, betweenness and community

Equal graphs give equal results: whatever is drawn by chance is drawn from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx

from ..ontology.errors import UnknownName
from .contents import StoredClaim
from .network import CITED, network

if TYPE_CHECKING:
    from .network import Network, Participation
    from .store import Store

SEED = 1
SAMPLE = 500  # nodes from which betweenness is estimated in larger graphs
UNCERTAIN = 1.0  # how much a step by an event of no confidence is longer than one by a sure one


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entity and its score."""

    entity: str
    score: float


@dataclass(frozen=True, slots=True)
class Step:
    """One event that connects two entities, in the roles that they have in it."""

    start: str
    start_role: str
    claim: StoredClaim
    end: str
    end_role: str


def _degree(graph: Participation) -> Mapping[str, float]:
    return dict(graph.degree(weight="weight"))


def _betweenness(graph: Participation) -> Mapping[str, float]:
    sample = None if len(graph) <= SAMPLE else SAMPLE
    found: Mapping[str, float] = nx.betweenness_centrality(graph, k=sample, seed=SEED)
    return found


def _pagerank(graph: Participation, damping: float = 0.85, rounds: int = 200) -> Mapping[str, float]:
    """PageRank by plain iteration: networkx's own needs scipy."""
    nodes = sorted(graph)
    if not nodes:
        return {}
    weights = {n: sum(d["weight"] for _, _, d in graph.edges(n, data=True)) for n in nodes}
    score = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(rounds):
        idle = sum(score[n] for n in nodes if not weights[n])
        fresh = dict.fromkeys(nodes, (1 - damping + damping * idle) / len(nodes))
        for node in nodes:
            for other, edge in graph[node].items():
                fresh[other] += damping * score[node] * edge["weight"] / weights[node]
        moved = sum(abs(fresh[n] - score[n]) for n in nodes)
        score = fresh
        if moved < 1e-9:
            break
    return score


MEASURES: Mapping[str, Callable[[Participation], Mapping[str, float]]] = {
    "degree": _degree,  # events shared with others
    "pagerank": _pagerank,  # connected to who is well connected
    "betweenness": _betweenness,  # on the shortest ways between others
}


def ranking(graph: Participation, *, by: str = "pagerank", type_: str | None = None) -> list[Ranked]:
    """Entities by a measure, the highest first; `type_` keeps those of one type. Raises UnknownName."""
    if by not in MEASURES:
        raise UnknownName("measure", by, MEASURES)
    scores = MEASURES[by](graph)
    kept = (n for n in graph if type_ is None or graph.nodes[n].get("type") == type_)
    return sorted((Ranked(n, float(scores[n])) for n in kept), key=lambda r: (-round(r.score, 12), r.entity))


def communities(graph: Participation) -> list[list[str]]:
    """Groups that take part in events with each other more than with the rest (Louvain), the largest first."""
    ordered: Participation = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    edges = sorted((min(a, b), max(a, b), data["weight"]) for a, b, data in graph.edges(data=True))
    ordered.add_weighted_edges_from(edges)
    if not ordered:
        return []
    found = nx.community.louvain_communities(ordered, weight="weight", seed=SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def described(graph: Participation) -> Participation:
    """A copy whose nodes carry `degree`, `pagerank`, `betweenness` and `community` (a number from 1, by size)."""
    found: Participation = graph.copy()
    for name, measure in MEASURES.items():
        nx.set_node_attributes(found, {n: round(float(s), 6) for n, s in measure(graph).items()}, name)
    for number, group in enumerate(communities(graph), 1):
        nx.set_node_attributes(found, dict.fromkeys(group, number), "community")
    return found


def path(store: Store, start: str, end: str, *, as_of: date | None = None) -> list[Step]:
    """The events that lead from one entity to another, by their ids: the fewest, and the surest of as many.

    Empty where nothing connects them. Who is cited takes no part. With `as_of` only what was published up to that day
    counts. Raises UnknownName for an entity that is not there.
    """
    graph = network(store, as_of=as_of)
    for entity in (start, end):
        if entity not in graph:
            raise UnknownName("entity", entity, (n for n, d in graph.nodes(data=True) if d.get("node") == "entity"))
    try:
        nodes: list[str] = nx.dijkstra_path(_ways(graph), start, end, weight="length")
    except nx.NetworkXNoPath:
        return []
    return [_step(store, graph, *nodes[i : i + 3]) for i in range(0, len(nodes) - 2, 2)]


def _ways(graph: Network) -> Participation:
    """Events and who takes part in them, the ways longer the less sure an event is, but never by as much as a step."""
    ways: Participation = nx.Graph()
    ways.add_nodes_from(sorted(graph))
    edges = sorted((event, entity, str(data["role"])) for event, entity, data in graph.edges(data=True))
    for event, entity, role in edges:
        if role != CITED:
            doubt = UNCERTAIN * (1 - graph.nodes[event]["confidence"]) / (len(graph) + 1)
            ways.add_edge(event, entity, length=1 + doubt)
    return ways


def _step(store: Store, graph: Network, start: str, event: str, end: str) -> Step:
    def role(entity: str) -> str:
        return min(str(d["role"]) for d in graph.get_edge_data(event, entity).values() if d["role"] != CITED)

    return Step(start, role(start), store.event(event.rpartition("/")[2]), end, role(end))
