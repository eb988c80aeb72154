"""What an English text says outright that a new name is: "Lumora, an on-device model", "an agent called Hatch", "its Echo Pad tablet".

The head of the noun phrase beside a name tells its type; the words are `[kinds]` of the language's names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ...ontology.model import EntityType
from .lexicon import MORE
from .model_names import family_data
from .segments_en import compiled, data

_OWNER = rf"(?:[\ue000\ue003\ue007]{MORE}*|[A-Z][\w&-]*)(?:'s?|’s?)"
_RULES = data()["kinds"]["phrase"]
_DETERMINER = rf"(?:{_RULES['determiner']}|{_RULES['own']}|{_OWNER})"
_AFTER = re.compile(
    rf"[\"”*™®]*(?: ?\([^()\n]{{1,30}}\))?(?:,| —| –| -|:|{_RULES['is']})[\"”*]* (?:{_DETERMINER}) (?P<phrase>[^\n]{{2,90}})"
)
_BEHIND = re.compile(r" (?P<phrase>[a-z-]+(?: [a-z-]+)?)")
_BEFORE = re.compile(
    rf"(?:^|[^\w])(?P<determiner>{_DETERMINER}|{_RULES['fresh']}|{_RULES['whose']}) (?P<phrase>(?:[\w.%$\ue000-\ue00f-]+,? ){{0,7}}?[a-z][\w-]*)"
    rf"(?:{_RULES['placed']})?(?P<called>,? (?:{_RULES['called']})|,)? (?:{_RULES['the']} )?[\"“*]*$"
)
_CLOSED = re.compile(r"[\"”*™®]*(?:$|[,.;:)]| [—–-] |'s )")  # behind what stands in apposition
_NESTED = re.compile(rf"\b(?:{_RULES['determiner']}|{_RULES['own']}|{_RULES['whose']}) ")
_TOKEN = re.compile(r"[\w.%$&’'\ue000-\ue00f-]*[\w%\ue000-\ue00f]")
_OWNING = re.compile(rf"(?:^|[^\w])(?:{_RULES['own']}|{_OWNER}) [\"“*]*$")
_OWNED = re.compile(rf"(?:^|[^\w])(?:{_DETERMINER}) [\"“*]*$")


@cache
def _heads() -> Mapping[str, EntityType]:
    kinds = data()["kinds"]
    return {word: type_ for type_, words in kinds["heads"].items() for word in words.split()}


@cache
def _stops() -> frozenset[str]:
    return frozenset(data()["kinds"]["stops"].split())


def _singular(word: str) -> str:
    if word in _heads():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def _head(phrase: str) -> str:
    """The head of the noun phrase that a text opens with, its determiner left out.

    >>> _head("on-device model from Brightfen"), _head("model provider based in Oslo"), _head("small, fast coding agent that tests itself")
    ('model', 'provider', 'agent')
    """
    head = ""
    for match in _TOKEN.finditer(phrase):
        between = phrase[: match.start()][-2:]
        word = match[0]
        if word in _stops() or (head and word[0] in "\ue000\ue001\ue007\ue00e"):
            break
        if head and between not in (" ", ", ") and not between.endswith(" "):
            break
        if head and between == ", " and _singular(head) in _heads():
            break
        if len(word) > 4 and word.endswith(("ed", "ing")) and _singular(head) in _heads():
            break
        head = word.rpartition("-")[2] if _singular(word) not in _heads() else word
        if match.end() < len(phrase) and phrase[match.end()] in ".;:!?)—":
            break
    return head


def told(before: str, after: str) -> Iterator[tuple[EntityType, int]]:
    """The types that the words before and behind a name say it is of, with what that weighs.

    >>> list(told("The phone ships with ", ", an on-device model from Brightfen")), list(told("gets an agent called ", ""))
    ([('Model', 7)], [('Product', 7)])
    """
    heads = _heads()
    match = _AFTER.match(after)
    if match and (type_ := heads.get(head := _singular(_head(match["phrase"])))):
        yield type_, 2 if head in data()["kinds"]["vague"].split() else 7
    match = _BEFORE.search(before)
    if match and not (match["called"] == "," and not _CLOSED.match(after)):
        phrase = _NESTED.split(match["phrase"])[-1]
        head = _head(phrase) if match["called"] == "," else phrase.split()[-1]
        type_ = heads.get(head) or (heads.get(_singular(head)) if match["called"] else None)
        fronted = (
            match["called"] == "," and match["determiner"].casefold() == _RULES["the"]
        )  # "After years at the company, X …"
        acts = not match["called"] and compiled("clause", "does_with").match(after)
        of_thing = acts and type_ not in ("Organization", "Person", "Place")  # "a machine X introduced in May"
        if type_ and not of_thing and not (fronted and type_ == "Organization"):
            yield type_, 2 if head in data()["kinds"]["vague"].split() else 7 if match["called"] else 5
    match = _BEHIND.match(after)
    if match and _OWNED.search(before):
        words = match["phrase"].split()
        head = words[1] if len(words) > 1 and words[1] in heads and words[0] not in _stops() else words[0]
        if type_ := heads.get(head) or (heads.get(_singular(head)) if _OWNING.search(before) else None):
            if type_ not in ("Organization", "Person", "Place"):
                yield type_, 4
    if type_ := _listed(before, after):
        yield type_, 5


@cache
def _things() -> tuple[re.Pattern[str], ...]:
    cue, new = data()["cue"], family_data()["new"]
    return tuple(
        re.compile(p)
        for p in (cue["thing_before"], cue["thing_after"], new["model_cue"], cue["thing_device"], cue["rated_after"])
    )


_GOVERNED = re.compile(rf"\b(?:{_RULES['governing']}) (?:[\ue000-\ue00f]+(?:{_RULES['of']})? |[a-z-]+ )?$")
_MEMBER = r"(?:[A-Z][\w-]*|[\ue000-\ue007]\ue00f*)(?: [A-Z][\w-]*){0,2}"
_JOINT = _RULES["joint"]
_OF_LIST = re.compile(rf"(?:{_JOINT} {_MEMBER}){{0,3}} (?:{_RULES['sort']}) (?P<heads>[a-z]+)\b")
_IN_LIST = re.compile(rf"(?:^|[^\w])(?:{_RULES['all']}) (?:{_MEMBER}{_JOINT} ){{0,3}}$")


def _listed(before: str, after: str) -> EntityType | None:
    """What sort of things several names are of: "the Tern Gym and Loom Flow open-source frameworks"."""
    match = _OF_LIST.match(after)
    if match is None or not match["heads"].endswith("s") or not _IN_LIST.search(before):
        return None
    type_ = _heads().get(_singular(match["heads"]))
    return type_ if type_ in ("Product", "Model", "Hardware", "Benchmark") else None


_LINE = 70  # how far a line is read on either side of a name


def thing(text: str, start: int, end: int, before: str, after: str) -> EntityType | None:
    """Whether a name is of something released or used, and of what sort: a model where the line speaks of models, a device where of those.

    >>> line = "Heron Max is now available, weights included."
    >>> thing(line, 0, 9, "", line[9:])
    'Model'
    """
    done_to, does, model, device, rated = _things()
    if rated.match(after):
        return None
    owning = after[:2] in ("'s", "’s")  # "rolls out Vantora's robots"
    if (owning or not done_to.search(before)) and (not does.match(after) or _GOVERNED.search(before)):
        return None
    line = text[max(0, start - _LINE) : start].rpartition("\n")[2] + " " + text[end : end + _LINE].partition("\n")[0]
    return "Hardware" if device.search(line) else "Model" if model.search(line) else "Product"


def between_titles(text: str, line_start: int, name: re.Match[str]) -> bool:
    """Whether what stands before a name and what stands behind it both speak of a person: "director Honor Prentice has joined"."""
    before, after = text[max(line_start, name.start() - 70) : name.start()], text[name.end() : name.end() + 90]
    return bool(compiled("cue", "person_before").search(before) and compiled("cue", "person_after").match(after))
