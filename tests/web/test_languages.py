"""The pages in five languages: complete, with numbers and dates as each writes them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tilth.web.languages import LANGUAGES, translations

pytestmark = pytest.mark.xdist_group("web")
ROOT = Path(__file__).resolve().parents[2]
PLACE = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def catalogues():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import catalogues as module
    finally:
        sys.path.pop(0)
    return module


def test_catalogues__every_message_of_the_pages__is_in_them(catalogues) -> None:
    wanted = {str(message.id) for message in catalogues.messages() if message.id}
    for code in LANGUAGES.keys() - {"en"}:
        held = {str(message.id) for message in catalogues.catalogue(code) if message.id}
        assert held == wanted, f"{code}: run 'python scripts/catalogues.py'"


def test_dutch__like_english__is_complete(catalogues) -> None:
    assert catalogues.missing("nl") == []


@pytest.mark.parametrize("code", sorted(LANGUAGES.keys() - {"en"}))
def test_translation__holds_the_same_blanks_to_fill_in(catalogues, code: str) -> None:
    for message in catalogues.catalogue(code):
        many = isinstance(message.id, tuple | list)
        told = [words for words in (message.string if many else [message.string]) if words]
        wanted = set(PLACE.findall(message.id[0] if many else message.id))
        for words in told:
            filled = set(PLACE.findall(words))
            assert filled == wanted or (many and filled <= wanted), (code, message.id, words)


def test_machine_made__languages__are_marked_so(client) -> None:
    for code, language in LANGUAGES.items():
        cookie = f"tilth={client.cookies['tilth']}; tilth_language={code}"
        page = client.get("/settings", headers={"cookie": cookie})
        foot = page.text.split('class="side-foot"')[1].split("</header>")[0]
        marked = translations(code).gettext("Machine translation, not checked") in foot
        assert marked != language.checked, code
        assert f'<html lang="{code}" dir="{language.direction}"' in page.text


@pytest.mark.parametrize("code, number, day", [("en", "1,058", "8 Jul 2023"), ("nl", "1.058", "8 jul 2023")])
def test_numbers_and_dates__are_written_as_the_language_does(code: str, number: str, day: str) -> None:
    from tilth.web.rendering import environment

    made = environment(code).from_string(
        "{{ 1058 | number }}|{{ '2023-07-08' | date }}|{{ '2023-07' | date }}"
    )
    assert made.render() == f"{number}|<bdi>{day}</bdi>|<bdi>2023-07</bdi>"


def test_browser__that_asks_for_a_language__gets_it(client) -> None:
    page = client.get("/", headers={"accept-language": "uk-UA,uk;q=0.9,en;q=0.5"})
    assert "Сьогодні" in page.text
