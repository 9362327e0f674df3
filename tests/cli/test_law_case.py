"""Cases of law on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilth.claims import Claim
from tilth.project import Project

TRANSFER = Claim(
    kind="transfer",
    subject="transfer:T1",
    values={"supplier": "USA", "recipient": "UKR", "announced": "2023-07-07"},
)


@pytest.fixture
def address(tmp_path: Path) -> Path:
    """Return a project with one accepted transfer."""
    with Project.create(tmp_path / "p.gpkg") as project:
        project.append([TRANSFER], state="accepted")
    return tmp_path / "p.gpkg"


def test_case__transfer_through_germany__kept_and_listed(tilth, address: Path) -> None:
    words = (
        "law",
        "case",
        TRANSFER.id[:10],
        "--project",
        address,
        "--via",
        "Germany",
        "--fact",
        "waiver=true",
    )
    kept = tilth(*words, "--json")
    assert kept.status == 0
    assert kept.json["question"]["facts"] == {"waiver": True}
    transit = [each for each in kept.json["answer"]["findings"] if each["state"] == "DEU"]
    assert len(transit[0]["readings"]) >= 2
    listed = tilth("law", "cases", "--project", address, "--json")
    assert (listed.status, listed.json["stale"]) == (0, 0)
    assert [each["case"] for each in listed.json["cases"]] == [kept.json["case"]]


def test_cases__fact_changed__status_1_and_the_difference(tilth, address: Path) -> None:
    tilth("law", "case", TRANSFER.id[:10], "--project", address)
    with Project.open(address) as project:
        joined = {"state": "UKR", "treaty": "CCM", "action": "accession", "consent_date": "2020-01-10"}
        claim = Claim(kind="treaty_action", subject="treaty_action:UKR-x", values=joined)
        project.append([claim], state="accepted")
    done = tilth("law", "cases", "--project", address)
    assert done.status == 1
    assert "stale" in done.out
    assert "UKR" in done.out


@pytest.mark.parametrize(
    "more, told",
    [
        (["--fact", "waiver"], "NAME=VALUE"),
        (["--via", "Germny"], "Germany"),
        (["--purpose", "fun"], "training"),
    ],
)
def test_case__wrong_option__refused_with_what_is_allowed(
    tilth, address: Path, more: list[str], told: str
) -> None:
    done = tilth("law", "case", TRANSFER.id[:10], "--project", address, *more)
    assert (done.status, told in done.err) == (2, True)


def test_case__no_such_claim__refused(tilth, address: Path) -> None:
    done = tilth("law", "case", "0" * 10, "--project", address)
    assert (done.status, "names no claim" in done.err) == (2, True)


def test_rules__out__writes_the_page(tilth, tmp_path: Path) -> None:
    done = tilth("law", "rules", "--out", tmp_path / "rules.html")
    assert done.status == 0
    assert 'id="rule-CCM-1a"' in (tmp_path / "rules.html").read_text("utf-8")
