"""``pyrrhus sources`` as it is typed: four lists, three forms, and one sentence where it cannot."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pyrrhus.cli.main import main
from pyrrhus.cli.scoreboard import FIELDS


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, int]:
    with pytest.raises(SystemExit) as left:
        main(["sources", *arguments])
    out, err = capsys.readouterr()
    return out, err, int(left.value.code or 0)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    out, err, status = run(capsys, *arguments, "--format", "json")
    assert (err, status) == ("", 0)
    found: dict[str, Any] = json.loads(out)
    return found


def test_everyone_who_counted_is_listed_with_whose_numbers_they_pass_on(capsys: pytest.CaptureFixture[str]) -> None:
    found = {one["id"]: one for one in told(capsys)["sources"]}
    assert found["ru_mod"]["stance"] == found["ua_general_staff"]["stance"] == "party"
    assert found["afp"]["rests_on"] == ["isw"]
    assert "uk_mod" in found["economist"]["relays"]
    assert found["deepstate"]["maps"] > 600
    assert found["ua_general_staff"]["age_days"] == 0
    assert "pyrrhus" not in found


def test_past_figures_of_every_source_are_told_ours_included_and_none_is_called_perfect(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = told(capsys, "--revisions")
    sources = {one["source"] for name in ("revisions", "no_versions") for one in found[name]}
    assert {one["id"] for one in told(capsys)["sources"] if one["statements"] or one["maps"]} | {"pyrrhus"} == sources
    assert all(one["figures"] for one in found["revisions"]), "the number of cases stands beside each"
    unheld = {one["source"] for one in found["no_versions"]}
    assert {"ru_mod", "mediazona_bbc", "liveuamap", "deepstate"} & unheld == {"ru_mod", "mediazona_bbc", "deepstate"}
    staff = next(one for one in found["revisions"] if one["source"] == "ua_general_staff" and one["kind"] == "cumulative")
    assert (staff["restated"], staff["change_largest"], staff["change_largest_of"]) == (6, -1350, "2022-05-29")
    assert "Vintages" not in run(capsys, "--revisions")[0]
    assert "No vintages held" in run(capsys, "--revisions")[0]


def test_one_source_alone_and_the_day_of_the_edition(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "--revisions", "--source", "isw", "--as-of", "2025-11-08")
    assert {one["source"] for one in found["revisions"]} == {"isw"}
    assert [one["day"] for one in found["changes"]] == ["2025-07-08", "2025-11-07"]
    assert found["as_of"] == "2025-11-08"


def test_who_rests_on_whom(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, status = run(capsys, "--witnesses", "--source", "uk_mod")
    assert status == 0
    assert "follows within 1 %" in out
    assert {one["source"] for one in told(capsys, "--witnesses", "--source", "uk_mod")["witnesses"]} == {"uk_mod"}


def test_both_parties_month_by_month_with_what_is_not_published(capsys: pytest.CaptureFixture[str]) -> None:
    rows = told(capsys, "--coverage", "--from", "2025-01", "--to", "2025-02")["coverage"]
    assert {(one["month"], one["party"]) for one in rows} == {
        (m, p) for m in ("2025-01", "2025-02") for p in ("russia", "ukraine")
    }
    dead = next(one for one in rows if (one["month"], one["party"], one["subject"]) == ("2025-01", "ukraine", "killed"))
    assert (dead["figures"], dead["sources"], dead["newest"]) == (0, [], None)
    assert "not published" in run(capsys, "--coverage", "--from", "2025-01", "--to", "2025-01")[0]


@pytest.mark.parametrize("shown", [[], ["--revisions"], ["--witnesses"], ["--coverage", "--from", "2025-01"]])
def test_csv_and_json_have_the_same_cells_and_the_same_bytes_twice(shown: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, *shown, "--format", "csv")[0]
    assert text == run(capsys, *shown, "--format", "csv")[0]
    found = told(capsys, *shown)
    tables = [name for name in found if name != "as_of"]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == sum(len(found[name]) for name in tables)
    assert all(list(one) == list(FIELDS[name]) for name in tables for one in found[name])
    assert list(rows[0]) == (["table"] if len(tables) > 1 else []) + list(
        dict.fromkeys(key for name in tables for key in FIELDS[name])
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--source", "nobody"], "no source 'nobody' here; there are: afp"),
        (["--source", "pyrrhus"], "no source 'pyrrhus' here"),
        (["--from", "2025-01"], "--from and --to say which months --coverage is about; add --coverage"),
        (["--coverage", "--from", "2025-02", "--to", "2025-01"], "--from 2025-02 is later than --to 2025-01"),
        (["--coverage", "--from", "2025"], "cannot read '2025' as a month; write a month as 2025-01"),
        (["--coverage", "--to", "soon"], "expected a period like 2025-01"),
        (["--revisions", "--as-of", "2999-01-01"], "2999-01-01 is a day to come"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err, status = run(capsys, *arguments)
    assert (out, status) == ("", 2)
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


def test_the_help_of_it_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from pyrrhus.cli.main import main\n"
        "try:\n    main(['sources', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('numpy', 'sqlalchemy', 'polars', 'shapely', 'rich') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("[]")


@pytest.mark.shared
@pytest.mark.slow
def test_the_whole_scoreboard_of_all_publishers_takes_seconds(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    before = time.process_time()
    with pytest.raises(SystemExit):
        main(["sources", "--revisions", "--format", "csv", "--out", "/dev/null"])
    assert time.process_time() - before < 15
