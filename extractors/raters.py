"""Who rates a security or had expected its results, and whose verdict or target price it is."""

from __future__ import annotations

from collections.abc import Sequence

from ..ontology.model import Mention
from .measures import words
from .readings import Reading
from .scene import Scene, named_between


def rated_in(scene: Scene, r: Reading) -> list[Mention]:
    """Whom an analyst's verdict is on, as the sentence says up to the target."""
    masked, raters = scene.masked, raters_of(scene)
    found = [m.span() for m in words(masked.language).rated.finditer(masked.text, 0, r.position)]
    named = [named_between(masked, r.metric, *span) for span in reversed(found)]
    return next((kept for ms in named if (kept := [m for m in ms if m.value not in raters])), [])


def just_rated(scene: Scene, r: Reading) -> list[Mention]:
    """The one security that was rated just before, for a target that is said of nobody: "cut X to Sell. Our target falls to $17"."""
    told = scene.carry.told.get("Recommendation") if r.metric.id == "target_price" else None
    rated = [f.mention for f in told.roles.get("security", ()) if f.mention] if told else []
    return rated if len(rated) == 1 else []


def raters_of(scene: Scene) -> set[object]:
    """Who sets a target price."""
    masked = scene.masked
    found = words(masked.language).rater.finditer(masked.text)
    return {masked.mention(m.start()).value for m in found}


def rater(scene: Scene, rated: Sequence[Mention]) -> Mention | None:
    """Who sets the target price of whom it is said, where the sentence names one."""
    masked, others = scene.masked, {m.value for m in rated}
    found = [masked.mention(m.start()) for m in words(masked.language).rater.finditer(masked.text)]
    return next((m for m in found if m.value not in others), None)


def expecting(scene: Scene, r: Reading) -> set[object]:
    """Who is named for having expected what came otherwise: "short of X's $4bn estimate"."""
    masked = scene.masked
    match = words(masked.language).estimator.search(masked.text, 0, r.position) if r.expected else None
    return {masked.mention(i).value for i in range(*match.span()) if i in masked.at} if match else set()
