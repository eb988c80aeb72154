"""Who is cited for what: "according to X", "X said", "she estimates", "the company told", "we expect"; and how far a citation holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..ontology.model import Language, Mention
from .clauses import Clause, by_weight, clauses
from .frames import Frame
from .languages import language_data
from .masking import Masked, compile_pattern
from .screening import Screen
from .subjects import near_subject, subject_of
from .topic import Topic

_ACTOR = "{who:Org|Person|Product}"


@dataclass(frozen=True, slots=True)
class Citation:
    """Somebody is cited at [start, end) of a masked sentence: for what follows, or, `behind`, for what stands before.

    What is `counted` (data, surveys, an observer's word) is cited for figures that come after it as well, whosever they are.
    """

    start: int
    end: int
    who: Mention
    behind: bool = False
    counted: bool = False
    onward: bool = False  # not for what stands before it: "fell after X reported that …"

    def holds(self, other: Citation) -> bool:
        """Whether another citation is a part of this one: "analysts at X, led by Y, expect"."""
        longer = self.end - self.start > other.end - other.start
        return longer and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class _Cues:
    """Patterns of citations by how they name who is cited, and a screen over all of them.

    `named` and `counted` name somebody, `outlets` and `onward` cite only those who report on others; a `person` is cited by a pronoun, an `organization` by a
    noun, `elided` leave the subject to the clause before, `own` are the publisher's words for figures, `own_tests` those for what it found; `figures` cite for figures alone.
    """

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    screen: Screen
    closes: re.Pattern[str]
    pronoun: re.Pattern[str]
    observer: re.Pattern[str]
    perhaps: re.Pattern[str]
    quoted: re.Pattern[str]
    goes_on: bool
    spoken: re.Pattern[str] | None


_GROUPS = (
    "named",
    "counted",
    "outlets",
    "onward",
    "person",
    "organization",
    "elided",
    "figures",
    "figures_elided",
    "own",
    "own_tests",
)


@cache
def _cues(language: Language) -> _Cues:
    data = language_data(language, "discourse")["source"]

    def compiled(pattern: str) -> re.Pattern[str]:
        for part in ("Verb", "Adverb", "Firm", "Study"):
            pattern = pattern.replace(f"{{{part}}}", data[part.lower()])
        return compile_pattern(pattern.replace("{Actor}", _ACTOR), language)

    patterns = tuple((group, compiled(p)) for group in _GROUPS for p in data[group])
    screen = Screen([p for _, p in patterns])
    found = {k: compiled(data[k]) for k in ("closes", "pronoun", "observer", "perhaps", "quoted")}
    spoken = compiled(data["spoken"]) if "spoken" in data else None
    return _Cues(patterns, screen, **found, goes_on=data.get("goes_on", False), spoken=spoken)


@dataclass(slots=True)
class Sources:
    """Who is cited where in a block; a citation holds until the next, the block's end, or until somebody else is spoken of."""

    standing: Mention | None = None
    found: list[Citation] = field(default_factory=list)
    leading: Mention | None = None  # who is cited for the whole list that a block belongs to
    of_figures: Mention | None = None  # who announces the sentence's figures
    _holds: bool = True  # whether the standing citation is one for what this sentence tells
    _counted: bool = False  # ... and for figures of anybody
    _known: frozenset[object] = frozenset()  # whom the citing sentence names
    _own_words: bool = False  # whether the publisher speaks of its own figures
    _spoken: list[Mention] = field(default_factory=list)  # the organization that the block has been about last
    _seen: list[Mention] = field(default_factory=list)  # who reports on others and was named last
    _named: bool = False  # whether the block has named an organization

    def read(self, masked: Masked, parts: Sequence[Clause] = (), topic: Topic | None = None) -> None:
        """Find the citations of one sentence; a pronoun's are those of whom the clauses and the topic speak of."""
        topic = topic or Topic()
        self._leave()
        before, cues = self.standing, _cues(masked.language)
        groups: dict[str, list[re.Match[str]]] = {group: [] for group in _GROUPS}
        for number in cues.screen.passing(masked.text):
            group, pattern = cues.patterns[number]
            groups[group] += pattern.finditer(masked.text)
        self._named = self._named or any(m.kind == "Organization" for m in masked.mentions)
        found = [*_named(masked, groups, topic, cues), *self._unnamed(masked, groups, parts, topic)]
        self._seen = [m for m in masked.mentions if m.value in topic.observers][-1:] or self._seen
        self._spoken = _main(masked, parts, len(masked.text)) or self._spoken
        self.found = sorted((c for c in found if not any(d.holds(c) for d in found)), key=lambda c: c.start)
        self.of_figures = next(_announcers(masked, groups, parts, topic), None)
        self._read_own(masked, groups, topic.cast.own, before)
        self._holds = bool(self.found) or self._goes_on(masked, parts, cues)
        if self.found:
            self._known = frozenset(m.value for m in masked.mentions)

    def _unnamed(
        self, masked: Masked, groups: dict[str, list[re.Match[str]]], parts: Sequence[Clause], topic: Topic
    ) -> Iterator[Citation]:
        """The citations of whom the sentence does not name where it cites: "she said", "the company told", "it says", "and added"."""
        cues, standing = _cues(masked.language), self.standing
        about = None if self._named else topic.cast.about  # "the company" of a paragraph that names none
        people = []
        for match in groups["person"]:
            found = [standing] if standing and standing.kind == "Person" else []
            found = found or subject_of(masked, parts, topic, match.start(), "Person")
            people += [Citation(*match.span(), who, _closes(masked, match, cues)) for who in found[-1:]]
        yield from people
        for match in groups["organization"]:
            found = [about] if about else _main(masked, parts, match.start())
            found = found or (self._spoken if cues.pronoun.match(match[0]) else [])
            found = found or subject_of(masked, parts, topic, match.start() + 1, "Org") or _ahead(masked, match.end())
            known = {about.value} if about else set()
            found = [m for m in found if m.value not in topic.observers or m.value in known]
            found = [m for m in found if m.value not in topic.of_sort({"investor"}) or m.value in known] or found
            found = self._watching(match[0], topic, cues) or found
            if found:
                yield Citation(*match.span(), found[0], _closes(masked, match, cues))
        named = [c for c in _named(masked, groups, topic, cues) if _is_person(c.who)]
        for match in groups["elided"]:
            found = near_subject(masked, parts, topic, match.start(), "Org|Person")
            spoken = [c for c in (*named, *people) if c.end <= match.start()]
            if spoken and not any(masked.mention(i) in found for i in masked.positions("Org|Person", spoken[-1].end)):
                found = [spoken[-1].who]  # "she confirmed that prices had risen and said …"
            yield from (Citation(match.start(), match.end(), who) for who in found[:1])
        own = topic.cast.own
        yield from (Citation(*match.span(), own) for match in groups["own_tests"] if own)

    def _watching(self, cited: str, topic: Topic, cues: _Cues) -> list[Mention]:
        """Who is meant by "the newspaper" or "the brokerage", which is nobody who acts; "the bank" may be."""
        standing = [m for m in [self.standing] if m and m.value in topic.observers]
        if cues.observer.match(cited):
            return standing or self._seen
        return standing if cues.perhaps.match(cited) else []

    def _read_own(
        self, masked: Masked, groups: dict[str, list[re.Match[str]]], own: Mention | None, before: Mention | None
    ) -> None:
        """Take the publisher's words for its own figures, also in what goes on about them and names nobody: "EPS goes to $3"."""
        speaks = bool(groups["own"]) or (self._own_words and not masked.positions("Org|Person"))
        self._own_words = bool(own and speaks and not self.found and not self.of_figures and not _is_person(before))
        if self._own_words:
            self.of_figures = own

    @property
    def cited(self) -> set[object]:
        """Who is cited in the sentence itself."""
        return {c.who.value for c in self.found}

    def collector(self, frames: Sequence[Frame]) -> Mention | None:
        """Whose data the sentence ends with where it tells what was expected: "above the 3 expected, according to X data"."""
        awaited = any(frame.awaited for frame in frames)
        return next((c.who for c in self.found if awaited and c.behind and c.counted), None)

    def let_go(self, collector: Mention | None, frames: Sequence[Frame]) -> None:
        """Cite nobody in what follows who has only collected what results are compared with."""
        if collector and any(frame.awaited for frame in frames):
            self.found = [c for c in self.found if c.who.value != collector.value]

    def announcer(self, frame: Frame) -> Mention | None:
        """Who announces a sentence's figures, where they are not its own."""
        who = self.of_figures
        return who if who and who.value not in frame.keys("subject") else None

    def at(self, position: int, measures: bool = True) -> Mention | None:
        """The source for what stands at a masked position: the sentence's own, else the standing one.

        Figures (`measures`) that somebody counted are his whosever they are.
        """
        citation = self._own(position)
        if citation:
            return citation.who
        if measures and self._own_words:
            return None
        holds = self._holds or (measures and self._counted)
        return (self.standing if holds else None) or self.leading

    def _own(self, position: int) -> Citation | None:
        ahead = [c for c in self.found if not c.behind]
        leading = [c for c in ahead if c.start <= position]
        if leading and leading[0].counted and leading[-1].start - leading[0].end < 1:
            return leading[0]
        behind = [c for c in self.found if c.behind]
        first = leading[-1:] or [c for c in behind if c.end > position] or behind
        first = first or [c for c in ahead if not c.onward]
        return first[0] if first else None

    def _leave(self) -> None:
        """The sentence read before is over: its last citation stands from here on."""
        if self.found:
            last = self._own(1 << 30) or self.found[-1]
            self.standing, self._counted = last.who, last.counted
        elif not self._holds and not self._counted:
            self.standing = None

    def _goes_on(self, masked: Masked, parts: Sequence[Clause], cues: _Cues) -> bool:
        """Whether a sentence without a citation still speaks of the one cited before, or of whom that one spoke of."""
        if self.standing is None or (cues.quoted.match(masked.text) and _is_person(self.standing)):
            return True
        main = next((masked.mention(g[0]) for c in parts for g in c.groups), None)
        if main is None or main.value == self.standing.value or main.kind not in ("Organization", "Person"):
            return True
        return cues.goes_on and main.value in self._known


def speaker_behind(masked: Masked) -> Mention | None:
    """Who has spoken the quotation before, where a sentence only says that: "… ," she said."""
    spoken = _cues(masked.language).spoken
    match = spoken.match(masked.text) if spoken else None
    return _who(masked, match) if match else None


def shown_by(sentences: Iterable[Masked], topic: Topic) -> Mention | None:
    """Whose results a table shows, by what is said right above it: the only one cited there, but for "our own tests"."""
    sources, cited = Sources(), dict[object, Mention]()
    for masked in sentences:
        sources.read(masked, clauses(masked), topic)
        told = [*(c.who for c in sources.found), sources.of_figures]
        cited |= {m.value: m for m in told if m and m != topic.cast.own}
    return next(iter(cited.values())) if len(cited) == 1 else None


def _is_person(mention: Mention | None) -> bool:
    return mention is not None and mention.kind == "Person"


def _closes(masked: Masked, match: re.Match[str], cues: _Cues) -> bool:
    """Whether a citation ends its sentence: what it is for stands before it."""
    return bool(cues.closes.match(masked.text, match.end())) and bool(masked.text[: match.start()].strip("\"“'‘(*• -"))


def _who(masked: Masked, match: re.Match[str]) -> Mention | None:
    return next((masked.mention(p[0]) for _, p in masked.bound(match) if p), None)


def _named(masked: Masked, groups: dict[str, list[re.Match[str]]], topic: Topic, cues: _Cues) -> Iterator[Citation]:
    observers = topic.observers
    for group in ("named", "counted", "outlets", "onward"):
        for match in groups[group]:
            who = _who(masked, match)
            if who is not None and (group in ("named", "counted") or who.value in observers):
                counted, closes = group == "counted" or who.value in observers, _closes(masked, match, cues)
                yield Citation(match.start(), match.end(), who, closes, counted, group == "onward")


def _announcers(
    masked: Masked, groups: dict[str, list[re.Match[str]]], parts: Sequence[Clause], topic: Topic
) -> Iterator[Mention]:
    """Who announces figures in a sentence, without being cited for what else it tells."""
    for match in groups["figures"]:
        if who := _who(masked, match):
            yield who
    for match in groups["figures_elided"]:
        yield from near_subject(masked, parts, topic, match.start(), "Org")[:1]


def _main(masked: Masked, parts: Sequence[Clause], before: int) -> list[Mention]:
    """The organization that a sentence is about as a whole, where it is told before a position; a dateline's place is nobody."""
    firsts = [masked.mention(g[0]) for c in reversed(by_weight(masked, parts)) for g in c.groups[:1] if g[0] < before]
    return [m for m in [m for m in firsts if m.kind != "Place"][:1] if m.kind == "Organization"]


def _ahead(masked: Masked, position: int) -> list[Mention]:
    """The first organization that a sentence names after a position: whose official data were cited before it was named."""
    return [masked.mention(i) for i in masked.positions("Org", position)[:1]]
