"""Whose figure it is: the evidence for a subject, strongest first.

What stands at the figure or its term ("X with 39%", "shares of X", "X's revenue"); the subject of the clause; that of the clauses before
it in the sentence; a name right behind ("up 5% at X"); who is spoken of at this point of the text; whoever the sentence names later.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import cast

from ..ontology.catalogue import catalogue
from ..ontology.events import event_kinds
from ..ontology.metrics import Metric
from ..ontology.model import Mention
from .anaphora import (
    is_setting,
    speaks_of_it,
    speaks_of_organization,
    speaks_of_sector,
    speaks_of_thing,
    speaks_of_us,
)
from .carry import clause_start
from .clauses import Clause
from .counts import counted_on
from .masking import ENTITIES, TYPES, Masked, characters, mask_name
from .measures import Term, words
from .raters import expecting, just_rated, rated_in, raters_of
from .readings import Reading
from .rows import aligned, row_of
from .salience import LEAST
from .scene import Scene, named_between
from .subjects import announced, antecedent, in_clause
from .things import THINGS, costing, thing_of
from .topic import untaken

COMPANY = frozenset(
    {
        "stock_price",
        "market_cap",
        "eps",
        "capital_expenditure",
        "target_price",
        "research_and_development",
        "net_income",
    }
)
# What is hardly told of a thing that the sentence does not name.
CORPORATE = COMPANY | {
    "cash",
    "ebitda",
    "employees",
    "free_cash_flow",
    "gross_margin",
    "gross_profit",
    "interest_expense",
    "net_margin",
    "operating_cash_flow",
    "operating_income",
    "operating_margin",
    "orders",
}

_DEALT = 8  # characters before a row of figures within which it says that they are dealt out
_HOLDERS = ENTITIES - set(characters("Place"))


def holders(scene: Scene, r: Reading, before: Sequence[Mention] = ()) -> tuple[list[Mention], bool]:
    """Whom a figure is said of, and whether the sentence leaves that unsaid; `before` is whom it names for the figure before."""
    rules, text = words(scene.masked.language), scene.masked.text
    compared = r.change or r.metric.id == "price" or rules.old.search(text, 0, r.position)
    other = rules.of_other.match(text, r.position + 1) if compared else None
    if other and (found := named_between(scene.masked, r.metric, *other.span())):
        return found, False
    if (sized := rules.size_of.match(text, r.position + 1)) and (
        found := named_between(scene.masked, r.metric, *sized.span())
    ):
        return found, False
    if r.follows and before:
        return list(before), False
    if r.metric.id == "target_price" and r.holder is None:
        scene.carry.raters |= raters_of(scene)
        if rated := rated_in(scene, r):
            return rated, False
    awaiting = expecting(scene, r)
    if beside := [m for m in _beside(scene, r) if m.value not in awaiting]:
        return beside, False
    masked, barred = scene.masked, scene.carry.observers | scene.topic.of_sort({"public"})
    dealt = _dealt(scene, r, barred)
    if dealt:
        return dealt, False
    if _nobodys(scene, r):
        return _measured_place(scene, r), False
    if r.metric.id == "target_price":
        barred |= scene.carry.raters
        if masked.language == "zh":
            barred |= scene.topic.of_sort({"observer", "investor"})
    elif r.expected or words(masked.language).guides.search(masked.text, 0, r.position):
        barred |= scene.carry.raters
    barred |= awaiting
    if r.metric.id in COMPANY:
        barred |= scene.carry.units
    if goes := counted_on(scene, r, before):
        return goes, False
    listed = {
        masked.mention(i).value for c in scene.parts for g in c.groups if len(g) > 1 for i in g
    }  # "A and B reported": the list is the subject, whoever of it is taken for a source
    thing = thing_of(scene, r, barred) if r.metric.nature == "level" else []
    if thing:
        return thing, False
    for without in (barred | (scene.cited - listed), barred):
        named = _in_sentence(scene, r, without) or (
            rated_in(scene, r) if scene.cited and scene.masked.language == "zh" else []
        )
        if named:
            return named, False
        if not scene.cited or r.metric.id == "target_price":
            break  # who is cited for a target is not whose share it is
    employers = scene.carry.employers
    if employers and r.metric.id != "target_price" and words(masked.language).we.search(masked.text):
        own = [employers[v] for i in sorted(masked.at) if (v := masked.mention(i).value) in employers]
        if own:
            return own[:1], True
    rules = words(masked.language)
    foreseen = r.expected or rules.guides.search(masked.text, 0, r.position)
    behind = (rules.awaited_of if foreseen else rules.holder_after).match(masked.text, r.position + 1)
    if behind:
        found = named_between(masked, r.metric, *behind.span())
        if found:
            return found, False
    same = [m for m in before if TYPES[mask_name(m)] in characters(r.metric.subjects) and m.value not in barred]
    if (
        same
        and masked.language == "en"
        and (r.metric.nature == "flow" or r.metric.nature == "flowrate" and r.change)
        and not rules.referring.search(masked.text, 0, r.position)
    ):
        return same, False  # "revenue at X doubled and operating profit tripled"
    unsaid = just_rated(scene, r) or _unsaid(scene, r, barred)
    if not unsaid and masked.language == "en":
        return [m for m in before if TYPES[mask_name(m)] in characters(r.metric.subjects)], False
    return unsaid, True


def _dealt(scene: Scene, r: Reading, barred: Set[object]) -> list[Mention]:
    """The list, before figures dealt out one by one, that is as long as theirs: "the first three are A, B and C, with 3, 2 and 1"."""
    masked, row = scene.masked, r.alike
    if len(row) < 2 or not aligned(masked.language).search(masked.text, max(0, row[0] - _DEALT), row[0]):
        return []
    kinds = characters(r.metric.subjects)
    last = next((i for i in sorted(masked.at, reverse=True) if i < row[0] and masked.text[i] in set(kinds)), None)
    members = [] if last is None else [masked.mention(i) for i in row_of(masked, last, set(kinds))]
    if len(members) == len(row) and not barred & {m.value for m in members}:
        return members
    things = set(characters(THINGS)) & set(kinds)
    apart = [masked.mention(i) for i in sorted(masked.at) if i < row[0] and masked.text[i] in things]
    apart = list({m.value: m for m in apart if m.value not in barred}.values())
    return apart if len(apart) == len(row) else []


def _beside(scene: Scene, r: Reading) -> list[Mention]:
    """The subject at the figure or at its term."""
    masked, metric = scene.masked, r.metric
    rules, text = words(masked.language), masked.text
    if r.holder is not None:
        return [masked.mention(i) for i in r.holder]
    if (
        r.metric.id == "price"
        and not r.change
        and masked.language != "zh"
        and costing(scene, r, set(characters(THINGS)), set())
    ):
        return []  # who sells a thing at so much is not what costs it
    if metric.id == "price" and r.term and (priced := rules.subject_after.match(text, r.term.end)):
        if thing := [
            m for m in named_between(masked, metric, *priced.span()) if TYPES[mask_name(m)] in characters(THINGS)
        ]:
            return thing  # "X halved the price of Y": not X's own
    found = rules.subject_before.search(text, max(0, r.position - 40), r.position)
    span = range(*found.span()) if found else ()
    if not any(i in masked.at and masked.text[i] in ENTITIES and is_setting(masked, i) for i in span):
        kinds = set(characters(metric.subjects))
        at = [i for i in span if i in masked.at and masked.text[i] in kinds]
        if at and (len(r.alike) < 2 or len(row_of(masked, at[-1], kinds)) < len(r.alike)):  # no list shares the figures
            return [masked.mention(i) for i in at]
    if metric.id == "target_price":
        behind = rules.subject_behind.match(text, r.position + 1)
        if behind and (named := named_between(masked, metric, *behind.span())):
            return named
    if r.term is None or r.term.start == r.position:
        return []
    inside = named_between(masked, metric, r.term.start, r.term.end)
    if inside and metric.id in ("revenue_share", "price"):
        return inside
    owner = rules.owner.search(text, max(0, r.term.start - 60), r.term.start)
    if owner and (named := named_between(masked, metric, *owner.span())):
        named = [m for m in named if m.value not in scene.cited] or named  # "according to X, Y's share"
        allowed = [m for m in named if metric.id not in COMPANY or m.value not in scene.carry.units]
        if allowed and not (masked.language == "zh" and _goes_on(scene, r, r.term.end)):
            return allowed
    after = (
        None if metric.id == "revenue_share" else rules.subject_after.match(text, r.term.end)
    )  # "of its sales from X"
    if after and (named := named_between(masked, metric, *after.span())):
        if not _goes_on(scene, r, after.end()):
            return named
    return []


def _nobodys(scene: Scene, r: Reading) -> bool:
    """Whether a term is one of a whole market, not of anybody named: "global smartphone shipments"."""
    if r.term is None or r.metric.nature == "level":
        return False
    masked, start = scene.masked, clause_start(scene.parts, r.term.start)
    if any(start <= i < r.term.start and masked.text[i] in _HOLDERS for i in masked.at):
        return False
    return bool(words(masked.language).whole_market.search(masked.text, start, r.term.start))


def _measured_place(scene: Scene, r: Reading) -> list[Mention]:
    """The country whose measure a term of no company is, where the metric can be one's."""
    return named_between(
        scene.masked, r.metric, clause_start(scene.parts, cast(Term, r.term).start), cast(Term, r.term).start
    )


def _goes_on(scene: Scene, r: Reading, start: int) -> bool:
    """Whether the sentence goes on to speak of another, from a position up to the figure."""
    wanted = characters(r.metric.subjects)
    main = [c for c in scene.parts if c.start <= r.position]
    groups = [g for c in main for g in c.groups[:1] if start <= g[0] < r.position]
    return any(scene.masked.text[i] in wanted for g in groups for i in g)


def _in_sentence(scene: Scene, r: Reading, barred: Set[object]) -> list[Mention]:
    """The subject of the figure's clause, else of the clauses before it."""
    masked, types, at = scene.masked, r.metric.subjects, max(r.position, 1)
    foreseen = [m.start() for m in words(masked.language).of_another.finditer(masked.text, 0, at)]
    barred = barred | {masked.mention(p).value for p in masked.at if foreseen and p < foreseen[-1]} & scene.cited
    for clause in reversed([c for c in scene.parts if c.start <= at]):
        found = in_clause(
            masked, clause, at, types, barred | (_set_apart(scene, here=True) if clause.end <= at else set())
        )
        if found:
            return _owned(masked, r.metric, clause, at) or found
        if "Index" in types and speaks_of_sector(masked, clause):
            first = next((g for c in scene.parts for g in c.groups if masked.text[g[0]] in characters("Index")), ())
            if first and first[0] < at:
                return [masked.mention(first[0])]
        again = r.carried and masked.language == "en" and words("en").same_again.match(masked.text, clause.start)
        if again and (last := scene.carry.measured.get(r.metric.id)):
            return [
                m for m in last if m.value not in barred
            ]  # "In April X said Y had 9 million users. It has 12 million"
        if thing := _stood_for(scene, r, clause, barred):
            return thing
        led = words(masked.language).led.match(masked.text, clause.start)
        if led and led.end() <= at and (named := named_between(masked, r.metric, *led.span())):
            return [m for m in named if m.value not in barred]
        cast = scene.topic.cast
        speaks = "Org" in types and masked.language == "zh" and _speaks_for(scene, barred)
        if speaks and (speaks_of_us(masked, clause, at) or speaks_of_organization(masked, clause, at)):
            return speaks
        if cast.we and "Org" in types and speaks_of_us(masked, clause, at):
            ours = scene.carry.answers is not None  # who tells of his own house
            ours = (
                ours or scene.carry.salience.prior.get(cast.we.value, 0.0) >= LEAST
            )  # else it speaks of whom it studies
            return untaken(cast.we, types, barred) if ours else []
        if "Org" in types and r.metric.id != "target_price" and speaks_of_organization(masked, clause, at):
            return _the_company(scene, clause, barred)  # it is the bank that has a target, not the bank's that is told
    return []


def _stood_for(scene: Scene, r: Reading, clause: Clause, barred: Set[object]) -> list[Mention]:
    """The thing named lately that "the model" or, of what only things have, "its" stands for."""
    things, company, _ = r.metric.subjects.partition("|Org")
    if not company and "Org" in things:
        return []
    masked, at = scene.masked, max(r.position, 1)
    if r.metric.nature in ("stock", "flowrate") and company and speaks_of_it(masked, clause, at):
        ahead = [c for c in reversed(scene.parts) if c.start < clause.start] if masked.language == "zh" else []
        barring = barred - (scene.cited - scene.carry.observers)  # "X said that its models": X itself
        named = [m for c in ahead[-1:] for m in in_clause(masked, c, clause.start, r.metric.subjects, barring)]
        return named[:1] or scene.carry.salience.find(r.metric.subjects, barred | scene.cited)
    its = r.metric.nature == "level" and speaks_of_organization(masked, clause, at)
    if not (its or speaks_of_thing(masked, clause, at)):
        return []
    return scene.carry.salience.latest(things, barred)


def _owned(masked: Masked, metric: Metric, clause: Clause, at: int) -> list[Mention]:
    """The thing that a clause is about where whose it is stands before it: X的产品“Y”."""
    match = words(masked.language).owned.search(masked.text, clause.start, at)
    return named_between(masked, metric, match.end() - 1, match.end()) if match else []


def _speaks_for(scene: Scene, barred: Set[object]) -> list[Mention]:
    """The one company whose people are cited: figures that they give of nobody named are its own."""
    employers = scene.carry.employers
    barred = barred | scene.topic.sorts.keys()  # brokers and researchers speak of others
    houses = {m.value: m for v in scene.cited | scene.itself if (m := employers.get(v)) and m.value not in barred}
    return list(houses.values()) if len(houses) == 1 else []


def _venues(scene: Scene) -> Set[object]:
    """The exchanges that a text names as places of trading, not as whom it is about."""
    about = scene.topic.cast.about
    return scene.topic.of_sort({"exchange"}) - ({about.value} if about else set())


def _set_apart(scene: Scene, here: bool = False) -> set[object]:
    """Whom an event just told of, by the sentence itself if `here`, sets apart: who put money into whom it is about."""
    return {
        key
        for kind, frame in scene.carry.told.items()
        if not here or scene.masked.span in frame.evidence
        for roles in event_kinds()[kind].engine.get("apart", {}).values()
        for role in roles
        for key in frame.keys(role)
    }


def _backers(scene: Scene) -> Set[object]:
    """Who only put money into whom a text is about: investors, and whom an event just told of sets apart."""
    about = scene.topic.cast.about
    return (_set_apart(scene) | scene.topic.of_sort({"investor"})) - ({about.value} if about else set())


def _the_company(scene: Scene, clause: Clause, barred: Set[object]) -> list[Mention]:
    """Whom "the company" stands for: whom the document calls so, else the sentence's own, else who is spoken of."""
    if scene.topic.cast.company:
        return [scene.topic.cast.company]
    if scene.masked.language == "zh":
        # A known company that is cited is "the company" itself ("X: the company reports …"): a stranger may be a person, and
        # who is of another sort (a broker, a public body) speaks of others.
        itself = {v for v in scene.cited - scene.topic.sorts.keys() if isinstance(v, str) and catalogue().get(v)}
        if near := antecedent(scene.masked, scene.parts, clause, scene.topic, (barred - itself) | _backers(scene)):
            return near
    barred |= _venues(scene) | _backers(scene)
    if scene.masked.language == "en" and (led := _led_by(scene, clause, barred - scene.cited)):
        return led
    found = scene.carry.salience.find("Org", barred | scene.topic.observers | scene.cited, rather=scene.itself)
    return found or untaken(scene.topic.cast.about, "Org", barred)


def _led_by(scene: Scene, clause: Clause, barred: Set[object]) -> list[Mention]:
    """The one organization that the clauses before in the sentence are about: "Shares of X fell after the company reported …"."""
    groups = [c.groups[0] for c in scene.parts if c.start < clause.start and c.groups]
    org, barred = characters("Org"), barred | scene.topic.observers
    named = {m.value: m for g in groups for i in g if scene.masked.text[i] in org and (m := scene.masked.mention(i))}
    return list(named.values()) if len(named) == 1 and not named.keys() & barred else []


def _unsaid(scene: Scene, r: Reading, barred: Set[object]) -> list[Mention]:
    masked, types, at = scene.masked, r.metric.subjects, max(r.position, 1)
    salience = scene.carry.salience
    barred |= _venues(scene) | _backers(scene)
    told = [(scene.carry.told.get(k), roles) for k, roles in words(masked.language).not_theirs.items()]
    barred |= {value for frame, roles in told if frame for role in roles for value in frame.keys(role)}
    speaks = masked.language == "zh" and types.startswith("Org") and _speaks_for(scene, barred)
    if speaks:
        return speaks
    fits = salience.near if r.metric.nature == "level" else bool
    things = types.partition("|Org")[0]
    if r.metric.nature == "level" and masked.language == "zh" and "Org" not in things:
        found = salience.latest(things, barred | scene.cited)
        if found:
            return found
    if r.metric.nature == "level" and not r.change and masked.language == "en":
        only = salience.only("Model" if "Model" in things else things, barred) or salience.only(things, barred)
        if only:
            return only
    if "Org" in types and words(masked.language).topical.match(masked.text):  # "As for users, …"
        if found := untaken(scene.topic.cast.about, types, barred):
            return found
    if r.metric.id in CORPORATE and masked.language == "zh":
        found = salience.find("Org", barred | scene.cited, fits, scene.itself) or salience.find("Org", barred, fits)
        found = found or untaken(scene.topic.cast.about, types, barred)
        if found:
            return found
    bare = not words(masked.language).referring.search(masked.text, 0, at)
    found = salience.find(types, barred | scene.cited, fits, scene.itself, bare) or salience.find(types, barred, fits)
    if found:
        return found
    if types.startswith(("Model", "Product", "Hardware")):
        wanted = characters(types)
        for i in sorted((i for i in masked.at if i < at and masked.text[i] in wanted), reverse=True):
            if masked.mention(i).value not in barred and masked.text[i] in ENTITIES:
                return [masked.mention(i)]
    return announced(masked, scene.parts, at, types, barred) or untaken(scene.topic.cast.about, types, barred)


def shared_out(masked: Masked, subjects: list[Mention], r: Reading) -> list[Mention]:
    """Where n subjects meet n figures of one kind in the sentence, the i-th figure is the i-th subject's."""
    if len(subjects) >= 2 and len(r.alike) == len(subjects):
        return [subjects[r.alike.index(r.position)]]
    row = row_of(masked, r.position, {masked.text[r.position]}) if len(subjects) >= 2 else []
    if len(row) == len(subjects):
        return [subjects[row.index(r.position)]]
    return subjects
