"""A number is called wrong without a known error only where its own sentence says whose it is, and of which days."""

from __future__ import annotations

from datetime import date

import pytest

from pyrrhus.judging.api import check_text
from pyrrhus.judging.verdicts import Code, Verdict

DAY = date(2025, 2, 4)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Ukraine's General Staff said Russia suffered 39,517 casualties in January 2025.", Verdict.DIFFERS),
        (
            "Ukraine's General Staff published its count of Russian losses. In January 2025 Russia suffered 39,517 casualties.",
            Verdict.UNSUPPORTED,
        ),
    ],
)
def test_what_only_earlier_sentences_say_makes_no_error(text: str, verdict: Verdict) -> None:
    (told,) = [one for one in check_text(text, published=DAY).judgements if one.claim.said.value == 39517]
    assert told.verdict == verdict
    if verdict == Verdict.UNSUPPORTED:
        assert told.reason.code == Code.AMBIGUOUS
        assert "Read 39,517 casualties again" in told.reason.sentence
        assert told.evidence and told.should_read is None


def test_a_known_error_is_told_wherever_it_stands() -> None:
    text = "Ukraine's General Staff published its count of Russian losses. In January 2025 Russia suffered 42,840 casualties."
    (told,) = check_text(text, published=DAY).judgements
    assert (told.verdict, told.reason.code) == (Verdict.DIFFERS, Code.DIGITS_SWAPPED)
