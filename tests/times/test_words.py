"""Words for times in seven languages, resolved against the date of the document."""

from __future__ import annotations

from itertools import pairwise

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tilth.times import PartialDate, TimeError, find_times, languages, leading_date, resolve
from tilth.times._language import language

# 10 July 2023 was a Monday (any calendar), so the Friday before it is 7 July.
MONDAY = PartialDate(2023, 7, 10)

CASES = [
    ("en", "on Friday", "2023-07-07"),
    ("en", "yesterday", "2023-07-09"),
    ("en", "in July", "2023-07"),
    ("en", "7 July 2023", "2023-07-07"),
    ("en", "July 7, 2023", "2023-07-07"),
    ("en", "in 2011", "2011"),
    ("nl", "vrijdag", "2023-07-07"),
    ("nl", "gisteren", "2023-07-09"),
    ("nl", "7 juli 2023", "2023-07-07"),
    ("nl", "in juli", "2023-07"),
    ("de", "am Freitag", "2023-07-07"),
    ("de", "gestern", "2023-07-09"),
    ("de", "7. Juli 2023", "2023-07-07"),
    ("fr", "vendredi", "2023-07-07"),
    ("fr", "hier", "2023-07-09"),
    ("fr", "le 7 juillet 2023", "2023-07-07"),
    ("es", "el viernes", "2023-07-07"),
    ("es", "ayer", "2023-07-09"),
    ("es", "7 de julio de 2023", "2023-07-07"),
    ("uk", "у п'ятницю", "2023-07-07"),
    ("uk", "вчора", "2023-07-09"),
    ("uk", "7 липня 2023 року", "2023-07-07"),
    ("ru", "в пятницу", "2023-07-07"),
    ("ru", "вчера", "2023-07-09"),
    ("ru", "7 июля 2023 года", "2023-07-07"),
]


@pytest.mark.parametrize("lang,words,expected", CASES)
def test_resolve__words_of_a_language__give_the_day(lang: str, words: str, expected: str) -> None:
    assert str(resolve(words, MONDAY, lang)) == expected


@pytest.mark.parametrize("lang,words,expected", CASES)
def test_find_times__in_a_sentence__gives_exact_places(lang: str, words: str, expected: str) -> None:
    text = f"«X {words}, Y»"
    found = [item for item in find_times(text, MONDAY, lang) if str(item.resolved) == expected]
    assert found
    assert all(text[item.start : item.end] == item.words for item in found)


def test_resolve__weekday_with_a_partial_document_date__stays_open() -> None:
    assert resolve("vrijdag", PartialDate(2023, 7), "nl") is None or "2023-07" in str(
        resolve("vrijdag", PartialDate(2023, 7), "nl")
    )


def test_resolve__the_day_itself__counts_for_a_weekday() -> None:
    assert str(resolve("Monday", MONDAY, "en")) == "2023-07-10"


def test_resolve__no_document_date__leaves_weekdays_open() -> None:
    assert resolve("on Friday", None, "en") is None


def test_resolve__unknown_language__is_refused_with_those_there_are() -> None:
    with pytest.raises(TimeError, match="nl"):
        resolve("vrijdag", MONDAY, "xx")


def test_languages__seven__are_there() -> None:
    assert set(languages()) == {"nl", "en", "de", "fr", "es", "uk", "ru"}


def letters(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalpha() and letter not in "ʼ’'")


@pytest.mark.parametrize("code", ["nl", "en", "de", "fr", "es", "uk", "ru"])
def test_language_file__weekdays_and_months__agree_with_cldr(code: str) -> None:
    words, cldr = language(code), Locale.parse(code)
    for number, forms in enumerate(words.weekdays):
        # Stems, not whole words: Russian "sreda" alone also means surroundings and is left out on purpose.
        stem = letters(cldr.days["stand-alone"]["wide"][number])[:4]
        assert any(letters(form)[:4] == stem for form in forms)
    for number, forms in enumerate(words.months, 1):
        assert cldr.months["format"]["wide"][number].lower() in forms


def test_leading_date__glued_partial_date__is_taken_with_its_end() -> None:
    text = " date 2023-07 Steun voor Kyiv"
    found = leading_date(text)
    assert found is not None
    assert (str(found[0]), text[found[1] :].strip()) == ("2023-07", "Steun voor Kyiv")


def test_leading_date__none__is_none() -> None:
    assert leading_date("Steun voor Kyiv in 2023") is None


@given(st.text(max_size=200), st.sampled_from(["nl", "en", "de", "fr", "es", "uk", "ru"]))
def test_find_times__any_text__gives_places_in_order(text: str, lang: str) -> None:
    found = find_times(text, MONDAY, lang)
    assert all(text[item.start : item.end] == item.words for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
