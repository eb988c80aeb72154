"""A sentence with what is known of its surroundings, as figures are read in it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from ..ontology.metrics import Metric
from ..ontology.model import Mention
from .carry import Carry
from .clauses import Clause
from .masking import ENTITIES, Masked, characters
from .topic import Topic


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with what is known of its surroundings; who is cited by name speaks of others, "it said" speaks of itself."""

    masked: Masked
    parts: Sequence[Clause]
    topic: Topic
    carry: Carry
    cited: Set[object]
    itself: Set[object] = frozenset()


def scene_of(masked: Masked, parts: Sequence[Clause], topic: Topic, carry: Carry, cited: Set[object]) -> Scene:
    """The scene of a sentence: who is cited is told apart by whether the sentence names them."""
    named = {masked.mention(i).value for i in masked.at if masked.text[i] in ENTITIES}
    if about := topic.cast.about:  # an analyst speaks of others than the house, where a text is about one of them
        houses = {carry.employers[v].value for v in cited & named if v in carry.employers}
        cited = cited | (houses - {about.value})
    return Scene(masked, parts, topic, carry, cited & named, cited - named - carry.observers)


def named_between(masked: Masked, metric: Metric, start: int, end: int) -> list[Mention]:
    """The names in a stretch of a sentence that a metric can be of."""
    kinds = characters(metric.subjects)
    return [masked.mention(i) for i in range(start, end) if i in masked.at and masked.text[i] in kinds]
