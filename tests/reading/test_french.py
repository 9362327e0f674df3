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
