"""The text of a Markdown file without its marks, each character with its place in the source."""

from __future__ import annotations

import html
import re
from typing import Final

from pyrrhus.reading.pagedays import iso_day
from pyrrhus.reading.places import Builder, Cleaned

__all__ = ["markdown_text"]

_FRONT: Final = re.compile(r"\ufeff?---[ \t]*\r?\n(?:(?!---).*\n){0,200}?---[ \t]*(?:\r?\n|\Z)")
_FRONT_DAY: Final = re.compile(r"^(?:date|published|pubdate|datePublished)[ \t]*:[ \t]*[\"']?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_FENCE: Final = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_MARKS: Final = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<image>!\[[^\[\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<foot>\[\^[^\[\]\s]{1,50}\]:?)"
    r"|(?P<link>\[(?P<label>[^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<auto><(?:https?|mailto):[^<>\s]{1,2000}>)"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,2000}>)"
    r"|(?P<escape>\\(?P<escaped>[\\`*_{}\[\]()#+.!|~<>$-]))"
    r"|(?P<struck>~~[^~\n]{1,1000}~~)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<star>\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3})"
    r"|(?P<under>(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_]))"
    r"|(?P<code>`{1,2})"
    r"|(?P<head>^ {0,3}\#{1,6}[ \t]++|[ \t]{1,3}\#{1,6}[ \t]{0,3}$)"
    r"|(?P<quote>^ {0,3}>[ \t]?(?=\D|$))"
    r"|(?P<rule>^ {0,3}\|? {0,3}:?-{3,}+[-:| \t]*+$)"
    r"|(?P<under_head>^={3,}+[ \t]{0,9}$)",
    re.MULTILINE,
)


def markdown_text(source: str) -> Cleaned:
    """The readable text of a Markdown file; its front matter may give the day of publication."""
    days: tuple[tuple[str, str], ...] = ()
    start = 0
    if front := _FRONT.match(source):
        start = front.end()
        if (day := _FRONT_DAY.search(front[0])) and (iso := iso_day(day[1])):
            days = (("front matter date", iso),)
    build = Builder(source)
    for begin, end in _outside_fences(source, start):
        _inline(source, begin, end, build)
    return build.cleaned("md", days)


def _outside_fences(source: str, start: int) -> list[tuple[int, int]]:
    """Stretches of text between blocks of code."""
    found, open_at = [], ""
    for fence in _FENCE.finditer(source, start):
        if not open_at:
            found.append((start, fence.start()))
            open_at = fence[1]
        elif fence[1] == open_at:
            line = source.find("\n", fence.end())
            start, open_at = (line if line >= 0 else len(source)), ""
    if not open_at:
        found.append((start, len(source)))
    return found


def _inline(source: str, start: int, end: int, build: Builder) -> None:
    i = start
    while i < end:
        match = _MARKS.search(source, i, end)
        if match is None:
            break
        build.copy(i, match.start())
        i = match.end()
        if match["comment"]:
            close = source.find("-->", match.end(), end)
            i = close + 3 if close >= 0 else end
        elif match["link"]:
            _inline(source, *match.span("label"), build)
        elif match["escape"]:
            build.copy(*match.span("escaped"))
        elif match["entity"]:
            build.replace(match.start(), match.end(), html.unescape(match["entity"]))
    build.copy(max(i, start), end)
