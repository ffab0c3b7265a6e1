"""A figure is walked back to its bytes: every event, its document, its place, and the record as it stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from pyrrhus.errors import InputError, LedgerError, NoData
from pyrrhus.ledger import schema
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.records import LONGEST, Record, record_of
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import View
from pyrrhus.ledger.walk import Walk, bytes_of, find, unfold, walk
from pyrrhus.measures.worked import worked_out
from pyrrhus.sources.contract import parse_source, reader_of

D1, D2, D3 = "2025-01-01", "2025-01-02", "2025-01-03"


@contextmanager
def viewed(ledger: Any) -> Iterator[View]:
    with reading(ledger.url) as connection:
        yield View([StoredLedger(connection)], ())


def shown(ledger: Any, day: str, as_of: date | None = None) -> Walk:
    (one,) = (one for one in ledger.statements() if str(one.end) == day)
    with viewed(ledger) as view:
        return walk(view, find(view, one.id, as_of), as_of)


@pytest.fixture
def back_and_forth(ledger: Any, general_staff: Any) -> Any:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit({D1: 101}, "2025-01-02T08:00:00Z")
    general_staff.commit({D1: 100, D3: 120}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    return ledger


def test_every_event_is_told_with_its_commit_document_and_place(back_and_forth: Any, general_staff: Any) -> None:
    told = shown(back_and_forth, D1)
    commits = [one.sha for one in general_staff.history[general_staff.source.files[0].path]]
    assert [(one.stated, str(one.known), one.commit) for one in told.steps] == [
        (True, D1, commits[0]), (False, D2, commits[1]), (True, D3, commits[2]),
    ]  # fmt: skip
    assert told.stands and told.held
    assert all(f"/blob/{one.commit}/data/" in one.page and len(one.document) == 64 and one.size for one in told.steps)
    assert {one.where for one in told.steps} == {"row of 2025-01-01, personnel"}


def test_the_record_is_the_exact_text_around_it(back_and_forth: Any) -> None:
    first, gone, last = shown(back_and_forth, D1).steps
    text = '{"date": "2025-01-01", "day": 1043, "personnel": 100}'
    assert first.record == last.record == Record(text, len(text), 1)
    assert gone.record is None


def test_an_older_day_knows_only_its_events(back_and_forth: Any) -> None:
    told = shown(back_and_forth, D1, date(2025, 1, 2))
    assert [one.stated for one in told.steps] == [True, False]
    assert not told.stands
    with pytest.raises(NoData, match="known here by 2024-12-31"):
        shown(back_and_forth, D1, date(2024, 12, 31))


def test_the_document_that_last_stated_it_comes_whole(back_and_forth: Any, general_staff: Any) -> None:
    told = shown(back_and_forth, D3)
    with viewed(back_and_forth) as view:
        assert bytes_of(view, told) == general_staff.held["main", general_staff.source.files[0].path]


def test_damaged_bytes_are_told_and_the_rest_is_shown(back_and_forth: Any) -> None:
    d = schema.document
    with writing(back_and_forth.url) as engine, engine.begin() as connection:
        for id_ in (1, 3):
            packed = bytearray(connection.execute(select(d.c.packed).where(d.c.id == id_)).scalar_one())
            packed[-1] ^= 1
            connection.execute(update(d).where(d.c.id == id_).values(packed=bytes(packed)))
    told = shown(back_and_forth, D1)
    assert "ledger" in told.steps[0].fault
    assert told.steps[0].record is None
    assert told.steps[0].page
    with viewed(back_and_forth) as view, pytest.raises(LedgerError):
        bytes_of(view, told)


def test_an_id_needs_six_digits_that_only_it_has(back_and_forth: Any) -> None:
    (one, _) = back_and_forth.statements()
    with viewed(back_and_forth) as view:
        assert find(view, one.id[:6]).id == find(view, one.id.upper()).id == find(view, one.id[:20]).id == one.id
        other = one.id[:19] + ("0" if one.id[19] != "0" else "1")
        with pytest.raises(NoData, match="what pyrrhus works out is not kept"):
            find(view, other)
        for wrong, why in (("abc", "too short"), ("", "no id"), ("xyzxyz", "no id"), (one.id + "0", "no id")):
            with pytest.raises(InputError, match=why):
                find(view, wrong)


def test_a_prefix_of_several_names_them(ledger: Any, general_staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyrrhus.ledger.walk._SHORTEST", 1)
    general_staff.commit({f"2025-01-{day:02}": day for day in range(1, 31)}, "2025-01-31T08:00:00Z")
    ledger.sync(general_staff)
    first = sorted(one.id for one in ledger.statements())
    twice = next(one[0] for one, other in pairwise(first) if one[0] == other[0])
    with viewed(ledger) as view, pytest.raises(InputError, match=rf"statements begin with {twice}: {twice}.*; give more digits"):
        find(view, twice)


def test_a_shipped_figure_has_its_events_and_no_bytes() -> None:
    with opened() as view:
        told = walk(view, find(view, "f0e881f79661"))
        assert [(one.stated, str(one.known), one.document) for one in told.steps] == [(True, "2025-02-04", "")]
        assert told.stands and not told.held
        with pytest.raises(NoData, match="not held here; `pyrrhus sync` fetches them"):
            bytes_of(view, told)
        printed = next(one for one in view.printed() if one.source == "csis")
        assert walk(view, find(view, printed.id[:12])).statement.page == printed.page
        with pytest.raises(NoData, match="it stands printed on http"):
            bytes_of(view, walk(view, printed))


def test_a_worked_out_figure_unfolds_into_its_inputs(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100, D2: 110}, "2025-01-02T08:00:00Z")
    ledger.sync(general_staff)
    first, last = ledger.statements()
    said: dict[str, Any] = {"metric": "casualties", "kind": "flow", "unit": "persons"}
    grown = worked_out("total_difference/1", [first, last], value=10, **said)
    twice = worked_out("mean_per_day/1", [grown, first], value=5, **said)
    with viewed(ledger) as view:
        told = unfold(view, twice)
    assert [one.statement.id for one in told] == [twice.id, grown.id, first.id, last.id]
    assert [len(one.steps) for one in told] == [0, 0, 1, 1]


# Records


TABLE = """
id = "own"
title = "a list"
shows = "same_day"
stance = "unknown"
licence = "link"
licence_note = "x"
attribution = "x"
[[files]]
name = "rows"
kind = "series"
path = "rows.{ending}"
[files.table]
format = "{form}"
{more}
key = ["day"]
[[files.table.statements]]
fields = {{ metric = "killed", kind = "flow", unit = "persons", party = "russia" }}
columns = {{ value = "dead", start = "day", end = "day" }}
"""
ROWS = [{"day": f"2025-01-0{day}", "dead": str(day)} for day in range(1, 8)]


def own(form: str, more: str = "") -> Any:
    source = parse_source(TABLE.format(form=form, more=more, ending=form), where="own.toml")
    return source, source.files[0]


@pytest.mark.parametrize(("form", "more", "data", "text", "line"), [
    ("csv", "", "day,dead\r\n" + "".join(f"{r['day']},{r['dead']}\r\n" for r in ROWS), "2025-01-05,5", 6),
    ("csv", 'delimiter = ";"', "day;dead\n" + "\n".join(f'"{r["day"]}";{r["dead"]}' for r in ROWS), '"2025-01-05";5', 6),
    ("json", "", json.dumps(ROWS, indent=1), '{\n  "day": "2025-01-05",\n  "dead": "5"\n }', 18),
    ("json", 'rows = "a.b"', json.dumps({"x": [1, {"y": "]"}], "a": {"b": ROWS}}), '{"day": "2025-01-05", "dead": "5"}', 1),
    ("geojson", "", json.dumps({"type": "FeatureCollection", "features": [{"properties": row} for row in ROWS]}),
     '{"properties": {"day": "2025-01-05", "dead": "5"}}', 1),
])  # fmt: skip
def test_a_record_is_found_in_each_format(form: str, more: str, data: str, text: str, line: int) -> None:
    source, file = own(form, more)
    reader = reader_of(source, file)
    records = reader.records(data.encode(), where="")
    (one,) = reader.read("2025-01-05", records["2025-01-05"], where="").statements
    assert record_of(source, file, data.encode(), one.id) == Record(text, len(text), line)


def test_a_long_record_is_cut_and_its_length_told() -> None:
    source, file = own("csv", 'ignored = ["note"]')
    data = f"day,dead,note\n2025-01-05,5,{'x' * 1000}\n".encode()
    reader = reader_of(source, file)
    (one,) = reader.read("2025-01-05", reader.records(data, where="")["2025-01-05"], where="").statements
    found = record_of(source, file, data, one.id)
    assert found is not None
    assert (len(found.text), found.length) == (LONGEST, len("2025-01-05,5,") + 1000)
    assert found.text.startswith("2025-01-05,5,")


def test_a_long_record_is_cut_around_the_field_that_holds_the_figure() -> None:
    source, file = own("json", 'ignored = ["before", "after"]')
    row = {"before": "x" * 500, "day": "2025-01-05", "dead": "5", "after": "y" * 500}
    data = json.dumps([row]).encode()
    reader = reader_of(source, file)
    (one,) = reader.read("2025-01-05", reader.records(data, where="")["2025-01-05"], where="").statements
    found = record_of(source, file, data, one.id, near="dead")
    assert found is not None
    assert '"day": "2025-01-05", "dead": "5"' in found.text
    assert (len(found.text), found.text in json.dumps(row)) == (LONGEST, True)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"day,dead\n", b'day,dead\n"2025', b"{", b"[]"])
def test_bytes_without_the_record_give_none(data: bytes) -> None:
    for form in ("csv", "json"):
        assert record_of(*own(form), data, "0" * 64) is None


@pytest.mark.shared
def test_figures_of_every_source_are_walked_to_their_record(synced: Path) -> None:
    with reading(f"sqlite:///{synced}") as connection:
        view = View([StoredLedger(connection)], ())
        asked = (
            ("isw", "held"),
            ("ua_general_staff", "casualties"),
            ("csis", "casualties"),
            ("uk_mod", "casualties"),
            ("meduza", "killed"),
        )
        for source, metric in asked:
            one = view.statements(source=source, metric=metric)[-1]
            told = walk(view, one)
            last = told.steps[-1]
            assert told.held and last.record is not None, (source, metric)
            digits = {f"{number:f}".split(".")[0] for number in (one.low, one.value, one.high) if number is not None}
            assert any(number.lstrip("0")[:6] in last.record.text.replace(",", "") for number in digits), last.record
