"""Quantities of a text: one table of what is written, what is read, and what the row guards."""
# ruff: noqa: E501 - a row of a table stands on one line

from decimal import Decimal
from itertools import pairwise

import pytest

from pyrrhus.reading import Quantity, quantities
from pyrrhus.statement import plain
from pyrrhus.vocabulary import BOUNDS, KM2_PER_SQUARE_MILE


def said(one: Quantity) -> str:
    """A quantity in short: text = number, unit, how often, bound, [why it counts nothing], (the same in another unit)."""
    numbers = [plain(number) for number in (one.low, one.value, one.high) if number is not None]
    words = ["..".join(numbers) or "?", one.unit + (f"/{one.per}" if one.per else "")]
    words += [one.bound if one.bound != "plain" else "", f"[{one.rejected}]" if one.rejected else ""]
    words += [f"({again.text})" for again in one.also]
    return f"{one.text} = {' '.join(word for word in words if word)}"


TABLE = [
    # how digits are written
    ("Losses: 48,240 soldiers.", ["48,240 soldiers = 48240 persons"], "commas group"),
    ("Losses: 48 240 soldiers.", ["48 240 soldiers = 48240 persons"], "blanks group"),
    ("Losses: 1\u00a0000\u202f340 soldiers.", ["1\u00a0000\u202f340 soldiers = 1000340 persons"], "no-break blanks group"),
    ("Losses: 48\u2009240 soldiers.", ["48\u2009240 soldiers = 48240 persons"], "thin blanks group"),
    ("In sector 2022 300 men fell.", ["2022 = 2022 date [date]", "300 men = 300 persons"], "four digits begin no group"),
    ("They lost 48.240 soldiers.", ["48.240 soldiers = ? persons"], "a full stop before three digits is not guessed"),
    ("They lost 48.240 of 1.250.300 men.", ["48.240 = 48240", "1.250.300 men = 1250300 persons"], "unless other numbers show it"),
    ("They held 48.240 and 1,250.5 km2.", ["48.240 = 48.24", "1,250.5 km2 = 1250.5 km2"], "either way"),
    ("About 1.270 men, 19,3 percent.", ["1.270 men = 1270 persons about", "19,3 percent = 19.3 percent"], "a decimal comma shows it"),
    ("48,240, 36,570 and 19,3 percent.", ["48,240 = 48240", "36,570 = 36570", "19,3 percent = 19.3 percent"], "one odd comma does not"),
    ("It was 48.2k on Monday, 3K men now.", ["48.2k = 48200", "3K men = 3000 persons"], "k"),
    ("Some 1.3 million casualties", ["1.3 million casualties = 1300000 persons about"], "million"),
    ("about 1.1m casualties", ["1.1m casualties = 1100000 persons about"], "m is a million before people"),
    ("a wall 300m long", ["300m = 300 m [distance]"], "and metres before long"),
    ("they moved 500m", ["500m = ?"], "and not guessed else"),
    ("1½ million and 2.5bn", ["1½ million = 1500000", "2.5bn = 2500000000"], "a sign for a half; bn"),
    ("−120 km² and +442 and (+1 250)", ["−120 km² = -120 km2", "+442 = 442", "+1 250 = 1250"], "signs belong to the text"),
    ("minus eleven, minus 12 degrees", ["minus eleven = -11", "minus 12 degrees = -12 celsius [measure]"], "minus in words"),
    ("500g, 500kg, 1.7 gigawatts", ["500g = 500 g [measure]", "500kg = 500 kg [measure]", "1.7 gigawatts = 1.7 gw [measure]"], "measures"),
    ("- 30 tanks\n-40 guns", ["30 tanks = 30 pieces", "40 guns = 40 pieces"], "a dash that begins a line is a bullet"),
    ("120+ prisoners", ["120+ prisoners = 120 persons over"], "a plus behind"),
    ("0.123 and 0,5 percent", ["0.123 = 0.123", "0,5 percent = 0.5 percent"], "nothing groups behind a zero"),
    # words
    ("one thousand two hundred and seventy men", ["one thousand two hundred and seventy men = 1270 persons"], "spelled out"),
    ("Thirty-one thousand, seven hundred and ten", ["Thirty-one thousand, seven hundred and ten = 31710"], "over a comma"),
    ("three thousand, two of them officers", ["three thousand = 3000", "two of them officers = 2 persons"], "not over any comma"),
    ("half a million and a quarter of a million", ["half a million = 500000", "a quarter of a million = 250000"], "half of a number"),
    ("two and a half million men", ["two and a half million men = 2500000 persons"], "and a half"),
    ("one point two million dead", ["one point two million dead = 1200000 persons"], "point"),
    ("a dozen tanks, two dozen men", ["a dozen tanks = 12 pieces", "two dozen men = 24 persons"], "dozen"),
    ("fifteen hundred men", ["fifteen hundred men = 1500 persons"], "hundreds over ten"),
    ("the tenth hundred thousand", ["tenth = 10 [ordinal]", "hundred thousand = 100000"], "hundred thousand without an article"),
    ("dozens of men, hundreds of thousands, several thousand, a few hundred", [], "vague quantities are none"),
    ("twenty-odd tanks and 40-something prisoners", ["twenty-odd tanks = 20 pieces about", "40-something prisoners = 40 persons about"], "odd"),
    ("this one fell; one soldier did not", ["one soldier = 1 persons"], "a pronoun is no number"),
    # parts, multiples, ratios
    ("a third of the country", ["a third = 33.3333 percent"], "a part is in percent"),
    ("worsened by two-thirds", ["two-thirds = 66.6667 percent"], "two-thirds"),
    ("a fifth lighter; a fifth assault", ["a fifth = 20 percent", "fifth = 5 [ordinal]"], "a fifth before a noun is an ordinal"),
    ("one in six of them, one in two days", ["one in six = 16.6667 percent", "two days = 2 days [duration]"], "one in six"),
    ("losses doubled, twice the rate", ["doubled = 2 none", "twice = 2 none"], "twice"),
    ("four times the rate; three times on Monday", ["four times = 4 none", "three times = 3 times [occasions]"], "times"),
    ("a ratio of two to one", ["two to one = 2 none"], "a ratio is no range"),
    ("more than doubled", ["doubled = 2 none over"], "bound of a multiple"),
    ("1/3 of the country, one in every four", ["1/3 = 33.3333 percent", "one in every four = 25 percent"], "other ways to write a part"),
    ("three-quarters of a million", ["three-quarters of a million = 750000"], "a part of a number is a number"),
    ("a ratio of 5:1 and three-to-one", ["5:1 = 5 none", "three-to-one = 3 none"], "ratios"),
    ("a five-fold rise, tenfold", ["five-fold = 5 none", "tenfold = 10 none"], "fold"),
    ("10,000s of men", [], "a plural of a number is vague"),
    # ranges
    ("from 85,000 to more than 100,000 killed", ["85,000 to more than 100,000 killed = 85000..100000 persons range"], "a bound inside a range"),
    ("between 25,000 and 30,000 men", ["25,000 and 30,000 men = 25000..30000 persons range"], "between"),
    ("25-30,000 troops", ["25-30,000 troops = 25000..30000 persons range"], "a shared thousand"),
    ("150‒180 dead, 150 – 180 dead", ["150‒180 dead = 150..180 persons range", "150 – 180 dead = 150..180 persons range"], "dashes of all lengths"),
    ("five to six hundred thousand", ["five to six hundred thousand = 500000..600000 range"], "two shared scales"),
    ("about 1,200 to 1,300 men", ["1,200 to 1,300 men = 1200..1300 persons range"], "a range keeps no other bound"),
    ("between 5 and 6 thousand", ["5 and 6 thousand = 5000..6000 range"], "a scale behind both"),
    ("lost 5 and 6 thousand men", ["5 = 5000", "6 thousand men = 6000 persons"], "without between they are two"),
    ("between 900 and 1,000 men", ["900 and 1,000 men = 900..1000 persons range"], "no thousand is shared that would pass the second"),
    ("rose from 1,100 to 1,200 a day", ["1,100 = 1100", "1,200 a day = 1200 /day"], "a change is no range"),
    ("between 40 per cent and 50 per cent", ["40 per cent and 50 per cent = 40..50 percent range"], "the unit behind both"),
    ("by 30 per cent to 11.5 trillion roubles", ["30 per cent = 30 percent", "11.5 trillion roubles = 11500000000000 rub [money]"], "two units are no range"),
    ("between one hundred and two hundred thousand", ["one hundred and two hundred thousand = 100000..200000 range"], "and"),
    ("between two hundred and seventy and three hundred dead", ["two hundred and seventy and three hundred dead = 270..300 persons range"], "two ands"),
    ("three or four villages", ["three or four villages = 3..4 settlements range"], "or between neighbours"),
    # words of bound
    ("more than 48,000, just over 91,000", ["48,000 = 48000 over", "91,000 = 91000 over"], "over"),
    ("nearly 300, just under 445, close to 70,000", ["300 = 300 nearly", "445 = 445 nearly", "70,000 = 70000 nearly"], "nearly"),
    ("up to 150, no more than 24, as many as 9", ["150 = 150 under", "24 = 24 under", "9 = 9 under"], "under"),
    ("roughly 96, some 900, ~70, something like 8", ["96 = 96 about", "900 = 900 about", "70 = 70 about", "8 = 8 about"], "about"),
    ("at least about 300 men", ["300 men = 300 persons over"], "of two bounds the one that says more"),
    ("“approaching” 300,000", ["300,000 = 300000 nearly"], "through quotation marks"),
    ("300 men or so; 400 or more", ["300 men = 300 persons about", "400 = 400 over"], "bounds behind"),
    ("above the 41,980 of October", ["41,980 = 41980"], "a comparison with a known number is no bound"),
    ("passed the one million mark", ["one million = 1000000 over"], "but a mark that was passed is"),
    ("over three days, over 30 tanks", ["three days = 3 days [duration]", "30 tanks = 30 pieces over"], "over a time"),
    # units
    ("1,351 of its soldiers", ["1,351 of its soldiers = 1351 persons"], "words between"),
    ("9,000 badly worn tanks, 14 brigades", ["9,000 = 9000", "14 = 14"], "but not two that nobody knows"),
    ("12 T-90M tanks and 3 of them", ["12 T-90M tanks = 12 pieces", "3 = 3"], "a name with a number between"),
    ("9,000 worn-out tanks", ["9,000 worn-out tanks = 9000 pieces"], "a word with a hyphen is one word"),
    ("5 missiles and 132 attack drones", ["5 missiles = 5 pieces", "132 attack drones = 132 pieces"], "pieces"),
    ("88 were shot down by soldiers", ["88 = 88"], "a verb ends the search"),
    ("34 settlements, eight villages", ["34 settlements = 34 settlements", "eight villages = 8 settlements"], "settlements"),
    ("19.3% and 2 percentage points", ["19.3% = 19.3 percent", "2 percentage points = 2 percentage_points"], "percent"),
    ("18.6% a year earlier, 5% a year", ["18.6% = 18.6 percent", "5% a year = 5 percent/year"], "a year earlier is no rate"),
    ("950 men a day, 600 per week, 30,200 monthly", ["950 men a day = 950 persons/day", "600 per week = 600 /week", "30,200 monthly = 30200 /month"], "how often"),
    ("a 1,000-a-day war", ["1,000-a-day = 1000 /day"], "how often, with hyphens"),
    ("96 casualties per square kilometer", ["96 casualties per square kilometer = 96 persons/km2"], "a ratio over ground"),
    ("59 a square kilometre", ["59 a square kilometre = 59 persons/km2"], "bare"),
    ("15.5 square kilometers per day", ["15.5 square kilometers per day = 15.5 km2/day"], "ground a day"),
    ("498 square kilometers (192 square miles)", ["498 square kilometers = 498 km2 (192 square miles)"], "one quantity, not two"),
    ("34, or 13 square miles", ["34 = 34 km2 (13 square miles)"], "a bare number gets its unit from its repetition"),
    ("34, or 90 square miles", ["34 = 34", "90 square miles = 233.09892 km2"], "unless they do not agree"),
    ("99 casualties a square kilometre, or 256 a square mile", ["99 casualties a square kilometre = 99 persons/km2 (256 a square mile)"], "a ratio again"),
    ("May: 35,370\npersonnel of all arms", ["35,370 = 35370"], "no unit from the next line"),
    # what counts nothing
    ("on 24 February 2022 and Feb 4, 2025", ["24 = 24 date [date]", "2022 = 2022 date [date]", "4 = 4 date [date]", "2025 = 2025 date [date]"], "dates"),
    ("from 5 to 13 September", ["5 = 5 date [date]", "13 = 13 date [date]"], "both days"),
    ("between January 17 and January 31", ["17 = 17 date [date]", "31 = 31 date [date]"], "both days with months"),
    ("September 9 and 10", ["9 = 9 date [date]", "10 = 10 date [date]"], "the second day without a month"),
    ("the data of 24.02.22, 2025-01-31", ["24.02.22 = ? date [date]", "2025-01-31 = 2025 date [date]"], "dates in digits"),
    ("2022-2025, 2024-25, mid-2025", ["2022 = 2022 date [date]", "2025 = 2025 date [date]", "2024 = 2024 date [date]", "25 = 25 date [date]", "2025 = 2025 date [date]"], "spans of years"),
    ("lost 1140 servicemen, tanks 2050", ["1140 servicemen = 1140 persons", "2050 = 2050"], "four digits need not be a year"),
    ("twenty twenty-five, nineteen ninety-nine", ["twenty = 20 date [date]", "twenty-five = 25 date [date]", "nineteen = 19 date [date]", "ninety-nine = 99 date [date]"], "years in words"),
    ("at 18:42, 7.30pm, 5 p.m.", ["18:42 = ? [time]", "7.30pm = ? [time]", "5 p.m = ? [time]"], "clock times"),
    ("aged 43, a 43-year-old, a woman of 62", ["43 = 43 [age]", "43-year = 43 years [age]", "62 = 62 [age]"], "ages"),
    ("$24,000, €100 million, 20 UAH, Rbs12.9tn", ["$24,000 = 24000 usd [money]", "€100 million = 100000000 eur [money]", "20 UAH = 20 uah [money]", "Rbs12.9tn = 12900000000000 rub [money]"], "money"),
    ("15 miles, 300 kilometres", ["15 miles = 15 miles [distance]", "300 kilometres = 300 km [distance]"], "distances"),
    ("It grew in May 2022, 24 % more than in April", ["2022 = 2022 date [date]", "24 % = 24 percent"], "a number behind a date"),
    ("faster than in March 2023 (10.5) and May 2023, 5.0 % more", ["2023 = 2023 date [date]", "10.5 = 10.5", "2023 = 2023 date [date]", "5.0 % = 5 percent"], "brackets"),
    ("net from −37 to 126 km2", ["−37 to 126 km2 = -37..126 km2 range"], "the sign of the first"),
    ("155-mm and 122mm shells", ["155-mm = 155 mm [calibre]", "122mm = 122 mm [calibre]"], "calibres"),
    ("T-72, Su-34, M113, 2S19", ["72 = ? [identifier]", "34 = ? [identifier]", "113 = ? [identifier]", "2S = ? [identifier]", "19 = ? [identifier]"], "names of arms"),
    ("the 47th Brigade, Article 51, p 27", ["47th = 47 [ordinal]", "51 = ? [identifier]", "27 = ? [identifier]"], "formations and articles"),
    ("call +380 44 123 45 67 or 044-123-45-67", ["+380 44 123 45 67 = ? [identifier]", "044-123-45-67 = ? [identifier]"], "telephones"),
    ("they won 3-1", ["3-1 = ? [score]"], "scores"),
    ("2.1 The General Staff\n3. Ground", ["2.1 = 2.1 [numbering]", "3 = 3 [numbering]"], "numbered headings"),
    ("12 Garden Street", ["12 = 12 [house number]"], "houses"),
    ("a brigade, 3,500-strong", ["3,500-strong = 3500 persons [strength]"], "troop strengths"),
    ("lost 1О0 men", ["1О = ? [look-alike]", "0 = ? [look-alike]"], "a Cyrillic letter for a zero"),
    ("lost 1٢3 men", ["1٢3 = ? [look-alike]"], "digits of two scripts"),
    ("9" * 40, ["9" * 40 + " = ? [identifier]"], "no count has forty digits"),
    ("9/11, 24/7, 5G", ["9/11 = ? [identifier]", "24/7 = ? [identifier]", "5G = ? [identifier]"], "names with numbers"),
    # Ukrainian and Russian
    ("близько 790800 (+1250) осіб", ["790800 = 790800 persons about", "+1250 = 1250"], "the unit behind the day's increase"),
    ("в середньому 1200 осіб на добу", ["1200 осіб на добу = 1200 persons/day"], "a rate"),
    ("Втрати: близько 790 800 осіб (+1 250)", ["790 800 осіб = 790800 persons about", "+1 250 = 1250"], "a bulletin"),
    ("понад 3,5 тис. осіб", ["3,5 тис. осіб = 3500 persons over"], "a decimal comma and an abbreviation"),
    ("втрачено 3,500 осіб", ["3,500 осіб = ? persons"], "a comma before three digits is not guessed in Cyrillic"),
    ("двадцять п’ять тисяч триста солдатів", ["двадцять п’ять тисяч триста солдатів = 25300 persons"], "Ukrainian words"),
    ("1 млн 250 тис. втрат", ["1 млн 250 тис. втрат = 1250000 persons"], "two scales"),
    ("півтора мільйона, пів мільйона, півмільйона", ["півтора мільйона = 1500000", "пів мільйона = 500000", "півмільйона = 500000"], "halves"),
    ("від 5 до 10 тисяч, третина країни", ["5 до 10 тисяч = 5000..10000 range", "третина = 33.3333 percent"], "ranges and parts"),
    ("120 кв. км, 12 км², 7 населених пунктів", ["120 кв. км = 120 km2", "12 км² = 12 km2", "7 населених пунктів = 7 settlements"], "ground"),
    ("більше 1 140 військових за добу", ["1 140 військових = 1140 persons over"], "over the day is no rate"),
    ("24 лютого 2022 року", ["24 = 24 date [date]", "2022 = 2022 date [date]"], "a Ukrainian date"),
    ("до 240 боевиков, более ста танков", ["240 боевиков = 240 persons under", "ста танков = 100 pieces over"], "Russian"),
    ("пятьсот двадцать человек", ["пятьсот двадцать человек = 520 persons"], "Russian words"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "guards"), TABLE, ids=[row[2] + ": " + row[0][:30] for row in TABLE])
def test_a_text_is_read_as_its_quantities(text: str, expected: list[str], guards: str) -> None:
    assert [said(one) for one in quantities(text)] == expected, guards


def test_a_wrong_row_would_fail() -> None:
    [only] = quantities("48,240 soldiers")
    assert said(only) != "48,240 soldiers = 48240 pieces"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0][:30])
def test_every_span_is_what_stands_there(row: tuple[str, list[str], str]) -> None:
    text = row[0]
    found = quantities(text)
    for one in found:
        assert one.text == text[one.start_char : one.end_char]
        assert one.start_char <= one.number_start < one.number_end <= one.end_char
        assert one.unit_as_written in text
        assert one.bound in BOUNDS
        assert one.bound_end <= one.number_start or one.bound_start >= one.number_end, "words of bound are no part of the number"
        assert one.ambiguous == bool(one.readings)
        for again in one.also:
            assert again.text == text[again.start_char : again.end_char]
    assert all(a.end_char <= b.start_char for a, b in pairwise(found)), "no two overlap"


def test_a_number_that_is_not_settled_gives_both_readings() -> None:
    [only] = quantities("They lost 48.240 soldiers.")
    assert only.ambiguous and only.value is None
    assert only.readings == (Decimal("48.240"), Decimal(48240))


def test_square_miles_become_square_kilometres_with_the_vocabularys_factor() -> None:
    [only] = quantities("43,000 square miles")
    assert only.value == 43000 * KM2_PER_SQUARE_MILE
    assert (only.unit, only.unit_as_written) == ("km2", "square miles")


def test_the_words_of_bound_stand_beside_the_span_not_in_it() -> None:
    text = "lost well over 48,000 soldiers"
    [only] = quantities(text)
    assert only.text == "48,000 soldiers"
    assert text[only.bound_start : only.bound_end] == "well over"
    assert text[only.number_start : only.number_end] == "48,000"
