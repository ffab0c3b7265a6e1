"""``pyrrhus check`` on the command line: forms, exit statuses, folders, and that its result can be rechecked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pyrrhus.cli.main import main

Run = Callable[..., tuple[int, str, str]]
TRUE = "Ukraine's General Staff said on 1 February 2025 that Russia suffered 48,240 casualties in January 2025.\n"
FALSE = "Ukraine's General Staff said on 1 February 2025 that Russia suffered 42,840 casualties in January 2025.\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("true.txt").write_text(TRUE)
    Path("false.txt").write_text(FALSE)

    def once(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(args))
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return once


def test_nothing_differs_is_status_0_something_is_1_and_no_file_is_2(run: Run) -> None:
    status, out, err = run("check", "true.txt", "--published", "2025-02-05")
    assert (status, err) == (0, "")
    assert "as stated" in out
    assert "Nothing here says that any casualty figure is true." in out
    status, out, _ = run("check", "false.txt", "--published", "2025-02-05")
    assert status == 1
    assert "two digits changed places" in out
    status, out, err = run("check", "none.txt", "--published", "2025-02-05")
    assert (status, out) == (2, "")
    assert err.startswith("pyrrhus: none.txt: cannot read it")
    assert "Traceback" not in err


def test_a_text_without_a_day_asks_for_it_and_a_name_or_dateline_tells_it(run: Run) -> None:
    Path("undated.txt").write_text("Ukraine's General Staff said that Russia suffered 48,240 casualties in January 2025.\n")
    status, _, err = run("check", "undated.txt")
    assert status == 2
    assert "--published" in err
    Path("report-2025-02-05.txt").write_text(Path("undated.txt").read_text())
    status, out, _ = run("check", "report-2025-02-05.txt", "--format", "json")
    assert (status, json.loads(out)["published"]) == (0, "2025-02-05")


@pytest.mark.parametrize(
    "args",
    [
        ("--published", "2025-13-01"),
        ("--published", "2999-01-01"),
        ("--as-of", "soon"),
        ("--publisher", "nobody_known"),
        ("--format", "pdf"),
    ],
)
def test_wrong_options_are_one_sentence_and_status_2(run: Run, args: tuple[str, ...]) -> None:
    asked = args if "--published" in args else ("--published", "2025-02-05", *args)
    status, out, err = run("check", "true.txt", *asked)
    assert (status, out) == (2, "")
    assert "Traceback" not in err


def test_the_ending_of_out_chooses_the_form(run: Run) -> None:
    for name, head in (("a.json", "{"), ("a.html", "<!doctype html>"), ("a.txt", "Check of")):
        status, out, err = run("check", "true.txt", "--published", "2025-02-05", "--out", name)
        assert (status, out, err) == (0, "", f"Written to {name}\n")
        assert Path(name).read_text().startswith(head)


def test_as_of_judges_by_another_days_knowledge(run: Run) -> None:
    told = {}
    for day in ("2025-01-15", "2025-02-05"):
        _, out, _ = run("check", "true.txt", "--published", "2025-02-05", "--as-of", day, "--format", "json")
        told[day] = {piece["known"] for one in json.loads(out)["claims"] for piece in one["evidence"]}
        assert json.loads(out)["as_of"] == day
    assert told["2025-01-15"] == {"later"}
    assert "then" in told["2025-02-05"]


def test_language_notes_change_no_verdict_and_no_status(run: Run) -> None:
    Path("dead.txt").write_text(TRUE.replace("suffered 48,240 casualties", "counted 48,240 dead and wounded, liberated"))
    plain = run("check", "dead.txt", "--published", "2025-02-05", "--format", "json")
    noted = run("check", "dead.txt", "--published", "2025-02-05", "--format", "json", "--language")
    assert plain[0] == noted[0]
    assert json.loads(plain[1])["claims"] == json.loads(noted[1])["claims"]
    assert [one["rule"] for one in json.loads(noted[1])["notes"]] == ["loaded_word"]


def test_a_checked_text_can_be_rechecked_as_json_and_as_a_page(run: Run) -> None:
    for name in ("a.json", "a.html"):
        run("check", "true.txt", "--published", "2025-02-05", "--out", name)
        status, out, err = run("recheck", name)
        assert status in (0, 1), err
        assert "no longer stand" in out


# folders ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(run: Run) -> Path:
    home = Path("texts")
    for number in range(40):
        path = home / f"{number // 10}" / f"{number:02}-2025-02-05.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FALSE if number % 4 == 0 else TRUE)
    return home


def test_a_folder_is_checked_text_by_text_and_says_how_many_differ(run: Run, folder: Path) -> None:
    status, out, err = run("check", str(folder), "--out", "checked", "--jobs", "1")
    assert (status, out) == (1, "")
    assert "40 texts (0 of them checked before): 10 differ, 30 do not, 0 could not be read" in err
    results = sorted(Path("checked").rglob("*.json"))
    assert len(results) == 40
    one = Path("alone.json")
    run("check", "texts/0/00-2025-02-05.txt", "--out", str(one))
    assert results[0].read_bytes() == one.read_bytes()


def test_a_folder_that_was_stopped_goes_on_where_it_was(run: Run, folder: Path) -> None:
    run("check", str(folder), "--out", "checked", "--jobs", "1")
    record = Path("checked/checked.tsv")
    record.write_text("".join(record.read_text().splitlines(keepends=True)[:25]) + "half a li")
    (folder / "0" / "01-2025-02-05.txt").write_text(FALSE)
    Path("checked/0/02-2025-02-05.txt.json").unlink()
    status, _, err = run("check", str(folder), "--out", "checked", "--jobs", "1")
    assert status == 1
    assert "40 texts (23 of them checked before): 11 differ, 29 do not" in err
    assert Path("checked/0/02-2025-02-05.txt.json").exists()


def test_two_processes_give_what_one_gives(run: Run, folder: Path) -> None:
    run("check", str(folder), "--out", "one", "--jobs", "1", "--quiet")
    status, _, err = run("check", str(folder), "--out", "two", "--jobs", "2", "--quiet")
    assert (status, err) == (1, "")
    one, two = (
        {path.relative_to(home): path.read_bytes() for path in home.rglob("*.json")} for home in (Path("one"), Path("two"))
    )
    assert one == two


def test_a_text_that_cannot_be_read_stops_no_other_and_is_named(run: Run, folder: Path) -> None:
    (folder / "broken-2025-02-05.txt").write_bytes(b"\xff\xfe\x00bad")
    status, _, err = run("check", str(folder), "--out", "checked", "--jobs", "1")
    assert status == 2
    assert "1 could not be read" in err
    assert "broken-2025-02-05.txt" in err
    assert len(list(Path("checked").rglob("*.json"))) == 40


def test_a_folder_needs_a_folder_to_write_to_and_texts_to_read(run: Run, folder: Path) -> None:
    assert run("check", str(folder))[0] == 2
    assert run("check", str(folder), "--out", str(folder))[0] == 2
    assert run("check", str(folder), "--out", "true.txt")[0] == 2
    Path("nothing").mkdir()
    status, _, err = run("check", "nothing", "--out", "checked")
    assert status == 2
    assert "no .txt" in err
