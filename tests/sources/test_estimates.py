"""The list of cited estimates: whose number a row is, what its label's deaths are, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import Found, load_source, reader_of

SOURCE = load_source("estimates")
HEAD = ",".join(f'"{name}"' for name in SOURCE.facts["columns"])
POST = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"


@pytest.fixture
def read() -> Callable[[str], Found]:
    def of(row: str) -> Found:
        reader = reader_of(SOURCE, SOURCE.files[0])
        ((key, record),) = reader.records(f"{HEAD}\n{row}\n".encode(), where="list").items()
        return reader.read(key, record, where="list")

    return of


@pytest.mark.parametrize(
    ("low", "high", "value"), [("70", "60", ""), ("60", "70", "80"), ("60", "70", "50"), ("90", "", "80"), ("", "70", "80")]
)
def test_an_estimate_outside_its_bounds_is_an_error(low: str, high: str, value: str, read: Any) -> None:
    with pytest.raises(SourceError, match="the estimate and its bounds are not in order"):
        read(f"01/03/2023,{low},{high},{value},deaths,CSIS,https://x,russia,")


def test_a_range_a_bound_and_a_value_are_told_apart(read: Any) -> None:
    ranged, floor, ceiling, plain = (
        read(f"01/03/2023,{cells},deaths,CSIS,https://x,russia,").statements[0] for cells in ("60,70,", "60,,", ",70,", ",,65")
    )
    assert (ranged.bound, ranged.low, ranged.high, ranged.range_is) == ("range", 60, 70, "stated")
    assert [(one.bound, one.value) for one in (floor, ceiling, plain)] == [("over", 60), ("under", 70), ("plain", 65)]


def test_a_row_is_its_labels_source_relayed_by_the_economist(read: Any) -> None:
    (one,) = read(
        "28/02/2023,60000,70000,,deaths,The Centre for Strategic and International Studies,https://x,russia,"
    ).statements
    assert (one.source, one.relayed_by, one.metric, one.party, one.end) == (
        "csis",
        "economist",
        "killed",
        "russia",
        date(2023, 2, 28),
    )


def test_names_and_these_with_the_missing_are_two_counts_and_no_range(read: Any) -> None:
    names, both = read('25/02/2025,65321,"121,319",,deaths,UAlosses,https://x,ukraine,').statements
    assert [(one.metric, one.value, one.bound, one.range_is) for one in (names, both)] == [
        ("killed_confirmed", 65321, "over", ""), ("killed_or_missing", 121319, "over", ""),
    ]  # fmt: skip


def test_sums_that_the_economist_made_are_its_own_and_rest_on_kyivs_count(read: Any) -> None:
    (one,) = read(f"01/01/2025,,,783138,casualties,UK MoD,{POST},russia,").statements
    assert (one.source, one.relayed_by, one.derived_from, one.flags) == ("economist", "", "ua_general_staff", {"own_sum"})
    assert (one.start, one.end) == (date(2022, 3, 1), date(2024, 12, 31))


def test_a_slip_of_the_list_is_put_right_and_named(read: Any) -> None:
    found = read("16/01/2024,,,390580,casualties,Armed Forces of Ukraine,https://x,russia,yes")
    assert [flag.code for flag in found.flags] == ["slip"]
    assert (found.statements[0].end, "16/01/2024" in found.statements[0].note) == (date(2024, 2, 6), True)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("01/03/2023,,,65,deaths,Nobody,https://x,russia,", "unknown source 'Nobody'"),
        ("01/03/2023,,,65,wounds,CSIS,https://x,russia,", "unknown type 'wounds'"),
        ("01/03/2023,,,65,deaths,CSIS,https://x,mars,", "unknown country 'mars'"),
        ("01/03/2021,,,65,deaths,CSIS,https://x,russia,", "before the war"),
        ("2023-03-01,,,65,deaths,CSIS,https://x,russia,", "expected a day"),
        ("01/03/2023,,,,deaths,CSIS,https://x,russia,", "expected an estimate or a bound"),
        ('01/03/2023,,,"12,34",deaths,CSIS,https://x,russia,', "at thousands"),
    ],
)
def test_a_row_that_cannot_be_is_named(row: str, sentence: str, read: Any) -> None:
    with pytest.raises(SourceError, match=sentence):
        read(row)
