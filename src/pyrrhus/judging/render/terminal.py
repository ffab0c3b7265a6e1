"""A check for a terminal: the line at the top, a table of claims, and under it the evidence of each."""

from __future__ import annotations

from collections.abc import Iterator

from pyrrhus.judging.api import Check
from pyrrhus.judging.render.summary import sign, summary
from pyrrhus.judging.verdicts import Judgement
from pyrrhus.judging.visible import plain_text
from pyrrhus.judging.wording import source_line, word
from pyrrhus.period import day_name

__all__ = ["evidence_lines", "head", "rows"]


def head(check: Check) -> list[str]:
    """Name, days, and the line at the top."""
    days = [word("page.published", day=day_name(check.published)), word("page.judged", day=day_name(check.as_of))]
    if check.known_to > check.as_of:
        days.append(word("page.known_to", day=day_name(check.known_to)))
    return [plain_text(word("page.title", name=check.name)), ". ".join(days) + ".", "", summary(check.judgements)]


def rows(check: Check) -> Iterator[tuple[str, ...]]:
    """Number, words, verdict, the two answers, and what to do."""
    for number, one in enumerate(check.in_file(), 1):
        answers = f"{word(f'quote.{one.quote}')}; {word(f'substance.{one.substance}')}"
        yield (
            str(number),
            plain_text(" ".join(one.claim.span.text.split())),
            f"{sign(one)} {word(f'verdict.{one.verdict}')}",
            answers,
            _to_do(one),
        )


def evidence_lines(check: Check) -> Iterator[str]:
    """The evidence of each claim, what was known then before what was known later; then the notes on language."""
    for number, one in enumerate(check.judgements, 1):
        if one.evidence:
            yield ""
            yield plain_text(f"{number}. {' '.join(one.claim.span.text.split())}")
        for known in ("then", "later"):
            for piece in (piece for piece in one.evidence if piece.known == known):
                parts = [f"   [{word(f'page.{known}')}] {source_line(piece.statement)}", word(f"relation.{piece.relation}")]
                yield plain_text("; ".join(part for part in (*parts, piece.statement.page) if part))
    if check.notes:
        yield ""
        yield word("page.notes")
    for note in check.notes:
        yield plain_text(f"   {note.sentence}")


def _to_do(one: Judgement) -> str:
    flags = [word(f"page.flag_{flag}") for flag in sorted(one.flags)]
    sentences = [one.reason.sentence, *(extra.sentence for extra in one.qualifiers)]
    return plain_text(" ".join([*sentences, *(f"({flag})" for flag in flags)]))
