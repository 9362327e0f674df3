"""Fact tables as a project has them, and the register in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tilth.claims import Claim, Installation, recorded_about
from tilth.data import table
from tilth.munitions import MunitionError, catalogue
from tilth.munitions._evidence import sort_rows
from tilth.munitions._posterior import hash_of_rows, sidecar
from tilth.munitions._rows import read_rows
from tilth.project import (
    Project,
    ProjectError,
    add_facts,
    enter_rows,
    entries_in,
    munition_of,
    munitions_in,
    review_claims,
    rows_in,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project with the fact tables; tests only read it."""
    folder = tmp_path_factory.mktemp("facts")
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as made:
        add_facts(made)
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Project]:
    """Yield a project without any claim."""
    with Project.create(tmp_path / "p.gpkg", Installation(tmp_path / "home")) as made:
        yield made


@pytest.mark.parametrize("name", ["failure_rates", "munitions", "footprints", "clearance_productivity"])
def test_rows__of_a_fresh_project__are_the_shipped_ones(facts: Project, name: str) -> None:
    shipped = {tuple(sorted(map(_plain, row.items()))) for row in table(name)}
    assert {tuple(sorted(map(_plain, row.items()))) for row in rows_in(facts, name)} == shipped


def _plain(cell: tuple[str, str]) -> tuple[str, str]:
    """Return a cell with 114.0 and 114 alike."""
    column, text = cell
    return column, text.removesuffix(".0")


def test_rows__of_a_fresh_project__match_the_shipped_draws(facts: Project) -> None:
    pieces = sort_rows(read_rows(rows_in(facts, "failure_rates"))).pieces
    assert hash_of_rows(pieces) == sidecar()["rows_sha256"]


def test_catalogue__of_a_fresh_project__is_the_shipped_one(facts: Project) -> None:
    assert munitions_in(facts) == catalogue()


def test_rows__project_without_facts__are_the_shipped_ones(empty: Project) -> None:
    assert rows_in(empty, "failure_rates") == tuple(dict(row) for row in table("failure_rates"))


def _rate(**values: object) -> Claim:
    told = {"setting": "combat field survey", "munition": "m864", "rate_point": 0.2} | values
    return Claim(kind="failure_rate", subject="failure_rate:own", values=told)


def test_rows__proposed_claim__is_not_fitted_on(empty: Project) -> None:
    empty.append([_rate()])
    (row,) = [row for row in rows_in(empty, "failure_rates") if row["row_id"] == "own"]
    assert (row["verification"], row["rate_point"]) == ("proposed", "0.2")


def test_rows__accepted_claim__counts(empty: Project) -> None:
    empty.append([_rate()], state="accepted")
    (row,) = [row for row in rows_in(empty, "failure_rates") if row["row_id"] == "own"]
    assert row["verification"] == ""


def test_rows__claims_that_contradict__count_until_nobody_settled_them(empty: Project) -> None:
    empty.append([_rate(), _rate(rate_point=0.4)], state="accepted")
    (row,) = [row for row in rows_in(empty, "failure_rates") if row["row_id"] == "own"]
    assert row["verification"] == "contested"


def test_rows__rejected_claim__is_told_as_rejected(empty: Project) -> None:
    claim = _rate()
    empty.append([claim], state="accepted")
    review_claims(empty, [("reject", claim.id)], by="jj")
    (row,) = [row for row in rows_in(empty, "failure_rates") if row["row_id"] == "own"]
    assert row["verification"] == "rejected"


def test_enter__correction__keeps_the_old_claim_on_record(empty: Project) -> None:
    first = {"row_id": "own", "setting": "military trial", "rate_point": "0.1", "family": "M77"}
    enter_rows(empty, [first], by="jj")
    done = enter_rows(empty, [first | {"rate_point": "0.2"}], by="jj", reason="misread")
    told = recorded_about(empty.store, ["failure_rate:own"])
    assert (done.corrected, len(told)) == (("own",), 2)
    assert [r["rate_point"] for r in rows_in(empty, "failure_rates") if r["row_id"] == "own"] == ["0.2"]


@pytest.mark.parametrize("error, rows", [
    (ProjectError, []),
    (MunitionError, [{"row_id": "x", "setting": "military trial", "rate_point": "2.35"}]),
    (ProjectError, [{"id": "x", "holder": "EST", "munitions_count": "lots", "expiry": "2030"}]),
])  # fmt: skip
def test_enter__faulty_rows__leave_the_project_as_it_was(
    empty: Project, error: type[Exception], rows: list[dict[str, str]]
) -> None:
    with pytest.raises(error):
        enter_rows(empty, rows)
    assert len(empty.ledger) == 0


def test_register__shipped_and_of_a_project__hold_the_same_transfers(facts: Project) -> None:
    shipped = {(entry.subject, entry.claim) for entry in entries_in(None)}
    assert {(entry.subject, entry.claim) for entry in entries_in(facts)} == shipped


@pytest.mark.parametrize(
    "subject, id_",
    [
        ("transfer:T15", "cbu-105"),
        ("transfer:T17", "bl755"),
        ("transfer:T18", "9m27k"),
        ("transfer:T20", "mat-120"),
    ],
)
def test_munition__named_in_a_transfer__is_found(subject: str, id_: str) -> None:
    (values,) = [entry.values for entry in entries_in(None) if entry.subject == subject]
    found = munition_of(values)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize("subject", ["transfer:T02", "transfer:T12", "transfer:T13", "transfer:T22"])
def test_munition__no_type_and_no_class_named__is_none(subject: str) -> None:
    (values,) = [entry.values for entry in entries_in(None) if entry.subject == subject]
    assert munition_of(values) is None
