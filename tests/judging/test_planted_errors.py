"""True claims from the shipped figures, and the same with one thing wrong: what is caught, with which reason, what is not."""

from __future__ import annotations

from collections import Counter

import pytest
from planting import Planted, planted, ranks, trends, untouched, wilson, worded

from pyrrhus.judging.judge import judged_on
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Judgement, Verdict
from pyrrhus.ledger.opened import opened

Judged = list[tuple[Planted, Judgement]]


def judged_every(step: int) -> Judged:
    """Every ``step``-th case."""
    with opened() as view:
        shelf = Shelf(view)
        cases = [*untouched(view), *worded(view), *planted(view), *ranks(view), *trends(view)]
        return [(one, judged_on([one.claim], shelf, shelf)[0]) for one in cases[::step]]


@pytest.fixture(scope="module", params=[3, pytest.param(1, marks=pytest.mark.slow)], ids=["every third", "all"])
def judged(request: pytest.FixtureRequest) -> Judged:
    """A third of the cases, and in the slow tests all of them."""
    return judged_every(request.param)


def test_of_errors_at_least_95_in_100_are_caught_and_80_with_their_reason(judged: Judged) -> None:
    wrong = [(one, found) for one, found in judged if one.reason is not None]
    caught = [(one, found) for one, found in wrong if found.verdict == Verdict.DIFFERS]
    right = [one for one, found in caught if found.reason.code == one.reason]
    told(f"errors caught: {share(len(caught), len(wrong))}")
    told(f"with the right reason: {share(len(right), len(wrong))}")
    assert len(wrong) > 500
    assert wilson(len(caught), len(wrong))[0] >= 0.95
    assert wilson(len(right), len(wrong))[0] >= 0.80


def test_no_kind_of_error_is_caught_in_fewer_than_nine_of_ten(judged: Judged) -> None:
    wrong = [(one, found) for one, found in judged if one.reason is not None]
    cases = Counter(one.what for one, _ in wrong)
    caught = Counter(one.what for one, found in wrong if found.verdict == Verdict.DIFFERS)
    for what, number in sorted(cases.items()):
        told(f"{what}: {share(caught[what], number)}")
    assert len(cases) >= 8
    assert all(caught[what] >= 0.9 * number for what, number in cases.items())


def test_of_what_is_true_at_most_1_in_100_is_called_wrong(judged: Judged) -> None:
    true = [(one, found) for one, found in judged if one.reason is None]
    called_wrong = [(one.claim.said, found.reason.sentence) for one, found in true if found.verdict == Verdict.DIFFERS]
    told(f"true ones called wrong: {share(len(called_wrong), len(true))}")
    assert len(true) > 500
    assert wilson(len(called_wrong), len(true))[1] <= 0.01, called_wrong[:5]


def test_what_is_true_is_found_true_not_passed_over(judged: Judged) -> None:
    fine = Counter(found.verdict for one, found in judged if one.reason is None)
    assert fine[Verdict.AS_STATED] + fine[Verdict.CONSISTENT] > 0.97 * fine.total()


def share(hits: int, cases: int) -> str:
    low, high = wilson(hits, cases)
    return f"{hits} of {cases} = {100 * hits / cases:.1f} %, 95 % interval {100 * low:.1f} to {100 * high:.1f}"


def told(line: str) -> None:
    print(line)  # noqa: T201 - shown by `pytest -s` and where a test fails
