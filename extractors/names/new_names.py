"""New names of a text: votes are collected, those that have enough are names, and names that belong together are put together."""

from __future__ import annotations

from collections.abc import Sequence

from ...ontology.model import Language, Span
from . import new_names_en, new_names_zh
from .aliases import group, occurrences
from .candidates import Found
from .lexicon import Votes, lexicon, veil
from .new_models import vote_models, vote_zh_models


def new_names(text: str, language: Language, known: Sequence[Found], taken: Sequence[Span]) -> list[Found]:
    """The places of names that neither the catalogue nor the grammar of models has."""
    votes = Votes()
    plain = veil(text, known)
    if language == "zh":
        cut = new_names_zh.vote(veil(text, known, _clear(taken, known)), text, votes)
        for source in (new_names_zh.list_members(cut), new_names_zh.quoted(cut, plain)):
            for name, type_, weight, sort in source:
                votes.add(name, type_, weight, sort)
        vote_zh_models(text, plain, votes, {s: e - s for s, e, _ in cut.tokens})
        words = lexicon(language).common
    else:
        new_names_en.vote(veil(text, known, _clear(taken, known)), text, votes)
        words = new_names_en.common()
    vote_models(text, plain, votes)
    groups = group(text, votes.verdicts(), known, language, words)
    return occurrences(text, groups, known)


def _clear(taken: Sequence[Span], known: Sequence[Found]) -> list[Span]:
    """Times and quantities that no known name overlaps."""
    out, i = [], 0
    for span in taken:
        while i < len(known) and known[i].end <= span.start:
            i += 1
        if i == len(known) or known[i].start >= span.end:
            out.append(span)
    return out
