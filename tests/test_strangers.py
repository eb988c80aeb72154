"""Subjects without a known name, which keep those spoken of before out of a clause."""

from __future__ import annotations

import pytest
from aikg.extractors.strangers import has_stranger


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("松鼠云课宣布", True),  # two characters in a row that are no plain word's
        ("昨日，应科院", True),
        ("公司近日宣布", False),
        ("此前与滟澜智核", False),  # governed by a coverb: not the subject
        ("《滟澜条例》草案将于年内", False),  # a title
        ("", False),
    ],
)
def test_a_stranger_shows_by_its_characters(opening: str, expected: bool) -> None:
    assert has_stranger(opening, "zh") is expected


def test_a_language_may_tell_no_strangers() -> None:
    assert not has_stranger("Zorblatt has ", "en")
