"""The same errors as sentences of a text, read and judged together; the sentences are ours, in several wordings."""

from __future__ import annotations

from datetime import date

import pytest
from planting import planted, untouched, wilson, worded
from telling import Told, told

from pyrrhus.judging.api import Check, Desk
from pyrrhus.ledger.opened import opened
from pyrrhus.reading.clean import cleaned_text

TODAY = date(2026, 5, 31)


@pytest.fixture(scope="module")
def checked() -> list[tuple[Told, Check]]:
    with opened() as view:
        desk = Desk(view)
        cases = [*untouched(view), *worded(view), *planted(view)]
        texts = [one for number, case in enumerate(cases) if number % 3 == 0 and (one := told(case, number // 3)) is not None]
        return [(one, desk.check(cleaned_text(one.text), name="a.txt", published=TODAY)) for one in texts]


def test_of_errors_in_sentences_at_least_95_in_100_are_caught_and_80_with_their_reason(checked: list[tuple[Told, Check]]) -> None:
    wrong = [(one, found) for one, found in checked if one.planted.reason is not None]
    caught = [one for one, found in wrong if found.differs]
    right = [one for one, found in wrong if any(x.reason.code == one.planted.reason for x in found.judgements)]
    print(f"in sentences, errors caught: {len(caught)} of {len(wrong)}, interval {wilson(len(caught), len(wrong))}")  # noqa: T201
    print(f"with the right reason: {len(right)}, interval {wilson(len(right), len(wrong))}")  # noqa: T201
    assert len(wrong) > 300
    assert wilson(len(caught), len(wrong))[0] >= 0.95
    assert wilson(len(right), len(wrong))[0] >= 0.80


def test_of_true_sentences_at_most_1_in_100_is_called_wrong(checked: list[tuple[Told, Check]]) -> None:
    true = [(one, found) for one, found in checked if one.planted.reason is None]
    wrong = [(one.text, found.judgements[0].reason.sentence) for one, found in true if found.differs]
    print(f"in sentences, true ones called wrong: {len(wrong)} of {len(true)}, interval {wilson(len(wrong), len(true))}")  # noqa: T201
    assert len(true) > 300
    assert len(wrong) <= 0.01 * len(true), wrong[:5]
