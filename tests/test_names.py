"""Names: cases as data for each language, one thing under several names, and what holds for any text."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from types import FrameType

import pytest
from aikg.extractors.languages import word_list
from aikg.extractors.names import Names, find_names
from aikg.extractors.normalise import fold
from aikg.ontology.model import ENTITY_TYPES, Language, Mention, Span
from hypothesis import given, settings
from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CASES = [
    pytest.param(language, case[0], case[1:], id=f"{language}-{case[0][:40]}")
    for language in LANGUAGES
    for case in tomllib.loads((DATA / f"names_{language}.toml").read_text("utf-8"))["cases"]
]


def _ids(names: Names, text: str, words: str) -> set[str]:
    """The identifiers that a stretch of words has in a text."""
    return {str(m.value) for m in names.mentions if m.span.of(text) == words}


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_exactly_the_names_of_a_text_are_found(language: Language, text: str, expected: list[str]) -> None:
    found = find_names(fold(text, language), language).mentions
    assert [f"{m.kind} {m.span.of(text)}" for m in found if m.kind != "Place"] == expected


@pytest.mark.parametrize(
    ("language", "text", "one", "other"),
    [
        ("zh", "Qwen 3.6-Plus就是Qwen3.6-Plus。", "Qwen 3.6-Plus", "Qwen3.6-Plus"),
        ("zh", "文心大模型5.0又称文心5.0。", "文心大模型5.0", "文心5.0"),
        ("zh", "ERNIE 5.0就是文心5.0。", "ERNIE 5.0", "文心5.0"),
        ("en", "Claude Opus 4.5 is also called Claude 4.5 Opus.", "Claude Opus 4.5", "Claude 4.5 Opus"),
        ("en", "Kimi-K2.5 and Kimi K2.5 are one model.", "Kimi-K2.5", "Kimi K2.5"),
        ("zh", "阿里巴巴发布财报，Alibaba股价上涨。", "阿里巴巴", "Alibaba"),
        ("zh", "砚池智能科技有限公司(以下简称“砚池”)公告称，砚池将回购股份。", "砚池智能科技有限公司", "砚池"),
        ("zh", "云听科技宣布降价，云听称成本下降。", "云听科技", "云听"),
        ("zh", "远航动力(Voyage Dynamics)宣布开源，Voyage Dynamics总部位于苏州。", "远航动力", "Voyage Dynamics"),
        ("en", "Saptarishi Compute raised $5 million. Saptarishi will hire.", "Saptarishi Compute", "Saptarishi"),
        ("en", "Larkfield Media Corporation (LMC) sued. LMC wants damages.", "Larkfield Media Corporation", "LMC"),
        ("en", "Chief Executive Ilse Vermeer resigned. Vermeer had led it since May.", "Ilse Vermeer", "Vermeer"),
        ("en", "President Han Mi-rae spoke. Han left early.", "Han Mi-rae", "Han"),
        ("en", "Cisco Systems fell while Cisco bought back shares.", "Cisco Systems", "Cisco"),
    ],
)
def test_one_thing_has_one_identifier(language: Language, text: str, one: str, other: str) -> None:
    names = find_names(text, language)
    assert _ids(names, text, one)
    assert _ids(names, text, one) == _ids(names, text, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qwen3.6", "Qwen3.6-Plus"),
        ("GLM-5", "GLM-5V-Turbo"),
        ("GPT-5", "GPT-5.4"),
        ("Gemma 4", "Gemma 3"),
        ("DeepSeek-V3.2", "DeepSeek-V3.2-Exp"),
        ("H200", "H20"),
        ("Claude Opus 4.5", "Claude Sonnet 4.5"),
    ],
)
def test_another_version_is_another_thing(one: str, other: str) -> None:
    text = f"{one} and {other}"
    names = find_names(text, "en")
    assert _ids(names, text, one)
    assert _ids(names, text, other)
    assert _ids(names, text, one).isdisjoint(_ids(names, text, other))


def test_a_model_never_seen_before_keeps_its_familys_shape() -> None:
    text = "智谱发布GLM-97V-Turbo"
    names = find_names(text, "zh")
    assert _ids(names, text, "GLM-97V-Turbo") == {"glm-97v-turbo"}
    assert not names.entities["glm-97v-turbo"].known


def test_a_bare_size_belongs_to_the_family_named_before() -> None:
    text = "Google released Gemma 4. E2B runs on phones."
    assert _ids(find_names(text, "en"), text, "E2B") == {"gemma-4-e2b"}


def test_known_things_carry_their_names_in_both_languages() -> None:
    entity = find_names("阿里巴巴发布财报", "zh").entities["alibaba"]
    assert entity.known
    assert entity.names == {"zh": "阿里巴巴", "en": "Alibaba"}


def test_a_longer_name_is_not_cut_by_a_shorter_one() -> None:
    text = "阿里云与阿里健康同日公告"
    assert "alibaba" not in find_names(text, "zh").entities


@pytest.mark.parametrize("text", ["个字节", "提高通量", "单位是字节数", "红豆包子"])
def test_short_names_inside_plain_words_are_none(text: str) -> None:
    assert not find_names(text, "zh").mentions


def test_figures_are_no_part_of_a_new_name() -> None:
    text = "砺行科技3月11日宣布裁员"
    names = find_names(text, "zh", taken=[Span(4, 9)])
    assert [m.span.of(text) for m in names.mentions] == ["砺行科技"]


def test_a_chips_name_keeps_its_number() -> None:
    text = "英伟达推出H200芯片"
    names = find_names(text, "zh", taken=[Span(6, 9)])
    assert _ids(names, text, "H200") == {"h200"}


def test_a_part_of_a_benchmark_is_one_of_its_own() -> None:
    text = "It scores 71.0 on DocVQA and 64.3 on DocVQA-Long."
    names = find_names(text, "en")
    assert _ids(names, text, "DocVQA") == {"docvqa"}
    assert _ids(names, text, "DocVQA-Long") == {"docvqa-long"}


def test_what_a_users_pipeline_found_is_taken_in_where_nothing_else_stands() -> None:
    text = "OpenAI met zorblax"
    extra = [
        Mention(Span(0, 6), "Person", "wrong", "pipeline"),
        Mention(Span(11, 18), "Organization", "zorblax", "pipeline"),
    ]
    names = find_names(text, "en", extra=extra)
    assert [(m.value, m.kind) for m in names.mentions] == [("openai", "Organization"), ("zorblax", "Organization")]
    assert names.entities["zorblax"].name == "zorblax"


ALPHABET = st.sampled_from(
    [
        *list("砺行科技由与的在（）()“”、，。：;\n \t·-.'&0129%亿AaBbKZ"),
        "OpenAI",
        "GPT-5",
        "公司",
        "宣布",
        " led by ",
        "Inc.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join), st.sampled_from(LANGUAGES))
def test_mentions_are_sorted_free_of_overlaps_and_have_their_entities(text: str, language: Language) -> None:
    names = find_names(text, language)
    end = 0
    for mention in names.mentions:
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        assert mention.kind in ENTITY_TYPES
        assert names.entities[str(mention.value)].type == mention.kind or names.entities[str(mention.value)].known
    assert set(names.entities) == {str(m.value) for m in names.mentions}


def _calls(text: str, language: Language) -> int:
    """How many functions, Python's and C's (each regular expression is one), finding the names of a text calls."""
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        find_names(text, language)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_grow_with_length_alone(language: Language) -> None:
    cases = tomllib.loads((DATA / f"names_{language}.toml").read_text("utf-8"))["cases"]
    text = "\n".join(case[0] for case in cases)
    few, many = (_calls("\n".join([text] * times), language) for times in (2, 8))
    assert many < 4.2 * few


def test_plain_words_are_lower_case_and_unique_in_english() -> None:
    assert all(word == word.casefold() for word in word_list("en", "common"))
