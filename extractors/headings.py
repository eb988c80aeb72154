"""What headings say of what stands below them: whom it is about, and what the text tells again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..ontology.events import event_kinds
from ..ontology.model import Language, Mention
from .frames import Frame
from .head import Head
from .layout import Block
from .masking import ENTITIES, characters, mask
from .normalise import Normal
from .topic import Topic

_LINE = 100  # characters of a line that can head what stands below it
_ENDED = ".!?;,\"”'’"


def heads_item(normal: Normal, layout: Sequence[Block], number: int, inside: Sequence[Mention], head: Head) -> object:
    """The one organization with which a line begins that ends no sentence and stands above a paragraph, if it is such a line.

    "Dorrick Optical (DRK, Outperform; target to $96 from $74)" heads what a note says of one of many.
    """
    block, below = layout[number], layout[number + 1 : number + 2]
    line = block.span.of(normal.text).strip()
    named = {m.value: m for m in inside if m.kind == "Organization"}
    first = next(iter(named.values())) if len(named) == 1 else None
    titled = head.title_span is None or block.span.start < head.title_span.end
    if block.kind != "body" or first is None or titled or len(line) > _LINE or line[-1:] in _ENDED:
        return None
    long = bool(below) and below[0].kind == "body" and len(below[0].span.of(normal.text)) > len(line)
    return first.value if long and not normal.text[block.span.start : first.span.start].strip() else None


def is_focused(mentions: Sequence[Mention]) -> bool:
    """Whether a text is about one organization: every other is named far less often."""
    counts = Counter(m.value for m in mentions if m.kind == "Organization").most_common(2)
    return bool(counts) and counts[0][1] >= 3 and (len(counts) == 1 or 2 * counts[0][1] >= 3 * counts[1][1])


def remember_heading(normal: Normal, block: Block, inside: Sequence[Mention], topic: Topic, language: Language) -> bool:
    """The one organization or thing that a heading names is what is spoken of below it; whether there is one.

    Where it names one organization and things, it is the organization's doing that is told.
    """
    masked = mask(normal.text, block.span, inside, language)
    named = [i for i in sorted(masked.at) if masked.text[i] in ENTITIES]
    acting = [i for i in named if masked.text[i] in characters("Org|Person|Place")]
    for i in named if len(acting) == 1 or len(named) == 1 else ():
        if i not in acting:
            topic.remember(masked, (i,))
    if len(acting) == 1 and masked.text[acting[0]] in characters("Org") or len(named) == 1:
        topic.remember(masked, acting or named)
        return True
    return False


def with_headlines(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Headlines repeat what the text says, rounded: their events count only where the text tells none between the same."""
    late, cores, measured = [], set(), set()
    for frame in frames:
        core = event_kinds()[frame.kind].core
        if frame.headline:
            late.append((frame, core))
            continue
        cores |= {(frame.kind, r, k) for r in core for k in frame.keys(r)}
        measured |= {(frame.kind, m) for m in frame.keys("metric")}
        yield frame
    for frame, core in late:
        same = any((frame.kind, r, k) in cores for r in core[:1] for k in frame.keys(r))
        figures = frame.keys("metric")
        if not (any((frame.kind, m) in measured for m in figures) if figures else same):
            yield frame
