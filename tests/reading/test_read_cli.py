"""``pyrrhus read``: what it prints, what it asks for, a folder, and texts that mean harm."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pyrrhus.cli.read import command
from pyrrhus.errors import InputError

TEXT = "Russia lost 1,430 troops on Sunday, the General Staff in Kyiv said. Russian forces took 431 sq km in January, ISW said.\n"


def run(*args: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command, list(args), input=text, standalone_mode=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_json_has_every_key_of_a_label(article: Path) -> None:
    told = json.loads(run(str(article), "--published", "2025-02-04", "--format", "json").output)
    assert told["published"] == "2025-02-04"
    assert [one["value"] for one in told["claims"]] == [1430, 431]
    for one in told["claims"]:
        assert TEXT[one["start_char"] : one["end_char"]] == one["text"]
        assert {
            "kind",
            "metric",
            "basis",
            "party",
            "source",
            "relayed_by",
            "rank",
            "also",
            "class",
            "subgroup",
            "vs_start",
        } <= set(one)


def test_a_table_and_marks(article: Path) -> None:
    assert "ua_general_staff" in run(str(article), "--published", "2025-02-04").output
    marked = run(str(article), "--published", "2025-02-04", "--format", "marks").output
    assert "[1,430 troops](1)" in marked
    assert "(1) flow casualties russia 1430 persons 2025-02-02 ua_general_staff" in marked


def test_standard_input_is_read() -> None:
    assert "1430" in run("-", "--published", "2025-02-04", text=TEXT).output


def test_without_a_day_it_asks_for_one(article: Path) -> None:
    result = run(str(article))
    assert isinstance(result.exception, InputError)
    assert "--published" in str(result.exception)


def test_the_day_of_a_dateline_is_used_and_said(tmp_path: Path) -> None:
    file = tmp_path / "wire.txt"
    file.write_text("KYIV, 4 February 2025 - " + TEXT, encoding="utf-8")
    result = run(str(file))
    assert result.return_value == 0
    assert "Published 2025-02-04" in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [((), "text to read"), (("nowhere.txt",), "cannot read"), (("-", "--publisher", "nobody"), "no source")],
)
def test_wrong_input_is_one_sentence(args: tuple[str, ...], words: str) -> None:
    result = run(*args, text=TEXT)
    assert isinstance(result.exception, InputError)
    assert words in str(result.exception)


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02\x03" * 50, b"\xff\xfeR\x00u\x00", b"%PDF-1.7 x"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(data)
    assert isinstance(run(str(file), "--published", "2025-02-04").exception, InputError)


def test_what_cannot_be_seen_is_shown_and_look_alikes_too(tmp_path: Path) -> None:
    file = tmp_path / "odd.txt"
    file.write_text("The General Staff said \x1b[31mRussia lost 1,430\u202e trооps on Sunday.\n", encoding="utf-8")
    shown = run(str(file), "--published", "2025-02-04", "--format", "marks").output
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "<U+001B>" in shown
    assert "tr<U+043E><U+043E>ps" in shown


def test_scripts_of_a_page_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(f"<html><script>var x='Russia lost 9,999 troops';</script><p>{TEXT}</p></html>", encoding="utf-8")
    told = json.loads(run(str(file), "--published", "2025-02-04", "--format", "json").output)
    assert [one["value"] for one in told["claims"]] == [1430, 431]
    source = file.read_text(encoding="utf-8")
    assert all(source[one["start_char"] : one["end_char"]] == one["text"] for one in told["claims"])


def test_a_folder_is_read_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    texts, out = tmp_path / "texts", tmp_path / "out"
    (texts / "deep").mkdir(parents=True)
    for number in range(3):
        (texts / "deep" / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    (texts / "german.txt").write_text(
        "Die Armee hat nach den Angaben im Januar nicht so viel verloren wie im Dezember und das ist wenig.", encoding="utf-8"
    )
    result = run(str(texts), "--published", "2025-02-04", "--out", str(out))
    assert result.return_value == 2
    assert "3 texts read, 6 claims; 0 were there, 1 cannot be read" in result.stderr
    assert json.loads((out / "deep" / "0.txt.json").read_text())["claims"][0]["value"] == 1430
    (texts / "german.txt").unlink()
    (out / "deep" / "1.txt.json").unlink()
    result = run(str(texts), "--published", "2025-02-04", "--out", str(out))
    assert result.return_value == 0
    assert "1 texts read, 2 claims; 2 were there" in result.stderr


def test_a_folder_needs_a_folder_for_its_results(tmp_path: Path) -> None:
    assert isinstance(run(str(tmp_path)).exception, InputError)


PATHOLOGICAL = {
    "spans in spans": "the start of the " * 1500,
    "early": "early " * 4000,
    "ranges": "1 January to " * 1500,
    "halves": "the first half of " * 1500,
    "joined words": "killed and wounded and " * 1500,
    "names": "General Staff of " * 1500,
    "brackets": "( ) " * 4000,
    "months": "Jan " * 3000,
    "years": "2024, " * 2500,
    "numbers": "Russia lost " + "1,000 troops, " * 1500,
    "lines": "a\n" * 12000,
    "speakers": "Kyiv said " * 2500,
}


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_no_text_takes_long(text: str) -> None:
    from datetime import date

    from pyrrhus.reading.read import read_text

    began = time.perf_counter()
    read_text(text, published=date(2025, 2, 4), language="en")
    assert time.perf_counter() - began < len(text) * 150e-6 + 1  # seconds, some ten times what it takes
