"""Pace in its long run: the period's days against those of the period, season and year before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pyrrhus.brief.document import Figure, Section, Sentence, Table
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import figure, signed
from pyrrhus.brief.wording import listed, say, word
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.trends import trend
from pyrrhus.period import Period, season
from pyrrhus.statement import Statement

__all__ = ["section", "table"]

Series = Callable[[Period], Statement | None]
_WORDS: Final = {"up": "faster", "down": "slower", "same": "same"}
_UNSURE: Final = frozenset({"stand_in", "so_far", "doubtful"})


def section(evidence: Evidence) -> Section:
    """The section."""
    made = []
    for key, series in _ground_series(evidence).items():
        sentence = _ground_sentence(evidence, key, series)
        if sentence is not None:
            made.append(sentence)
    losses = _losses(evidence)
    if losses is not None:
        made.append(losses)
    made = [*made, say("pace.why")] if made else [say("pace.none")]
    return Section("pace", word("section.pace"), (tuple(made),))


def table(evidence: Evidence) -> Table:
    """The daily means of the period and of each period that it is set beside, by series."""
    series = _ground_series(evidence) | {"losses": evidence.casualties}
    columns = (word("table.per"), _head("", evidence.period), *(_head(key, one) for key, one in evidence.compared_periods()))
    rows: list[tuple[str | Figure, ...]] = []
    for key, total in series.items():
        cells: list[str | Figure] = [word(f"pace_row.{key}")]
        for one in (evidence.period, *(period for _, period in evidence.compared_periods())):
            found = total(one)
            cells.append(signed(mean_per_day(found), in_table=True) if found is not None else word("table.not_published"))
        if any(isinstance(cell, Figure) for cell in cells):
            rows.append(tuple(cells))
    return Table("pace", word("table.pace"), columns, tuple(rows))


def _ground_series(evidence: Evidence) -> dict[str, Series]:
    own = [one for one in evidence.ground_prints(evidence.period) if one.source == "isw"]
    now = evidence.best([one for one in own if one.place == evidence.of.scope_place] or own)

    def printed(period: Period) -> Statement | None:
        if now is None or period == evidence.period:
            return now
        rows = [one for one in evidence.ground_prints(period) if one.source == "isw"]
        return evidence.best([one for one in rows if evidence.alike(one, now)])

    def layers(period: Period) -> Statement | None:
        found = evidence.layer_change(period)
        return found[1] if found else None

    def maps(period: Period) -> Statement | None:
        found = evidence.maps.change(period)
        return found.net if found else None

    return {"who_isw": printed, "who_layers": layers, "who_maps": maps}


def _ground_sentence(evidence: Evidence, key: str, series: Series) -> Sentence | None:
    now = series(evidence.period)
    if now is None or now.value is None or now.value <= 0 or "stand_in" in now.flags:
        return None
    mean = mean_per_day(now)
    parts = _parts(evidence, mean, series, "pace")
    if not parts:
        return None
    return say("pace.lead", who=word(f"pace.{key}"), n=figure(mean), when=evidence.period.when, parts=_joined(parts))


def _losses(evidence: Evidence) -> Sentence | None:
    now = evidence.casualties()
    if now is None:
        return None
    mean = mean_per_day(now)
    parts = _parts(evidence, mean, evidence.casualties, "pace.losses")
    return say("pace.losses", n=figure(mean), parts=_joined(parts)) if parts else None


def _parts(evidence: Evidence, mean: Statement, series: Series, prefix: str) -> list[Sentence]:
    """``slower than in December (19.1) and autumn (25.9)``, ``faster than over 2024 (11.4)``."""
    by_direction: dict[str, list[Sentence | Figure | str]] = {}
    for key, period in evidence.compared_periods():
        then = series(period)
        if then is None or then.value is None or then.value <= 0 or then.flags & _UNSURE:
            continue
        other = mean_per_day(then)
        change = trend(mean, other)
        if change is not None:
            item = say("pace.item", label=_label(key, period), n=figure(other))
            by_direction.setdefault(_WORDS[change.direction], []).append(item)
    joint = "_" if prefix == "pace.losses" else "."
    return [
        say(f"{prefix}{joint}{name}", list=listed(by_direction[name]))
        for name in ("slower", "faster", "same")
        if name in by_direction
    ]


def _joined(parts: list[Sentence]) -> Sentence:
    return Sentence((", ", *listed(list(parts)).pieces))


def _head(key: str, period: Period) -> str:
    """A column's head, short: spans of days as their code."""
    if key == "season":
        return season(period.start)[0]
    return period.name if period.shape in ("month", "year", "quarter") else period.code


def _label(key: str, period: Period) -> str:
    if key == "season":
        return word("pace.label_season", season=season(period.start)[0])
    if key == "year":
        return word("pace.label_year", period=period.name)
    return word("pace.label_previous", when=period.when)
