"""The class of a box, and a programme's own rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.hazard import Box, HazardError, box_class, default_profile, read_profile

RULES = default_profile()
SHARE = st.one_of(st.none(), st.floats(0, 1))


@pytest.mark.parametrize("searched, detection, found, colour", [
    # a find is a find, however it came about
    (1.0, 0.9, 1, "red"), (None, None, 3, "red"), (0.0, None, 1, "red"),
    # searched to the shipped share of 0.5 and nothing found
    (1.0, 0.5, 0, "green"), (0.8, 0.9, 0, "green"), (1.0, 1.0, 0, "green"),
    # searched less than that
    (1.0, 0.49, 0, "part"), (0.2, 0.9, 0, "part"),
    # not searched, or nobody said so
    (None, None, None, "none"), (None, None, 0, "none"), (0.0, 0.9, 0, "none"), (1.0, 0.0, 0, "none"),
    (1.0, None, 0, "none"), (None, 0.9, 0, "none"), (1.0, 0.9, None, "none"),
])  # fmt: skip
def test_box_class__facts__truth_table(searched, detection, found, colour) -> None:
    assert box_class(Box("b", 0, 0, 50, searched, detection, found), RULES) == colour


@given(SHARE, SHARE, st.one_of(st.none(), st.integers(0, 9)))
def test_box_class__green__always_was_searched_and_told(searched, detection, found) -> None:
    is_green = box_class(Box("b", 0, 0, 50, searched, detection, found), RULES) == "green"
    assert is_green == bool(found == 0 and searched and detection and searched * detection >= 0.5)


def test_box_class__a_stricter_programme__asks_for_more(own) -> None:
    rules = own("[searched_enough]\nvalue = 0.95")
    assert box_class(Box("b", 0, 0, 50, 1.0, 0.9, 0), rules) == "part"


@pytest.fixture
def own(tmp_path):
    def read(text: str):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return read_profile(path)

    return read


def test_default_profile__every_rule__is_marked_not_verified() -> None:
    rules = {"fade_out_m", "fade_out_inside", "accuracy_factor", "accuracy_unknown_m", "searched_enough",
             "minimal_area_m2", "minimum_direct", "merging_m", "box_gap_m", "simplify_m", "box_m",
             "share_to_search", "depth_cm", "confirmed_outline"}  # fmt: skip
    assert set(RULES.unverified) == rules | {f"evidence.{kind}" for kind in RULES.evidence}


def test_default_profile__kinds__are_those_of_the_contract() -> None:
    contract = {"submunition", "fragment", "carrier", "crater", "accident", "informant"}
    assert set(RULES.evidence) == contract


def test_default_profile__colours__cover_every_class_of_a_box() -> None:
    assert {"red", "green", "part", "none"} <= set(RULES.colours)


def test_read_profile__one_own_rule__the_others_are_the_shipped_ones(own) -> None:
    rules = own('name = "X"\n[fade_out_m]\nvalue = 30')
    assert (rules.name, rules.fade_out_m, rules.searched_enough) == ("X", 30.0, 0.5)


def test_read_profile__nothing_in_it__is_the_shipped_one(own) -> None:
    assert own("") == RULES


def test_read_profile__rule_verified__is_no_longer_listed(own) -> None:
    rules = own("[fade_out_m]\nvalue = 30\nverified = true")
    assert "fade_out_m" not in rules.unverified


def test_read_profile__rule_without_a_word_on_verification__is_listed(own) -> None:
    assert "fade_out_m" in own("[fade_out_m]\nvalue = 30").unverified


def test_read_profile__radius_of_one_kind__keeps_its_class(own) -> None:
    rules = own("[evidence.crater]\nradius_m = 75")
    assert (rules.evidence["crater"].radius_m, rules.evidence["crater"].classification) == (75.0, "SHA")


def test_read_profile__new_kind_of_evidence__is_added(own) -> None:
    assert own('[evidence.video]\nclass = "SHA"\nradius_m = 300').evidence["video"].radius_m == 300.0


def test_read_profile__one_own_colour__keeps_the_others(own) -> None:
    rules = own('[colours.red]\ncolour = "#FF0000"')
    assert (rules.colours["red"], rules.colours["green"]) == ("#FF0000", RULES.colours["green"])


@pytest.mark.parametrize("text, words", [
    ("[fade_out]\nvalue = 3", r"unknown rules \['fade_out'\].*allowed: .*fade_out_m"),
    ("fade_out_m = 3", r"write a table \[fade_out_m\]"),
    ("evidence = 3", r"write a table \[evidence\]"),
    ("[evidence]\ncrater = 3", "crater"),
    ("[fade_out_m]\nvalue = -1", "fade_out_m is -1"),
    ("[fade_out_m]\nvalue = nan", "fade_out_m is nan"),
    ("[fade_out_m]\nvalue = inf", "fade_out_m is inf"),
    ('[fade_out_m]\nvalue = "50 m"', "allowed: a number, 0 or more"),
    ("[fade_out_m]\nunit = 'm'", "fade_out_m is None"),
    ("[searched_enough]\nvalue = 0", "over 0 to 1"),
    ("[searched_enough]\nvalue = 80", "over 0 to 1"),
    ("[fade_out_inside]\nvalue = 'yes'", "allowed: true, false"),
    ("[minimal_area_m2]\nvalue = true", "minimal_area_m2 is True"),
    ('[evidence.crater]\nclass = "XHA"', "allowed: CHA, SHA"),
    ("[evidence.video]\nradius_m = 3", "class of evidence video is None"),
    ("[evidence.crater]\nradius_m = -3", "evidence.crater.radius_m is -3"),
    ("no toml", "own.toml is no profile"),
])  # fmt: skip
def test_read_profile__what_cannot_be__is_refused_with_the_reason(own, text, words) -> None:
    with pytest.raises(HazardError, match=words):
        own(text)
