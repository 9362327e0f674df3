"""Identity of a claim: its content, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.claims import Claim

ACTION = Claim(
    kind="treaty_action",
    subject="treaty_action:ltu-1",
    values={"state": "LTU"},
    speaker="entity:un",
    span=(3, 9),
    said_on="2025-03",
    part_of="a" * 64,
)


def test_id__claim__is_the_sha256_of_its_canonical_content() -> None:
    claim = Claim(kind="treaty_action", subject="treaty_action:1", values={"state": "LTU"})
    content = (
        b'{"access":"public","kind":"treaty_action","mode":"record","subject":"treaty_action:1",'
        b'"values":{"state":"LTU"}}'
    )
    assert claim.id == sha256(content).hexdigest()


def test_id__values_in_another_order__is_the_same() -> None:
    one = Claim(kind="strike", subject="strike:1", values={"rounds": 3, "munition": "m26"})
    other = Claim(kind="strike", subject="strike:1", values={"munition": "m26", "rounds": 3})
    assert one.id == other.id


def test_id__three_and_three_point_zero__is_the_same() -> None:
    one = Claim(kind="strike", subject="strike:1", values={"rounds": 3})
    other = Claim(kind="strike", subject="strike:1", values={"rounds": 3.0})
    assert one.id == other.id


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "treaty_action:ltu-2"},
        {"values": {"state": "LVA"}},
        {"speaker": None},
        {"span": (3, 10)},
        {"said_on": "2025"},
        {"access": "partner"},
        {"mode": "article"},
        {"wording": {"state": "Lietuva"}},
        {"part_of": "b" * 64},
        {"valid": "2025-03-06"},
        {"reliability": "A"},
        {"credibility": 1},
        {"stance": "confirms"},
        {"channel": "press"},
        {"source": "source:1"},
    ],
)
def test_id__any_field_changed__is_another(change: dict[str, object]) -> None:
    assert dataclasses.replace(ACTION, **change).id != ACTION.id


def test_from_json__what_to_json_gave__is_the_claim() -> None:
    assert Claim.from_json(ACTION.to_json()) == ACTION


def test_from_bytes__canonical_body__is_the_claim() -> None:
    assert Claim.from_bytes(ACTION.body()) == ACTION


def test_from_json__unknown_field__is_refused() -> None:
    with pytest.raises(TypeError, match="mood"):
        Claim.from_json({"kind": "strike", "subject": "strike:1", "mood": "gay"})


def test_to_json__unset_fields__are_left_out() -> None:
    claim = Claim(kind="strike", subject="strike:1")
    assert set(claim.to_json()) == {"kind", "subject", "values", "mode", "access"}


def test_hash__equal_claims__are_one_in_a_set() -> None:
    assert len({ACTION, Claim.from_json(ACTION.to_json())}) == 1


@pytest.mark.parametrize(
    "valid, said_on, expected",
    [("2023-07", "2024", "2023-07"), (None, "2024", "2024"), (None, None, None)],
)
def test_date_of_information__valid_before_said(
    strike: Callable[..., Claim], valid: str | None, said_on: str | None, expected: str | None
) -> None:
    assert strike(valid=valid, said_on=said_on).date_of_information == expected


@given(
    st.dictionaries(st.sampled_from(["rounds", "killed"]), st.integers(0, 10**6)), st.text("ab ", min_size=1)
)
def test_from_bytes__any_values__keep_the_identity(values: dict[str, int], words: str) -> None:
    claim = Claim(kind="strike", subject="strike:1", values=values, wording={"rounds": words})
    assert Claim.from_bytes(claim.body()).id == claim.id
