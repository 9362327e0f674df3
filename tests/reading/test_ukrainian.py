"""Reading Ukrainian: who says what, in short sentences written for these tests."""

from __future__ import annotations

import pytest

from tilth.reading import Article, Proposal, read
from tilth.reading._cases import case_allows, cases_of
from tilth.reading._latin import in_latin, in_nominative
from tilth.reading._words import detected
from tilth.times import PartialDate


def claims(text: str, date: str = "2024-05-17", title: str | None = None) -> list[Proposal]:
    """Return what the reader proposes for a Ukrainian text of Friday, 17 May 2024."""
    return read(Article.of_text(text, name="a", lang="uk", date=PartialDate.parse(date), title=title))


def told(text: str, **more: str) -> list[tuple[str | None, str]]:
    """Return speaker and content of each claim."""
    return [(each.speaker, each.content) for each in claims(text, **more)]


USED = "касетні боєприпаси застосовують біля села"


@pytest.mark.parametrize(
    "text, speaker",
    [
        (f"Пентагон заявив, що {USED}.", "Pentagon"),
        (f"У Пентагоні заявили, що {USED}.", "Pentagon"),
        (f"У МЗС України наголошують, що {USED}.", "Ukrainian Ministry of Foreign Affairs"),
        (f"Міністерство оборони Росії стверджує, що {USED}.", "Russian Ministry of Defence"),
        (f"За словами Володимира Зеленського, {USED}.", "Volodymyr Zelenskyy"),
        (f"За даними Human Rights Watch, {USED}.", "Human Rights Watch"),
        (f"Згідно з даними ООН, {USED}.", "UN"),
        (f"Як повідомили в Генштабі ЗСУ, {USED}.", "Armed Forces of Ukraine"),
        (f"Речник Пентагону Патрік Райдер пояснив, що {USED}.", "Patrick Ryder"),
        (f"У Києві переконані, що {USED}.", "Ukrainian government"),
        (f"Москва визнала, що {USED}.", "Russian government"),
    ],
)
def test_clause__speaker_in_any_case__canonical_name(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, USED)]


@pytest.mark.parametrize(
    "text, speaker",
    [
        (f"{USED.capitalize()}, повідомляє Reuters.", "Reuters"),
        (f"{USED.capitalize()}, заявив у четвер, 16 травня, Дмитро Кулеба.", "Dmytro Kuleba"),
        (f"{USED.capitalize()}. Про це повідомив журналістам Олексій Резніков.", "Oleksii Reznikov"),
        (f"{USED.capitalize()}, йдеться у звіті Human Rights Watch.", "Human Rights Watch"),
    ],
)
def test_clause__attribution_behind__speaker_after_the_verb(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, USED.capitalize())]


@pytest.mark.parametrize("marks", ["«»", "“”", "„“", '""'])
@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_quote__dash_and_verb__direct_speech(marks: str, dash: str) -> None:
    text = f"{marks[0]}Ми не маємо касетних боєприпасів на складах{marks[1]}, {dash} сказала Марія Захарова."
    found = claims(text)
    assert [(each.speaker, each.mode) for each in found] == [("Maria Zakharova", "direct")]
    assert found[0].content == "Ми не маємо касетних боєприпасів на складах"


def test_quote__title_of_a_programme__no_claim_of_its_own() -> None:
    text = f"Путін заявив у програмі «Москва. Кремль. Путін», що {USED}."
    assert told(text) == [("Vladimir Putin", USED)]


def test_pronoun__own_words__last_speaker() -> None:
    text = f"Дмитро Кулеба заявив, що {USED}. За його словами, касетні снаряди збирають сапери."
    assert told(text)[1] == ("Dmytro Kuleba", "касетні снаряди збирають сапери")


def test_gerund__behind_a_quote__same_speaker() -> None:
    text = f"«Касетні снаряди вже на складах», – сказав Кулеба, додавши, що {USED}."
    assert told(text)[-1] == ("Dmytro Kuleba", USED)


def test_denial__pronoun_as_object__whole_sentence() -> None:
    text = f"Human Rights Watch повідомила, що {USED}. Москва це заперечує."
    last = claims(text)[-1]
    assert (last.speaker, last.content, last.stance) == (
        "Russian government",
        "Москва це заперечує",
        "denies",
    )


def test_person__not_in_the_register__latin_name_in_the_nominative() -> None:
    found = claims(f"За словами голови громади Павла Гаврилюка, {USED}.")
    assert [each.speaker for each in found] == ["Pavlo Havryliuk"]
    assert found[0].speaker_as_written is not None
    assert found[0].speaker_as_written.endswith("Павла Гаврилюка")


def test_headline__names_the_person__pronoun_finds_it() -> None:
    assert told(f"Він заявив, що {USED}.", title="Шойгу виступив на нараді") == [("Sergei Shoigu", USED)]


def test_lead__reminder_of_the_article__stays_out_of_the_claim() -> None:
    text = "Нагадаємо, Україна не приєдналася до Конвенції про касетні боєприпаси."
    found = claims(text)
    assert [(each.speaker, each.mode) for each in found] == [(None, "article")]
    assert found[0].content == "Україна не приєдналася до Конвенції про касетні боєприпаси"
    facts = [(fact["type"], fact.get("state"), fact.get("status")) for fact in found[0].facts]
    assert ("treaty_status", "UKR", "not_party") in facts


def test_weekday__in_the_accusative__day_of_saying() -> None:
    found = claims(f"Пентагон у вівторок заявив, що {USED}.")
    assert found[0].said_on == "2024-05-14"


def test_facts__dative__recipient_of_a_transfer() -> None:
    found = claims("Пентагон заявив, що США передадуть Україні касетні снаряди.")
    facts = [dict(fact) for each in found for fact in each.facts]
    assert [(fact["supplier"], fact["recipient"], fact["status"]) for fact in facts] == [
        ("USA", "UKR", "announced")
    ]


def test_facts__decimal_comma__rate_and_bound() -> None:
    found = claims(
        "Пентагон заявив, що частка касетних снарядів, які не вибухають, не перевищує 2,35 відсотка."
    )
    facts = [dict(fact) for each in found for fact in each.facts]
    assert [(fact["rate"], fact["bound"]) for fact in facts] == [(2.35, "max")]


def test_off_topic__no_cluster_munitions__nothing() -> None:
    assert told("Дмитро Кулеба заявив, що саміт розпочнеться у вівторок.") == []


@pytest.mark.parametrize(
    "written, nominative, latin",
    [
        ("Павла Кириленка", "Павло Кириленко", "Pavlo Kyrylenko"),
        ("Сергія Згурського", "Сергій Згурський", "Serhii Zghurskyi"),
        ("Юлія Єрмоленко", "Юлія Єрмоленко", "Yuliia Yermolenko"),
        ("Human Rights Watch", "Human Rights Watch", "Human Rights Watch"),
    ],
)
def test_name__in_latin__national_transliteration(written: str, nominative: str, latin: str) -> None:
    # Forms as in the examples of resolution No. 55 of the Cabinet of Ministers of Ukraine, 27 January 2010.
    assert in_nominative(written, "uk") == nominative
    assert in_latin(nominative, "uk") == latin


def test_case__of_the_first_word__decides_the_function() -> None:
    assert cases_of("Пентагоном", "uk") == {"ins"}
    assert case_allows("Пентагон", "uk", "subject")
    assert not case_allows("Пентагону", "uk", "subject")
    assert case_allows("Пентагоні", "uk", "place")
    assert case_allows("США", "uk", "subject")


@pytest.mark.parametrize(
    "text",
    [
        "Сирийската армия разширява употребата на касетъчни боеприпаси, заявиха от организацията. Мирните "
        "граждани плащат цената, а болниците са пълни с ранени деца и възрастни хора от селата.",
        "Расія выкарыстоўвае касетныя боепрыпасы, заявілі праваабаронцы. Па іх словах, гэта парушае "
        "міжнароднае права, і мірныя жыхары гінуць ад такой зброі кожны дзень у вёсках і гарадах.",
        "Војска користи касетну муницију, саопштиле су организације. Према њиховим речима, то је кршење "
        "права и цивили гину од овог оружја сваког дана у селима и у градовима на истоку земље.",
    ],
    ids=["Bulgarian", "Belarusian", "Serbian"],
)
def test_language__other_cyrillic__refused(text: str) -> None:
    assert detected(text) is None


def test_language__ukrainian__told_from_russian() -> None:
    assert (
        detected("Україна отримала снаряди, і про це вже повідомили в міністерстві. За його словами, це так.")
        == "uk"
    )


@pytest.mark.parametrize(
    "text, speaker",
    [
        (f"Згідно з доповіддю, {USED}.", "Human Rights Watch"),
        (f"Правозахисники нагадали, що {USED}.", "Human Rights Watch"),
    ],
)
def test_issuer__a_medium_named_between__who_spoke_before(text: str, speaker: str) -> None:
    front = f"Human Rights Watch повідомила, що {USED}. Снаряди лежать у полі, передає Укрінформ. "
    assert told(front + text)[-1] == (speaker, USED)


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("Про це повідомляє Цензор.НЕТ із посиланням на ДСНС.", "State Emergency Service of Ukraine"),
        ("Про це пише Reuters з посиланням на AFP.", "Reuters"),
        ("Як пише LB.ua, про це заявила пресслужба ДСНС.", "State Emergency Service of Ukraine"),
        ("Про це сказав речник ДСНС (ДСНС) України Тарас Гончар.", "Taras Honchar"),
        ("Так відповів на запитання про рішення США передати їх речник уряду Тарас Гончар.", "Taras Honchar"),
        ("Про це міністр оборони Олексій Резніков розповів увечері.", "Oleksii Reznikov"),
    ],
)
def test_sentence_before__who_told_it__source_rather_than_medium(text: str, speaker: str) -> None:
    assert told(f"{USED.capitalize()}. {text}") == [(speaker, USED.capitalize())]


def test_promise__another_reports_it__the_outer_speaker() -> None:
    text = "Київ пообіцяв не застосовувати касетні боєприпаси в містах"
    assert told(f"{text}, повідомив міністр оборони Олексій Резніков.") == [("Oleksii Reznikov", text)]
    inner = "Київ пообіцяв не застосовувати касетні боєприпаси"
    assert told(f"Лойд заявив, що {inner}.".replace("Лойд", "Ллойд Остін")) == [("Lloyd Austin", inner)]


def test_list__behind_a_quote__its_speaker() -> None:
    text = (
        '"Касетні снаряди ми застосуємо за правилами", - зазначив Резніков.\n\n'
        "* Касетні снаряди не застосовують у містах.\n\n* Касетні снаряди рахують після бою."
    )
    assert [speaker for speaker, _ in told(text)] == ["Oleksii Reznikov"] * 3


def test_short_name__with_an_ending__full_name() -> None:
    text = f"Мер Лисичанська Андрій Бондаренко заявив, що {USED}. За даними Бондаренка, {USED}."
    assert told(text) == [("Andrii Bondarenko", USED)] * 2


def test_noun_behind_a_verb__what_is_confirmed__claim() -> None:
    found = told("Пентагон підтвердив доставку касетних боєприпасів до України.")
    assert found == [("Pentagon", "доставку касетних боєприпасів до України")]


def test_pointing_word__whom_a_question_went_to__answers() -> None:
    text = 'Посадовця спитали про касетні снаряди, на що той відповів: "Ми вже маємо касетні снаряди".'
    assert told(text) == [("unnamed official", "Ми вже маємо касетні снаряди")]
