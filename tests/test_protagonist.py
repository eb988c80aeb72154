"""Whom a document is about and for whom it says "we"."""

from __future__ import annotations

from datetime import date

import pytest
from aikg.extractors.extract import Extractor
from aikg.ontology.model import Document, EntityRef, Language

BLOG = """Harborline Inc. Newsroom

Our year with agents

March 17, 2026

We have bought Tilework Inc., a maker of annotation tools. Harborline Inc. will open an office in Lisbon.
"""
NEWSLETTER = """The Long Wire · a newsletter
17 March 2026

Odds and ends

We have bought a new coffee machine. Harborline Inc. has bought Tilework Inc. this week.
"""
ZH = """砺石数据技术股份有限公司（以下简称“公司”）公告

2026年3月17日

公司与清淮科技有限公司签署股权转让协议。公司已收购清淮科技有限公司。
"""

LISTED = """证券代码：301999    证券简称：云衢数科    公告编号：2026-018

云衢数字科技股份有限公司
关于全资子公司股权收购的公告

2026年3月17日

云衢数科全资子公司杭州砺算信息技术有限公司（以下简称“砺算信息”）成立于2019年。
公司已收购清淮科技有限公司。
"""


NOTE = """Harborline Inc. (HARB.O)

Shells, not demand

Results. Harborline reported third-quarter revenue of $1.4bn. In September Meta renewed its lease. Contracted power rose to 2.9GW.

We stay Neutral; among its peers we prefer Nebius (NBIS.O) and Oracle (ORCL.N).
"""


def acquirers(text: str, language: Language) -> list[str]:
    found = Extractor().extract(Document("sha256:x", text, "x", language, published=date(2026, 3, 18)))
    return [
        a.value.id
        for e in found.events
        if e.kind == "Acquisition"
        for a in e.arguments["acquirer"]
        if isinstance(a.value, EntityRef)
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (BLOG, "en", ["harborline-inc"]),
        (NEWSLETTER, "en", ["harborline-inc"]),
        (ZH, "zh", ["砺石数据技术股份有限公司"]),
        (LISTED, "zh", ["云衢数科"]),
    ],
)
def test_we_and_the_company_stand_for_the_one_that_speaks(text: str, language: Language, expected: list[str]) -> None:
    assert acquirers(text, language) == expected


def test_what_a_note_tells_of_nobody_is_its_companys_and_the_company_recommends_nobody() -> None:
    document = Document("sha256:x", NOTE, "x", "en", published=date(2025, 11, 11))
    found = Extractor().extract(document).events
    (power,) = [e for e in found if e.arguments.get("metric") and e.arguments["metric"][0].value == "capacity"]
    assert [a.value for a in power.arguments["subject"]] == [EntityRef("harborline")]
    assert all("recommender" not in e.arguments for e in found if e.kind == "Recommendation")
