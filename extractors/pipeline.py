"""The spaCy pipeline that finds mentions: `aikg_figures`, then `aikg_names`, over any tokenizer.

Blank pipelines are the default. Where a trained pipeline is installed and named, its own entities are taken in wherever ours find
nothing. The mentions are kept on the `Doc`: `doc._.aikg_mentions` (ours, exact to the character) and `doc.spans["aikg"]` (spaCy spans with
the kind as label and the mention as `span._.aikg_mention`), so that other components can use them.

    import spacy, aikg.extractors.pipeline
    nlp = spacy.blank("en")
    nlp.add_pipe("aikg_figures"); nlp.add_pipe("aikg_names")
    nlp("OpenAI raised $40 billion").spans["aikg"]
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from ..ontology.errors import UsageError
from ..ontology.model import EntityType, Language, Mention, Span
from .mentions import Hints, Reader, find_figures, with_names
from .names import Names

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


def _figures(doc: Any) -> Any:
    """The component that finds times and quantities, against `doc._.aikg_published`."""
    doc._.aikg_mentions = find_figures(_text(doc), _language(doc), doc._.aikg_published, bool(doc._.aikg_traditional))
    return doc


def _names(doc: Any) -> Any:
    """The component that finds names."""
    mentions, found = with_names(
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


def reader(model: str) -> Reader:
    """What finds the mentions of a piece of text with a trained pipeline's help. Raises UsageError where it is not installed."""

    def read(
        text: str, language: Language, published: date | None, hints: Hints, traditional: bool
    ) -> tuple[list[Mention], Names]:
        nlp = pipeline(language, model)
        doc = nlp.make_doc(text)
        doc._.aikg_published, doc._.aikg_text, doc._.aikg_hints = published, text, hints
        doc._.aikg_traditional = traditional
        for _, component in nlp.pipeline:
            doc = component(doc)
        return doc._.aikg_mentions, doc._.aikg_found

    return read
