"""Claims as a reader would find them: words of a text, and what they say under the vocabulary's names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from pyrrhus.judging.judge import judge
from pyrrhus.judging.verdicts import Judgement
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.shipped import Shipped
from pyrrhus.ledger.view import View
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.statement import Statement

WAR = date(2022, 2, 24)
UNITS = {
    "flow": "persons", "cumulative": "persons", "added": "persons", "rate": "persons/day", "threshold": "persons/day",
    "ratio": "persons/km2", "rank": "none", "trend": "none", "comparison": "none", "level": "km2",
}  # fmt: skip


def claim(words: str, text: str = "", *, nth: int = 1, **said: Any) -> Claim:
    """A claim of these words of a text (their ``nth`` place in it), about Russia's casualties where nothing else is said."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1) if text else 0
    fields: dict[str, Any] = {"source": "unattributed", "metric": "casualties", "kind": "flow", "party": "russia"} | said
    for name in ("start", "end", "vs_start", "vs_end"):
        if isinstance(fields.get(name), str):
            fields[name] = date.fromisoformat(fields[name])
    for name in ("low", "value", "high"):
        if fields.get(name) is not None:
            fields[name] = Decimal(str(fields[name]))
    if fields["kind"] == "cumulative":
        fields.setdefault("start", WAR)
    area = "km2/day" if fields["kind"] == "rate" else "km2"
    default = (
        area
        if fields["metric"] in ("ground", "held") and fields["kind"] in ("flow", "rate", "level")
        else UNITS.get(fields["kind"], "none")
    )
    fields.setdefault("unit", default)
    also = tuple(Span(one, text.index(one), text.index(one) + len(one)) for one in fields.pop("also", ()))
    extra = {name: fields.pop(name) for name in ("source_as_written", "source_also") if name in fields}
    return Claim(Span(words, at, at + len(words)), Statement(**fields), also, **extra)


def month(name: str) -> dict[str, date]:
    """``2025-01`` as the first and last day."""
    from pyrrhus.period import parse_period

    period = parse_period(name)
    return {"start": period.start, "end": period.end}


def judged(one: Claim, published: str = "2026-05-31", **asked: Any) -> Judgement:
    """The judgement of one claim by the shipped figures."""
    (found,) = judged_all([one], published, **asked)
    return found


def judged_all(claims: list[Claim], published: str = "2026-05-31", **asked: Any) -> list[Judgement]:
    """The judgements of a text's claims."""
    with opened() as view:
        return judge(claims, view, published=date.fromisoformat(published), **asked)


@contextmanager
def viewing(*printed: Statement) -> Iterator[View]:
    """The shipped series with other printed figures in place of the shipped ones."""
    yield View([Shipped()], printed)
