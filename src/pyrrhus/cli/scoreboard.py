"""What ``pyrrhus sources`` lists, as tables for the terminal, as csv and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from pyrrhus.ledger.export import dumps
from pyrrhus.measures.coverage import Covered
from pyrrhus.measures.here import Here
from pyrrhus.measures.revisions import Change, Held, Revision, Size, Unheld
from pyrrhus.measures.triangle import Late
from pyrrhus.measures.vintages import Group
from pyrrhus.measures.witnesses import Nearness, Rest
from pyrrhus.measures.worked import divided
from pyrrhus.statement import plain

__all__ = ["FIELDS", "as_csv", "as_json", "as_table"]

Tables = Mapping[str, Sequence[Any]]


def _group(*names: str) -> dict[str, Callable[[Any], Any]]:
    return {name: lambda one, name=name: getattr(one.group, name) for name in names}  # type: ignore[misc]


def _own(*names: str) -> dict[str, Callable[[Any], Any]]:
    return {name: lambda one, name=name: getattr(one, name) for name in names}  # type: ignore[misc]


def _size(name: str) -> dict[str, Callable[[Any], Any]]:
    def part(of: str) -> Callable[[Any], Any]:
        return lambda one: getattr(getattr(one, name), of) if getattr(one, name) else None

    return {f"{name}_{of}": part(of) for of in Size.__slots__}


def _near(*names: str) -> dict[str, Callable[[Any], Any]]:
    return {name: lambda one, name=name: getattr(one.nearness, name) if one.nearness else None for name in names}  # type: ignore[misc]


FIELDS: Final[Mapping[str, Mapping[str, Callable[[Any], Any]]]] = {
    "sources": _own(*Here.__slots__),
    "revisions": {
        **_group(*Group._fields),
        **_own("by", "since", "versions", "figures", "restated", "back", "gone", "missing"),
        **_size("change"),
        **_size("percent"),
        "step_largest": lambda one: one.step[0] if one.step else None,
        "step_largest_of": lambda one: one.step[1] if one.step else None,
        **_size("days"),
    },
    "intervals": {
        **_group("source", "via", "metric", "party", "kind"),
        **_own("range_is", "cases", "held"),
        "held_percent": lambda one: divided(Decimal(one.held * 100), Decimal(one.cases)),
        **_own("above", "below", "replaced", "replaced_held"),
    },
    "names": _own(*Late.__slots__),
    "changes": _own(*Change.__slots__),
    "no_versions": _own(*Unheld.__slots__),
    "witnesses": {
        **_own("source", "other", "metric", "kind", "declared", "figures"),
        **_near("cases", "near", "median", "largest", "largest_of", "within", "verdict"),
    },
    "coverage": {"month": lambda one: one.month.code, **_own(*Covered.__slots__[1:])},
}
"""The columns of each table as csv and JSON have them."""


def as_json(tables: Tables, as_of: date) -> str:
    """One object: the day, and a list of objects for each table; empty cells are null."""
    told = {name: [{key: _plain(get(one)) for key, get in FIELDS[name].items()} for one in rows] for name, rows in tables.items()}
    return dumps({"as_of": as_of.isoformat(), **told})


def as_csv(tables: Tables) -> str:
    """One csv; where there are several tables its first column names the row's, and columns of the others are empty."""
    columns = list(dict.fromkeys(key for name in tables for key in FIELDS[name]))
    several = len(tables) > 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(["table"] if several else []), *columns])
    for name, rows in tables.items():
        for one in rows:
            cells = {key: _cell(get(one)) for key, get in FIELDS[name].items()}
            writer.writerow([*([name] if several else []), *(cells.get(key, "") for key in columns)])
    return out.getvalue()


def as_table(tables: Tables, as_of: date) -> str:
    """Tables for people, with what their columns mean."""
    from rich.table import Table
    from rich.text import Text

    from pyrrhus.cli.tables import console_text

    parts: list[object] = []
    for name, rows in _split(tables):
        head, read, note = _SHOWN[name]
        made = Table(box=None, header_style="bold", pad_edge=False, title=_TITLES[name], title_justify="left", title_style="bold")
        for column in head:
            made.add_column(column.lstrip(">*"), justify="right" if column[0] == ">" else "left", no_wrap=column[0] == "*")
        for one in rows:
            made.add_row(*(Text(str(cell)) for cell in read(one)))
        parts += [made, Text(note), Text("")] if rows else []
    parts.append(Text(f"As known on {as_of}."))
    return console_text(*parts)


def _split(tables: Tables) -> list[tuple[str, Sequence[Any]]]:
    """For people, what was never restated stands in a shorter table of its own."""
    found: list[tuple[str, Sequence[Any]]] = []
    for name, rows in tables.items():
        if name == "revisions":
            found.append((name, [one for one in rows if one.restated]))
            found.append(("unrestated", [one for one in rows if not one.restated]))
        else:
            found.append((name, rows))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


# for people -------------------------------------------------------------------------------------------------------------


def _number(value: Decimal | None, places: int) -> str:
    if value is None:
        return ""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:,}"


def _signed(value: Decimal | None, places: int) -> str:
    text = _number(value, places)
    return f"+{text}" if value is not None and value > 0 and text.strip("0.,") else text


def _what(group: Group) -> str:
    extra = f" ({group.subgroup})" if group.subgroup else ""
    return " ".join(word for word in (group.party, group.metric, group.basis, group.kind) if word) + extra


def _who(group: Group) -> str:
    rests = f" on {group.rests_on}" if group.rests_on else ""
    return f"{group.source}{rests}{f', via {group.via}' if group.via else ''}"


def _here(one: Here) -> tuple[Any, ...]:
    stance = f"{one.stance}, {one.party}" if one.party else one.stance
    age = "" if one.age_days is None else "newest" if one.age_days == 0 else f"{one.age_days} days"
    return (
        one.id, one.name, stance, one.licence, " ".join(one.relays), " ".join(one.rests_on), one.newest or "-", age,
        f"{one.statements:,}", f"{one.maps:,}" if one.maps else "",
    )  # fmt: skip


def _revision(one: Revision) -> tuple[Any, ...]:
    places = 0 if one.group.unit in ("persons", "pieces") else 1
    change, percent, days = one.change, one.percent, one.days
    restated = f"{one.restated:,} of {one.figures:,}" + (f", {one.back} back" if one.back else "")
    return (
        _who(one.group), _what(one.group), _known(one), restated,
        _signed(change.median, places) if change else "", _number(change.p90, places) if change else "",
        f"{_signed(change.largest, places)} ({change.largest_of})" if change else "",
        f"{_signed(percent.median, 1)} / {_signed(percent.largest, 1)}" if percent else "",
        _signed(one.step[0], places) if one.step else "",
        f"{days.median} / {days.p90} / {days.largest}" if days else "",
    )  # fmt: skip


def _unrestated(one: Revision) -> tuple[Any, ...]:
    return (_who(one.group), _what(one.group), _known(one), f"{one.figures:,}", one.gone or "", one.missing or "")


def _known(one: Revision) -> str:
    if one.by == "versions":
        return f"{one.versions:,} from {one.since}"
    return f"{one.versions} editions" if one.by == "editions" else one.by


def _held(one: Held) -> tuple[Any, ...]:
    share = _number(Decimal(one.held * 100) / one.cases, 1)
    return (
        _who(one.group), _what(one.group), one.range_is, f"{one.held:,} of {one.cases:,}", f"{share} %", f"{one.above:,}",
        f"{one.below:,}", f"{one.replaced_held:,} of {one.replaced:,}",
    )  # fmt: skip


def _rest(one: Rest) -> tuple[Any, ...]:
    near = one.nearness or Nearness(0, 0, None, None, None, Decimal(0))
    held = f"{near.near} of {near.cases}" if near.cases else ""
    verdict = {"follows": f"follows within {near.within} %", "not": "not"}.get(near.verdict, "cannot tell")
    return (
        one.source, one.other, f"{one.metric} {one.kind}", f"{one.declared} of {one.figures}" if one.declared else "not declared",
        held, _number(near.median, 2), f"{_number(near.largest, 2)} ({near.largest_of})" if near.cases else "",
        verdict if near.cases else "not compared",
    )  # fmt: skip


def _late(one: Late) -> tuple[Any, ...]:
    return (one.source, one.age_weeks, one.cases, *(_number(part, 1) for part in (one.median, one.lowest, one.highest)))


def _unheld(one: Unheld) -> tuple[Any, ...]:
    return (one.source, f"{one.figures:,}", f"{one.maps:,}" if one.maps else "", " ".join(one.metrics))


def _covered(one: Covered) -> tuple[Any, ...]:
    figures = f"{one.figures:,}" if one.figures else "not published"
    return (one.month.code, one.party, one.subject, figures, " ".join(one.sources), one.newest or "")


_Shown = tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], str]

_TITLES: Final = {
    "sources": "Who counted",
    "revisions": "What became of past figures",
    "unrestated": "Not restated in the versions held",
    "intervals": "How often an earlier interval held what is said now",
    "names": "How late names come",
    "changes": "What changed at the source, where that is certain",
    "no_versions": "No vintages held: nothing can be said about restatements",
    "witnesses": "Who rests on whom",
    "coverage": "Who published what on each party",
}
_SHOWN: Final[Mapping[str, _Shown]] = {
    "sources": (
        ("*id", "name", "stance", "passed on", "relays", "rests on", "*newest", ">age", ">statements", ">maps"),
        _here,
        "Age counts to the edition's day. Relays: whose figures stand on its pages. Rests on: whose data its own are made from.",
    ),
    "revisions": (
        ("source", "what", "known from", ">restated", ">median", ">90 % within", ">largest (of)", ">percent", ">step", ">days"),
        _revision,
        "Restated: a value that stood alone gave way to another; back: to its first. Median, 90 % and largest, and "
        "percent (median and largest): the newest less the first held, of those restated. Step: the largest on the way. "
        "Days from the first version that had the figure to the one that restated it: median, 90 %, most. Known from: "
        "versions that said something new of it, or editions that stand side by side. Via: a change may be the relay's.",
    ),
    "unrestated": (
        ("source", "what", "known from", ">figures", ">gone", ">not yet there"),
        _unrestated,
        "Gone: no longer stated, and nothing in its place. Not yet there: months that could not be worked out on the "
        "earlier day. A list that repeats others shows what its keeper changed, not what they did.",
    ),
    "intervals": (
        ("source", "what", "interval", ">held", ">share", ">newest above", ">newest below", ">of figures replaced"),
        _held,
        "A case is a figure in a version before the newest; the last column counts each replaced figure once.",
    ),
    "names": (
        ("source", ">weeks old", ">cases", ">median %", ">lowest %", ">highest %"),
        _late,
        "Of the names now known for a week of death, how many percent were known when it was so old. A case is a week of "
        "that age, give or take one, at the end of a year. Names still come, so the shares are at most these.",
    ),
    "changes": (
        ("source", "*day", "what", "known from"),
        lambda one: (one.source, one.day, one.what, one.known_from),
        "The day is the one on which the public repository had it.",
    ),
    "no_versions": (
        ("source", ">figures", ">maps", "of"),
        _unheld,
        "Printed figures, newest versions alone, and maps. `pyrrhus sync` brings the versions of the files that are kept "
        "with them.",
    ),
    "witnesses": (
        ("source", "rests on", "figures", "declared", ">within", ">median %", ">largest % (of)", "seen"),
        _rest,
        "Declared: how many of its figures say so, or all by the table of sources. Within, median and largest difference:"
        " against Kyiv's totals, ISW's areas (corrected) or DeepState's maps of the same days; where nothing is declared "
        "they show how far a source is from following.",
    ),
    "coverage": (
        ("*month", "party", "subject", ">figures", "sources", "*newest"),
        _covered,
        "A figure belongs to the month in which its period ends. Less published is not less lost.",
    ),
}
