"""New names of a text: votes are collected, those that have enough are names, and names that belong together are put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...ontology.model import EntityType, Language, Span
from ..languages import language_data
from . import new_names_en, new_names_zh
from .aliases import Groups, group, occurrences
from .candidates import Found, resolve
from .cells import cell_votes
from .headlines_en import sentence_case
from .lexicon import Votes, free_characters, lexicon, veil
from .new_models import vote_families, vote_models, vote_released, vote_zh_models
from .outlets import outlets
from .segments_en import common


def new_names(
    text: str,
    language: Language,
    known: Sequence[Found],
    taken: Sequence[Span],
    hints: Sequence[tuple[str, EntityType]] = (),
) -> list[Found]:
    """The places of names that neither the catalogue nor the grammar of models has; `hints` are sure to be names."""
    votes = Votes()
    called = {text[f.start : f.end] for f in known}
    for name, type_ in hints:
        if name not in called:
            votes.add(name, type_, 8, "hint")
    whole = text
    if language == "en":
        text = sentence_case(text, known)
    plain = veil(text, known)
    if language == "zh":
        cut = new_names_zh.vote(veil(text, known, _clear(taken, known)), plain, text, votes)
        vote_zh_models(text, plain, votes, {s: e - s for s, e, _ in cut.tokens})
        words = lexicon(language).common
    else:
        new_names_en.vote(veil(text, known, _clear(taken, known)), text, votes)
        words = common()
    for name, type_, weight, sort in [
        *cell_votes(text, plain),
        *outlets(text, plain, language, lambda name: free_characters(name, language) > 1),
        *index_votes(plain, language),
    ]:
        votes.add(name, type_, weight, sort)
    vote_models(text, plain, votes, language)
    vote_released(votes)
    vote_families(text, votes, votes.verdicts())
    if language == "zh":
        new_names_zh.settle(votes)
    if language == "en":
        first = occurrences(text, Groups(votes.verdicts()), known)
        new_names_en.vote_lists(veil(text, resolve([*known, *first])), votes)
    groups = group(text, votes.verdicts(), known, language, words)
    return occurrences(whole, groups, known)


def index_votes(text: str, language: Language) -> Iterator[tuple[str, EntityType, int, str]]:
    """Votes for stock indices built by a publisher and a sector."""
    rules = language_data(language, "names").get("index")
    if rules is not None:
        for match in re.finditer(rules["pattern"], text):
            if not re.search(rules["not_name"], match[0]):
                yield match[0], "MarketIndex", 4, "index"


def _clear(taken: Sequence[Span], known: Sequence[Found]) -> list[Span]:
    """Times and quantities that no known name overlaps."""
    out, i = [], 0
    for span in taken:
        while i < len(known) and known[i].end <= span.start:
            i += 1
        if i == len(known) or known[i].start >= span.end:
            out.append(span)
    return out
