"""What the law adds to a dossier, and the page of every rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tilth.claims import Claim, Installation, recorded_by_id
from tilth.law import clauses, framework, rules, standing, standing_over_time
from tilth.project import Project, add_facts
from tilth.project.cases import store_case
from tilth.reports import rules_page, state_dossier
from tilth.reports.standing_chart import STANDINGS, standing_chart

TRANSFER = Claim(
    kind="transfer",
    subject="transfer:T1",
    values={"supplier": "USA", "recipient": "UKR", "announced": "2023-07-07", "munition": "m864"},
)
JOINED = Claim(
    kind="treaty_action",
    subject="treaty_action:UKR-new",
    values={"state": "UKR", "treaty": "CCM", "action": "accession", "consent_date": "2022-01-10"},
)


@pytest.fixture(scope="module")
def law_project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project with the fact tables and one kept case through Germany; tests only read it."""
    folder = tmp_path_factory.mktemp("law")
    with Project.create(folder / "law.gpkg", Installation(folder / "home")) as made:
        add_facts(made)
        made.append([TRANSFER], state="accepted")
        store_case(made, of_claim=TRANSFER.id, added={"via": ["DEU"]})
        yield made


@pytest.fixture(scope="module")
def germany(law_project: Project) -> str:
    """Return Germany's dossier."""
    return state_dossier(law_project, "DEU")


def _part(text: str, anchor: str) -> str:
    found = re.search(rf'<section id="{anchor}">.*?</section>', text, re.DOTALL)
    assert found is not None
    return found[0]


def test_dossier__case_through_germany__both_readings_of_transit_shown(germany: str) -> None:
    part = _part(germany, "cases")
    assert "United States and Ukraine by way of Germany" in part
    assert part.count("One reading:") >= 2
    assert "Stale" not in part


def test_dossier__deadlines__follow_from_the_treaty(germany: str) -> None:
    """Germany: in force 2010-08-01, stocks by 2018-08-01 (eight years, Art. 3(2))."""
    part = _part(germany, "deadlines")
    assert 'value="2018-08-01"' in part
    assert "destruction of stocks" in part


def test_dossier__figures_of_law__lead_to_claims_of_the_state(
    germany: str, law_project: Project, taken_apart: Any
) -> None:
    page = taken_apart(_part(germany, "over-time") + _part(germany, "deadlines"))
    named = {key for figure in page.figures for key in figure["data-claims"].split()}
    found = recorded_by_id(law_project.store, sorted(named))
    assert len(page.figures) > 5
    assert {item.claim.values["state"] for item in found} == {"DEU"}
    assert len(found) == len(named)


def test_dossier__open_questions__lead_to_the_case(germany: str) -> None:
    part = _part(germany, "open-questions")
    assert part.count("<li>") == part.count('href="#note-') > 0


def test_dossier__fact_changed__case_told_stale(tmp_path: Any) -> None:
    with Project.create(tmp_path / "p.gpkg") as project:
        project.append([TRANSFER], state="accepted")
        store_case(project, of_claim=TRANSFER.id)
        project.append([JOINED], state="accepted")
        text = state_dossier(project, "UKR")
    assert "outcome not regulated before, prohibited now" in _part(text, "cases")
    assert "2022-07-01" in _part(text, "over-time")


def test_dossier__no_case__says_how_to_make_one(tmp_path: Any) -> None:
    with Project.create(tmp_path / "p.gpkg") as project:
        project.append([TRANSFER], state="accepted")
        text = state_dossier(project, "UKR")
    assert "tilth law case" in _part(text, "cases")
    assert "sets Ukraine no deadline" in _part(text, "deadlines")


def test_chart__lithuania__read_out_in_words_and_known_without_colour(taken_apart: Any) -> None:
    """Lithuania left on 2025-03-06 (depositary notification)."""
    stays = standing_over_time("LTU", "ccm")
    chart = str(standing_chart("Lithuania", [("CCM", stays)], date(2026, 1, 1)))
    page = taken_apart(chart)
    assert page.faults == []
    assert page.all("svg")[0]["role"] == "img"
    assert "former State Party from 2025-03-06" in chart
    fills = [each["fill"] for each in page.all("rect") if each.get("height") == "20"]
    assert len(fills) == len(stays)
    assert len(set(fills)) == len({stay.standing for stay in stays})
    patterns = {each["id"] for each in page.all("pattern")}
    assert {fill[5:-1] for fill in fills if fill.startswith("url(")} <= patterns


@pytest.mark.parametrize("state", ["LTU", "DEU", "CYP", "PHL", "USA", "UKR", "COK", "PSE"])
@pytest.mark.parametrize("regime", ["ccm", "att", "ccw_p5"])
def test_stays__first_day_of_each__is_the_standing_on_that_day(state: str, regime: str) -> None:
    for stay in standing_over_time(state, regime):
        assert stay.standing in STANDINGS
        if stay.since and not stay.since.startswith("["):
            assert standing(state, regime, stay.since).standing == stay.standing


def test_rules_page__every_rule_exception_and_article__is_there(taken_apart: Any) -> None:
    text = rules_page(rules(), framework().values())
    page = taken_apart(text)
    anchors = [each["id"] for _, each in page.elements if each.get("id", "").startswith("rule-")]
    expected = {f"rule-{each.id}" for rule in rules() for each in clauses(rule.clause)}
    assert set(anchors) == expected | {f"rule-{name}" for name in framework()}
    assert len(anchors) == len(set(anchors))
    assert page.faults == []
    assert page.all("script") == []


def test_rules_page__trust_marks_and_readings__as_many_as_in_the_data() -> None:
    found = [each for rule in rules() for each in clauses(rule.clause)]
    dated = [each for rule in rules() for values in (rule.parameters or {}).values() for each in values]
    marks = [each.tag for each in (*found, *framework().values())] + [each["tag"] for each in dated]
    text = rules_page(rules(), framework().values())
    assert text.count('<span class="tag">not verified</span>') == sum(tag != "verified" for tag in marks)
    assert text.count("Held by ") == sum(len(each.readings) for each in found)
    assert text.count("Cited as <cite>") == len(found) + len(framework())
