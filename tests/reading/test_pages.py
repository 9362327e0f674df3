"""Saved pages, well made and hostile: the text, or a clear answer in bounded time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tilth.reading import open_article

SENTENCE = "The Pentagon said on Friday that cluster munitions would be sent to Ukraine, and that they work. "
PARAGRAPH = f"<p>{SENTENCE}</p>"

pytestmark = pytest.mark.usefixtures("bounded")


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    "raw",
    [
        page("<script>var a = 1;" + "x = 'the army said that';" * 20_000 + "</script>"),
        page("<div>" * 100_000 + PARAGRAPH),
        page("<p><b><i><a>" * 50_000 + PARAGRAPH),
        page("<p>" + "<span>" * 50_000 + SENTENCE),
        page("<!-" + "-" * 500_000 + PARAGRAPH),
        b"<html><frameset><frame src=x></frameset></html>",
        b"<html>",
        b"<html></html>" + b" " * 100_000,
    ],
    ids=["scripts", "nested", "unclosed", "spans", "comment", "frames", "open", "empty"],
)
def test_page__without_text_to_be_had__says_so(raw: bytes, refusal: Callable[[bytes], str]) -> None:
    assert "no text found in this page" in refusal(raw)


def test_page__entities_of_its_own__are_neither_expanded_nor_fetched() -> None:
    bombs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    raw = f'<!DOCTYPE html [<!ENTITY a0 "{"a" * 90}"><!ENTITY f SYSTEM "file:///etc/hostname">{bombs}]>'
    article = open_article(f"{raw}<html><body><p>&a8; &f;</p>{PARAGRAPH}</body></html>".encode(), lang="en")
    assert len(article.text) < 5000
    assert Path("/etc/hostname").read_text().strip() not in article.text


def test_page__entities__become_letters_a_claim_can_hold() -> None:
    odd = "&amp; &eacute; &#x202e; &#0; &#xD800; &bogus;"
    article = open_article(page(f"<article>{PARAGRAPH}<p>{SENTENCE}{odd}</p></article>"), lang="en")
    assert "& é" in article.text
    assert not set(article.text) & {"\x00", "\ud800"}


def test_page__its_own_date_language_and_title__are_taken() -> None:
    head = (
        '<title>Head &amp; line</title><meta property="article:published_time" content="2023-07-08T10:00Z">'
    )
    raw = page(f"<article>{PARAGRAPH}<p>Another one.</p></article>", head).replace(
        b"<html>", b"<html lang=en-GB>"
    )
    article = open_article(raw)
    assert (str(article.date), article.title, article.lang) == ("2023-07-08", "Head & line", "en")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16"])
def test_page__declared_or_marked_encoding__letters_are_right(encoding: str) -> None:
    words = "Министерство обороны заявило, что кассетные боеприпасы не применялись."
    raw = page(f"<article><p>{words}</p><p>{words[::-1]}</p></article>", f'<meta charset="{encoding}">')
    assert words in open_article(raw.decode().encode(encoding), lang="en").text


def test_page__in_a_file_called_pdf__is_read_as_a_page(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(page(f"<article>{PARAGRAPH * 2}</article>"))
    assert open_article(file, lang="en").media_type == "text/html"
