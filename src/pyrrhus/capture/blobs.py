"""Names for bytes: git's own, to compare with a listing, and SHA-256, under which a document is held."""

from __future__ import annotations

import hashlib

__all__ = ["git_sha", "sha256"]


def git_sha(data: bytes) -> str:
    """Return the name git gives these bytes as a blob: the hexadecimal SHA-1 of ``blob N``, a NUL and the bytes.

    It equals ``Blob.sha`` of a listing when the bytes are those of the listed file.
    """
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of the bytes."""
    return hashlib.sha256(data).hexdigest()
