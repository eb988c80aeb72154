"""What IRIs are called, for people: entities by name, terms by the ontology's labels, documents by source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ..ontology.events import event_kinds
from ..ontology.metrics import metrics
from ..ontology.namespaces import AIKG, COMPARATOR, COMPARATOR_NAMES, ID, METRIC, MODALITY, local_name

if TYPE_CHECKING:
    from .store import Store

_SIGNS = {name: sign for sign, name in COMPARATOR_NAMES.items()}


def labels(store: Store, iris: Collection[str], language: str = "en") -> Mapping[str, str]:
    """A label for every IRI that has one."""
    found = {iri: _label(store, iri, language) for iri in sorted(iris)}
    return {iri: label for iri, label in found.items() if label is not None}


def _label(store: Store, iri: str, language: str) -> str | None:
    if iri.startswith(AIKG):
        name = local_name(iri, AIKG)
        kind = event_kinds().get(name)
        return kind.label.get(language, name) if kind else name
    if iri.startswith(METRIC):
        name = local_name(iri, METRIC)
        metric = metrics().get(name)
        return metric.labels.get(language, name) if metric else name
    if iri.startswith(MODALITY):
        return local_name(iri, MODALITY)
    if iri.startswith(COMPARATOR):
        return _SIGNS.get(local_name(iri, COMPARATOR))
    if iri.startswith(ID + "document/"):
        return iri.rpartition("/claim/")[2] if "/claim/" in iri else store.source_of(iri)
    if iri.startswith(ID + "event/"):
        return local_name(iri, ID + "event/")
    return store.label(iri, language) if iri.startswith(ID) else None
