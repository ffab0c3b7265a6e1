"""What measures are tested on besides made-up figures: those that ship."""

from __future__ import annotations

import pytest

from pyrrhus.ledger.shipped import Shipped
from pyrrhus.ledger.view import View


@pytest.fixture(scope="session")
def view() -> View:
    """The shipped figures, all of them; no ledger is looked for."""
    shipped = Shipped()
    return View([shipped], shipped.published())
