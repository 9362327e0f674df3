"""Status and deadlines as the command line prints them."""

from __future__ import annotations

import json

import pytest

from tilth.law import (
    LawError,
    Participation,
    deadlines,
    participations,
    standing,
    state_code,
    state_name,
    status,
)


def test_status__party__has_the_keys_of_the_contract() -> None:
    found = json.loads(json.dumps(status("LTU", "2025-03-05")))
    assert (found["state"], found["on"]) == ("LTU", "2025-03-05")
    assert (
        found["regimes"]["ccm"] | {"standing": "party", "since": "2011-09-01", "until": "2025-03-05"}
        == (found["regimes"]["ccm"])
    )
    assert found["regimes"]["ccm"]["source"].startswith("https://")


def test_status__state__lists_every_regime() -> None:
    assert set(status("USA", "2023-07-07")["regimes"]) == {
        "ccm", "national:USA", "att", "eu_2008_944", "ccw_p5", "ihl"}  # fmt: skip


def test_status__state_without_law_on_record__has_no_national_regime() -> None:
    assert "national:UKR" not in status("UKR", "2023-07-07")["regimes"]


def test_status__each_regime__agrees_with_standing() -> None:
    for regime, found in status("DEU", "2023-07-07")["regimes"].items():
        assert found["standing"] == standing("DEU", regime, "2023-07-07").standing


def test_status__unknown_state__is_refused_with_near_misses() -> None:
    with pytest.raises(LawError, match="did you mean"):
        status("Germani", "2023-07-07")


@pytest.mark.parametrize("state,on,in_force,initial,following", [
    ("NGA", "2023-12-01", "2023-08-01", "2024-01-28", "2024-04-30"),  # clusterconvention.org, party 111
    ("SSD", "2024-03-01", "2024-02-01", "2024-07-30", "2025-04-30"),  # clusterconvention.org, party 112
    ("DEU", "2024-04-30", "2010-08-01", "2011-01-28", "2024-04-30"),
    ("DEU", "2024-05-01", "2010-08-01", "2011-01-28", "2025-04-30"),
])  # fmt: skip
def test_deadlines__reports__are_180_days_then_each_30_april(
    state: str, on: str, in_force: str, initial: str, following: str
) -> None:
    found = deadlines(state, on)["ccm"]
    assert (found["in_force"], found["initial_report"], found["next_report"]) == (
        in_force,
        initial,
        following,
    )


@pytest.mark.parametrize("state,stocks,clearance", [
    ("PER", "2021-03-01", "2023-03-01"),  # Peru deposited 26 September 2012: in force 1 March 2013
    ("BIH", "2019-03-01", "2021-03-01"),  # reference table of first deadlines
    ("TCD", "2021-09-01", "2023-09-01"),
])  # fmt: skip
def test_deadlines__first_terms__are_8_and_10_years(state: str, stocks: str, clearance: str) -> None:
    found = deadlines(state, "2014-01-01")["ccm"]
    assert (found["stockpile_destruction"], found["clearance"]) == (stocks, clearance)


@pytest.mark.parametrize("state", ["USA", "CYP"])
def test_deadlines__not_in_force__are_none_with_the_reason(state: str) -> None:
    found = deadlines(state, "2024-01-01")["ccm"]
    assert [found[key] for key in ("in_force", "clearance", "next_report")] == [None, None, None]
    assert "not in force" in found["notes"][0]


def test_deadlines__former_party__no_next_report() -> None:
    assert deadlines("LTU", "2025-03-06")["ccm"]["next_report"] is None


def test_deadlines__request_without_a_decision__does_not_move_the_deadline() -> None:
    found = deadlines("TCD", "2025-01-01")["ccm"]
    assert found["clearance"] == "2023-09-01"
    assert [each["decision"] for each in found["extensions"]] == ["requested"]


def test_deadlines__newer_claim__counts_from_its_date() -> None:
    claim = Participation.from_mapping({"state": "CYP", "regime": "ccm", "consent_date": "2026-01-10"})
    assert deadlines("CYP", "2026-02-01", [claim])["ccm"]["in_force"] == "2026-07-01"


@pytest.mark.parametrize("text,code", [
    ("LTU", "LTU"),
    ("lithuania", "LTU"),
    ("The Gambia", "GMB"),
    ("Côte d'Ivoire", "CIV"),
    ("cote d’ivoire", "CIV"),
    ("Türkiye", "TUR"),
    ("Turkey", "TUR"),
    ("U.S.", "USA"),
    ("Czech Republic", "CZE"),
    ("Holy See", "VAT"),
])  # fmt: skip
def test_state_code__code_or_name__is_found(text: str, code: str) -> None:
    assert state_code(text) == code


@pytest.mark.parametrize("row", sorted({each.state for each in participations()}))
def test_state_code__every_state_of_the_tables__is_known(row: str) -> None:
    assert state_code(row) == state_code(state_name(row)) == row
