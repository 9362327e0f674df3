"""German: own short sentences, who says what, and what the words stand for."""

from __future__ import annotations

import pytest

from tilth.reading import Article, Proposal, read
from tilth.times import PartialDate

DAY = PartialDate(2023, 7, 10)


def proposals(text: str) -> list[Proposal]:
    return read(Article.of_text(text, name="own", lang="de", date=DAY))


CASES = [
    (
        "Das Pentagon sagte am Freitag, die Streumunition werde bald geliefert.",
        "Pentagon",
        "die Streumunition werde bald geliefert",
    ),
    (
        "Streumunition sei bereits eingetroffen, teilte das Weiße Haus mit.",
        "White House",
        "Streumunition sei bereits eingetroffen",
    ),
    (
        "Laut Human Rights Watch setzte die Armee Streubomben ein.",
        "Human Rights Watch",
        "setzte die Armee Streubomben ein",
    ),
    (
        "Aus Kiew hieß es, man werde die Streumunition nur im Osten einsetzen.",
        "Ukrainian government",
        "man werde die Streumunition nur im Osten einsetzen",
    ),
    (
        "Amnesty International wirft Russland den Einsatz von Streumunition vor.",
        "Amnesty International",
        "Russland den Einsatz von Streumunition",
    ),
    (
        "„Streubomben treffen vor allem Kinder“, warnte ein Sprecher des Auswärtigen Amts.",
        "German Federal Foreign Office",
        "Streubomben treffen vor allem Kinder",
    ),
    (
        "Human Rights Watch hatte die Lieferung von Streumunition an die Ukraine kritisiert.",
        "Human Rights Watch",
        "die Lieferung von Streumunition an die Ukraine",
    ),
]


@pytest.mark.parametrize("text, speaker, content", CASES)
def test_german__one_reported_sentence__speaker_and_words(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in [(each.speaker, each.content) for each in proposals(text)]


def test_german__subjunctive_without_cue__goes_on_with_the_last_speaker() -> None:
    text = "Das Pentagon sagte, Streumunition werde geliefert. Die Blindgängerrate der Granaten sei niedrig."
    assert [each.speaker for each in proposals(text)] == ["Pentagon", "Pentagon"]


def test_german__passive__reports_nothing() -> None:
    text = "Russland liefert Granaten. Streumunition wird kritisiert, weil Blindgänger Zivilisten töten."
    assert all(each.speaker is None for each in proposals(text))


def test_german__treaty_by_its_city__is_no_state() -> None:
    found = proposals("Die USA haben das Übereinkommen von Oslo gegen Streumunition nicht unterzeichnet.")
    states = [fact["state"] for each in found for fact in each.facts if fact["type"] == "treaty_status"]
    assert states == ["USA"]


def test_german__decimal_comma__rate_and_bound() -> None:
    found = proposals("Das Pentagon sagte, höchstens 2,5 Prozent der Submunition explodierten nicht.")
    rates = [(f["rate"], f["bound"]) for each in found for f in each.facts if f["type"] == "dud_rate"]
    assert rates == [(2.5, "max")]
