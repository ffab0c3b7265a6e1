"""What may be said of a claim: party claims never turn green, no evidence is no verdict, what is known when stands apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from claiming import claim, judged, judged_all, month, viewing
from making import area

from pyrrhus.judging.judge import judge
from pyrrhus.judging.rules import rules
from pyrrhus.judging.verdicts import Code, Quote, Substance, Verdict
from pyrrhus.judging.wording import catalogue
from pyrrhus.statement import Statement

JANUARY = month("2025-01")
KYIV = {"source": "ua_general_staff"}


# days ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "convention", "days"),
    [
        (48240, "first_to_first", (date(2025, 1, 1), date(2025, 2, 1))),
        (48060, "last_to_last", (date(2024, 12, 31), date(2025, 1, 31))),
        (46810, "", (date(2025, 1, 1), date(2025, 1, 31))),
    ],
)
def test_a_month_is_tried_by_three_ways_of_cutting_days_and_the_one_that_agrees_is_named(
    value: int, convention: str, days: tuple[date, date]
) -> None:
    found = judged(claim(f"{value:,}", value=value, **KYIV, **JANUARY))
    assert found.verdict in (Verdict.AS_STATED, Verdict.CONSISTENT)
    worked = [one.statement for one in found.evidence if one.statement.value == value and one.statement.formula]
    assert (worked[0].convention, worked[0].days) == (convention, days)


def test_a_month_that_none_of_the_three_gives_differs() -> None:
    found = judged(claim("47,500", value=47500, **KYIV, **JANUARY))
    assert (found.quote, found.verdict) == (Quote.MISQUOTED, Verdict.DIFFERS)


def test_a_day_of_which_the_next_bulletin_is_not_known_yet_contradicts_nothing() -> None:
    then = judged(claim("9,990", value=9990, start="2025-02-03", end="2025-02-03", **KYIV), "2025-02-03")
    assert then.verdict == Verdict.DIFFERS
    assert "hindsight" in then.flags


@pytest.mark.parametrize(
    ("value", "bound", "fine"),
    [
        (48000, "over", True),
        (48000, "plain", True),
        (48000, "about", True),
        (50000, "about", True),
        (48300, "nearly", True),
        (48240, "plain", True),
        (49000, "over", False),
        (44000, "over", False),
        (48340, "plain", False),
        (45000, "about", False),
    ],
)
def test_roundings_and_words_of_bound_are_respected(value: int, bound: str, fine: bool) -> None:
    found = judged(claim("1", value=value, bound=bound, **KYIV, **JANUARY))
    assert (found.verdict == Verdict.DIFFERS) is not fine, found.reason.sentence


# parties ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {"value": 48240, **KYIV, **JANUARY},
        {"value": 48240, **JANUARY},
        {"value": 590000, "source": "ru_mod", "party": "ukraine", **month("2024")},
        {"kind": "cumulative", "value": 842930, "end": "2025-02-04", **KYIV},
    ],
)
def test_what_a_party_says_of_its_enemy_never_turns_green(said: dict[str, object]) -> None:
    found = judged(claim("1", **said))
    assert found.substance == Substance.ONE_PARTY_ONLY
    assert not found.is_supported_by_others


def test_those_who_average_kyivs_count_do_not_bear_it_out() -> None:
    found = judged(claim("1,556", kind="rate", value=1556, **KYIV, **JANUARY))
    assert {one.statement.source for one in found.evidence} >= {"uk_mod"}
    assert found.substance == Substance.ONE_PARTY_ONLY


def test_counts_on_one_map_are_one_witness_and_on_two_are_two() -> None:
    days = (date(2023, 3, 1), date(2023, 3, 31))
    said = claim("100", metric="ground", value=100, source="isw", start=days[0], end=days[1])
    rows = [
        area("isw", "100", *days, party="russia"),
        area("afp", "101", *days, derived_from="isw", known=date(2023, 4, 2), published=date(2023, 4, 2)),
    ]
    with viewing(*rows) as view:
        (one,) = judge([said], view, published=date(2023, 5, 1))
    with viewing(*rows, area("black_bird", "102", *days)) as view:
        (two,) = judge([said], view, published=date(2023, 5, 1))
    assert one.substance == Substance.NOT_CHECKABLE
    assert two.substance == Substance.CORROBORATED
    assert two.is_supported_by_others


def test_a_relay_is_not_the_source() -> None:
    found = judged(claim("48,240", value=48240, source="isw", **JANUARY))
    assert (found.quote, found.reason.code) == (Quote.INCOMPLETE, Code.RELAY_AS_WITNESS)
    assert "as relayed by ISW" in found.reason.sentence


def test_a_number_that_names_nobody_and_is_a_partys_says_so() -> None:
    found = judged(claim("48,240", value=48240, **JANUARY))
    assert (found.quote, found.verdict, found.reason.code) == (Quote.NO_SOURCE_NAMED, Verdict.CONSISTENT, Code.PARTY_NOT_NAMED)


# no guess -----------------------------------------------------------------------------------------------------------------


def test_without_evidence_there_is_no_verdict_but_the_document_that_would_settle_it() -> None:
    found = judged(claim("612", value=612, source="ru_mod", party="ukraine", start="2023-09-05", end="2023-09-05"))
    assert (found.verdict, found.substance) == (Verdict.UNSUPPORTED, Substance.NOT_CHECKABLE)
    assert "bulletin of 6 September 2023" in found.reason.sentence
    assert found.should_read is None


def test_a_number_without_days_is_not_looked_for_elsewhere() -> None:
    found = judged(claim("48,240", value=48240, **KYIV))
    assert (found.verdict, found.reason.code) == (Verdict.UNSUPPORTED, Code.NO_PERIOD)


def test_a_series_too_short_to_tell_says_nothing_of_a_long_streak() -> None:
    said = claim(
        "ten years",
        metric="ground",
        basis="gained",
        kind="trend",
        value=24,
        unit="months",
        direction="up",
        end="2025-02-04",
        source="deepstate",
    )
    assert judged(said).verdict == Verdict.UNSUPPORTED


def test_who_counts_the_same_and_does_not_agree_is_named() -> None:
    found = judged(claim("360", metric="ground", value=360, **JANUARY), "2025-06-01")
    assert (found.verdict, found.reason.code) == (Verdict.DISPUTED, Code.SOURCES_DISAGREE)
    assert "DeepState" in found.reason.sentence
    assert "AFP" in found.reason.sentence


# then and now -------------------------------------------------------------------------------------------------------------


def test_what_its_source_printed_only_later_does_not_make_a_text_wrong() -> None:
    days = (date(2024, 1, 1), date(2024, 12, 31))
    printed = area(
        "ru_mod",
        "590000",
        *days,
        metric="casualties",
        unit="persons",
        party="ukraine",
        basis="",
        known=date(2025, 4, 2),
        published=date(2025, 4, 2),
    )
    said = claim("560,000", value=560000, source="ru_mod", party="ukraine", start=days[0], end=days[1])
    with viewing(printed) as view:
        (before,) = judge([said], view, published=date(2025, 1, 10))
        (after,) = judge([said], view, published=date(2025, 5, 1))
    assert before.verdict == Verdict.UNSUPPORTED
    assert after.verdict == Verdict.DIFFERS


def test_as_of_chooses_the_day_whose_knowledge_judges() -> None:
    said = claim("427", metric="ground", value=427, basis="gained", source="isw", place="Ukraine", **JANUARY)
    late, early = judged(said, "2025-06-01"), judged(said, "2025-06-01", as_of=date(2025, 2, 10))
    assert (late.verdict, late.flags) == (Verdict.AS_STATED, frozenset())
    assert (early.verdict, early.flags) == (Verdict.AS_STATED, frozenset({"hindsight"}))


def test_a_figure_without_a_day_of_publication_is_used_and_flagged() -> None:
    days = (date(2023, 3, 1), date(2023, 3, 31))
    undated = area("isw", "123", *days, published=None, known=None)
    with viewing(undated) as view:
        (found,) = judge(
            [claim("123", metric="ground", value=123, source="isw", start=days[0], end=days[1])], view, published=days[1]
        )
    assert found.verdict == Verdict.AS_STATED
    assert found.flags == {"undated"}


@pytest.fixture
def own_page() -> Iterator[tuple[str, Statement]]:
    page = "https://www.example.org/2023/04/report?utm=1#top"
    return page, area(
        "black_bird",
        "123",
        date(2023, 3, 1),
        date(2023, 3, 31),
        page="http://example.org/2023/04/report/",
        metric="settlements",
        kind="count",
        unit="settlements",
        basis="",
    )


def test_a_text_is_never_its_own_evidence(own_page: tuple[str, Statement]) -> None:
    page, row = own_page
    said = claim(
        "123",
        metric="settlements",
        kind="count",
        unit="settlements",
        value=123,
        source="black_bird",
        start=row.start,
        end=row.end,
    )
    with viewing(row) as view:
        (with_it,) = judge([said], view, published=date(2023, 5, 1))
        (without,) = judge([said], view, published=date(2023, 5, 1), page=page)
    assert with_it.verdict == Verdict.AS_STATED
    assert without.verdict == Verdict.UNSUPPORTED
    assert [one.statement for one in without.evidence if one.statement.page == row.page] == []


# ranks and trends ---------------------------------------------------------------------------------------------------------


def test_a_rank_is_worked_out_as_the_day_knew_the_series() -> None:
    said = {"kind": "rank", "rank": 1, "direction": "up", **KYIV, **month("2023-12"), "vs_start": "2022-02-24"}
    then = judged(claim("highest", **said, vs_end="2024-01-05"), "2024-01-05")
    now = judged(claim("highest", **said, vs_end="2025-12-31"), "2026-01-05")
    assert then.verdict == Verdict.CONSISTENT
    assert now.verdict == Verdict.DIFFERS
    assert now.reason.code == Code.WRONG_RANK
    assert now.should_read is not None


def test_a_record_day_holds_but_for_the_first_weeks_of_the_count_and_says_so() -> None:
    said = claim(
        "record",
        kind="rank",
        rank=1,
        direction="up",
        start="2024-12-19",
        end="2024-12-19",
        vs_start="2022-02-24",
        vs_end="2024-12-21",
        **KYIV,
    )
    found = judged(said, "2024-12-21")
    assert found.verdict == Verdict.CONSISTENT
    assert any("first weeks" in one.sentence for one in found.qualifiers)


def test_a_size_of_a_trend_is_checked_not_only_its_direction() -> None:
    said = {
        "kind": "trend",
        "unit": "percent",
        "direction": "up",
        **KYIV,
        **month("2024-11"),
        "vs_start": "2024-10-01",
        "vs_end": "2024-10-31",
    }
    assert judged(claim("9 percent", value=9, **said)).verdict == Verdict.CONSISTENT
    assert judged(claim("19 percent", value=19, **said)).verdict == Verdict.DIFFERS


def test_parts_that_do_not_add_up_are_seen() -> None:
    def part(name: str, value: int) -> object:
        return claim(str(value), metric="ground", source="reporters", value=value, **month(name))

    whole = {"metric": "ground", "source": "unattributed", "start": "2022-03-01", "end": "2022-04-30"}
    parts = [
        claim("100", metric="ground", value=100, **month("2022-03")),
        claim("50", metric="ground", value=50, **month("2022-04")),
    ]
    right = judged_all([*parts, claim("150", value=150, **whole)], "2022-06-01")
    assert any("add up" in step.found for step in right[2].steps)


# words --------------------------------------------------------------------------------------------------------------------


def test_every_reason_has_its_sentence_and_every_verdict_its_word() -> None:
    keys = set(catalogue())
    assert {f"reason.{code}" for code in Code} <= keys
    for kind in (Quote, Substance, Verdict):
        assert {f"{kind.__name__.lower()}.{one}" for one in kind} <= keys


def test_the_rules_name_sources_that_exist() -> None:
    from pyrrhus.conflict import conflict

    told = rules()
    named = (
        {one for family in told.families for one in family}
        | set(told.groups)
        | {one for group in told.groups.values() for one in group}
    )
    assert named <= set(conflict().publishers)
    assert set(told.documents) - {"other"} <= set(conflict().publishers)


def test_sums_over_a_week_and_more_have_the_slack_of_restated_bulletins_and_no_more() -> None:
    assert judged(claim("48,250", value=48260, **KYIV, **JANUARY)).verdict == Verdict.CONSISTENT
    assert judged(claim("48,290", value=48290, **KYIV, **JANUARY)).verdict == Verdict.DIFFERS
    day = date(2025, 2, 3)
    assert judged(claim("1,290", value=1290, start=day, end=day, **KYIV)).verdict == Verdict.DIFFERS
    assert (
        judged(claim("842,940", value=842946, kind="cumulative", end=day + timedelta(days=1), **KYIV)).verdict == Verdict.DIFFERS
    )
    assert Decimal("0.0005") * 48240 > 10


def test_a_trend_that_names_nothing_it_is_set_against_is_not_called_wrong() -> None:
    said = {"kind": "trend", "direction": "up", **KYIV, **month("2025-01")}
    found = judged(claim("higher", **said))
    assert (found.verdict, found.reason.code) == (Verdict.UNSUPPORTED, Code.AMBIGUOUS)
    assert "after 48,670 casualties in December 2024" in found.reason.sentence
    against = judged(claim("higher", **said, vs_start="2024-12-01", vs_end="2024-12-31"))
    assert (against.verdict, against.reason.code) == (Verdict.DIFFERS, Code.WRONG_DIRECTION)


# other readings -----------------------------------------------------------------------------------------------------------


def test_a_number_that_is_right_as_a_mean_by_the_day_is_told_so_not_called_wrong() -> None:
    text = "In May Russia lost 1,141 men, Kyiv's General Staff said, in the third month of decline."
    said = claim("1,141 men", text, value=1141, **KYIV, **month("2025-05"))
    (found,) = judged_all([said], "2025-06-12", text=text)
    assert found.verdict == Verdict.CONSISTENT
    assert any(one.code == Code.AMBIGUOUS and "a day" in one.sentence for one in found.qualifiers)
    summed = text.replace("lost", "lost, in all,")
    (total,) = judged_all([claim("1,141 men", summed, value=1141, **KYIV, **month("2025-05"))], "2025-06-12", text=summed)
    assert total.verdict != Verdict.CONSISTENT


def test_a_days_addition_told_as_the_total_is_wrong_and_one_that_may_be_of_the_day_is_not() -> None:
    def of(text: str) -> Verdict:
        said = claim("1,270", text, kind="cumulative", value=1270, end="2025-02-04", **KYIV)
        return judged_all([said], "2025-02-06", text=text)[0].verdict

    assert of("Since the invasion Russia has lost 1,270 soldiers, Kyiv says.") == Verdict.DIFFERS
    assert of("Russia lost 1,270 soldiers, Kyiv says.") == Verdict.AS_STATED


def test_a_number_of_quite_another_size_is_looked_at_again_before_anybody_calls_it_a_misquotation() -> None:
    found = judged(claim("71", value=71, **KYIV, **JANUARY))
    assert (found.verdict, found.reason.code) == (Verdict.UNSUPPORTED, Code.AMBIGUOUS)
    assert "48,240" in found.reason.sentence


def test_a_named_source_without_an_id_is_not_nobody() -> None:
    known = {"source_as_written": "a colonel"}
    same = judged(claim("48,240", value=48240, **JANUARY, **known))
    assert (same.quote, same.verdict, same.reason.code) == (Quote.NOT_FOUND, Verdict.CONSISTENT, Code.SAID_BY_OTHERS)
    assert "not a colonel" in same.reason.sentence
    other = judged(claim("840", metric="ground", value=840, **JANUARY, **known))
    assert (other.quote, other.verdict) == (Quote.NOT_FOUND, Verdict.DISPUTED)
    unknown = judged(claim("612", value=612, party="ukraine", start="2023-09-05", end="2023-09-05", **known))
    assert unknown.verdict == Verdict.UNSUPPORTED
    assert "what a colonel published for 5 September 2023" in unknown.reason.sentence


def test_a_month_without_its_year_is_tried_as_the_latest_one_and_with_its_year_it_is_not() -> None:
    def of(text: str) -> Verdict:
        said = claim("48,240", text, value=48240, **KYIV, **month("2024-01"))
        return judged_all([said], "2025-02-05", text=text)[0].verdict

    assert of("Russia lost 48,240 in January, killed and wounded, Kyiv says.") == Verdict.AS_STATED
    assert of("Russia lost 48,240 in January 2024, killed and wounded, Kyiv says.") == Verdict.DIFFERS


def test_this_year_may_run_to_the_end_of_the_month_before_the_text() -> None:
    text = "Russia has had 84,810 killed and wounded this year, Kyiv says."
    said = claim("84,810", text, value=84810, start="2025-01-01", end="2025-03-20", **KYIV)
    (found,) = judged_all([said], "2025-03-20", text=text)
    assert found.verdict == Verdict.CONSISTENT
    assert any("January to February" in one.sentence or "28 February" in one.sentence for one in found.qualifiers)
