"""A file as a readable text: pages and Markdown through the reader, .docx and .pdf (their text layer) through an extra."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyrrhus.errors import InputError

if TYPE_CHECKING:
    from pyrrhus.reading.clean import Cleaned

__all__ = ["ENDINGS", "document"]

ENDINGS: Final = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf")
LARGEST: Final = 50_000_000
"""Bytes of a file, and of what a .docx unpacks to."""
MOST_PAGES: Final = 3000
LONGEST: Final = 20_000_000
"""Characters of a text."""
_EXTRA: Final = "install it with pip install 'pyrrhus[documents]'"


def document(path: Path) -> Cleaned:
    """The readable text of a file, or of standard input where its name is ``-``.

    Raises:
        InputError: for a file that cannot be read, is too large, is no text, or needs the extra ``documents`` where that is
            not installed.
    """
    from pyrrhus.reading.clean import clean, cleaned_text

    data = sys.stdin.buffer.read(LARGEST + 1) if str(path) == "-" else _bytes(path)
    ending = path.suffix.lower()
    if ending == ".docx":
        return cleaned_text(_filled(_docx(data, path), path))
    if ending == ".pdf":
        return cleaned_text(_filled(_pdf(data, path), path))
    return clean(data, name=path.name)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", where=str(path), remedy="name a file or a folder") from None
    except ValueError:
        raise InputError("no file can have this name", where=repr(str(path))) from None
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST // 10**6} MB", where=str(path), remedy="split it")
    return data


def _docx(data: bytes, path: Path) -> str:
    try:
        import docx
        from docx.document import Document
        from docx.table import Table
    except ImportError:
        raise InputError("a .docx is read by python-docx, which is not installed", where=str(path), remedy=_EXTRA) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise InputError(f"unpacks to more than {LARGEST // 10**6} MB", where=str(path), remedy="split it")
        opened: Document = docx.Document(io.BytesIO(data))

        def lines() -> Iterator[str]:
            for block in opened.iter_inner_content():
                if isinstance(block, Table):
                    yield from (" | ".join(cell.text for cell in row.cells) for row in block.rows)
                else:
                    yield block.text

        return "\n\n".join(lines())
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - a library that reads foreign bytes may raise anything
        raise InputError(
            f"is no .docx that can be read ({type(error).__name__})", where=str(path), remedy="save it anew"
        ) from None


def _pdf(data: bytes, path: Path) -> str:
    try:
        import pypdf
    except ImportError:
        raise InputError("a .pdf is read by pypdf, which is not installed", where=str(path), remedy=_EXTRA) from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("is locked with a password", where=str(path), remedy="unlock it first")
        if len(reader.pages) > MOST_PAGES:
            raise InputError(f"has more than {MOST_PAGES} pages", where=str(path), remedy="split it")
        made, size = [], 0
        for page in reader.pages:
            made.append(page.extract_text())
            size += len(made[-1])
            if size > LONGEST:
                raise InputError(f"has more than {LONGEST:,} characters", where=str(path), remedy="split it")
        return "\n\n".join(made)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - a library that reads foreign bytes may raise anything
        raise InputError(
            f"is no .pdf that can be read ({type(error).__name__})", where=str(path), remedy="save it anew"
        ) from None


def _filled(text: str, path: Path) -> str:
    if not text.strip():
        raise InputError("has no text layer", where=str(path), remedy="recognise its text first (OCR), or give the text")
    # Halves of characters cannot be written as UTF-8.
    return text.encode("utf-8", "replace").decode()
