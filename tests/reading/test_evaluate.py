"""Scores: an identical reading has 1.0 everywhere, a wrong one has not."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pyrrhus.errors import InputError
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.reading.evaluate import ATTRIBUTES, evaluated, match, score
from pyrrhus.statement import Statement


def claim(start: int, value: str | None, **fields: object) -> Claim:
    said = {"source": "isw", "metric": "ground", "kind": "flow", "unit": "km2", "party": "russia", **fields}
    return Claim(Span("x", start, start + 3), Statement(value=Decimal(value) if value else None, **said))  # type: ignore[arg-type]


LABELS = [claim(0, "498"), claim(10, None, rank=2, direction="up"), claim(20, None, direction="down"), claim(30, "16.6667")]


def test_an_identical_reading_scores_one() -> None:
    made = score(LABELS, LABELS)
    assert (made.precision, made.recall, made.f1) == (1.0, 1.0, 1.0)
    assert all(made.accuracy(name) == 1.0 for name in ATTRIBUTES)


@pytest.mark.parametrize(
    "wrong",
    [claim(0, "497"), claim(5, "498"), claim(10, None, rank=1, direction="up"), claim(20, None, direction="up"), claim(20, "3")],
)
def test_another_number_rank_direction_or_place_matches_nothing(wrong: Claim) -> None:
    assert score(LABELS, [wrong]).matched == 0


def test_a_wrong_attribute_counts_against_that_attribute_alone() -> None:
    found = [replace(LABELS[0], said=replace(LABELS[0].said, source="deepstate")), *LABELS[1:]]
    made = score(LABELS, found)
    assert made.f1 == 1.0
    assert {name for name in ATTRIBUTES if made.accuracy(name) != 1.0} == {"source"}


def test_a_fraction_agrees_to_its_fourth_place() -> None:
    assert score(LABELS, [claim(30, "16.666666666667")]).matched == 1


def test_each_label_is_matched_once() -> None:
    assert (score(LABELS[:1], [claim(0, "498"), claim(1, "498")]).matched, score(LABELS[:1], [claim(0, "498")] * 2).found) == (
        1,
        2,
    )


def test_a_find_that_only_touches_a_repetition_is_left_out() -> None:
    label = replace(LABELS[0], also=(Span("192", 8, 11),))
    made = score([label], [claim(0, "498"), claim(8, "497.28")])
    assert (made.matched, made.found) == (1, 1)


def test_pairs_are_as_many_as_can_be() -> None:
    wide, narrow = claim(0, "5"), claim(2, "5")
    both = Claim(Span("x", 0, 5), narrow.said)
    pairs, missed, spare = match([both, wide], [wide, Claim(Span("x", 4, 6), narrow.said)])
    assert (len(pairs), missed, spare) == (2, [], [])


def test_a_folder_is_scored_by_group(tmp_path: Path) -> None:
    text = "Russia lost 1,430 troops on Sunday, Kyiv said. It held 18 percent of Ukraine."
    label = {
        "text": "1,430 troops", "start_char": 12, "end_char": 24, "kind": "flow", "metric": "casualties", "party": "russia",
        "source": "ua_general_staff", "value": 1430, "bound": "plain", "unit": "persons",
        "start": "2025-02-02", "end": "2025-02-02",
    }  # fmt: skip
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    labels = {"published": "2025-02-04", "publisher": None, "claims": [label]}
    (tmp_path / "one.json").write_text(json.dumps(labels), encoding="utf-8")
    groups = evaluated(tmp_path)
    assert groups["kind"]["flow"].f1 == 1.0
    assert groups["all"]["all"].recall == 1.0
    assert groups["all"]["all"].precision == 0.5
    assert set(groups["text"]) == {"one"}


def test_a_folder_without_labels_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NAME"):
        evaluated(tmp_path)


@pytest.mark.shared
def test_the_labelled_texts_are_read_as_well_as_the_docs_say(shared: Path) -> None:
    whole = evaluated(shared / "corpus" / "dev")["all"]["all"]
    assert whole.f1 is not None
    assert whole.f1 > 0.88
    assert all(
        (whole.accuracy(name) or 0) > least
        for name, least in {"value": 0.98, "metric": 0.9, "party": 0.9, "source": 0.75}.items()
    )
