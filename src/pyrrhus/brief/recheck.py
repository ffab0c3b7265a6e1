"""Which printed figures no longer stand: a saved brief or checked text set against what is known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pyrrhus.brief.again import Again
from pyrrhus.brief.fate import STANDS, Change, Fate, Fates, Why, numbers
from pyrrhus.brief.figures import ordinal, signed
from pyrrhus.brief.saved import Place, Printed, Saved, read_saved
from pyrrhus.errors import InputError
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import View
from pyrrhus.measures.ranks import margin
from pyrrhus.measures.worked import COUNTS, FORMULAS, worked_out
from pyrrhus.period import parse_day
from pyrrhus.statement import Statement

__all__ = ["CannotTell", "Change", "Finding", "Moved", "Recheck", "Why", "judged", "printed_as", "recheck"]

DEEPEST: Final = 32
"""Workings upon workings; a brief has six."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a worked-out figure rests on and that changed: its id (or ``document:`` and the sha256 of a map), and how."""

    id: str
    change: Change
    before: Statement | None
    after: Statement | None
    known: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A printed figure that no longer stands.

    ``difference`` (in its unit) and ``percent`` are worked-out statements, None where there is nothing to compare;
    ``known`` is the day on which the change became known; ``visible`` is whether it shows in what was printed.
    """

    printed: Printed
    change: Change
    after: Statement | None
    known: date | None
    moved: tuple[Moved, ...]
    difference: Statement | None
    percent: Statement | None
    visible: bool


@dataclass(frozen=True, slots=True)
class CannotTell:
    """A printed figure of which it cannot be told whether it stands."""

    printed: Printed
    why: Why


@dataclass(frozen=True, slots=True)
class Recheck:
    """What became of a saved file's figures by ``as_of``; ``changed`` are those that a reader would see otherwise."""

    saved: Saved
    as_of: date
    changed: tuple[Finding, ...]
    below_rounding: tuple[Finding, ...]
    cannot_tell: tuple[CannotTell, ...]
    unchanged: int


def recheck(path: Path | str, *, as_of: date | str | None = None) -> Recheck:
    """Recheck a saved brief (its JSON or its page) or a checked text (its JSON).

    Args:
        path: the file.
        as_of: the day whose knowledge is used; without one, all that is known.

    Raises:
        InputError: for a file that is none of these, or a day before the file's own.
    """
    saved = read_saved(Path(path))
    day = parse_day(as_of, what="day for as_of") if isinstance(as_of, str) else as_of
    with opened(day) as view:
        if view.as_of < saved.as_of:
            asked = f"--as-of {view.as_of} is before that" if day else f"what is held here ends on {view.as_of}"
            remedy = "name a later day" if day else "run `pyrrhus sync` first"
            raise InputError(f"knows things up to {saved.as_of}, but {asked}", where=str(path), remedy=remedy)
        return judged(saved, view)


def judged(saved: Saved, view: View) -> Recheck:
    """What became of each figure by the view's day."""
    judge = _Judge(saved, view)
    findings, unclear, unchanged = [], [], 0
    for one in saved.figures:
        found = judge.worked(one) if one.statement.formula else judge.said(one)
        if isinstance(found, Finding):
            findings.append(found)
        elif found:
            unclear.append(CannotTell(one, found))
        else:
            unchanged += 1
    seen = [one for one in findings if one.visible]
    below = [one for one in findings if not one.visible]
    return Recheck(saved, view.as_of, tuple(seen), tuple(below), tuple(unclear), unchanged)


def printed_as(one: Statement, place: Place) -> str:
    """The number as a reader saw it in a place, without its unit."""
    if one.rank is not None:
        found = ordinal(one)
        return found.text if found else str(one.rank)
    return signed(one, in_table=place in ("table", "chart")).text


class _Judge:
    """The knowledge of the file's day beside that of now."""

    def __init__(self, saved: Saved, view: View) -> None:
        self.saved, self.fates = saved, Fates(saved, view)
        self.again = Again(view, saved.period)
        # A count of days, say, bears no flag of an open period, yet ran to the newest reading like those that do.
        over = saved.period.end if saved.period else date.min
        flagged = [one for one in saved.statements.values() if "so_far" in one.flags and one.end and one.end < over]
        self._open = {(one.start, one.end) for one in flagged}
        self._walked: dict[str, tuple[dict[str, Moved], frozenset[str], Why | None]] = {}

    def said(self, printed: Printed) -> Finding | Why | None:
        """The verdict on a source's own figure."""
        one = printed.statement
        fate = self.fates.of(one)
        if fate is STANDS:
            fate = self.fates.newer(one)
        if fate.change is None:
            return fate.why
        return _finding(printed, fate.change, fate.after, fate.known, ())

    def worked(self, printed: Printed) -> Finding | Why | None:
        """The verdict on a figure that was worked out here."""
        one, held = printed.statement, self.saved.statements
        if one.formula not in FORMULAS:
            after = self.again.other_version(one, held)
            return _finding(printed, "redefined", after, None, ())
        changed, leaves, why = self._walk(one)
        moved = tuple(changed.values())
        known = max((leaf.known for leaf in moved if leaf.known), default=None)
        ran_on = "so_far" in one.flags or (one.start, one.end) in self._open
        complete = self.again.complete(one, held) if ran_on else None
        if complete is not None:
            if numbers(complete) == numbers(one):
                return None
            return _finding(printed, "superseded", complete, complete.known, moved)
        if not moved:
            fresh = None if why else self.again.same(one.id, one)
            differs = fresh is not None and _seen(one, printed.places) != _seen(fresh, printed.places)
            return "other_result" if differs else why
        if one.formula in COUNTS and all(leaf.change == "restated" for leaf in moved):
            return None
        after = self.again.restated(one, held, leaves)
        if after is not None and numbers(after) == numbers(one):
            return None
        gone = after is None and any(leaf.change == "withdrawn" for leaf in moved)
        return _finding(printed, "withdrawn" if gone else "restated", after, known, moved)

    def _walk(self, one: Statement, depth: int = 0) -> tuple[dict[str, Moved], frozenset[str], Why | None]:
        """What moved under a worked-out figure, what it rests on now, and why something cannot be told."""
        if one.id in self._walked:
            return self._walked[one.id]
        if depth > DEEPEST:
            raise InputError("a figure of the file is worked out in more steps than any of pyrrhus")
        moved: dict[str, Moved] = {}
        leaves: set[str] = set()
        why: Why | None = None if one.inputs else "no_input"
        for id_ in one.inputs:
            under = self.fates.behind(id_, one)
            if under is not None and under.formula and not id_.startswith("document:"):
                parts = self._walk(under, depth + 1)
                moved |= parts[0]
                leaves |= parts[1]
                why = why or parts[2]
                continue
            if id_.startswith("document:"):
                fate, new = self.fates.of_map(id_, one)
            else:
                fate = self.fates.of(under) if under else Fate(why="no_input")
                new = fate.after.id if fate.after else id_
            leaves.add(new)
            why = why or fate.why
            if fate.change:
                moved[id_] = Moved(id_, fate.change, under, fate.after, fate.known)
        self._walked[one.id] = moved, frozenset(leaves), why
        return self._walked[one.id]


def _finding(printed: Printed, change: Change, after: Statement | None, known: date | None, moved: tuple[Moved, ...]) -> Finding:
    before = printed.statement
    difference = percent = None
    if after is not None and before.value is not None and after.value is not None and before.unit == after.unit:
        difference = worked_out(
            "difference/1", [before, after], metric=before.metric, kind="comparison", party=before.party,
            unit="percentage_points" if before.unit == "percent" else before.unit,
            value=after.value - before.value, start=before.start, end=before.end,
        )  # fmt: skip
        if before.value > 0 and before.unit not in ("percent", "percentage_points"):
            percent = margin(after, before)
    visible = after is None or _seen(before, printed.places) != _seen(after, printed.places)
    return Finding(printed, change, after, known, moved, difference, percent, visible)


def _seen(one: Statement, places: Iterable[Place]) -> tuple[object, ...]:
    return (one.direction, one.unit, *(printed_as(one, place) for place in sorted(places)))
