"""The seed article and the constructed gold articles; the floors lie a little below what was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tilth.reading import Proposal, open_article, read

NAMES = ["seed", *(f"{number:03}" for number in range(1, 13))]


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


def test_gold__claims__reach_the_floor(shared: Path, tmp_path: Path) -> None:
    for name in NAMES:
        found = [each.to_json() for each in read(open_article(shared / "gold" / f"{name}.txt"))]
        (tmp_path / f"{name}.json").write_text(json.dumps({"claims": found}), encoding="utf-8")
    out = tmp_path / "out.json"
    command = [sys.executable, "score.py", ".", str(tmp_path), "--only", ",".join(NAMES), "--json", str(out)]
    subprocess.run(command, cwd=shared / "gold", check=True, capture_output=True)
    assert json.loads(out.read_text("utf-8"))["measures"]["claim"]["f1"] >= 0.8
