"""Who wrote an English text: people in credits, and in lines of its head that hold nothing but people and what goes with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .people import is_given
from .segments_en import compiled, data, is_plain, listed

_WORD = r"[A-Z](?:\.|[\w'’-]*)"
_PERSON = rf"{_WORD}(?: (?:(?:{data()['speech']['particles']}|y|e) )?{_WORD}){{1,3}}"
_POSTED = rf"(?: in (?:\ue007\ue00f*|{_WORD}(?: {_WORD}){{0,2}}))?"
_JOINT = r"(?:, and | and |, | & |; )"
_NAMES = rf"{_PERSON}{_POSTED}(?:{_JOINT}{_PERSON}{_POSTED})*"
_CREDIT = re.compile(rf"(?:{data()['credit']['of']})(?P<names>{_NAMES})")
_HEAD = 700  # by-lines stand in so many first characters
_FIELD = re.compile(r"\s*(?:[|·•—;\t]|, | and | & |, and | {3,})\s*")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARKS = re.compile(r"^[\W_]+|[\s*_)\]]+$")
_MASK = re.compile(r"[\ue007\ue00e]")


def bylines(text: str) -> Iterator[str]:
    """The people named, as they stand there; `text` has what is known veiled."""
    for credit in _CREDIT.finditer(text):
        for name in re.split(_JOINT, credit["names"]):
            name = re.sub(r"\.$", "", name.partition(" in ")[0])
            if _is_person(name):
                yield name
    for line in _LINE.findall(text[:_HEAD]):
        yield from _of_line(line)


def _of_line(line: str) -> Iterator[str]:
    """People of a line that holds nothing but names, places, days, roles and addresses."""
    if len(line) > 120 or line.count("|") > 3 or line.rstrip()[-1:] in ".:!?" or line.lstrip()[:1] == "#":
        return
    names, told = [], bool(compiled("credit", "line").match(line))
    for field in _FIELD.split(re.sub(compiled("credit", "line"), "", line)):
        field = _MARKS.sub("", field)
        posted = re.fullmatch(rf"(?P<name>.+?){_POSTED}(?: \ue00e\ue00f*)?", field)
        name = posted["name"] if posted else field
        if re.fullmatch(_PERSON, name) and _is_person(name):
            names.append(name)
            told |= name != field or not name.isupper() and is_given(name.split()[0])
        elif _MASK.search(field) or compiled("credit", "beside").search(field):
            told = True
        elif field and not all(is_plain(word) for word in re.findall(r"\w+", field)):
            return
    if told:
        yield from names


def _is_person(name: str) -> bool:
    """Whether a name has the words of a person's: none that ends a firm's, and a plain one only behind a given name."""
    words = name.split()
    endings = listed("suffix", "strong") | listed("suffix", "weak")
    given = is_given(words[0])
    return (
        words[-1].capitalize() not in endings
        and (given or not any(is_plain(w) for w in words if w[:1].isupper()))
        and not (len(words) > 2 and name.isupper() and not given)
    )
