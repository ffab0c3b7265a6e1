"""A file as the text that its reader sees, with each character's place in the original.

What cannot be seen is taken out (zero-width characters, marks of direction, soft hyphens, NUL), digits of other scripts
are read as digits, pages lose their scripts and navigation, Markdown its marks. Offsets of the original count code points
of the bytes decoded as UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pyrrhus.reading.decoding import LARGEST, decoded
from pyrrhus.reading.markdown import markdown_text
from pyrrhus.reading.places import Builder, Cleaned
from pyrrhus.reading.webpage import page_text

__all__ = ["Cleaned", "clean", "cleaned_text", "form_of"]

_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1f\x7f"
)
_ODD: Final = re.compile(
    rf"(?P<unseen>[{_UNSEEN}]+)"
    r"|(?<=[\u0400-\u04ff])(?P<stress>\u0301)"
    r"|(?P<digits>(?![0-9])\d[\d.,，．٫٬]*)"
    r"|(?P<percent>[％﹪٪])"
    r"|(?P<plus>[＋﹢])"
)
_MARKS: Final = {"，": ",", "．": ".", "٫": ".", "٬": ","}


def clean(data: bytes | str, *, name: str = "", form: str = "", largest: int = LARGEST) -> Cleaned:
    """The readable text of a file.

    Args:
        data: its bytes, or text that is decoded already.
        name: its name; the ending says which form it has, and the name goes into messages.
        form: text, html or md, where it is known otherwise.
        largest: bytes that it may have; see :data:`pyrrhus.reading.decoding.LARGEST`.

    Raises:
        InputError: for bytes that are empty, too many, binary or not UTF-8.
    """
    encoded = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    source = decoded(encoded, where=name, largest=largest)
    return cleaned_text(source, form or form_of(name, source))


def form_of(name: str, source: str) -> str:
    """Which form a file has: html or md by the ending of its name, html too where it begins like a page, else text."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in ("html", "htm", "xhtml"):
        return "html"
    if ending in ("md", "markdown"):
        return "md"
    head = source.lstrip("\ufeff \t\r\n")[:200].lower()
    return "html" if not ending and head.startswith(("<!doctype html", "<html")) else "text"


def cleaned_text(source: str, form: str = "text") -> Cleaned:
    """The readable text of a decoded source, see :func:`clean`."""
    if form == "html":
        made = page_text(source)
    elif form == "md":
        made = markdown_text(source)
    else:
        made = Cleaned(source, source)
    return _seen(made)


def _seen(made: Cleaned) -> Cleaned:
    """Without what cannot be seen, digits of all scripts as ASCII digits."""
    text = made.text
    if not _ODD.search(text):
        return made
    # Built over the text made so far: the pieces carry its places on, copy by copy.
    build = Builder(made.source)
    last = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        _carry(build, made, last, start)
        last = end
        if match["digits"]:
            mixed = start > 0 and text[start - 1].isdecimal()
            digits = "" if mixed else _digits(match["digits"])
            for offset, digit in enumerate(digits):
                build.replace(*made.original(start + offset, start + offset + 1), digit)
            if not digits:
                _carry(build, made, start, end)
        elif match["percent"] or match["plus"]:
            build.replace(*made.original(start, end), "%" if match["percent"] else "+")
    _carry(build, made, last, len(text))
    return build.cleaned(made.form, made.days)


def _carry(build: Builder, made: Cleaned, start: int, end: int) -> None:
    """Pieces of the cleaned text as they are, with their places."""
    for piece_start, piece_end, begin, stop, copied in made.pieces(start, end):
        if copied:
            build.copy(begin, stop)
        else:
            build.replace(begin, stop, made.text[piece_start:piece_end])


def _digits(run: str) -> str:
    """A run of digits in ASCII where all are of one script, else nothing: two scripts in one number are a trap."""
    scripts = {ord(one) - unicodedata.decimal(one) for one in run if one.isdecimal()}
    if len(scripts) != 1:
        return ""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else _MARKS.get(one, one) for one in run)
