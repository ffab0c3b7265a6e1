"""Files of every kind that newsrooms have: read, refused with a sentence, or the extra named that would read them."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrrhus.errors import InputError
from pyrrhus.judging.documents import document

SENTENCE = "Kyiv said that Russia lost 48,240 soldiers, killed and wounded, in January 2025."


def word_file(path: Path, *lines: str) -> Path:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "January", "48,240"
    made.save(str(path))
    return path


def pdf_file(path: Path, text: str) -> Path:
    """The smallest PDF with a text layer."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    made, at = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        at.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in at)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    path.write_bytes(made)
    return path


def test_a_word_file_is_read_with_its_tables(tmp_path: Path) -> None:
    text = document(word_file(tmp_path / "a.docx", SENTENCE, "Second line.")).text
    assert SENTENCE in text
    assert "January | 48,240" in text


def test_the_text_layer_of_a_pdf_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    assert SENTENCE in document(pdf_file(tmp_path / "a.pdf", SENTENCE)).text


def test_a_pdf_without_a_text_layer_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(InputError, match="no text layer.*OCR"):
        document(pdf_file(tmp_path / "a.pdf", ""))


@pytest.mark.parametrize(("ending", "library"), [("docx", "docx"), ("pdf", "pypdf")])
def test_without_the_extra_its_name_is_told(ending: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    (tmp_path / f"a.{ending}").write_bytes(b"anything")
    with pytest.raises(InputError, match=r"pyrrhus\[documents\]"):
        document(tmp_path / f"a.{ending}")


def test_a_page_and_a_markdown_file_are_read_as_their_reader_sees_them(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(f"<!doctype html><html><body><article><p>{SENTENCE}</p></article><script>48,240</script></body></html>")
    assert document(page).text.strip() == SENTENCE
    note = tmp_path / "a.md"
    note.write_text(f"# Losses\n\n**{SENTENCE}**\n")
    assert SENTENCE in document(note).text


def test_a_file_that_is_not_there_and_one_that_is_empty_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read it"):
        document(tmp_path / "none.txt")
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match="empty"):
        document(tmp_path / "empty.txt")


def test_a_word_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(InputError, match="unpacks to more"):
        document(path)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@given(data=st.binary(max_size=400))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore")
def test_any_bytes_are_read_or_refused_in_a_sentence(ending: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    head = {"docx": b"PK\x03\x04", "pdf": b"%PDF-1.4\n"}[ending]
    path = tmp_path_factory.mktemp("any") / f"a.{ending}"
    for content in (data, head + data):
        path.write_bytes(content)
        try:
            document(path)
        except InputError as error:
            assert "\n" not in str(error)
