"""What a run writes: documents and versions in order, events for what changed, and nothing at all where it failed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pyrrhus.errors import SourceError
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.schema import event, flag, run, series, statement, version

BROKEN = b'[{"date": "2023-05-09", "day": 440, "personnel": 195620,'
MAY_8 = {"2023-05-08": 195080}
MAY_9 = MAY_8 | {"2023-05-09": 195620}

# Statements and their events


def test_a_row_becomes_one_statement_stated_when_its_commit_came(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:30:00Z")
    outcome = ledger.sync(general_staff)
    (said,) = ledger.statements()
    assert (said.value, said.end) == (195080, date(2023, 5, 8))
    assert said.learnt == datetime(2023, 5, 8, 6, 30, tzinfo=UTC)
    assert said.known == date(2023, 5, 8)
    assert (outcome.new, outcome.changed, outcome.withdrawn, outcome.flagged, outcome.documents) == (1, 0, 0, 0, 1)
    assert outcome.newest == date(2023, 5, 8)


def test_a_statement_keeps_its_id_and_the_document_it_was_read_in(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:30:00Z")
    general_staff.commit(MAY_9, "2023-05-09T06:30:00Z")
    ledger.sync(general_staff)
    first, second = ledger.statements()
    assert first.document != second.document
    assert len(first.document) == len(second.document) == 64
    stored = dict(ledger.rows(statement.c.end, statement.c.digest))
    assert {one.end: bytes.fromhex(one.id[:16]) for one in (first, second)} == stored


def test_a_changed_value_is_two_events_at_one_moment(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:30:00Z")
    general_staff.commit({"2023-05-08": 195090}, "2023-05-09T06:00:00Z")
    outcome = ledger.sync(general_staff)
    first, second = datetime(2023, 5, 8, 6, 30, tzinfo=UTC), datetime(2023, 5, 9, 6, 0, tzinfo=UTC)
    assert ledger.events("statement", "stated", "learnt") == [
        (1, 1, first), (1, 0, second), (2, 1, second)
    ]  # fmt: skip
    assert (outcome.new, outcome.changed, outcome.withdrawn) == (1, 1, 0)


def test_a_withdrawn_row_is_one_event_and_no_longer_seen(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    general_staff.commit(MAY_8, "2023-05-09T07:00:00Z")
    outcome = ledger.sync(general_staff)
    assert ledger.values() == {"2023-05-08": "195080"}
    assert (outcome.new, outcome.changed, outcome.withdrawn) == (2, 0, 1)


def test_a_value_that_comes_back_is_five_events_of_one_statement(ledger: Any, general_staff: Any) -> None:
    # 2023-05-09 as it was: the total, gone, the total, gone, the total.
    for hour, told in enumerate([MAY_9, MAY_8, MAY_9, MAY_8, MAY_9]):
        general_staff.commit(told, f"2023-05-09T{6 + hour:02}:00:00Z")
    ledger.sync(general_staff)
    of_the_day = [id_ for id_, end in ledger.rows(statement.c.id, statement.c.end) if end == date(2023, 5, 9)]
    assert len(of_the_day) == 1
    events = ledger.events("statement", "stated", "learnt")
    assert [(stated, at.hour) for one, stated, at in events if one == of_the_day[0]] == [
        (1, 6), (0, 7), (1, 8), (0, 9), (1, 10)
    ]  # fmt: skip
    assert ledger.values()["2023-05-09"] == "195620"


def test_a_value_that_comes_again_unchanged_is_no_event(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    ledger.sync(general_staff)
    assert len(ledger.rows(event.c.id)) == 2


def test_a_doubt_that_arises_and_passes_is_an_event_and_no_restatement(ledger: Any, economist: Any) -> None:
    steady = {"2025-11-06": 116000, "2025-11-07": 116010}
    economist.commit(steady, "2025-11-08T06:00:00Z")
    economist.commit({"2025-11-06": 119000, "2025-11-07": 116010}, "2025-11-09T06:00:00Z")
    economist.commit(steady, "2025-11-10T06:00:00Z")
    ledger.sync(economist)

    def doubted(as_of: str) -> bool:
        return any("doubtful" in one.flags for one in ledger.statements(as_of) if one.end == date(2025, 11, 7))

    assert [doubted(day) for day in ("2025-11-08", "2025-11-09", "2025-11-10")] == [False, True, False]
    assert [one.end for one in ledger.statements() if one.flags] == []
    pairs = ledger.restated("isw", "held")
    assert {str(pair.after.end) for pair in pairs} == {"2025-11-06"}


def test_a_row_whose_day_does_not_fit_is_a_flag_that_names_the_version(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(b'[{"date": "2023-05-08", "day": 1, "personnel": 5}]', "2023-05-08T06:00:00Z")
    general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    outcome = ledger.sync(general_staff)
    assert outcome.flagged == 1
    assert ledger.rows(flag.c.version, flag.c.code) == [(1, "day_mismatch")]
    assert ledger.values("2023-05-08") == {}


def test_what_a_series_has_in_common_stands_once(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({f"2023-05-{day:02}": 190000 + day for day in range(1, 31)}, "2023-05-31T06:00:00Z")
    ledger.sync(general_staff)
    assert len(ledger.rows(series.c.id)) == 1


# Versions that cannot be read


@pytest.mark.parametrize(
    "broken", [BROKEN, b"\xff", b"[]", b'[{"data": 1}]', b'[{"date": "2023-05-09", "day": 440, "total": 5}]']
)
def test_an_old_version_that_cannot_be_read_is_kept_flagged_and_changes_nothing(
    broken: bytes, ledger: Any, general_staff: Any
) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    name = general_staff.commit(broken, "2023-05-09T05:00:00Z")
    general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    outcome = ledger.sync(general_staff)
    assert ledger.rows(version.c.readable) == [(1,), (0,), (1,)]
    ((number, code, where),) = ledger.rows(flag.c.version, flag.c.code, flag.c.where)
    assert (number, code) == (2, "unreadable")
    assert name[:10] in where
    assert outcome.flagged == 1
    assert ledger.rows(event.c.stated, event.c.version) == [(1, 1), (1, 3)]
    with reading(ledger.url) as connection:
        assert read_document(connection, 2) == broken


def test_what_comes_after_an_unreadable_version_is_compared_with_the_one_before_it(ledger: Any, general_staff: Any) -> None:
    for told, time in ((MAY_9, "05:00"), (BROKEN, "06:00"), (b"[]", "06:30"), (MAY_8, "07:00")):
        general_staff.commit(told, f"2023-05-09T{time}:00Z")
    ledger.sync(general_staff)
    assert ledger.rows(event.c.stated, event.c.version) == [(1, 1), (1, 1), (0, 4)]


def test_a_later_run_compares_with_the_last_version_that_can_be_read(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_9, "2023-05-09T05:00:00Z")
    ledger.sync(general_staff)
    general_staff.commit(BROKEN, "2023-05-09T06:00:00Z")
    assert ledger.try_sync(general_staff).error
    general_staff.commit(MAY_8, "2023-05-09T07:00:00Z")
    ledger.sync(general_staff)
    general_staff.commit(MAY_9, "2023-05-09T08:00:00Z")
    ledger.sync(general_staff)
    assert ledger.rows(event.c.stated, event.c.version) == [(1, 1), (1, 1), (0, 3), (1, 4)]


@pytest.mark.parametrize(
    ("newest", "why"),
    [
        (BROKEN, "the JSON breaks off"),
        (b"[]", "got an empty one"),
        ({"2023-05-08": 195080, "2023-05-09": 195079}, "row 2023-05-09: the running total falls from 195,080"),
        (b'[{"date": "2023-05-08", "day": 439, "personnel": 195080, "extra": 1}]', "row 2023-05-08: unknown field 'extra'"),
    ],
    ids=["broken", "empty", "falling", "unknown field"],
)
@pytest.mark.parametrize("laid", [False, True], ids=["a commit", "no commit"])
def test_a_newest_version_that_cannot_be_read_stops_the_run_and_leaves_all_as_it_was(
    newest: Any, why: str, laid: bool, ledger: Any, general_staff: Any
) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(general_staff)
    export, counts = ledger.export(), ledger.counts()
    general_staff.commit(MAY_9, "2023-05-09T05:00:00Z")
    if laid:
        general_staff.lay(newest)
    else:
        general_staff.commit(newest, "2023-05-09T06:00:00Z")
    outcome = ledger.try_sync(general_staff)
    assert isinstance(outcome.error, SourceError)
    assert why in str(outcome.error)
    assert "data/russia_losses_personnel.json" in str(outcome.error)
    assert (outcome.new, outcome.changed, outcome.withdrawn) == (0, 0, 0)
    assert ledger.export() == export
    assert ledger.counts() == counts | {"run": counts["run"] + 1}
    assert ledger.rows(run.c.status)[-1] == ("failed",)
    assert why in ledger.rows(run.c.message)[-1][0]


def test_once_the_newest_version_can_be_read_again_the_run_goes_on_where_it_was(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(general_staff)
    general_staff.commit(BROKEN, "2023-05-09T06:00:00Z")
    assert ledger.try_sync(general_staff).error
    general_staff.commit(MAY_9, "2023-05-09T07:00:00Z")
    outcome = ledger.sync(general_staff)
    assert (outcome.new, outcome.flagged) == (1, 1)
    assert ledger.values() == {"2023-05-08": "195080", "2023-05-09": "195620"}


def test_one_file_that_cannot_be_read_keeps_out_the_others_of_its_source(ledger: Any, publisher: Any) -> None:
    source = publisher("ua_general_staff")
    source.commit(MAY_8, "2023-05-08T06:00:00Z")
    source.commit({"2023-05-08": 5}, "2023-05-08T06:00:00Z", file="correction")
    source.commit(BROKEN, "2023-05-08T06:00:00Z", file="equipment")
    assert ledger.try_sync(source).error
    assert ledger.counts() == dict.fromkeys(ledger.counts(), 0) | {"run": 1}


def test_a_repository_without_the_file_is_an_error_that_names_it(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(general_staff)
    export = ledger.export()
    general_staff.lose()
    outcome = ledger.try_sync(general_staff)
    assert str(outcome.error) == (
        "PetroIvaniuk/2022-Ukraine-Russia-War-Dataset, data/russia_losses_personnel.json: "
        "the repository lists no such file; nothing was changed"
    )
    assert ledger.export() == export


# The same again


@pytest.mark.parametrize("etags", [True, False], ids=["an unchanged listing", "no ETag"])
def test_a_second_run_with_nothing_new_writes_nothing_new_and_confirms(etags: bool, ledger: Any, publisher: Any) -> None:
    source = publisher("ua_general_staff")
    source.etags = etags
    for told, day in ((MAY_8, 8), (BROKEN, 9), (MAY_9, 10)):
        source.commit(told, f"2023-05-{day:02}T06:00:00Z")
    source.commit({"2023-05-08": 1500}, "2023-05-08T06:00:00Z", file="correction")
    source.lay({"2023-05-08": 3700, "2023-05-09": 3710}, file="equipment")
    ledger.sync(source)
    export, counts = ledger.export(), ledger.counts()
    source.fetched.clear()
    outcome = ledger.sync(source, at=datetime(2026, 7, 1, tzinfo=UTC))
    assert ledger.counts() == counts | {"run": counts["run"] + 1}
    assert ledger.export() == export
    assert source.fetched == []
    assert (outcome.new, outcome.changed, outcome.withdrawn, outcome.flagged, outcome.documents) == (0, 0, 0, 0, 0)
    assert outcome.confirmed == len(ledger.statements()) == 5
    assert outcome.newest == date(2023, 5, 9)


def test_what_stands_as_before_is_confirmed_and_what_changed_is_not(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_9 | {"2023-05-10": 196000}, "2023-05-10T06:00:00Z")
    ledger.sync(general_staff)
    general_staff.commit(MAY_8 | {"2023-05-10": 196001, "2023-05-11": 197000}, "2023-05-11T06:00:00Z")
    outcome = ledger.sync(general_staff)
    assert (outcome.confirmed, outcome.changed, outcome.withdrawn, outcome.new) == (1, 1, 1, 1)


def test_only_commits_after_the_last_one_held_are_fetched(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(general_staff)
    general_staff.fetched.clear()
    new = general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    ledger.sync(general_staff)
    assert [wanted.ref for wanted in general_staff.fetched] == [new]


def test_runs_bear_ids_of_their_own_and_leave_no_trace_in_an_export(new_ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    first, second = new_ledger("first"), new_ledger("second")
    first.sync(general_staff, at=datetime(2026, 1, 1, tzinfo=UTC))
    general_staff.etags = False
    for hour in range(3):
        second.sync(general_staff, at=datetime(2026, 2, 1, hour, tzinfo=UTC))
    assert second.rows(run.c.id, run.c.status) == [(1, "done"), (2, "done"), (3, "done")]
    assert first.export() == second.export()


def test_two_origins_of_one_repository_keep_apart_what_they_last_listed(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(general_staff)
    assert ledger.counts()["listing"] == 1
    general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    ledger.sync(general_staff)
    assert ledger.counts()["listing"] == 1


def test_history_is_asked_of_the_branch_that_the_source_names(ledger: Any, publisher: Any) -> None:
    source = publisher("ua_general_staff", "personnel", branch="master")
    source.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(source)
    assert ledger.values() == {"2023-05-08": "195080"}


# Newest bytes that no commit has


def test_newest_bytes_without_a_commit_are_read_after_all_that_have_one(ledger: Any, economist: Any) -> None:
    economist.commit({"2025-01-30": 110640}, "2025-01-31T06:00:00Z")
    economist.lay({"2025-01-30": 110640, "2025-01-31": 110649})
    ledger.sync(economist)
    commits, learnt = zip(*ledger.rows(version.c.commit, version.c.learnt), strict=True)
    assert [one is None for one in commits] == [one is None for one in learnt] == [False, True]


@pytest.mark.parametrize("file", ["personnel", "equipment"])
def test_bytes_that_come_back_without_a_commit_are_the_newest_again(file: str, ledger: Any, publisher: Any) -> None:
    source = publisher("ua_general_staff", file)
    if file == "personnel":
        source.commit({"2023-05-08": 100}, "2023-05-08T06:00:00Z")
    for hour, value in enumerate([100, 105, 100]):
        source.lay({"2023-05-08": value})
        ledger.sync(source, at=datetime(2026, 6, 15 + hour, tzinfo=UTC))
    assert ledger.values("2026-06-16") == {"2023-05-08": "105"}
    assert ledger.values("2026-06-17") == {"2023-05-08": "100"}


def test_a_row_first_seen_without_a_commit_is_dated_by_the_commit_once_there_is_one(new_ledger: Any, economist: Any) -> None:
    early, late = new_ledger("early"), new_ledger("late")
    told = {"2025-01-30": 110640, "2025-01-31": 110649}
    economist.commit({"2025-01-30": 110640}, "2025-01-31T06:00:00Z")
    economist.lay(told)
    early.sync(economist)
    economist.commit(told, "2025-02-01T06:00:00Z")
    economist.commit(told | {"2025-02-01": 110655}, "2025-02-02T06:00:00Z")
    early.sync(economist, at=datetime(2026, 6, 16, tzinfo=UTC))
    late.sync(economist)
    for day in ("2025-01-31", "2025-02-01", "2025-02-02", "2026-06-15", "2026-06-16"):
        assert early.values(day) == late.values(day)
    assert early.values() == late.values()


@pytest.mark.parametrize("newest", [{"2025-01-30": 110650}, {"2025-01-31": 110649}], ids=["another value", "a row withdrawn"])
def test_a_change_first_seen_without_a_commit_is_dated_by_the_commit_once_there_is_one(
    newest: dict[str, float], new_ledger: Any, economist: Any
) -> None:
    early, late = new_ledger("early"), new_ledger("late")
    economist.etags = False  # the listing stays as it is, the history grows
    economist.commit({"2025-01-30": 110640}, "2025-01-31T06:00:00Z")
    economist.lay(newest)
    early.sync(economist)
    economist.commit(newest, "2025-02-01T06:00:00Z")
    early.sync(economist, at=datetime(2026, 6, 20, tzinfo=UTC))
    late.sync(economist)
    for day in ("2025-01-31", "2025-02-01", "2026-06-14", "2026-06-15", "2026-06-20"):
        seen = [[(one.end, one.value) for one in each.statements(day)] for each in (early, late)]
        assert seen[0] == seen[1]


# A push while a run reads


def stale(publisher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the listing is the one of this moment, while histories and files go on."""
    listing = publisher.tree(publisher.source.repository, publisher.source.branch)
    monkeypatch.setattr(publisher, "tree", lambda *_: listing)


def test_a_push_between_listing_and_history_is_read_and_does_no_harm(
    ledger: Any, new_ledger: Any, general_staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    with monkeypatch.context() as while_it_reads:
        stale(general_staff, while_it_reads)
        general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
        ledger.sync(general_staff)
    assert ledger.values() == {"2023-05-08": "195080", "2023-05-09": "195620"}
    ledger.sync(general_staff)
    after = new_ledger("after")
    after.sync(general_staff)
    assert ledger.export() == after.export()
    assert ledger.events("stated", "learnt") == after.events("stated", "learnt")


def test_a_push_that_was_taken_back_between_two_runs_is_read_with_the_next_change(
    ledger: Any, new_ledger: Any, general_staff: Any
) -> None:
    general_staff.commit(MAY_8, "2023-05-08T06:00:00Z")
    ledger.sync(general_staff)
    general_staff.commit(MAY_9, "2023-05-09T06:00:00Z")
    general_staff.commit(MAY_8, "2023-05-09T07:00:00Z")
    ledger.sync(general_staff)  # the listing is the one of the first run
    assert ledger.values("2023-05-09") == {"2023-05-08": "195080"}
    general_staff.commit(MAY_9, "2023-05-10T06:00:00Z")
    ledger.sync(general_staff)
    after = new_ledger("after")
    after.sync(general_staff)
    columns = "statement", "stated", "learnt"
    assert ledger.events(*columns) == after.events(*columns)


def test_a_broken_push_between_listing_and_history_is_an_old_version_once_it_is_mended(
    ledger: Any, general_staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    general_staff.commit(MAY_9, "2023-05-09T05:00:00Z")
    with monkeypatch.context() as while_it_reads:
        stale(general_staff, while_it_reads)
        general_staff.commit(BROKEN, "2023-05-09T06:00:00Z")
        ledger.try_sync(general_staff)
    general_staff.commit(MAY_8, "2023-05-09T07:00:00Z")
    ledger.sync(general_staff)
    assert ledger.values("2023-05-09") == {"2023-05-08": "195080"}
    assert ledger.events("stated", "learnt")[-1] == (0, datetime(2023, 5, 9, 7, tzinfo=UTC))
    assert [stated for (stated,) in ledger.rows(event.c.stated)] == [1, 1, 0]


# Maps


def test_a_map_is_known_from_the_day_of_its_file(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(37.0, day="20250101")
    deepstate.lay(37.1, day="20250103")
    outcome = ledger.sync(deepstate)
    assert (outcome.new, outcome.newest) == (2, date(2025, 1, 3))
    with ledger.view("2025-01-02") as view:
        assert list(view.maps("deepstate")) == [date(2025, 1, 1)]
    with ledger.view() as view:
        assert view.as_of == date(2025, 1, 3)
        found = view.maps("deepstate")[date(2025, 1, 3)]
        assert found.page.endswith("/blob/main/data/deepstatemap_data_20250103.geojson")
        assert found.load() == deepstate.held["main", "data/deepstatemap_data_20250103.geojson"]


def test_a_map_published_anew_is_known_from_our_own_sight_of_it(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(37.0, day="20250101")
    ledger.sync(deepstate)
    with ledger.view() as view:
        before = view.maps("deepstate")[date(2025, 1, 1)].sha256
    deepstate.lay(37.2, day="20250101")
    outcome = ledger.sync(deepstate, at=datetime(2026, 6, 20, tzinfo=UTC))
    assert (outcome.new, outcome.changed, outcome.confirmed) == (0, 1, 0)
    with ledger.view("2026-06-19") as view:
        assert view.maps("deepstate")[date(2025, 1, 1)].sha256 == before
    with ledger.view("2026-06-20") as view:
        assert view.maps("deepstate")[date(2025, 1, 1)].sha256 != before


def test_a_map_that_goes_back_to_what_it_was_is_that_again(ledger: Any, deepstate: Any) -> None:
    seen = []
    for day, east in ((15, 37.0), (16, 37.2), (17, 37.0)):
        deepstate.lay(east, day="20250101")
        ledger.sync(deepstate, at=datetime(2026, 6, day, tzinfo=UTC))
        with ledger.view(f"2026-06-{day}") as view:
            seen.append(view.maps("deepstate")[date(2025, 1, 1)].sha256)
    assert seen[0] == seen[2] != seen[1]


def test_a_second_run_over_maps_fetches_none_and_confirms_all(ledger: Any, deepstate: Any) -> None:
    deepstate.etags = False
    for day in range(1, 6):
        deepstate.lay(37.0 + day, day=f"2025010{day}")
    ledger.sync(deepstate)
    counts = ledger.counts()
    deepstate.fetched.clear()
    assert ledger.sync(deepstate).confirmed == 5
    assert deepstate.fetched == []
    assert ledger.counts() == counts | {"run": counts["run"] + 1}


@pytest.mark.parametrize("cut", [1, 30, 60, -1])
def test_a_truncated_map_stops_the_run_and_leaves_the_others_as_they_were(cut: int, ledger: Any, deepstate: Any) -> None:
    deepstate.lay(37.0, day="20250101")
    ledger.sync(deepstate)
    counts = ledger.counts()
    deepstate.lay(37.1, day="20250102")
    deepstate.lay(deepstate.held["main", "data/deepstatemap_data_20250101.geojson"][:cut], day="20250103")
    outcome = ledger.try_sync(deepstate)
    assert isinstance(outcome.error, SourceError)
    assert str(outcome.error).startswith("data/deepstatemap_data_20250103.geojson: ")
    assert ledger.counts() == counts | {"run": counts["run"] + 1}
    with ledger.view() as view:
        assert list(view.maps("deepstate")) == [date(2025, 1, 1)]


def test_files_that_are_none_of_the_sources_are_left_alone(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(37.0, day="20250101")
    deepstate.lay(b"not a map", day="x")
    deepstate.held["main", "README.md"] = b"# maps"
    ledger.sync(deepstate)
    assert [wanted.path for wanted in deepstate.fetched] == ["data/deepstatemap_data_20250101.geojson"]
