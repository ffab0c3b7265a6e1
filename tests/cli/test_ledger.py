"""``pyrrhus ledger``: what it prints, for people and for machines, and with which status it ends."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from pyrrhus.capture.blobs import git_sha
from pyrrhus.cli.main import main
from pyrrhus.ledger import schema
from pyrrhus.ledger.documents import Shelf
from pyrrhus.ledger.known import known_day
from pyrrhus.ledger.location import writing
from pyrrhus.ledger.runs import Outcome
from pyrrhus.ledger.writer import Writer
from pyrrhus.sources.contract import load_source, reader_of

Run = Callable[..., tuple[int, str, str]]
SUBCOMMANDS = ("log", "diff", "flags", "verify", "show", "correct", "corrections")
DAYS = ("2025-01-01", "2025-01-02", "2025-01-03")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["ledger", *args])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return call


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    def call(*args: str) -> str:
        status, out, err = run(*args)
        assert (status, out) == (2, "")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        return err.removeprefix("pyrrhus: ").strip()

    return call


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Three versions of the General Staff's totals: a new one each day, the first restated on the third."""
    path = tmp_path / "ledger.db"
    source = load_source("ua_general_staff")
    file = source.files[0]
    reader = reader_of(source, file)
    with writing(f"sqlite:///{path}") as engine, engine.begin() as connection:
        writer = Writer(connection, source.id, "test", datetime(2025, 1, 4, tzinfo=UTC))
        shelf = Shelf(connection, None)
        row = {"source": source.id, "file": file.name, "path": file.path, "day": None}
        held = writer.add(schema.path, row)
        before: dict[str, Any] = {}
        for number, totals in enumerate(([100], [100, 110], [99, 110, 120])):
            rows = [
                {"date": day, "day": 1043 + at, "personnel": total}
                for at, (day, total) in enumerate(zip(DAYS, totals, strict=False))
            ]
            data = json.dumps(rows).encode()
            moment = datetime(2025, 1, number + 1, 8, tzinfo=UTC)
            version = writer.version(
                path=held, document=shelf.put(data), git_sha=bytes.fromhex(git_sha(data)), commit=bytes([number]) * 20,
                learnt=moment, known=known_day(learnt=moment), readable=1,
            )  # fmt: skip
            records = reader.records(data, where="")
            now = {one.id: one for key, record in records.items() for one in reader.read(key, record, where="").statements}
            for id_ in before.keys() - now.keys():
                writer.event(before[id_], stated=False, version=version, known=moment.date())
            for id_ in now.keys() - before.keys():
                writer.event(now[id_], stated=True, version=version, known=moment.date())
            before = now
        writer.flag(version, "day_mismatch", file.path, "a row that states nothing")
        writer.finish(datetime(2025, 1, 4, tzinfo=UTC))
    return path


def total(run: Run, value: int) -> dict[str, Any]:
    """The statement of a total, as the difference of two editions tells it."""
    rows = json.loads(
        run("diff", "2024-12-31", "2025-01-02", "--source", "ua_general_staff", "--metric", "casualties", "--format", "json")[1]
    )
    found: dict[str, Any] = next(row for row in rows["rows"] if row["value_after"] == value)
    return found


def table(out: str) -> list[str]:
    return [" ".join(line.split()) for line in out.splitlines() if line.strip()]


def test_a_log_has_the_runs_and_what_each_version_changed(ledger: Path, run: Run) -> None:
    status, out, err = run("log", "ua_general_staff")
    assert (status, err) == (0, "")
    lines = table(out)
    assert lines[0] == "run origin status message"
    assert lines[1].endswith("test done")
    assert [line.split()[5:8] for line in lines if line.startswith(("0" * 10, "01" * 5, "02" * 5))] == [
        ["1", "1", "0"], ["1", "0", "0"], ["1", "0", "0"],
    ]  # fmt: skip
    assert "day_mismatch" in out


def test_a_cut_log_says_so(ledger: Path, run: Run) -> None:
    status, out, err = run("log", "ua_general_staff", "--limit", "1", "--format", "csv")
    assert (status, err) == (0, "1 of 3 versions; --limit shows more\n")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["commit"], row["new"], row["changed"], row["flags"], row["readable"]) == (
        "02" * 20,
        "1",
        "1",
        "day_mismatch",
        "true",
    )
    assert run("log", "ua_general_staff", "--limit", "1", "--quiet")[2] == ""


def test_a_log_for_machines_has_no_clock_unless_asked(ledger: Path, run: Run) -> None:
    told = json.loads(run("log", "ua_general_staff", "--format", "json")[1])
    assert (told["source"], told["of"], len(told["versions"])) == ("ua_general_staff", 3, 3)
    assert "2025-01-04" not in json.dumps(told)
    told = json.loads(run("log", "ua_general_staff", "--format", "json", "--with-runs")[1])
    assert (told["runs"][0]["started"], told["versions"][0]["seen"]) == ("2025-01-04T00:00:00Z",) * 2
    assert run("log", "ua_general_staff", "--as-of", "2025-01-02", "--format", "csv")[1].count("\n") == 3


def test_a_difference_has_totals_and_rows(ledger: Path, run: Run) -> None:
    status, out, err = run("diff", "2025-01-02", "2025-01-03", "--source", "ua_general_staff", "--metric", "casualties")
    assert (status, err) == (0, "")
    lines = table(out)
    assert lines[0] == "An edition of 2025-01-03 against one of 2025-01-02."
    assert next(line for line in lines if line.startswith("ua_general_staff casualties")).split()[2:7] == [
        "1",
        "1",
        "0",
        "0",
        "1",
    ]
    assert any(
        "changed ua_general_staff casualties 2022-02-24..2025-01-01 100 99 -1 persons 2025-01-03" in line for line in lines
    )


def test_a_difference_is_cut_in_the_table_alone(ledger: Path, run: Run) -> None:
    asked = ("diff", "2025-01-01", "2025-01-03", "--source", "ua_general_staff", "--metric", "casualties", "--limit", "1")
    assert run(*asked)[2] == "1 of 5 rows; --limit shows more, csv and json have all\n"
    status, out, err = run(*asked, "--format", "csv")
    assert (status, err) == (0, "")
    rows = [row for row in csv.DictReader(io.StringIO(out)) if not row["relayed_by"]]
    assert [(row["what"], row["value_before"], row["value_after"], row["difference"]) for row in rows] == [
        ("new", "", "110", ""), ("new", "", "120", ""), ("changed", "100", "99", "-1"),
    ]  # fmt: skip
    assert run(*asked, "--format", "json")[1] == run(*asked, "--format", "json")[1]


def test_a_difference_of_what_ships_needs_no_ledger(run: Run) -> None:
    status, out, _ = run("diff", "2023-05-08", "2023-05-10", "--source", "ua_general_staff", "--metric", "casualties")
    assert status == 0
    assert "195620" in out


def test_flags_are_counted_and_listed(ledger: Path, run: Run) -> None:
    told = json.loads(run("flags", "--format", "json")[1])
    assert told["counts"] == {"day_mismatch": 1}
    assert told["flags"][0]["text"] == "a row that states nothing"
    assert "ua_general_staff day_mismatch 1" in table(run("flags", "--source", "ua_general_staff")[1])
    assert json.loads(run("flags", "--as-of", "2025-01-02", "--format", "json")[1]) == {"counts": {}, "flags": []}


def test_a_whole_ledger_is_said_to_be(ledger: Path, run: Run) -> None:
    status, out, err = run("verify")
    assert (status, err) == (0, "")
    assert "The ledger is whole." in out
    told = json.loads(run("verify", "--format", "json", "--all")[1])
    assert told["problems"] == []
    assert {name: told["checked"][name] for name in ("documents", "versions", "ids", "statements")} == {
        "documents": 3, "versions": 3, "ids": 4, "statements": 6,
    }  # fmt: skip


def test_a_damaged_document_is_named_with_status_1(ledger: Path, run: Run) -> None:
    with writing(f"sqlite:///{ledger}") as engine, engine.begin() as connection:
        connection.execute(update(schema.document).where(schema.document.c.id == 3).values(packed=b"nothing"))
    status, out, err = run("verify")
    assert (status, err) == (1, "")
    assert "data/russia_losses_personnel.json, 0202020202" in out
    assert "`pyrrhus sync` fetches damaged ones again" in out
    status, out, _ = run("verify", "--format", "json")
    (problem,) = json.loads(out)["problems"]
    assert status == 1
    assert (problem["check"], problem["commit"], len(problem["document"])) == ("documents", "02" * 20, 64)


def test_a_figure_is_walked_to_its_record(ledger: Path, run: Run, tmp_path: Path) -> None:
    one = total(run, 110)
    status, out, err = run("show", one["id_after"][:12])
    assert (status, err) == (0, "")
    assert out.startswith("110 persons: ua_general_staff, casualties, of russia, cumulative, 2022-02-24..2025-01-02\n")
    assert '{"date": "2025-01-02", "day": 1044, "personnel": 110}' in out
    assert f"commit {'01' * 20}" in out
    (told,) = json.loads(run("show", one["id_after"], "--format", "json")[1])
    (event,) = told["events"]
    assert (event["event"], event["line"], told["stands"], told["held"]) == ("stated", 1, True, True)
    status, out, err = run("show", one["id_after"], "--bytes", "--out", str(tmp_path / "document"))
    assert (status, out) == (0, "")
    assert hashlib.sha256((tmp_path / "document").read_bytes()).hexdigest() == event["document"]


def test_a_withdrawn_figure_says_that_it_no_longer_stands(ledger: Path, run: Run) -> None:
    rows = json.loads(run("diff", "2025-01-02", "2025-01-03", "--source", "ua_general_staff", "--format", "json")[1])["rows"]
    id_ = next(row["id_before"] for row in rows if row["what"] == "changed")
    out = run("show", id_)[1]
    assert "stands    no longer, or not yet, on that day" in out
    assert "withdrawn 2025-01-03T08:00:00Z" in out
    assert "withdrawn" not in run("show", id_, "--as-of", "2025-01-02")[1]


def test_a_correction_is_entered_listed_and_shown(ledger: Path, run: Run) -> None:
    id_ = total(run, 110)["id_after"]
    said = ("--flag", "doubtful", "--reason", "the page says 111", "--author", "A. Reader")
    status, out, err = run("correct", id_[:12], *said)
    assert (status, out) == (0, "")
    assert err.startswith(f"{id_} is doubtful from ")
    (row,) = json.loads(run("corrections", "--format", "json")[1])
    assert {name: row[name] for name in ("statement", "flag", "reason", "author")} == {
        "statement": id_, "flag": "doubtful", "reason": "the page says 111", "author": "A. Reader",
    }  # fmt: skip
    assert json.loads(run("corrections", "--as-of", "2025-01-03", "--format", "json")[1]) == []
    assert "the page says 111 (A. Reader, " in run("show", id_)[1]
    assert "the page says 111" not in run("show", id_, "--as-of", "2025-01-03")[1]
    assert "A. Reader" in run("corrections")[1]


def test_what_ships_can_be_corrected_without_a_ledger(run: Run) -> None:
    assert run("correct", "f0e881f79661", "--flag", "doubtful", "--reason", "r", "--author", "a", "--quiet") == (0, "", "")
    assert "doubtful" in run("show", "f0e881f79661")[1]


# What is refused


NO_LEDGER = (["log", "isw"], ["flags"], ["verify"], ["corrections"])


@pytest.mark.parametrize("args", NO_LEDGER)
def test_without_a_ledger_there_is_nothing_to_read(args: list[str], refused: Any, tmp_path: Path) -> None:
    assert refused(*args) == f"there is no ledger at {tmp_path / 'ledger.db'}; `pyrrhus sync` makes one"
    assert not (tmp_path / "ledger.db").exists()


@pytest.mark.parametrize("args", [*NO_LEDGER, ["show", "f0e881f79661"], ["diff", "2025-01-01", "2025-01-02"]])
def test_a_file_that_is_no_ledger(args: list[str], refused: Any, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"not a database, though long enough to be one " * 50)
    assert "file is not a database" in refused(*args)


@pytest.mark.parametrize(("args", "why"), [
    (["log", "nobody"], "no source 'nobody' was synced here; there are: ua_general_staff"),
    (["log", "ua_general_staff", "--as-of", "2999-01-01"], "--as-of 2999-01-01 is a day to come"),
    (["flags", "--as-of", "2999-01-01"], "is a day to come"),
    (["corrections", "--as-of", "2999-01-01"], "is a day to come"),
    (["show", "f0e881f79661", "--as-of", "2999-01-01"], "is a day to come"),
    (["diff", "2025-01-01", "2999-01-01"], "the day 2999-01-01 is a day to come"),
    (["diff", "2025-01-03", "2025-01-01"], "2025-01-03 is after 2025-01-01"),
    (["diff", "2025-01", "2025-02-01"], "2025-01"),
    (["diff", "2025-01-01", "2025-01-02", "--source", "nobody"], "no source 'nobody' here"),
    (["flags", "--code", "none"], "no code 'none' in this ledger; there are: day_mismatch"),
    (["show", "abc"], "'abc' is too short to name a statement"),
    (["show", "it's"], "is no id of a statement"),
    (["show", "0" * 64], "no statement 000000000000 is known here"),
    (["show", "f0e881f79661", "--bytes"], "the bytes of f0e881f79661 are not held here"),
    (["correct", "0" * 64, "--flag", "doubtful", "--reason", "r", "--author", "a"], "no statement 000000000000 is known here"),
    (["correct", "f0e881f79661", "--flag", "wrong", "--reason", "r", "--author", "a"], "no flag 'wrong'; there are: doubtful"),
    (["correct", "f0e881f79661", "--flag", "doubtful", "--reason", " ", "--author", "a"], "the reason is empty"),
    (["correct", "f0e881f79661", "--flag", "doubtful", "--reason", "r", "--author", ""], "the author is empty"),
])  # fmt: skip
def test_wrong_input_is_one_sentence(args: list[str], why: str, ledger: Path, refused: Any) -> None:
    if "f0e881f79661" in args:
        ledger.unlink()
    assert why in refused(*args)


def test_bytes_need_a_file(ledger: Path, run: Run, refused: Any) -> None:
    assert refused("show", total(run, 110)["id_after"], "--bytes") == "bytes are not for a terminal; name a file with --out"


# Help


@pytest.mark.parametrize("name", ["", *SUBCOMMANDS])
def test_the_help_of_each_has_examples_and_loads_nothing_heavy(name: str) -> None:
    heavy = ("numpy", "sqlalchemy", "alembic", "polars", "shapely", "pydantic", "orjson", "httpx2", "rich")
    script = (
        "import sys; from pyrrhus.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        f"finally: print(*sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    words = ["ledger", name, "--help"] if name else ["ledger", "--help"]
    ended = subprocess.run([sys.executable, "-c", script, *words], check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "\n")
    assert f"  pyrrhus ledger {name}".rstrip() in ended.stdout.partition("Examples:\n")[2]


# The table of a sync


def test_a_sync_shows_repairs_only_where_there_are_any(capsys: pytest.CaptureFixture[str]) -> None:
    from pyrrhus.cli import sync

    report = getattr(sync, "report", None) or sync._report  # type: ignore[attr-defined]
    report([Outcome("isw"), Outcome("deepstate")])
    assert "repaired" not in capsys.readouterr().out
    report(
        [Outcome("isw", repaired=2), Outcome("deepstate", left_damaged=["map: document 1 is damaged"], newest=date(2025, 1, 1))]
    )
    out, err = capsys.readouterr()
    lines = table(out)
    assert lines[0].endswith("repaired")
    assert [line.split()[-1] for line in lines[1:]] == ["2", "0"]
    assert err == "pyrrhus: deepstate: map: document 1 is damaged\n"
