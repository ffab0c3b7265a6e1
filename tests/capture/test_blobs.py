"""Bytes have the names git and SHA-256 give them."""

from __future__ import annotations

import pytest

from pyrrhus.capture.blobs import git_sha, sha256


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
        (b"hello\n", "ce013625030ba8dba906f756967f9e9ca394464a"),
        (b"a\0b" * 1000, "84cc662c29d42edcda4d1a8a60b106b074c6c96b"),
    ],
    ids=["nothing", "a_line", "with_nul_bytes"],
)
def test_bytes_have_the_name_git_gives_them(data: bytes, name: str) -> None:
    assert git_sha(data) == name


def test_bytes_have_their_published_sha256() -> None:
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
