"""Quantities: cases as data for each language, and what holds for any text."""

from __future__ import annotations

import re
import time
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from aikg.extractors.languages import language_data
from aikg.extractors.numerals import Numerals
from aikg.extractors.quantities import find_quantities
from aikg.extractors.times import time_spans
from aikg.extractors.units import unit_rows
from aikg.ontology.model import COMPARATORS, Language, Quantity, Span
from hypothesis import given, settings
from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CASES = [
    pytest.param(language, case[0], case[1:], id=f"{language}-{case[0][:40]}")
    for language in LANGUAGES
    for case in tomllib.loads((DATA / f"quantities_{language}.toml").read_text("utf-8"))["cases"]
]
SPEC = re.compile(
    r"(?:(?P<sign>[<>~]=?) )?(?P<low>-?[\d.e]+?)(?:(?P<range>\.\.)(?P<high>[\d.e]+)?)? (?P<unit>\S+)(?: /(?P<per>.+))?"
)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _described(spec: str) -> tuple[str, Decimal | None, Decimal | None, Decimal | None, str, str | None]:
    match = SPEC.fullmatch(spec)
    assert match, f"not a quantity: {spec}"
    low, high = _decimal(match["low"]), _decimal(match["high"])
    sign = match["sign"] or "="
    if match["range"]:
        return sign, None, low, high, match["unit"], match["per"]
    return sign, low, None, None, match["unit"], match["per"]


def _found(quantity: Quantity) -> tuple[str, Decimal | None, Decimal | None, Decimal | None, str, str | None]:
    return quantity.comparator, quantity.value, quantity.low, quantity.high, quantity.unit, quantity.per


def _close(a: object, b: object) -> bool:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return abs(a - b) <= Decimal("1e-5") * max(abs(a), abs(b))
    return a == b


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_case_gives_exactly_its_quantities(language: Language, text: str, expected: list[str]) -> None:
    found = [_found(cast(Quantity, m.value)) for m in find_quantities(text, language)]
    wanted = [_described(spec) for spec in expected]
    assert len(found) == len(wanted), (found, wanted)
    for one, other in zip(found, wanted, strict=True):
        assert all(map(_close, one, other)), (one, other)


def test_there_are_many_cases_for_each_language() -> None:
    for language in LANGUAGES:
        assert sum(p.values[0] == language for p in CASES) >= 150


ALPHABET = "0123456789零一二两三五十百千万亿兆半几数多余第前名位成倍翻番%.,-–~$€元美年月日个超近约至到/()（ ABKMGTWkbnx"
FRAGMENTS = st.sampled_from(
    [
        "more than ",
        "nearly ",
        " million",
        "bn",
        " percent",
        "$",
        "亿美元",
        "超过",
        "以上",
        " to ",
        "至",
        "half a ",
        "tens of ",
        " users",
        "个用户",
        "per month",
        "三分之",
        "翻番",
        "doubled",
        "top three",
        "No. 1",
        "24B",
        "2026年",
        "Q3",
        "\n",
        "第",
    ]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(ALPHABET, max_size=8), st.text(max_size=4)), max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_mentions_are_ordered_slices_with_finite_values(text: str, language: Language) -> None:
    end = 0
    for mention in find_quantities(text, language):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        quantity = cast(Quantity, mention.value)
        assert mention.kind == "Quantity"
        assert quantity.comparator in COMPARATORS
        assert quantity.value is not None or quantity.low is not None
        for number in (quantity.value, quantity.low, quantity.high):
            assert number is None or number.is_finite()
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_no_quantity_begins_inside_a_date(text: str, language: Language) -> None:
    dates = time_spans(text, language)
    for mention in find_quantities(text, language):
        inner = Span(mention.span.start, mention.span.start + 1)
        assert not any(d.overlaps(inner) for d in dates)


@pytest.mark.parametrize(
    "piece", ["9", "一", "万", "1,", "5-", "$", "1.", "3%", "a ", "two ", "hundred ", "数", "第", "1/", "亿"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_long_repetitions_take_linear_time(piece: str, language: Language) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        find_quantities(piece * (length // len(piece)), language)
        return time.process_time() - started

    # Four times the text takes four times as long on any machine; where it grew with the square, sixteen times.
    assert seconds(200_000) < 10 * seconds(50_000) + 0.5


def test_decimal_numbers_are_read_exactly() -> None:
    (mention,) = find_quantities("营收1,234.56亿元", "zh")
    assert mention.value == Quantity(Decimal("123456000000"), "CNY")
    assert mention.rule == "zh.money"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("法说会上公布营收12亿元，季增3%", "TWD"),
        ("港股收市后公布收入12亿元，按年升3%", "HKD"),
        ("港股收市后公布收入12亿元(人民币，下同)，按年升3%", "CNY"),
        ("公布收入12亿元", "CNY"),
    ],
)
def test_bare_currency_of_a_traditional_text_is_that_of_its_press(text: str, unit: str) -> None:
    (money,) = (m for m in find_quantities(text, "zh", traditional=True) if m.rule == "zh.money")
    assert cast(Quantity, money.value).unit == unit
    (money,) = (m for m in find_quantities(text, "zh") if m.rule == "zh.money")
    assert cast(Quantity, money.value).unit == "CNY"


def test_a_text_may_declare_its_money_more_than_once() -> None:
    text = "港股新股今起招股，集资52亿元。收入18.6亿元（人民币，下同），按年升两成；研发开支3亿元。台厂公布营收2,418亿元（新台币，下同），纬创营收2,196亿元。"
    found = [m for m in find_quantities(text, "zh", traditional=True) if m.rule == "zh.money"]
    assert [cast(Quantity, m.value).unit for m in found] == ["HKD", "CNY", "CNY", "TWD", "TWD"]


def test_money_declared_after_that_of_the_place_holds_for_its_paragraph() -> None:
    text = "港股新股今起招股，集资52亿元。收入18.6亿元（人民币，下同），研发开支3亿元。\n另一只新股收市报51.3元。"
    found = [m for m in find_quantities(text, "zh", traditional=True) if m.rule == "zh.money"]
    assert [cast(Quantity, m.value).unit for m in found] == ["HKD", "CNY", "CNY", "HKD"]


@pytest.mark.parametrize(("text", "value"), [("直接打八折", 20), ("打了七五折", 25), ("降到3折", 70)])
def test_what_is_sold_at_so_many_tenths_is_off_by_the_rest(text: str, value: int) -> None:
    (mention,) = find_quantities(text, "zh")
    assert (cast(Quantity, mention.value).value, cast(Quantity, mention.value).unit) == (value, "percent")


def test_tenths_of_a_staff_are_no_members() -> None:
    (mention,) = find_quantities("裁掉约四成员工", "zh")
    assert (cast(Quantity, mention.value).value, cast(Quantity, mention.value).unit) == (40, "percent")


def test_span_covers_comparator_number_and_unit() -> None:
    text = "收入超过人民币12亿元左右，利润 more"
    (mention,) = find_quantities(text, "zh")
    assert mention.span.of(text) == "超过人民币12亿元左右"


@given(st.integers(0, 10**15))
def test_any_integer_is_read_as_itself(value: int) -> None:
    numerals = Numerals(language_data("en", "quantities")["numerals"])
    assert numerals.value(str(value)) == value
    assert numerals.value(f"{value:,}") == value


def test_units_table_has_one_row_for_each_name() -> None:
    for column in ("zh", "en", "before"):
        names = [n for row in unit_rows() for n in row[column].split("|") if n]
        assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


def test_units_of_one_name_are_of_one_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for row in unit_rows():
        kinds.setdefault(row["unit"], set()).add(row["kind"])
    assert all(len(k) == 1 for k in kinds.values())
