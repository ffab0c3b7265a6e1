"""The publishers' bytes come back whole, however many lie between a document and its key frame, or not at all."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, update

from pyrrhus.errors import LedgerError
from pyrrhus.ledger.documents import KEY_FRAME_EVERY, Shelf, read_document
from pyrrhus.ledger.location import writing
from pyrrhus.ledger.schema import document


@pytest.fixture
def connection(ledger: Any) -> Iterator[Connection]:
    with writing(ledger.url) as engine, engine.begin() as opened:
        yield opened


def versions(count: int) -> list[bytes]:
    """A file that grows by a line a version, of lines that do not compress into one another."""
    made = random.Random(7)
    lines = [made.randbytes(40).hex() for _ in range(20 + count)]
    return ["\n".join(lines[: 20 + number]).encode() for number in range(count)]


def stored(connection: Connection, *columns: Any) -> list[Any]:
    return [tuple(row) for row in connection.execute(select(*columns).order_by(document.c.id))]


def chain(connection: Connection, id_: int) -> list[int]:
    """The documents that a read of this one unpacks."""
    found: list[int] = []
    while id_:
        found.append(id_)
        id_ = connection.execute(select(document.c.base).where(document.c.id == id_)).scalar_one()
    return found


def test_every_byte_comes_back_over_130_versions(connection: Connection) -> None:
    laid = versions(130)
    shelf = Shelf(connection, None)
    ids = [shelf.put(data) for data in laid]
    assert [read_document(connection, id_) for id_ in ids] == laid


def test_every_64th_document_stands_alone_and_no_read_unpacks_more_than_64(connection: Connection) -> None:
    shelf = Shelf(connection, None)
    ids = [shelf.put(data) for data in versions(130)]
    alone = [number for number, (base,) in enumerate(stored(connection, document.c.base)) if base is None]
    assert alone == [0, 64, 128]
    assert max(len(chain(connection, id_)) for id_ in ids) == KEY_FRAME_EVERY == 64


def test_a_document_costs_what_differs_from_the_one_before_it(connection: Connection) -> None:
    shelf = Shelf(connection, None)
    for data in versions(60):
        shelf.put(data)
    sizes = [len(packed) for (packed,) in stored(connection, document.c.packed)]
    assert sizes[0] > 800
    assert max(sizes[1:]) < 120


def test_a_shelf_goes_on_where_it_was_left(connection: Connection) -> None:
    laid = versions(100)
    ids: list[int] = []
    for data in laid:
        ids.append(Shelf(connection, ids[-1] if ids else None).put(data))
    assert [read_document(connection, id_) for id_ in ids] == laid
    assert [number for number, (base,) in enumerate(stored(connection, document.c.base)) if base is None] == [0, 64]


def test_the_same_bytes_twice_are_stored_once(connection: Connection) -> None:
    shelf = Shelf(connection, None)
    first, second, again, third = (shelf.put(data) for data in (b"one", b"two", b"one", b"three"))
    assert again == first
    assert len({first, second, third}) == 3
    assert Shelf(connection, third).put(b"two") == second
    assert connection.execute(select(func.count()).select_from(document)).scalar_one() == 3
    assert [read_document(connection, id_) for id_ in (first, second, third)] == [b"one", b"two", b"three"]


def test_a_document_is_named_by_its_sha256_and_knows_its_size(connection: Connection) -> None:
    Shelf(connection, None).put(b"bytes")
    assert stored(connection, document.c.sha256, document.c.size) == [(hashlib.sha256(b"bytes").digest(), 5)]


@pytest.mark.parametrize("laid", [[b"", b"x", b""], [b"x", b"", b"y"], [b"\0" * 5, b"\0" * 9], [b"a" * 10**6, b"b"]])
def test_odd_documents_come_back_too(laid: list[bytes], connection: Connection) -> None:
    shelf = Shelf(connection, None)
    ids = [shelf.put(data) for data in laid]
    assert [read_document(connection, id_) for id_ in ids] == laid


# Damage


def flip(connection: Connection, id_: int, at: int, bit: int) -> None:
    packed = bytearray(connection.execute(select(document.c.packed).where(document.c.id == id_)).scalar_one())
    packed[at % len(packed)] ^= 1 << bit
    connection.execute(update(document).where(document.c.id == id_).values(packed=bytes(packed)))


def test_a_flipped_bit_is_noticed_in_every_document_that_rests_on_it(connection: Connection) -> None:
    laid = versions(6)
    shelf = Shelf(connection, None)
    ids = [shelf.put(data) for data in laid]
    flip(connection, ids[2], -20, 3)
    assert [read_document(connection, id_) for id_ in ids[:2]] == laid[:2]
    for id_ in ids[2:]:
        with pytest.raises(LedgerError, match=r"document \w+ of the ledger (does not hash to its name|cannot be unpacked)"):
            read_document(connection, id_)


@given(st.integers(0, 3), st.integers(0, 2000), st.integers(0, 7))
@example(1, 490, 7)  # the frame then asks for more memory than there is
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_gives_the_right_bytes_or_a_ledger_error_and_nothing_else(
    connection: Connection, which: int, at: int, bit: int
) -> None:
    connection.execute(document.delete())
    laid = versions(4)
    shelf = Shelf(connection, None)
    ids = [shelf.put(data) for data in laid]
    flip(connection, ids[which], at, bit)
    for id_, data in zip(ids, laid, strict=True):
        try:
            assert read_document(connection, id_) == data
        except LedgerError:
            assert id_ >= ids[which]


def test_no_bit_of_a_header_brings_a_read_down(connection: Connection) -> None:
    (data,) = versions(1)
    id_ = Shelf(connection, None).put(data)
    for number in range(10 * 8):
        flip(connection, id_, *divmod(number, 8))
        with suppress(LedgerError):  # some bits of a header mean nothing
            assert read_document(connection, id_) == data
        flip(connection, id_, *divmod(number, 8))


def test_a_document_whose_name_was_changed_is_noticed(connection: Connection) -> None:
    id_ = Shelf(connection, None).put(b"bytes")
    connection.execute(update(document).values(sha256=hashlib.sha256(b"other").digest()))
    with pytest.raises(LedgerError, match="does not hash to its name: the file is damaged"):
        read_document(connection, id_)


def test_a_document_that_is_not_there_is_a_ledger_error(connection: Connection) -> None:
    with pytest.raises(LedgerError, match="holds no document 7"):
        read_document(connection, 7)
