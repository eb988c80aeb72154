"""The graph against its shapes: whole graphs pass, each kind of breach is found at its node."""

from __future__ import annotations

import pytest
from aikg.graph.store import Store
from aikg.graph.validate import validate

from .builders import chinese, english


@pytest.fixture
def store() -> Store:
    store = Store.memory()
    store.extend([english(), chinese()])
    return store


def test_a_whole_graph_conforms(store: Store) -> None:
    assert validate(store) == []


CLAIM = "?claim a aikg:Claim ; aikg:kind aikg:SupplyDeal"
BREACHES = {
    "core role buyer": (CLAIM, "?claim aikg:buyer ?x", "", "SupplyDeal needs its core role buyer"),
    "modality": (CLAIM, "?claim aikg:modality ?x", "", "one modality"),
    "confidence above one": (CLAIM, "?claim aikg:confidence ?x", "?claim aikg:confidence 1.5", "from 0 to 1"),
    "two documents": (CLAIM, "", "?claim aikg:document <http://example.org/d>", "made by one document"),
    "no evidence": (CLAIM, "?claim aikg:evidence ?x", "", "has evidence"),
    "unit": (CLAIM + " ; aikg:amount ?q", "?q aikg:unit ?x", "", "one unit"),
    "neither value nor bound": (CLAIM + " ; aikg:amount ?q", "?q aikg:numericValue ?x", "", "a value or a bound"),
    "time before": (
        CLAIM + " ; aikg:date ?q",
        "",
        "?q aikg:start '2031-01-01'^^xsd:date",
        "does not end before it starts",
    ),
    "wrong type": (
        CLAIM,
        "?claim aikg:supplier ?x",
        "?claim aikg:supplier <https://w3id.org/aikg/id/place/freedonia>",
        "supplier of a SupplyDeal",
    ),
    "text for money": (CLAIM, "?claim aikg:amount ?x", "?claim aikg:amount 'much'", "amount of a SupplyDeal"),
    "unknown kind": (CLAIM, "?claim aikg:kind ?x", "?claim aikg:kind aikg:Party", "one of the vocabulary's"),
    "quotation": (CLAIM + " ; aikg:evidence ?q", "?q oa:exact ?x", "?q oa:exact 'other'", "as long as its position"),
    "offset": (CLAIM + " ; aikg:evidence ?q", "?q oa:start ?x", "", "starts at an offset"),
    "argument": (CLAIM + " ; aikg:argument ?q", "?q aikg:filler ?x", "", "one filler"),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_found_at_its_node(store: Store, name: str) -> None:
    where, deleted, inserted, said = BREACHES[name]
    nodes = {str(row[0]) for row in store.query(f"SELECT ?node {{ {where} BIND(?claim AS ?node) }}").rows}
    assert nodes
    broken = f"{where} . {deleted}" if deleted else where
    store.inner.update(
        f"DELETE {{ GRAPH ?g {{ {deleted} }} }} INSERT {{ GRAPH ?g {{ {inserted} }} }} "
        f"WHERE {{ GRAPH ?g {{ {broken} }} }}",
        prefixes=_prefixes(),
    )
    found = [v for v in validate(store) if said in v.message]
    assert found
    assert all(v.node.startswith("https://w3id.org/aikg/") for v in found)
    assert said in str(found[0])


def _prefixes() -> dict[str, str]:
    from aikg.ontology.namespaces import PREFIXES

    return dict(PREFIXES)
