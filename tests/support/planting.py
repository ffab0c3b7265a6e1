"""True claims made from shipped figures, and the same with one thing wrong: a digit, a month, a party, a word."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from pyrrhus.judging.verdicts import Code
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import flow, mean_per_day
from pyrrhus.measures.gather import Gathered
from pyrrhus.period import Period, month, year
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

UNFIT = frozenset({"doubtful", "start_approximate", "end_approximate", "undated"})
SAID = (
    "source",
    "metric",
    "kind",
    "unit",
    "party",
    "basis",
    "low",
    "value",
    "high",
    "bound",
    "start",
    "end",
    "rank",
    "direction",
    "vs_start",
    "vs_end",
)
OTHERS = {
    "ground": ("isw", "deepstate", "afp", "ru_mod", "black_bird"),
    "casualties": ("ru_mod", "us_government", "csis", "mediazona_bbc", "ua_general_staff"),
    "killed": ("us_government", "csis", "ru_mod", "ukraine_government", "iiss"),
    "killed_confirmed": ("ualosses", "us_government"),
}
ONE_SIDE = ({"ua_general_staff", "ukraine_government"}, {"ru_mod", "russia_government"}, {"uk_mod", "uk_government"})


@dataclass(frozen=True)
class Planted:
    """A claim, what was done to it, and the reason that says so."""

    what: str
    claim: Claim
    reason: Code | None


def claim_of(one: Statement, **changed: object) -> Claim:
    if "value" in changed:
        changed |= {"low": None, "high": None}
        changed.setdefault("bound", "plain" if one.bound == "range" else one.bound)
    said = Statement(**({name: getattr(one, name) for name in SAID} | {"source": maker(one)} | changed))
    written = f"{said.value:,f}" if said.value is not None else "highest"
    return Claim(Span(written, 0, len(written)), said)


def maker(one: Statement) -> str:
    return one.derived_from if one.source == "pyrrhus" else one.source


def true_figures(view: View) -> list[Statement]:
    """Prints of everybody, and the General Staff's months, years, days and totals."""
    held = Gathered(view, Period(view.as_of, view.as_of))
    found = [
        one
        for one in view.printed()
        if one.value is not None
        and not one.flags & UNFIT
        and not one.place
        and not one.subgroup
        and one.start
        and one.end
        and one.kind in ("flow", "rate", "cumulative", "ratio", "level", "added")
        and not one.class_
        and one.evidence != "bytes"
        and one.unit in ("persons", "persons/day", "km2", "km2/day", "persons/km2", "percent")
        and one.basis != "lost"
        and one.end - one.start >= timedelta(0)
        and one.source != "unattributed"
        and one.party in ("russia", "ukraine")
    ]
    spans = [month(held.of.start.replace(day=1))]
    while spans[-1].end < view.as_of - timedelta(days=31):
        spans.append(month(spans[-1].end + timedelta(days=1)))
    totals = [flow(held.totals, one) for one in [*spans[1:], *(year(one.start) for one in spans[11:36:12])]]
    found += [one for one in totals if one is not None and not one.flags]
    found += [mean_per_day(one) for one in totals[::3] if one is not None and not one.flags]
    days = list(held.totals)[60::37]
    found += [replace(held.totals[day]) for day in days]
    found += [one for day in days if (one := flow(held.totals, Period(day, day))) is not None and not one.flags]
    return found


def untouched(view: View) -> Iterator[Planted]:
    for one in true_figures(view):
        value = one.value
        assert value is not None
        if one.source == "pyrrhus":
            value = value.quantize(Decimal(1))
        yield Planted("untouched", claim_of(one, value=value), None)


def worded(view: View) -> Iterator[Planted]:
    """The same figures as texts word them: "more than" a number cut short, "about" one rounded, "nearly" one rounded up."""
    for one in true_figures(view):
        if one.bound != "plain" or one.value is None or one.value < 100 or one.low is not None:
            continue
        unit = Decimal(10) ** (len(str(int(one.value))) - 2)
        cut = one.value // unit * unit
        if cut != one.value:
            yield Planted("more than", claim_of(one, value=cut, bound="over"), None)
            yield Planted("about", claim_of(one, value=(one.value / unit).quantize(Decimal(1)) * unit, bound="about"), None)
            if (cut + unit - one.value) < unit / 2:
                yield Planted("nearly", claim_of(one, value=cut + unit, bound="nearly"), None)


def planted(view: View, seed: int = 7) -> Iterator[Planted]:
    """Each true figure with each error that it can have; those that would be true all the same are left out."""
    chance = random.Random(seed)
    figures = true_figures(view)
    for one in figures:
        yield from _digits(one, chance)
        yield from _thousands(one)
        yield from _moved(one, figures)
        yield from _party(one, figures)
        yield from _category(one, figures)
        yield from _miles(one)
        yield from _publisher(one, figures, chance)


def ranks(view: View) -> Iterator[Planted]:
    """``highest`` for the second-highest month, of each whole year and since the beginning."""
    held = Gathered(view, Period(view.as_of, view.as_of))
    months = list(held.months["calendar"]) if held.months["calendar"] else []
    for number in range(12, len(months), 2):
        until = months[: number + 1]
        ordered = sorted(until, key=lambda one: one.value or Decimal(0), reverse=True)
        last_days = {one.start: flow(held.totals, month(one.start), "last_to_last") for one in until if one.start}
        for place, one in enumerate(ordered[:3], 1):
            others = sorted((x.value for x in last_days.values() if x and x.value), reverse=True)
            mine = last_days[one.start]
            if mine is None or mine.value is None or others.index(mine.value) + 1 != place:
                continue  # the two ways of cutting the days do not agree
            said = {
                "value": None,
                "rank": place,
                "direction": "up",
                "vs_start": held.of.start,
                "vs_end": until[-1].end,
                "kind": "rank",
                "unit": "none",
            }
            yield Planted("untouched", claim_of(one, **said), None)
            wrong = 2 if place == 1 else 1
            yield Planted("rank", claim_of(one, **(said | {"rank": wrong})), Code.WRONG_RANK)


def trends(view: View) -> Iterator[Planted]:
    """``more than in`` the month before, said the other way round."""
    held = Gathered(view, Period(view.as_of, view.as_of))
    for then, now in itertools.pairwise(held.months["calendar"][1:]):
        assert now.value is not None and then.value is not None
        if abs(now.value - then.value) > then.value * Decimal("0.03"):
            up = "up" if now.value > then.value else "down"
            said = {"value": None, "kind": "trend", "unit": "none", "vs_start": then.start, "vs_end": then.end}
            yield Planted("untouched", claim_of(now, **said, direction=up), None)
            turned = claim_of(now, **said, direction={"up": "down", "down": "up"}[up])
            yield Planted("direction turned", turned, Code.WRONG_DIRECTION)


def wilson(hits: int, cases: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share."""
    share = hits / cases
    middle = share + z * z / (2 * cases)
    half = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    below = 1 + z * z / cases
    return (middle - half) / below, (middle + half) / below


def _plain(one: Statement) -> bool:
    return one.bound in ("plain", "about") and one.value is not None


def _near(one: Decimal | None, other: Decimal | None, share: str = "0.06") -> bool:
    return bool(one and other and abs(one - other) <= abs(other) * Decimal(share))


def _digits(one: Statement, chance: random.Random) -> Iterator[Planted]:
    assert one.value is not None
    written = f"{one.value.quantize(Decimal(1)) if one.source == 'pyrrhus' else one.value.normalize():f}"
    places = [at for at in range(len(written) - 1) if written[at : at + 2].isdigit() and written[at] != written[at + 1]]
    places = [at for at in places if not (at == 0 and written[1] == "0")]
    if not places or not _plain(one) or len(written.rstrip("0")) < 2:
        return
    at = chance.choice(places)
    swapped = Decimal(written[:at] + written[at + 1] + written[at] + written[at + 2 :])
    slack = "0.03" if one.bound == "about" else "0.006"
    if not _near(swapped, one.value, slack if one.kind != "cumulative" or one.bound != "plain" else "0.0002"):
        yield Planted("digits swapped", claim_of(one, value=swapped), Code.DIGITS_SWAPPED)


def _thousands(one: Statement) -> Iterator[Planted]:
    assert one.value is not None
    if one.unit == "persons" and one.value >= 10_000 and one.value == one.value.to_integral_value():
        yield Planted("mark lost", claim_of(one, value=(one.value / 1000).normalize()), Code.THOUSANDS_MARK_LOST)


def _moved(one: Statement, figures: list[Statement]) -> Iterator[Planted]:
    """The number of one month given for the next of which the same source has a figure."""
    same = [
        other
        for other in figures
        if _alike(one, other, "source", "metric", "kind", "party", "unit", "basis")
        and other.end
        and one.end
        and other.end > one.end
        and other.start
        and one.start
        and (other.end - other.start == one.end - one.start or (other.start.day, one.start.day) == (1, 1))
    ]
    later = min(same, key=lambda other: (other.end, other.id), default=None)
    if later is None or not _plain(one) or one.value is None or one.kind == "rate":
        return
    there = [
        other for other in figures if _alike(later, other, "source", "metric", "kind", "party", "unit") and other.end == later.end
    ]
    if len(f"{one.value.normalize():f}".replace(".", "").strip("0")) >= 3 and not any(
        _near(one.value, other.value, "0.03") for other in there
    ):
        yield Planted("month shifted", claim_of(one, start=later.start, end=later.end), Code.WRONG_PERIOD)


def _party(one: Statement, figures: list[Statement]) -> Iterator[Planted]:
    if one.metric == "casualties" and one.unit == "persons" and one.bound == "plain" and _long(one):
        other = {"russia": "ukraine", "ukraine": "russia"}.get(one.party)
        if other:
            yield Planted("wrong party", claim_of(one, party=other), Code.WRONG_PARTY)


def _category(one: Statement, figures: list[Statement]) -> Iterator[Planted]:
    if one.metric == "casualties" and one.kind in ("flow", "cumulative") and one.bound == "plain" and _long(one):
        yield Planted("killed for casualties", claim_of(one, metric="killed"), Code.WRONG_CATEGORY)


def _miles(one: Statement) -> Iterator[Planted]:
    assert one.value is not None
    if one.unit == "km2" and one.metric == "ground" and one.bound == "plain":
        value = one.value * KM2_PER_SQUARE_MILE
        found = claim_of(one, value=value)
        written = f"{one.value:,f} square miles"
        yield Planted(
            "miles for km2",
            replace(found, span=Span(written, 0, len(written)), said=replace(found.said, unit_as_written="square miles")),
            Code.WRONG_UNIT,
        )


def _publisher(one: Statement, figures: list[Statement], chance: random.Random) -> Iterator[Planted]:
    """Somebody else who counts the same thing, and whose own figures do not rest on the one who did."""
    if not _long(one) or one.bound != "plain" or one.derived_from or one.kind not in ("flow", "cumulative"):
        return
    mine = maker(one)
    others = [
        source
        for source in OTHERS.get(one.metric, ())
        if source != mine and not any({source, mine} <= side for side in ONE_SIDE) and {source, mine} != {"afp", "isw"}
    ]
    others = [
        source
        for source in others
        if not any(
            maker(x) == source
            and x.metric == one.metric
            and x.party == one.party
            and x.end == one.end
            and _near(one.value, x.value)
            for x in figures
        )
    ]
    if one.source == "pyrrhus" and "ua_general_staff" in mine:
        others = [source for source in others if source != "us_government"]
    if others:
        yield Planted("publisher swapped", claim_of(one, source=chance.choice(others)), Code.WRONG_SOURCE)


def _long(one: Statement) -> bool:
    """Enough digits for a number to be known again."""
    return one.value is not None and len(f"{one.value.normalize():f}".replace(".", "").rstrip("0")) >= 3


def _alike(one: Statement, other: Statement, *names: str) -> bool:
    return maker(one) == maker(other) and all(getattr(one, name) == getattr(other, name) for name in names if name != "source")
