"""Which printed figures no longer stand: what a recheck says of saved briefs and of checked texts."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from making import area, total
from reading import numbers as numbers_in

import pyrrhus
from pyrrhus.brief.correction import correction, described
from pyrrhus.brief.fate import Why
from pyrrhus.brief.recheck import Recheck, judged, recheck
from pyrrhus.brief.render.rechecked import to_json, to_markdown
from pyrrhus.brief.saved import Place, Printed, Saved, parse_saved
from pyrrhus.ledger.corrections import Correction
from pyrrhus.ledger.export import dumps
from pyrrhus.ledger.view import MapVersion, View, visible
from pyrrhus.measures.gather import FEEDS
from pyrrhus.measures.worked import FORMULAS, worked_out
from pyrrhus.period import Period, parse_period, period_of
from pyrrhus.statement import Statement

SRC = Path(pyrrhus.__file__).parent
TEXT: frozenset[Place] = frozenset({"text"})
THEN, NOW = date(2025, 2, 4), date(2025, 3, 4)
JANUARY = (date(2025, 1, 1), date(2025, 1, 31))


def saved_and_rechecked(period: str, then: str, tmp_path: Path, form: str = "json", now: str | None = None) -> Recheck:
    path = tmp_path / f"saved.{form}"
    pyrrhus.brief(period, as_of=then).save(path)
    return recheck(path, as_of=now)


# on the figures that ship -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "then"), [("2025-01", "2025-02-04"), ("2025-10", "2025-11-12"), ("2022", "2023-02-20"), ("2024-08", "2024-10-01")]
)
def test_a_brief_of_which_nothing_was_restated_stands(period: str, then: str, tmp_path: Path) -> None:
    found = saved_and_rechecked(period, then, tmp_path)
    assert (found.changed, found.below_rounding, found.cannot_tell) == ((), (), ())
    assert found.unchanged == len(found.saved.figures) > 20


def test_a_restated_total_is_named_with_its_day_its_page_and_by_how_much(tmp_path: Path) -> None:
    found = saved_and_rechecked("2022-04", "2022-04-22", tmp_path)
    (one,) = [one for one in found.changed if one.printed.statement.kind == "cumulative"]
    assert one.after is not None
    assert one.difference is not None
    assert one.percent is not None
    assert (one.change, one.printed.statement.value, one.after.value) == ("restated", 22000, 21200)
    assert (one.difference.value, one.percent.value, one.percent.direction) == (-800, Decimal("3.636364"), "down")
    assert one.known == date(2022, 4, 23)
    assert correction(found.saved, one) == (
        "A brief of 22 April 2022 gave casualties of Russia from 24 February to 22 April 2022, by Ukraine's General Staff, as "
        f"22,000; the source has since restated it to 21,200 (known from 23 April 2022, {one.after.page})."
    )


def test_a_figure_worked_out_from_a_restated_one_names_it_and_is_worked_out_again(tmp_path: Path) -> None:
    found = saved_and_rechecked("2022-04", "2022-04-22", tmp_path)
    (one,) = [one for one in found.changed if one.printed.statement.start == date(2022, 4, 21)]
    assert one.after is not None
    assert (one.change, one.printed.statement.value, one.after.value) == ("restated", 1000, 200)
    assert [(leaf.change, leaf.before and leaf.before.value, leaf.after and leaf.after.value) for leaf in one.moved] == [
        ("restated", 22000, 21200)
    ]
    assert "since restated from 22,000 to 21,200 (known from 23 April 2022, " in correction(found.saved, one)
    assert correction(found.saved, one).endswith("Worked out again it is 200.")


def test_what_was_worked_out_of_the_worked_out_follows_too(tmp_path: Path) -> None:
    found = saved_and_rechecked("2024-12", "2025-07-07", tmp_path)
    assert [(one.change, one.printed.statement.formula) for one in found.changed] == [
        ("restated", "level_difference/1"), ("restated", "ellipsoid_correction/1"),
    ]  # fmt: skip
    assert {leaf.before.end for one in found.changed for leaf in one.moved if leaf.before} == {date(2025, 1, 1)}
    assert found.unchanged == len(found.saved.figures) - 2


def test_a_period_that_was_open_is_superseded_when_it_is_over(tmp_path: Path) -> None:
    found = saved_and_rechecked("2023-05", "2023-05-20", tmp_path)
    assert {one.change for one in found.changed} == {"superseded"}
    (flow,) = [one for one in found.changed if one.printed.statement.formula == "total_difference/1"]
    assert flow.after is not None
    assert (flow.printed.statement.end, flow.after.end) == (date(2023, 5, 19), date(2023, 5, 31))
    assert "up to 19 May 2023; the period is over" in correction(found.saved, flow)


def test_a_figure_of_an_open_period_is_worked_out_again_for_its_own_days(tmp_path: Path) -> None:
    found = saved_and_rechecked("2022-04", "2022-04-22", tmp_path, now="2022-04-23")
    (flow,) = [
        one for one in found.changed if one.printed.statement.end == date(2022, 4, 21) and one.printed.statement.value == 4300
    ]
    assert flow.after is not None
    assert (flow.change, flow.after.value, flow.after.end) == ("restated", 3500, date(2022, 4, 21))


def test_a_period_that_is_still_open_is_not_superseded(tmp_path: Path) -> None:
    assert saved_and_rechecked("2023-05", "2023-05-20", tmp_path, now="2023-05-25").changed == ()


def test_only_what_ran_to_the_newest_reading_is_superseded_and_a_mark_is_a_mark(tmp_path: Path) -> None:
    found = saved_and_rechecked("2025-11", "2025-11-12", tmp_path)
    assert (len(found.changed), found.below_rounding) == (22, ())
    over = saved_and_rechecked("2025-11", "2025-12-01", tmp_path)
    assert {one.printed.statement.derived_from for one in over.changed} == {"isw", ""}
    assert over.below_rounding == ()


def test_beside_a_figure_that_runs_on_one_of_the_whole_period_is_still_worked_out_again(tmp_path: Path) -> None:
    told = json.loads(pyrrhus.brief("2025-11", as_of="2025-12-01").to_json(), parse_float=Decimal)
    whole = [one for one in told["statements"] if one.get("formula") == "total_difference/1" and one["start"] == "2025-11-01"]
    (edited,) = [one for one in whole if one["end"] == "2025-11-30" and one["convention"] == "calendar"]
    edited["value"] += 1000
    path = tmp_path / "edited.json"
    path.write_text(dumps(told))
    assert [(one.printed.statement.id, one.why) for one in recheck(path).cannot_tell] == [(edited["id"], "other_result")]


def test_a_figure_that_still_runs_on_supersedes_none(tmp_path: Path) -> None:
    """On 1 December DeepState's month was over and ISW's was not: the difference of the two still ran."""
    found = saved_and_rechecked("2025-11", "2025-11-20", tmp_path, now="2025-12-01")
    assert found.changed
    assert "difference/1" not in {one.printed.statement.formula for one in found.changed}


def test_a_value_that_came_back_stands(tmp_path: Path) -> None:
    """On 9 May 2023 the total of 195,620 was given, taken back and given again, more than once."""
    assert saved_and_rechecked("2023-04", "2023-05-09", tmp_path).changed == ()


def test_what_a_brief_told_as_restated_before_its_day_is_no_change_since(tmp_path: Path) -> None:
    found = saved_and_rechecked("2022-04", "2022-06-15", tmp_path)
    told = {one.statement.value for one in found.saved.figures}
    assert {Decimal(22000), Decimal(21200)} <= told
    assert 22000 not in {one.printed.statement.value for one in found.changed}
    assert found.cannot_tell == ()


@pytest.mark.parametrize(("period", "then"), [("2022-04", "2022-04-22"), ("2024-12", "2025-07-07"), ("2026-05", "2026-05-20")])
def test_a_page_is_rechecked_like_its_json(period: str, then: str, tmp_path: Path) -> None:
    page, told = (to_json(saved_and_rechecked(period, then, tmp_path, form)) for form in ("html", "json"))
    assert page == told


@pytest.mark.parametrize("period", ["2025-01", "2023-05", "2024", "2025-W05", "2025-04-22"])
def test_a_page_carries_every_figure_that_a_reader_sees(period: str) -> None:
    brief = pyrrhus.brief(period)
    page, told = (parse_saved(text.encode(), where="saved") for text in (brief.to_html(), brief.to_json()))
    assert page == told
    assert {one.statement.id for one in page.figures} >= {id_ for id_, mark in brief.document.marks.items() if mark.shown}
    assert set(page.statements) == set(brief.document.marks)


def test_what_pages_carry_is_an_eighth_of_a_page_of_a_month() -> None:
    page = pyrrhus.brief("2025-01").to_html()
    block = page[page.index('id="pyrrhus-figures"') :].partition("</script>")[0]
    assert len(block) < len(page) / 6


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(("period", "then"), [("2022-04", "2022-04-22"), ("2024-12", "2025-07-07"), ("2025-11", "2025-11-12")])
def test_a_recheck_is_the_same_with_and_without_a_ledger(
    period: str, then: str, synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[tuple[Any, ...]]:
        found = saved_and_rechecked(period, then, tmp_path)
        assert found.cannot_tell == ()
        return [(one.change, one.printed.statement.id, one.after and one.after.id, one.known) for one in found.changed]

    shipped = told()
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    assert told() == shipped != []


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for form in (to_json, to_markdown):
        first, second = (form(saved_and_rechecked("2022-04", "2022-04-22", tmp_path)) for _ in range(2))
        assert first == second


# on made-up figures -----------------------------------------------------------------------------------------------------


@dataclass
class Store:
    """A ledger that holds what it is given, each with the day from which it is known and the moment it was withdrawn."""

    held: tuple[Statement, ...] = ()
    pictures: tuple[MapVersion, ...] = ()

    def feeds(self) -> frozenset[str]:
        return FEEDS

    def sources(self) -> frozenset[str]:
        return frozenset({one.source for one in self.held} | {one.source for one in self.pictures})

    def newest_known(self) -> date | None:
        return NOW

    def intervals(
        self, source: str, metric: str | None, *, without: frozenset[str] = frozenset(), as_of: date | None = None
    ) -> Iterator[Statement]:
        rows = (one for one in self.held if one.source == source and metric in (None, one.metric))
        return (one for one in rows if as_of is None or visible(one, as_of))

    def corrections(self) -> list[Correction]:
        return []

    def maps(self, source: str) -> Iterator[MapVersion]:
        return (one for one in self.pictures if one.source == source)


def brief_of(*printed: Statement, behind: Iterable[Statement] = (), places: frozenset[Place] = TEXT) -> Saved:
    statements = {one.id: one for one in (*printed, *behind)}
    figures = tuple(Printed(one, places) for one in printed)
    return Saved("brief", THEN, parse_period("2025-01"), None, "A brief", figures, statements)


def found(saved: Saved, *held: Statement, printed: tuple[Statement, ...] = (), maps: tuple[MapVersion, ...] = ()) -> Recheck:
    return judged(saved, View([Store(held, maps)], printed))


def gone(one: Statement, day: date) -> Statement:
    return replace(one, withdrawn=datetime(day.year, day.month, day.day, 8, tzinfo=UTC))


GIVEN = total(date(2025, 1, 31), 837610)
LATER = date(2025, 2, 20)


def again(value: int, **said: Any) -> Statement:
    return replace(GIVEN, **({"value": Decimal(value), "known": LATER} | said))


def test_a_figure_that_its_source_took_back_without_another_is_withdrawn() -> None:
    (one,) = found(brief_of(GIVEN), gone(GIVEN, LATER)).changed
    assert (one.change, one.after, one.known, one.difference) == ("withdrawn", None, LATER, None)
    saved = brief_of(GIVEN)
    assert correction(saved, one).endswith("as 837,610; the source no longer gives it (known from 20 February 2025).")


def test_a_figure_restated_back_to_its_value_is_unchanged() -> None:
    there_and_back = (gone(GIVEN, date(2025, 2, 10)), gone(again(900000, known=None), LATER), replace(GIVEN, known=LATER))
    assert found(brief_of(GIVEN), *there_and_back).unchanged == 1


def test_the_same_number_on_another_page_is_unchanged() -> None:
    assert found(brief_of(GIVEN), gone(GIVEN, LATER), again(837610, page="https://example.org/new")).unchanged == 1


@pytest.mark.parametrize(
    "other",
    [
        {"end": date(2025, 2, 1)}, {"party": "ukraine"}, {"kind": "flow"}, {"unit": "pieces"}, {"class_": "tank"},
        {"subgroup": "officers"}, {"place": "Kursk Oblast"}, {"relayed_by": "economist"}, {"metric": "killed"},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_only_a_figure_of_the_same_thing_restates_one(other: dict[str, Any]) -> None:
    (one,) = found(brief_of(GIVEN), gone(GIVEN, LATER), again(1, **other)).changed
    assert one.change == "withdrawn"


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ((), "no_source"),
        ((total(date(2025, 1, 30), 836000),), "not_held"),
        ((gone(GIVEN, LATER), again(1), again(2)), "two_values"),
    ],
)
def test_what_cannot_be_told_is_never_said_to_stand(held: tuple[Statement, ...], why: Why) -> None:
    told = found(brief_of(GIVEN), *held)
    assert [one.why for one in told.cannot_tell] == [why]
    assert (told.unchanged, told.changed) == (0, ())


def test_a_figure_that_was_never_held_here_is_restated_where_its_source_gave_another_since() -> None:
    (one,) = found(brief_of(GIVEN), again(1)).changed
    assert (one.change, one.known) == ("restated", LATER)


def test_a_figure_that_was_another_already_then_is_not_said_to_be_restated_since() -> None:
    told = found(brief_of(GIVEN), again(1, known=date(2025, 2, 1)))
    assert [one.why for one in told.cannot_tell] == ["not_held"]


def layers(first: str, last: str, **said: Any) -> tuple[Statement, Statement]:
    made: dict[str, Any] = {
        "source": "isw", "relayed_by": "economist", "metric": "held", "kind": "level", "unit": "km2", "party": "russia",
        "unit_as_written": "square metres", "evidence": "bytes", "known": date(2025, 2, 1),
    }  # fmt: skip
    return tuple(  # type: ignore[return-value]
        Statement(**(made | {"value": Decimal(value), "start": day, "end": day} | said))
        for day, value in ((date(2024, 12, 31), first), (date(2025, 1, 31), last))
    )


def test_a_change_that_the_print_does_not_show_is_listed_apart() -> None:
    before, after = layers("100.04", "1.0")[0], layers("100.02", "1.0", known=LATER)[0]
    for places, shows in ((TEXT, False), (frozenset({"table"}), False)):
        told = found(brief_of(before, places=places), gone(before, LATER), after)  # type: ignore[arg-type]
        assert (len(told.changed), len(told.below_rounding)) == (shows, not shows)
    wide = layers("100.4", "1.0", known=LATER)[0]
    assert len(found(brief_of(before), gone(before, LATER), wide).changed) == 0
    assert len(found(brief_of(before, places=frozenset({"text", "table"})), gone(before, LATER), wide).changed) == 1


def net(first: Statement, last: Statement) -> Statement:
    assert first.value is not None
    assert last.value is not None
    return worked_out(
        "level_difference/1", [first, last], metric="ground", basis="net", party="russia", kind="flow", unit="km2",
        value=last.value - first.value, start=JANUARY[0], end=JANUARY[1], convention="calendar",
        days=(first.end, last.end),
    )  # fmt: skip


def test_a_figure_whose_inputs_all_stand_stands() -> None:
    first, last = layers("100", "110")
    assert found(brief_of(net(first, last), behind=(first, last)), first, last).unchanged == 1


def test_a_figure_of_which_both_inputs_moved_alike_stands() -> None:
    (first, last), moved = layers("100", "110"), layers("200", "210", known=LATER)
    told = found(brief_of(net(first, last), behind=(first, last)), gone(first, LATER), gone(last, LATER), *moved)
    assert told.unchanged == 1


def test_a_figure_of_which_an_input_was_withdrawn_is_withdrawn_and_names_it() -> None:
    first, last = layers("100", "110")
    saved = brief_of(net(first, last), behind=(first, last))
    (one,) = found(saved, gone(first, LATER), last).changed
    assert (one.change, [leaf.id for leaf in one.moved]) == ("withdrawn", [first.id])
    assert "given as 100.0 km2 and no longer given by the source (known from 20 February 2025)" in correction(saved, one)


def test_a_figure_is_not_replaced_by_one_that_rests_on_others_than_what_moved() -> None:
    first, last = layers("100", "110")
    moved, beside = layers("90", "120", known=LATER)
    saved = brief_of(net(first, last), behind=(first, last))
    (one,) = found(saved, gone(first, LATER), moved, last, beside).changed
    assert (one.change, one.after) == ("restated", None)
    assert correction(saved, one).endswith("As known now, the same brief does not give it.")
    (other,) = found(saved, gone(first, LATER), moved, last).changed
    assert other.after is not None
    assert other.after.value == 20


def test_an_input_that_the_file_lacks_is_taken_from_what_is_held() -> None:
    first, last = layers("100", "110")
    (one,) = found(brief_of(net(first, last)), gone(first, LATER), last).changed
    assert [leaf.before for leaf in one.moved] == [gone(first, LATER)]


def test_an_input_that_nobody_has_cannot_be_told() -> None:
    first, last = layers("100", "110")
    told = found(brief_of(net(first, last), behind=(last,)), last)
    assert [one.why for one in told.cannot_tell] == ["no_input"]


def test_an_edited_result_of_figures_that_stand_is_not_said_to_stand() -> None:
    """The id of a worked-out figure does not hold its value, so only working it out again shows that it was changed."""
    first, last = layers("100", "110")
    edited = replace(net(first, last), value=Decimal(99))
    told = found(brief_of(edited, behind=(first, last)), first, last)
    assert [one.why for one in told.cannot_tell] == ["other_result"]


def test_a_formula_that_is_not_known_is_redefined_and_given_by_the_one_that_is() -> None:
    first, last = layers("100", "110")
    old = replace(net(first, last), formula="level_difference/0", value=Decimal(12))
    saved = brief_of(old, behind=(first, last))
    (one,) = found(saved, first, last).changed
    assert one.after is not None
    assert (one.change, one.after.value) == ("redefined", 10)
    assert "level_difference/0, which this version of pyrrhus does not know; by level_difference/1 it is 10" in correction(
        saved, one
    )
    unknown = replace(old, formula="guess/1")
    (other,) = found(brief_of(unknown, behind=(first, last)), first, last).changed
    assert (other.change, other.after) == ("redefined", None)


def version(day: int, sha: str, known: date) -> MapVersion:
    return MapVersion("deepstate", date(2025, 1, day), sha, known, "https://example.org/map")


@pytest.mark.parametrize(
    ("maps", "outcome"),
    [
        ((version(1, "aa", THEN), version(31, "bb", THEN)), None),
        ((version(1, "aa", THEN), version(31, "bb", THEN), version(31, "cc", LATER)), ("restated", LATER)),
        ((version(1, "aa", THEN),), "not_held"),
        ((), "no_source"),
    ],
)
def test_a_map_that_was_replaced_moves_what_was_measured_on_it(maps: tuple[MapVersion, ...], outcome: object) -> None:
    one = Statement(
        source="pyrrhus", derived_from="deepstate", metric="ground", basis="net", kind="flow", unit="km2", party="russia",
        value=Decimal(5), start=JANUARY[0], end=JANUARY[1], formula="map_difference/1", convention="calendar",
        days=(date(2025, 1, 1), date(2025, 1, 31)), inputs=("document:aa", "document:bb"),
    )  # fmt: skip
    told = found(brief_of(one), maps=maps)
    if isinstance(outcome, tuple):
        assert [(it.change, it.known) for it in told.changed] == [outcome]
        assert "a map that its publisher has since replaced (known from 20 February 2025)" in correction(
            told.saved, told.changed[0]
        )
    else:
        assert [it.why for it in told.cannot_tell] == ([outcome] if outcome else [])
        assert told.unchanged == (outcome is None)


ISW = area("isw", "498", *JANUARY, published=date(2025, 2, 3), known=date(2025, 2, 3), bound="about")


@pytest.mark.parametrize(
    ("newer", "superseded"),
    [
        ({"value": Decimal(470)}, True),
        ({"value": Decimal(470), "relayed_by": "economist"}, True),
        ({"value": Decimal(500)}, False),
        ({"value": Decimal("498.3")}, False),
        ({"value": Decimal(470), "place": "Ukraine"}, False),
        ({"value": Decimal(470), "flags": frozenset({"doubtful"})}, False),
        ({"value": Decimal(470), "flags": frozenset({"own_sum"})}, False),
        ({"value": Decimal(470), "known": date(2025, 2, 4)}, False),
    ],
)
def test_a_print_is_superseded_by_a_newer_number_of_its_source_for_the_same_days(newer: dict[str, Any], superseded: bool) -> None:
    other = replace(ISW, **({"known": LATER, "published": LATER, "page": "https://example.org/new"} | newer))
    told = found(brief_of(ISW, places=frozenset({"text", "table"})), printed=(ISW, other))
    assert [one.change for one in told.changed] == ["superseded"] * superseded
    assert told.unchanged == (not superseded)
    for one in told.changed:
        assert re.search(r"the source has since published about [\d.]+ km2 for the same days", correction(told.saved, one))


def test_an_undated_figure_that_is_still_held_stands() -> None:
    undated = replace(ISW, published=None, known=None)
    assert found(brief_of(undated), printed=(undated, ISW)).unchanged == 1


def test_a_rank_is_worded_as_a_rank() -> None:
    one = worked_out("rank/1", [GIVEN], metric="casualties", kind="rank", unit="persons", party="russia", rank=2, direction="up")
    told = found(brief_of(one, behind=(GIVEN,)), gone(GIVEN, LATER))
    assert "as second-highest; it rests on" in correction(told.saved, told.changed[0])


# checked texts ----------------------------------------------------------------------------------------------------------


def checked(*evidence: Statement, text: str = "837,000", should_read: Statement | None = None) -> Saved:
    claim = {
        "text": text, "evidence": [{"statement": one.as_json(), "relation": "same", "known": "then"} for one in evidence],
        "should_read": should_read.as_json() if should_read else None,
    }  # fmt: skip
    told = {"published": "2025-02-01", "as_of": THEN, "claims": [claim, {"text": "2", "evidence": [], "should_read": None}]}
    return parse_saved(dumps(told).encode(), where="check")


def test_the_evidence_of_a_checked_text_is_rechecked_and_names_the_claim() -> None:
    saved = checked(GIVEN)
    (one,) = found(saved, gone(GIVEN, LATER), again(840000)).changed
    assert one.printed.claims == ("837,000",)
    assert correction(saved, one).startswith(
        'A text of 1 February 2025 that says "837,000" was checked against casualties of Russia'
    )


def test_what_a_text_should_read_is_rechecked_too() -> None:
    assert [one.statement.id for one in checked(should_read=GIVEN).figures] == [GIVEN.id]


def test_evidence_that_was_past_when_the_text_was_checked_is_no_change_since() -> None:
    past = gone(GIVEN, date(2025, 2, 2))
    told = found(checked(GIVEN), past, again(840000, known=date(2025, 2, 2)))
    assert (told.unchanged, told.changed, told.cannot_tell) == (1, (), ())


def test_a_figure_worked_out_for_a_text_is_worked_out_again(tmp_path: Path) -> None:
    flow = next(
        mark.statement for mark in pyrrhus.brief("2022-04-21", as_of="2022-04-22").document.marks.values()
        if mark.statement.formula == "total_difference/1" and mark.statement.start == date(2022, 4, 21)
    )  # fmt: skip
    path = tmp_path / "check.json"
    claim = {"text": "1,000", "evidence": [{"statement": flow.as_json(), "relation": "derived", "known": "then"}]}
    path.write_text(dumps({"published": "2022-04-22", "as_of": "2022-04-22", "claims": [claim]}))
    (one,) = recheck(path).changed
    assert one.after is not None
    assert (one.change, one.after.value) == ("restated", 200)


# what holds it together -------------------------------------------------------------------------------------------------


def test_the_known_formulas_are_those_of_the_code() -> None:
    """A formula that is missing in ``measures.worked.FORMULAS`` would be called unknown when a brief is rechecked."""
    used = {
        node.value
        for path in SRC.rglob("*.py") if path.name != "worked.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z0-9_]+/[0-9]+", node.value)
    }  # fmt: skip
    assert used == FORMULAS


@pytest.mark.parametrize(
    "code", ["2025-01", "2025-02", "2024-02", "2025", "2025-Q2", "2025-W05", "2025-01-31", "2025-01-06..2025-01-20"]
)
def test_a_period_is_known_again_by_its_days(code: str) -> None:
    asked = parse_period(code)
    assert period_of(asked.start, asked.end) == asked
    assert period_of(*JANUARY) == parse_period("2025-01") != Period(*JANUARY)


def test_the_words_of_a_recheck_hold_no_number_that_is_not_one_of_its_statements(tmp_path: Path) -> None:
    told = saved_and_rechecked("2022-04", "2022-04-22", tmp_path)
    for one in told.changed:
        words = re.sub(r"https://\S+", "", correction(told.saved, one))
        shown = {number.replace(",", "").replace("−", "-") for number in numbers_in(words)}
        under = [one.printed.statement, one.after, *(part for leaf in one.moved for part in (leaf.before, leaf.after))]
        values = {f"{part.value:.0f}" for part in under if part is not None and part.value is not None}
        assert shown <= values


@pytest.mark.parametrize("period", ["2025-01", "2024", "2025-11"])
def test_every_figure_of_a_brief_can_be_described(period: str) -> None:
    for mark in pyrrhus.brief(period).document.marks.values():
        assert described(mark.statement)
