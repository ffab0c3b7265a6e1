"""The day a text was published, where the text itself says so: its page's metadata, or a line at its head."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from pyrrhus.reading.lexicon import LANGUAGES, lexicon, read_table
from pyrrhus.reading.places import Cleaned

__all__ = ["published_of"]

_HEAD_LINES: Final = 8
"""Lines with words at the head of a text that may be its dateline or say when it was published."""
_LONGEST: Final = 400
"""Code points of a line that are looked at."""
_AFTER: Final = r"(?:,?\s{0,3}(?:at\s)?\d{1,2}[:.]\d{2}.{0,20})?\s*$"


def published_of(cleaned: Cleaned) -> tuple[date | None, str]:
    """The day of publication and how it is known ("meta article:published_time", "dateline"), or None and why not.

    Read from the page's metadata, a line that says "Published", a line that is nothing but a date, or a dateline ("KYIV, 4
    February 2025 -") at the head; never from the body. A day without a year, or one that may be two days (02/04/2025), is
    none.
    """
    if cleaned.days:
        how, written = cleaned.days[0]
        return date.fromisoformat(written), how
    lines = [line.strip() for line in cleaned.text[: _HEAD_LINES * _LONGEST].splitlines() if line.strip()][:_HEAD_LINES]
    for number, line in enumerate(lines):
        line = line[:_LONGEST]
        for how, pattern in _patterns():
            if (match := pattern.match(line)) and (day := _day(match)):
                return day, how
        if number and len(line) > 200:
            break
    return None, "the text names no day of publication"


def _day(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    month = found["word"] or found["word2"]
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["dotted"]:
            return date(int(found["dotted_year"]), int(found["dotted_month"]), int(found["dotted_day"]))
        return date(
            int(found["year"] or found["year2"]), lexicon().months[month.lower().rstrip(".")], int(found["day"] or found["day2"])
        )
    except (ValueError, KeyError):
        return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    months = "|".join(sorted(map(re.escape, lexicon().months), key=len, reverse=True))
    day = (
        r"(?:[^\W\d_]{2,12},?\s+)?"  # a weekday
        rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
        r"|(?P<dotted>(?P<dotted_day>\d{1,2})\.(?P<dotted_month>\d{1,2})\.(?P<dotted_year>\d{4}))"
        rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<word>{months})\.?,?\s+(?P<year>\d{{4}})"
        rf"|(?P<word2>{months})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year2>\d{{4}}))(?:\s*(?:року|р\.|года|г\.))?"
    )
    said = read_table("pages.toml")["published_words"]
    words = "|".join(sorted((re.escape(one) for code in LANGUAGES for one in said[code]), key=len, reverse=True))
    capitals = r"[A-Z\u0400-\u042f]{3,20}"
    named = r"[A-Z\u0400-\u042f][^\W\d_]{1,20}"
    place = (
        rf"(?:{capitals}(?:[ /-]{capitals}){{0,3}}(?:,\s+[A-Z][\w.]{{1,15}})?[,.]?"
        rf"|{named}(?:[ /-]{named}){{0,3}}[,.])"
    )
    flags = re.IGNORECASE
    return (
        ("line that says when it was published", re.compile(rf"(?:{words})\s*:?\s*(?:on\s+)?{day}", flags)),
        ("line with nothing but a date", re.compile(rf"{day}{_AFTER}", flags)),
        ("dateline", re.compile(rf"{place}\s+\(?(?i:{day})\)?\s*(?:\([^()]{{1,40}}\))?\s*[-–—:.]")),
    )
