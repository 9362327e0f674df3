"""The world on one date: pairs of states, with figures counted from the party table."""

from __future__ import annotations

import json

import pytest

from tilth.law import LawError, Participation, matrix, standing
from tilth.law.matrix import Matrix


@pytest.fixture(scope="module")
def transfers() -> Matrix:
    """Transfers on the day of the announcement of worked case S01."""
    return matrix("transfer", "2023-07-07")


def test_matrix__parties__are_all_prohibited_to_supply_anyone(transfers: Matrix) -> None:
    banned = {first for first, _, supplier, _ in transfers.pairs() if supplier["ccm"] == "prohibited"}
    parties = {code for code in transfers.states if standing(code, "ccm", "2023-07-07").standing == "party"}
    assert banned == parties
    # 112 parties and Lithuania, less South Sudan, Vanuatu (later) and Nigeria (1 August 2023)
    assert len(parties) == 112 + 1 - 3


def test_matrix__pairs__are_all_but_each_state_with_itself(transfers: Matrix) -> None:
    count = len(transfers.states)
    assert count > 195
    assert sum(1 for _ in transfers.pairs()) == count * (count - 1)


def test_matrix__state_that_came_later__is_left_out() -> None:
    assert "SSD" not in matrix("transfer", "2010-05-01").states


def test_matrix__worked_case_s01__is_in_it(transfers: Matrix) -> None:
    pair = next(each for each in transfers.pairs() if each[:2] == ("USA", "UKR"))
    assert (pair[2]["ccm"], pair[3]["ccm"]) == ("not_regulated", "not_regulated")
    assert pair[2]["national"] == "conditional"


def test_matrix__newer_deposit__changes_the_row_of_that_state() -> None:
    deposit = Participation.from_mapping({"state": "POL", "regime": "ccm", "consent_date": "2026-02-10"})
    told = [
        next(
            each[2]["ccm"]
            for each in matrix("transfer", "2026-09-01", facts).pairs()
            if each[:2] == ("POL", "UKR")
        )
        for facts in ([], [deposit])
    ]
    assert told == ["not_regulated", "prohibited"]


def test_matrix__as_json__is_plain_and_says_it_is_no_advice(transfers: Matrix) -> None:
    told = json.loads(json.dumps(transfers.to_json()))
    assert "not legal advice" in told["note"]
    assert len(told["cells"]) == len(told["states"])


@pytest.mark.parametrize("act,on,message", [
    ("tranfer", "2023-07-07", "did you mean 'transfer'"),
    ("use", "2023-07-07", "a matrix is made of"),
    ("transfer", "2023-02-30", "date of the question"),
])  # fmt: skip
def test_matrix__bad_request__is_refused(act: str, on: str, message: str) -> None:
    with pytest.raises(LawError, match=message):
        matrix(act, on)
