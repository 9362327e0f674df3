"""Opening articles: what a file tells, and what is refused."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tilth.reading import ArticleError, open_article

ENGLISH = "The army said that it did not use them in the war, and that they were not there."


def test_open_article__first_line_of_json__text_starts_behind_it(tmp_path: Path) -> None:
    file = tmp_path / "told.txt"
    file.write_text('{"lang": "en", "date": "2023-07-08", "title": "T"}\n' + ENGLISH, encoding="utf-8")
    article = open_article(file)
    assert (article.text, article.lang, str(article.date), article.title) == (
        ENGLISH,
        "en",
        "2023-07-08",
        "T",
    )


def test_open_article__glued_date__is_read_and_stays_in_the_text() -> None:
    article = open_article((" date 2023-07 " + ENGLISH).encode())
    assert (str(article.date), article.text) == ("2023-07", " date 2023-07 " + ENGLISH)


def test_open_article__text__hash_is_that_of_its_utf8() -> None:
    assert open_article(ENGLISH.encode()).sha256 == sha256(ENGLISH.encode()).hexdigest()


def test_open_article__dutch_words__language_is_found() -> None:
    assert open_article(b"De VS hebben gezegd dat het niet aan de orde is in deze oorlog.").lang == "nl"


def test_open_article__saved_page__main_text_and_title() -> None:
    body = "".join(f"<p>{ENGLISH} Paragraph {number} of the story is here.</p>" for number in range(5))
    page = (
        f"<!doctype html><html><head><title>Head</title></head><body><article>{body}</article></body></html>"
    )
    article = open_article(page.encode())
    assert article.media_type == "text/html"
    assert "Paragraph 3 of the story" in article.text


@pytest.mark.parametrize("raw", [b"", b"   \n", bytes(range(256)) * 40, b'{"lang": "en"}\n  '])
def test_open_article__empty_or_binary__is_refused(raw: bytes) -> None:
    with pytest.raises(ArticleError):
        open_article(raw)


def test_open_article__unknown_ending__names_those_that_are_read(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"\.txt"):
        open_article(tmp_path / "letter.docx")


def test_open_article__unsupported_language__lists_those_that_are() -> None:
    with pytest.raises(ArticleError, match=r"en, .*nl"):
        open_article(ENGLISH.encode(), lang="fi")


def test_open_article__other_language__is_not_taken_for_a_known_one() -> None:
    with pytest.raises(ArticleError, match="language"):
        open_article(
            "Puolustusministeriö kertoi torstaina, ettei päätöstä ole vielä tehty lainkaan.".encode()
        )


def test_open_article__date_that_is_none__is_refused() -> None:
    with pytest.raises(ArticleError, match="2023-13"):
        open_article(ENGLISH.encode(), date="2023-13")


# --- what a page tells of itself, by which its versions are known ---

_HEAD = '<html lang="en"><head><title>T</title>{}</head><body><article><p>{}</p></article></body></html>'
_SENTENCE = "The army said on Friday that it did not use them in the war, and that it never would. " * 3


@pytest.mark.parametrize(
    "page, address",
    [
        pytest.param(
            _HEAD.format('<link rel="canonical" href="https://example.org/n/1"/>', _SENTENCE),
            "https://example.org/n/1",
            id="canonical",
        ),
        pytest.param(
            "<!-- saved from url=(0023)https://example.org/n/2 -->\n" + _HEAD.format("", _SENTENCE),
            "https://example.org/n/2",
            id="saved by a browser",
        ),
        pytest.param(_HEAD.format("", _SENTENCE), None, id="none"),
    ],
)
def test_open__page__keeps_its_own_address(page: str, address: str | None) -> None:
    assert open_article(page.encode()).address == address


def test_open__metadata_line__tells_address_and_publisher() -> None:
    told = b'{"lang": "en", "address": "https://example.org/n/1", "publisher": "Example  News"}\n'
    article = open_article(told + _SENTENCE.encode())
    assert (article.address, article.publisher) == ("https://example.org/n/1", "Example News")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/hosts", "https://a b", "", "https:/"]
)
def test_open__address_that_is_none__says_nothing(address: str) -> None:
    told = f'{{"lang": "en", "address": "{address}"}}\n'
    assert open_article(told.encode() + _SENTENCE.encode()).address is None
