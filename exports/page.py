"""The viewer's page: one HTML file that asks nobody for anything.

pyvis carries the nodes, edges and options and brings vis-network; the page around it is our own template, because the
one of pyvis links Bootstrap from a CDN whatever it is told. Scripts and styles are in the page, a content security
policy forbids everything else, and what comes from documents enters as JSON data that the scripts show as text only.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..ontology.events import event_kinds
from ..ontology.model import Argument, EntityRef
from . import wording
from .picture import CITED, Choice, positions
from .records import Claim, EventRecord, Quotation, Records

ASSETS = Path(__file__).parent / "assets"
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
OPTIONS = """{
  "physics": {"enabled": false},
  "layout": {"improvedLayout": false},
  "edges": {"smooth": false},
  "interaction": {"hover": true, "hideEdgesOnDrag": true, "tooltipDelay": 100000, "keyboard": false, "zoomSpeed": 0.7}
}"""

# Kinds that belong together share a colour; a kind that nobody has placed yet is shown in the last one.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "release": ("ModelRelease", "ProductLaunch"),
    "capital": ("FundingRound", "Acquisition", "Listing", "InfrastructureInvestment"),
    "deal": ("Partnership", "SupplyDeal"),
    "figure": ("MetricObservation", "MetricChange", "Comparison", "BenchmarkResult"),
    "people": ("PersonnelChange", "OrganizationChange"),
    "law": ("PolicyAction", "LegalAction"),
    "view": ("Recommendation",),
}


def page(records: Records, choice: Choice, *, title: str = "") -> str:
    """The whole page for the chosen events."""
    from pyvis.network import Network

    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    net.set_options(OPTIONS)
    places = positions(choice.events)
    for event in choice.events:
        x, y = places[event.id]
        net.add_node(_event_node(event.id), label=" ", shape="square", x=x, y=y, group="event")
    for entity in _mentioned(choice):
        x, y = places[entity]
        net.add_node(_entity_node(entity), label=" ", shape="dot", x=x, y=y, group="entity")
    # Assigned, not added: add_edge is linear in edges and drops a second role between the same two.
    net.edges = [
        {"from": _event_node(event.id), "to": _entity_node(entity), "role": role}
        for event in choice.events
        for role, entity in event.entities
    ]
    return _render(net, data(records, choice), title)


def _render(net: Any, facts: Mapping[str, Any], title: str) -> str:
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    scripts = {
        "vis_network": (Path(net.template_dir) / VIS_NETWORK).read_text("utf-8"),
        "viewer": (ASSETS / "viewer.js").read_text("utf-8"),
    }
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts.values())
    net.templateEnv = Environment(loader=FileSystemLoader(ASSETS), autoescape=True)
    net.templateEnv.globals.update(
        {name: Markup(script) for name, script in scripts.items()},  # our own files and vis-network
        style=Markup((ASSETS / "viewer.css").read_text("utf-8")),
        policy=f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
        facts=facts,
        title=title or "aikg",
    )
    net.path = "viewer.html"
    html: str = net.generate_html()
    return html


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _event_node(id_: str) -> str:
    return f"event:{id_}"


def _entity_node(id_: str) -> str:
    return f"entity:{id_}"


def _mentioned(choice: Choice) -> list[str]:
    return sorted({entity for event in choice.events for _, entity in event.entities})


def data(records: Records, choice: Choice) -> dict[str, Any]:
    """All that the page's script shows, as JSON: entities, events with their claims, documents, kinds."""
    used = {c.document for event in choice.events for c in event.claims}
    return {
        "language": _language(records, used),
        "leftOut": choice.left_out,
        "kinds": {
            kind: {
                "en": wording.kind_label(kind, "en"),
                "zh": wording.kind_label(kind, "zh"),
                "family": next((f for f, kinds in FAMILIES.items() if kind in kinds), "view"),
            }
            for kind in sorted({event.kind for event in choice.events})
        },
        "roles": {
            role: {language: wording.role_label(role, language) for language in ("en", "zh")}
            for role in sorted({role for event in choice.events for role in event.arguments})
        },
        "entities": {_entity_node(id_): _entity_data(records, id_) for id_ in _mentioned(choice)},
        "events": {_event_node(event.id): _event_data(records, event) for event in choice.events},
        "documents": {id_: _document_data(records, id_) for id_ in sorted(used)},
    }


def _language(records: Records, used: set[str]) -> str:
    languages = [records.documents[d].language for d in sorted(used) if d in records.documents]
    return "zh" if languages.count("zh") * 2 > len(languages) else "en"


def _entity_data(records: Records, id_: str) -> dict[str, Any]:
    entity = records.entities.get(id_)
    if entity is None:
        return {"id": id_, "type": "", "name": id_, "names": {}, "aliases": [], "known": False}
    names = {language: wording.one_line(name) for language, name in entity.names.items()}
    aliases = [wording.one_line(a) for a in entity.aliases if a not in entity.names.values()]
    name = wording.one_line(entity.name)
    return {"id": id_, "type": entity.type, "name": name, "names": names, "aliases": aliases, "known": entity.known}


def _event_data(records: Records, event: EventRecord) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "modality": event.modality,
        "confidence": round(event.confidence, 3),
        "date": records.event_date(event),
        "when": wording.when_text(event.arguments),
        "metric": _metric(event),
        "figures": {language: wording.figures_text(event.arguments, language) for language in ("en", "zh")},
        "arguments": _arguments(event),
        "claims": [_claim_data(claim) for claim in event.claims],
    }


def _arguments(event: EventRecord) -> list[dict[str, Any]]:
    kind = event_kinds().get(event.kind)
    order = list(kind.roles) if kind else []
    roles = sorted(event.arguments, key=lambda r: (r == CITED, order.index(r) if r in order else len(order), r))
    return [
        {"role": role, "values": [_metric(event)] if role == "metric" else [_value(a) for a in event.arguments[role]]}
        for role in roles
    ]


def _metric(event: EventRecord) -> dict[str, str]:
    names = [a.value for a in event.arguments.get("metric", ()) if isinstance(a.value, str)]
    return {language: ", ".join(wording.metric_label(n, language) for n in names) for language in ("en", "zh")}


def _value(argument: Argument) -> dict[str, str]:
    if isinstance(argument.value, EntityRef):
        return {"entity": _entity_node(argument.value.id)}
    return {language: wording.value_text(argument, str, language) for language in ("en", "zh")}


def _claim_data(claim: Claim) -> dict[str, Any]:
    return {
        "document": claim.document,
        "modality": claim.modality,
        "confidence": round(claim.confidence, 3),
        "rule": claim.rule,
        "quotations": [_quotation(q) for q in claim.quotations],
    }


def _quotation(q: Quotation) -> dict[str, Any]:
    return {"before": q.before, "text": q.text, "after": q.after, "start": q.start, "end": q.end}


def _document_data(records: Records, id_: str) -> dict[str, Any]:
    document = records.documents.get(id_)
    if document is None:
        return {"source": id_}
    return {
        "source": document.source,
        "title": document.title or "",
        "publisher": {language: records.publisher(document, language) for language in ("en", "zh")},
        "published": document.published.isoformat() if document.published else "",
        "url": document.url or "",
    }
