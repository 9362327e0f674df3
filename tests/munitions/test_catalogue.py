"""Catalogue and names."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.errors import TilthError
from tilth.munitions import Munition, MunitionError, catalogue, find

MUNITIONS = catalogue()


def test_catalogue__packaged__has_every_row_once() -> None:
    assert len({munition.id for munition in MUNITIONS}) == len(MUNITIONS) == 82


@pytest.mark.parametrize("munition", MUNITIONS, ids=lambda m: m.id)
def test_find__identifier__is_the_munition(munition: Munition) -> None:
    assert find(munition.id) is munition


@pytest.mark.parametrize("munition", MUNITIONS, ids=lambda m: m.id)
def test_find__designation__is_the_munition(munition: Munition) -> None:
    assert find(munition.designation) is munition


@pytest.mark.parametrize(
    "text, id_",
    [
        ("M864", "m864"),
        ("m 864", "m864"),
        ("  BL-755 ", "bl755"),
        ("CBU 87", "cbu-87"),
        ("DPICM-155", "m483a1"),
        ("9М27К", "9m27k"),
        ("9М55К", "9m55k"),
        ("Точка-У", "9n123k-tochka"),
        ("РБК-500 ШОАБ-0,5", "rbk-500-shoab"),
        ("rbk 500 шоаб 0.5", "rbk-500-shoab"),
        ("КМГУ", "kmgu"),
        ("Ураган", "9m27k"),
        ("صقر-18", "sakr-18"),
        ("М864", "m864"),
    ],
)
def test_find__other_spelling__is_the_munition(text: str, id_: str) -> None:
    assert find(text).id == id_


@given(st.sampled_from(MUNITIONS), st.data())
def test_find__any_case_and_spacing__is_the_munition(munition: Munition, data: st.DataObject) -> None:
    letters = [data.draw(st.sampled_from([c.upper(), c.lower(), f" {c}", f"{c}-"])) for c in munition.id]
    assert find("".join(letters)) is munition


@pytest.mark.parametrize("text, near", [("M846", "m864"), ("BLU755", "bl755"), ("Uragon", "9m27k")])
def test_find__near_miss__is_suggested(text: str, near: str) -> None:
    with pytest.raises(MunitionError, match=f"did you mean .*{near}"):
        find(text)


@pytest.mark.parametrize("text", ["", "   ", "-", "banana boat 7777"])
def test_find__nothing_like_it__says_what_to_do(text: str) -> None:
    with pytest.raises(MunitionError, match=r"no munition .* catalogue\(\) lists them all"):
        find(text)


def test_find__name_of_several__lists_them() -> None:
    with pytest.raises(MunitionError, match=r"several munitions: cbu-105, cbu-97"):
        find("SFW")


def test_error__of_this_package__is_a_tilth_error() -> None:
    assert issubclass(MunitionError, TilthError)


def test_munition__value__cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        MUNITIONS[0].id = "x"  # type: ignore[misc]


def test_munition__split_load__keeps_each_submunition_and_count() -> None:
    inside = [(item.name, item.count) for item in find("m864").submunitions]
    assert inside == [("M42", 48), ("M46", 24)]


def test_munition__one_count_for_two_kinds__leaves_the_share_open() -> None:
    assert [item.count for item in find("kmgu").submunitions] == [None, None]


def test_munition__varying_load__has_no_total() -> None:
    assert find("9m54-tornado").total_submunitions is None


def test_munition__unread_load__keeps_its_flag() -> None:
    assert find("m39").verification == "located"


@pytest.mark.parametrize("id_", ["cbu-97", "cbu-105"])
def test_load__canisters_of_four_warheads__is_forty(id_: str) -> None:
    """HRW and press on CBU-105: 10 canisters with 4 warheads each (munitions.csv)."""
    assert (find(id_).total_submunitions, find(id_).load) == (10, 40)


@pytest.mark.parametrize(
    "id_, family",
    [
        ("m864", "DPICM M42/M46"),
        ("m26", "M77"),
        ("l20a1", "M85"),
        ("dm642", "M85"),
        ("cbu-87", "BLU-97"),
        ("cbu-58", "BLU-26/63 spherical"),
        ("rbl755", "BL755"),
        ("kmgu", "Soviet/Russian"),
        ("3-o-23", "Soviet/Russian"),
        ("smart155", "sensor-fuzed"),
        ("sakr-18", ""),
        ("orkan-m87", ""),
    ],
)
def test_family__by_submunition__is_that_of_the_rate_table(id_: str, family: str) -> None:
    assert find(id_).family == family
