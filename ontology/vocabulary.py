"""The vocabulary's files: what `aikg.ttl` and `shapes.ttl` say below their mark is made from events and metrics.

`python -m aikg.ontology.vocabulary` writes them anew. What stands above the mark is written by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from .events import EventKind, Role, event_kinds
from .metrics import metrics
from .namespaces import AIKG, camel

HERE = Path(__file__).parent
MARK = "# --- Below: made by `python -m aikg.ontology.vocabulary`. Do not edit. ---\n"
DATES = {"aikg:date": "sem:hasTime", "aikg:period": "sosa:phenomenonTime"}
CLOSE = {  # role properties with a near counterpart elsewhere
    "aikg:place": "sem:hasPlace",
    "aikg:source": "sem:accordingTo",
    "aikg:subject": "sosa:hasFeatureOfInterest",
    "aikg:metric": "sosa:observedProperty",
    "aikg:value": "sosa:hasResult",
    "aikg:change": "sosa:hasResult",
    **DATES,
}
PARENTS = {"MetricObservation": "aikg:Event, sosa:Observation", "MetricChange": "aikg:Event, sosa:Observation"}
AGENTS = {"Organization", "Person"}


def vocabulary() -> str:
    """The made part of aikg.ttl: a class per event kind, a property per role, a concept per metric."""
    return "\n".join([*_kinds(), *_roles(), *_metrics()])


def shapes() -> str:
    """The made part of shapes.ttl: which kinds there are, and for each a shape that says what fills its roles."""
    kinds = " ".join(f"aikg:{name}" for name in event_kinds())
    known = (
        "aikg:KindShape a sh:NodeShape ;\n    sh:targetObjectsOf aikg:kind ;\n"
        f'    sh:in ( {kinds} ) ;\n    sh:message "an event kind is one of the vocabulary\'s" .\n'
    )
    return "\n".join([known, *(_shape(kind) for kind in event_kinds().values())])


def written(path: Path, made: str) -> str:
    """A file's text with its part below the mark replaced."""
    return path.read_text("utf-8").partition(MARK)[0] + MARK + "\n" + made


def _kinds() -> Iterator[str]:
    for kind in event_kinds().values():
        yield (
            f"aikg:{kind.name} a owl:Class ;\n"
            f"    rdfs:subClassOf {PARENTS.get(kind.name, 'aikg:Event')} ;\n"
            f"    rdfs:label {_text(kind.label['en'])}@en, {_text(kind.label['zh'])}@zh ;\n"
            f"    skos:definition {_text(kind.definition)}@en .\n"
        )


def _roles() -> Iterator[str]:
    users: dict[str, list[tuple[EventKind, Role]]] = defaultdict(list)
    for kind in event_kinds().values():
        for role in kind.roles.values():
            users[role.name].append((kind, role))
    for name, used in sorted(users.items()):
        node = f"aikg:{camel(name)}"
        values = {role.value for _, role in used}
        literal = values == {"text"} and name != "metric"
        lines = [
            f"{node} a {'owl:DatatypeProperty' if literal else 'owl:ObjectProperty'} ;",
            "    rdfs:subPropertyOf aikg:roleProperty ;",
            f"    rdfs:label {_text(name.replace('_', ' '))}@en ;",
            f"    schema:domainIncludes {', '.join(f'aikg:{k.name}' for k, _ in used)} ;",
            f"    schema:rangeIncludes {', '.join(_ranges(name, [r for _, r in used]))} ;",
        ]
        if name != "source" and values == {"entity"} and any(AGENTS & set(r.types) for _, r in used):
            lines.append("    skos:broadMatch sem:hasActor ;")
        if node in CLOSE:
            lines.append(f"    skos:closeMatch {CLOSE[node]} ;")
        yield "\n".join(lines)[:-1] + ".\n"


def _ranges(name: str, roles: list[Role]) -> list[str]:
    if name == "metric":
        return ["aikg:Metric"]
    found: set[str] = set()
    for role in roles:
        if role.value == "entity":
            found |= {f"aikg:{t}" for t in role.types}
        else:
            found.add({"quantity": "aikg:Quantity", "time": "aikg:TimeInterval", "text": "xsd:string"}[role.value])
    return sorted(found)


def _metrics() -> Iterator[str]:
    for metric in metrics().values():
        yield (
            f"metric:{metric.id} a aikg:Metric ;\n"
            f"    skos:inScheme aikg:metrics ;\n"
            f"    skos:prefLabel {_text(metric.labels['en'])}@en, {_text(metric.labels['zh'])}@zh ;\n"
            f"    aikg:nature {_text(metric.nature)} ;\n"
            f"    aikg:measuredIn {', '.join(_text(u) for u in metric.units)} .\n"
        )


def _shape(kind: EventKind) -> str:
    lines = [
        f"aikg:{kind.name}Shape a sh:NodeShape ;",
        f"    rdfs:label {_text(f'claims and events of a {kind.name}')} ;",
        "    sh:target [ a sh:SPARQLTarget ;",
        f"        sh:select {_text(_targets(kind.name))} ] ;",
    ]
    for role in kind.roles.values():
        lines += _role_shape(kind, role)
    return "\n".join(lines)[:-1] + ".\n"


def _targets(kind: str) -> str:
    """Claims name their kind, events have it as their class."""
    return f"SELECT ?this WHERE {{ {{ ?this <{AIKG}kind> <{AIKG}{kind}> }} UNION {{ ?this a <{AIKG}{kind}> }} }}"


def _role_shape(kind: EventKind, role: Role) -> Iterator[str]:
    path = f"aikg:{camel(role.name)}"
    least = 2 if (kind.name, role.name) == ("Partnership", "party") else 1
    if role.core:
        said = f"a {kind.name} needs {'two of its' if least > 1 else 'its'} core role {role.name}"
        yield f"    sh:property [ sh:path {path} ; sh:minCount {least} ; sh:message {_text(said)} ] ;"
    yield f"    sh:property [ sh:path {path} ; {_filler(role)} ; sh:message {_text(_expected(kind, role))} ] ;"
    units = [u for u in role.types if u != "currency"]
    if role.value == "quantity" and units:
        allowed = " ".join(_text(u) for u in units)
        said = f"{role.name} of a {kind.name} is in {' or '.join(units)}"
        yield f"    sh:property [ sh:path ( {path} aikg:unit ) ; sh:in ( {allowed} ) ; sh:message {_text(said)} ] ;"


def _filler(role: Role) -> str:
    """The constraint on what fills a role."""
    if role.name == "metric":
        return "sh:nodeKind sh:IRI"
    if role.value == "entity":
        if len(role.types) == 1:
            return f"sh:class aikg:{role.types[0]}"
        return "sh:or ( " + " ".join(f"[ sh:class aikg:{t} ]" for t in role.types) + " )"
    if role.value == "quantity":
        return "sh:class aikg:MonetaryAmount" if role.types == ("currency",) else "sh:class aikg:Quantity"
    if role.value == "time":
        return "sh:class aikg:TimeInterval"
    closed = f" ; sh:in ( {' '.join(_text(t) for t in role.types)} )" if role.types else ""
    return "sh:datatype xsd:string" + closed


def _expected(kind: EventKind, role: Role) -> str:
    if role.name == "metric":
        return f"metric of a {kind.name} is a metric"
    what: Mapping[str, str] = {"entity": "", "quantity": "a quantity ", "time": "a time ", "text": "a text "}
    types = f"({'|'.join(role.types)})" if role.types else ""
    return f"{role.name} of a {kind.name} is {what[role.value]}{types}".strip()


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> None:
    """Write both files anew."""
    for name, made in (("aikg.ttl", vocabulary()), ("shapes.ttl", shapes())):
        (HERE / name).write_text(written(HERE / name, made), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
