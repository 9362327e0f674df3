"""French: own short sentences, who says what, and what the words stand for."""

from __future__ import annotations

import pytest

from tilth.reading import Article, Proposal, read
from tilth.times import PartialDate

DAY = PartialDate(2023, 7, 10)


def proposals(text: str) -> list[Proposal]:
    return read(Article.of_text(text, name="own", lang="fr", date=DAY))


CASES = [
    (
        "Le Pentagone a déclaré vendredi que des armes à sous-munitions seraient livrées.",
        "Pentagon",
        "des armes à sous-munitions seraient livrées",
    ),
    (
        "Des bombes à sous-munitions ont touché deux villages, a indiqué Amnesty International.",
        "Amnesty International",
        "Des bombes à sous-munitions ont touché deux villages",
    ),
    (
        "Selon Human Rights Watch, l’armée a tiré des obus à sous-munitions.",
        "Human Rights Watch",
        "l’armée a tiré des obus à sous-munitions",
    ),
    (
        "« Ces armes à sous-munitions tuent des enfants », a averti Handicap International.",
        "Humanity & Inclusion",
        "Ces armes à sous-munitions tuent des enfants",
    ),
    (
        "La Maison Blanche dit comprendre les craintes sur les armes à sous-munitions.",
        "White House",
        "comprendre les craintes sur les armes à sous-munitions",
    ),
    (
        "Pour Amnesty International, ces armes à sous-munitions sont inacceptables.",
        "Amnesty International",
        "ces armes à sous-munitions sont inacceptables",
    ),
    (
        "L’ONU affirme qu’il reste des sous-munitions dans les champs.",
        "UN",
        "il reste des sous-munitions dans les champs",
    ),
]


@pytest.mark.parametrize("text, speaker, content", CASES)
def test_french__one_reported_sentence__speaker_and_words(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in [(each.speaker, each.content) for each in proposals(text)]


def test_french__subject_within_the_verb__is_the_last_speaker() -> None:
    text = (
        "« Ces armes à sous-munitions sont interdites », a dit Joe Biden. "
        "« Elles tuent des civils pendant des années », a-t-il ajouté."
    )
    assert [each.speaker for each in proposals(text)] == ["Joe Biden", "Joe Biden"]


def test_french__range_in_percent__rate_of_two() -> None:
    found = proposals("L’ONU affirme que 30 à 40 % des sous-munitions n’explosent pas.")
    assert [f["rate"] for each in found for f in each.facts if f["type"] == "dud_rate"] == [[30, 40]]


def test_french__long_post_before_the_name__the_name_speaks() -> None:
    text = (
        "Les civils sont les premières victimes des armes à sous-munitions, a affirmé devant la presse "
        "la directrice du plaidoyer sur les armes à Human Rights Watch, Anne Exemple."
    )
    assert [each.speaker for each in proposals(text)] == ["Anne Exemple"]


def test_french__report_of_a_body__is_that_of_the_body() -> None:
    text = (
        "Selon le rapport annuel de l'Observatoire des armes à sous-munitions, la Russie a utilisé ces armes "
        "à sous-munitions en Ukraine."
    )
    assert [each.speaker for each in proposals(text)] == ["Cluster Munition Monitor"]


def test_french__coalition_by_who_commands_it__and_by_the_noun_alone() -> None:
    text = (
        "La coalition militaire sous commandement saoudien a utilisé des armes à sous-munitions. "
        "La coalition a affirmé qu'elle n'utilisait plus ces bombes."
    )
    assert proposals(text)[-1].speaker == "Saudi-led coalition"


def test_french__agency_and_date_in_front__stay_out_of_the_claim() -> None:
    text = "KIEV, 8 juillet (Reuters) - Les armes à sous-munitions sont arrivées, a déclaré le Pentagone."
    assert [each.content for each in proposals(text)] == ["Les armes à sous-munitions sont arrivées"]


def test_french__only_behind_an_infinitive__opens_no_clause() -> None:
    text = "Kiev s'est pour sa part engagé à n'utiliser les armes à sous-munitions que sur son territoire."
    assert [each.content for each in proposals(text)] == [
        "à n'utiliser les armes à sous-munitions que sur son territoire"
    ]


def test_french__number_word_and_two_verbs__one_count_of_casualties() -> None:
    found = proposals("Vingt-six personnes ont été tuées ou blessées par des sous-munitions en 2022.")
    counts = [f for each in found for f in each.facts if f["type"] == "quantity"]
    assert [(f["value"], f["what"]) for f in counts] == [(26, "casualties_total")]


def test_french__accusation_behind_its_clause__the_clause_is_the_claim() -> None:
    text = (
        "L'Iran a tiré des missiles à sous-munitions contre des villes, a accusé jeudi Amnesty International."
    )
    assert [(each.speaker, each.content) for each in proposals(text)] == [
        ("Amnesty International", "L'Iran a tiré des missiles à sous-munitions contre des villes")
    ]
