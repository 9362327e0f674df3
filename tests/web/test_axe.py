"""axe-core finds no serious fault on any page, light and dark, left to right and right to left."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = [pytest.mark.needs_system, pytest.mark.xdist_group("web")]
AXE = Path(__file__).parent / "axe.min.js"
PAGES = (
    *("/", "/menu", "/read", "/claims?q=granaten&kind=statement", "/claims/conflicts", "/states"),
    *("/states/UKR", "/transfers", "/transfers/USA-UKR", "/settings", "/settings/figures"),
    *("/map", "/areas?cls=CHA", "/areas/tasks", "/account?by=class", "/account/cells?line=closing", "/bring"),
)


def faults(page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    told = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node['failureSummary']}"
        for fault in told["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


def test_axe__dark_and_right_to_left__has_no_serious_fault(new_page) -> None:
    page = new_page("/", bypass_csp=True, color_scheme="dark", locale="ar")
    home = page.url.rstrip("/")
    found = {}
    for path in ("/", "/claims?q=granaten", "/states/UKR"):
        page.goto(home + path)
        found[path] = faults(page)
    assert not {path: told for path, told in found.items() if told}


def test_axe__every_page__has_no_serious_fault(new_page) -> None:
    page = new_page("/read", bypass_csp=True)
    article = page.locator("main a[href^='/read/']").first.get_attribute("href")
    home = page.url.removesuffix("/read")
    found = {}
    for path in (*PAGES, article, f"{article}?correct=first"):
        if path.endswith("first"):
            page.goto(home + article)
            path = page.locator(".claim a[data-key=c]").first.get_attribute("href")
        page.goto(home + path)
        found[path] = faults(page)
    page.goto(home + "/claims")
    page.locator(".claim-row a").first.click()
    page.wait_for_selector("#history")
    found["claim"] = faults(page)
    assert not {path: told for path, told in found.items() if told}
