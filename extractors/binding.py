"""Whom a trigger's roles take beside what its pattern binds: the subject that its clause leaves to others, the object that a pronoun stands for.

What may fill a role is a matter of types and of sorts (`[engine] only`, `never` of the kind file).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

from ..ontology.model import Language, Mention, Quantity
from .anaphora import company_noun, means_us
from .clauses import Clause
from .frames import Filler, Frame, Plan
from .languages import language_data
from .masking import Masked, characters, compile_pattern, mask_name
from .measures import terms_of
from .subjects import near_subject, subject_of
from .topic import NO_COMPANIES, Topic, untaken
from .triggers import PLURAL, Hit

# Which sorts of things are compared with one another.
TYPES_BY_MASK = {
    **dict.fromkeys(("Model", "Product", "Hardware"), ("Model", "Product", "Hardware")),
    **dict.fromkeys(("Org", "Place"), ("Org", "Place")),
    "Index": ("Index",),
}
_LED = 40  # characters before a mention that say what it is
_EARNED = frozenset({"revenue", "annualized_revenue", "net_income", "operating_income", "gross_profit", "market_cap"})
_NEAR: Mapping[Language, int] = {"zh": 6, "en": 18}  # characters from a term to what it measures
FIGURE_ROLES = frozenset({"amount", "valuation", "capacity", "score", "rank", "scale", "difference"})


def may_fill(plan: Plan, role: str, masked: Masked, position: int, topic: Topic) -> bool:
    """Whether a mention is of the type and of the sort that a role takes."""
    if role in FIGURE_ROLES or role in plan.among:
        fits = masked.text[position] in characters(plan.types.get(role, "Figure"))
        return fits and not is_of_another(plan, role, masked, position)
    return of_sort(plan, role, masked.mention(position), topic) and not _is_led(plan, role, masked, position)


def is_of_another(plan: Plan, role: str, masked: Masked, position: int) -> bool:
    """Whether an amount is no such role's: what one share costs; what is paid or made a year, where an event's kind moves a sum at
    once; what stands behind words for something else, such as a valuation or sales."""
    value = masked.mention(position).value
    per = value.per if isinstance(value, Quantity) else None
    if per == "share" or per is not None and plan.kind.engine.get("at_once"):
        return True
    if _is_led(plan, role, masked, position):
        return True
    return role == "amount" and masked.text[position] in characters("Money") and _is_earned(masked, position)


def _is_led(plan: Plan, role: str, masked: Masked, position: int) -> bool:
    """Whether what the kind bars from a role stands right before a mention."""
    barred = plan.barred.get(role)
    return bool(barred and barred.search(masked.text, max(0, position - _LED), position))


def _is_earned(masked: Masked, position: int) -> bool:
    """Whether an amount is what somebody takes or makes, said right before it: "revenue of", 年化收入已达."""
    for term in terms_of(masked):
        between = masked.text[term.end : position] if term.end <= position else None
        if between is not None and term.metric.id in _EARNED and len(between) <= _NEAR[masked.language]:
            if not re.search("[，。；,;.\ue000-\ue0ff]", between):
                return True
    return False


def tells_of_a_rate(plan: Plan, hit: Hit, masked: Masked) -> bool:
    """Whether a trigger of a kind that moves sums at once takes one that flows: "brings in 330 million a year" raises nothing."""
    sums = [masked.mention(p).value for role, positions in hit.bound if role in FIGURE_ROLES for p in positions]
    rates = {q.per for q in sums if isinstance(q, Quantity)} - {None, "share"}
    return bool(rates and plan.kind.engine.get("at_once"))


def of_sort(plan: Plan, role: str, mention: Mention, topic: Topic) -> bool:
    if mention.kind != "Organization" and topic.sorts.get(mention.value) != "private":
        return True
    sort = topic.sorts.get(mention.value, "company")
    return sort not in plan.never.get(role, ()) and (role not in plan.only or sort in plan.only[role])


def bind_subject(
    plan: Plan,
    frame: Frame,
    hit: Hit,
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    taken: Set[tuple[str, object]],
    told: Frame | None,
) -> None:
    role = hit.trigger.subject
    if not role or len(frame.roles.get(role, ())) >= _enough(role, hit):
        return
    if hit.trigger.continues and told and role in told.roles:
        frame.roles[role] = list(told.roles[role])
        return
    partner = frame.roles.get(plan.agree.get(role, ""))
    types = _types_of(plan, role, partner[0].mention if partner else None, hit, masked, parts)
    others = {key for r, key in taken if r != role or not hit.trigger.near}
    barred = others | {f.key for v in frame.roles.values() for f in v} | _barred(plan, role, masked, topic, hit)
    if told:
        barred |= {k for r in plan.kind.engine.get("apart", {}).get(role, ()) for k in told.keys(r)}
    if hit.trigger.near:
        found = _own_subject(role, hit, masked, parts, topic, types, barred, bool(partner))
    else:
        found = subject_of(masked, parts, topic, hit.start, types, barred, strict="Org" in types)
    for m in found:
        frame.add(role, Filler(m, span=m.span))
        frame.acting = role if hit.trigger.near else ""


def bind_office(plan: Plan, frame: Frame, masked: Masked) -> None:
    """Who holds the office that is named behind a state or a body acts, where the kind says so: "US President X signed …"."""
    role = plan.kind.engine.get("office", "")
    held = _office(masked.language) if role in frame.roles else None
    fillers = frame.roles.get(role, ())
    if held is None or len(fillers) != 1 or fillers[0].mention is None:
        return
    at = next((i for i in masked.at if masked.mention(i) is fillers[0].mention), None)
    match = held.match(masked.text, at + 1) if at is not None else None
    if match:
        person = masked.mention(match.end() - 1)
        frame.roles[role] = [Filler(person, span=person.span)]


@cache
def _office(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["people"].get("office")
    return compile_pattern(pattern, language) if pattern else None


def _enough(role: str, hit: Hit) -> float:
    """How many fillers of a role need no subject beside them; a word's own subject joins those it is said to be with."""
    if role not in PLURAL:
        return 1
    return math.inf if hit.trigger.near else 2


def bind_object(plan: Plan, frame: Frame, hit: Hit, masked: Masked, topic: Topic, told: Frame | None) -> None:
    """Whom a pronoun behind the trigger stands for: who was named last before it, and is not the subject."""
    role = hit.object
    if not role or role in frame.roles:
        return
    if hit.trigger.continues and told and role in told.roles:
        frame.roles[role] = list(told.roles[role])
        return
    types = plan.types[role]
    spoken_of = hit.object != hit.trigger.object  # by what a preposition governs: "for the company"
    named = spoken_of or company_noun(masked.language).search(masked.text, hit.start, hit.end)
    if named and masked.language == "en" and "Org" not in types.split("|"):
        return  # "it" may be a product, "the company" is none
    keys = {f.key for v in frame.roles.values() for f in v} | _barred(plan, role, masked, topic)
    if means_us(masked, hit.start, hit.end + (_LED if spoken_of else 0)):
        for m in untaken(topic.cast.we, types, keys):
            frame.add(role, Filler(m, span=m.span))
        return
    owned = _owned(masked.language)
    named_before = [
        p for p in masked.positions(types, 0, hit.start) if not owned.search(masked.text, max(0, p - 30), p)
    ]
    before: Sequence[Mention] = [masked.mention(p) for p in reversed(named_before)]
    spoken: Sequence[Mention] = (
        topic.find(types.partition("|")[0]) if hit.trigger.near is False else topic.newest(types, keys)
    )
    if hit.trigger.topical:
        barred = keys | topic.observers
        spoken = (*untaken(topic.cast.about, types, barred), *topic.newest(types, barred))
        before, spoken = spoken, [m for m in before if m.value not in barred]
    opening = topic.opening("Org", keys) if named else ()
    meant = [m for m in (*before, *opening, *spoken) if m.value not in keys]
    if "Org" in types.split("|") and meant and _is_no_company(meant[0], topic, bool(named)):
        keys |= topic.of_sort(NO_COMPANIES)  # "it", "the company": a company rather than whoever acted on one
        companies = [m for m in meant if m.kind == "Organization" and not _is_no_company(m, topic, True)]
        meant = [*companies, *topic.newest("Org", keys), *([] if named else meant)]
    if not meant and hit.trigger.topical:  # nobody was spoken of yet
        behind = (masked.mention(p) for p in masked.positions(types, hit.end))
        meant = [m for m in behind if m.value not in keys]
    for m in meant[:1]:
        frame.add(role, Filler(m, span=m.span))


@cache
def _owned(language: Language) -> re.Pattern[str]:
    """What stands before a name that is of somebody's own: "folds X into its Y unit after buying it" buys X."""
    pattern = language_data(language, "discourse")["anaphora"].get("owned", "(?!)")
    return re.compile(rf"(?:{pattern})$")


def _is_no_company(mention: Mention, topic: Topic, named: bool) -> bool:
    others = mention.kind != "Organization" if named else mention.kind == "Person"
    return others or topic.sorts.get(mention.value) in NO_COMPANIES


def has_subject(plan: Plan, hit: Hit, masked: Masked, parts: Sequence[Clause], topic: Topic) -> bool:
    """Whether a word with valency finds the subject that its event needs, and binds what may fill the roles it needs."""
    role = hit.trigger.subject
    for told, positions in hit.bound:
        choosy = (
            told in plan.only or told in plan.never and told in plan.kind.engine.get("mutual", {}).get("between", ())
        )
        if choosy and positions and not any(may_fill(plan, told, masked, p, topic) for p in positions):
            return False
    if not hit.trigger.near:
        return True
    for needed, positions in hit.bound:
        if needed in hit.trigger.needs and not any(may_fill(plan, needed, masked, p, topic) for p in positions):
            return False
    if role not in plan.kind.core:
        return True
    wanting = (2 if role in PLURAL else 1) - sum(len(positions) for r, positions in hit.bound if r == role)
    if wanting <= 0:
        return True
    bound = {masked.mention(p).value for _, positions in hit.bound for p in positions}
    barred = bound | _barred(plan, role, masked, topic, hit)
    partner = next((masked.mention(p) for r, at in hit.bound if r == plan.agree.get(role) for p in at), None)
    types = _types_of(plan, role, partner, hit, masked, parts)
    return len(_own_subject(role, hit, masked, parts, topic, types, barred, partner is not None)) >= wanting


def _own_subject(
    role: str,
    hit: Hit,
    masked: Masked,
    parts: Sequence[Clause],
    topic: Topic,
    types: str,
    barred: Set[object],
    alike: bool,
) -> list[Mention]:
    """A word's own subject; where two are needed and "both sides" stands there, the two organizations named last before."""
    found = near_subject(masked, parts, topic, hit.start, types, barred, alike)
    start = max((c.start for c in parts if c.start <= hit.start), default=0)
    if role in PLURAL and len(found) == 1 and (pair := _listed_before(masked, start, types)):
        return pair
    both = _both(masked.language) if role in PLURAL and len(found) < 2 else None
    if both is None or not both.match(masked.text, start, hit.start):
        return found
    named = [masked.mention(p) for p in reversed(masked.positions("Org", 0, start))]
    named += next((list(m) for mask, m in topic.recent if mask in characters("Org") and len(m) > 1), [])
    two = {m.value: m for m in reversed(named) if m.value not in barred | topic.observers}
    if len(two) < 2:
        lately = (m for mask, mentions in topic.recent if mask in characters("Org") for m in mentions)
        spoken = {m.value: m for m in lately if m.value not in barred | topic.observers}
        two = spoken if len(spoken) == 2 else two  # nobody else was spoken of
    company = topic.cast.company
    if company and len(two) < 2:  # in a text of its own, one of them is "the company"
        two = {m.value: m for m in (*topic.named_last("Org", barred | {company.value}), company)}
    return list(two.values())[-2:] if len(two) > 1 else found


def _listed_before(masked: Masked, start: int, types: str) -> list[Mention]:
    """The two of a list right before a relative clause: "A and B, which signed a memorandum"."""
    pair, which = _relative(masked.language)
    listed = pair.search(masked.text, 0, start) if which.match(masked.text, start) else None
    if listed is None:
        return []
    two = masked.positions(types, *listed.span())
    return [masked.mention(p) for p in two] if len(two) > 1 else []


@cache
def _relative(language: Language) -> tuple[re.Pattern[str], ...]:
    """A pair of names right before a relative clause, and how that clause begins."""
    data = language_data(language, "discourse")["anaphora"]
    return tuple(compile_pattern(data.get(key, "(?!)"), language) for key in ("pair", "which"))


@cache
def _both(language: Language) -> re.Pattern[str] | None:
    """The words for two who were named before, at the beginning of a clause."""
    pattern = language_data(language, "discourse")["anaphora"].get("both")
    return pattern and re.compile(pattern)


def _types_of(plan: Plan, role: str, partner: Mention | None, hit: Hit, masked: Masked, parts: Sequence[Clause]) -> str:
    """The types that a role takes; beside a partner that it must be like, those of the partner's sort.

    In a role that is `present`, people act only where they stand in the clause: whoever spoke before of a deal is no party to it.
    """
    types = plan.types[role]
    if role in plan.kind.engine.get("present", ()):
        start = max((c.start for c in parts if c.start <= hit.start), default=0)
        if not masked.positions("Person", start, hit.end):
            types = "|".join(t for t in types.split("|") if t != "Person")
    if partner is None:
        return types
    mask = TYPES_BY_MASK[mask_name(partner)]
    return "|".join(t for t in types.split("|") if t in mask)


def _barred(plan: Plan, role: str, masked: Masked, topic: Topic, hit: Hit | None = None) -> set[object]:
    """The organizations and people whose sort keeps them from filling a role; of whoever reports on others, all but the very subject of a word."""
    if role not in plan.only and role not in plan.never:
        return set()
    barred: set[object] = {m.value for m in _sorted(masked, topic) if not of_sort(plan, role, m, topic)}
    # Of who deals, its trade says which side it is on.
    one_sided = hit and hit.trigger.near and "mutual" not in plan.kind.engine and role not in plan.only
    acts = one_sided and barred & topic.observers and _acts(masked.language)
    actor = acts and hit and acts.search(masked.text, 0, hit.start)
    return barred - ({masked.mention(actor.start()).value} & topic.observers) if actor else barred


@cache
def _acts(language: Language) -> re.Pattern[str] | None:
    """A name, and no more than helping words as far as the word that it is the subject of."""
    pattern = language_data(language, "discourse")["engine"].get("acts")
    return pattern and compile_pattern(rf"{{Org}}(?:{pattern})$", language)


def once(plan: Plan, frame: Frame, masked: Masked, role: str, position: int) -> bool:
    """Whether a name only says where somebody was before, and the event is not that he left there: "X, previously at Y, joins Z"."""
    spared = plan.kind.engine.get("once", {}).get(role)
    pattern = _before(masked.language) if spared else None
    if pattern is None:
        return False
    own = any(text in frame.keys(other) for other, text in spared.items())
    if own and not _anothers(frame, masked, position):
        return False
    return bool(pattern.search(masked.text, max(0, position - 90), position))


def _anothers(frame: Frame, masked: Masked, position: int) -> bool:
    """Whether between an event's word and a name somebody else is named: "X retires and is succeeded by Y, who runs finance at …"."""
    own = {f.key for values in frame.roles.values() for f in values}
    between = masked.positions("Person", frame.trigger[1], position)
    return any(masked.mention(p).value not in own for p in between)


@cache
def _before(language: Language) -> re.Pattern[str] | None:
    pattern = language_data(language, "discourse")["engine"].get("once")
    return pattern and compile_pattern(rf"(?:{pattern})$", language)


def is_less(plan: Plan, frame: Frame, role: str, masked: Masked, position: int) -> bool:
    """Whether a difference in percent says how much less the better thing takes: "35% less power", "a 22 percent lower error"."""
    told = plan.kind.engine.get("signed", {}).get(role)
    holds = told is not None and all(text in frame.keys(other) for other, text in told.items())
    if not holds or masked.text[position] not in characters("Percent"):
        return False
    behind, before = _less(masked.language)
    return bool(behind.match(masked.text, position + 1) or before.search(masked.text, max(0, position - 12), position))


@cache
def _less(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind and before how much less something takes."""
    data = language_data(language, "discourse")["engine"]
    return re.compile(data.get("less", "(?!)")), re.compile(data.get("less_before", "(?!)"))


def _sorted(masked: Masked, topic: Topic) -> Iterator[Mention]:
    """The organizations and people of a sentence and those spoken of before it."""
    cast = (topic.cast.company, topic.cast.about, topic.cast.we)
    for mention in (*masked.mentions, *(m for _, mentions in topic.recent for m in mentions), *filter(None, cast)):
        if mention.kind in ("Organization", "Person"):
            yield mention
