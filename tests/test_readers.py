"""Every reader: what it takes in, what it refuses, and with which words."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from aikg.extractors.encoding import decode
from aikg.extractors.readers import formats, read, text_document
from aikg.ontology import errors
from aikg.ontology.model import Document
from hypothesis import given
from hypothesis import strategies as st

CHINESE = "2026年1月8日，某公司宣布完成新一轮融资，金额为5亿元。市场认为这是国内公司的重要进展。\n资金用于建设。"
TRADITIONAL = "公司宣布完成新一輪融資，金額為五億元。市場認為這是國內大型模型公司的重要進展，資金將用於建設數據中心。"
ENGLISH = "Acme raised $5 million on Monday, the company’s first round.\nThe café chain was not involved."


def only(path: Path | str, **options: date) -> Document:
    """The one document of a file."""
    (found,) = read(path, **options)
    assert isinstance(found, Document)
    return found


def a_docx(path: Path) -> Path:
    docx = pytest.importorskip("docx")
    word = docx.Document()
    word.add_paragraph("Before the table stands this.")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Model", "Score", "GPT-5", "74.9%"), strict=True
    ):
        cell.text = text
    word.add_paragraph("After the table stands that.")
    word.save(str(path))
    return path


def a_pdf(path: Path, lines: list[str], trailer: str = "") -> Path:
    """The smallest PDF that has these lines of text; `trailer` is added to its trailer."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{o:010d} 00000 n \n" for o in offsets)
    trailer = f"trailer\n<< /Size 6 /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    out += f"xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode()
    path.write_bytes(out)
    return path


A_PAGE = """<!DOCTYPE html><html><head><title>Fallback title</title>
<meta property="og:title" content="Acme raises money"><meta property="og:site_name" content="The Daily Sample">
<meta property="article:published_time" content="2026-01-08T09:00:00+08:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Acme raises money</h1>
<p>Acme raised five million dollars in a round that a fund called Sample Capital led, it said on Monday.</p>
<p>The money will pay for a data centre, and the company plans to hire forty people over the next year.</p>
</article><script>alert("no")</script></body></html>"""


def a_sample(format_: str, folder: Path) -> Path:
    """A small valid file of each format."""
    path = folder / f"sample.{format_}"
    if format_ == "docx":
        return a_docx(path)
    if format_ == "pdf":
        return a_pdf(path, ["Acme raised five million dollars."])
    line = json.dumps({"id": "sample", "text": ENGLISH})
    path.write_text({"html": A_PAGE, "jsonl": line}.get(format_, ENGLISH), "utf-8")
    return path


@pytest.mark.parametrize("format_", formats())
class TestEveryFormat:
    def test_a_small_file_gives_one_document_with_text_id_and_language(self, format_: str, tmp_path: Path) -> None:
        document = only(a_sample(format_, tmp_path))
        assert "Acme" in document.text or "GPT-5" in document.text
        assert document.id.startswith("sha256:")
        assert document.language == "en"

    def test_reading_twice_gives_equal_documents(self, format_: str, tmp_path: Path) -> None:
        path = a_sample(format_, tmp_path)
        assert only(path) == only(path)

    def test_an_empty_file_is_refused(self, format_: str, tmp_path: Path) -> None:
        path = tmp_path / f"empty.{format_}"
        path.write_bytes(b"")
        with pytest.raises(errors.EmptyDocument):
            list(read(path))

    def test_zeros_are_refused_without_reading_them_all(self, format_: str, tmp_path: Path) -> None:
        path = tmp_path / f"zeros.{format_}"
        with path.open("wb") as out:
            out.truncate(1_000_000_000)  # sparse
        with pytest.raises(errors.UnsupportedFormat):
            list(read(path))

    @pytest.mark.parametrize("seed", range(8))
    def test_random_bytes_raise_only_our_errors(self, format_: str, seed: int, tmp_path: Path) -> None:
        import random

        junk = random.Random(seed).randbytes(3_000)
        whole = a_sample(format_, tmp_path).read_bytes()
        for data in (junk, whole[: len(whole) // 2] + junk, whole[: len(whole) // 3]):
            path = tmp_path / f"junk.{format_}"
            path.write_bytes(data)
            try:
                found = list(read(path))
            except errors.InputError:
                continue
            assert all(isinstance(f, Document | errors.InputError) for f in found)

    def test_the_given_date_stands_where_the_format_states_none(self, format_: str, tmp_path: Path) -> None:
        document = only(a_sample(format_, tmp_path), published=date(2026, 2, 3))
        assert document.published == (date(2026, 1, 8) if format_ == "html" else date(2026, 2, 3))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((CHINESE, e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk")),
        *((TRADITIONAL, e) for e in ("utf-8", "big5", "big5hkscs", "gb18030", "utf-16")),
        *((ENGLISH, e) for e in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252")),
    ],
)
def test_encodings_are_recognised(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(text.encode(encoding))
    document = only(path)
    assert document.text == text
    assert document.language == ("en" if text is ENGLISH else "zh")


def test_a_damaged_byte_does_not_change_the_encoding_of_the_rest() -> None:
    data = CHINESE.encode()
    assert decode(data[:30] + b"\xff" + data[30:]).count("\ufffd") == 1


@given(st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=("Cs",)), min_size=1))
def test_utf8_text_passes_unchanged(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff") or text.startswith(("\ufeff", "\ufffe"))


def test_line_ends_become_line_feeds(tmp_path: Path) -> None:
    path = tmp_path / "dos.txt"
    path.write_bytes(b"one line\r\nanother\rthird\n")
    assert only(path).text == "one line\nanother\nthird\n"


def test_the_source_is_the_file_name(tmp_path: Path) -> None:
    assert only(a_sample("txt", tmp_path)).source == "sample.txt"


def test_an_unknown_ending_is_read_by_its_content(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "report.bin", ["Words in a PDF."])
    assert only(path).text == "Words in a PDF."


def test_text_that_claims_to_be_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text(ENGLISH)
    with pytest.raises(errors.UnsupportedFormat, match=r"ending \.pdf"):
        list(read(path))


@pytest.mark.parametrize(
    ("name", "words"), [("missing.txt", "no such file"), (".", "is a directory"), ("a\0b", "no such file")]
)
def test_what_cannot_be_opened_says_why(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(errors.UnreadableDocument, match=words):
        list(read(f"{tmp_path}/{name}"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_forbidden_file_says_so(tmp_path: Path) -> None:
    path = a_sample("txt", tmp_path)
    path.chmod(0)
    with pytest.raises(errors.UnreadableDocument, match="permission denied"):
        list(read(path))


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aikg.extractors.documents.LIMIT", 100)
    with pytest.raises(errors.DocumentTooLarge):
        text_document("x" * 101)


def test_a_huge_text_file_is_not_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.write(b"word " * 20_000)
        out.truncate(201_000_000)
    with pytest.raises(errors.DocumentTooLarge, match="200 MB"):
        list(read(path))


class TestJsonLines:
    def lines(self, tmp_path: Path, *lines: str) -> list[Document | errors.InputError]:
        path = tmp_path / "many.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        return list(read(path))

    def test_all_fields_are_taken(self, tmp_path: Path) -> None:
        line = {"id": "a-1", "text": "Some words.", "title": "T", "publisher": "P", "published": "2026-01-08"}
        (found,) = self.lines(tmp_path, json.dumps(line | {"language": "zh", "url": "https://example.org/1"}))
        assert isinstance(found, Document)
        assert (found.source, found.title, found.publisher) == ("a-1", "T", "P")
        assert (found.published, found.language, found.url) == (date(2026, 1, 8), "zh", "https://example.org/1")

    def test_a_text_passes_exactly_as_it_is(self, tmp_path: Path) -> None:
        text = "\ufeffone\r\ntwo\u2028three"
        (found,) = self.lines(tmp_path, json.dumps({"id": "a", "text": text}))
        assert isinstance(found, Document)
        assert found.text == text

    @pytest.mark.parametrize(
        "bad", ["{", "[1]", '{"id": "b"}', '{"id": "b", "text": ""}', '{"text": "x", "published": "soon"}', "[" * 9_999]
    )
    def test_a_bad_line_is_named_and_the_rest_goes_on(self, bad: str, tmp_path: Path) -> None:
        good = json.dumps({"id": "a", "text": "words"})
        first, error, last = self.lines(tmp_path, good, bad, good)
        assert isinstance(first, Document)
        assert isinstance(last, Document)
        assert isinstance(error, errors.InputError)
        assert "line 2" in str(error)

    def test_lone_surrogates_keep_their_place(self, tmp_path: Path) -> None:
        (found,) = self.lines(tmp_path, '{"id": "a", "text": "a\\ud800b\\u0000c"}')
        assert isinstance(found, Document)
        assert found.text == "a\ufffdb\ufffdc"


class TestHtml:
    def test_the_head_states_title_publisher_and_date(self, tmp_path: Path) -> None:
        document = only(a_sample("html", tmp_path))
        assert (document.title, document.publisher) == ("Acme raises money", "The Daily Sample")
        assert document.published == date(2026, 1, 8)

    def test_scripts_and_navigation_are_no_text(self, tmp_path: Path) -> None:
        text = only(a_sample("html", tmp_path)).text
        assert "alert" not in text
        assert "Home" not in text
        assert "Sample Capital" in text

    @pytest.mark.parametrize(
        "page",
        [
            "<html>" + "<div>" * 50_000 + "deep words",
            "<html><body>" + "<b>" * 3_000 + "deep words" + "</b>" * 3_000,
            '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]><html><p>deep &a;&b;',
            '<html><head><meta http-equiv="refresh" content="0;url=http://localhost:9/"></head><p>deep words',
            "<html><body><table>" + "<tr><td>" * 2_000 + "deep words",
            '<html><img src="http://localhost:9/a.png"><iframe src="file:///etc/passwd"></iframe><p>deep words',
        ],
    )
    def test_hostile_pages_end_well(self, page: str, tmp_path: Path) -> None:
        path = tmp_path / "hostile.html"
        path.write_text(page)
        try:
            (found,) = read(path)
        except errors.InputError:
            return
        assert isinstance(found, Document)
        assert "root:" not in found.text

    def test_the_declared_encoding_is_followed(self, tmp_path: Path) -> None:
        path = tmp_path / "page.html"
        path.write_bytes(
            f'<html><head><meta charset="gb2312"></head><body><p>{CHINESE}</p></body></html>'.encode("gbk")
        )
        assert "某公司宣布完成新一轮融资" in only(path).text


class TestWordAndPdf:
    def test_tables_stand_where_they_stood(self, tmp_path: Path) -> None:
        text = only(a_docx(tmp_path / "report.docx")).text
        assert text.split("\n") == [
            "Before the table stands this.",
            "Model\tScore",
            "GPT-5\t74.9%",
            "After the table stands that.",
        ]

    def test_a_zip_bomb_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.docx"
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("word/document.xml", "w") as part,
        ):
            for _ in range(21):
                part.write(bytes(10_000_000))
        with pytest.raises(errors.DocumentTooLarge):
            list(read(path))

    def test_a_plain_zip_is_no_word_document(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "words")
        with pytest.raises(errors.UnsupportedFormat, match="no Word document"):
            list(read(path))

    def test_an_encrypted_word_document_asks_for_its_password(self, tmp_path: Path) -> None:
        path = tmp_path / "secret.docx"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
        with pytest.raises(errors.EncryptedDocument):
            list(read(path))

    def test_lines_of_a_pdf_come_in_order(self, tmp_path: Path) -> None:
        assert only(a_pdf(tmp_path / "a.pdf", ["First line.", "Second line."])).text == "First line.\nSecond line."

    def test_an_encrypted_pdf_asks_for_its_password(self, tmp_path: Path) -> None:
        key = "00" * 32
        lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <{key}> /U <{key}> >> /ID [<{key[:32]}> <{key[:32]}>]"
        with pytest.raises(errors.EncryptedDocument, match="password"):
            list(read(a_pdf(tmp_path / "secret.pdf", ["Hidden."], lock)))

    def test_a_pdf_without_text_is_empty(self, tmp_path: Path) -> None:
        with pytest.raises(errors.EmptyDocument, match="scan"):
            list(read(a_pdf(tmp_path / "a.pdf", [])))


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(errors.MissingExtra, match=r"aikg\[pdf\]"):
        list(read(a_pdf(tmp_path / "a.pdf", ["x"])))


def test_standard_input_is_read_as_any_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"id": "one", "text": "Words."}\n{"id": "two", "text": "More."}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert [d.source for d in read("-") if isinstance(d, Document)] == ["one", "two"]
