"""The types that every room shares. All are immutable; none knows text, RDF or a file format.

Offsets count Unicode code points of `Document.text`, half-open. Quantities are in base units
(10 亿 is 1,000,000,000; percentages are in percent). Dates are inclusive at both ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

EntityType: TypeAlias = Literal[
    "Organization", "Person", "Model", "Product", "Hardware", "Benchmark", "MarketIndex", "Place"
]
Modality: TypeAlias = Literal["actual", "planned", "forecast", "rumored", "negated"]
Comparator: TypeAlias = Literal["=", ">", ">=", "<", "<=", "~"]
Language: TypeAlias = Literal["zh", "en"]

ENTITY_TYPES: tuple[EntityType, ...] = (
    "Organization",
    "Person",
    "Model",
    "Product",
    "Hardware",
    "Benchmark",
    "MarketIndex",
    "Place",
)
MODALITIES: tuple[Modality, ...] = ("actual", "planned", "forecast", "rumored", "negated")
UNSETTLED: tuple[Modality, ...] = ("planned", "forecast", "rumored")  # from the firmest down
COMPARATORS: tuple[Comparator, ...] = ("=", ">", ">=", "<", "<=", "~")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points.

    >>> Span(2, 5).of("abcdefg")
    'cde'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The quotation: always a slice, never a cleaned copy."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One document version. `id` is `sha256:` of its text; `source` is its file name or given id."""

    id: str
    text: str
    source: str
    language: Language = "en"
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with unit and comparator. A range has `value` None and `low`/`high`.

    `unit` is an ISO 4217 code, `percent`, `percentage_point`, `times`, `ratio`, a plural noun
    (`users`, `tokens`, `watts`, `rank` …), or `1` for a bare number.
    """

    value: Decimal | None
    unit: str = "1"
    comparator: Comparator = "="
    low: Decimal | None = None
    high: Decimal | None = None
    per: str | None = None  # day, week, month, quarter, year, minute: the rate of a flow


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """Dates from `start` to `end`, inclusive; None is an open end.

    `granularity` is what the text spoke in: day, week, month, quarter, half, year, range …
    """

    start: date | None
    end: date | None
    granularity: str = "day"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that stands for something: an entity (`value` is its id), a quantity, a time.

    `rule` names what found it.
    """

    span: Span
    kind: EntityType | Literal["Quantity", "Time"]
    value: str | Quantity | TimeInterval
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing within a document, with all its mentions. `known` when the catalogue has it."""

    id: str
    type: EntityType
    name: str
    names: Mapping[str, str] = field(default_factory=dict)  # language → name
    aliases: tuple[str, ...] = ()
    known: bool = False
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An argument that is an entity, by its id within the document."""

    id: str


ArgumentValue: TypeAlias = EntityRef | Quantity | TimeInterval | str


@dataclass(frozen=True, slots=True)
class Argument:
    """One filler of a role. `span` is where it was read; None where it was inferred (`rule` says how)."""

    value: ArgumentValue
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What one document says happened, will happen, or did not. `kind` is an event kind's name."""

    id: str
    kind: str
    arguments: Mapping[str, tuple[Argument, ...]]
    modality: Modality
    confidence: float
    rule: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document."""

    document: Document
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    warnings: tuple[str, ...] = ()
