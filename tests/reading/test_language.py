"""Which language a text is in: read, refused by its name, or not to be told."""
# ruff: noqa: E501 - a row of a table stands on one line

import pytest

from pyrrhus.errors import InputError
from pyrrhus.reading.language import language_of, names_of_languages, readable_language

TEXTS = {
    "en": "The army said on Monday that it had lost more than 300 of its soldiers in the north.",
    "uk": "Загальні бойові втрати противника: близько 300 осіб, танків 12. Дані уточнюються, це ще не все.",
    "ru": "За сутки противник потерял более 300 человек и два танка, это было сообщено в сводке по фронту.",
    "de": "Die Armee hat nach eigenen Angaben seit Montag mehr als 300 Soldaten verloren, und das ist nicht alles.",
    "fr": "L'armée a perdu plus de 300 soldats depuis lundi, selon les chiffres qui sont publiés par le ministère dans la capitale.",
    "es": "El ejército perdió más de 300 soldados desde el lunes, según los datos que se publican en la capital.",
    "it": "L'esercito ha perso più di 300 soldati da lunedì, secondo i dati che sono stati pubblicati nella capitale.",
    "pl": "Armia straciła od poniedziałku ponad 300 żołnierzy i nie jest to jeszcze wszystko, co się stało w tym tygodniu na froncie.",
    "nl": "Het leger heeft sinds maandag meer dan 300 soldaten verloren, en dat zijn niet alle verliezen van de week.",
    "pt": "O exército perdeu mais de 300 soldados desde segunda-feira e não são todas as perdas que foram contadas pelo governo.",
    "ro": "Armata a pierdut peste 300 de soldați de luni și nu sunt toate pierderile care au fost numărate în capitală.",
    "cs": "Armáda ztratila od pondělí více než 300 vojáků a podle zprávy, která je v tisku, to není vše, co se stalo na frontě.",
    "tr": "Ordu pazartesiden bu yana 300 askerini kaybetti ve bu sayı için bir açıklama daha yapıldı, çok sonra.",
    "sv": "Armén har förlorat mer än 300 soldater sedan måndag, och det är inte allt som har hänt på fronten.",
    "hu": "A hadsereg hétfő óta több mint 300 katonát veszített, és ez az adat nem minden, hogy már egy hét volt.",
    "bg": "Армията е загубила над 300 войници от понеделник и това не са всички загуби, които се броят за седмицата.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_known_by_its_words(code: str) -> None:
    assert language_of(TEXTS[code]) == code


@pytest.mark.parametrize("code", ["en", "uk", "ru"])
def test_three_languages_are_read(code: str) -> None:
    assert readable_language(TEXTS[code]) == code


@pytest.mark.parametrize("code", [code for code in TEXTS if code not in ("en", "uk", "ru")])
def test_another_language_is_refused_by_its_name(code: str) -> None:
    with pytest.raises(
        InputError, match=rf"^a.txt: the text is in {names_of_languages()[code]}, which is not read; give one in English"
    ):
        readable_language(TEXTS[code], where="a.txt")


def test_a_short_english_line_is_english_and_a_short_line_of_no_language_is_not() -> None:
    assert readable_language("Losses of the week: 300") == "en"
    for text in ("300", "xyzzy 300", "втрати: 12", "損失 三百人 の 兵士", ""):
        with pytest.raises(InputError, match="cannot tell the language of the text"):
            readable_language(text)


def test_a_text_that_quotes_a_few_foreign_words_keeps_its_language() -> None:
    assert language_of(TEXTS["en"] * 3 + " «Слава» und der Krieg") == "en"


@pytest.mark.shared
def test_every_labelled_text_is_in_a_language_that_is_read(shared) -> None:  # type: ignore[no-untyped-def]
    for path in (shared / "corpus" / "dev").glob("*.txt"):
        assert readable_language(path.read_bytes().decode()) in ("en", "uk", "ru"), path.name
