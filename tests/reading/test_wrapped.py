"""Texts with lines broken at a width are read as if they were whole; their words stay as they stand."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from tilth.reading import Article, read
from tilth.reading._wrapped import unwrapped

WHOLE = (
    'The Pentagon said on Friday that the United States would send cluster munitions to Ukraine. "The failure'
    ' rate of the shells is below 2.35 per cent," said Colin Kahl. Human Rights Watch said that both sides'
    " had used cluster munitions. A farmer told reporters that bomblets still lay in his fields."
)


def found(text: str) -> list[tuple[str | None, str, tuple[int, int]]]:
    claims = read(Article.of_text(text, name="a", lang="en"))
    return [(each.speaker, each.content, each.content_span) for each in claims]


def test_read__lines_broken_at_a_width__gives_the_same_claims_at_the_same_places() -> None:
    broken = textwrap.fill(WHOLE, 80)
    assert [(who, span) for who, _, span in found(broken)] == [(who, span) for who, _, span in found(WHOLE)]


def test_read__lines_broken_at_a_width__keeps_the_words_as_they_stand() -> None:
    broken = textwrap.fill(WHOLE, 80)
    assert "\n" in "".join(words for _, words, _ in found(broken))
    assert all(broken[slice(*span)] == words for _, words, span in found(broken))


def test_unwrapped__a_paragraph_a_line__is_left_alone() -> None:
    lines = "The ministry of defence said on Monday that it had not used them in the war.\nMoscow denied it."
    assert unwrapped(lines) == lines


def test_unwrapped__whole_sentences_of_one_length__are_left_alone() -> None:
    line = "The ministry of defence said on Monday that it had never used them."
    assert unwrapped(f"{line}\n{line}\n{line}") == f"{line}\n{line}\n{line}"


@given(st.text(alphabet="abc .\n\r", max_size=400))
def test_unwrapped__any_text__stays_as_long(text: str) -> None:
    assert len(unwrapped(text)) == len(text)


def test_read__headline_repeated_in_the_text__is_no_claim_of_its_own() -> None:
    text = (
        "Cluster munitions kill a farmer\nThe Pentagon said that cluster munitions would be sent to Ukraine."
    )
    article = Article.of_text(text, name="a", lang="en", title="Cluster munitions kill a farmer")
    assert [each.speaker for each in read(article)] == ["Pentagon"]
