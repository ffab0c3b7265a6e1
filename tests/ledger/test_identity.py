"""What makes two statements one: the id hashes what was said, not how it came here."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhus import vocabulary as words
from pyrrhus.errors import InputError
from pyrrhus.ledger.export import COLUMNS, as_csv
from pyrrhus.statement import Statement, canonical, plain, statement_from_fields

SAID = Statement(
    source="ua_general_staff", relayed_by="unn", metric="equipment", kind="cumulative", party="russia", unit="pieces",
    includes=frozenset({"wounded", "killed"}), low=Decimal("-0.0"), value=Decimal("1.20E+5"), high=Decimal("120000.5000"),
    bound="about", start=date(2022, 2, 24), end=date(2025, 1, 31), published=date(2025, 2, 1), class_="tank",
    place='Кремінна "і\tдалі"', rank=2, page="https://example.org/?a=1&b=\\",
)  # fmt: skip
SAID_BYTES = (
    '{"bound":"about","class":"tank","end":"2025-01-31","high":"120000.5","includes":["killed","wounded"],'
    '"kind":"cumulative","low":"0","metric":"equipment","page":"https://example.org/?a=1&b=\\\\","party":"russia",'
    '"place":"Кремінна \\"і\\u0009далі\\"","published":"2025-02-01","rank":"2","relayed_by":"unn",'
    '"source":"ua_general_staff","start":"2022-02-24","unit":"pieces","value":"120000"}'
).encode()
SAID_ID = "785bef38f6d37e347750b9eb7c4d8d58a0be268a4ad34d44df0aef70ed2c977a"

WORKED = Statement(
    source="pyrrhus", metric="ground", kind="flow", party="russia", unit="km2", basis="net", value=Decimal("320.5"),
    start=date(2025, 1, 1), end=date(2025, 1, 31), derived_from="deepstate", formula="map_difference/1",
    convention="calendar", days=(date(2025, 1, 1), date(2025, 2, 1)), inputs=("document:ab", "document:cd"),
)  # fmt: skip
WORKED_BYTES = (
    b'{"basis":"net","bound":"plain","convention":"calendar","days":["2025-01-01","2025-02-01"],'
    b'"derived_from":"deepstate","end":"2025-01-31","formula":"map_difference/1","inputs":["document:ab","document:cd"],'
    b'"kind":"flow","metric":"ground","party":"russia","source":"pyrrhus","start":"2025-01-01","unit":"km2"}'
)
WORKED_ID = "fbbc85a504f62344920cef65e6a193e45ef6b1f02131671ebae1757d34f4ea7d"


# The test vector: bytes and their hash, written out


@pytest.mark.parametrize(
    ("said", "written", "named"), [(SAID, SAID_BYTES, SAID_ID), (WORKED, WORKED_BYTES, WORKED_ID)], ids=["said", "worked out"]
)
def test_the_test_vector(said: Statement, written: bytes, named: str) -> None:
    assert canonical(said.identity()).encode() == written
    assert hashlib.sha256(b"pyrrhus-statement-1" + written).hexdigest() == named
    assert said.id == named


def test_canonical_bytes_are_json_with_sorted_keys_and_no_blanks() -> None:
    told = json.loads(SAID_BYTES)
    assert list(told) == sorted(told)
    assert json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("\\t", "\\u0009").encode() == SAID_BYTES


@given(
    st.dictionaries(
        st.sampled_from(["class", "of", "page", "place", "source", "includes"]),
        st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.text(max_size=3), min_size=1, max_size=3)),
    )
)
def test_canonical_bytes_read_back_as_what_they_say(told: dict[str, Any]) -> None:
    assert json.loads(canonical(told)) == told


# What the id looks at

IDENTIFYING: dict[str, Any] = {
    "source": "isw", "relayed_by": "", "derived_from": "isw", "metric": "casualties", "basis": "net",
    "includes": frozenset({"killed"}), "party": "ukraine", "kind": "flow", "low": Decimal(1), "value": Decimal(120001),
    "high": None, "bound": "over", "range_is": "confidence", "unit": "persons", "of": "losses", "start": date(2022, 2, 25),
    "end": date(2025, 2, 1), "place": "", "rank": 3, "direction": "up", "vs_start": date(2024, 1, 1),
    "vs_end": date(2024, 1, 1), "vs_source": "isw", "class_": "armoured", "subgroup": "x", "published": None, "page": "",
}  # fmt: skip
ONLY_HOW_IT_CAME: dict[str, Any] = {
    "note": "in words", "flags": frozenset({"doubtful"}), "learnt": datetime(2025, 2, 2, tzinfo=UTC), "document": "ab",
    "where": "row 5", "evidence": "bytes", "stance": "party", "licence": "number", "archived": "https://example.org",
    "quotation": "words", "published_from": date(2025, 1, 1), "published_to": date(2025, 1, 2), "unit_as_written": "Stück",
    "title": "a page", "known": date(2025, 2, 2), "withdrawn": datetime(2025, 2, 3, tzinfo=UTC), "operands": (WORKED,),
    "convention": "calendar", "days": (date(2025, 1, 1),), "inputs": ("x",),
}  # fmt: skip


@pytest.mark.parametrize("name", IDENTIFYING)
def test_another_value_of_a_field_that_was_said_is_another_statement(name: str) -> None:
    assert replace(SAID, **{name: IDENTIFYING[name]}).id != SAID.id


@pytest.mark.parametrize("name", ONLY_HOW_IT_CAME)
def test_how_a_statement_came_here_does_not_change_its_id(name: str) -> None:
    assert replace(SAID, **{name: ONLY_HOW_IT_CAME[name]}).id == SAID.id


def test_every_field_either_identifies_or_does_not() -> None:
    named = {*IDENTIFYING, *ONLY_HOW_IT_CAME, "formula"}
    assert {name for name in Statement.__dataclass_fields__ if not name.startswith("_")} == named


@pytest.mark.parametrize("name", ["low", "value", "high"])
def test_a_worked_out_statement_keeps_its_id_when_the_engine_changes_its_last_digits(name: str) -> None:
    assert replace(WORKED, **{name: Decimal("320.4999999")}).id == WORKED.id


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("formula", "map_difference/2"),
        ("convention", "last_to_last"),
        ("days", (date(2025, 1, 1), date(2025, 1, 31))),
        ("days", ()),
        ("inputs", ("document:ab", "document:ce")),
        ("inputs", ("document:cd", "document:ab")),
        ("basis", "gained"),
        ("place", "Kursk Oblast"),
    ],
)
def test_a_worked_out_statement_is_its_formula_days_and_inputs(name: str, value: Any) -> None:
    assert replace(WORKED, **{name: value}).id != WORKED.id


def test_a_figure_that_was_said_and_the_same_figure_worked_out_are_two() -> None:
    assert replace(WORKED, formula="").id != WORKED.id


def test_nought_was_said_and_nothing_was_not() -> None:
    assert replace(SAID, value=Decimal(0)).id != replace(SAID, value=None).id
    assert replace(SAID, value=Decimal(0)).id == replace(SAID, value=Decimal("-0.00")).id


# Numbers and text

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**18), max_value=10**18)


@given(DECIMALS)
def test_a_number_is_text_without_exponent_sign_or_trailing_zeros_and_reads_back(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert not set(text) & set("eE+")
    assert text == "0" or not text.startswith("-0") or text.startswith("-0.")
    assert "." not in text or text[-1] not in "0."
    assert plain(Decimal(text)) == text


@given(DECIMALS, st.integers(0, 6))
def test_the_id_does_not_depend_on_how_a_number_is_written(number: Decimal, zeros: int) -> None:
    once = replace(SAID, value=number)
    text = plain(number)
    longer = text + (("" if "." in text else ".") + "0" * zeros if zeros else "")
    fields = {"source": "isw", "metric": "held", "kind": "level", "unit": "km2"}
    first, second = (statement_from_fields(fields | {"value": one}, where="x") for one in (text, longer))
    assert first.id == second.id
    assert replace(SAID, value=first.value).id == once.id


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
FIELDS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["isw", "pyrrhus"]), "metric": st.sampled_from(sorted(words.METRICS)),
        "kind": st.sampled_from(sorted(words.KINDS)), "unit": st.sampled_from(sorted(words.UNITS)),
    },
    optional={
        "value": DECIMALS.map(plain), "low": DECIMALS.map(plain), "start": DAYS, "end": DAYS, "published": DAYS,
        "includes": st.lists(st.sampled_from(words.INCLUDES), min_size=1, unique=True).map("+".join),
        "flags": st.lists(st.sampled_from(sorted(words.FLAGS)), min_size=1, unique=True).map("+".join),
        "class": TEXT, "place": TEXT, "note": TEXT, "page": TEXT, "rank": st.integers(0, 99).map(str),
        "formula": st.sampled_from(["", "sum/1"]), "inputs": st.lists(st.sampled_from("abc"), max_size=3).map(" ".join),
        "days": st.lists(DAYS, max_size=3).map(" ".join), "convention": st.sampled_from(["", "calendar"]),
    },
)  # fmt: skip


@given(FIELDS, st.randoms())
def test_the_id_does_not_depend_on_the_order_of_the_fields(fields: dict[str, str], order: random.Random) -> None:
    names = list(fields)
    order.shuffle(names)
    shuffled = {name: "+".join(sorted(fields[name].split("+"), reverse=True)) for name in names}
    kept = {name: shuffled[name] if name in ("includes", "flags") else fields[name] for name in names}
    first, second = statement_from_fields(fields, where="x"), statement_from_fields(kept, where="x")
    assert first == second
    assert first.id == second.id


@given(FIELDS)
def test_an_exported_row_reads_back_as_the_same_statement(fields: dict[str, str]) -> None:
    said = statement_from_fields(fields, where="x")
    (row,) = csv.DictReader(io.StringIO(as_csv([said]), newline=""))
    assert row.pop("id") == said.id
    for name in ("class", "place", "note", "page"):
        if row[name][:2] in ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n"):
            row[name] = row[name][1:]  # the mark that keeps a spreadsheet from taking it for a formula
    assert statement_from_fields(row, where="x") == said


def test_the_exported_columns_are_the_fields_and_the_id() -> None:
    own = {"known", "withdrawn", "operands", "title"}
    named = {"class" if name == "class_" else name for name in Statement.__dataclass_fields__ if name[0] != "_"}
    assert set(COLUMNS) == named - own | {"id"}
    assert len(set(COLUMNS)) == len(COLUMNS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([replace(SAID, note=text)]), newline=""))
    assert row["note"] == f"'{text}"


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\r\nb", "a\nb", "\r=1+1", 'a\r"b', "b\r\n"])
def test_a_break_within_a_cell_ends_no_row(text: str) -> None:
    # A spreadsheet takes a bare carriage return for the end of a row, and what follows for a cell of its own.
    written = as_csv([replace(SAID, note=text), replace(SAID, note="next")])
    assert written.endswith("\n")
    bare = re.sub(r'"(?:[^"]|"")*"', "", written)
    assert bare.count("\n") == 3
    assert "\r" not in bare


# Rows that are refused

GOOD = {"source": "isw", "metric": "held", "kind": "level", "unit": "km2", "value": "5", "end": "2025-01-31"}


def test_empty_fields_are_nothing_known() -> None:
    assert statement_from_fields(GOOD | {"place": "", "low": "", "flags": ""}, where="x") == statement_from_fields(
        GOOD, where="x"
    )


@pytest.mark.parametrize("column", ["sauce", "Source", "class_", "known", "withdrawn", "operands", "_id", "id", ""])
def test_an_unknown_column_is_refused_naming_the_row(column: str) -> None:
    with pytest.raises(InputError, match=rf"^figures\.csv, row 7: unknown column '{column}'"):
        statement_from_fields({**GOOD, column: "x"}, where="figures.csv, row 7")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("metric", "deaths"), ("kind", "total"), ("unit", "people"), ("bound", "least"), ("basis", "gross"),
        ("range_is", "guess"), ("convention", "iso"), ("evidence", "hearsay"), ("includes", "killed+eaten"),
        ("flags", "doubtful+odd"), ("flags", "doubtful++jump"), ("stance", "neutral"), ("licence", "free"),
        ("direction", "left"),
    ],
)  # fmt: skip
def test_a_word_outside_its_closed_list_is_refused_naming_row_and_field(column: str, text: str) -> None:
    with pytest.raises(InputError, match=rf"^figures\.csv, row 7: {column} "):
        statement_from_fields(GOOD | {column: text}, where="figures.csv, row 7")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *(("value", text) for text in ("five", "1e5", "+5", "1,000", " 5", "5 ", ".5", "5.", "NaN", "Infinity", "१", "1_000")),
        *(("end", text) for text in ("2025-02-30", "20250131", "2025-W05-5", "31.1.2025", "2025-01-31T00:00", " 2025-01-31")),
        ("rank", "first"), ("rank", "1.5"), ("learnt", "yesterday"), ("days", "2025-01-01 x"), ("published_to", "2025"),
    ],
)  # fmt: skip
def test_a_number_or_day_that_cannot_be_read_is_refused_naming_row_and_field(column: str, text: str) -> None:
    with pytest.raises(InputError, match=rf"^figures\.csv, row 7: cannot read {column} from '"):
        statement_from_fields(GOOD | {column: text}, where="figures.csv, row 7")


@pytest.mark.parametrize("column", ["source", "metric", "kind", "unit"])
def test_a_row_without_what_every_statement_has_is_refused(column: str) -> None:
    with pytest.raises(InputError, match=rf"^figures\.csv, row 7: no {column}"):
        statement_from_fields(GOOD | {column: ""}, where="figures.csv, row 7")
