"""Runs, batches and the folder of bulk data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tilth.claims import Claim, recorded_by_id
from tilth.data import table
from tilth.project import Project, batches_of, latest_run, latest_runs, record_run, run_claim


def test_run__recorded__is_found_by_command_and_key(project: Project) -> None:
    key = record_run(project, run_claim("account", "2024", {"total": 1}))
    assert latest_run(project, "account", "2024").id == key


def test_run__never_made__is_none(project: Project) -> None:
    assert latest_run(project, "account", "2024") is None


def test_run__made_again_with_another_result__newest_is_given(project: Project) -> None:
    record_run(project, run_claim("account", "2024", {"total": 1}))
    record_run(project, run_claim("account", "2024", {"total": 2}))
    assert latest_run(project, "account", "2024").claim.values["result"] == {"total": 2}


def test_run__the_same_twice__is_one_claim(project: Project) -> None:
    for _ in range(2):
        record_run(project, run_claim("account", "2024", {"total": 1}))
    assert len(project.ledger) == 1


def test_run__result_that_came_back__is_the_latest_again(project: Project) -> None:
    for total in (1, 2, 1):
        record_run(project, run_claim("account", "2024", {"total": total}))
    assert latest_run(project, "account", "2024").claim.values["result"] == {"total": 1}


def test_run__inputs__are_sorted_and_named_once() -> None:
    claim = run_claim("account", "2024", {}, inputs=["b" * 64, "a" * 64, "b" * 64])
    assert claim.values["inputs"] == ["a" * 64, "b" * 64]


def test_run__tables__are_named_by_their_hash() -> None:
    claim = run_claim("account", "2024", {}, tables=["failure_rates"])
    assert claim.values["parameters"] == {"tables": {"failure_rates": table("failure_rates").sha256}}


def test_run__seed_zero__is_kept() -> None:
    assert run_claim("account", "2024", {}, seed=0).values["seed"] == 0


def test_run__long_key__is_found_again(project: Project) -> None:
    record_run(project, run_claim("account", "k" * 400, {"total": 1}))
    assert latest_run(project, "account", "k" * 400) is not None


def test_runs__of_a_command__are_sorted_by_key(project: Project) -> None:
    for state in ("USA", "DEU"):
        record_run(project, run_claim("law.standing", state, {"state": state}))
    record_run(project, run_claim("account", "2024", {"total": 1}))
    found = [run.claim.values["result"]["state"] for run in latest_runs(project, "law.standing")]
    assert found == ["DEU", "USA"]


def test_run__recorded__needs_no_review(project: Project) -> None:
    key = record_run(project, run_claim("account", "2024", {"total": 1}))
    assert recorded_by_id(project.store, [key])[0].state == "accepted"


def test_batches__two_made__newest_is_first(project: Project) -> None:
    for year, tool in ((2024, "first"), (2025, "second")):
        claim = Claim(kind="note", subject=f"note:{year}", values={"text": "seen"})
        project.append([claim], tool=tool, now=datetime(year, 1, 1, tzinfo=UTC))
    assert [row["tool"] for row in batches_of(project, 5)] == ["second", "first"]


@pytest.mark.parametrize("last", [1, 2])
def test_batches__only_so_many_asked__gives_no_more(project: Project, last: int) -> None:
    for year in (2024, 2025, 2026):
        project.append([Claim(kind="note", subject=f"note:{year}", values={"text": "seen"})])
    assert len(batches_of(project, last)) == last


def test_folder__of_a_project__is_one_place(project: Project) -> None:
    assert project.folder == project.folder


def test_folder__of_a_file__stands_beside_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TILTH_HOME", str(tmp_path / "home"))
    with Project.create(tmp_path / "p.gpkg") as project:
        assert project.folder == tmp_path / "p.data"
