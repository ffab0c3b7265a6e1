"""``pyrrhus measure`` and ``pyrrhus reconcile``: every number a statement, three forms of one result, statuses, refusals."""

from __future__ import annotations

import csv
import io
import json
import shlex
from typing import Any

import pytest

from pyrrhus.cli.main import main

AS_OF = "--as-of 2026-05-31 --quiet"
COMMANDS = [
    "measure casualties-per-km2 --period 2025-01 --all",
    "measure casualties-per-km2 --period 2025-06",
    "measure which 96 --period 2025-01",
    "measure which 200 --period 2025-01",
    "measure which 48 000 --metric casualties --period 2025-01",
    "measure which 326 --metric ground --period 2025-01",
    "measure rank --period 2025-01",
    "measure rank --period 2025-02",
    "measure record --metric ground --period 2025-01",
    "measure streak --period 2025-01 --mark 1,200",
    "measure trend --metric ground --period 2025-W05",
    "reconcile isw deepstate --period 2025-01",
    "reconcile deepstate uk_mod --period 2025-01",
    "reconcile ua_general_staff uk_mod --period 2025-01 --metric casualties",
    "reconcile ua_general_staff economist --period 2024-06 --metric casualties",
]


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str, int]:
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command))
    told = capsys.readouterr()
    return told.out, told.err, int(left.value.code or 0)


def ids(value: Any) -> set[str]:
    """Every text in a JSON value that has the shape of an id."""
    if isinstance(value, dict):
        return {one for part in value.values() for one in ids(part)}
    if isinstance(value, list):
        return {one for part in value for one in ids(part)}
    return {value} if isinstance(value, str) and len(value) == 64 else set()


@pytest.mark.parametrize("command", COMMANDS)
def test_json_names_only_statements_that_go_along_with_all_they_rest_on(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err, _ = run(f"{command} {AS_OF} --format json", capsys)
    told = json.loads(out)
    held = {one["id"] for one in told.pop("statements")}
    assert held
    assert err == ""
    assert ids(told) <= held
    again = json.loads(out)["statements"]
    assert {name for one in again for name in one.get("inputs", ()) if not name.startswith("document:")} <= held
    assert out == run(f"{command} {AS_OF} --format json", capsys)[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_is_a_table_with_one_row_for_each_line_and_ids_of_the_same_statements(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(run(f"{command} {AS_OF} --format csv", capsys)[0])))
    held = {
        one["id"]: one for one in json.loads(run(f"{command} {AS_OF} --format json", capsys)[0], parse_float=str)["statements"]
    }
    assert rows
    for row in rows:
        for name, cell in row.items():
            if name.endswith("_id") and cell:
                number = held[cell].get("rank", held[cell].get("value", ""))
                assert row[f"{name[:-3]}_value"] == str(number)


def test_only_legal_pairs_are_listed_unless_all_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    few = json.loads(run(f"measure casualties-per-km2 --period 2025-01 {AS_OF} --format json", capsys)[0])
    every = json.loads(run(f"measure casualties-per-km2 --period 2025-01 --all {AS_OF} --format json", capsys)[0])
    assert [pair["reason"] for pair in few["pairs"]] == [""]
    assert few["range"] == every["range"] == {}
    assert len(every["pairs"]) > 20
    assert all(("ratio" in pair) == (not pair["reason"]) for pair in every["pairs"])


def test_a_range_reads_from_the_lowest_to_the_highest_and_has_no_mean(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, status = run(f"measure casualties-per-km2 --period 2025-06 {AS_OF}", capsys)
    assert out.startswith("June 2025: casualties per km2 from 65.7 to 67.8 depending on who counts.\n")
    assert "±" not in out
    assert status == 0


def test_without_a_legal_pair_it_says_so_and_csv_keeps_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, status = run(f"measure casualties-per-km2 --period 2025-W02 {AS_OF}", capsys)
    assert "no losses and ground may be set against each other" in out
    assert status == 0
    table, _, _ = run(f"measure casualties-per-km2 --period 2025-W02 {AS_OF} --format csv", capsys)
    full, _, _ = run(f"measure casualties-per-km2 --period 2025-01 {AS_OF} --format csv", capsys)
    assert table == full.partition("\n")[0] + "\n"


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [
        ("measure which 96 --period 2025-01", 0, "cannot be told: 7 combinations give 96."),
        ("measure which 427 --metric ground --period 2025-01", 0, "one combination gives 427."),
        ("measure which 200 --period 2025-01", 1, "nothing that is held gives 200; the nearest are below."),
        ("measure which 48 240 --metric casualties --period 2025-01", 0, "one combination gives 48 240."),
        ("measure which −5 --metric ground --period 2025-01", 1, "nothing that is held gives −5"),
        ("measure which --metric ground --period 2025-01 -- -5", 1, "nothing that is held gives -5"),
    ],
)
def test_the_status_says_whether_anything_gives_the_number(
    command: str, status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, dashes, rest = command.partition(" -- ")
    out, _, left = run(f"{command} {AS_OF}{dashes}{rest}", capsys)
    assert (words in out, left) == (True, status)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("measure which 96,9 --period 2025-01", "expected a number like 96, 96.9, 48,240 or 48 240, got '96,9'"),
        ("measure which 96 --period 1990-01", "nothing is held for 1990-01"),
        ("measure streak --period 2025-01 --mark much", "expected a number like"),
        ("measure rank --period 2025-W05", "name a month like 2025-01"),
        ("measure rank --period 2025-01 --source isw", "there are: ua_general_staff"),
        ("measure trend --period 2025-01 --source x --metric ground", "no series of ground by 'x'; there are: isw, deepstate"),
        ("reconcile isw isw --period 2025-01", "isw is named twice"),
        ("reconcile isw csis --period 2025-01", "there is by: afp, agentstvo, deepstate, isw, uk_mod"),
        ("reconcile isw uk_mod --period 2025-01 --metric killed", "no killed of russia by isw"),
        ("reconcile isw uk_mod --period 2025-01 --metric casualties --party mars", "no party 'mars'"),
        ("reconcile isw afp --period 2025-01 --as-of 2025-02-04", "there is by: deepstate, isw"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence_and_status_2(
    command: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err, status = run(command, capsys)
    assert (out, status) == ("", 2)
    assert err.startswith("pyrrhus: ")
    assert words in err
    assert err.count("\n") == 1


def test_terms_and_figures_of_a_chain_stand_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, _ = run(f"reconcile isw deepstate --period 2025-01 {AS_OF}", capsys)
    for words in ("about 498", "up to −71.0", "428.3", "−96.1", "−11.6", "+4.5", "a bound"):
        assert words in out
    assert "Beside the steps, not among them: AFP 431, Agentstvo 321." in out


def test_a_word_of_caution_goes_with_what_rests_on_a_stand_in(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, _ = run(f"measure trend --metric ground --period 2025-01 --source deepstate {AS_OF}", capsys)
    assert "stands in for a missing day" in out
    out, _, _ = run(f"measure rank --metric ground --period 2025-01 --source deepstate {AS_OF}", capsys)
    assert "no rank is given" in out
    assert "7." not in out


def test_two_roundings_of_one_figure_are_two_statements(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(f"measure which 96 --period 2025-01 {AS_OF} --format json", capsys)[0])
    cut = {one["value"] for one in told["statements"] if one.get("formula") == "cut_to/1"}
    assert {48000, 48200} <= cut
