"""Opens what there is: the user's ledger where one exists, and the figures that ship."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pyrrhus.errors import InputError, LedgerError
from pyrrhus.ledger import location
from pyrrhus.ledger.shipped import Shipped
from pyrrhus.ledger.view import Store, View
from pyrrhus.period import DAY

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["held", "opened", "refuse_day_to_come"]


def refuse_day_to_come(as_of: date | None, name: str = "--as-of") -> None:
    """An edition of a day to come is no edition.

    Raises:
        InputError: for a day to come.
    """
    if as_of is not None and as_of > datetime.now(UTC).date() + DAY:
        raise InputError(
            f"{name} {as_of} is a day to come", remedy="an edition knows what was known by its day; name one that is past"
        )


@contextmanager
def held() -> Iterator[Connection]:
    """The user's ledger, for reading.

    Raises:
        LedgerError: where there is none, or it cannot be read.
    """
    url = location.ledger_url()
    if not location.exists(url):
        raise LedgerError(f"there is no ledger at {url.partition(':///')[2] or url}; `pyrrhus sync` makes one")
    with location.reading(url) as connection:
        yield connection


@contextmanager
def opened(as_of: date | None = None) -> Iterator[View]:
    """A view as of a day; without one, as of the newest day that anything here was known.

    A source of which the ledger holds no document uses its shipped figures. No ledger is made.

    Raises:
        InputError: for a day to come.
        LedgerError: when there is something at the ledger's place that cannot be read as one.
    """
    refuse_day_to_come(as_of)
    shipped = Shipped()
    url = location.ledger_url()
    if not location.exists(url):
        yield View([shipped], shipped.published(), as_of)
        return
    with location.reading(url) as connection:
        from pyrrhus.ledger.stored import StoredLedger

        stores: list[Store] = [StoredLedger(connection), shipped]
        yield View(stores, shipped.published(), as_of)
