"""Valency frames: a verb or noun with the roles that its subject, its object and its prepositions fill, expanded once for all kinds.

An event kind states only what a word governs:

    { verb = "acquire|buy|snap up", subject = "acquirer", object = "target", for = "amount" }

How a clause puts that (active, passive, relative clause, participle, possessive, 被 and 把) is a property of the language and stands as
templates in `languages/<language>/clauses.toml`. Each frame with each template that fits it gives a `Trigger` of the engine. The idea is
that of valency lexica and FrameNet's lexical units; only the words that a kind names are looked at, so no parser is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ..ontology.model import Language
from .languages import language_data
from .masking import ENTITIES, characters
from .patterns import Pattern, rule_pattern
from .triggers import Marker, Trigger

# What a frame says of itself; every other key is a marker (a preposition or the like) with the role it governs.
RESERVED = frozenset(
    (
        "verb noun subject object object_owner owner set modality requires unless amid name continues must "
        "ditransitive bare elided implied topical active"
    ).split()
)
_NAMED_AGAIN = frozenset(characters("Org"))
_GROUP = re.compile(r"\((?!\?)")


def expand(
    kind: str,
    language: Language,
    frames: Sequence[Mapping[str, Any]],
    types: Mapping[str, str],
    core: Sequence[str],
    tails: Mapping[str, str],
) -> Iterator[Trigger]:
    """The triggers of a kind's valency frames.

    `types` are the mask types of each role, `core` the roles an event must have, `tails` the nouns that may stand behind a role's fillers.
    """
    for number, frame in enumerate(frames, 1):
        rule = f"{language}.{kind}.{frame.get('name') or _first_word(frame)}{'' if 'name' in frame else f'.{number}'}"
        yield from _expand(rule, language, frame, types, core, tails)


def _first_word(frame: Mapping[str, Any]) -> str:
    return re.sub(r"\W+", "-", (frame.get("verb") or frame["noun"]).partition("|")[0]).strip("-")


def _expand(
    rule: str,
    language: Language,
    frame: Mapping[str, Any],
    types: Mapping[str, str],
    core: Sequence[str],
    tails: Mapping[str, str],
) -> Iterator[Trigger]:
    data = language_data(language, "clauses")
    part = "verb" if "verb" in frame else "noun"
    forms = {name: _alternation(words) for name, words in inflect(frame[part], language, part).items()}
    subject, object_ = frame.get("subject", ""), frame.get("object", "")
    slots = {"O": object_, "S": subject, "P": frame.get("object_owner", ""), "W": frame.get("owner", "")}
    governed = {m: r for m, r in frame.items() if m not in RESERVED}
    lexeme = rule_pattern(forms["any"], language)
    requires, unless, amid = (
        rule_pattern(frame[k], language) if k in frame else None for k in ("requires", "unless", "amid")
    )
    for template in data[part]["templates"]:
        match, passive = template["match"], template.get("voice") == "passive"
        bound = {role for slot, role in slots.items() if f"<{slot}" in match}
        if not all(bound) or not _fits(template, frame, types.get(object_, "")):
            continue
        if frame.get("active") and template.get("agent"):
            continue  # who stands behind 获 or by gives, and does not get
        markers = ({data["agent"]: subject} if passive and subject else {}) | governed
        filler = {"passive": object_, "none": ""}.get(template.get("subject", ""), subject)
        if filler in bound and subject != object_:
            filler = ""
        from_topic = object_ if template.get("object") == "topic" else frame.get("elided", "")
        if frame.get("bare") and template.get("object") == "none":
            match += "<bare>"
        if object_ in tails:
            match = match.replace("<end>", f"(?:{tails[object_]})?<end>")
        yield Trigger(
            rule_pattern(_fill(match, forms, slots, types, frame.get("ditransitive", False)), language),
            rule,
            filler,
            frame.get("set", {}),
            frame.get("modality"),
            unless,
            from_topic,
            frame.get("continues", False),
            lexeme,
            True,
            tuple(_marker(m, r, types, data[part], data, language, tails.get(r, "")) for m, r in markers.items()),
            frozenset({*core, *frame.get("must", ())})
            - {filler, from_topic, frame.get("implied"), *frame.get("set", {})},
            _stop(language),
            requires,
            topical=frame.get("topical", False),
            around=template.get("object") == "unnamed",
            amid=amid,
        )


def _fits(template: Mapping[str, Any], frame: Mapping[str, Any], types: str) -> bool:
    """Whether a template is for frames with an object, or without, as this one is; "it" is neither a figure nor a person.

    An object that is no entity ("a bill") is `unnamed`: the frame names it by what it requires.
    """
    object_ = template.get("object")
    if not frame.get("object"):
        if object_ == "unnamed":
            return "subject" in frame and "requires" in frame
        return template.get("voice") != "passive" and object_ != "topic"
    if object_ == "topic":
        return bool(set(characters(types)) & ENTITIES - set(characters("Person")))
    return object_ not in ("none", "unnamed")


def _fill(
    template: str,
    forms: Mapping[str, str],
    slots: Mapping[str, str],
    types: Mapping[str, str],
    loose: bool,
) -> str:
    """A template with the frame's words and roles in its slots: `<any>`, `<participle>`; `<O>`, `<O+>`, `<S>`; `<gap>` and the like."""
    for slot, role in slots.items():
        if role:
            template = template.replace(f"<{slot}>", f"{{{role}:{types[role]}}}")
            template = template.replace(f"<{slot}+>", f"{{{role}:{types[role]}+}}")
    if loose or slots["O"] and not set(characters("Org|Person|Place")) & set(characters(types[slots["O"]])):
        template = template.replace("<end>", "")  # figures and things may stand before a noun: "300 GB300 racks"
    for name, form in forms.items():
        template = template.replace(f"<{name}>", form)
    return template


def _marker(
    marker: str,
    role: str,
    types: Mapping[str, str],
    part: Mapping[str, Any],
    data: Mapping[str, Any],
    language: Language,
    tail: str,
) -> Marker:
    one = f"{role}:{types[role]}"
    pattern = data["marker"].replace("<marker>", f"(?:{marker})")
    pattern = pattern.replace("<slot>", f"{{{one}+}}").replace("<one>", f"{{{one}}}")
    pattern = pattern.replace("<end>", f"(?:{tail})?<end>") if tail else pattern
    reach = part.get("reach", 0)
    if marker == part.get("genitive"):
        reach = len(marker) + 2
    again = bool(set(characters(types[role])) & _NAMED_AGAIN) and marker != part.get("genitive")
    spoken = _spoken(marker, language) if again else None
    led = data.get("relative", "").replace("<marker>", marker).replace("<one>", f"{{{one}}}")
    relative = rule_pattern(led, language) if led else None
    return Marker(role, rule_pattern(pattern, language), data["window"] == "around", reach, spoken, relative)


@cache
def _spoken(marker: str, language: Language) -> Pattern | None:
    """A marker before words that stand for an organization named before."""
    data = language_data(language, "clauses")
    return rule_pattern(data["spoken"].replace("<marker>", marker), language) if "again" in data["parts"] else None


@cache
def _stop(language: Language) -> Pattern:
    return rule_pattern(language_data(language, "clauses")["stop"], language)


_PLAIN = re.compile(r"(?:[^\W_]+(?![?*+{]))?")


def _alternation(words: Sequence[str]) -> str:
    """Words as alternatives, the longest first. What may come between is long: it is said once for all that goes on alike.

    >>> _alternation(["sign <between>deal", "signs <between>deal", "sign up"])
    'sign(?:(?:s | )<between>deal| up)'
    """
    heads: dict[str, list[str]] = {}
    for word in sorted(dict.fromkeys(words), key=lambda w: (-len(w), w)):
        head, between, rest = word.partition("<between>")
        heads.setdefault(between + rest if between else word, []).append(head)
    return _grouped([_grouped(found) + rest if "<between>" in rest else rest for rest, found in heads.items()])


def _grouped(words: Sequence[str]) -> str:
    """Alternatives as one pattern that says beginnings which they share only once: a search tries one of them, not all.

    >>> _grouped(["sells off", "sells", "sign"])
    's(?:ells(?: off|)|ign)'
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0] if _plain(word) else word, []).append(word)
    found = []
    for members in groups.values():
        shared = _beginning([_plain(m) for m in members]) if len(members) > 1 else ""
        found.append(shared + _grouped([m[len(shared) :] for m in members]) if shared else members[0])
    return found[0] if len(found) == 1 else "(?:" + "|".join(found) + ")"


def _beginning(words: Sequence[str]) -> str:
    """What all words begin with."""
    low, high = min(words), max(words)
    return low[: next((i for i, c in enumerate(low) if high[i : i + 1] != c), len(low))]


def _plain(word: str) -> str:
    """The letters and digits that a pattern begins with, a repeated one apart."""
    match = _PLAIN.match(word)
    return match[0] if match else ""


def inflect(words: str, language: Language, part: str) -> Mapping[str, list[str]]:
    """The forms of a frame's words ("buy|snap up"): `any`, and for verbs `participle` and `past` where the language has them.

    `~` stands for what may come between ("sign ~deal": "signed a seven-year deal"), brackets for a choice ("sign ~(deal|pact)").

    >>> inflect("buy", "en", "verb")["participle"]
    ['bought']
    """
    rules = language_data(language, "clauses").get("inflection")
    alternatives = _alternatives(words) if rules is None else _choices(words)
    listed = [_GROUP.sub("(?:", w).replace("~", "<between>") for w in alternatives]
    if rules is None:
        return {"any": listed}
    any_, past, participle = [], [], []
    for word in listed:
        head, space, rest = word.partition(" ")
        forms = _noun_forms(head, rest) if part == "noun" else _verb_forms(head, rules)
        if part == "noun":
            any_ += forms
            continue
        tail = space + rest + ("s?" if "<between>" in rest else "")
        if space and head == rules.get("copula"):  # "is now back", "are both out"
            tail = rules["beside_copula"] + tail
        any_ += [f + tail for f in forms]
        past.append(forms[2] + tail)
        participle.append(forms[3] + tail)
    return {"any": any_} if part == "noun" else {"any": any_, "past": past, "participle": participle}


def _alternatives(words: str) -> Iterator[str]:
    """The words of a list parted by bars, those within brackets left together.

    >>> list(_alternatives("buy|(sign|strike) ~(deal|pact)"))
    ['buy', '(sign|strike) ~(deal|pact)']
    """
    depth = start = 0
    for i, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            yield words[start:i]
            start = i + 1
    yield words[start:]


def _choices(words: str) -> Iterator[str]:
    """The words of a list, a choice at their head told apart: "(sign|strike) ~deal" gives two."""
    for word in _alternatives(words):
        head = re.match(r"\(([^()]*)\)(?!\?)", word)
        for option in head[1].split("|") if head else ("",):
            yield option + word[head.end() :] if head else word


def _noun_forms(head: str, rest: str) -> list[str]:
    whole = f"{head} {rest}".strip()
    plural = re.sub(r"(?<=[^aeiou])y$", "ie", whole) + "s"
    return [whole, plural if not whole.endswith("s") else whole]


def _verb_forms(verb: str, rules: Mapping[str, Any]) -> list[str]:
    """Base, third person, past, participle, gerund."""
    if verb in rules["irregular"]:
        return [verb, *rules["irregular"][verb].split()]
    rule = next(r for r in rules["regular"] if re.search(r["ends"], verb))
    stem = verb[: len(verb) - rule.get("cut", 0)]
    return [verb, *(stem + ending for ending in rule["endings"].split())]
