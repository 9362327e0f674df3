"""Reading own small texts: spans, speakers and facts."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.reading import Article, Proposal, open_article, read
from tilth.times import PartialDate

DAY = PartialDate(2023, 7, 10)


def proposals(text: str, lang: str) -> list[Proposal]:
    return read(Article.of_text(text, name="own", lang=lang, date=DAY))


CASES = [
    (
        "en",
        "The Pentagon said that cluster munitions would be sent to Ukraine.",
        "Pentagon",
        "cluster munitions would be sent to Ukraine",
    ),
    (
        "en",
        "According to Human Rights Watch, the army fired cluster bombs at the town.",
        "Human Rights Watch",
        "the army fired cluster bombs at the town",
    ),
    (
        "en",
        '"These cluster bombs must never be used," said Human Rights Watch.',
        "Human Rights Watch",
        "These cluster bombs must never be used",
    ),
    (
        "en",
        "Cluster bombs hit two villages, the Thai government said.",
        "Thai government",
        "Cluster bombs hit two villages",
    ),
    (
        "nl",
        "Het Pentagon zei dat er clustermunitie naar Oekraïne gaat.",
        "Pentagon",
        "er clustermunitie naar Oekraïne gaat",
    ),
    (
        "nl",
        "Volgens Human Rights Watch is er clustermunitie gebruikt.",
        "Human Rights Watch",
        "is er clustermunitie gebruikt",
    ),
    (
        "nl",
        "“Clustermunitie hoort hier niet thuis”, zei de Duitse regering.",
        "German government",
        "Clustermunitie hoort hier niet thuis",
    ),
    (
        "nl",
        "Er vielen clusterbommen op twee dorpen, aldus de Thaise regering.",
        "Thai government",
        "Er vielen clusterbommen op twee dorpen",
    ),
]


@pytest.mark.parametrize("lang, text, speaker, content", CASES)
def test_read__one_reported_sentence__speaker_and_words(
    lang: str, text: str, speaker: str, content: str
) -> None:
    assert [(each.speaker, each.content) for each in proposals(text, lang)] == [(speaker, content)]


def test_read__unknown_person__becomes_a_new_entity_under_its_own_name() -> None:
    found = proposals("General Piet Veldkamp said that cluster bombs had been used.", "en")
    assert (found[0].speaker, found[0].speaker_kind) == ("Piet Veldkamp", "person")


def test_read__weekday_beside_the_cue__dates_the_statement() -> None:
    found = proposals("Het Pentagon bevestigde vrijdag dat er clustermunitie naar Oekraïne gaat.", "nl")
    assert (found[0].said_on, found[0].said_on_as_written) == ("2023-07-07", "vrijdag")


def facts(text: str, lang: str, kind: str) -> list[dict[str, Any]]:
    return [dict(fact) for each in proposals(text, lang) for fact in each.facts if fact["type"] == kind]


def test_read__package_in_words__value_in_dollars() -> None:
    text = "The United States will send cluster munitions to Ukraine in an $800 million package."
    found = facts(text, "en", "transfer")
    assert [(f["supplier"], f["recipient"], f["value_usd"]) for f in found] == [("USA", "UKR", 800_000_000)]


def test_read__decimal_comma__rate_and_bound() -> None:
    found = facts(
        "Het Pentagon zei dat hoogstens 2,35 procent van de submunitie niet ontploft.", "nl", "dud_rate"
    )
    assert [(f["rate"], f["bound"]) for f in found] == [(2.35, "max")]


def test_read__two_states_have_not_joined__two_statuses() -> None:
    text = "Cluster bombs are banned. Neither Russia nor Ukraine has joined the convention."
    found = facts(text, "en", "treaty_status")
    assert [(f["state"], f["status"]) for f in found] == [("RUS", "not_party"), ("UKR", "not_party")]


@pytest.mark.parametrize(
    "text", ["A cluster of measles cases, the council said.", "The convention centre opened."]
)
def test_read__nothing_on_cluster_munitions__nothing(text: str) -> None:
    assert proposals(text, "en") == []


PIECES = st.sampled_from(
    [
        "Cluster bombs ",
        "The Pentagon said that ",
        "“",
        "”",
        '"',
        "'",
        ", ",
        ". ",
        ": ",
        "\n\n",
        "it ",
        "Volgens ",
        "zei ",
        "dat ",
        "Rusland ",
        "2,35 procent ",
        "800 million dollars ",
        "clustermunitie ",
        "niet ",
        "verdrag ",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25), st.sampled_from(["nl", "en"]))
def test_read__any_text__content_is_the_span(pieces: list[str], lang: str) -> None:
    text = "clusterbommen cluster bombs. " + "".join(pieces)
    assert all(each.content == text[slice(*each.content_span)] for each in proposals(text, lang))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_read__example_article__claims_and_the_named_munition(lang: str) -> None:
    example = files("tilth").joinpath("data", "examples", f"article_{lang}.txt").read_bytes()
    found = read(open_article(example, name="example"))
    named = {fact.get("munition") for each in found for fact in each.facts if fact["type"] == "transfer"}
    assert len(found) >= 8
    assert "M864" in named


def test_to_json__keys__begin_with_those_of_the_schema() -> None:
    found = proposals(CASES[0][1], "en")[0].to_json()
    assert list(found)[:5] == ["id", "speaker", "speaker_as_written", "speaker_span", "cue"]
    assert found["content_span"] == [23, 65]
