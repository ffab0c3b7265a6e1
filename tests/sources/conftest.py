"""What the tests of sources share: the reader of a kind of file, and all that a run asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pyrrhus.sources.contract import Found, Reader, load_source, reader_of

Read = Callable[[str, str, bytes], list[Found]]


def reader(source: str, file: str) -> Reader:
    told = load_source(source)
    return reader_of(told, next(one for one in told.files if one.name == file))


@pytest.fixture(scope="session")
def read() -> Read:
    """Bytes as an old version is read: split into records, each record turned into statements and flags."""

    def read_old(source: str, file: str, data: bytes) -> list[Found]:
        made = reader(source, file)
        return [made.read(key, record, where="file") for key, record in made.records(data, where="file").items()]

    return read_old


@pytest.fixture(scope="session")
def read_newest(read: Read) -> Read:
    """Bytes as the newest version is read: held against the source's promises first."""

    def read_new(source: str, file: str, data: bytes) -> list[Found]:
        made = reader(source, file)
        records: Mapping[str, Any] = made.records(data, where="file")
        made.check(records, where="file")
        return read(source, file, data)

    return read_new
