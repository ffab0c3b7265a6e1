"""What a ``.toml`` may say of a csv, JSON or GeoJSON that is read without a module."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Saying", "Table"]


class Saying(BaseModel):
    """One statement that each row makes: fields that are always the same, and fields read from columns.

    A field of ``columns`` is left empty where its cell is; ``words`` gives, for a field, what the words of its column mean;
    a field of ``texts`` is a text with ``{column}`` in it, empty where none of its cells has anything. A row makes the
    statement only where the cells of ``needs`` are neither empty nor zero.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: dict[str, str]
    columns: dict[str, str]
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    texts: dict[str, str] = Field(default_factory=dict)
    needs: tuple[str, ...] = ()


class Table(BaseModel):
    """How a csv, JSON or GeoJSON with named columns is read without a module.

    ``rows`` is the dotted path to the list in a JSON document; ``key`` names the columns that tell rows apart; only rows
    whose cells are among those of ``only`` are read; ``day`` is the format of days; every column is used or ``ignored``
    (``*`` ignores all others).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["csv", "json", "geojson"]
    rows: str = ""
    delimiter: str = ","
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " "] = ""
    day: str = "%Y-%m-%d"
    key: tuple[str, ...] = Field(min_length=1)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    lowest: float = 0
    highest: float = 1e9
    statements: tuple[Saying, ...] = Field(min_length=1)
