"""Which claims are of one event: pairs as data, and what holds of any claims."""

from __future__ import annotations

import pytest
from aikg.graph.facts import Fact
from aikg.graph.sameness import cluster, verdict
from hypothesis import given, settings
from hypothesis import strategies as st

from .fusion_cases import fact, pairs

SAME, APART = pairs("same"), pairs("apart")


def test_there_are_enough_pairs() -> None:
    assert min(len(SAME), len(APART)) >= 60


@pytest.mark.parametrize(("one", "other"), SAME)
def test_claims_of_one_event_meet(one: str, other: str) -> None:
    assert verdict(fact(one), fact(other, 1)) > 0
    assert verdict(fact(other, 1), fact(one)) > 0


@pytest.mark.parametrize(("one", "other"), APART)
def test_claims_of_two_events_never_meet(one: str, other: str) -> None:
    assert verdict(fact(one), fact(other, 1)) <= 0
    assert verdict(fact(other, 1), fact(one)) <= 0


def by_kind(facts: list[Fact]) -> list[list[str]]:
    kinds = sorted({f.kind for f in facts})
    return [[f.iri for f in c] for k in kinds for c in cluster(f for f in facts if f.kind == k)]


LINES = sorted({line for pair in (*SAME, *APART) for line in pair})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(lines: list[str], random: object) -> None:
    facts = [fact(line, number) for number, line in enumerate(lines)]
    shuffled = facts[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert by_kind(facts) == by_kind(shuffled)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12), st.sampled_from(APART))
def test_no_company_of_other_claims_brings_two_events_together(lines: list[str], pair: tuple[str, str]) -> None:
    one, other = fact(pair[0], 1000), fact(pair[1], 1001)
    facts = [one, other, *(fact(line, number) for number, line in enumerate(lines))]
    together = [c for c in by_kind(facts) if one.iri in c and other.iri in c]
    # Only a claim that is of the same event as both, by its own words, may stand between them.
    bridges = [f for f in facts if verdict(f, one) > 0 and verdict(f, other) > 0]
    assert not together or bridges


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LINES))
def test_a_claim_repeated_elsewhere_is_of_the_same_event(line: str) -> None:
    one, other = fact(line, 1), fact(line, 2)
    if one.time or one.published:
        assert verdict(one, other) > 0
