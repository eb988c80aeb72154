"""Normalisation changes what rules see, never what is quoted."""

from __future__ import annotations

import pytest
from aikg.extractors.normalise import fold, normalise
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(
    alphabet=st.sampled_from("4月２ 日，。ＡaB*#[](_)\n\t　中國營收\u00a0“「」`>12.5%亿万元 |-—"), max_size=80
)


@given(TEXTS, st.sampled_from(["zh", "en"]))
def test_every_range_leads_back_into_the_text(text: str, language: str) -> None:
    normal = normalise(text, language)  # type: ignore[arg-type]
    for start in range(len(normal.text)):
        span = normal.span(start, start + 1)
        assert 0 <= span.start < span.end <= len(text)


def test_a_line_with_room_for_the_next_word_has_ended() -> None:
    item = "- Price on Together: $0.60 in, $1.80 out per million tokens, a third of the old one"
    text = f"{item}\nIt trails the others.\n{'All three sizes are out under a free licence and run on one card each ' * 2}\n{'x' * 140}"
    assert f"{item}\nIt" in normalise(text, "en").text
    wrapped = "The Italian authority fined the company on Tuesday for processing the data of minors, and\nTexas sued it a day later, accusing it of what it called deceptive marketing to families."
    assert "and Texas" in normalise(wrapped, "en").text


def test_items_and_parts_that_run_on_in_a_line_are_parted() -> None:
    """An aggregator's notes end items, a block mark opens a part; a bullet that is a star begins a line of its own."""
    items = "- 云岫智能去年营收 20 亿元 [3][11] - 员工总数增至 600 人 [4]"
    assert normalise(items, "zh").text.split("\n") == ["-云岫智能去年营收20亿元", "-员工总数增至600人"]
    assert normalise("投资要点 推荐(维持) ▌上周回顾", "zh").text.split("\n")[1:] == ["▌上周回顾"]
    stars = "* 谷歌今年第二季度的芯片出货量预计从 400 万片增加到接近 1000 万片\n* 英伟达明年的产能预计增长 60% 至 70%"
    assert normalise(stars, "zh").text.count("\n") == 1


def test_a_line_longer_than_any_paragraph_is_no_error() -> None:
    line = "word " * 1000 + "word"
    assert normalise(f"{line}\nCapitals begin the line below it\n", "en").text.startswith(line)


def test_numbers_of_notes_at_the_end_of_items_are_none_of_theirs() -> None:
    items = "- The maker of rings raised its second round of the year 3.\n- A rival with fewer users opened an office in Porto 4.\n- The regulator closed its file on the merger 12."
    assert normalise(items, "en").text.count(" 4.") == 0
    assert "had 9" in normalise("- The lab now has more people than it had 9.", "en").text


@given(TEXTS)
def test_offsets_never_run_backwards(text: str) -> None:
    normal = normalise(text, "zh")
    sources = [normal.source(i) for i in range(len(normal.text))]
    assert sources == sorted(sources)


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text, "zh")) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 月 2 日", "4月2日"),
        ("營收１２．５％", "营收12.5%"),
        ("１５．Hugging Face裁员", "15、Hugging Face裁员"),  # an item's number is no part of the name
        ("公司营收增长一成。[3][11]后续", "公司营收增长一成。后续"),  # numbers of notes
        ("[融资] 公司获投\n[并购] 无", "【融资】公司获投\n【并购】无"),  # labels
        ("周活跃用\n\n户数", "周活跃用\n\n户数"),  # short lines: a real break
        ("台股盤後 魏哲家", "台股盘后 魏哲家"),  # a space between words of a headline separates
        ("市 场 回 顾", "市场回顾"),  # a justified line
        ("**重点**：`GLM-5` 发布", "重点：GLM-5发布"),
        ("请务必阅读末页声明。    1 / 6\n正文", "正文"),
        ("请务必阅读正文之后的免责条款" + " " * 80 + "1 / 6\n正文", "正文"),
        (
            "收入3. 42亿元，增1. 5%，毛利2, 140万元，净利0. 8亿元，2 027年",
            "收入3.42亿元，增1.5%，毛利2,140万元，净利0.8亿元，2027年",
        ),
        ("1. 5家公司公布了业绩", "1. 5家公司公布了业绩"),  # one such point is an item's
        ("**砺石数据** 成立于2021年", "砺石数据 成立于2021年"),  # a name that opens a line
        ("**砺石数据获新一轮融资** 这家公司昨日宣布", "砺石数据获新一轮融资。这家公司昨日宣布"),  # a heading that does
    ],
)
def test_typography_is_mended(text: str, expected: str) -> None:
    assert normalise(text, "zh").text == expected


def test_a_line_broken_in_the_middle_of_a_sentence_is_joined() -> None:
    first = "这家公司在去年年底宣布完成了新一轮的股权融资，投资方包括多家国内外知名的创业投资机构以及"
    normal = normalise(f"{first}\n两家产业基金，金额没有披露。", "zh")
    assert "以及两家产业基金" in normal.text
    start = normal.text.index("两家")
    assert normal.span(start, start + 2).start == len(first) + 1


def test_a_line_may_break_before_a_figure_or_a_bracket() -> None:
    first = "这家公司在去年年底宣布完成了新一轮的股权融资，投资方包括多家国内外知名的创业投资机构，金额约"
    assert "金额约2.4亿元" in normalise(f"{first}\n2.4亿元，没有披露估值。", "zh").text
    assert "金额约(未经审计)" in normalise(f"{first}\n（未经审计）一亿元。", "zh").text
    assert "\n(二)" in normalise(f"{first}\n（二）其他事项", "zh").text


def test_paragraphs_of_one_line_each_are_not_joined() -> None:
    first = "昨夜今晨：砺石数据完成新一轮融资，云衢数科买下了清淮科技，三家公司同日在港交所递交了招股书"
    assert f"{first}\n\n早上好" in normalise(f"{first}\n\n早上好。今天一共三条，读完大约四分钟。\n\n正文。", "zh").text


@pytest.mark.parametrize("mark", [" — ", " – ", "——", " · ", " / "])
def test_marks_that_part_the_cells_of_several_lines_make_columns(mark: str) -> None:
    rows = [("Company", "Round", "Size"), ("Wobble", "Seed", "$6m"), ("Orrery", "Series A", "$22m")]
    text = "\n".join(mark.join(row) for row in rows)
    assert normalise(text, "en").text == "\n".join(" | ".join(row) for row in rows)
    assert " | " not in normalise("\n".join(mark.join(row) for row in rows[:2]), "en").text  # a title, and a line below


def test_traditional_texts_are_told_from_simplified_ones_that_hold_a_name() -> None:
    assert normalise("營收創新高，較上季成長三成", "zh").traditional
    assert not normalise("营收创新高，较上季增长三成，記者在现场", "zh").traditional


def test_a_wide_comma_parts_thousands_among_wide_digits_alone() -> None:
    assert normalise("收２６，４８７點", "zh").text == "收26,487点"
    assert "26，487" in normalise("第26，487名", "zh").text


def test_a_name_that_a_line_breaks_behind_its_hyphen_is_whole() -> None:
    first = "团队在技术报告里写道，这个新的基座模型在代码生成与长文本理解两项上都略高于此前开源的 Corvid-"
    assert "Corvid-V3的得分" in normalise(f"{first}\nV3 的得分。", "zh").text


def test_a_sentence_goes_on_over_the_foot_and_the_head_of_a_page() -> None:
    head = "Kestrel Weekly                                        3 May 2026"
    foot = "Please see important disclosures at the end.              1"
    text = f"{head}\n\nLast week the company has signed a contract worth $300\n\n{foot}\n\n{head}\n\nmillion with a bank.\n"
    assert "a contract worth $300 million with a bank." in normalise(text, "en").text


def test_a_word_parted_at_the_end_of_a_line_is_one_word() -> None:
    text = "The Commerce Depart-\nment sued Petra Aschen-\nbrenner over an open-\nsource tool."
    assert normalise(text, "en").text == "The Commerce Department sued Petra Aschenbrenner over an open-\nsource tool."


def test_a_character_whose_simple_form_no_name_is_looked_for_in_stays() -> None:
    assert fold("鋐宇營收", "zh") == "鋐宇营收"
