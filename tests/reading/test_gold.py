"""The seed article and the constructed gold articles; the floors lie a little below what was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tilth.reading import Proposal, open_article, read

NAMES = ["seed", *(f"{number:03}" for number in range(1, 19))]


@pytest.fixture(scope="module")
def seed(shared: Path) -> list[Proposal]:
    return read(open_article(shared / "gold" / "seed.txt"))


def test_seed__speakers__are_those_of_the_annotation(seed: list[Proposal], shared: Path) -> None:
    claims = json.loads((shared / "gold" / "seed.json").read_text("utf-8"))["claims"]
    assert {each.speaker for each in seed} == {claim["speaker"] for claim in claims}


def test_seed__package__has_its_value(seed: list[Proposal]) -> None:
    values = {fact.get("value_usd") for each in seed for fact in each.facts if fact["type"] == "transfer"}
    assert 800_000_000 in values


def test_seed__states_outside_the_convention__are_found(seed: list[Proposal]) -> None:
    found = {fact["state"] for each in seed for fact in each.facts if fact["type"] == "treaty_status"}
    assert {"USA", "RUS", "UKR"} <= found


@pytest.mark.parametrize("name", ["007", "012"])
def test_off_topic_article__yields_nothing(shared: Path, name: str) -> None:
    assert read(open_article(shared / "gold" / f"{name}.txt")) == []


# A little below what `python3 score.py . PRED` gave when they were written, on all 19 articles.
FLOORS = {"claim": 0.80, "span": 0.87, "speaker": 0.82, "topic": 0.73, "facts": 0.66}
LANGUAGES = {"de": 0.85, "en": 0.76, "es": 0.85, "fr": 0.74, "nl": 0.86, "uk": 0.40}


@pytest.fixture(scope="module")
def scored(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("gold")
    for name in NAMES:
        found = [each.to_json() for each in read(open_article(shared / "gold" / f"{name}.txt"))]
        (folder / f"{name}.json").write_text(json.dumps({"claims": found}), encoding="utf-8")
    out = folder / "out.txt"
    command = [sys.executable, "score.py", ".", str(folder), "--only", ",".join(NAMES), "--json", str(out)]
    subprocess.run(command, cwd=shared / "gold", check=True, capture_output=True)
    result: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return result


@pytest.mark.parametrize("measure, floor", FLOORS.items())
def test_gold__measure__reaches_its_floor(scored: dict[str, Any], measure: str, floor: float) -> None:
    assert scored["measures"][measure]["f1"] >= floor


@pytest.mark.parametrize("lang, floor", LANGUAGES.items())
def test_gold__language__reaches_its_floor(scored: dict[str, Any], lang: str, floor: float) -> None:
    assert scored["claim_by_language"][lang]["f1"] >= floor
