"""Bytes as text: encodings with and without a mark, pages, PDF lines."""

from __future__ import annotations

import pytest

from tilth.reading import ArticleError, open_article
from tilth.reading._encodings import declared, decoded, storable
from tilth.reading._lines import running_text

DUTCH = "De Oekraïense premier zei dat hij „geen reden” ziet om die in te zetten, ook niet in één week."
FRENCH = (
    "Le ministère a déclaré que « les armes à sous-munitions » ne seraient pas livrées à l’Ukraine cet été."
)
UKRAINIAN = "Міністерство оборони заявило, що касетні боєприпаси не будуть застосовані в містах нашої країни."
RUSSIAN = (
    "Министерство обороны заявило, что кассетные боеприпасы не применялись против мирных жителей города."
)
WESTERN = ("cp1252", "utf-8", "utf-8-sig")
CYRILLIC = ("cp1251", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic", "utf-8", "utf-8-sig")
WIDE = ("utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize("encoding", [*WESTERN, *WIDE])
@pytest.mark.parametrize("text", [DUTCH, FRENCH], ids=["nl", "fr"])
def test_decoded__latin_letters__come_back_whole(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", [*CYRILLIC, *WIDE])
def test_decoded__ukrainian__comes_back_whole(encoding: str) -> None:
    raw = UKRAINIAN.encode(encoding, "ignore")
    assert decoded(raw) == raw.decode(encoding)


@pytest.mark.parametrize("encoding", ["koi8_r", *CYRILLIC, *WIDE])
def test_decoded__russian__comes_back_whole(encoding: str) -> None:
    assert decoded(RUSSIAN.encode(encoding)) == RUSSIAN


def test_decoded__one_accent_in_a_long_plain_text__is_a_western_letter() -> None:
    raw = b"The army said that they were there. " * 3000 + "café".encode("cp1252")
    assert str(decoded(raw)).endswith("café")


@pytest.mark.parametrize("cut", [1, 2])
def test_decoded__utf_8_cut_within_its_last_letter__only_that_is_lost(cut: int) -> None:
    raw = (UKRAINIAN + "“").encode()[:-cut]
    assert decoded(raw) == UKRAINIAN + "\ufffd"


def test_decoded__random_bytes__is_none() -> None:
    assert decoded(bytes(range(256)) * 40) is None


def test_decoded__a_nul_or_two__are_no_sign_of_utf_16() -> None:
    assert decoded(b"The army said so.\x00 It did." * 10) == "The army said so.\x00 It did." * 10


@pytest.mark.parametrize(
    "head,name",
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<META HTTP-EQUIV=content-type CONTENT='text/html; charset=KOI8-R'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "cp1252"),
        (b"<meta charset=utf8>", "utf-8"),
        (b"<meta charset=zlib><meta charset=unicode_escape><meta charset=utf-7>", None),
        (b"<meta charset=punycode>", None),
        (b"<meta charset=\xff\xfe>", None),
        (b"<p>no charset</p>", None),
    ],
)
def test_declared__head_of_a_page__only_usual_encodings_count(head: bytes, name: str | None) -> None:
    assert declared(head) == name


def test_decoded__declared_encoding__goes_before_the_look_of_the_letters() -> None:
    assert decoded("ÐÑ à".encode("iso8859-15"), "iso8859-15") == "ÐÑ à"


def test_decoded__utf_8__goes_before_a_wrong_declaration() -> None:
    assert decoded(UKRAINIAN.encode(), "cp1252") == UKRAINIAN


def test_storable__nul_and_half_a_character__become_one_mark_each() -> None:
    assert storable("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_running_text__lines_of_a_paragraph__are_joined() -> None:
    page = (
        "The Pentagon said on Friday that cluster muni-\ntions would be sent to Kyiv, and that\nthey work.\n"
    )
    assert running_text(page).startswith("The Pentagon said on Friday that cluster munitions would be sent")
    assert running_text(page).endswith("and that they work.")


def test_running_text__short_last_line__ends_its_paragraph() -> None:
    page = "One line of words that is long, and\nends here.\nAnother one begins and is as long\nand ends.\n"
    assert running_text(page).count("\n\n") == 1


def test_running_text__sentence_over_two_pages__goes_on() -> None:
    pages = "The army said that it was\n- 4 -\f5\nnot there at all on that day, and never.\n"
    assert running_text(pages) == "The army said that it was not there at all on that day, and never."


def test_running_text__items_of_a_list__stay_lines_of_their_own() -> None:
    assert running_text("It bans:\n• use of them anywhere\n• making of them anywhere").count("\n\n") == 2


@pytest.mark.parametrize(
    "raw,word",
    [
        (b"PK\x03\x04" + b"a" * 500, "ZIP"),
        (b"\x1f\x8b\x08" + b"a" * 500, "gzip"),
        (b"{\\rtf1 The army said that it did", "RTF"),
        (b"SQLite format 3\x00" + b"a" * 500, "tilth import"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"a" * 500, "Office"),
    ],
)
def test_open_article__other_format__is_named_with_what_to_do(raw: bytes, word: str) -> None:
    with pytest.raises(ArticleError, match=word):
        open_article(raw, name="a")
