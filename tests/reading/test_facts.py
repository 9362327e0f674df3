"""Typed facts in English and Dutch: parties by their part, status, conditions, what the record fills in."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.reading import Article, read
from tilth.times import PartialDate

DAY = PartialDate(2023, 7, 10)


def facts(text: str, lang: str, kind: str) -> list[dict[str, Any]]:
    found = read(Article.of_text(text, name="own", lang=lang, date=DAY))
    return [dict(fact) for each in found for fact in each.facts if fact["type"] == kind]


@pytest.mark.parametrize(
    "lang, text, expected",
    [
        ("en", "The United States has delivered cluster munitions to Ukraine.", ("USA", "UKR", "delivered")),
        ("en", "Ukraine received cluster munitions from the United States.", ("USA", "UKR", "delivered")),
        ("en", "Ukraine asked the United States to supply cluster munitions.", ("USA", "UKR", "requested")),
        ("en", "Spain will not send cluster munitions to Ukraine.", ("ESP", "UKR", "refused")),
        ("en", "The United States is considering sending cluster munitions to Ukraine.",
         ("USA", "UKR", "considered")),
        ("nl", "De Verenigde Staten gaan clustermunitie leveren aan Oekraïne.", ("USA", "UKR", "announced")),
        ("nl", "Spanje levert geen clustermunitie aan Oekraïne.", ("ESP", "UKR", "refused")),
    ],
)  # fmt: skip
def test_transfer__sides_and_status__by_their_part(
    lang: str, text: str, expected: tuple[str, str, str]
) -> None:
    found = facts(text, lang, "transfer")
    assert [(each["supplier"], each["recipient"], each["status"]) for each in found] == [expected]


@pytest.mark.parametrize(
    "lang, text, expected",
    [
        ("en", "Human Rights Watch said Russian forces fired cluster munitions at towns in Ukraine.",
         ("RUS", "UKR", "alleged")),
        ("en", "Thailand fired cluster munitions into villages in Cambodia.", ("THA", "KHM", "confirmed")),
        ("en", "Moscow denied that Russian forces had used cluster munitions in Ukraine.",
         ("RUS", "UKR", "denied")),
        ("nl", "Volgens Human Rights Watch hebben Russische troepen clustermunitie gebruikt in Oekraïne.",
         ("RUS", "UKR", "alleged")),
    ],
)  # fmt: skip
def test_use__user_place_and_status__by_their_part(
    lang: str, text: str, expected: tuple[str, str, str]
) -> None:
    assert [(each["by"], each["in"], each["status"]) for each in facts(text, lang, "use")] == [expected]


def test_use__two_peoples_before_one_noun__both_act() -> None:
    text = "Amnesty said Russian and Ukrainian troops have used cluster munitions in Ukraine."
    assert {each["by"] for each in facts(text, "en", "use")} == {"RUS", "UKR"}


def test_use__condition__states_no_fact() -> None:
    text = "Cluster munitions are banned. The army warned of losses if Georgia used cluster munitions."
    assert facts(text, "en", "use") == []


def test_use__place_left_open__is_that_of_the_record_when_the_article_names_it() -> None:
    text = "The war in Ukraine goes on. Amnesty said Russian forces have used cluster munitions."
    assert [(each["by"], each["in"]) for each in facts(text, "en", "use")] == [("RUS", "UKR")]


def test_treaty_status__relative_clause__is_of_the_state_before_it() -> None:
    text = "Cluster munitions were found in Norway, near Russia, which has not signed the convention."
    found = facts(text, "en", "treaty_status")
    assert [(each["state"], each["status"]) for each in found] == [("RUS", "not_party")]


def test_stockpile__holders__are_the_subjects() -> None:
    text = "Peru and Bulgaria have destroyed their stocks of cluster munitions."
    assert {each["holder"] for each in facts(text, "en", "stockpile")} == {"PER", "BGR"}


def test_ban__acts__are_those_named() -> None:
    text = "The convention prohibits the use, production and transfer of cluster munitions."
    found = facts(text, "en", "ban")
    assert [(each["acts"], each["treaty"]) for each in found] == [(["production", "transfer", "use"], "CCM")]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Amnesty said UK cluster bombs had been used in Yemen.", [(None, "YEM", "alleged")]),
        ("British cluster bombs were dropped by Saudi Arabia in Yemen.", [("SAU", "YEM", "confirmed")]),
        ("Amnesty said the Saudi-led coalition fired cluster munitions in Yemen.",
         [("Saudi-led coalition", "YEM", "alleged")]),
        ("Iran was suspected of firing a cluster bomb at Israel.", [("IRN", "ISR", "alleged")]),
        ("A colonel in Israel said the Iranians are using cluster bombs in Israel.",
         [("IRN", "ISR", "alleged")]),
        ("Human Rights Watch said Syrian forces' use of cluster bombs in Syria is a war crime.",
         [("SYR", "SYR", "alleged")]),
        ("Laos was peppered with cluster bombs by U.S. warplanes.", [("USA", "LAO", "confirmed")]),
        ("Moscow said Russia reserves the right to use cluster munitions in Ukraine.",
         [("RUS", "UKR", "threatened")]),
        ("It is unclear whether Russia used cluster munitions in Ukraine.", []),
        ("Talks on the use of cluster munitions were held in Switzerland.", []),
    ],
)  # fmt: skip
def test_use__origin_passive_coalition_and_doubt__told_apart(
    text: str, expected: list[tuple[str | None, str, str]]
) -> None:
    assert [(each["by"], each["in"], each["status"]) for each in facts(text, "en", "use")] == expected


def test_use__coalition_named_before__its_noun_is_a_party() -> None:
    text = (
        "The Saudi-led coalition fired cluster munitions at Yemen. "
        "Amnesty said the coalition used cluster munitions again in Yemen."
    )
    assert [each["by"] for each in facts(text, "en", "use")] == ["Saudi-led coalition"] * 2


@pytest.mark.parametrize(
    "lang, text, acts",
    [
        (
            "en",
            "The convention prohibits the use and storage of cluster munitions.",
            [["stockpiling", "use"]],
        ),
        ("en", "Under the convention, cluster munitions are no longer banned in Lithuania.", []),
        ("en", "Lithuania left the treaty banning cluster munitions in March.", []),
        ("de", "Nach dem Übereinkommen ist Streumunition dort nicht verboten.", []),
    ],
)
def test_ban__title_of_a_treaty_or_lifted_ban__is_none(lang: str, text: str, acts: list[list[str]]) -> None:
    assert [each["acts"] for each in facts(text, lang, "ban")] == acts


def test_ban__relative_clause_without_comma__is_a_claim_of_its_own() -> None:
    text = "Spain has signed the convention which bans the use and transfer of cluster munitions."
    found = read(Article.of_text(text, name="own", lang="en", date=DAY))
    assert [each.content for each in found] == [
        "Spain has signed the convention",
        "which bans the use and transfer of cluster munitions",
    ]
    assert [each["acts"] for each in facts(text, "en", "ban")] == [["transfer", "use"]]
