"""What a sentence hands on to the next, and where the clauses of a masked sentence begin and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..ontology.metrics import Metric
from ..ontology.model import Mention
from .clauses import Clause
from .frames import Frame
from .salience import Salience


@dataclass(slots=True)
class Carry:
    """What later sentences inherit: the report's period, each subject's last period, the last metric term, who is spoken of."""

    report: Mention | None = None
    titled: Mention | None = None  # the period that the title names
    under: Mention | None = None  # ... and the heading above, if any
    by_subject: dict[object, Mention] = field(default_factory=dict)
    metric: Metric | None = None
    headed: Metric | None = None  # the metric that the heading above a list names
    ahead: dict[object, Mention] = field(
        default_factory=dict
    )  # each subject's last period that is not over: of what is expected
    latest: dict[str, Mention | None] = field(
        default_factory=dict
    )  # each metric's last period: of what others expected of it
    aside: dict[object, Mention] = field(default_factory=dict)  # ... of a span told in passing, up to the full stop
    coming: dict[object, Mention] = field(
        default_factory=dict
    )  # ... of a span still to come, up to the paragraph's end
    employers: dict[object, Mention] = field(default_factory=dict)  # person → organization
    observers: frozenset[object] = frozenset()  # media and researchers: they speak of others
    exchanges: frozenset[object] = frozenset()  # what an exchange's name moves by is its index
    published: date | None = None
    board: Mention | None = None  # the test that the title names
    lead: Mention | None = None  # who is cited for the list that a sentence opens: "she said:"
    release: Mention | None = None  # the day of a press release
    announced: bool = False  # whether what stands above a list says that it is announced
    asked: bool = False  # whether the block is an interviewer's question
    spoken_to: Mention | None = None  # whom a question under a label is put to
    questioned: Sequence[Frame] = ()  # what the question that a block answers has told
    answers: Mention | None = None  # who speaks in a block that answers one
    told: Mapping[str, Frame] = field(default_factory=dict)  # the event of each kind that the block has told of last
    dated: Mention | None = None  # the day that the heading above names
    day: Mention | None = None  # the day that the block has named last
    week: Mention | None = None  # the week of trading that the text has named last
    session: Mention | None = None  # the last day of trading before a text that names none appeared
    span: Mention | None = None  # the month, quarter or year that the block has named last
    guided: Frame | None = None  # what the part of a sentence before a semicolon expects
    measured: dict[str, list[Mention]] = field(default_factory=dict)  # each metric's last subjects
    currency: str = ""  # the one that an English text has named last
    years: tuple[Mention, ...] = ()  # the years that the last sentence with times named
    listing: Mention | None = None  # the time at the head of a sentence whose parts semicolons divide
    today: Mention | None = None  # the day of publication, where that is what the text tells of
    units: frozenset[object] = frozenset()  # parts of companies: what only a whole company has is not theirs
    raters: set[object] = field(
        default_factory=set
    )  # who has set target prices: what they expect, they expect of others
    salience: Salience = field(default_factory=Salience)


def clause_start(parts: Sequence[Clause], position: int) -> int:
    """Where the clause of a masked position begins."""
    return next((c.start for c in parts if c.start <= position < c.end), 0)


def clause_end(parts: Sequence[Clause], position: int) -> int:
    """Where the clause of a masked position ends."""
    return next((c.end for c in parts if c.start <= position < c.end), position)
