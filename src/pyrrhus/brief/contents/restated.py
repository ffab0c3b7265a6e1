"""What was restated: figures of this period that their source replaced or gave again differently."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from pyrrhus.brief.contents.dead import COUNTERS, named
from pyrrhus.brief.document import Figure, Section, Sentence, Table
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import figure
from pyrrhus.brief.wording import say, word
from pyrrhus.conflict import scope
from pyrrhus.ledger.view import Restated
from pyrrhus.period import day_name
from pyrrhus.statement import Statement

__all__ = ["section", "table"]

TOLD: Final = 2
"""How many restated readings the words tell, the largest first; the table has all."""


def section(evidence: Evidence) -> Section:
    """The section."""
    made = [_print(evidence, *pair) for pair in _prints(evidence)]
    made += [_losses(evidence, *pair) for pair in _loss_prints(evidence)]
    series = _in_series(evidence)
    told = sorted(series, key=_size, reverse=True)[:TOLD]
    made += [_series(evidence, pair) for pair in series if pair in told]
    if len(series) > len(told):
        made.append(say("restated.more"))
    for before, after in _names(evidence):
        assert before.end and after.end
        days = {"before_day": day_name(before.end), "after_day": day_name(after.end)}
        who = evidence.short(before.source)
        made.append(say("restated.names", who=who, before=figure(before), after=figure(after), **days))
    if not made:
        made = [say("restated.none", day=day_name(evidence.as_of))]
    return Section("restated", word("section.restated"), (tuple(made),))


def table(evidence: Evidence) -> Table:
    """The same as rows: who, what, was, became, when."""
    rows: list[tuple[str | Figure, ...]] = []
    for before, after in _prints(evidence):
        scopes = " / ".join(word(f"scope.{scope(one, evidence.of)}") for one in (before, after))
        what = f"{evidence.period.name}: {scopes}"
        rows.append((evidence.short(before.source), what, figure(before), figure(after), _day(after)))
    for pair in _in_series(evidence):
        assert pair.after.end and pair.after.known
        rows.append(
            (
                evidence.short(pair.after.source), day_name(pair.after.end), figure(pair.before, in_table=True),
                figure(pair.after, in_table=True), str(pair.after.known),
            )
        )  # fmt: skip
    for before, after in _loss_prints(evidence):
        what = word(f"counted_of.{after.party}", what=word(f"counted.{after.metric}"))
        rows.append((evidence.short(before.source), what, figure(before), figure(after), _day(after)))
    for before, after in _names(evidence):
        what = word(f"counted_of.{after.party}", what=word("counted.killed_confirmed"))
        rows.append((evidence.short(before.source), what, figure(before), figure(after), _day(after)))
    columns = tuple(word(f"table.{name}") for name in ("who", "what", "was", "became", "when"))
    return Table("restated", word("table.restated"), columns, tuple(rows))


def _prints(evidence: Evidence) -> list[tuple[Statement, Statement]]:
    """Prints of one source for this period that differ, the earlier published first."""
    by_source: dict[str, list[Statement]] = {}
    for one in evidence.ground_prints(evidence.period):
        if one.basis != "lost":
            by_source.setdefault(one.source, []).append(one)
    found = []
    for rows in by_source.values():
        rows.sort(key=lambda one: str(one.published or one.published_to or "9"))
        values = {one.value for one in rows}
        later = str(rows[0].published or rows[0].published_to) < str(rows[-1].published or rows[-1].published_to)
        if len(values) > 1 and later and {rows[0].basis, rows[-1].basis} != {"net", "gained"}:
            found.append((rows[0], rows[-1]))
    return found


def _in_series(evidence: Evidence) -> list[Restated]:
    """Daily readings that the period's figures rest on and that were replaced."""
    first, last = evidence.period.start - timedelta(days=1), evidence.period.end + timedelta(days=1)
    pairs = [
        *evidence.view.restated("ua_general_staff", "casualties"),
        *evidence.view.restated("isw", "held"),
    ]
    inside = [pair for pair in pairs if pair.after.end and first <= pair.after.end <= last]
    seen = [pair for pair in inside if figure(pair.before, in_table=True).text != figure(pair.after, in_table=True).text]
    return sorted(seen, key=lambda pair: (str(pair.after.end), pair.after.source))


def _size(pair: Restated) -> Decimal:
    assert pair.before.value and pair.after.value
    return abs(pair.after.value - pair.before.value) / pair.before.value


def _loss_prints(evidence: Evidence) -> list[tuple[Statement, Statement]]:
    """Exact losses that one source gave differently for this period, either party's, the earlier published first."""
    unfit = {"doubtful", "start_approximate", "end_approximate", "own_sum"}
    by_source: dict[tuple[str, str, str], list[Statement]] = {}
    asked = (row for metric in ("casualties", "killed") for row in evidence.view.statements(metric=metric, kind="flow"))
    for one in asked:
        exact = (one.start, one.end) == (evidence.period.start, evidence.period.end) and one.bound == "plain"
        printed = one.value is not None and one.evidence != "bytes"
        if exact and printed and not (one.subgroup or one.place or one.derived_from or one.flags & unfit):
            by_source.setdefault((one.source, one.metric, one.party), []).append(one)
    ordered = (sorted(rows, key=lambda one: str(one.published or one.published_to or "9")) for rows in by_source.values())
    return [(rows[0], rows[-1]) for rows in ordered if rows[0].value != rows[-1].value]


def _names(evidence: Evidence) -> list[tuple[Statement, Statement]]:
    """The first and the last count of names from the period's start on, of each party's list that has both."""
    found = []
    for party in COUNTERS:
        rows = [one for one in named(evidence, party) if one.end and one.end >= evidence.period.start]
        if len(rows) > 1:
            found.append((rows[0], rows[-1]))
    return found


def _losses(evidence: Evidence, before: Statement, after: Statement) -> Sentence:
    days = {"before_day": _with_relay(evidence, before), "after_day": _with_relay(evidence, after)}
    what = word(f"{'russian' if after.party == 'russia' else 'both_parties'}.{after.metric}")
    return say(
        "restated.losses", who=evidence.short(before.source), what=what, before=figure(before), after=figure(after), **days
    )


def _with_relay(evidence: Evidence, one: Statement) -> str:
    if not one.relayed_by:
        return _day(one)
    return word("restated.via", day=_day(one), who=evidence.short(one.relayed_by))


def _print(evidence: Evidence, before: Statement, after: Statement) -> Sentence:
    wider = scope(before, evidence.of) == "theatre" and scope(after, evidence.of) == "ukraine"
    days = {"before_day": _day(before), "after_day": _day(after)}
    note = word("restated.print_scope" if wider else "restated.print_same")
    return say(
        "restated.print",
        who=evidence.short(before.source),
        before=figure(before),
        after=figure(after),
        scope=note,
        **days,
    )


def _series(evidence: Evidence, pair: Restated) -> Sentence:
    assert pair.after.end and pair.after.known
    days = {"day": day_name(pair.after.end), "when": day_name(pair.after.known)}
    return say(
        "restated.series", who=evidence.short(pair.after.source), before=figure(pair.before, in_table=True),
        after=figure(pair.after, in_table=True), **days,
    )  # fmt: skip


def _day(one: Statement) -> str:
    if one.published:
        return day_name(one.published)
    return f"by {day_name(one.published_to)}" if one.published_to else word("table.unknown_day")
