"""Reading Russian: who says what, in short sentences written for these tests."""

from __future__ import annotations

import pytest

from tilth.reading import Article, Proposal, read
from tilth.reading._cases import case_allows
from tilth.reading._latin import in_latin, in_nominative
from tilth.reading._words import detected
from tilth.times import PartialDate


def claims(text: str, date: str = "2024-05-17") -> list[Proposal]:
    """Return what the reader proposes for a Russian text of Friday, 17 May 2024."""
    return read(Article.of_text(text, name="a", lang="ru", date=PartialDate.parse(date)))


def told(text: str) -> list[tuple[str | None, str]]:
    """Return speaker and content of each claim."""
    return [(each.speaker, each.content) for each in claims(text)]


USED = "кассетные боеприпасы применяют у села"


@pytest.mark.parametrize(
    "text, speaker",
    [
        (f"Пентагон заявил, что {USED}.", "Pentagon"),
        (f"В Пентагоне заявили, что {USED}.", "Pentagon"),
        (f"В МИД России подчеркнули, что {USED}.", "Russian Ministry of Foreign Affairs"),
        (f"Минобороны РФ утверждает, что {USED}.", "Russian Ministry of Defence"),
        (f"По словам Сергея Шойгу, {USED}.", "Sergei Shoigu"),
        (f"По данным ООН, {USED}.", "UN"),
        (f"Как сообщили в Human Rights Watch, {USED}.", "Human Rights Watch"),
        (f"Глава МИД Германии Анналена Бербок заявила, что {USED}, передает Reuters.", "Annalena Baerbock"),
        (f"Директор по связям Совета безопасности США Джон Кирби пояснил, что {USED}.", "John Kirby"),
        (f"В Москве уверены, что {USED}.", "Russian government"),
        (f"В ООН не исключили, что {USED}.", "UN"),
    ],
)
def test_clause__speaker_in_any_case__canonical_name(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, USED)]


@pytest.mark.parametrize(
    "text, speaker",
    [
        (f"{USED.capitalize()}, сообщает ТАСС.", "TASS"),
        (f"{USED.capitalize()}. Об этом журналистам сообщил Дмитрий Песков.", "Dmitry Peskov"),
        (f"{USED.capitalize()}. Об этом говорится в докладе Human Rights Watch.", "Human Rights Watch"),
        (f"{USED.capitalize()}, заявил глава Донецкой республики (ДНР) Денис Сомов.", "Denis Somov"),
    ],
)
def test_clause__attribution_behind__speaker_after_the_verb(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, USED.capitalize())]


def test_quote__dash_and_verb__direct_speech() -> None:
    found = claims("«У нас нет кассетных боеприпасов на складах», — сказала Захарова.")
    assert [(each.speaker, each.mode) for each in found] == [("Maria Zakharova", "direct")]


def test_impersonal__with_a_conjunction__last_speaker() -> None:
    text = f"Human Rights Watch заявила, что {USED}. Сообщается, что кассетные бомбы сбросили на рынок."
    assert told(text)[1] == ("Human Rights Watch", "кассетные бомбы сбросили на рынок")


def test_impersonal__report_named_before__its_issuer() -> None:
    text = f"В докладе Human Rights Watch отмечается, что {USED}."
    assert told(text) == [("Human Rights Watch", USED)]


def test_post__behind_according_to__only_in_the_same_case() -> None:
    text = "По данным ООН, жертвами кассетных бомб стали, как минимум, десять мирных жителей."
    assert told(text) == [("UN", "жертвами кассетных бомб стали, как минимум, десять мирных жителей")]


def test_plural_verb__counted_people__not_the_last_speaker() -> None:
    text = f"Салливан сообщил, что {USED}. Девять депутатов выступили против кассетных боеприпасов."
    assert [speaker for speaker, _ in told(text)] == ["Jake Sullivan", None]


def test_lead__it_was_reported__stays_out_of_the_claim() -> None:
    assert told(f"Ранее сообщалось, что {USED}.") == [(None, USED)]


def test_facts__threat_and_instrumental__who_acts() -> None:
    text = "Шойгу заявил, что российские войска будут вынуждены в ответ применить кассетные боеприпасы."
    facts = [dict(fact) for each in claims(text) for fact in each.facts]
    assert [(fact["type"], fact["by"], fact["status"]) for fact in facts] == [("use", "RUS", "threatened")]
    told_of = claims(
        "ООН сообщила о кассетных бомбах. По данным ООН, кассетные бомбы применялись Россией в Сирии."
    )
    uses = [(fact["by"], fact["in"]) for each in told_of for fact in each.facts if fact["type"] == "use"]
    assert ("RUS", "SYR") in uses


def test_facts__thousands_and_words__values() -> None:
    text = (
        "По данным ООН, от кассетных бомб погибли 1 200 мирных жителей. Конвенцию подписали более ста стран."
    )
    facts = [dict(fact) for each in claims(text) for fact in each.facts]
    values = {(fact["what"], fact["value"]) for fact in facts if fact["type"] == "quantity"}
    assert values == {("casualties_killed", 1200), ("states_parties", 100)}


@pytest.mark.parametrize(
    "written, nominative, latin",
    [
        ("Павла Зарубина", "Павел Зарубин", "Pavel Zarubin"),
        ("Дмитрия Полянского", "Дмитрий Полянский", "Dmitry Polyansky"),
        ("Марии Захаровой", "Мария Захарова", "Maria Zakharova"),
        ("Джон Смит", "Джон Смит", "John Smit"),
    ],
)
def test_name__in_latin__as_the_press_writes_it(written: str, nominative: str, latin: str) -> None:
    assert in_nominative(written, "ru") == nominative
    assert in_latin(nominative, "ru") == latin


def test_case__unknown_adjective_name__no_subject() -> None:
    assert not case_allows("Донецкой области", "ru", "subject")
    assert case_allows("Денис Сомов", "ru", "subject")


def test_language__russian__told_from_ukrainian() -> None:
    assert (
        detected("Украина получила снаряды, и об этом уже сообщили в министерстве. По его словам, это так.")
        == "ru"
    )


@pytest.mark.parametrize(
    "text, speaker",
    [
        (f"{USED.capitalize()}, заявил врио главы региона Игорь Смирнов в эфире «Волны».", "Igor Smirnov"),
        (
            f"{USED.capitalize()}, заявил представитель генсека организации Стефан Дюжаррик.",
            "Stéphane Dujarric",
        ),
        (f"{USED.capitalize()}, сообщил мэр Донецка Игорь Смирнов.", "Igor Smirnov"),
    ],
)
def test_post__with_words_of_others_before_the_name__the_person(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, USED.capitalize())]


@pytest.mark.parametrize(
    "text",
    [
        "«Кассетные снаряды лежат на каждом поле», – приводит его слова ТАСС.",
        "«Кассетные снаряды лежат на каждом поле», – цитирует Пескова ТАСС.",
        "«Кассетные снаряды лежат на каждом поле», – уточнил пресс-секретарь.",
    ],
)
def test_quote__passed_on_by_a_medium__who_said_it(text: str) -> None:
    front = f"Дмитрий Песков заявил, что {USED}. "
    assert told(front + text)[-1] == ("Dmitry Peskov", "Кассетные снаряды лежат на каждом поле")


def test_pronoun__who_acts_in_the_sentence_before__that_person() -> None:
    text = (
        f"Дмитрий Песков заявил, что {USED}. "
        "Йенс Столтенберг исключил поставки кассетных боеприпасов. Об этом он сообщил в Брюсселе."
    )
    assert told(text)[-1][0] == "Jens Stoltenberg"


def test_subject__a_name_hangs_on_a_noun__the_first_one() -> None:
    text = "ООН на заседании ОБСЕ призвала прекратить применять кассетные бомбы."
    assert told(text) == [("UN", "прекратить применять кассетные бомбы")]


def test_report__another_body_named_behind__who_spoke() -> None:
    text = f"Монитор кассетных боеприпасов, партнер ООН, сообщил, что {USED}. Согласно отчету, {USED}."
    assert told(text)[-1] == ("Cluster Munition Monitor", USED)


def test_relative_clause__it_tells_of_a_report__no_claim_of_its_own() -> None:
    content = "95 процентов жертв кассетных бомб, о которых сообщается в докладе, – дети"
    assert told(f"ООН заявила, что {content}.") == [("UN", content)]


def test_noun_behind_a_verb__what_is_told_of__claim() -> None:
    text = "В ООН заявили о гибели трёх жителей от кассетных бомб."
    assert told(text) == [("UN", "гибели трёх жителей от кассетных бомб")]
