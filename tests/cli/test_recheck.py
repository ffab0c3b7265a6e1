"""``pyrrhus recheck`` on the command line: forms, exit statuses, and every file that is none it can use."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pyrrhus
from pyrrhus.brief import saved
from pyrrhus.brief.recheck import recheck
from pyrrhus.cli.main import main
from pyrrhus.errors import InputError

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def once(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["recheck", *args])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return once


@pytest.fixture(scope="module")
def april() -> str:
    return pyrrhus.brief("2022-04", as_of="2022-04-22").to_json()


@pytest.fixture(scope="module")
def page() -> str:
    return pyrrhus.brief("2022-04", as_of="2022-04-22").to_html()


def test_the_table_names_what_changed_and_gives_the_sentence_to_print(run: Run, april: str) -> None:
    Path("april.json").write_text(april)
    status, out, err = run("april.json")
    assert (status, err) == (1, "")
    assert "as known on 22 April 2022" in out
    assert any(
        line.split()[0] == "restated" and "22,000" in line and "21,200" in line and "−800" in line
        for line in out.splitlines()
        if line
    )
    assert any(
        line.startswith("A brief of 22 April 2022 gave") and "since restated it to 21,200" in line for line in out.splitlines()
    )


def test_nothing_changed_is_status_0(run: Run) -> None:
    pyrrhus.brief("2025-01", as_of="2025-02-04").save("january.html")
    status, out, _ = run("january.html")
    assert status == 0
    assert "0 no longer stand as printed" in out
    assert "correction" not in out


def test_as_of_limits_what_is_known(run: Run, april: str) -> None:
    Path("april.json").write_text(april)
    status, out, _ = run("april.json", "--as-of", "2022-04-22", "--format", "json")
    told = json.loads(out)
    assert (status, told["changed"], told["unchanged"]) == (0, [], told["figures"])
    status, out, _ = run("april.json", "--as-of", "2022-04-23", "--format", "json")
    assert (status, {one["known"] for one in json.loads(out)["changed"]}) == (1, {"2022-04-23"})


def test_the_json_has_the_documented_keys_and_the_ending_chooses_it(run: Run, april: str) -> None:
    Path("april.json").write_text(april)
    assert run("april.json", "--out", "told.json")[:2] == (1, "")
    told = json.loads(Path("told.json").read_text())
    page = (Path(__file__).resolve().parents[2] / "docs" / "recheck.md").read_text()
    assert {f"`{key}`" for one in (told, *told["changed"]) for key in one if f"`{key}`" not in page} == set()
    assert run("april.json", "--out", "told.md")[0] == 1
    assert Path("told.md").read_text().startswith("# Recheck of a saved brief\n")


def test_what_cannot_be_told_is_not_status_0(run: Run, april: str) -> None:
    told = json.loads(april)
    row = dict(next(one for one in told["statements"] if one["source"] == "ua_general_staff"), source="nobody_here")
    row["id"] = pyrrhus.statement.statement_from_fields(  # type: ignore[attr-defined]
        {key: str(value) for key, value in row.items() if key in saved.FIELDS_KEPT and not isinstance(value, list)}, where=""
    ).id
    claim = {"text": "x", "evidence": [{"statement": row}], "should_read": None}
    Path("check.json").write_text(json.dumps({"published": "2022-04-22", "as_of": "2022-04-22", "claims": [claim]}))
    status, out, _ = run("check.json")
    assert status == 1
    assert "nothing of its source is held here" in out


# what it cannot use -----------------------------------------------------------------------------------------------------


def changed(told: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> bytes:
    copy = deepcopy(told)
    change(copy)
    return json.dumps(copy).encode()


def first(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in told["statements"] if "value" in one and "formula" not in one)
    return found


EDITS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a number": (lambda told: first(told).update(value=1), "the file was edited: figure"),
    "a day": (lambda told: first(told).update(end="2022-04-21"), "the file was edited: figure"),
    "an id": (lambda told: first(told).update(id="0" * 64), "the file was edited: figure"),
    "no id": (lambda told: first(told).pop("id"), "is no statement with an id"),
    "no source": (lambda told: first(told).pop("source"), "no source"),
    "a word that is none": (lambda told: first(told).update(metric="tanks"), "metric 'tanks' is not one of"),
    "a field to come": (lambda told: first(told).update(value=1, embargo_until="2022-05-01"), "'embargo_until'; update pyrrhus"),
    "a day that is none": (lambda told: first(told).update(end="2022-04-31"), "cannot read end from '2022-04-31'"),
    "a number as text": (lambda told: first(told).update(value="22000"), "cannot read value of figure"),
    "a huge number": (lambda told: first(told).update(value=10**40), "cannot read value of figure"),
    "a number that is none": (lambda told: first(told).update(value=float("nan")), "NaN is no number"),
    "an exponent": (lambda told: first(told).update(value=1e300), "cannot read value"),
    "a list in a field": (lambda told: first(told).update(party=["russia"]), "cannot read party of figure"),
    "null in a field": (lambda told: first(told).update(party=None), "cannot read party of figure"),
    "half a character": (lambda told: first(told).update(page="\ud800"), "holds a character that no text has"),
    "no statements": (lambda told: told.update(statements={}), "no list 'statements'"),
    "a statement that is none": (lambda told: told.update(statements=[1]), "figure 1 is no statement with an id"),
    "no period": (lambda told: told.pop("period"), "start: expected a day"),
    "a period backwards": (lambda told: told["period"].update(end="2022-03-01"), "its period ends before it starts"),
    "no day": (lambda told: told.pop("as_of"), "as_of: expected a day"),
    "a figure that is not there": (lambda told: told["sections"][0]["figures"].append("f"), "a text names a figure that"),
    "sections of another shape": (lambda told: told.update(sections=[[]]), "no list 'figures'"),
    "rows of another shape": (lambda told: told.update(tables=[{"rows": 1}]), "no list 'rows'"),
    "a shape to come": (lambda told: told.update(shape=2), "was written by a newer pyrrhus, in shape '2'; update pyrrhus"),
    "a later day": (lambda told: told.update(as_of="2031-01-01"), "but what is held here ends on"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_a_file_that_was_changed_is_refused_with_one_sentence(name: str, run: Run, april: str) -> None:
    change, words = EDITS[name]
    Path("saved.json").write_bytes(changed(json.loads(april), change))
    status, out, err = run("saved.json")
    assert (status, out) == (2, "")
    assert err.startswith("pyrrhus: saved.json")
    assert words in err
    assert err.count("\n") == 1


OTHERS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\t", "the file is empty"),
    "words": (b"In January the army lost 48,000.", "is no JSON (line 1)"),
    "half of it": (b'{"period": {"start"', "is no JSON (line 1)"),
    "a list": (b"[]", "is JSON of another shape"),
    "a number": (b"48240", "is JSON of another shape"),
    "another object": (b'{"a": 1}', "is JSON of another shape, neither a brief nor a checked text"),
    "not UTF-8": (b"\xff\xfe{\x00}", "is no UTF-8 text"),
    "deep": (b"[" * 200_000, "is nested deeper than any brief"),
    "deep objects": (b'{"a":' * 200_000, "is nested deeper than any brief"),
    "another page": (b"<!doctype html><title>x</title>", "is a page without the figures of a brief"),
    "a page cut short": (b'<html><script id="pyrrhus-figures">{"sta', "is a page without the figures of a brief"),
    "a page with other data": (b'<html><script id="pyrrhus-figures">[]</script>', "is JSON of another shape"),
    "claims of another shape": (b'{"claims": [1], "published": "2025-01-01"}', "claim 1 is of another shape"),
    "claims that are none": (b'{"claims": {}, "published": "2025-01-01"}', "no list 'claims'"),
    "a claim's evidence": (b'{"claims": [{"evidence": [1]}], "published": "2025-01-01"}', "figure 1 of claim 1 is no statement"),
    "a text without a day": (b'{"claims": [], "as_of": "2025-01-01"}', "published: expected a day"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_is_none_is_refused_with_one_sentence(name: str, run: Run) -> None:
    data, words = OTHERS[name]
    Path("saved").write_bytes(data)
    status, out, err = run("saved")
    assert (status, out) == (2, "")
    assert err.startswith("pyrrhus: saved: ")
    assert words in err
    assert err.count("\n") == 1


def test_a_page_from_before_pages_carried_their_figures_says_what_to_do(run: Run, page: str) -> None:
    Path("old.html").write_text(page.replace('id="pyrrhus-figures"', 'id="x"'))
    assert "make the page anew, or give its JSON" in run("old.html")[2]


def test_a_folder_an_absent_file_and_a_name_that_is_none(run: Run) -> None:
    Path("folder").mkdir()
    assert run("folder")[::2] == (2, "pyrrhus: folder: cannot read it: Is a directory\n")
    assert run("absent.json")[::2] == (2, "pyrrhus: absent.json: cannot read it: No such file or directory\n")
    with pytest.raises(InputError, match="no file can have this name"):
        recheck("a\0b")


def test_a_file_too_large_is_not_read_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "LARGEST", 2**20)
    with Path("large").open("wb") as file:
        file.truncate(2**34)
    assert run("large")[::2] == (2, f"pyrrhus: large: larger than 1 MB, as no brief is; {saved._REMEDY}\n")


def test_a_day_before_the_files_own_is_refused(run: Run, april: str) -> None:
    Path("april.json").write_text(april)
    assert run("april.json", "--as-of", "2022-04-21")[::2] == (
        2, "pyrrhus: april.json: knows things up to 2022-04-22, but --as-of 2022-04-21 is before that; name a later day\n",
    )  # fmt: skip


def test_workings_deeper_than_any_brief_are_refused(tmp_path: Path) -> None:
    fields = {"source": "pyrrhus", "metric": "ground", "kind": "flow", "unit": "km2", "formula": "difference/1"}
    chain: list[Any] = [pyrrhus.Statement(**fields, inputs=("f" * 64,))]
    for _ in range(3000):
        chain.append(pyrrhus.Statement(**fields, inputs=(chain[-1].id,)))
    claim = {"text": "x", "evidence": [{"statement": one.as_json()} for one in reversed(chain)]}
    path = tmp_path / "deep.json"
    path.write_text(json.dumps({"published": "2022-04-22", "as_of": "2022-04-22", "claims": [claim]}))
    with pytest.raises(InputError, match="worked out in more steps than any"):
        recheck(path)


def test_control_characters_of_a_file_do_not_reach_the_terminal(run: Run, april: str) -> None:
    Path("april.json").write_bytes(changed(json.loads(april), lambda told: told.update(title="\x1b[31mred\u202e")))
    for form in ("table", "md"):
        out = run("april.json", "--format", form)[1]
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_a_file_with_a_mark_of_byte_order_is_read(run: Run, april: str) -> None:
    Path("april.json").write_text(april, encoding="utf-8-sig")
    assert run("april.json", "--quiet")[0] == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_a_file_is_one_sentence_or_a_recheck(data: st.DataObject, april: str, page: str) -> None:
    text = data.draw(st.sampled_from([april, page[page.index("<script type") :]]))
    at = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 40))
    other = data.draw(st.sampled_from(["", '"', "}", "]", "null", "-1", "1e9", "\\ud800", "[]", "{}", "é", "\x00", "formula"]))
    changed_text = text[:at] + other + text[at + length :]
    try:
        saved.parse_saved(changed_text.encode(), where="x")
    except InputError as error:
        assert "\n" not in str(error)
