"""Take pictures of the pages in Debian's Chromium.

python docs/pictures/take_pages.py PROJECT.gpkg docs/pictures         # those of the tour, few colours
python docs/pictures/take_pages.py PROJECT.gpkg FOLDER --all          # every page: sizes, looks, languages
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
COLOURS = 96
TABLE = "ID;Date;Lon;Lat;Kind\nF1;2024-05-13;-12.161;-20.351;submunition\nF2;sometime;;;crater\n"
PAGES = (
    *("/", "/read", "/claims", "/claims/conflicts", "/states", "/states/UKR", "/transfers", "/map", "/areas"),
    *("/areas/tasks", "/account?by=class", "/account/cells?line=closing&by=class", "/bring", "/settings"),
)


@contextmanager
def served(project: str) -> Iterator[str]:
    """Serve a project in a process of its own; yield the printed address."""
    words = [Path(sys.executable).with_name("tilth"), "serve", project, "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, bufsize=1) as server:
        assert server.stdout is not None
        try:
            yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            server.terminate()


def settled(page: Any) -> None:
    """Wait until a page, and the map on it, is drawn."""
    if page.locator("#map").count():
        page.locator("#map[data-drawn]").wait_for(timeout=30_000)
        page.locator("#in-view [role=status]").wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)


def shoot(page: Any, path: Path, *, whole: bool = False) -> None:
    """Keep a picture with few colours."""
    settled(page)
    picture = Image.open(BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size / 1000:,.0f} kB")


def tour(browser: Any, address: str, folder: Path) -> None:
    """Take the pictures of docs/tour.md."""
    home = address.split("/?")[0]
    page = browser.new_page(viewport=LAPTOP)
    page.goto(address)
    shoot(page, folder / "tour_today.png")
    page.goto(f"{home}/read")
    page.locator("main a[href^='/read/']").first.click()
    shoot(page, folder / "tour_read.png")
    page.goto(f"{home}/states/UKR")
    shoot(page, folder / "tour_state.png")
    page.goto(f"{home}/map")
    settled(page)
    for _ in range(2):
        page.locator(".ol-zoom-in").click()
        page.wait_for_timeout(500)
    page.locator("#in-view [data-show-subject]").first.click()
    page.mouse.move(640, 330)
    shoot(page, folder / "tour_map.png")
    page.goto(f"{home}/areas?cls=SHA")
    page.locator("tbody a", has_text="f184").or_(page.locator("tbody th a").last).first.click()
    page.get_by_text("Moves not open now").click()
    shoot(page, folder / "tour_area.png")
    page.goto(f"{home}/account?by=class")
    shoot(page, folder / "tour_account.png")
    bring(page, home, folder)
    page = browser.new_page(viewport=PHONE, color_scheme="dark", locale="ar")
    page.goto(address)
    page.goto(f"{home}/map")
    shoot(page, folder / "tour_phone.png")


def bring(page: Any, home: str, folder: Path) -> None:
    """Bring a small table as far as the trial."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "finds.csv"
        file.write_text(TABLE, "utf-8")
        page.goto(f"{home}/bring")
        page.set_input_files("#file", file)
        page.locator("#kind").select_option("evidence_point")
        page.get_by_role("button", name="Look into it").click()
    page.locator("#notation").select_option("lonlat")
    page.locator("#place-0").select_option("Lon")
    page.locator("#place-1").select_option("Lat")
    page.get_by_role("button", name="Try it").click()
    page.locator(".fate").wait_for()
    shoot(page, folder / "tour_bring.png")


def everything(browser: Any, address: str, folder: Path) -> None:
    """Take every page, laptop and phone, light, dark and Arabic."""
    home = address.split("/?")[0]
    looks: dict[str, dict[str, Any]] = {
        "light": {"viewport": LAPTOP},
        "dark": {"viewport": LAPTOP, "color_scheme": "dark"},
        "arabic": {"viewport": LAPTOP, "locale": "ar"},
        "phone": {"viewport": PHONE},
        "phone-dark-arabic": {"viewport": PHONE, "color_scheme": "dark", "locale": "ar"},
    }
    for look, options in looks.items():
        page = browser.new_page(**options)
        page.goto(address)
        for path in PAGES:
            page.goto(home + path)
            name = re.sub(r"\W+", "-", path).strip("-") or "today"
            shoot(page, folder / f"{name}-{look}.png", whole=True)
        page.close()


def main(project: str, folder: str, *more: str) -> None:
    """Serve the project, and take the pictures."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with served(project) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        (everything if "--all" in more else tour)(browser, address, out)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
