"""Spanish: own short sentences, who says what, and what the words stand for."""

from __future__ import annotations

import pytest

from tilth.reading import Article, Proposal, read
from tilth.times import PartialDate

DAY = PartialDate(2023, 7, 10)


def proposals(text: str) -> list[Proposal]:
    return read(Article.of_text(text, name="own", lang="es", date=DAY))


CASES = [
    (
        "El Pentágono dijo el viernes que enviará municiones de racimo a Ucrania.",
        "Pentagon",
        "enviará municiones de racimo a Ucrania",
    ),
    (
        "Las bombas de racimo cayeron sobre dos pueblos, afirmó Amnistía Internacional.",
        "Amnesty International",
        "Las bombas de racimo cayeron sobre dos pueblos",
    ),
    (
        "Según Human Rights Watch, el ejército disparó bombas de racimo.",
        "Human Rights Watch",
        "el ejército disparó bombas de racimo",
    ),
    (
        "«Estas bombas de racimo matan a civiles», advirtió la ministra de Defensa, Margarita Robles.",
        "Margarita Robles",
        "Estas bombas de racimo matan a civiles",
    ),
    (
        "La Casa Blanca ha pedido a Rusia que no use municiones de racimo.",
        "White House",
        "a Rusia que no use municiones de racimo",
    ),
]


@pytest.mark.parametrize("text, speaker, content", CASES)
def test_spanish__one_reported_sentence__speaker_and_words(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in [(each.speaker, each.content) for each in proposals(text)]


def test_spanish__verb_without_subject__goes_on_with_the_last_speaker() -> None:
    text = (
        "El Pentágono dijo que enviará bombas de racimo. Añadió que las municiones de racimo ya han llegado."
    )
    assert [each.speaker for each in proposals(text)] == ["Pentagon", "Pentagon"]


def test_spanish__second_verb_of_one_speaker__a_claim_of_its_own() -> None:
    text = "Kiev sostiene que necesita las bombas de racimo y niega que vaya a usarlas en ciudades."
    assert [each.content for each in proposals(text)] == [
        "necesita las bombas de racimo",
        "vaya a usarlas en ciudades",
    ]


def test_spanish__title_and_name_behind_a_spokesman__the_name_speaks() -> None:
    text = (
        "“Usan municiones de racimo contra las ciudades”, declaró el portavoz militar, el "
        "coronel Ari Ejemplo."
    )
    assert [each.speaker for each in proposals(text)] == ["Ari Ejemplo"]


def test_spanish__post_behind_the_name__does_not_take_its_place() -> None:
    text = (
        "Ana Ejemplo, subdirectora para África Central de HRW, indicó que las bombas de "
        "racimo matan a civiles."
    )
    assert [(each.speaker, each.content) for each in proposals(text)] == [
        ("Ana Ejemplo", "las bombas de racimo matan a civiles")
    ]


def test_spanish__adverb_before_a_verb_without_subject__goes_on_with_the_last_speaker() -> None:
    text = (
        "El Kremlin afirmó que no usa bombas de racimo. "
        "También afirmó que las bombas de racimo son un error de Washington."
    )
    assert [each.speaker for each in proposals(text)] == ["Kremlin", "Kremlin"]


def test_spanish__dateline_of_an_agency__stays_out_of_the_claim() -> None:
    text = "Riga, 18 jul (EFE)- Lituania se retiró de la Convención sobre Municiones de Racimo."
    assert [each.content for each in proposals(text)] == [
        "Lituania se retiró de la Convención sobre Municiones de Racimo"
    ]


def test_spanish__relative_clause_on_the_ban__a_statement_of_the_article() -> None:
    text = (
        "Irán no firmó la Convención sobre Municiones de Racimo, que prohíbe el uso y la "
        "venta de estas armas."
    )
    assert [each.content for each in proposals(text)][-1] == "que prohíbe el uso y la venta de estas armas"
