"""Ready-made questions: one `queries/<name>.rq` file each; the registry is that folder's listing.

    questions()                                   # name → Question (title, description, parameters, sparql)
    question("releases")                          # one; UnknownName with the nearest names
    ask(store, "releases", company="阿里", since=date(2026, 1, 1), language="zh", limit=20)   # QueryResult with labels
    resolve(store, "阿里")                         # the IRIs that a name, alias, id or IRI stands for

A file is a query that runs as it is. Its header says what it asks:

    # title_en: Releases of a company
    # title_zh: 某公司的发布
    # description: …
    # parameter: company | entity | required | Alibaba | whose releases
    # parameter: since | date | optional | 2026-01-01 | not before this day

Every question also has `as_of`, a day: only what was published up to it counts, at each line that ends in
`# published ?document`. And a line that ends in `# parameters` binds the parameters by VALUES, in the file to an example. `ask` puts RDF terms
made of the arguments in its place, never text, and UNDEF for what is not given. An entity may be given by any of its
names; a name that several entities bear asks about all of them.

So that a question about everything looks at little: a line that ends in `# for ?company` is left out where that parameter is not
given; and a sub-select that finds and orders the claims, before the rest is looked up, ends in a line `# limit`, where the number of wanted rows goes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from ..ontology.errors import UnknownName, UsageError
from ..ontology.events import event_kind
from ..ontology.metrics import metrics
from ..ontology.model import MODALITIES
from ..ontology.namespaces import MODALITY, entity_node, folded, kind_iri, metric_iri
from .contents import ENTITIES
from .identity import members_of
from .labels import labels
from .result import QueryResult
from .terms import NamedNode, day, decimal, iri, term, text
from .terms import name as term_name

if TYPE_CHECKING:
    from .store import Store

ParameterType: TypeAlias = Literal["entity", "date", "text", "number", "kind", "metric", "modality"]
FOLDER = Path(__file__).parent / "queries"
_PUBLISHED = re.compile(r"^.*#[ \t]*published[ \t]+\?(\w+)[ \t]*$", re.MULTILINE)
_FOR = re.compile(r"^.*#[ \t]*for[ \t]+\?(\w+)[ \t]*\n", re.MULTILINE)
_LIMIT = re.compile(r"#[ \t]*limit[ \t]*$", re.MULTILINE)
_VALUES = re.compile(r"^([ \t]*)VALUES\b.*#[ \t]*parameters[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `example` is a value as it would be given as text."""

    name: str
    type: ParameterType
    required: bool
    example: str
    description: str


AS_OF = Parameter("as_of", "date", False, "2026-04-07", "only what was published up to this day")


@dataclass(frozen=True, slots=True)
class Question:
    """One ready-made question as its file states it. `sparql` is the whole file."""

    name: str
    title: Mapping[str, str]
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def parameter(self, name: str) -> Parameter:
        """One parameter, `as_of` too; raises UnknownName."""
        for parameter in (*self.parameters, AS_OF):
            if parameter.name == name:
                return parameter
        raise UnknownName(f"parameter of {self.name}", name, (p.name for p in self.parameters))


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name.

    >>> questions()["releases"].parameters[0].type
    'entity'
    """
    return {path.stem: _load(path) for path in sorted(FOLDER.glob("*.rq"))}


def question(name: str) -> Question:
    """One question; raises UnknownName with the nearest names."""
    if name not in questions():
        raise UnknownName("question", name, questions())
    return questions()[name]


def ask(
    store: Store,
    name: str,
    *,
    language: str = "en",
    limit: int | None = None,
    timeout_s: float | None = None,
    **parameters: object,
) -> QueryResult:
    """Ask a ready-made question. Parameters are Python values or text; None and '' are left open.

    `language` is that of the result's labels. Raises UnknownName for a question, parameter or entity that is not there,
    UsageError for a value of the wrong form or a required parameter that is missing.
    """
    result = store.query(bound(store, question(name), parameters, limit=limit), limit=limit, timeout_s=timeout_s)
    found = {t.value for row in result.terms for t in row if isinstance(t, NamedNode)}
    return replace(result, labels=labels(store, found, language))


def bound(store: Store, asked: Question, parameters: Mapping[str, object], *, limit: int | None = None) -> str:
    """The question's SPARQL with its parameters bound. With `limit` it looks for no more rows than tell that there are more."""
    given = {asked.parameter(n).name: v for n, v in parameters.items() if v is not None and v != ""}
    if missing := [p.name for p in asked.parameters if p.required and p.name not in given]:
        raise UsageError(f"question {asked.name} needs {', '.join(missing)}")
    sparql = _FOR.sub(lambda m: m[0] if m[1] in given else "", asked.sparql)
    if limit is not None:
        sparql = _LIMIT.sub(f"LIMIT {limit + 1}", sparql)
    if AS_OF.name in given:
        last = _terms(store, AS_OF, given.pop(AS_OF.name))[0]
        sparql = _PUBLISHED.sub(lambda m: f"{m[0]}\n{_up_to(m[1], last)}", sparql)
    if not asked.parameters:
        return sparql
    columns = [_terms(store, p, given[p.name]) if p.name in given else ["UNDEF"] for p in asked.parameters]
    names = " ".join(f"?{p.name}" for p in asked.parameters)
    rows = " ".join(f"({' '.join(row)})" for row in itertools.product(*columns))
    return _VALUES.sub(lambda m: f"{m[1]}VALUES ({names}) {{ {rows} }}", sparql)


def _up_to(document: str, day: str) -> str:
    """A pattern that holds for documents that were published up to a day."""
    return f"  ?{document} aikg:published ?{document}_day . FILTER(?{document}_day <= {day})"


def resolve(store: Store, name: str) -> list[str]:
    """The IRIs of the entities that a name, alias, id or IRI stands for, with all that are one with them.

    Raises UnknownName with the nearest names.
    """
    if exact := _with_id(store, name) or _called(store, name):
        return exact
    entities = store.entities()
    wanted = folded(name)
    preferred = [e.id for e in entities if any(folded(n) == wanted for n in e.names.values())]
    found = preferred or [e.id for e in entities if any(folded(n) == wanted for n in e.aliases)]
    if not found:
        raise UnknownName("entity", name, sorted({n for e in entities for n in (*e.names.values(), *e.aliases)}))
    return _nodes(store, found)


def _with_id(store: Store, name: str) -> list[str]:
    try:
        node = iri(entity_node(name))
    except ValueError:  # no IRI
        return []
    return members_of(store.find, node.value) if any(store.find(node, term("rdf:type"), None, ENTITIES)) else []


def _called(store: Store, name: str) -> list[str]:
    """Those whose preferred name is just this: looked up, where any other spelling needs a look at all names."""
    literals = [text(name, language) for language in ("en", "zh", None)]
    found = [q.subject for o in literals for q in store.find(None, term("skos:prefLabel"), o, ENTITIES)]
    return sorted({member for node in found for member in members_of(store.find, term_name(node))})


def _nodes(store: Store, ids: Iterable[str]) -> list[str]:
    return [node for id_ in ids for node in members_of(store.find, entity_node(id_))]


def _terms(store: Store, parameter: Parameter, value: object) -> list[str]:
    """A value as RDF terms in SPARQL's notation."""
    if parameter.type == "entity":
        return [str(iri(node)) for node in resolve(store, str(value))]
    return [str(_CONVERT[parameter.type](parameter, value))]


def _date(parameter: Parameter, value: object) -> Any:
    if isinstance(value, date):
        return day(value)
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError as error:
        raise UsageError(f"{parameter.name} is a date like 2026-04-07, not {value!r}") from error


def _number(parameter: Parameter, value: object) -> Any:
    try:
        number = Decimal(str(value))
        if not number.is_finite():
            raise InvalidOperation
        return decimal(number)
    except InvalidOperation as error:
        raise UsageError(f"{parameter.name} is a number, not {value!r}") from error


def metric_id(value: str) -> str:
    """A metric's id by it or one of its labels; the list of metrics is open, so any other id is taken as it is.

    Raises UnknownName for what can be no id.
    """
    for metric in metrics().values():
        if value in (metric.id, *metric.labels.values()):
            return metric.id
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise UnknownName("metric", value, metrics())
    return value


def _metric(_: Parameter, value: object) -> Any:
    return iri(metric_iri(metric_id(str(value))))


def _modality(_: Parameter, value: object) -> Any:
    if value not in MODALITIES:
        raise UnknownName("modality", str(value), MODALITIES)
    return iri(f"{MODALITY}{value}")


_CONVERT: Mapping[str, Any] = {
    "date": _date,
    "number": _number,
    "text": lambda _, value: text(str(value)),
    "kind": lambda _, value: iri(kind_iri(event_kind(str(value)).name)),
    "metric": _metric,
    "modality": _modality,
}


def _load(path: Path) -> Question:
    sparql = path.read_text("utf-8")
    header = [line[1:].strip().partition(": ") for line in sparql.splitlines() if line.startswith("#")]
    said = {key: value for key, _, value in header if key != "parameter"}
    return Question(
        path.stem,
        {"en": said["title_en"], "zh": said["title_zh"]},
        said["description"],
        tuple(_parameter(value) for key, _, value in header if key == "parameter"),
        sparql,
    )


def _parameter(line: str) -> Parameter:
    name, type_, need, example, description = (part.strip() for part in line.split("|"))
    return Parameter(name, cast(ParameterType, type_), need == "required", example, description)
