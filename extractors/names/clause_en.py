"""What a clause tells of a new name in it: who does what the event kinds' verbs say, or has it done to it, is of the type that their frames ask for.

The verbs are those of `ontology/events/*.toml`, so a verb added to a frame makes names known too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from ...ontology.events import event_kinds
from ...ontology.model import EntityType
from ..languages import language_data
from ..valency import inflect

_TIME = r"(?: (?:on |in |late |early |earlier |last |this )*\ue00e\ue00f*)"
_DOER = re.compile(
    rf",?(?: ?\([^()\n]{{1,30}}\))?{_TIME}?(?P<aux>(?: (?:has|have|had|is|was|were|will|would|can|could|may|might|must|did|does|to|been|being|be|not|also|now|then|just|"
    rf"since|later|already|still|recently|reportedly|[a-z]{{3,}}ly)){{0,4}}){_TIME}? (?P<verb>[a-z-]{{2,}})\b(?P<rest>.{{0,12}})"
)
_DONE = re.compile(
    r"(?:^|[\s\"(“])(?P<verb>[a-z-]{3,})(?: (?P<particle>up|out|off|over|on|in|into|with|from|for|against|down|at))?(?: (?:the|rival|start-?up|fellow|neighbou?r|newcomer|chipmaker|Britain's|neocloud))? $"
)
_BASE = re.compile(r"\b(?:will|would|can|could|may|might|must|did|does|to)\b")
_BE = re.compile(r"\b(?:is|was|were|been|being|be)\b")
# What follows a verb in the third person and not the plural noun that it looks like.
_GOVERNED = re.compile(
    r" (?:an?|the|its|their|his|her|that|out|up|off|down|back|away|to [a-z]|[A-Z\d\ue000-\ue00f$€£¥])"
)


@cache
def _doers(type_: EntityType) -> Mapping[str, frozenset[str]]:
    """By form (`third`, `past`, `base`, `participle`), the first words of verbs whose subject may be an organization, or only a person."""
    out: dict[str, set[str]] = defaultdict(set)
    other: set[str] = set()
    for frame, roles in _frames():
        subject = roles.get(frame.get("subject", ""), ())
        forms = _forms(frame["verb"]) if subject else {}
        for form, words in forms.items():
            if type_ in subject and (type_ == "Organization" or len(subject) == 1):
                out[form] |= words
            else:
                other |= words
    unsure = other if type_ == "Person" else set()
    return {form: frozenset(words - unsure) for form, words in out.items()}


@cache
def _undergoers() -> Mapping[str, frozenset[str]]:
    """By verb with its particle, the types of what it may be done to; what releases something is done to things."""
    out: dict[str, set[str]] = defaultdict(set)
    for frame, roles in _frames():
        types = {t for t in roles.get(frame.get("object", ""), ()) if t[:1].isupper()}
        types -= (
            set() if {"Model", "Hardware"} & types - {"Organization"} and "Organization" not in types else {"Model"}
        )
        for words in inflect(frame["verb"], "en", "verb").values() if types else ():
            for word in words:
                if "<" not in word and word.count(" ") < 2:
                    for literal in _literals(word):
                        out[literal] |= types
    return {verb: frozenset(types) for verb, types in out.items()}


def _frames() -> Iterator[tuple[dict[str, str], dict[str, tuple[str, ...]]]]:
    for kind in event_kinds().values():
        roles = {name: tuple(role.types) for name, role in kind.roles.items()}
        for frame in kind.data.get("en", {}).get("frames", ()):
            if "verb" in frame:
                yield frame, roles


def _forms(verb: str) -> dict[str, set[str]]:
    forms = inflect(verb, "en", "verb")
    out: dict[str, set[str]] = {"past": set(), "participle": set(), "third": set(), "base": set(), "gerund": set()}
    for form in ("past", "participle"):
        out[form] = {literal for word in forms[form] for literal in _literals(word.partition(" ")[0])}
    for word in forms["any"]:
        for literal in _literals(word.partition(" ")[0]):
            if literal not in out["past"] | out["participle"]:
                out["gerund" if literal.endswith("ing") else "third" if literal.endswith("s") else "base"].add(literal)
    return out


@cache
def _mute() -> frozenset[str]:
    """Forms that say nothing of the type of what stands behind them."""
    return frozenset(language_data("en", "names")["clause"]["mute"].split())


_CHOICE = re.compile(r"\(\?:([^()]*)\)|(\w)\?|\[(\w+)\]")


def _literals(pattern: str) -> Iterator[str]:
    """The strings of a small pattern: `cancell?ed`, `(?:was|were)`."""
    parts: list[tuple[str, ...]] = []
    at = 0
    for match in _CHOICE.finditer(pattern):
        parts.append((pattern[at : match.start()],))
        parts.append(
            tuple(match[1].split("|")) if match[1] is not None else (match[2], "") if match[2] else tuple(match[3])
        )
        at = match.end()
    parts.append((pattern[at:],))
    for choice in product(*parts):
        word = "".join(choice)
        if re.fullmatch(r"[a-z -]+", word):
            yield word


def acts(after: str, type_: EntityType = "Organization") -> bool:
    """Whether a name does what an organization can do (or only a person), by the words behind it.

    >>> acts(" slashed a fifth of its staff"), acts(" chips for cars"), acts(" has let go of 45 people")
    (True, False, True)
    """
    match = _DOER.match(after)
    if match is None:
        return False
    if after[:1] == "," and type_ != "Person":
        return False
    doers, verb, aux = _doers(type_), match["verb"], match["aux"]
    if _BE.search(aux):
        particle = match["rest"].split(maxsplit=1)[:1]  # "was snapped up"
        done = [verb, " ".join([verb, *particle])]
        return verb in doers["gerund"] or any(type_ in _undergoers().get(v, ()) for v in done)
    if _BASE.search(aux):
        return verb in doers["base"] or verb in doers["past"] and verb in doers["participle"]
    if verb in doers["third"]:
        return bool(_GOVERNED.match(match["rest"]))
    return verb in doers["participle" if re.search(r"\bha(?:s|ve|d)\b", aux) else "past"]


def third_person() -> frozenset[str]:
    """The verbs of the event kinds whose subject may be an organization, in the third person: raises, acquires."""
    return _doers("Organization")["third"]


def undergoes(before: str) -> frozenset[str]:
    """The types of what the verb right before a name may be done to.

    >>> "Organization" in undergoes("She leaves "), "Product" in undergoes("It launched ")
    (True, True)
    """
    match = _DONE.search(before[-44:])
    if match is None or match["verb"] in _mute():
        return frozenset()
    particle = match["particle"]
    whole = f"{match['verb']} {particle}" if particle else match["verb"]
    return _undergoers().get(whole, frozenset())
