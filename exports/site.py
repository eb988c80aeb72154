"""The pages of `aikg serve`: a query editor with the ready-made questions, and every entity's timeline with evidence.

Nothing is asked of anybody else: scripts and styles are the package's own files, and a content security policy forbids
the rest. What comes from documents is escaped by the templates.
"""

from __future__ import annotations

import json
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..graph.encode import CONTEXT
from ..graph.endpoint.app import answered
from ..graph.endpoint.errors import Refused
from ..graph.endpoint.protocol import form
from ..graph.endpoint.tasks import Call
from ..graph.query import question, questions
from ..graph.store import StoredClaim
from ..ontology.model import EntityRef
from ..ontology.namespaces import ID, PREFIXES
from ..ontology.vocabulary import HERE as ONTOLOGY
from . import wording
from .profiles import Profile, Told
from .records import claim_of

ASSETS = Path(__file__).parent / "assets"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def pages() -> list[BaseRoute]:
    """The routes, to be given to graph.endpoint.app."""
    return [
        Route("/", editor),
        Route("/entity/{id:path}", entity),
        Route("/search", search),
        Route("/questions/{name}/sparql", question_sparql),
        Mount("/assets/yasgui", StaticFiles(directory=ASSETS / "yasgui")),
        Mount("/assets/site", StaticFiles(directory=ASSETS / "site")),
    ]


async def editor(request: Request) -> Response:
    """The query editor with the questions beside it."""
    language = _language(request)
    asked = [
        {
            "name": q.name,
            "title": q.title.get(language, q.title["en"]),
            "description": q.description,
            "parameters": [
                {"name": p.name, "required": p.required, "example": p.example, "description": p.description}
                for p in q.parameters
            ],
        }
        for q in questions().values()
    ]
    facts = {"questions": asked, "prefixes": dict(PREFIXES), "id": ID, "terms": _terms()}
    return _page("editor.html", language, facts=facts, questions=asked)


async def entity(request: Request) -> Response:
    """One entity."""
    language = _language(request)
    try:
        found = await _call(request, "profile", entity=request.path_params["id"])
    except Refused as error:
        return _missing(language, error)
    return _page("entity.html", language, **_profile(found, language))


async def search(request: Request) -> Response:
    """Entities by name."""
    language, words = _language(request), request.query_params.get("q", "").strip()[:200]
    try:
        found = await _call(request, "search", words=words)
    except Refused as error:
        return _missing(language, error)
    return _page("search.html", language, words=words, hits=found)


async def question_sparql(request: Request) -> Response:
    """A question's SPARQL with its parameters bound."""
    asked = question(request.path_params["name"])
    given = {asked.parameter(name).name: value for name, value in form(request.url.query) if value}
    text = await _call(request, "question_text", name=asked.name, parameters=given)
    return PlainTextResponse(text, media_type="application/sparql-query")


def _missing(language: str, error: Refused) -> Response:
    """What a page says instead: that there is no such entity, or why it cannot be told now."""
    said = WORDS[language]["nobody"] if error.status == HTTPStatus.NOT_FOUND else str(error)
    return _page("missing.html", language, status=error.status, said=said)


async def _call(request: Request, function: str, **arguments: Any) -> Any:
    reply = await answered(request, Call(f"aikg.exports.profiles:{function}", arguments))
    return reply.value


def _profile(found: Profile, language: str) -> dict[str, Any]:
    def name_of(id_: str) -> str:
        names = found.names.get(id_, {})
        return names.get(language) or names.get("") or id_

    own = found.entity.names.get(language, found.entity.name)
    others = [n for n in (*found.entity.names.values(), *found.entity.aliases) if n != own]
    return {
        "entity": found.entity,
        "own": own,
        "context": CONTEXT,
        "type": wording.type_label(found.entity.type, language),
        "others": list(dict.fromkeys(others)),
        "iri": ID + found.entity.id,
        "total": found.total,
        "events": [_event(told, name_of, language) for told in found.events],
    }


def _event(told: Told, name_of: Any, language: str) -> dict[str, Any]:
    """An event by the claim that says most, with what every claim says."""
    event, fullest = told.event, told.claims[0]
    time = wording.time_text(event.time) if event.time else ""
    differing = [role for role in event.differences if role != "modality"]
    return {
        "id": event.iri.rpartition("/event/")[2],
        "day": time or (event.published[1].isoformat() if event.published else ""),
        "reported": not time,
        "kind": wording.kind_label(event.kind, language),
        "modality": event.status,
        "who": wording.who_text(event.kind, fullest.event.arguments, name_of, language),
        "figures": wording.figures_text(fullest.event.arguments, language),
        "origins": event.origins,
        "differing": [wording.role_label(role, language) for role in differing],
        "entities": sorted(
            {(a.value.id, name_of(a.value.id)) for c in told.claims for args in c.event.arguments.values() for a in args
             if isinstance(a.value, EntityRef)},
            key=lambda pair: pair[1],
        ),
        "claims": [_claim(claim, differing, name_of, language) for claim in told.claims],
    }  # fmt: skip


def _claim(stored: StoredClaim, differing: list[str], name_of: Any, language: str) -> dict[str, Any]:
    event, document = stored.event, stored.document
    disputed = [wording.value_text(a, name_of, language) for role in differing for a in event.arguments.get(role, ())]
    return {
        "id": event.id,
        "says": ", ".join(disputed),
        "modality": event.modality,
        "confidence": f"{event.confidence:.2f}",
        "rule": event.rule,
        "quotations": claim_of(event, document).quotations,
        "source": document.source,
        "title": document.title or "",
        "publisher": name_of(document.publisher) if document.publisher else "",
        "published": document.published.isoformat() if document.published else "",
    }


def _language(request: Request) -> str:
    return "zh" if request.query_params.get("language") == "zh" else "en"


def _page(template: str, language: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
    other = "en" if language == "zh" else "zh"
    said = WORDS[language]
    html = _templates().get_template(template).render(language=language, other=other, say=said, **values)
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY})


@cache
def _terms() -> list[str]:
    """The vocabulary's terms as prefixed names, for the editor to complete."""
    vocabulary = (ONTOLOGY / "aikg.ttl").read_text("utf-8")
    return sorted(set(re.findall(r"^((?:aikg|metric|modality|comparator):[\w-]+)", vocabulary, re.MULTILINE)))


@cache
def _templates() -> Environment:
    found = Environment(loader=FileSystemLoader(ASSETS / "site"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    found.filters["path"] = lambda id_: quote(id_, safe="/")
    return found


WORDS: dict[str, dict[str, str]] = json.loads((ASSETS / "site" / "words.json").read_text("utf-8"))
