"""Who a clause speaks of: its subject, or, where it is elided, the subject of what stands before.

Chinese clauses drop their subject all the time, English ones share it across commas and `and`. Both inherit: clause from clause,
sentence from sentence, item from its label, never across an item's boundary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache

from ..ontology.model import Language, Mention
from .anaphora import (
    first_person,
    is_market,
    speaks_of_company,
    speaks_of_organization,
    speaks_of_sector,
    speaks_of_thing,
    speaks_of_us,
)
from .clauses import HEAD, Clause
from .languages import language_data
from .masking import Masked, characters, compile_pattern
from .strangers import has_stranger
from .topic import NO_COMPANIES, Topic, untaken

_THINGS = ("Model", "Product", "Hardware", "Benchmark")


@cache
def _compared(language: Language) -> re.Pattern[str]:
    return re.compile(f"(?:{language_data(language, 'discourse')['subjects']['compared']})$", re.I)


def subject_of(
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    position: int,
    types: str,
    taken: Set[object] = frozenset(),
    strict: bool = False,
) -> list[Mention]:
    """Who or what something at `position` is said of; `taken` values are none of the candidates.

    Strictly, nobody named before is the subject of a clause that has one of its own, though it be no known name.

    The clause's own subject before the position, then those of the clauses before it, where "the company" stands for the organization
    spoken of last; then the topic, by the order of `types`.
    """
    for clause in reversed([c for c in parts if c.start <= position]):
        found = in_clause(masked, clause, position, types, taken)
        if found:
            apart = _only_apposed(masked, clause, position, types) or _its_own(masked, clause, position, types)
            rather = apart and _within(masked, parts, clause, "Org", taken)
            return rather or found
        if "Index" in types and speaks_of_sector(masked, clause):
            first = next((g for c in parts for g in c.groups if masked.text[g[0]] in characters("Index")), ())
            if first and first[0] < position:
                return [masked.mention(first[0])]
        if "Org" in types and (found := _stood_for(masked, parts, clause, topic, position, taken)):
            return found
        if strict and _strange(masked, clause, position):
            return []
    if types.startswith(_THINGS):
        wanted, against = characters(types), _compared(masked.language)
        for i in sorted((i for i in masked.at if i < position and masked.text[i] in wanted), reverse=True):
            if masked.mention(i).value not in taken and not against.search(masked.text[max(0, i - 12) : i]):
                return [masked.mention(i)]
    for type_ in types.split("|"):
        if type_ == "Place" and (found := untaken(topic.cast.company, types, taken)):
            return found
        if found := topic.find(type_, taken):
            return found
    return announced(masked, parts, position, types, taken) or untaken(topic.cast.about, types, taken)


def _only_apposed(masked: Masked, clause: Clause, position: int, types: str) -> bool:
    """Whether a clause only says what a thing is, where rather an organization acts: "X showed Y, its robot, and raised …"."""
    first = clause.groups[0][0]
    return (
        clause.end <= position
        and first < clause.start
        and types.startswith("Org")
        and masked.text[first] not in characters("Org")
    )


def _names_only(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a clause is but the name of what was meant before, and the next goes on: "into a new unit, X, and is cutting …"."""
    bare = clause.end <= position and len(masked.text[clause.start : clause.end].strip(" ,")) == 1
    return bare and bool(_coordinate(masked.language).match(masked.text, clause.end))


def _its_own(masked: Masked, clause: Clause, position: int, types: str) -> bool:
    """Whether what a clause names is only its subject's thing, and the subject acts again: "X, a start-up, shut its Y app and let …"."""
    first = clause.groups[0][0]
    if not types.startswith("Org") or masked.text[first] in characters("Org") or not first < position <= clause.end:
        return False
    owned = _owned(masked.language).fullmatch(masked.text, clause.start, first)
    return owned is not None and _coordinate(masked.language).search(masked.text, first, position) is not None


@cache
def _owned(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["subjects"].get("owned", "(?!)"))


@cache
def _coordinate(language: Language) -> re.Pattern[str]:
    return re.compile(language_data(language, "discourse")["subjects"].get("coordinate", "(?!)"))


def _strange(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a clause is about somebody who is no known name; "the company" is nobody new."""
    if speaks_of_organization(masked, clause, position):
        return False
    if clause.end <= position and masked.text[clause.start - 1 : clause.start] == "：":
        if _described(masked.language).search(masked.text, clause.start, clause.end):
            return False  # what the label before it is: "X：四个人的创业公司，…"
    told = masked.text[clause.start : min(clause.end, position)]
    many = _generic(masked.language).match(told)
    if many and (clause.end > position or told[many.end() :].strip(",. ，。")):
        return True
    return has_stranger(told, masked.language)


@cache
def _generic(language: Language) -> re.Pattern[str]:
    """How a clause begins that speaks of many whom it does not name: "Several start-ups"."""
    return re.compile(language_data(language, "discourse")["subjects"].get("generic", "(?!)"), re.I)


@cache
def _described(language: Language) -> re.Pattern[str]:
    """The end of a clause that only says what somebody is."""
    return re.compile(language_data(language, "discourse")["subjects"].get("described", "(?!)"))


def _of_house(masked: Masked, start: int, topic: Topic, types: str, taken: Set[object]) -> list[Mention]:
    """Whom a text about one company means by "the company", whoever was spoken of last."""
    word = language_data(masked.language, "discourse")["anaphora"].get("house_word")
    if not word or not compile_pattern(word, masked.language).match(masked.text, start):
        return []
    return untaken(topic.cast.about, types, taken)


def _stood_for(
    masked: Masked, parts: Sequence[Clause], clause: Clause, topic: Topic, position: int, taken: Set[object]
) -> list[Mention]:
    """The organization that "we" or "the company" at the beginning of a clause stands for."""
    if speaks_of_us(masked, clause, position) and (topic.cast.we or topic.cast.own):
        return untaken(topic.cast.we, "Org", taken)
    if not speaks_of_organization(masked, clause, position):
        return []
    if topic.cast.company:
        return [topic.cast.company]
    if speaks_of_company(masked, clause, position):
        taken = taken | topic.of_sort(NO_COMPANIES)
    near = antecedent(masked, parts, clause, topic, taken) if masked.language == "zh" else []
    near = near or _of_house(masked, clause.start, topic, "Org", taken) or topic.opening("Org", taken)
    return near or topic.find("Org", taken) or untaken(topic.cast.about, "Org", taken)


@cache
def _openings(language: Language) -> tuple[re.Pattern[str], ...]:
    data = language_data(language, "discourse")["subjects"]
    patterns = (
        data["pronoun"],
        data["fresh"],
        *(data.get(k, "(?!)") for k in ("unnamed", "stands", "apposed", "hearsay")),
    )
    return tuple(compile_pattern(p, language) for p in patterns)


def begins_with_anaphor(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether "it", "the company" and the like stand in a clause before a position: what is there is not its subject."""
    return bool(_openings(masked.language)[0].match(masked.text, clause.start, max(position, clause.start)))


def near_subject(
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    position: int,
    types: str,
    taken: Set[object] = frozenset(),
    alike: bool = False,
) -> list[Mention]:
    """The grammatical subject of a word at `position`, or nothing: what a clause says of somebody else is not said of a farther name.

    The clause's own subject; where it is left out, that of the clause before in the sentence; for a pronoun, or where the sentence begins with the word,
    the topic. Where it must be `alike` its partner, a pronoun right before the word is no name farther off: "X says it is faster than Y".
    """
    pronoun, fresh, unnamed, stands, apposed, hearsay = _openings(masked.language)
    for clause in reversed([c for c in parts if c.start <= position]):
        goes_on = _goes_on(masked, clause, position)
        found = [] if goes_on else in_clause(masked, clause, position, types, taken)
        if found:
            apart = _only_apposed(masked, clause, position, types) or _its_own(masked, clause, position, types)
            rather = apart and _within(masked, parts, clause, "Org", taken)
            if not rather and _names_only(masked, clause, position):
                rather = _within(masked, parts, clause, types, taken)
            return rather or found
        if alike and clause.end > position and stands.search(masked.text, clause.start, position):
            return _within(masked, parts, clause, types, taken) or _topical(masked, topic, types, taken)
        if clause.end > position and hearsay.search(masked.text, clause.start, position):
            if _another(masked, clause, position, topic) and (last := topic.named_last(types, taken)):
                return last  # "X launched it. The Gazette reports that the company is close to …"
            return untaken(topic.cast.about, types, taken) or _topical(masked, topic, types, taken)
        if clause.end > position and not goes_on and _another(masked, clause, position, topic):
            return []
        if clause.end > position and unnamed.fullmatch(masked.text, clause.start, position):
            return []
        if first_person(masked.language).match(masked.text, clause.start, position):
            return untaken(topic.cast.we, types, taken)
        if types != "Org" and "Org" in types.split("|") and speaks_of_organization(masked, clause, position):
            types = "Org"
        if (things := _things(types)) and speaks_of_thing(masked, clause, position):
            return _within(masked, parts, clause, things, taken) or topic.newest(things, taken)
        if pronoun.match(masked.text, clause.start, max(position, clause.start)):
            if speaks_of_company(masked, clause, position):
                taken = taken | topic.of_sort(NO_COMPANIES)
            if "Person" in types.split("|") and _someone(masked.language).match(masked.text, clause.start):
                types = "Person" if _named_before(masked, clause, topic) else types
            near = _within(masked, parts, clause, types, taken | topic.observers)
            near = near or _just_named(masked, clause, types, taken)
            near = near or _of_house(masked, clause.start, topic, types, taken)
            if not near and apposed.search(masked.text, max(0, clause.start - HEAD), clause.start):
                return []  # what somebody unknown is: "S4C, the Welsh broadcaster, …"
            company = speaks_of_organization(masked, clause, position)
            found = near or _topical(masked, topic, types, taken, company)
            if company and len(found) > 1 and speaks_of_company(masked, clause, position):  # one, and no pair
                found = topic.newest("Org", taken | {m.value for m in found}) or found
            return found
        if (
            types == "Person"
            and clause.end > position
            and _he(masked.language).search(masked.text, clause.start, position)
        ):
            break  # "sources say he will join …"
        if _strange(masked, clause, position):
            return []
    if ahead := _ahead(masked, parts, position, types, taken):
        return ahead
    if types == "Person" and any(g[0] < position for c in parts for g in c.groups):
        people = (masked.mention(p) for p in reversed(masked.positions("Person", 0, position)))
        return [m for m in people if m.value not in taken][
            :1
        ]  # nobody of the sentences before: who acts has been named
    return _topical(masked, topic, types, taken) if fresh.fullmatch(masked.text, 0, position) else []


def _goes_on(masked: Masked, clause: Clause, position: int) -> bool:
    """Whether a word is another verb of the pronoun that its clause begins with: "It has ordered Nvidia chips and budgeted …"."""
    shared = _shared(masked.language)
    if clause.end <= position or not shared.search(masked.text, clause.start, position):
        return False
    spoken = _openings(masked.language)[0].match(masked.text, clause.start, position)
    return bool(spoken and all(g[0] >= spoken.end() for g in clause.groups))


@cache
def _shared(language: Language) -> re.Pattern[str]:
    """What stands before a verb that shares its subject with the one before."""
    return re.compile(f"(?:{language_data(language, 'discourse')['subjects'].get('shared', '(?!)')})$")


def _named_before(masked: Masked, clause: Clause, topic: Topic) -> bool:
    """Whether somebody was spoken of whom "he" may stand for."""
    return bool(masked.positions("Person", 0, clause.start) or topic.newest("Person", frozenset()))


@cache
def _someone(language: Language) -> re.Pattern[str]:
    """A pronoun that stands for a person."""
    return compile_pattern(language_data(language, "discourse")["subjects"].get("someone", "(?!)"), language)


@cache
def _he(language: Language) -> re.Pattern[str]:
    """A pronoun for a person right before a word, whatever the clause begins with."""
    return re.compile(language_data(language, "discourse")["subjects"].get("he", "(?!)"))


def _another(masked: Masked, clause: Clause, position: int, topic: Topic) -> bool:
    """Whether a clause names somebody before a position; behind a label, the exchange that it begins with is nobody else."""
    spoken = _openings(masked.language)[0].match(masked.text, clause.start, max(position, clause.start))
    within = range(*spoken.span()) if spoken else ()  # "the Minneapolis company" names nobody else
    place = characters("Place")
    groups = [g for g in clause.groups if g[0] < position and not (g[0] in within and masked.text[g[0]] in place)]
    if masked.text[clause.start - 1 : clause.start] == "：" and groups and groups[0][0] == clause.start:
        groups = groups[topic.sorts.get(masked.mention(clause.start).value) == "exchange" :]
    exchanges = topic.of_sort({"exchange"})
    return any(masked.mention(g[0]).value not in exchanges or not is_market(masked, g[-1]) for g in groups)


def _ahead(masked: Masked, parts: Sequence[Clause], position: int, types: str, taken: Set[object]) -> list[Mention]:
    """The subject of the clause that a phrase at the head of the sentence leads up to: "With the purchase of X, Y did it"."""
    fronted = _fronted(masked.language)
    if not fronted or not parts or not position < parts[0].end or not fronted.match(masked.text, 0, parts[0].end):
        return []
    for clause in parts[1:]:
        if clause.groups:
            found = in_clause(masked, clause, clause.end, types, taken)
            return found if clause.groups[0][0] - clause.start <= HEAD else []
    return []


@cache
def _fronted(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["subjects"].get("fronted")
    return compile_pattern(pattern, language) if pattern else None


def _within(masked: Masked, parts: Sequence[Clause], clause: Clause, types: str, taken: Set[object]) -> list[Mention]:
    """Whom the sentence itself has named before a clause, its last subject first."""
    for earlier in reversed([c for c in parts if c.start < clause.start]):
        found = in_clause(masked, earlier, clause.start, types, taken)
        if found:
            return found
    return []


def _topical(masked: Masked, topic: Topic, types: str, taken: Set[object], company: bool = True) -> list[Mention]:
    """The newest topic of one of the types (organizations first, where a language has it so, for it is they who act); else whom the document is about."""
    if topic.cast.company and (found := untaken(topic.cast.company, types, taken)):
        return found
    first = _organizations_first(masked.language) and "Org" in types.split("|")
    acting = (topic.opening(types, taken) if company else []) or (topic.newest("Org", taken) if first else [])
    return acting or topic.newest(types, taken) or untaken(topic.cast.about, types, taken)


@cache
def _organizations_first(language: Language) -> bool:
    return bool(language_data(language, "discourse")["subjects"].get("organizations_first"))


def _just_named(masked: Masked, clause: Clause, types: str, taken: Set[object]) -> list[Mention]:
    """Whom the words before a colon end with: "The next one may be X: it …"."""
    at = clause.start - 2
    if masked.text[clause.start - 1 : clause.start] != "：" or at not in masked.at:
        return []
    fits = masked.text[at] in characters(types) and masked.mention(at).value not in taken
    return [masked.mention(at)] if fits else []


def _things(types: str) -> str:
    """The types among some that are things."""
    return "|".join(t for t in types.split("|") if t in ("Model", "Product", "Hardware", "Thing"))


@cache
def _former(language: Language) -> re.Pattern[str]:
    """What stands before whom somebody once worked for."""
    return re.compile(language_data(language, "discourse")["engine"]["former"])


def antecedent(
    masked: Masked, parts: Sequence[Clause], clause: Clause, topic: Topic, taken: Set[object]
) -> list[Mention]:
    """The organization that the sentence itself has named before a clause: its subject, else whoever was named last."""
    org, barred = characters("Org"), taken | topic.observers
    groups = [g for c in parts if c.start < clause.start for g in c.groups if masked.text[g[0]] in org]
    former = _former(masked.language)
    named = [
        (i,)
        for i in sorted(masked.at, reverse=True)
        if i < clause.start and masked.text[i] in org and not former.search(masked.text, max(0, i - 8), i)
    ]
    for group in [*groups, *named]:
        found = [m for i in group if (m := masked.mention(i)).value not in barred]
        if found:
            return found
    return []


def announced(masked: Masked, parts: Sequence[Clause], position: int, types: str, taken: Set[object]) -> list[Mention]:
    """The first subject after a position: "Top of the list at last: X did it"."""
    wanted = characters(types)
    for clause in parts:
        for group in clause.groups:
            found = [
                m
                for i in group
                if i > position and masked.text[i] in wanted and (m := masked.mention(i)).value not in taken
            ]
            if found:
                return found
    return []


def in_clause(masked: Masked, clause: Clause, position: int, types: str, taken: Set[object]) -> list[Mention]:
    """The first fitting group before the position; people only where nobody else does."""
    people = characters("Person")
    for wanted in (characters(types).replace(people, ""), people if people in characters(types) else ""):
        for group in clause.groups:
            found = [masked.mention(i) for i in group if masked.text[i] in wanted and i < position]
            found = [m for m in found if m.value not in taken]
            if found:
                return found
    return []
