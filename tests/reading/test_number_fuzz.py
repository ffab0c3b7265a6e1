"""No text makes the grammar, the cleaning or the language take more time than its length allows."""
# ruff: noqa: E501 - a row of a table stands on one line

import time
from collections.abc import Callable

import pytest

from pyrrhus.errors import InputError
from pyrrhus.reading import quantities
from pyrrhus.reading.clean import clean
from pyrrhus.reading.language import language_of
from pyrrhus.reading.published import published_of

SIZE = 15_000
SECONDS = 1.0
"""Three times what the slowest one needs here; what grows with the square of the length needs minutes."""

PIECES = [
    "9", "1 ", "123 456 ", "1,", "1,234,", "1.2.", "1-", "1:", "1/", "+1 ", "12 345 6", "one ", "one hundred and ", "and ", "a ", "half a ",
    "million ", "thousand, ", "point one ", "twenty-", "two hundred and seventy ", "between 1 and ", "from 1 to ", "1 to ", "5 and 6 ",
    "more than ", "up to about ", "some of a total of ", "or so ", "at least ", "1 of its ", "1 more ", "1 Russian ", "1 per ", "1 a ",
    "1 square ", "1 km2 (", "1, or ", "$", "-", "–", "'", "'a", "п'ять ", "тис. ", "сто ", "\n", "1\n", " ", "\u00a0", "1\u00a0", "½", "1½ ",
    "January 1 ", "1 January ", "2022-", "2022 ", "M1", "1M", "T-", "aged ", "1-year-", "one in ", "three quarters ", "a third ", "(", "“",
    "not over well over ", "of the order of ", "%", "1%", "1 per cent to ", "²", "１", "١", "\u200b1", "і ", "1 strong ", "1 times the ", "1.5m ",
]  # fmt: skip
MARKS = [
    "<", "<a ", "<a =\"", "<a ='\" ", "<a b=c ", "<!--", "<!", "</", "<script>", "<nav>", "<div>", "<p>1", "&", "&#1", "&amp;", "<td>", "<li>", "<sup>2",
    "[", "[a](", "![", "*", "**a", "_", "_a", "`", "```\n", "~~", "~~a", "> ", "# ", " #", "---\n", "-", "|-", "=", "\\", "<a@", "[^", "--->", " ", "\t", "\r\n",
    "<meta property=x ", "<time datetime=", "<script type=ld+json>[", "KYIV, ", "Published: ", "1 January ",
]  # fmt: skip


def within(seconds: float, run: Callable[[], object]) -> None:
    start = time.process_time()
    run()
    assert time.process_time() - start < seconds


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_piece_of_a_number_repeated_takes_no_long_time(piece: str) -> None:
    within(SECONDS, lambda: quantities(piece * (SIZE // len(piece))))


@pytest.mark.parametrize("form", ["html", "md", "text"])
@pytest.mark.parametrize("piece", MARKS, ids=repr)
def test_a_piece_of_markup_repeated_takes_no_long_time(piece: str, form: str) -> None:
    text = piece * (SIZE // len(piece)) + "x"
    within(SECONDS, lambda: published_of(clean(text, form=form)))


def test_a_sentence_of_five_hundred_numbers_is_read_whole_and_fast() -> None:
    text = "They lost " + ", ".join(f"{1000 + 37 * number:,}" for number in range(500)) + " men."
    within(0.5, lambda: quantities(text))
    assert len(quantities(text)) == 500


@pytest.mark.slow
def test_five_megabytes_take_as_long_as_their_length_says() -> None:
    text = "On 4 February 2025 the army lost more than 1,270 soldiers and 12 tanks, or about 96 a square kilometre.\n" * 10
    start = time.process_time()
    for _ in range(20):
        quantities(text)
    each = (time.process_time() - start) / 20 / len(text)
    large = text * (5_000_000 // len(text))
    within(4 * each * len(large) + 1, lambda: quantities(large))


def test_language_and_day_look_at_the_beginning_alone() -> None:
    text = "word " * 400_000
    within(0.2, lambda: language_of(text))


def test_one_line_of_fifty_megabytes_is_refused_with_its_size_and_the_limit() -> None:
    with pytest.raises(
        InputError, match=r"^big.txt: the text has 50,000,000 bytes, more than the limit of 20,000,000 bytes; "
    ) as caught:
        clean(b"a" * 50_000_000, name="big.txt")
    assert "\n" not in str(caught.value)
    assert clean(b"a " * 3_000_000, name="big.txt", largest=6_000_000).text.startswith("a a")
