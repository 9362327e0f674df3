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


def test_german__dateline__stays_out_of_the_claim() -> None:
    text = "GENF (dpa) – Streumunition trifft fast nur Zivilisten, sagte das Rote Kreuz."
    assert [each.content for each in proposals(text)] == ["Streumunition trifft fast nur Zivilisten"]


def test_german__word_for_the_people_of_a_state__means_the_person_named_before() -> None:
    text = (
        "Der norwegische Politiker Nils Muster kritisierte die Lieferung von Streumunition. "
        "Der Norweger sagte, die Streubomben seien gefährlich für Kinder."
    )
    assert [each.speaker for each in proposals(text)] == ["Nils Muster", "Nils Muster"]


def test_german__minister_behind_the_verb__speaks_whatever_the_article() -> None:
    text = (
        "Die Streumunition sei unersetzlich. Dies sagte der ukrainische Verteidigungsminister "
        "Olexij Resnikow."
    )
    assert [each.speaker for each in proposals(text)] == ["Oleksii Reznikov"]


def test_german__staff_of_a_pointed_organisation__stands_for_it() -> None:
    text = (
        "Human Rights Watch kritisiert den Einsatz von Streubomben. "
        "Der Einsatz der Streubomben sei rechtswidrig gewesen, sagte eine Sprecherin der Organisation."
    )
    assert proposals(text)[-1].speaker == "Human Rights Watch"


def test_german__relative_clause_at_the_end__a_statement_of_the_article() -> None:
    text = "Die Armee lagert dort Streumunition, die von mehr als hundert Staaten geächtet ist."
    assert [each.content for each in proposals(text)][-1] == ("die von mehr als hundert Staaten geächtet ist")


def test_german__post_between_commas__the_name_speaks() -> None:
    text = (
        "Der UN-Beauftragte für humanitäre Hilfe, Jan Muster, verurteilte den Einsatz von "
        "Streumunition scharf."
    )
    assert [each.speaker for each in proposals(text)] == ["Jan Muster"]


def test_german__number_word__is_a_count() -> None:
    found = proposals("Bei Angriffen mit Streumunition wurden fünfundzwanzig Menschen getötet.")
    assert [f["value"] for each in found for f in each.facts if f["type"] == "quantity"] == [25]
