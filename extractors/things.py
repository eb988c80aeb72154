"""The thing that a price or a size is told of, which is seldom the subject of its clause."""

from __future__ import annotations

from collections.abc import Set

from ..ontology.model import Mention
from .anaphora import is_rival, is_setting
from .carry import clause_start
from .masking import ENTITIES, characters
from .measures import words
from .readings import Reading
from .rows import row_of
from .scene import Scene

THINGS = "Model|Product|Hardware"


def thing_of(scene: Scene, r: Reading, barred: Set[object]) -> list[Mention]:
    """The thing that a price or a size is told of: the one its clause is about, else the one named last before it in the sentence.

    "X launched the ring Y, at 75 dollars": who launched it has no price.
    """
    masked, wanted = scene.masked, set(characters(THINGS))
    if masked.language != "zh":
        return costing(scene, r, wanted, barred) if r.metric.id == "price" and not r.change else []
    own = next((c for c in scene.parts if c.start <= r.position < c.end), None)
    for group in own.groups if own else ():
        if group[0] < r.position and masked.text[group[0]] in wanted:
            return [masked.mention(i) for i in group]
    component = words(masked.language).component
    for i in sorted((i for i in masked.at if i < r.position and masked.text[i] in wanted), reverse=True):
        if masked.mention(i).value in barred or component.search(masked.text, max(0, i - 10), i):
            continue
        row = row_of(masked, i, wanted)
        return [masked.mention(k) for k in row] if len(row) == len(r.alike) else [masked.mention(i)]
    return []


def costing(scene: Scene, r: Reading, wanted: set[str], barred: Set[object]) -> list[Mention]:
    """The one thing that a clause names before a price: "an hour of an X costs $2 at Y"; else the last one before a clause without names."""
    masked, start = scene.masked, clause_start(scene.parts, r.position)
    own = [i for i in sorted(masked.at) if start <= i < r.position and masked.text[i] in ENTITIES]
    own = [i for i in own if not is_setting(masked, i)]
    named = [masked.mention(i) for i in own if masked.text[i] in wanted]
    if not any(i < r.position and masked.text[i] in ENTITIES for i in masked.at):
        last = row_of(masked, r.position, {masked.text[r.position]})[-1]
        buys = words(masked.language).priced_for.match(masked.text, last + 1)
        behind = range(*buys.span()) if buys else ()
        return [masked.mention(i) for i in behind if i in masked.at and masked.text[i] in wanted]
    if not own:
        before = [i for i in sorted(masked.at) if i < start and masked.text[i] in wanted]
        before = [i for i in before if not is_rival(masked, i) and not is_setting(masked, i)]
        told = [g[0] for c in scene.parts if c.start < start for g in c.groups[:1] if g[0] in before]
        named = [masked.mention(i) for i in told[-1:] or before[-1:]]
    return named if len(named) == 1 and named[0].value not in barred else []
