"""A number, written in any form and read again, is the same number."""
# ruff: noqa: E501 - a row of a table stands on one line

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pyrrhus.reading import Quantity, quantities

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UK_ONES = "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять"
UK_TENS = "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто"
UK_HUNDREDS = "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот"

counts = st.integers(min_value=1, max_value=999_999_999)


def only(text: str) -> Quantity:
    [found] = quantities(text)
    return found


def below_hundred(number: int) -> str:
    if number < 20:
        return ONES.split()[number]
    tens = TENS.split()[number // 10 - 2]
    return tens if number % 10 == 0 else f"{tens}-{ONES.split()[number % 10]}"


def below_thousand(number: int, joint: str) -> str:
    if number < 100:
        return below_hundred(number)
    words = f"{ONES.split()[number // 100]} hundred"
    return words if number % 100 == 0 else f"{words}{joint}{below_hundred(number % 100)}"


def spelled(number: int, joint: str) -> str:
    parts = []
    for scale, word in ((1_000_000, " million"), (1000, " thousand"), (1, "")):
        if (count := number // scale % 1000) > 0:
            parts.append(below_thousand(count, joint) + word)
    return " ".join(parts)


def ukrainian(number: int) -> str:
    parts = []
    for scale, word in ((1_000_000, "мільйонів"), (1000, "тисяч"), (1, "")):
        count = number // scale % 1000
        if count >= 100:
            parts.append(UK_HUNDREDS.split()[count // 100 - 1])
        rest = count % 100
        if rest >= 20:
            parts.append(UK_TENS.split()[rest // 10 - 2])
            rest %= 10
        if rest:
            parts.append(UK_ONES.split()[rest])
        if count and word:
            parts.append(word)
    return " ".join(parts)


@given(counts, st.sampled_from([",", " ", "\u00a0", "\u202f", "\u2009", "'"]))
def test_groups_of_any_sign_are_one_number(number: int, sign: str) -> None:
    written = f"{number:,}".replace(",", sign)
    one = only(f"The army lost {written} soldiers then")
    assert (one.value, one.unit, one.text) == (number, "persons", f"{written} soldiers")


@given(counts, st.sampled_from([" and ", " "]))
def test_english_words_are_their_number(number: int, joint: str) -> None:
    one = only(f"They counted {spelled(number, joint)} soldiers")
    assert (one.value, one.unit) == (number, "persons")


@given(counts)
def test_ukrainian_words_are_their_number(number: int) -> None:
    one = only(f"Ворог втратив {ukrainian(number)} військових")
    assert (one.value, one.unit) == (number, "persons")


@given(
    st.integers(1, 9999),
    st.integers(0, 99),
    st.sampled_from([("k", 3), (" thousand", 3), (" million", 6), ("bn", 9), (" млн", 6)]),
)
def test_a_scale_moves_the_decimal_mark(whole: int, cents: int, scale: tuple[str, int]) -> None:
    written = f"{whole}.{cents:02d}{scale[0]}"
    assert only(f"some {written} men").value == Decimal(f"{whole}.{cents:02d}").scaleb(scale[1])


@given(counts, counts, st.sampled_from(["between {} and {}", "from {} to {}", "{} to {}", "{}–{}"]))
def test_two_numbers_in_order_are_one_range(low: int, high: int, form: str) -> None:
    low, high = sorted((low + 3000, high + 3000))
    one_or_two = quantities(form.format(f"{low:,}", f"{high:,}") + " casualties")
    if low < high:
        [one] = one_or_two
        assert (one.low, one.value, one.high, one.bound) == (low, None, high, "range")


@given(counts, st.sampled_from(["more than", "nearly", "up to", "roughly", "at least", "just under", "понад", "близько"]))
def test_words_of_bound_change_no_number(number: int, words: str) -> None:
    bare, bounded = only(f"lost {number:,} men"), only(f"lost {words} {number:,} men")
    assert (bounded.value, bounded.unit, bounded.text) == (bare.value, bare.unit, bare.text)
    assert bounded.bound != "plain"


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=40))
def test_a_list_of_numbers_is_read_one_by_one(numbers: list[int]) -> None:
    text = "Losses by day: " + "; ".join(f"{number:,} men" for number in numbers)
    assert [one.value for one in quantities(text)] == numbers


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_gives_spans_in_order_that_are_what_stands_there(text: str) -> None:
    end = 0
    for one in quantities(text):
        assert end <= one.start_char < one.end_char
        assert one.text == text[one.start_char : one.end_char]
        end = one.end_char


WORDS = st.sampled_from(
    [
        "48,240",
        "1.270",
        "48",
        "240",
        "2022",
        "5",
        "30",
        "+",
        "-",
        "–",
        "(",
        ")",
        ",",
        ".",
        ";",
        "%",
        "$",
        "k",
        "m",
        "a",
        "an",
        "and",
        "or",
        "to",
        "between",
        "from",
        "of",
        "half",
        "third",
        "hundred",
        "thousand",
        "million",
        "one",
        "two",
        "twenty",
        "six",
        "point",
        "dozen",
        "soldiers",
        "men",
        "tanks",
        "km2",
        "square",
        "miles",
        "per",
        "day",
        "month",
        "more",
        "than",
        "over",
        "nearly",
        "up",
        "at",
        "least",
        "or",
        "so",
        "January",
        "May",
        "in",
        "since",
        "aged",
        "'year'",
        "old",
        "times",
        "the",
        "as",
        "понад",
        "тис",
        "млн",
        "осіб",
        "п'ять",
        "сто",
        "до",
        "км²",
        "кв",
    ]
)


@given(st.lists(WORDS, max_size=25), st.sampled_from([" ", "", "\n", "-"]))
def test_any_order_of_the_grammars_own_words_gives_spans_in_order(words: list[str], joint: str) -> None:
    text = joint.join(words)
    end = 0
    for one in quantities(text):
        assert end <= one.start_char < one.end_char <= len(text)
        assert one.text == text[one.start_char : one.end_char]
        assert one.low is None or one.high is None or one.low < one.high
        assert (one.bound == "range") == (one.low is not None)
        end = one.end_char
