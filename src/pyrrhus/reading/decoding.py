"""Bytes as text: UTF-8 and nothing else, with a sentence for whatever is not."""

from __future__ import annotations

import re
from typing import Final

from pyrrhus.errors import InputError

__all__ = ["LARGEST", "decoded"]

LARGEST: Final = 20_000_000
"""Bytes that a text may have unless the caller says otherwise: some 3 million words."""
_KINDS: Final = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"), (b"{\\rtf", "an RTF document"), (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"SQLite format 3", "a database"), (b"\x7fELF", "a program"), (b"RIFF", "a sound or video file"),
)  # fmt: skip
_WIDE: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32LE"), (b"\x00\x00\xfe\xff", "UTF-32BE"), (b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE"),
)  # fmt: skip
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MANY: Final = 0.02
"""Share of control characters at the beginning of a file from which on it is no text."""
_FEW: Final = 3
"""Control characters that any text may have."""
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)


def decoded(data: bytes, *, where: str = "", largest: int = LARGEST) -> str:
    """The text of a file.

    Args:
        data: its bytes.
        where: its name, for the message.
        largest: bytes that it may have.

    Raises:
        InputError: for bytes that are empty, too many, binary, or not UTF-8; the message says where and what to do.
    """
    if not data.strip():
        raise InputError("the file is empty", where=where, remedy="give a text")
    if len(data) > largest:
        size, limit = f"{len(data):,} bytes", f"{largest:,} bytes"
        raise InputError(
            f"the text has {size}, more than the limit of {limit}", where=where, remedy="split it or raise the limit"
        )
    for mark, kind in _KINDS:
        if data.startswith(mark):
            raise InputError(f"this is {kind}, no text", where=where, remedy="give the text itself, as UTF-8")
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            raise _not_utf8(f"the file begins with the mark of {encoding}, expected UTF-8", encoding, where)
    sample = data[:8192]
    if len(_CONTROLS.findall(sample)) > max(_FEW, _MANY * len(sample)):
        raise InputError("this is a binary file, no text", where=where, remedy="give the text itself, as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        declared = _CHARSET.search(data[:4096])
        name = declared[1].decode("ascii") if declared else ""
        named = f" (the page declares {name})" if name and name.lower() not in ("utf-8", "utf8") else ""
        byte = f"expected UTF-8, byte {fault.start:,} (0x{data[fault.start]:02x}) is not{named}"
        raise _not_utf8(byte, name if named else "ITS-ENCODING", where) from None


def _not_utf8(problem: str, encoding: str, where: str) -> InputError:
    return InputError(problem, where=where, remedy=f"convert it first: iconv -f {encoding} -t UTF-8")
