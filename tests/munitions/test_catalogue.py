"""Catalogue and names."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.errors import TilthError
from tilth.munitions import Munition, MunitionError, catalogue, class_in, find, named_in, resolve, search

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


@pytest.mark.parametrize(
    "text, by, ids",
    [
        ("9n235", "submunition", {"9m27k1", "9m55k", "9m54-tornado"}),
        ("9Н235", "submunition", {"9m27k1", "9m55k", "9m54-tornado"}),  # Cyrillic Н
        ("9H235", "submunition", {"9m27k1", "9m55k", "9m54-tornado"}),  # taken for a Latin H
        ("БЛУ-97", "submunition", {"cbu-87", "cbu-103", "agm-154a", "bgm-109d"}),
        ("blu 97/b", "submunition", {"cbu-87", "cbu-103", "agm-154a", "bgm-109d"}),
        ("ШОАБ-0,5", "submunition", {"rbk-500-shoab"}),
        ("BLU-26", "name", {"cbu-26", "cbu-24"}),
        ("m864", "name", {"m864"}),
        ("Ураган", "name", {"9m27k"}),
        ("Soviet/Russian", "family", {m.id for m in MUNITIONS if m.family == "Soviet/Russian"}),
    ],
)
def test_search__name_submunition_or_family__finds_the_right_rows(text: str, by: str, ids: set[str]) -> None:
    found = search(text)
    assert (found.by, {munition.id for munition in found.munitions}) == (by, ids)


def test_search__part_of_a_name__finds_all_that_hold_it() -> None:
    found = search("рбк")
    assert (found.by, all(m.id.startswith("rbk") for m in found.munitions)) == ("part of a name", True)


@pytest.mark.parametrize("munition", MUNITIONS, ids=lambda m: m.id)
def test_search__every_submunition__leads_to_its_carrier(munition: Munition) -> None:
    for item in munition.submunitions:
        if item.name != "several":
            assert munition in search(item.name).munitions


def test_search__nothing_like_it__lists_near_names() -> None:
    with pytest.raises(MunitionError, match="did you mean"):
        search("M846")


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("155 mm cluster shells", {"artillery projectile"}),
        ("artillery DPICM", {"artillery projectile"}),
        ("medium-range cluster bombs (air-delivered)", {"bomb"}),
        ("ATACMS missiles", {"missile"}),
    ],
)
def test_class__words_of_a_transfer__pick_its_kind(text: str, kinds: set[str]) -> None:
    whole = class_in(text)
    assert whole is not None
    members = whole.note.removeprefix("any of ").split(", ")
    assert {find(id_).kind for id_ in members} == kinds


@pytest.mark.parametrize("text", ["cluster munitions", "tanks and ammunition", "none", ""])
def test_class__words_for_none_in_particular__are_no_class(text: str) -> None:
    assert class_in(text) is None


@pytest.mark.parametrize(
    "text, loads",
    [
        ("155 mm M864, M483A1 shells stored at Miesau", {72, 88}),
        ("CBU-105D/B Sensor Fuzed Weapon (Textron)", {40}),
        ("220 mm Uragan rockets 9M27K, 30 submunitions each", {30}),
        ("ATACMS missiles with submunition warhead (M74 reported)", {950, 300}),
    ],
)
def test_named__designations_among_other_words__are_found(text: str, loads: set[int]) -> None:
    """Items of transfers.csv."""
    found = named_in(text)
    assert found is not None
    assert set(found.loads) == loads


def test_resolve__part_of_several_names__asks_for_one() -> None:
    with pytest.raises(MunitionError, match="give one of these"):
        resolve("RBK")


@given(st.text(max_size=40))
def test_resolve__any_text__is_a_munition_or_a_plain_refusal(text: str) -> None:
    try:
        loads = resolve(text).loads
    except MunitionError:
        return
    assert loads
