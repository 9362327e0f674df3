"""Names looked up in the register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tilth.reading import known_speaker


@pytest.mark.parametrize(
    "given, name",
    [
        ("Pentagon", "Pentagon"),
        ("  human rights   WATCH ", "Human Rights Watch"),
        ("Norwegian People’s Aid", "Norwegian People's Aid"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Gitanas Nauseda", "Gitanas Nausėda"),
        ("Lithuanian Ministry of National Defence", "Lithuanian Ministry of National Defence"),
        ("Lao government", "Lao government"),
    ],
)
def test_known_speaker__name_or_alias__is_the_entity(given: str, name: str) -> None:
    found = known_speaker(given)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("given", ["", "Jan Nobody", "the", "?"])
def test_known_speaker__name_it_does_not_hold__is_none(given: str) -> None:
    assert known_speaker(given) is None


def test_known_speaker__canonical_names_of_the_gold_set__are_mostly_held(shared: Path) -> None:
    rows = json.loads((shared / "gold" / "entities.json").read_text("utf-8"))["entities"]
    held = [
        row["name"] for row in rows if (found := known_speaker(row["name"])) and found.name == row["name"]
    ]
    assert len(held) / len(rows) > 0.9, sorted({row["name"] for row in rows} - set(held))
