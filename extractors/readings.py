"""Figures as they are read: what stands around one, and what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ..ontology.metrics import Metric
from ..ontology.model import Mention, Quantity
from .carry import Carry, clause_end, clause_start
from .clauses import Clause
from .idioms import Phrase
from .masking import Masked
from .measures import OTHER, Term, Words, fits

APIECE = frozenset({"eps", "price", "target_price", "stock_price"})  # what is told of one share or one piece
_FEW = 10**8  # no share and no piece costs as much
_DEAREST = {"price": 10**7}
_FLOW = 10**6
# Fewer tokens are no volume of use (a document's, an answer's) and no context, fewer parameters no model's.
_LEAST_OF = {"token_volume": _FLOW, "parameters": 10**4, "context_length": 500}
_RESULTS = frozenset({"revenue", "annualized_revenue", "net_income", "operating_income", "gross_profit", "market_cap"})
_UNNAMED = 10_000  # from which on the currency of a result may go without saying
_LEAST = 1000  # what no company earns in any span: a dividend, a conversion


@dataclass(slots=True)
class Reading:
    """One figure with what was decided of it."""

    position: int
    mention: Mention
    metric: Metric
    term: Term | None
    change: bool
    falling: bool
    expected: bool = False  # what others had expected
    alike: tuple[int, ...] = ()  # where the sentence's figures of this sort stand
    holder: tuple[int, ...] | None = None  # whom a turn of phrase names
    carried: bool = False  # its metric is the one of the sentence before, which goes without saying
    follows: bool = False  # it says how the level right before it has moved
    guided: bool = False  # somebody expects it, though no metric is named
    again: bool = False  # its metric is the one of the sentence before, said anew or not


def currency_before(masked: Masked, position: int, carry: Carry) -> str:
    """The currency that a sentence states once: "sales rose to 3bn euros, but the loss widened to 640 million"."""
    before = [i for i in masked.positions("Money") if i < position]
    before = [i for i in before if masked.text[i - 1 : i] != "("] or before  # in brackets it is converted
    return cast(Quantity, masked.mention(before[-1]).value).unit if before else carry.currency


@dataclass(slots=True)
class Figure:
    """A figure with its surroundings: what stands before it in its clause and what follows."""

    masked: Masked
    parts: Sequence[Clause]
    position: int
    start: int
    terms: Sequence[Term]
    carry: Carry
    rules: Words
    told: Mapping[int, Phrase]
    read: list[Reading]
    last: Term | None
    mask: str
    quantity: Quantity
    before: str
    tail: str
    expected: bool

    @property
    def home(self) -> int:
        return clause_start(self.parts, self.position)

    @property
    def end(self) -> int:
        """Where its clause ends."""
        return clause_end(self.parts, self.position)

    @property
    def apiece(self) -> bool:
        """Whether an amount is one of a share."""
        return self.quantity.per == "share" or bool(self.rules.per_share.match(self.tail))

    def level_of(self, metric: Metric) -> bool:
        """Whether it can be the metric's level: no share is worth as much as a company."""
        if metric is not OTHER and self.apiece and metric.id not in APIECE | {"net_income"}:
            return False
        if metric.id == "index_level" and self.rules.of_pieces.search(self.masked.read(self.position)):
            return False
        if "users" in metric.units and self.rules.of_things.match(self.masked.read(self.position)[-1:] + self.tail):
            return False
        if metric.id == "capacity" and self.mask in ("Count", "Number"):
            return bool(self.rules.made.search(self.masked.read(self.position)))
        if metric.id in _LEAST_OF and (self.quantity.value or self.quantity.high or _FLOW) < _LEAST_OF[metric.id]:
            return False
        if metric.id in APIECE and (self.quantity.value or self.quantity.high or 0) >= _DEAREST.get(metric.id, _FEW):
            return False
        if self.masked.language == "zh" and metric.id in _RESULTS:
            if self.mask == "Money" and 0 < abs(self.quantity.value or Decimal(0)) < _LEAST:
                return False
            if self.mask == "Number" and (self.quantity.value or self.quantity.high or 0) >= _UNNAMED:
                return True
        if self.mask == "Number" and metric.id in _RESULTS and currency_before(self.masked, self.position, self.carry):
            return (self.quantity.value or self.quantity.high or 0) >= _FLOW
        return fits(metric, self.mask, self.quantity.unit)


Found = tuple[Metric, Term | None] | None
