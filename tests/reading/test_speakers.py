"""Who speaks, in English and Dutch: asides, shared subjects, pointing words, posts, names of the text."""

from __future__ import annotations

import pytest

from tilth.reading import Article, read
from tilth.times import PartialDate

DAY = PartialDate(2023, 7, 10)


def said(text: str, lang: str) -> list[tuple[str | None, str]]:
    article = Article.of_text(text, name="own", lang=lang, date=DAY)
    return [(each.speaker, each.content) for each in read(article)]


@pytest.mark.parametrize(
    "lang, text, speaker",
    [
        ("en", "Anna Berg, arms researcher at Amnesty, said cluster bombs had hit a school.", "Anna Berg"),
        ("en", "Pentagon spokesman Tom Hale said cluster munitions would be delivered soon.", "Tom Hale"),
        ("en", "A spokesperson for the Norwegian foreign ministry said cluster munitions remain banned.",
         "Norwegian Ministry of Foreign Affairs"),
        ("en", "Officials at the Pentagon insist the cluster munitions are reliable.", "Pentagon"),
        ("en", "Moscow denied that it had used cluster munitions.", "Russian government"),
        ("en", "Germany and Spain said that cluster munitions are banned.", "German government"),
        ("en", "President Emmanuel Macron said cluster munitions were no answer.", "Emmanuel Macron"),
        ("en", "Two residents said cluster bombs fell on their street.", "unnamed residents"),
        ("nl", "Piet Kok, onderzoeker bij Amnesty, zei dat er clusterbommen zijn.", "Piet Kok"),
        ("nl", "Het Noorse ministerie van Buitenlandse Zaken zei dat clustermunitie verboden blijft.",
         "Norwegian Ministry of Foreign Affairs"),
        ("nl", "Moskou ontkende dat het clustermunitie had gebruikt.", "Russian government"),
        ("nl", "Er is clustermunitie gebruikt, bevestigde het Pentagon gisteren.", "Pentagon"),
        ("nl", "Deskundigen zeggen dat clustermunitie nog jaren gevaarlijk is.", "unnamed expert"),
    ],
)  # fmt: skip
def test_speaker__by_name_post_or_place__is_the_entity(lang: str, text: str, speaker: str) -> None:
    assert speaker in [name for name, _ in said(text, lang)]


def test_speaker__short_name_later__is_the_full_name_of_the_text() -> None:
    text = "Maria Lund said cluster bombs had been found. Lund said the cluster bombs would be removed."
    assert {name for name, _ in said(text, "en")} == {"Maria Lund"}


def test_speaker__pronoun__is_who_spoke_before() -> None:
    text = "Maria Lund said cluster bombs had been found. She said that the bombs would be removed."
    assert [name for name, _ in said(text, "en")] == ["Maria Lund", "Maria Lund"]


def test_speaker__the_organisation__is_the_one_named_before() -> None:
    text = (
        "Amnesty International said cluster bombs hit a market. The organisation said that they are banned."
    )
    assert [name for name, _ in said(text, "en")] == ["Amnesty International", "Amnesty International"]


def test_speaker__second_verb_of_one_subject__same_speaker() -> None:
    text = (
        "Amnesty International said that cluster bombs hit a market and warned that unexploded duds remain."
    )
    assert [name for name, _ in said(text, "en")] == ["Amnesty International", "Amnesty International"]


def test_speaker__acronym_in_brackets__stands_for_the_name_later() -> None:
    text = "The Northern Mine Board (NMB) said cluster bombs were found. NMB said the bombs were old."
    found = said(text, "en")
    assert len(found) == 2
    assert found[0][0] == found[1][0]


def test_speaker__quote_alone_in_its_paragraph__goes_on_with_the_last_one() -> None:
    text = 'Amnesty International said cluster bombs must be banned.\n\n"Cluster bombs kill for decades."'
    assert ("Amnesty International", "Cluster bombs kill for decades") in said(text, "en")


def test_speaker__impersonal_cue__is_the_one_of_whom_the_text_tells() -> None:
    text = "Amnesty International bezocht het dorp. Clustermunitie hoort verboden te zijn, klinkt het."
    assert ("Amnesty International", "Clustermunitie hoort verboden te zijn") in said(text, "nl")


def test_speaker__sentence_that_names_the_speaker_behind__takes_the_one_before() -> None:
    text = "Er is opnieuw clustermunitie gebruikt. Dat meldt Human Rights Watch."
    assert said(text, "nl") == [("Human Rights Watch", "Er is opnieuw clustermunitie gebruikt")]


def test_speaker__unknown_body__never_becomes_a_known_one() -> None:
    found = said("The Larkspur Institute said cluster bombs had been sold.", "en")
    assert [name for name, _ in found] == ["Larkspur Institute"]


@pytest.mark.parametrize(
    "text, speaker, content",
    [
        ("Norway said on Tuesday the cluster munitions had failed.", "Norwegian government",
         "the cluster munitions had failed"),
        ("The White House said in a statement U.S. cluster munitions were safe.", "White House",
         "U.S. cluster munitions were safe"),
        ("A senior official told CNN Kyiv had fired cluster munitions.", "unnamed person",
         "Kyiv had fired cluster munitions"),
        ("Ben Wallace conceded that the Pentagon had confirmed that cluster bombs were used.", "Ben Wallace",
         "the Pentagon had confirmed that cluster bombs were used"),
        ("A minister has confessed that cluster bombs leaked.", "unnamed person", "cluster bombs leaked"),
        ("A report by Human Rights Watch alleged that cluster bombs fell on Homs.", "Human Rights Watch",
         "cluster bombs fell on Homs"),
        ("The paper repeats claims by Russia that Ukraine fired cluster munitions.", "Russian government",
         "Ukraine fired cluster munitions"),
        ("Jane Doe, Amnesty International's UK director, said that cluster bombs kill.", "Jane Doe",
         "cluster bombs kill"),
        ("The charity's head of policy, Ann Lee, said cluster bombs kill.", "Ann Lee", "cluster bombs kill"),
        ("Cluster bombs lie about, said Ian Roe, arms director at the Mine Group.", "Ian Roe",
         "Cluster bombs lie about"),
        ("Cluster bombs were used, White House security spokesman John Kirby said.", "John Kirby",
         "Cluster bombs were used"),
        ("Cluster bombs hit the market, local residents said.", "unnamed residents",
         "Cluster bombs hit the market"),
        ("Norway will send cluster bombs, officials said Friday, a step that drew criticism.",
         "unnamed official", "Norway will send cluster bombs"),
        ("Tom Hill said prosecutors had found parts of a cluster bomb.", "Tom Hill",
         "prosecutors had found parts of a cluster bomb"),
        ("Tom Hill of the Arms Project criticized it, saying cluster bombs kill civilians.", "Tom Hill",
         "cluster bombs kill civilians"),
    ],
)  # fmt: skip
def test_speaker__adjuncts_owners_and_nested_reports__outer_one_speaks(
    text: str, speaker: str, content: str
) -> None:
    assert (speaker, content) in said(text, "en")


def test_speaker__clause_ahead_of_a_shared_subject__is_the_article_s_own() -> None:
    text = "Israel used cluster bombs in Lebanon and later said it would use fewer of the bombs."
    assert said(text, "en") == [
        (None, "Israel used cluster bombs in Lebanon"),
        ("Israeli government", "it would use fewer of the bombs"),
    ]


def test_speaker__owner_before_a_participle__is_no_speaker() -> None:
    text = "The raid aimed at Tehran's alleged stocks of cluster munitions in the north."
    assert [speaker for speaker, _ in said(text, "en")] == [None]


def test_speaker__refusal_to_confirm__reports_nothing() -> None:
    text = "The Pentagon would not confirm the shipments of cluster munitions to the north."
    assert "Pentagon" not in [speaker for speaker, _ in said(text, "en")]
