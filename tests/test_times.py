"""Times: cases as data for each language, and what holds for any text."""

from __future__ import annotations

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from aikg.extractors import calendars
from aikg.extractors.normalise import normalise
from aikg.extractors.times import find_times, time_spans
from aikg.ontology.model import Language, TimeInterval
from hypothesis import given, settings
from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CASES = [
    pytest.param(language, group.get("published"), case[0], case[1:], id=f"{language}-{case[0][:40]}")
    for language in LANGUAGES
    for group in tomllib.loads((DATA / f"times_{language}.toml").read_text("utf-8"))["group"]
    for case in group["cases"]
]


def _described(interval: TimeInterval) -> str:
    start = interval.start.isoformat() if interval.start else ""
    end = interval.end.isoformat() if interval.end else ""
    return start if start == end else f"{start}..{end}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("language", "published", "text", "expected"), CASES)
def test_case_gives_exactly_its_times(
    language: Language, published: str | None, text: str, expected: list[str]
) -> None:
    found = find_times(text, language, _day(published))
    assert [_described(cast(TimeInterval, m.value)) for m in found] == expected


def test_there_are_many_cases_for_each_language() -> None:
    for language in LANGUAGES:
        assert sum(p.values[0] == language for p in CASES) >= 150


ALPHABET = "0123456789一二三十年月日号上下周季度半前后初末底今昨明去至到-–—./:() QHFYE前"
FRAGMENTS = st.sampled_from(
    [
        "2026年",
        "4月2日",
        "去年",
        "上周",
        "本周一",
        "截至",
        "以来",
        "年底",
        "前",
        "三季度",
        "同日",
        "五天之后",
        "近两周",
        "April",
        "May 5",
        " 2026",
        "Q3",
        "last ",
        "week",
        "Monday",
        "by ",
        "since ",
        "the end of ",
        "two days earlier",
        " and ",
        "between ",
        "Sept. 31",
        "February 30",
        "31日",
        "0月",
        "year to date",
        "three months ended ",
        "FY26",
        "\n",
        "，",
        ". ",
    ]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(ALPHABET, max_size=8), st.text(max_size=4)), max_size=14).map("".join)
DATES = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES), DATES)
def test_mentions_are_ordered_slices_with_ordered_ends(text: str, language: Language, published: date | None) -> None:
    end = 0
    for mention in find_times(text, language, published):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        interval = cast(TimeInterval, mention.value)
        assert mention.kind == "Time"
        assert interval.start or interval.end
        assert not (interval.start and interval.end) or interval.start <= interval.end


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_scanned_spans_are_ordered_and_not_empty(text: str, language: Language) -> None:
    end = 0
    for span in time_spans(text, language):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_full_date_is_read_as_itself_in_both_languages(day: date) -> None:
    for language, text in (
        ("zh", f"{day.year}年{day.month}月{day.day}日"),
        ("en", day.strftime("%B %d, %Y")),
        ("en", f"{day.day} {day:%b} {day.year}"),
        ("zh", day.isoformat()),
        ("en", day.isoformat()),
    ):
        (mention,) = find_times(text, cast(Language, language), None)
        assert mention.value == TimeInterval(day, day, "day")
        assert mention.span.of(text) == text


@pytest.mark.parametrize(
    "piece", ["9", "一", "2026年", "1月", "3.", "1-", "last ", "May ", "the ", "周", "前", "the end of "]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_long_repetitions_take_linear_time(piece: str, language: Language) -> None:
    started = time.process_time()
    find_times(piece * (100_000 // len(piece)), language, date(2026, 1, 1))
    assert time.process_time() - started < 6


def test_granularity_is_what_the_text_spoke_in() -> None:
    texts = {"4月2日": "day", "上周": "week", "3月": "month", "三季度": "quarter", "上半年": "half", "去年": "year"}
    texts |= {"到2030年": "until", "年初至今": "since", "4月1日至3日": "range"}
    for text, granularity in texts.items():
        (mention,) = find_times(text, "zh", date(2026, 4, 7))
        assert cast(TimeInterval, mention.value).granularity == granularity, text


def test_leap_days_survive_a_shift_of_years() -> None:
    february = calendars.month(2024, 2)
    assert february is not None
    assert calendars.shifted(february, -1) == calendars.month(2023, 2)


@pytest.mark.parametrize(
    "text", ["2026年 3 月 1 8 日", "2 0 2 6 年 3 月 1 8 日", "２０２６年３月１８日", "2026 年 3 月 18 日"]
)
def test_digits_driven_apart_by_justified_lines_keep_their_date(text: str) -> None:
    found = find_times(normalise(text, "zh").text, "zh", date(2026, 4, 1))
    assert [m.value for m in found] == [TimeInterval(date(2026, 3, 18), date(2026, 3, 18), "day")]
