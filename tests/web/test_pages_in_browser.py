"""The user's path on every page, in a real browser, by mouse and by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.needs_system, pytest.mark.xdist_group("web")]

ARTICLE = """The Ministry of Defence of Ruritania said that it will not supply cluster munitions to Kyiv.
Human Rights Watch said that cluster munitions were used in the town on 2 May 2024.
"""


def example(page) -> str:
    """Open the Dutch example from the list of articles; return its address."""
    page.goto(home(page) + "/read")
    page.get_by_role("link", name="Washington belooft").click()
    page.wait_for_selector("#reading")
    return page.url


def home(page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def status_of(page, claim: str) -> str:
    return page.locator(f"[data-claim='{claim}'] header .tag").last.inner_text()


def test_places__by_keyboard__are_reached_with_g_and_a_digit(page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("9")
    page.wait_for_url("**/settings")
    assert page.get_by_role("heading", level=1).inner_text() == "Settings and help"


def test_settings__arabic_and_dark__turn_the_page_around(new_page) -> None:
    page = new_page("/settings")
    page.locator("#choose-theme").select_option("dark")
    page.wait_for_selector('html[data-theme="dark"]')
    page.locator("#choose-language").select_option("ar")
    page.wait_for_selector('html[dir="rtl"]')
    assert page.locator("nav.places").bounding_box()["x"] > 600


def test_read__an_article_pasted__its_claims_are_marked_beside_the_text(page) -> None:
    page.goto(home(page) + "/read")
    page.get_by_label("Or paste its text").fill(ARTICLE)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector("#reading .claim")
    said = page.locator(".claim .said").all_inner_texts()
    assert any("cluster munitions were used in the town" in words for words in said)
    assert page.locator("mark[data-claims]").count() >= 2


def test_read__an_article_chosen_as_a_file__is_read(page, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Amnesty International said on 4 June that cluster bombs hit the market of the town.\n")
    page.goto(home(page) + "/read")
    page.set_input_files("#file", file)
    page.wait_for_selector("#reading .claim")
    assert "Amnesty" in page.locator(".claim").first.inner_text()


def test_read__by_keyboard_alone__accept_reject_undo_and_go_on(page) -> None:
    example(page)
    one = page.locator(".claim.current").get_attribute("data-claim")
    page.keyboard.press("a")
    page.wait_for_selector(f"[data-claim='{one}'].is-accepted")
    two = page.locator(".claim.current").get_attribute("data-claim")
    assert two != one
    page.keyboard.press("r")
    page.wait_for_selector(f"[data-claim='{two}'].is-rejected")
    page.keyboard.press("u")
    page.wait_for_selector(f"[data-claim='{two}'].is-proposed")
    page.keyboard.press("n")
    page.keyboard.press("k")
    assert page.locator(".claim.current").count() == 1


def test_read__words_selected_in_the_text__become_the_span_of_the_correction(page) -> None:
    example(page)
    page.keyboard.press("c")
    page.wait_for_selector("#correcting")
    page.evaluate(
        """() => { const mark = document.querySelector('#text mark').firstChild; const range = new Range();
        range.setStart(mark, 0); range.setEnd(mark, 9);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    words = page.locator("#f-words").inner_text()
    start, end = map(int, page.locator("#f-span").input_value().split(":"))
    assert end - start == len(words)
    page.locator("#f-speaker").fill("Ruritanian observer")
    page.locator("#f-topic").select_option("use")
    page.locator("#f-stance").select_option("accuses")
    page.get_by_role("button", name="Save the correction").click()
    page.wait_for_selector(".claim.current.is-accepted")
    card = page.locator(".claim.current")
    assert card.locator(".said").inner_text() == words
    assert "Ruritanian observer" in card.inner_text()
    assert {"use", "accuses"} <= set(card.locator(".tag").all_inner_texts())


def test_read__two_windows_correct_one_claim__both_versions_are_kept_and_shown(new_page) -> None:
    one = new_page("/read")
    address = example(one)
    claim = one.locator(".claim.is-proposed").last.get_attribute("data-claim")
    two = new_page()
    for page, stance in ((one, "supports"), (two, "denies")):
        page.goto(f"{address.split('?')[0]}?correct={claim}")
        page.locator("#f-stance").select_option(stance)
    for page in (one, two):
        page.get_by_role("button", name="Save the correction").click()
        page.wait_for_selector("#correcting", state="detached")
    two.goto(f"{home(two)}/claims/{claim}/versions")
    versions = two.locator(".versions > section")
    assert versions.count() == 2
    assert {"supports", "denies"} <= set(two.locator(".versions mark").all_inner_texts())
    versions.first.get_by_role("button", name="Keep this version").click()
    two.wait_for_selector(".versions > section:only-child")


def test_claims__search_by_keyboard__finds_words_and_leads_to_what_rests_on_the_claim(page) -> None:
    page.goto(home(page) + "/claims")
    page.keyboard.press("/")
    page.keyboard.type("steunpakket mil")
    page.keyboard.press("Enter")
    page.wait_for_selector(".claim-row mark")
    page.locator(".claim-row a").first.press("Enter")
    page.wait_for_selector("#history")
    assert "Used in" in page.locator("#uses").inner_text()
    assert page.locator("#source mark").count() == 1


def test_claims__contradictions__stand_side_by_side_until_one_is_settled(page) -> None:
    page.goto(home(page) + "/claims/conflicts")
    first = page.locator("main section.card").first
    title = first.locator("h2").inner_text()
    assert first.locator(".sides > div").count() >= 2
    first.get_by_role("button", name="Settle for this").first.click()
    page.wait_for_url("**/claims/conflicts")
    page.locator("main h2").first.wait_for()
    assert title not in page.locator("main h2").all_inner_texts()


def test_states__a_state__shows_its_standing_over_time_and_a_figure_leads_to_its_claims(page) -> None:
    page.goto(home(page) + "/states")
    page.get_by_label("Name or code").fill("Lithuania")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Lithuania").click()
    assert page.locator("#over-time svg").count() >= 1
    page.locator("#over-time summary").click()
    page.locator("#over-time a.leads").first.click()
    page.wait_for_selector(".claim-row")


def test_transfers__one__puts_claimed_beside_evidenced_rates(page) -> None:
    page.goto(home(page) + "/transfers/USA-UKR")
    told = page.locator("#expected").inner_text()
    assert "Evidence" in told
    assert "according to" in told.lower() or "%" in told
    assert page.locator("#law").is_visible()


def test_settings__verify__tells_that_all_of_it_holds(page) -> None:
    page.goto(home(page) + "/settings")
    page.get_by_role("button", name="Check it now").click()
    page.wait_for_selector("#proof .tag.good", timeout=20_000)


def test_phone__every_page__is_no_wider_than_the_screen(new_page) -> None:
    page = new_page("/", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    for path in (
        "/",
        "/read",
        "/claims?q=granaten",
        "/claims/conflicts",
        "/states",
        "/states/USA",
        "/settings",
    ):
        page.goto(home(page) + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
