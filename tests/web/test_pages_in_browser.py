"""The user's path on every page, in a real browser, by mouse and by keyboard alone."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.needs_system, pytest.mark.xdist_group("web")]


def test_settings__arabic_and_dark__turn_the_page_around(new_page) -> None:
    page = new_page("/settings")
    page.get_by_label("Light or dark").select_option("dark")
    page.wait_for_selector('html[data-theme="dark"]')
    page.locator("#choose-language").select_option("ar")
    page.wait_for_selector('html[dir="rtl"]')
    assert page.locator("nav.places").bounding_box()["x"] > 600


def test_places__by_keyboard__are_reached_with_g_and_a_digit(page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("9")
    page.wait_for_url("**/settings")
    assert page.get_by_role("heading", level=1).inner_text() == "Settings and help"
