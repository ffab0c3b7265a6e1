"""Planted claims as sentences of our own, in several wordings, so that reading and judging are tried together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planting import Planted

from pyrrhus.period import day_name, period_of
from pyrrhus.statement import plain
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

NAMES = {
    "ua_general_staff": "Ukraine's General Staff",
    "isw": "The Institute for the Study of War",
    "deepstate": "DeepState",
    "afp": "AFP",
    "uk_mod": "The UK Ministry of Defence",
    "ru_mod": "Russia's Ministry of Defence",
    "us_government": "The US government",
    "mediazona_bbc": "Mediazona and the BBC",
    "csis": "CSIS",
    "black_bird": "The Black Bird Group",
}
SIDES = {"russia": ("Russia", "Russian"), "ukraine": ("Ukraine", "Ukrainian")}
BOUNDS = {"plain": "", "over": "more than ", "about": "about ", "nearly": "nearly "}
WORDINGS = {
    ("casualties", "flow"): (
        "{who} said that {side} suffered {bound}{n} casualties {when}.",
        "{Side} suffered {bound}{n} casualties {when}, according to {who_}.",
    ),
    ("casualties", "rate"): (
        "{who} said that {side} suffered an average of {bound}{n} casualties a day {when}.",
        "{Side} suffered {bound}{n} casualties a day {when}, {who_} said.",
    ),
    ("casualties", "cumulative"): (
        "{who} put the total of {adjective} casualties at {bound}{n} as of {day}.",
        "By {day} {side} had suffered a total of {bound}{n} casualties, according to {who_}.",
    ),
    ("killed", "flow"): ("{who} said that {bound}{n} {adjective} soldiers were killed {when}.",),
    ("killed", "cumulative"): ("{who} said that a total of {bound}{n} {adjective} soldiers had been killed by {day}.",),
    ("killed_confirmed", "cumulative"): ("{who} had confirmed the deaths of {bound}{n} {adjective} soldiers by {day}.",),
    ("ground", "flow"): (
        "{who} said that {adjective} forces took {bound}{n} {area} {when}.",
        "{adjective} forces gained {bound}{n} {area} {when}, according to {who_}.",
    ),
    ("casualties_per_km2", "ratio"): ("{who} said that {side} suffered {bound}{n} casualties per square kilometre {when}.",),
}


@dataclass(frozen=True)
class Told:
    """A planted claim as a text."""

    planted: Planted
    text: str


def told(one: Planted, number: int) -> Told | None:
    """The claim as a sentence, in one of its wordings by turns; None where there is none for it."""
    said = one.claim.said
    wordings = WORDINGS.get((said.metric, said.kind))
    if wordings is None or said.source not in NAMES or said.bound not in BOUNDS or said.party not in SIDES or said.value is None:
        return None
    if said.basis == "net" or said.place or said.start is None or said.end is None:
        return None
    side, adjective = SIDES[said.party]
    who = NAMES[said.source]
    who_ = who[0].lower() + who[1:] if who.startswith("The ") else who
    miles = "mile" in said.unit_as_written
    value = (said.value / KM2_PER_SQUARE_MILE).quantize(said.value.quantize(1)) if miles else said.value
    whole, point, part = plain(value).partition(".")
    figure = f"{int(whole):,}{point}{part}"
    text = wordings[number % len(wordings)].format(
        who=who,
        who_=who_,
        side=side,
        Side=side,
        adjective=adjective,
        bound=BOUNDS[said.bound],
        n=figure,
        when=_when(said.start, said.end),
        day=day_name(said.end),
        area="square miles" if miles else "square kilometres",
    )
    return Told(one, text[0].upper() + text[1:] + "\n")


def _when(start: date, end: date) -> str:
    found = period_of(start, end)
    if found.shape in ("day", "month", "year"):
        return found.when
    return f"from {day_name(start)} to {day_name(end)}"
