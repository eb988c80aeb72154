"""Who a text is about where a clause leaves its subject out: what was the subject lately, opened the block, or fills the whole document.

Every sentence lets what was spoken of fade, and adds weight to what it speaks of: most to its main subject, less to the subjects of its
other clauses, little to what it only mentions. What opened a block keeps its weight to the block's end, and the document's own
protagonist is never far. A sentence without a subject of its own goes on about whoever it was found to speak of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from ..ontology.model import Language, Mention
from .anaphora import is_rival
from .clauses import Clause
from .languages import language_data
from .masking import _ENTITY_MASK, ENTITIES, TYPES, Masked, characters, compile_pattern
from .subjects import begins_with_anaphor

FADE = 0.5  # from sentence to sentence, and once more from block to block
MAIN, CLAUSE, MENTIONED, OPENING, WHOLE, TITLE = 3.0, 1.2, 0.3, 2.0, 2.5, 0.6
HEADED = 3.0  # what a heading names
ISSUER = 1.2  # who speaks of itself as the company
ABOUT, MUCH = 1.5, 0.25  # whom a document is about, where it goes on about it
PASSING, LITTLE = 0.25, 0.2  # ... and who is hardly spoken of in such a document
SPEAKS = 0.4  # who "it said" was found to mean
LATELY = 0.07  # what was only mentioned falls below this after two sentences
LEAST = 0.8  # below this nobody is spoken of
OTHER = 0.5  # how much less a metric is said of any but the first of its sorts of subjects
OWNER = 0.5  # of what only owns the subject: "X's venture arm joined"


@cache
def _partial(language: Language) -> re.Pattern[str]:
    """Opens a sentence that only tells of a part of what was spoken of."""
    return re.compile(language_data(language, "discourse")["subjects"].get("partial", "(?!)"))


@cache
def _presented(language: Language) -> re.Pattern[str]:
    """A sentence that only says of whom the next ones are: "First in line is X."."""
    return compile_pattern(language_data(language, "discourse")["subjects"].get("presented", "(?!)"), language)


@dataclass(slots=True)
class Salience:
    """Weights of what may be spoken of: `prior` by the whole document, `scores` by what stands before."""

    prior: Mapping[object, float] = field(default_factory=dict)
    known: dict[object, Mention] = field(default_factory=dict)
    scores: dict[object, float] = field(default_factory=dict)
    opening: tuple[object, ...] = ()
    venues: Set[object] = frozenset()  # exchanges: who discloses there is told of
    focused: bool = False  # whether the document goes on about one
    about: object = None  # ... which is this one
    headed: object = None  # whom the heading above is about
    apart: bool = False  # whether the block may be about another: an item of a list
    reported: set[object] = field(default_factory=set)  # organizations whose figures the block has told
    runs_on: bool = False  # whether the sentence before goes on in the next: "X reports today; the market expects …"

    def enter(self, scores: Mapping[object, float] | None = None) -> None:
        """Begin a block, with weights of its own (those of the line above a list, or none) or with what stands before, faded."""
        self.scores = {v: s * FADE for v, s in self.scores.items() if s > 0.05} if scores is None else dict(scores)
        self.opening = ()
        self.reported.clear()
        self.apart, self.runs_on = scores is not None, False

    def head(self, named: Sequence[object], clear: bool, section: bool = True) -> None:
        """Begin below a heading: where it names one, a `section` goes on about that one and not whom the document is about."""
        self.headed = named[0] if section and len(named) == 1 else None
        self.enter(dict.fromkeys(named, HEADED) if clear else None)

    def speak(self, house: object) -> None:
        """Begin somebody's turn in a conversation, who goes on about his own house as about what was named before."""
        self.scores[house] = max(self.scores.get(house, 0.0), HEADED)

    def note(self, masked: Masked, parts: Sequence[Clause], resolved: Sequence[Mention] = ()) -> None:
        """Take in a sentence; `resolved` is whom it was found to speak of without naming."""
        scores = {v: s * FADE for v, s in self.scores.items() if s > 0.05}
        groups = [
            ([masked.mention(i) for i in group], OWNER if masked.text[group[-1] + 1 : group[-1] + 2] in "'’" else 1.0)
            for clause in parts
            for group in clause.groups[:1]
            if not (is_rival(masked, group[0]) or begins_with_anaphor(masked, clause, group[0]))
        ]
        venues = [g for g, _ in groups if all(m.value in self.venues for m in g)]
        if venues:
            groups = [(g, share) for g, share in groups if g not in venues] or self._disclosing(masked)
        if not groups and (shown := _presented(masked.language).search(masked.text)):
            groups = [([masked.mention(shown.end() - 1)], 1.0)]
        if resolved:
            groups.insert(0, (list(resolved), 1.0))
        for m in (masked.mention(i) for i in masked.at if masked.text[i] in ENTITIES and not is_rival(masked, i)):
            self.known.setdefault(m.value, m)
            scores[m.value] = scores.get(m.value, 0.0) + MENTIONED
        partial = _partial(masked.language).match(masked.text)
        for number, (group, share) in enumerate(groups):
            weight = (CLAUSE if number or partial else MAIN) * share / len(group)
            for m in group:
                self.known.setdefault(m.value, m)
                scores[m.value] = scores.get(m.value, 0.0) + weight
        self.scores, self.runs_on = scores, masked.text.rstrip()[-1:] in ";；"
        if not self.opening and groups:
            self.opening = tuple(m.value for m in groups[0][0])

    def _disclosing(self, masked: Masked) -> list[tuple[list[Mention], float]]:
        """The one organization beside the exchange that a sentence is about: "the exchange published X's prospectus"."""
        named = {m.value: m for m in masked.mentions if m.kind == "Organization" and m.value not in self.venues}
        return [(list(named.values()), 1.0)] if len(named) == 1 else []

    def weight(self, value: object, bare: bool = False) -> float:
        """How much a text is about something at this point; what it names in passing, a `bare` sentence is less about."""
        opened = OPENING / len(self.opening) if value in self.opening else 0.0
        prior = self.prior.get(value, 0.0)
        if self.headed is not None:
            prior += ABOUT * ((value == self.headed) - (self.focused and value == self.about))
        goes_on = self.apart or self.runs_on or value in self.reported and value in self.opening
        passing = PASSING if bare and self.focused and not goes_on and prior < LITTLE else 1.0
        return (self.scores.get(value, 0.0) + opened) * passing + prior

    def near(self, mention: Mention) -> bool:
        """Whether something was spoken of lately, not only elsewhere in the document."""
        return self.scores.get(mention.value, 0.0) >= MENTIONED

    def only(self, types: str, barred: Set[object]) -> list[Mention]:
        """The one thing of some sorts that the sentences just before name; nothing where they name several."""
        wanted = characters(types)
        lately = [
            m
            for v, m in self.known.items()
            if TYPES[_ENTITY_MASK[m.kind]] in wanted and v not in barred and self.scores.get(v, 0.0) >= LATELY
        ]
        return lately if len(lately) == 1 else []

    def latest(self, types: str, barred: Set[object]) -> list[Mention]:
        """The thing of some sorts that the sentences just before told of most; what they only compare with is none."""
        wanted = characters(types)
        near = [
            (self.scores.get(v, 0.0), m)
            for v, m in self.known.items()
            if TYPES[_ENTITY_MASK[m.kind]] in wanted and v not in barred and self.scores.get(v, 0.0) >= LATELY
        ]
        return [max(near, key=lambda pair: pair[0])[1]] if near else []

    def find(
        self,
        types: str,
        barred: Set[object],
        fits: Callable[[Mention], bool] = bool,
        rather: Set[object] = frozenset(),
        bare: bool = False,
    ) -> list[Mention]:
        """Who is spoken of, among mentions of some sorts, `rather` some than others; a `bare` sentence has no word that refers back."""
        things = types.partition("|Org")[0] if not types.startswith("Org") else "Org"
        wanted, first = characters(types), characters(things)
        best: Mention | None = None
        most = LEAST
        for value, mention in self.known.items():
            mask = TYPES[_ENTITY_MASK[mention.kind]]
            if mask not in wanted or value in barred or not fits(mention):
                continue
            weight = self.weight(value, bare) + (SPEAKS if value in rather else 0.0)
            weight *= 1.0 if mask in first else OTHER
            if weight > most:
                best, most = mention, weight
        return [best] if best else []


def salience_of(
    mentions: Iterable[Mention],
    title: Iterable[object],
    observers: Set[object],
    issuer: object = None,
    about: object = None,
) -> Salience:
    """The document's part: how often each name stands in it beside others of its sort, whether the title names it, whether it is "the Company"."""
    counts: Counter[object] = Counter()
    totals: Counter[str] = Counter()
    known: dict[object, Mention] = {}
    for m in mentions:
        if (
            m.kind in _ENTITY_MASK
            and m.kind not in ("Time", "Place", "Person", "Benchmark")
            and m.value not in observers
        ):
            counts[m.value] += 1
            totals[m.kind] += 1
            known.setdefault(m.value, m)
    named = set(title)
    prior = {
        v: WHOLE * n / totals[known[v].kind] * min(1.0, (n - 1) / 3)
        + (ISSUER if v == issuer else TITLE if v in named else 0.0)
        for v, n in counts.items()
    }
    focused = prior.get(about, 0.0) >= MUCH
    if focused:
        prior[about] += ABOUT
    return Salience(prior, known, focused=focused, about=about)
