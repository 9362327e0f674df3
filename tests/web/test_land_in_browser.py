"""Map, areas, account and bringing data: the user's path, by mouse and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.needs_system, pytest.mark.xdist_group("web")]

CORNERS = "-20.340 -12.165\n-20.340 -12.163\n-20.342 -12.163\n-20.342 -12.165"
TABLE = """ID;Fundtag;Laenge;Breite;Art
A1;2024-05-13;-12,161;-20,351;submunition
A2;2024-05-14;-12,162;-20,352;crater
A3;irgendwann;-12,163;-20,353;fragment
A4;2024-05-14;;;fragment
"""


def drawn(page):
    page.locator("#map[data-drawn]").wait_for(timeout=15_000)
    return page


def test_map__a_corner_list_typed__is_checked_saved_and_listed(new_page) -> None:
    page = drawn(new_page("/map"))
    page.get_by_role("button", name="Draw an area").click()
    page.get_by_text("Type the corners instead").click()
    page.locator("#corners").fill(CORNERS)
    page.get_by_role("button", name="Put on the map").click()
    page.get_by_text("points of evidence lie inside").wait_for()
    assert re.match(r"4\d[,. ]?\d{3} m²", page.locator("#drawn-area").inner_text())
    page.get_by_label("Number").fill("T-77")
    page.get_by_label("Reason").fill("a farmer showed the place")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#saved a").wait_for()
    page.goto(page.url.split("/map")[0] + "/areas?q=T-77")
    row = page.get_by_role("row", name="T-77")
    assert "proposed" in row.inner_text()


def test_map__an_outline_that_crosses_itself__cannot_be_saved(new_page) -> None:
    page = drawn(new_page("/map"))
    page.get_by_role("button", name="Draw an area").click()
    page.get_by_text("Type the corners instead").click()
    page.locator("#corners").fill("-20.340 -12.165\n-20.342 -12.163\n-20.340 -12.163\n-20.342 -12.165")
    page.get_by_role("button", name="Put on the map").click()
    page.locator("[data-must-fix]").wait_for()
    assert page.get_by_role("button", name="Save", exact=True).is_disabled()


def test_map__by_keyboard__draws_corners_at_the_cross_and_tells_the_position(new_page) -> None:
    page = drawn(new_page("/map"))
    page.get_by_role("button", name="Draw an area").focus()
    page.keyboard.press("Enter")
    page.locator("#map").focus()
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    page.keyboard.press("f")
    page.get_by_text("Checks before saving").wait_for()
    assert "S" in page.locator("#at-dd").inner_text()
    assert re.match(
        r"\d\d [A-Z]{2} \d{5} \d{5}|\d\d[A-Z] [A-Z]{2} \d{5} \d{5}", page.locator("#at-mgrs").inner_text()
    )


def test_map__an_area_of_the_table__is_shown_and_its_outline_changed_with_a_reason(new_page) -> None:
    page = drawn(new_page("/map"))
    first = page.locator("#in-view [data-show-subject]").first
    name = first.inner_text()
    first.click()
    page.get_by_role("button", name="Change its outline").click()
    page.get_by_text("Checks before saving").wait_for()
    page.get_by_label("Reason").fill("the fence was measured")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("the old one stays in the ledger").wait_for()
    assert name in page.locator("#saved").inner_text()


def test_map__a_day_before_everything__shows_only_what_has_no_day(new_page) -> None:
    page = drawn(new_page("/map"))
    page.locator("#in-view [data-show-subject]").first.wait_for()
    before = page.locator("#in-view [role=status]").inner_text()
    page.locator("#day-on").fill("2019-01-01")
    page.locator("#day-on").blur()
    page.wait_for_function(
        "b => document.querySelector('#in-view [role=status]').innerText !== b", arg=before
    )
    page.locator("#day-known").fill("2020-01-01")
    page.locator("#day-known").blur()
    page.get_by_text("Nothing on record in this view").wait_for()


def test_measure__a_line_by_mouse__is_told_in_metres(new_page) -> None:
    page = drawn(new_page("/map"))
    page.get_by_role("button", name="Measure").click()
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + 100, box["y"] + 200)
    page.mouse.dblclick(box["x"] + 300, box["y"] + 200)
    assert re.search(r"\d m$", page.locator("#measured-value").inner_text())


def test_areas__from_the_list_to_a_move_that_lacks_something__says_what(page) -> None:
    page.get_by_role("link", name="Areas and tasks").click()
    page.get_by_label("Class").select_option("CHA")
    page.get_by_role("button", name="Show").click()
    page.locator("tbody a").first.click()
    page.get_by_text("Moves not open now, and why").click()
    assert page.get_by_text("Needs").count() > 3
    page.locator("summary", has_text="suspend").first.click()
    page.locator("#reason-suspend").fill("the rains")
    page.locator("details[open] button", has_text="Make this move").click()
    page.get_by_text("suspend: recorded").wait_for()
    assert page.locator(".tag.accent").inner_text() == "suspended"


def test_account__a_figure__leads_to_its_land_and_its_claims(page) -> None:
    page.get_by_role("link", name="Account").click()
    page.get_by_label("Rows").select_option("class")
    page.get_by_role("button", name="Show").click()
    page.locator("tbody tr", has_text="SHA").locator("a").last.click()
    total = page.locator(".page-head p").last.inner_text()
    assert "pieces of land" in total
    page.locator("td a.leads").first.click()
    page.wait_for_url("**/behind?claims=*")


def test_account__as_a_file__is_downloaded(page) -> None:
    page.get_by_role("link", name="Account").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").click()
    lines = Path(got.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("from,on,known_on,admin_unit,opening_m2")
    assert lines[-1].split(",")[3] == "total"


def test_bring__a_table__is_mapped_tried_and_taken_in_by_keyboard(page, tmp_path: Path) -> None:
    file = tmp_path / "funde.csv"
    file.write_text(TABLE, "utf-8")
    page.locator("nav.places a[href='/bring']").press("Enter")
    page.set_input_files("#file", file)
    page.get_by_label("What it holds").select_option("evidence_point")
    page.get_by_role("button", name="Look into it").press("Enter")
    page.get_by_label("Place", exact=True).select_option("lonlat")
    page.locator("#place-0").select_option("Laenge")
    page.locator("#place-1").select_option("Breite")
    page.get_by_label("Art: becomes").select_option("evidence_kind")
    page.get_by_role("button", name="Try it").press("Enter")
    page.get_by_text("Nothing has been written yet").wait_for()
    assert page.locator(".fate .big").all_inner_texts() == ["3", "1", "0", "0"]
    page.get_by_role("button", name="Take it in").press("Enter")
    page.get_by_role("heading", name="funde.csv", level=1).wait_for()
    page.get_by_text("claims added").first.wait_for()
    page.get_by_role("link", name="See it on the map").press("Enter")
    drawn(page)


@pytest.mark.parametrize("path", ["/map", "/areas", "/areas/tasks", "/account", "/bring"])
def test_phone__land_pages__are_no_wider_than_the_screen(new_page, path: str) -> None:
    page = new_page(path, viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_map_print__a4__has_grid_scale_and_goes_back(new_page) -> None:
    page = drawn(new_page("/map"))
    page.evaluate("window.print = () => { window.printed = document.querySelectorAll('.map-scale').length }")
    page.get_by_role("button", name="Print on A4").click()
    page.wait_for_function("window.printed > 0", timeout=15_000)
    assert page.locator("body.map-sheet").count() == 0
