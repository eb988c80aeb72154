"""The spaCy pipeline that finds mentions: `aikg_figures`, then `aikg_names`, over any tokenizer.

Blank pipelines are the default. Where a trained pipeline is installed and named, its own entities are taken in wherever ours find
nothing. The mentions are kept on the `Doc`: `doc._.aikg_mentions` (ours, exact to the character) and `doc.spans["aikg"]` (spaCy spans with
the kind as label and the mention as `span._.aikg_mention`), so that other components can use them.

    nlp = spacy.blank("en")
    nlp.add_pipe("aikg_figures"); nlp.add_pipe("aikg_names")
    nlp("OpenAI raised $40 billion").spans["aikg"]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from ..ontology.catalogue import catalogue
from ..ontology.errors import UsageError
from ..ontology.model import Entity, EntityType, Language, Mention, Quantity, Span
from .languages import language_data
from .names import Names, find_names
from .quantities import find_quantities
from .times import find_times

_PROCESSORS = frozenset(("gpu", "tpu", "asic", "cpu"))  # kinds of hardware that are counted as chips
PIECE = 200_000  # characters of one Doc: what keeps memory bounded on very long documents
_TYPES: dict[str, EntityType] = {
    "ORG": "Organization",
    "PERSON": "Person",
    "PER": "Person",
    "GPE": "Place",
    "LOC": "Place",
    "PRODUCT": "Product",
}

for _name in ("aikg_published", "aikg_text", "aikg_hints", "aikg_traditional", "aikg_mentions", "aikg_found"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
if not DocSpan.has_extension("aikg_mention"):
    DocSpan.set_extension("aikg_mention", default=None)


def _language(doc: Any) -> Language:
    return "zh" if doc.lang_ == "zh" else "en"


def _text(doc: Any) -> str:
    """The document's text, joined from its tokens only once."""
    if doc._.aikg_text is None:
        doc._.aikg_text = doc.text
    return str(doc._.aikg_text)


def find_figures(text: str, language: Language, published: date | None, traditional: bool = False) -> list[Mention]:
    """Times against the date of publication, and quantities; a time wins where both would stand."""
    times = find_times(text, language, published)
    quantities = without(find_quantities(text, language, traditional), times)
    return sorted([*times, *quantities], key=_start)


def _with_names(
    text: str,
    language: Language,
    figures: Sequence[Mention],
    extra: Sequence[Mention] = (),
    hints: Sequence[tuple[str, EntityType]] = (),
) -> tuple[list[Mention], Names]:
    """The names, and they with the figures; a name wins over a figure that it holds ("GLM-4.5")."""
    found = find_names(text, language, taken=[m.span for m in figures], extra=extra, hints=hints)
    figures = [_number_before(text, m, found.mentions, language) for m in figures]
    mentions = sorted([*found.mentions, *without(figures, found.mentions)], key=_start)
    return _of_chips(text, language, mentions), found


def _of_chips(text: str, language: Language, mentions: list[Mention]) -> list[Mention]:
    """The mentions, so many pieces of named hardware being so many chips: 4万片H200, "2,048 H100s"."""
    counter = language_data(language, "quantities")["units"].get("chip_counter")
    for n, (m, after) in enumerate(pairwise(mentions)):
        if after.kind != "Hardware" or not isinstance(m.value, Quantity) or m.value.unit not in ("1", "units"):
            continue
        pieces = counter and re.search(rf"{counter}$", text[m.span.start : after.span.start])
        if pieces or (after.span.start - m.span.end <= 1 and _plural(text, after)):
            mentions[n] = replace(m, value=replace(m.value, unit="chips"))
    return mentions


def _plural(text: str, thing: Mention) -> bool:
    """Whether a mention is of several of one known chip: "H100s"."""
    known = catalogue().get(str(thing.value))
    return known is not None and known.kind in _PROCESSORS and text[thing.span.end : thing.span.end + 1] == "s"


_COUNTED = re.compile(r"((?:[a-z]+ ){0,3}[\d,.]+(?: (?:thousand|million|billion))?)(?: of(?: the| its)?)? ")


@cache
def _counted(language: Language) -> re.Pattern[str]:
    """A number as it stands before the name of what it counts."""
    counter = language_data(language, "quantities")["units"].get("chip_counter")
    return re.compile(rf"([^，。；]{{1,16}}?{counter})") if counter else _COUNTED


def _number_before(text: str, figure: Mention, names: Sequence[Mention], language: Language) -> Mention:
    """A figure without the name that stands between its number and what it counts: "10,000 Blackwell GPUs"."""
    if not isinstance(figure.value, Quantity) or figure.span.end - figure.span.start < 4:
        return figure
    at = bisect_left(names, figure.span.start, key=_start)
    if at == len(names) or names[at].span.start >= figure.span.end:
        return figure
    number = _counted(language).fullmatch(text, figure.span.start, names[at].span.start)
    return replace(figure, span=Span(figure.span.start, number.end(1))) if number else figure


def _figures(doc: Any) -> Any:
    """The component that finds times and quantities, against `doc._.aikg_published`."""
    doc._.aikg_mentions = find_figures(_text(doc), _language(doc), doc._.aikg_published, bool(doc._.aikg_traditional))
    return doc


def _names(doc: Any) -> Any:
    """The component that finds names."""
    mentions, found = _with_names(
        _text(doc), _language(doc), doc._.aikg_mentions or [], _trained(doc), doc._.aikg_hints or ()
    )
    doc._.aikg_mentions, doc._.aikg_found = mentions, found
    spans = []
    for mention in doc._.aikg_mentions:
        span = doc.char_span(mention.span.start, mention.span.end, label=mention.kind, alignment_mode="expand")
        if span is not None:
            span._.aikg_mention = mention
            spans.append(span)
    doc.spans["aikg"] = spans
    return doc


Pipeline.component("aikg_figures", func=_figures)
Pipeline.component("aikg_names", func=_names)


def _start(mention: Mention) -> int:
    return mention.span.start


def without(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """Those that overlap none of the others (both sorted)."""
    out, i = [], 0
    for m in mentions:
        while i < len(others) and others[i].span.end <= m.span.start:
            i += 1
        if i == len(others) or others[i].span.start >= m.span.end:
            out.append(m)
    return out


def _trained(doc: Any) -> list[Mention]:
    """The entities that a trained component has put on the document."""
    return [
        Mention(
            Span(e.start_char, e.end_char), _TYPES[e.label_], "-".join(e.text.casefold().split()), f"spacy.{e.label_}"
        )
        for e in doc.ents
        if e.label_ in _TYPES
    ]


@cache
def pipeline(language: Language, model: str | None = None) -> Any:
    """The pipeline for a language; `model` names an installed trained one. Raises UsageError where it is not."""
    if model is None:
        nlp = spacy.blank(language)
    else:
        try:
            nlp = spacy.load(model)
        except (OSError, ImportError) as error:
            raise UsageError(
                f"no spaCy pipeline {model!r} is installed; try: python -m spacy download {model}"
            ) from error
        if nlp.lang != language:
            return pipeline(language)
    nlp.add_pipe("aikg_figures")
    nlp.add_pipe("aikg_names")
    return nlp


def find_mentions(
    text: str,
    language: Language,
    published: date | None,
    model: str | None = None,
    *,
    hints: Sequence[tuple[str, EntityType]] = (),
    traditional: bool = False,
) -> tuple[list[Mention], Names]:
    """Names, quantities and times of normalised text: sorted, none overlapping, with the entities named.

    `hints` are names that the text is known to hold (its publisher's), with their types; `traditional` tells its characters before they were folded.
    A `Doc` is built only for the sake of a trained pipeline's components; ours need the text alone.
    """
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for start, piece in _pieces(text):
        if model is None:
            here, found = _with_names(piece, language, find_figures(piece, language, published, traditional), (), hints)
        else:
            here, found = _through(pipeline(language, model), piece, published, hints, traditional)
        entities.update(found.entities)
        mentions += here if start == 0 else [_moved(m, start) for m in here]
    return mentions, Names(tuple(m for m in mentions if isinstance(m.value, str)), entities)


def _through(
    nlp: Any, text: str, published: date | None, hints: Sequence[tuple[str, EntityType]], traditional: bool
) -> tuple[list[Mention], Names]:
    """The mentions that a pipeline's components find in a piece of text."""
    doc = nlp.make_doc(text)
    doc._.aikg_published, doc._.aikg_text, doc._.aikg_hints = published, text, hints
    doc._.aikg_traditional = traditional
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc._.aikg_mentions, doc._.aikg_found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A long text in pieces that end with a line."""
    start = 0
    while start < len(text) or start == 0:
        end = start + PIECE
        if end < len(text):
            end = text.rfind("\n", start + 1, end) + 1 or text.find("\n", end) + 1 or len(text)
        yield start, text[start:end]
        start = max(end, start + 1)


def _moved(mention: Mention, offset: int) -> Mention:
    span = Span(mention.span.start + offset, mention.span.end + offset)
    return Mention(span, mention.kind, mention.value, mention.rule)
