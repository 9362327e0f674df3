"""Topics: the main clause decides, then facts, cue and the article's own topic; confidence and relevance."""

from __future__ import annotations

import pytest

from tilth.reading import Article, Proposal, read
from tilth.reading._confidence import confidence_of, kept_from, off_topic
from tilth.reading._topics import topic_of


def proposals(text: str, lang: str = "en") -> list[Proposal]:
    return read(Article.of_text(text, name="own", lang=lang))


@pytest.mark.parametrize(
    "lang, words, topic",
    [
        ("en", "the shells will be supplied within weeks", "transfer"),
        ("en", "the army fired rockets, which worried people in the treaty office", "use"),
        ("en", "the country ratified the convention", "treaty"),
        ("nl", "het land heeft het verdrag geratificeerd", "treaty"),
        ("nl", "de granaten worden geleverd, terwijl het verdrag ze verbiedt", "transfer"),
        ("nl", "de blindgangers liggen er nog decennia", "contamination"),
    ],
)
def test_topic__words__main_clause_decides(lang: str, words: str, topic: str) -> None:
    assert topic_of(words, lang)[0] == topic


def test_topic__rate_of_failure__is_dud_rate() -> None:
    found = proposals("Up to 40 percent of the submunitions of cluster bombs fail to explode.")
    assert [each.topic for each in found] == ["dud_rate"]


def test_topic__victims_of_remnants__is_harm() -> None:
    found = proposals("Remnants of cluster munitions killed 12 people in the valley.")
    assert [each.topic for each in found] == ["harm"]


def test_topic__who_used_it_and_what_followed__is_use() -> None:
    found = proposals("Russia used cluster munitions in the town, killing civilians.")
    assert [each.topic for each in found] == ["use"]


def test_clauses__relative_at_the_end__is_a_claim_of_the_article() -> None:
    text = "Amnesty said that cluster munitions hit Georgia, which has not joined the cluster bomb treaty."
    assert [(each.speaker, each.rule) for each in proposals(text)] == [
        ("Amnesty International", "verb-that"),
        (None, "relative"),
    ]


def test_off_topic__sentence_without_any_sign__is_left_out() -> None:
    text = "Cluster bombs were found near the river. The summit opens on Tuesday with a concert."
    assert [each.content for each in proposals(text)] == ["Cluster bombs were found near the river"]


def test_off_topic__attributed_claim__is_judged_by_its_confidence() -> None:
    assert not off_topic({"attributed": 1.0})
    assert off_topic({"own": 1.0})


def test_confidence__of_every_proposal__lies_between_the_limit_and_one() -> None:
    for each in proposals("The Pentagon said that cluster munitions would be sent. Cluster bombs kill."):
        assert each.confidence is not None
        assert kept_from(each.mode) <= each.confidence <= 0.99


def test_confidence__more_signs_for_a_claim__never_less() -> None:
    plain = {"own": 1.0, "own:weight": 0.2}
    assert confidence_of(plain | {"own:strong": 1.0}) >= confidence_of(plain)


def test_off_topic__far_from_the_only_mention__is_left_out() -> None:
    filler = "The parliament met on farming and the weather was fine for all. " * 30
    text = f"Cluster bombs were found. {filler}Amnesty International said the missiles hit a bridge."
    assert [each.speaker for each in proposals(text)] == [None]


@pytest.mark.parametrize(
    "text, topic",
    [
        ("Some bomblets do not explode at once and can kill children later.", "contamination"),
        ("In 2022 unexploded bomblets killed 12 people and injured 30 others.", "harm"),
    ],
)
def test_topic__failure_with_lasting_danger__is_contamination_unless_counted(text: str, topic: str) -> None:
    assert topic_of(text, "en")[0] == topic
