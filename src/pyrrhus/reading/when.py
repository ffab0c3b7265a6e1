"""The role of each phrase of time in its sentence, and the one that a number covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyrrhus.reading.periods import Calendar, When, resolve
from pyrrhus.reading.sources import Attribution
from pyrrhus.reading.view import Number, View

__all__ = ["Timed", "said_on", "spans_of", "timed"]


@dataclass(frozen=True, slots=True)
class Timed:
    """A phrase of time, resolved, with its role: ``covers``, ``said`` or ``compared``."""

    when: When
    role: str


def timed(view: View, found: Sequence[Attribution], reference: When | None, calendar: Calendar) -> list[Timed]:
    """The phrases of a sentence in order; a relative one rests on the period spoken of before it."""
    made: list[Timed] = []
    for one in view.times:
        role = _role(view, one, found)
        whole = _there(view, resolve(one, reference, calendar), calendar)
        if whole.end is None and whole.start is None and whole.form != "vague":
            continue
        made.append(Timed(replace(whole), role))
        if role == "covers" and whole.form not in ("vague", "until") and whole.start is not None:
            reference = _stretch(whole, calendar)
    return made


def _there(view: View, one: When, calendar: Calendar) -> When:
    """ "Since the beginning of hostilities" beside a place where they began later."""
    if one.form != "since" or one.start != calendar.war:
        return one
    words = " ".join(view.low(place) for place in range(one.first, one.last))
    for place in view.found:
        row = view.text.words.event_at.get(view.low(place.first)) if place.tag == "place" else None
        if row is not None and any(words.endswith(event) for event in row["events"]):
            return replace(one, start=row["start"])
    return one


def _stretch(one: When, calendar: Calendar) -> When:
    if one.form == "since":
        return replace(one, end=calendar.published, grain="range")
    return one


def _role(view: View, one: When, found: Sequence[Attribution]) -> str:
    before, second = view.low(one.first - 1), view.low(one.first - 2)
    if before in ("than", "against", "versus", "vs") or (
        before in ("with", "to", "from", "on", "of")
        and second in ("compared", "down", "up", "comparison", "unchanged", "relative", "that", "those")
    ):
        return "compared"
    if before == "from" and one.grain in ("month", "year", "quarter", "week"):
        return "compared"
    if (one.form == "since" or one.rule in ("in_units", "past_units", "last_units", "since_war")) and _is_ranked(view, one):
        return "ranked"
    if before == "whole" or view.low(one.first) in ("for", "over", "during", "throughout", "between", "from", "within"):
        return "covers"
    if one.form in ("since", "vague") or one.rule in (
        "past_units",
        "last_units",
        "past_day",
        "span_to_span",
        "days_of_month",
        "so_far",
        "first_n_units_of",
        "since_war",
        "months_and",
    ):
        return "covers"
    if one.rule == "this_unit" and one.grain in ("month", "year"):
        return "covers"
    return "said" if _said(view, one, found) else "covers"


def _is_ranked(view: View, one: When) -> bool:
    """ "The highest since June": what the superlative is ranked in, no span that a number covers."""
    return any(
        other.tag == "ranked"
        and 0 <= one.first - other.last <= 7
        and not any(other.last <= number.first < one.first for number in view.numbers if not number.of.rejected)
        for other in view.found
    )


def _said(view: View, one: When, found: Sequence[Attribution]) -> bool:
    """Whether it stands with a verb of saying: right behind it, before its subject, or in brackets after the source."""
    verbs = [other for other in view.found if other.tag == "says" and other.means["is"] == "verbs"]
    numbers = [number for number in view.numbers if not number.of.rejected]

    def clear(first: int, last: int) -> bool:
        return not any(first <= number.first < last for number in numbers)

    opens = one.first - view.first <= 1 or view.low(one.first - 1) in (",", ";", ":", "–", "—")
    if one.form == "until":
        return False
    for verb in verbs:
        gap = one.first - verb.last
        if (
            0 <= gap <= 3
            and clear(verb.last, one.first)
            and not any(view.low(place) == "that" for place in range(verb.last, one.first))
            and not any(
                verb.last <= place.first < one.first and place.tag in ("loses", "kills", "ground") for place in view.found
            )
        ):
            return True
        if (
            0 <= gap <= 8
            and one.grain == "day"
            and clear(verb.last, one.first)
            and not any(
                verb.last <= place.first < one.first and place.tag in ("loses", "kills", "ground", "counted")
                for place in view.found
            )
        ):
            return True
        gap = verb.first - one.last
        if (
            0 <= gap <= 2
            and clear(one.last, verb.first)
            and not any(view.low(place) == "," for place in range(one.last, verb.first))
        ):
            return True
        if (
            opens
            and 0 <= gap <= 6
            and clear(one.last, verb.first)
            and one.form == "on"
            and not any(
                one.last <= place.first < verb.first and place.tag in ("loses", "kills", "ground", "counted", "party")
                for place in view.found
            )
        ):
            return True
    for source in found:
        # "On 20 March the ministry said", "the staff (18 March) gives", "officials, last autumn, put".
        gap = source.first - one.last
        if source.how in ("says", "someone") and 0 <= gap <= 2 and opens and clear(one.last, source.first):
            return True
        if (
            source.how == "says"
            and 0 <= one.first - source.last <= 5
            and clear(source.last, one.first)
            and any(one.last <= verb.first <= one.last + 3 for verb in verbs)
        ):
            return True
    return False


def said_on(found: Sequence[Timed], by: Attribution | None = None, others: Sequence[Attribution] = ()) -> When | None:
    """The day or month in which the sentence was said, where it tells; of several speakers, that of the one asked for."""
    for one in found:
        if one.role != "said":
            continue
        low, high = (min(one.when.first, by.first), max(one.when.first, by.first)) if by is not None else (0, 0)
        if not any(low < other.first < high for other in others if other != by):
            return one.when
    return None


def spans_of(view: View, number: Number, found: Sequence[Timed], others: Sequence[Number]) -> When | None:
    """The phrase that a number covers: the nearest, counting numbers between; the first of the sentence holds for all."""
    best: tuple[int, When] | None = None
    for one in found:
        when = one.when
        away = _after(view, number, one, others) if when.first >= number.last else _before(view, number, one, others)
        if away is not None and (best is None or away < best[0]):
            best = (away, replace(when, form="in") if one.role == "ranked" else when)
    return best[1] if best else None


def _after(view: View, number: Number, one: Timed, others: Sequence[Number]) -> int | None:
    """How far a phrase behind a number is; None where it is no span of this number."""
    when = one.when
    if one.role != "covers" or view.low(when.last) == ":":
        return None
    if any(view.low(place) == ";" for place in range(number.last, when.first)):
        return None
    between = sum(number.first < other.first < when.first for other in others)
    if between and any(
        other.tag == "compared" and number.last <= other.first and other.last < when.first for other in view.found
    ):
        return None
    away = view.near(number.last, when.first) + 7 * between
    alone = view.low(when.first - 1) == "(" and view.low(when.last) == ")"
    if not alone and any(view.low(place) == "(" for place in range(number.last, when.first)):
        away += 6
    # "48,000 in December, in November 45,680": a phrase with a number at its heels belongs to that one.
    if any(view.low(place) in (",", ";", "and") for place in range(number.last, when.first)) and any(
        when.last <= other.first <= when.last + 2 for other in others
    ):
        away += 8
    # "... lost 70,000, and Ukraine took back 20 in May": a clause with a subject of its own keeps its time.
    subjects = [other.last for other in view.found if other.tag == "party" and number.last < other.first < when.first]
    clause = between and any(
        other.tag in ("loses", "ground", "held") and 0 <= other.first - subject <= 3
        for subject in subjects
        for other in view.found
    )
    words = {view.low(place) for place in range(number.last, when.first - alone)}
    apart = clause or (between and words & view.small("apart"))
    return None if apart else away


def _before(view: View, number: Number, one: Timed, others: Sequence[Number]) -> int | None:
    when = one.when
    if one.role in ("ranked", "compared"):
        # "Since June 2024, when the front went back by 3.4", "than the year before (190,000)".
        clause = view.low(when.last) == "," and view.low(when.last + 1) in ("when", "where")
        bracket = view.low(when.last) == "(" and number.first - when.last <= 2
        return 1 if clause or bracket else None
    if one.role != "covers":
        return None
    between = sum(when.last <= other.first < number.first for other in others)
    away = view.near(when.last, number.first) + 4 * between + 1
    if when.first - view.first <= 2:
        return min(away, 16)
    if any(view.low(place) == "and" and view.low(place + 1) == "that" for place in range(when.last, number.first)):
        return None
    return away
