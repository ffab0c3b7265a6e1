"""The one place where a statement becomes the number that a reader sees."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from pyrrhus.brief.document import Figure
from pyrrhus.statement import Statement, plain
from pyrrhus.vocabulary import BOUNDS, KM2_PER_SQUARE_MILE

__all__ = ["bare", "exact", "figure", "ordinal", "signed", "square_miles"]

_RANKS: Final = {1: "highest", 2: "second-highest", 3: "third-highest", 4: "fourth-highest", 5: "fifth-highest"}
_ONE_PLACE: Final = frozenset({"km2/day", "persons/km2"})


def figure(statement: Statement, *, in_table: bool = False) -> Figure:
    """The number with the author's word of bound, rounded only now.

    A publisher's own figure keeps its own decimals. Ours have one decimal in tables and where the decimal is the point
    (rates per day, ratios, small percentages), none elsewhere.
    """
    word = BOUNDS[statement.bound]
    ends = [number for number in (statement.low, statement.high) if number is not None]
    numbers = ends if len(ends) == 2 else [number for number in (statement.value, *ends) if number is not None]
    written = " to ".join(_number(number, statement, in_table) for number in numbers[:2])
    return Figure(statement, f"{word} {written}" if word else written)


def signed(statement: Statement, *, in_table: bool = False) -> Figure:
    """The same with a minus sign that cannot be taken for a hyphen."""
    return Figure(statement, figure(statement, in_table=in_table).text.replace("-", "−"))


def bare(statement: Statement, *, in_table: bool = False) -> Figure:
    """The number alone, without sign or word of bound, where the sentence says these itself."""
    value = statement.value if statement.value is not None else statement.low
    assert value is not None
    return Figure(statement, _number(abs(value), statement, in_table))


def exact(statement: Statement) -> Figure:
    """A whole number of counted things (months, days)."""
    assert statement.value is not None
    return Figure(statement, f"{statement.value:,.0f}")


def square_miles(statement: Statement) -> Figure:
    """An area in square miles, whole."""
    assert statement.value is not None
    return Figure(statement, f"{_rounded(statement.value / KM2_PER_SQUARE_MILE, 0):,}")


def ordinal(statement: Statement) -> Figure | None:
    """``second-highest`` for a rank statement; None beyond the fifth, where a rank says little."""
    assert statement.rank is not None
    return Figure(statement, _RANKS[statement.rank]) if statement.rank in _RANKS else None


def _number(number: Decimal, statement: Statement, in_table: bool) -> str:
    if statement.source != "pyrrhus" and not _measured(statement):
        return f"{Decimal(plain(number)):,f}"
    return f"{_rounded(number, _places(number, statement, in_table)):,}"


def _measured(statement: Statement) -> bool:
    """Whether a source's value has more digits than it means (areas given to the square metre)."""
    return statement.unit == "km2" and statement.kind == "level" and statement.unit_as_written == "square metres"


def _places(number: Decimal, statement: Statement, in_table: bool) -> Literal[0, 1]:
    if statement.unit in _ONE_PLACE:
        return 1
    if statement.unit == "percent":
        return 1 if abs(number) < 10 else 0
    return 1 if statement.unit == "km2" and in_table else 0


def _rounded(number: Decimal, places: int) -> Decimal:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
