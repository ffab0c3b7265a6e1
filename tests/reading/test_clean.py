"""A file as its reader sees it, every character with its place in the original."""
# ruff: noqa: E501 - a row of a table stands on one line

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhus.errors import InputError
from pyrrhus.reading import quantities
from pyrrhus.reading.clean import clean, cleaned_text, form_of
from pyrrhus.reading.published import published_of

PAGE = """<!DOCTYPE html>
<html><head><title>Losses 99</title>
<meta property="article:published_time" content="2025-02-04T23:30:00+02:00">
<script>var lost = 7777;</script><style>.a { width: 8888px }</style></head>
<body><header>Site 1111</header><nav>Menu 2222</nav>
<article><h1>Army loses 48&nbsp;240 men</h1>
<p>It took 120&#160;km<sup>2</sup> &amp; lost <b>1,2</b>70 soldiers.<sup>3</sup> More <del>555</del> will follow, the staff
said, in a long account of the month that went before this one and of all that stands to come after it.</p>
<p hidden>6666</p><div class="related-news">Five things 3333</div>
<table><tr><th>Month</th><th>Losses</th></tr><tr><td>May</td><td>35,370</td></tr></table>
<ul><li>tanks: 9</li><li>guns: 7</li></ul>
</article><footer>4444</footer></body></html>
"""


def read(data: str, form: str) -> list[tuple[str, str]]:
    """Quantities as read, and what stands at their place in the original."""
    made = clean(data, form=form)
    found = []
    for one in quantities(made.text):
        start, end = made.original(one.start_char, one.end_char)
        found.append((one.text, data[start:end]))
    return found


def test_a_page_is_read_without_its_scripts_and_navigation() -> None:
    assert read(PAGE, "html") == [
        ("48\u00a0240 men", "48&nbsp;240 men"),
        ("120\u00a0km2", "120&#160;km<sup>2"),
        ("1,270 soldiers", "1,2</b>70 soldiers"),
        ("35,370", "35,370"),
        ("9", "9"),
        ("7", "7"),
    ]


def test_blocks_rows_and_items_of_a_page_stand_on_lines_of_their_own() -> None:
    lines = clean(PAGE, name="page.html").text.splitlines()
    assert "Army loses 48\u00a0240 men" in lines
    assert "May | 35,370" in lines
    assert "• guns: 7" in lines


def test_a_page_that_is_not_closed_is_read_as_far_as_it_goes() -> None:
    assert [text for text, _ in read("<p>Lost 120 men<p>and 7 tanks<a href='", "html")] == ["120 men", "7 tanks"]


def test_an_article_inside_a_container_with_a_telling_name_is_still_read() -> None:
    page = "<body><div class='share menu'><p>The army lost 120 men in a day.</p></div></body>"
    assert [text for text, _ in read(page, "html")] == ["120 men"]


def test_a_script_in_a_page_is_never_text() -> None:
    assert "alert" not in clean("<p>5 men<script>alert(1)</script></p><ScRiPt>alert(2)", form="html").text


def test_markdown_loses_its_marks_and_keeps_its_places() -> None:
    source = (
        "---\ntitle: Losses 999\ndate: 2025-02-04\n---\n# Losses of **48,240** men\n\n> Kyiv [said](http://x.example/12) that _1,270_ died;"
        " ~~500~~ 30 \\* fell&nbsp;.\n\n| Month | men |\n|---|--:|\n| May | 2,345 |\n\n```\n99 men\n```\n![7 tanks](a.png) 8 tanks<!-- 66 -->"
    )
    assert read(source, "md") == [
        ("48,240 men", "48,240** men"),
        ("1,270", "1,270"),
        ("30", "30"),
        ("2,345", "2,345"),
        ("8 tanks", "8 tanks"),
    ]
    assert published_of(clean(source, name="a.md")) == (date(2025, 2, 4), "front matter date")


UNSEEN = [
    ("48\u200b,240 men", "48,240 men", "a zero-width blank"),
    ("\u202e48,240\u202c men", "48,240 men", "marks of direction"),
    ("48\u00ad,2\ufeff40 men", "48,240 men", "soft hyphen and byte order mark"),
    ("48,2\x0040 men", "48,240 men", "a NUL"),
    ("４８，２４０ men", "48,240 men", "fullwidth digits"),
    ("١٢٣ men", "123 men", "Arabic-Indic digits"),
    ("𝟏𝟐𝟎 men", "120 men", "mathematical digits"),
    ("5％", "5%", "a fullwidth per cent"),
]


@pytest.mark.parametrize(("written", "seen", "guards"), UNSEEN, ids=[row[2] for row in UNSEEN])
def test_what_looks_like_a_number_is_read_as_one_and_found_again_in_the_original(written: str, seen: str, guards: str) -> None:
    source = f"Lost {written}, they said"
    [(text, original)] = read(source, "text")
    assert text == seen, guards
    assert original in source and original.strip("\u202e") == written.strip("\u202e")


def test_two_scripts_in_one_number_are_no_number() -> None:
    [one] = quantities(clean("lost 1٢3 men").text)
    assert (one.value, one.rejected) == (None, "look-alike")


def test_carriage_returns_are_not_translated() -> None:
    source = "One.\r\nThey lost 120 men.\r\n"
    made = clean(source.encode())
    assert made.source == source
    start, end = made.original(*[(one.start_char, one.end_char) for one in quantities(made.text)][-1])
    assert source[start:end] == "120 men"


BAD = [
    (b"", "the file is empty"),
    (b" \n\t", "the file is empty"),
    (b"%PDF-1.7 ...", "this is a PDF, no text"),
    (b"PK\x03\x04....", "this is a ZIP archive"),
    (bytes(range(32)) * 20, "this is a binary file"),
    ("втрати".encode("cp1251"), r"expected UTF-8, byte 0 \(0xe2\) is not"),
    ("loss".encode("utf-16"), "the file begins with the mark of UTF-16LE"),
    (b"<meta charset=windows-1251><p>\xe2\xf2</p>", r"the page declares windows-1251\); convert it first: iconv -f windows-1251"),
    (b"ok \xff", r"expected UTF-8, byte 3 \(0xff\) is not"),
]


@pytest.mark.parametrize(("data", "message"), BAD, ids=[message for _, message in BAD])
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        clean(data, name="article.txt")
    assert str(caught.value).startswith("article.txt: ")
    assert "\n" not in str(caught.value)


def test_the_form_is_known_by_the_name_and_for_nameless_input_by_its_beginning() -> None:
    assert [form_of(name, "") for name in ("a.HTML", "a.htm", "a.md", "a.txt", "a")] == ["html", "html", "md", "text", "text"]
    assert form_of("", "\n<!doctype html><p>") == "html"
    assert form_of("a.txt", "<!doctype html>") == "text", "a text is what its name says"


DAYS = [
    ("KYIV, 4 February 2025 - The army", date(2025, 2, 4)),
    ("KYIV, Feb. 4, 2025 (Agency) — The army", date(2025, 2, 4)),
    ("A headline\n\nPublished: Tuesday, 4 February 2025 at 10:30\n\nText", date(2025, 2, 4)),
    ("A headline\n04.02.2025, 10:30\nText", date(2025, 2, 4)),
    ("Заголовок\nОпубліковано: 4 лютого 2025 року", date(2025, 2, 4)),
    ("A headline\n2025-02-04", date(2025, 2, 4)),
    ("KYIV, Feb 4 - no year", None),
    ("A headline\n02/04/2025", None),
    ("On 4 February 2025 the army lost 120 men.", None),
    ("As of 4 February 2025: losses", None),
    ("Published: 31 February 2025", None),
    ("Line\n" * 30 + "4 February 2025", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS, ids=[repr(text[:40]) for text, _ in DAYS])
def test_the_day_is_read_at_the_head_and_never_guessed(text: str, day: date | None) -> None:
    found, how = published_of(clean(text))
    assert found == day
    assert how


def test_a_pages_own_metadata_gives_the_day_as_its_author_wrote_it() -> None:
    assert published_of(clean(PAGE, form="html")) == (date(2025, 2, 4), "meta article:published_time")
    json = '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-02-05T01:00:00Z"}]}</script><p>5 men</p>'
    assert published_of(clean(json, form="html")) == (date(2025, 2, 5), "JSON-LD datePublished")
    assert published_of(clean('<time datetime="2025-02-06">today</time>', form="html")) == (date(2025, 2, 6), "time datetime")
    assert published_of(clean('<meta name="date" content="soon"><p>5 men', form="html"))[0] is None
    assert published_of(clean('<script type="application/ld+json">' + "[" * 100_000, form="html"))[0] is None


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<li>", "<td>", "<tr>", "<br>", "<sup>", "</sup>", "<script>", "</script>", "<nav>", "</nav>", "<!--", "-->",
     "&amp;", "&nbsp;", "&#49;", "&", "<", ">", '"', "'", "=", "**", "_", "[", "](x)", "`", "~~", "\\", "#", "|", "---", "\n", "\r\n", " ", "  ",
     "48,240", "men", "1", "\u200b", "\u00ad", "４", "١", "\x00", "п", "é", "💀"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40), st.sampled_from(["html", "md", "text"]))
def test_every_character_read_stands_at_its_place_in_the_original(pieces: list[str], form: str) -> None:
    source = "".join(pieces)
    made = cleaned_text(source, form)
    assert made.source == source
    last = 0
    for number, character in enumerate(made.text):
        start, end = made.original(number, number + 1)
        assert last <= start <= end <= len(source), "places never go back"
        if end - start == 1 and source[start].isascii() and source[start].isprintable():
            assert source[start] == character
        last = start
    start, end = made.original(0, len(made.text))
    assert 0 <= start <= end <= len(source)


@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.md", "a.txt"]))
def test_any_bytes_are_read_or_refused_with_an_error_of_ours(data: bytes, name: str) -> None:
    try:
        made = clean(data, name=name)
    except InputError as fault:
        assert "\n" not in str(fault)
    else:
        published_of(made)
        quantities(made.text)
