"""Both parties are asked alike, and what nobody published stands there."""

from __future__ import annotations

from datetime import date

from making import area, total

from pyrrhus.measures.coverage import PARTIES, SUBJECTS, coverage, covered, source_count
from pyrrhus.period import parse_period

JANUARY = parse_period("2025-01")
FIRST, LAST = date(2025, 1, 1), date(2025, 2, 1)


def test_every_month_party_and_subject_has_a_row() -> None:
    found = coverage([], FIRST, LAST)
    assert len(found) == 2 * len(PARTIES) * len(SUBJECTS)
    assert {(one.figures, one.sources, one.newest) for one in found} == {(0, (), None)}


def test_a_figure_belongs_to_the_month_in_which_its_period_ends() -> None:
    rows = [area("isw", "1", date(2024, 12, 20), date(2025, 1, 3)), total(date(2025, 2, 1), 5, source="csis", party="ukraine")]
    found = {(one.month.code, one.party, one.subject): one for one in coverage(rows, FIRST, LAST) if one.figures}
    assert set(found) == {("2025-01", "russia", "ground"), ("2025-02", "ukraine", "casualties")}
    assert found["2025-01", "russia", "ground"].sources == ("isw",)


def test_what_is_worked_out_here_is_nobodys_publication() -> None:
    assert [one.figures for one in coverage([total(FIRST, 5, source="pyrrhus")], FIRST, FIRST) if one.figures] == []


def test_of_each_source_the_newest_figure_stands_for_it_and_sources_are_counted() -> None:
    rows = [total(date(2025, 1, day), day) for day in (3, 9, 6)] + [total(date(2025, 1, 2), 1, source="csis")]
    rows.append(total(date(2025, 1, 5), 1, source="nato", flags=frozenset({"doubtful"})))
    (found,) = covered(rows, JANUARY).values()
    assert [(one.source, one.value) for one in found] == [("csis", 1), ("ua_general_staff", 9)]
    counted = source_count(found, JANUARY)
    assert (counted.value, counted.kind, counted.unit, counted.inputs) == (2, "count", "none", tuple(one.id for one in found))
