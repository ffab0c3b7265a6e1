"""What ``pyrrhus reconcile`` prints: the steps between two areas with what is known of each, or losses beside each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from pyrrhus.brief.figures import bare
from pyrrhus.brief.wording import listed, word
from pyrrhus.cli.rows import Told, capital, cells_of, days_of, grid, ids_of, shown, span, who, witnesses
from pyrrhus.conflict import conflict
from pyrrhus.measures.chain import Step
from pyrrhus.measures.reconcile import Reconciled
from pyrrhus.measures.relate import Beside, Kind, Related
from pyrrhus.statement import Statement, plain

__all__ = ["ground", "losses"]

_KNOWN: Final = {
    "scope": "how much of it is scope and how much a later revision cannot be told: a bound",
    "within_map": "one map; nothing held explains it",
    "map_maker": "two maps of the same days: how each map-maker draws control",
    "day_cut": "one map by other days",
    "print": "nothing held explains it",
}
_TOGETHER: Final = "taken together: no figure between them is known, so none of it is explained"
_KINDS: Final[dict[Kind, str]] = {"cumulative": "running total", "flow": "over the same days", "rate": "daily mean"}


def ground(found: Reconciled) -> Told:
    """The chain between two areas, its terms as large as they are."""
    first, last = found.whole.before, found.whole.after
    away = _signed(found.whole.term)
    parts: list[object] = [
        f"{found.period.name}: from {shown(first)} km2 ({who(first)}) to {shown(last)} km2 ({who(last)}), {away} km2."
    ]
    for name in found.scope_unknown:
        parts.append(f"Whether {_short(name)} counts Kursk is not stated, and it matters in these days.")
    if found.one_map:
        parts.append(f"Both rest on the map of {_short(found.one_map)}: they are one witness.")
    told, count = witnesses([first, last])
    if not found.one_map:
        parts.append(told)
    columns = ("Step", "From, km2", "who", "Difference, km2", "To, km2", "who", "What is known")
    table = [
        (_name(one), shown(one.before), who(one.before), _signed(one.term), shown(one.after), who(one.after), _known(one))
        for one in found.steps
    ]
    parts += ["", grid(columns, table, right=(1, 3, 4))]
    if found.beside:
        beside = ", ".join(f"{who(one)} {shown(one)}" for one in found.beside)
        parts += ["", f"Beside the steps, not among them: {beside}."]
    rows = [_step_row(one) for one in found.steps]
    value: dict[str, Any] = {
        "metric": "ground", "period": span(found.period), "as_of": found.as_of, "sources": [found.one, found.other],
        "chain": [_step(one) for one in found.steps], "whole": _step(found.whole), "beside": [one.id for one in found.beside],
        "scope_unknown": list(found.scope_unknown), "one_map": found.one_map, "witnesses": [count.id],
    }  # fmt: skip
    used = [part for one in (*found.steps, found.whole) for part in (one.before, one.term, one.after)]
    return Told(parts, list(rows[0]), rows, value, [*used, *found.beside, count], found.as_of)


def _short(source: str) -> str:
    return conflict().publisher(source).short


def _name(one: Step) -> str:
    text = "".join(map(str, listed([word(f"why_different.names_{name}") for name in one.names]).pieces))
    return capital(text)


def _signed(term: Statement) -> str:
    """The size of a term with its sign, and "up to" where it is a bound."""
    value = term.value or 0
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{'up to ' if term.bound == 'under' else ''}{sign}{bare(term, in_table=True).text}"


def _known(one: Step) -> str:
    told = [_KNOWN[one.names[0]] if len(one.names) == 1 else _TOGETHER]
    if one.names == ("day_cut",):
        told = [f"{_KNOWN['day_cut']}: {days_of(one.before)}, then {days_of(one.after)}"]
    bases = [word(f"basis.{figure.basis or 'unstated'}") for figure in (one.before, one.after)]
    if bases[0] != bases[1]:
        told.append(f"basis {bases[0]}, then {bases[1]}")
    if "stand_in" in one.before.flags | one.after.flags:
        told.append("a map stands in for a missing day")
    return "; ".join(told)


def _step(one: Step) -> dict[str, Any]:
    return {"term": one.term.id, "from": one.before.id, "to": one.after.id, "names": list(one.names), "known": _known(one)}


def _step_row(one: Step) -> dict[str, str]:
    return {
        "names": "+".join(one.names), **cells_of("from", one.before), **cells_of("term", one.term), "term_bound": one.term.bound,
        **cells_of("to", one.after), "known": _known(one),
    }  # fmt: skip


def losses(found: Related) -> Told:
    """Figures of the same day or days beside each other, and how near they run up to the period's end."""
    one, other = _short(found.one), _short(found.other)
    what = capital(found.metric.replace("_", " "))
    parts: list[object] = [f"{what} of {conflict().parties[found.party]}, {one} and {other}, up to {found.period.end}."]
    rests = {
        "all": f"All figures compared rest on {_short(found.rests_on)}: they are one witness, however near.",
        "some": f"Some of the figures compared rest on {_short(found.rests_on)}, as the table says: those are one witness.",
        "none": "Nothing that is held says that one of them rests on the other.",
    }
    parts.append(rests[found.rests])
    columns = ("What", "days", "who", "Figure", "who", "Figure", "% apart", "")
    table = [_beside_cells(pair) for pair in found.now]
    if table:
        parts += ["", f"{found.period.name}:", grid(columns, table, right=(3, 5, 6))]
    else:
        parts += ["", f"No two figures are of {found.period.name} itself."]
    ends = [(end, found_ends[kind]) for kind in found.least for end, found_ends in (("least", found.least), ("most", found.most))]
    if ends:
        over = [(end, *_beside_cells(pair), f"{found.near[pair.kind]} of {found.counted[pair.kind]}") for end, pair in ends]
        heads = ("Apart", *columns, "within 2 %")
        parts += ["", f"All figures of the same days up to {found.period.end}:", grid(heads, over, right=(4, 6, 7))]
    everything = [*(("now", pair) for pair in found.now), *ends]
    rows = [_beside_row(which, pair) for which, pair in everything]
    value: dict[str, Any] = {
        "metric": found.metric, "party": found.party, "period": span(found.period), "as_of": found.as_of,
        "sources": [found.one, found.other], "rests": found.rests, "rests_on": found.rests_on,
        "comparisons": [_comparison(pair) for pair in found.now],
        "over_time": [
            {
                "kind": kind, "least": _comparison(found.least[kind]), "most": _comparison(found.most[kind]),
                "near": found.near[kind], "counted": found.counted[kind],
            }
            for kind in found.least
        ],
    }  # fmt: skip
    used = [part for _, pair in everything for part in (pair.one, pair.other, pair.apart) if part is not None]
    return Told(parts, _BESIDE, rows, value, used, found.as_of)


_BESIDE: Final = (
    "which", "kind", *cells_of("one", None), *cells_of("other", None), *cells_of("apart", None), "apart_bound", "direction",
    "inside", "one_low", "one_high", "other_low", "other_high", "same_definition", "same_start", "one_witness",
)  # fmt: skip


def _beside_cells(pair: Beside) -> tuple[str, ...]:
    days = str(pair.other.end) if pair.kind == "cumulative" else f"{pair.other.start} to {pair.other.end}"
    return (
        _KINDS[pair.kind],
        days,
        who(pair.one),
        shown(pair.one),
        who(pair.other),
        shown(pair.other),
        _apart(pair),
        _remarks(pair),
    )


def _apart(pair: Beside) -> str:
    if pair.apart is None:
        return "" if pair.inside is None else "inside the range" if pair.inside else "outside the range"
    if not pair.apart.value:
        return "equal"
    return f"{shown(pair.apart)} {'under' if pair.apart.direction == 'down' else 'over'}"


def _remarks(pair: Beside) -> str:
    conventions = [one.convention for one in (pair.one, pair.other) if one.source == "pyrrhus"]
    told = [*conventions, "one witness" if pair.one_witness else ""]
    told.append("" if pair.same_definition else "other definition")
    told.append("" if pair.same_start else f"begin on {pair.one.start} and {pair.other.start}")
    return "; ".join(filter(None, told))


def _comparison(pair: Beside) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": pair.kind, **ids_of(one=pair.one, other=pair.other, apart=pair.apart)}
    if pair.inside is not None:
        made["inside"] = pair.inside
    return made | {"same_definition": pair.same_definition, "same_start": pair.same_start, "one_witness": pair.one_witness}


def _beside_row(which: str, pair: Beside) -> dict[str, str]:
    yes = {True: "yes", False: "no", None: ""}
    return {
        "which": which, "kind": pair.kind, **cells_of("one", pair.one), **cells_of("other", pair.other),
        **cells_of("apart", pair.apart), "apart_bound": pair.apart.bound if pair.apart else "",
        "direction": pair.apart.direction if pair.apart else "", "inside": yes[pair.inside],
        "one_low": _number(pair.one.low), "one_high": _number(pair.one.high),
        "other_low": _number(pair.other.low), "other_high": _number(pair.other.high),
        "same_definition": yes[pair.same_definition], "same_start": yes[pair.same_start], "one_witness": yes[pair.one_witness],
    }  # fmt: skip


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
