"""What is built from sources is what is committed; it needs nothing from elsewhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tilth.web.rendering import environment

WEB = Path(__file__).resolve().parents[2] / "src/tilth/web"
STATIC = WEB / "static"
NODE = shutil.which("node") is not None and (WEB / "node_modules").is_dir()


@pytest.mark.skipif(not NODE, reason="node or its packages are absent: 'npm ci' in src/tilth/web gets them")
def test_static__built_anew__is_what_is_committed(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", tmp_path / "built"], cwd=WEB, check=True, timeout=120)
    built = {path.name: path.read_bytes() for path in (tmp_path / "built").iterdir()}
    kept = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    differing = [name for name in built.keys() | kept.keys() if built.get(name) != kept.get(name)]
    assert not differing, f"{differing}: run 'npm run build' in src/tilth/web and commit static/"


def test_lock__names_no_place_of_download() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text("utf-8"))
    assert not [name for name, told in lock["packages"].items() if "resolved" in told]
    assert all("integrity" in told for name, told in lock["packages"].items() if name)


def test_style_and_scripts__ask_nothing_of_other_machines() -> None:
    for path in STATIC.iterdir():
        if path.suffix == ".css":
            assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", path.read_text("utf-8")), path.name


def test_licences__of_everything_bundled__are_kept() -> None:
    told = (STATIC / "LICENCES.txt").read_text("utf-8")
    for name in ("htmx.org", "Source Sans 3", "Source Serif 4", "Noto Sans Arabic", "SIL OPEN FONT LICENSE"):
        assert name in told


@pytest.mark.parametrize("path", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name)
def test_template__no_style_or_script_stands_in_the_page(path: Path) -> None:
    # A block of JSON is data that scripts read; no browser runs it.
    text = path.read_text("utf-8").replace('<script type="application/json"', "<data")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)", text)
    environment("en").get_template(path.name)
