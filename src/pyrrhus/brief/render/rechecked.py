"""A recheck for machines and as Markdown, and the rows that a table of it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyrrhus.brief.correction import correction, described, place, with_unit
from pyrrhus.brief.recheck import CannotTell, Finding, Moved, Recheck
from pyrrhus.brief.render.entries import inert
from pyrrhus.brief.render.markdown import escaped
from pyrrhus.brief.saved import Printed
from pyrrhus.brief.wording import word
from pyrrhus.ledger.export import dumps
from pyrrhus.period import day_name
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import UNITS

__all__ = ["HEADS", "lead", "row", "to_json", "to_markdown", "unclear_row"]

HEADS = ("change", "printed", "figure", "was", "is", "difference", "percent", "known")


def to_json(found: Recheck) -> str:
    """The recheck as JSON; absent keys are empty, statements are as everywhere."""
    saved = found.saved
    told: dict[str, Any] = {"kind": saved.kind}
    if saved.period:
        told |= {"title": saved.title, "period": {"start": saved.period.start, "end": saved.period.end}}
    if saved.published:
        told["published"] = saved.published
    return dumps(
        told
        | {
            "saved_as_of": saved.as_of,
            "as_of": found.as_of,
            "figures": len(saved.figures),
            "unchanged": found.unchanged,
            "changed": [_finding(found, one) for one in found.changed],
            "below_rounding": [_finding(found, one) for one in found.below_rounding],
            "cannot_tell": [_printed(one.printed) | {"why": one.why} for one in found.cannot_tell],
        }
    )


def to_markdown(found: Recheck) -> str:
    """The recheck as Markdown: counts, a table of what changed, and the notes of correction."""
    return "\n".join(_markdown(found)) + "\n"


def lead(found: Recheck) -> list[str]:
    """What was rechecked, as known when, and how many figures changed."""
    saved = found.saved
    days = {"then": day_name(saved.as_of), "day": day_name(found.as_of)}
    if saved.published:
        told = [word("recheck.of_text", published=day_name(saved.published), **days)]
    else:
        title = f'"{inert(saved.title)}"' if saved.title else ""
        told = [word("recheck.of_brief", title=title, **days).replace("  ", " ")]
    if found.as_of == saved.as_of:
        told.append(word("recheck.same_day"))
    counts = {
        "figures": len(saved.figures), "changed": len(found.changed), "below": len(found.below_rounding),
        "unclear": len(found.cannot_tell), "unchanged": found.unchanged,
    }  # fmt: skip
    return [*told, word("recheck.counts", **{name: f"{count:,}" for name, count in counts.items()})]


def row(one: Finding) -> tuple[str, ...]:
    """The cells of a changed figure under :data:`HEADS`."""
    before, where = one.printed.statement, place(one)
    return (
        word(f"recheck.change_{one.change}"), _places(one.printed), described(before), with_unit(before, where),
        with_unit(one.after, where) if one.after else "", _amount(one.difference), _percent(one.percent), str(one.known or ""),
    )  # fmt: skip


def unclear_row(one: CannotTell) -> tuple[str, ...]:
    """The cells of a figure that cannot be told: where, what, the number, why."""
    before = one.printed.statement
    where = max(one.printed.places)
    return (_places(one.printed), described(before), with_unit(before, where), word(f"recheck.why_{one.why}"))


def _markdown(found: Recheck) -> Iterator[str]:
    yield f"# {word('recheck.title_text' if found.saved.published else 'recheck.title')}"
    yield ""
    yield escaped(" ".join(lead(found)))
    heads = [word(f"recheck.head_{name}") for name in HEADS]
    for name, findings in (("changed", found.changed), ("below", found.below_rounding)):
        yield from _table(word(f"recheck.{name}"), heads, map(row, findings))
    heads = [word(f"recheck.head_{name}") for name in ("printed", "figure", "was", "why")]
    yield from _table(word("recheck.unclear"), heads, map(unclear_row, found.cannot_tell))
    if found.changed:
        yield from ("", f"## {word('recheck.corrections')}", "")
        for one in found.changed:
            yield f"- {escaped(correction(found.saved, one))}"


def _table(title: str, heads: list[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    cells = [" | ".join(escaped(cell) for cell in one) for one in rows]
    if cells:
        yield from ("", f"## {title}", "", f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|")
        yield from (f"| {one} |" for one in cells)


def _finding(found: Recheck, one: Finding) -> dict[str, Any]:
    told = {"change": one.change} | _printed(one.printed)
    where = place(one)
    told["was"] = with_unit(one.printed.statement, where)
    if one.after:
        told |= {"is": with_unit(one.after, where), "after": one.after.as_json()}
    for name, statement in (("difference", one.difference), ("percent", one.percent)):
        if statement:
            told[name] = statement.as_json()
    if one.known:
        told["known"] = one.known
    if one.moved:
        told["moved"] = [_moved(leaf) for leaf in one.moved]
    return told | {"correction": correction(found.saved, one)}


def _printed(one: Printed) -> dict[str, Any]:
    told: dict[str, Any] = {"id": one.statement.id, "printed_in": sorted(one.places)}
    if one.claims:
        told["claims"] = list(one.claims)
    return told | {"before": one.statement.as_json()}


def _moved(one: Moved) -> dict[str, Any]:
    told: dict[str, Any] = {"id": one.id, "change": one.change}
    for name, statement in (("before", one.before), ("after", one.after)):
        if statement:
            told[name] = statement.as_json()
    return told | ({"known": one.known} if one.known else {})


def _places(one: Printed) -> str:
    return ", ".join(word(f"recheck.place_{name}") for name in ("text", "table", "chart", "evidence") if name in one.places)


def _amount(one: Statement | None) -> str:
    if one is None:
        return ""
    return f"{'+' if one.value and one.value > 0 else ''}{with_unit(one, 'table')}"


def _percent(one: Statement | None) -> str:
    if one is None:
        return ""
    sign = "" if not one.value else "−" if one.direction == "down" else "+"
    return f"{sign}{with_unit(one, 'table').removesuffix(UNITS['percent']).strip()}"
