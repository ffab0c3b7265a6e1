"""The publishers' bytes, each kept once under its sha256 and compressed against the one before it.

A document is a zstd frame whose dictionary is the previous document of its kind; every 64th stands alone, so that a read
decompresses at most 64. Two versions of a series, or two days of a map, share nearly all bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import zstandard
from sqlalchemy import Connection, insert, select, update

from pyrrhus.capture.blobs import sha256
from pyrrhus.errors import LedgerError
from pyrrhus.ledger.schema import document, path, version

__all__ = ["Shelf", "Unpacked", "damaged", "document_named", "read_document", "replace_document", "unpacked"]

KEY_FRAME_EVERY: Final = 64
LEVEL: Final = 9


class Shelf:
    """Writes the documents of one kind, in order; remembers the last one as the next one's dictionary."""

    def __init__(self, connection: Connection, last: int | None) -> None:
        self.connection = connection
        self.last, self.depth = last, 0
        self.bytes = b""
        if last is not None:
            try:
                self.bytes = read_document(connection, last)
            except LedgerError:
                return  # nothing new is packed against what is damaged
            self.depth = connection.execute(select(document.c.depth).where(document.c.id == last)).scalar_one()

    def put(self, data: bytes, name: str = "") -> int:
        """Keep ``data``, whose sha256 is ``name``; the id of the document that holds these bytes, which may be older."""
        digest = bytes.fromhex(name or sha256(data))
        held = self.connection.execute(select(document.c.id).where(document.c.sha256 == digest)).scalar()
        if held is not None:
            return int(held)
        alone = not self.bytes or self.depth + 1 >= KEY_FRAME_EVERY
        depth = 0 if alone else self.depth + 1
        dictionary = None if alone else _dictionary(self.bytes)
        packed = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary).compress(data)
        row = {
            "sha256": digest, "size": len(data), "base": None if alone else self.last, "depth": depth, "packed": packed,
            "crc": crc32(packed),
        }  # fmt: skip
        new = self.connection.execute(insert(document), row).inserted_primary_key
        id_ = int(new[0])  # type: ignore[index]
        if data:
            self.last, self.depth, self.bytes = id_, depth, data
        return id_


def read_document(connection: Connection, id_: int) -> bytes:
    """The bytes of a document.

    Raises:
        LedgerError: when its chain is broken or the bytes do not hash to its name.
    """
    chain = _chain(connection, id_)
    data = b""
    for packed, size in reversed(chain):
        dictionary = _dictionary(data) if data else None
        try:
            data = zstandard.ZstdDecompressor(dict_data=dictionary).decompress(packed, max_output_size=size)
        except (zstandard.ZstdError, MemoryError) as error:
            raise LedgerError(f"document {id_} of the ledger cannot be unpacked: {error}") from None
    named = connection.execute(select(document.c.sha256).where(document.c.id == id_)).scalar_one()
    if sha256(data) != named.hex():
        raise LedgerError(f"document {named.hex()} of the ledger does not hash to its name: the file is damaged")
    return data


def document_named(connection: Connection, name: str) -> bytes:
    """The bytes whose sha256 is ``name``.

    Raises:
        LedgerError: when there are none, or they are damaged.
    """
    held = connection.execute(select(document.c.id).where(document.c.sha256 == bytes.fromhex(name))).scalar()
    if held is None:
        raise LedgerError(f"the ledger holds no document {name}")
    return read_document(connection, held)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A document as :func:`unpacked` found it; ``data`` is None where it cannot be unpacked, ``fault`` empty where all is well.

    ``crc_holds`` says whether its packed bytes are those that were written.
    """

    id: int
    sha256: str
    base: int | None
    data: bytes | None
    fault: str
    crc_holds: bool


def unpacked(connection: Connection) -> Iterator[Unpacked]:
    """Every document, each unpacked once, in the order of entry; bytes are kept only while another is packed against them."""
    waiting = Counter(connection.execute(select(document.c.base).where(document.c.base.is_not(None))).scalars())
    kept: dict[int, bytes] = {}
    for row in connection.execute(select(document).order_by(document.c.id)):
        crc_holds = crc32(row.packed) == row.crc
        data, fault = None, ""
        if row.base is not None and row.base not in kept:
            fault = "the document that it is packed against cannot be unpacked"
        else:
            dictionary = _dictionary(kept[row.base]) if row.base is not None and kept[row.base] else None
            try:
                data = zstandard.ZstdDecompressor(dict_data=dictionary).decompress(row.packed, max_output_size=row.size)
            except (zstandard.ZstdError, MemoryError, OverflowError) as error:
                fault = f"it cannot be unpacked: {error}"
        if row.base is not None:
            waiting[row.base] -= 1
            if not waiting[row.base]:
                kept.pop(row.base, None)
        if data is not None:
            if sha256(data) != row.sha256.hex():
                data, fault = None, "its bytes do not hash to its name"
            elif len(data) != row.size:
                fault = f"it has {len(data):,} bytes, the ledger says {row.size:,}"
            elif not crc_holds:
                fault = "its packed bytes are not those that were written, though they unpack to its name"
        if data is not None and waiting[row.id]:
            kept[row.id] = data
        yield Unpacked(row.id, row.sha256.hex(), row.base, data, fault, crc_holds)


def damaged(connection: Connection, source: str | None = None) -> list[int]:
    """Documents whose packed bytes are not those that were written, of all feeds or of one."""
    query = select(document.c.id, document.c.packed, document.c.crc).order_by(document.c.id)
    if source is not None:
        mine = select(version.c.document).join(path, path.c.id == version.c.path).where(path.c.source == source)
        query = query.where(document.c.id.in_(mine))
    rows = connection.execute(query)
    return [row.id for row in rows if crc32(row.packed) != row.crc]


def replace_document(connection: Connection, id_: int, data: bytes) -> None:
    """Write the bytes of a damaged document anew, standing alone.

    Raises:
        LedgerError: when ``data`` are not the bytes that its name promises.
    """
    named = connection.execute(select(document.c.sha256).where(document.c.id == id_)).scalar_one()
    if sha256(data) != named.hex():
        raise LedgerError(f"the publisher has other bytes now than those of document {named.hex()}")
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(data)
    row = {"size": len(data), "base": None, "depth": 0, "packed": packed, "crc": crc32(packed)}
    connection.execute(update(document).where(document.c.id == id_).values(row))


def _chain(connection: Connection, id_: int) -> Sequence[tuple[bytes, int]]:
    """The document and its dictionaries, back to the frame that stands alone."""
    back = (
        select(document.c.id, document.c.base, document.c.packed, document.c.size)
        .where(document.c.id == id_)
        .cte("back", recursive=True)
    )
    back = back.union_all(
        select(document.c.id, document.c.base, document.c.packed, document.c.size).join(back, document.c.id == back.c.base)
    )
    rows = connection.execute(select(back.c.id, back.c.packed, back.c.size).order_by(back.c.id.desc())).all()
    if not rows:
        raise LedgerError(f"the ledger holds no document {id_}")
    return [(row.packed, row.size) for row in rows]


def _dictionary(data: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
