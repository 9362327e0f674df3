"""Reading anything at all: spans are those of the text, and nothing but plain refusals."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tilth.reading import Article, ArticleError, open_article

SENTENCE = "The Pentagon said on Friday that cluster munitions would be sent to Ukraine, and that they work. "
Pdf = Callable[..., bytes]


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


SIGNS = "“”„»«‘’'\"()[].,;:!?…-–—•%$€\n\t\r\x0b\x00\xa0\u200f\ufeff🎯éßİ"
WORDS = (
    "said that cluster munitions Ukraine the Pentagon Mr he 1,000 2.35 per cent according to not July Friday"
)
TOKENS = st.sampled_from(
    [*SIGNS, *WORDS.split(), "\n\n", "\r\n", "2023", "Russia's", "treaty", "U.S.", "е\u0301"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TOKENS, max_size=60).map(" ".join) | st.text(max_size=300))
@example("“" * 50)
@example("İİ said that cluster munitions İ")
def test_read__any_words__spans_are_those_of_the_text(
    spans_hold: Callable[[Article], bool], text: str
) -> None:
    assert spans_hold(Article.of_text("Cluster munitions. " + text, name="a", lang="en"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16", "replace")))
def test_open_article__any_bytes__text_or_a_plain_refusal(raw: bytes) -> None:
    try:
        article = open_article(raw, name="a", lang="en")
    except ArticleError:
        return
    assert "\x00" not in article.text
    article.text.encode()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_open_article__pdf_with_bytes_changed__text_or_a_plain_refusal(pdf: Pdf, data: st.DataObject) -> None:
    raw = bytearray(pdf())
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ArticleError):
        open_article(bytes(raw), name="a", lang="en")


TAGS = "<p> </p> <div> <table><tr><td> <script> </script> <!-- --> & &amp; &#x1F; <a\xa0href=' \" <article>"
MARKUP = st.sampled_from(
    [*TAGS.split(" "), "</article>", "<meta charset=koi8-r>", "<![CDATA[", "]]>", SENTENCE]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MARKUP, max_size=30).map("".join))
def test_open_article__any_markup__text_or_a_plain_refusal(
    spans_hold: Callable[[Article], bool], body: str
) -> None:
    with suppress(ArticleError):
        assert spans_hold(open_article(page(body), name="a", lang="en"))
