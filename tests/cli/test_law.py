"""Commands of law as people type them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tilth.claims import Claim
from tilth.project import Project

S01 = {"on": "2023-07-07", "act": "transfer", "actor": "USA", "other": "UKR", "via": ["DEU"]}


@pytest.fixture
def project(tilth: Any, tmp_path: Path) -> Path:
    """Return a project in which Cyprus has joined and New Zealand is said to leave."""
    path = tmp_path / "p.gpkg"
    tilth("init", path, "--no-facts")
    joined = {"state": "CYP", "treaty": "CCM", "consent_date": "2026-02-10"}
    leaving = {"state": "NZL", "treaty": "CCM", "withdrawal_notified": "2026-03-10"}
    with Project.open(path) as opened:
        claim = Claim(kind="treaty_action", subject="treaty_action:CYP-CCM", values=joined)
        opened.append([claim], state="accepted")
        opened.append([Claim(kind="treaty_action", subject="treaty_action:NZL-CCM", values=leaving)])
    return path


def question(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_assess__us_to_ukraine_via_germany__finds_for_each_state_under_each_regime(
    tilth: Any, tmp_path: Path
) -> None:
    findings = tilth("law", "assess", question(tmp_path / "q.json", S01), "--json").json["findings"]
    found = {(each["state"], each["regime"].partition(":")[0]) for each in findings}
    regimes = ("ccm", "national", "att", "eu_2008_944", "ccw_p5", "ihl")
    assert found == {(state, regime) for state in ("USA", "UKR", "DEU") for regime in regimes}
    transit = next(each for each in findings if (each["state"], each["regime"]) == ("DEU", "ccm"))
    assert transit["outcome"] == "unclear"
    assert {each["outcome"] for each in transit["readings"]} == {"prohibited", "not_regulated"}


def test_assess__explain__tells_facts_rules_and_exceptions(tilth: Any, tmp_path: Path) -> None:
    told = tilth("law", "assess", question(tmp_path / "q.json", S01), "--explain").out
    for words in ("facts used:", "rules tried:", "exceptions considered:", "Reading B", "not legal advice"):
        assert words in told


def test_assess__law_that_was_not_read__is_not_covered_and_never_permitted(
    tilth: Any, tmp_path: Path
) -> None:
    asked = question(tmp_path / "q.json", {"on": "2024-01-01", "act": "finance", "actor": "BRA"})
    findings = tilth("law", "assess", asked, "--json").json["findings"]
    [national] = [each for each in findings if each["regime"] == "national:BRA"]
    assert (national["outcome"], national["citation"]) == ("unclear", "not covered by the rules loaded")
    assert "permitted" not in {each["outcome"] for each in findings}


@pytest.mark.parametrize("change,words", [
    ({"actor": "Lithuanai"}, "Lithuania"),
    ({"act": "tranfer"}, "did you mean 'transfer'"),
    ({"act": "bombard"}, "allowed are"),
    ({"on": "2023-02-30"}, "2023-02-30"),
    ({"actor": "South Sudan", "on": "2010-01-01"}, "did not exist on 2010-01-01"),
    ({"wia": ["DEU"]}, "did you mean 'via'"),
    ({"actor": {"name": "X", "regimes": {"cmm": {"in_force": "2012-01-01"}}}}, "did you mean 'ccm'"),
    ({"actor": {"name": "X", "regimes": {"ccm": {"in_forse": "2012-01-01"}}}}, "did you mean 'in_force'"),
    ({"actor": {"name": "X", "regimes": {"ccm": {"in_force": "2012-01-01", "consent_date": "2015-01-01"}}}},
     "contradicts"),
    ({"facts": {"failure_rate": 0.02}, "munition": {"submunitions": 9, "failure_rate": 0.01}}, "contradict"),
    ({"munition": {"submunitons": 9}}, "did you mean 'submunitions'"),
])  # fmt: skip
def test_assess__bad_question__ends_with_two_and_says_what_to_write(
    tilth: Any, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    done = tilth("law", "assess", question(tmp_path / "q.json", S01 | change), "--json")
    assert done.status == 2
    assert words in done.err
    assert done.out == ""


def test_status__deposit_accepted_in_a_project__changes_the_answer(tilth: Any, project: Path) -> None:
    words = ["law", "status", "--state", "CYP", "--on", "2026-08-01", "--json"]
    told = [tilth(*words, *more).json["regimes"]["ccm"]["standing"] for more in ([], ["--project", project])]
    assert told == ["signatory", "party"]


def test_status__withdrawal_nobody_reviewed__counts_only_with_proposed(tilth: Any, project: Path) -> None:
    words = ["law", "status", "--state", "NZL", "--on", "2026-09-10", "--project", project, "--json"]
    narrow, wide = tilth(*words), tilth(*words, "--proposed")
    assert narrow.json["regimes"]["ccm"]["standing"] == "party"
    assert "1 treaty claims wait for review" in narrow.err
    assert wide.json["regimes"]["ccm"]["standing"] == "former_party"


def test_deadlines__deposit_in_a_project__counts_from_its_entry(tilth: Any, project: Path) -> None:
    words = ["law", "deadlines", "--state", "CYP", "--on", "2026-05-01", "--project", project, "--json"]
    found = tilth(*words).json["ccm"]
    # 1 August 2026 plus 180 days, 8 and 10 years
    assert [found[key] for key in ("in_force", "initial_report", "stockpile_destruction", "clearance")] == [
        "2026-08-01", "2027-01-28", "2034-08-01", "2036-08-01",
    ]  # fmt: skip


def test_assess__deposit_in_a_project__binds_the_state(tilth: Any, project: Path, tmp_path: Path) -> None:
    asked = question(tmp_path / "q.json", {"on": "2026-08-01", "act": "produce", "actor": "CYP"})
    told = [
        tilth("law", "assess", asked, "--json", *more).json["findings"][0]
        for more in ([], ["--project", project])
    ]
    assert [each["outcome"] for each in told] == ["not_regulated", "prohibited"]
    assert {each["kind"] for each in told[1]["trace"]["facts"]} == {"claim", "table row"}


def test_matrix__csv__has_a_row_a_pair(tilth: Any, tmp_path: Path) -> None:
    target = tmp_path / "m.csv"
    done = tilth("law", "matrix", "--act", "transfer", "--on", "2023-07-07", "--csv", target)
    rows = list(csv.DictReader(target.read_text("utf-8").splitlines()))
    count = len({row["supplier"] for row in rows})
    assert (done.status, len(rows)) == (0, count * (count - 1))
    [pair] = [row for row in rows if (row["supplier"], row["recipient"]) == ("DEU", "UKR")]
    assert (pair["supplier_ccm"], pair["recipient_ccm"]) == ("prohibited", "not_regulated")
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_matrix__folder_that_is_not_there__ends_with_two(tilth: Any, tmp_path: Path) -> None:
    done = tilth("law", "matrix", "--act", "transfer", "--on", "2023", "--csv", tmp_path / "no" / "m.csv")
    assert done.status == 2
    assert "no folder" in done.err


def test_matrix__deposit_in_a_project__changes_the_row(tilth: Any, project: Path) -> None:
    words = ["law", "matrix", "--act", "transfer", "--on", "2026-08-01", "--project", project, "--json"]
    found = tilth(*words).json
    first, second = found["states"].index("CYP"), found["states"].index("USA")
    assert found["answers"][found["cells"][first][second]]["supplier"]["ccm"] == "prohibited"


def test_calendar__philippines__lists_what_is_coming(tilth: Any) -> None:
    coming = tilth("law", "calendar", "PHL", "--on", "2019-08-01", "--json").json["coming"]
    # in force 1 July 2019 plus 180 days
    assert (coming[0]["date"], coming[0]["duty"]) == ("2019-12-28", "initial_report")


def test_rules__as_json__holds_every_rule_with_citation_and_source(tilth: Any) -> None:
    told = tilth("law", "rules", "--json").json
    assert all(each["clause"]["citation"] and each["clause"]["source"] for each in told["rules"])
    assert {"CCM-20", "CCM-2"} <= {each["id"] for each in told["framework"]}


def test_rules__as_text__marks_what_was_not_read(tilth: Any) -> None:
    told = tilth("law", "rules").out
    assert "CCM-3.6-minimum" in told
    assert "[not verified]" in told


@pytest.mark.parametrize("words", [
    ["status", "--state", "CYP", "--proposed"],
    ["status", "--state", "CYP", "--project", "nothing.gpkg"],
    ["calendar", "Atlantis"],
    ["matrix", "--act", "use", "--on", "2023"],
])  # fmt: skip
def test_law__bad_request__ends_with_two(tilth: Any, words: list[str]) -> None:
    done = tilth("law", *words, "--json")
    assert (done.status, done.out) == (2, "")
