"""English headlines that capitalise every word, in the case of a sentence: what is left in capitals may be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from . import clause_en
from .candidates import Found
from .segments_en import is_plain, listed

_LINE = re.compile(r"[^\n]*[A-Z][^\n]*")
_WORD = re.compile(r"[A-Za-z][\w'’-]*(?:\.[A-Za-z]\w*)*")
_ATTRIBUTED = re.compile(r"\W*(?:By|Reporting|Editing|Written|Analysts?)\b")
_ADJECTIVE = re.compile(r".{3}(?:able|ible|ful|less|ous|ical|tional|ly)$")
_RUN = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
_BASED = re.compile(r"-(?:Backed|Based|Led|Owned|Listed|Funded|Focused|Powered)$")
_END = re.compile(r"[.!?;:|](?=\s|$)|\s[—–|-]\s|: ")


@cache
def _verbs() -> frozenset[str]:
    """What a headline's verb may be: the kinds' own verbs in the present, and others that head headlines."""
    return frozenset(clause_en.third_person()) | listed("headline", "verbs")


@cache
def _heads() -> frozenset[str]:
    return listed("headline", "heads")


def sentence_case(text: str, known: Sequence[Found]) -> str:
    """The text, of the same length, whose headlines keep capitals only where a name may stand; known names keep theirs.

    The subject is kept whole, for nothing but its place tells "Orbital Forge Launches" from plain words; what follows the
    verb is kept where it is no plain English, with an organization's ending behind it.

    >>> sentence_case("Orbital Forge Buys Harrow Analytics in Push Into Health Data", ())
    'Orbital Forge buys Harrow Analytics in push into health data'
    """
    out, last, place = [], 0, 0
    for line in _LINE.finditer(text):
        for start, end in _clauses(text, *line.span()):
            while place < len(known) and known[place].end <= start:
                place += 1
            inside = [(f.start, f.end) for f in known[place : place + 40] if f.start < end]
            for word in _lowered(text, start, end, inside):
                out += [text[last : word.start()], word[0].lower()]
                last = word.end()
    return "".join(out) + text[last:]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a line between full stops, colons and dashes, where the line as a whole is no by-line."""
    if _ATTRIBUTED.match(text, start, end):
        return
    for stop in _END.finditer(text, start, end):
        yield start, stop.start()
        start = stop.end()
    yield start, end


def _lowered(text: str, start: int, end: int, known: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    words = list(_WORD.finditer(text, start, end))
    free = [w for w in words if not any(a < w.end() and w.start() < b for a, b in known)]
    long = [w for w in words if len(w[0]) > 3 and w[0].casefold() not in ("from", "with", "over", "amid", "into")]
    if len(words) < 3 or sum(w[0][0].isupper() for w in long) < 0.85 * len(long) or text[start:end].isupper():
        return
    verb = next((w for w in free if w.start() > words[0].start() and _is_verb(text, w)), None)
    if verb is None:
        return
    subject = _RUN.match(text, words[0].start())
    for n, word in enumerate(free):
        if not word[0][0].isupper() or word[0].isupper() and len(word[0]) > 1:
            continue
        if word is verb or word.start() > verb.start():
            if word is verb or _is_ordinary(word[0], free[n - 1], word):
                yield word
        elif _describes(word, free[n + 1], free[n - 1] if n else None) or (
            subject and word.start() >= subject.end() and is_plain(word[0])
        ):
            yield word
        elif joined := _BASED.search(text, word.start(), word.end()):
            yield joined


def _describes(word: re.Match[str], after: re.Match[str], before: re.Match[str] | None) -> bool:
    """Whether a word says what the subject is: the name follows it, or no name stands before it."""
    if word[0].casefold() not in _heads() or after.start() != word.end() + 1:
        return False
    named = before is not None and before.end() + 1 == word.start() and not is_plain(before[0])
    return not is_plain(after[0]) or after[0].casefold() in _verbs() and not named


def _is_verb(text: str, word: re.Match[str]) -> bool:
    return word[0][0].isupper() and (
        word[0].casefold() in _verbs() or text[max(0, word.start() - 4) : word.start()].casefold() == " to "
    )


def is_inflected(word: str) -> bool:
    """Whether a word is another form of a headline's verb, or of plain English.

    >>> is_inflected("limiting"), is_inflected("secure"), is_inflected("kestrel")
    (True, True, False)
    """
    if word + "s" in _verbs() or _ADJECTIVE.search(word):
        return True
    stem = re.sub(r"(?:ing|ed|es|s)$", "", word)
    return stem != word and any(is_plain(w) or w + "s" in _verbs() for w in (stem, stem + "e", stem[:-1]) if len(w) > 2)


def _is_ordinary(word: str, before: re.Match[str], here: re.Match[str]) -> bool:
    """Whether a capitalised word behind the verb is plain, and no ending of a name that stands before it."""
    bare = re.sub(r"['’]s?$", "", word)
    if not is_plain(bare) and not is_inflected(bare.casefold()):
        return False
    joined = before.end() + 1 == here.start() and before[0][0].isupper() and not is_plain(before[0])
    return not (joined and bare in listed("suffix", "strong") | listed("suffix", "weak"))
