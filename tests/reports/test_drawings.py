"""Figures, timelines and maps on their own."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tilth.reports import Figures, ReportError
from tilth.reports.district_map import Mark, district_map
from tilth.reports.figures import number_words
from tilth.reports.timeline import Event, timeline
from tilth.reports.world_map import Arrow, world_map

_HOSTILE = "</title><script>x</script>\"'&"


def test_figure__without_claims__is_refused() -> None:
    with pytest.raises(ReportError, match="no claims behind it"):
        Figures().figure(3, exact="a count")


def test_figure__without_interval_or_reason__is_refused() -> None:
    with pytest.raises(ReportError, match="give an interval, or why there is none"):
        Figures().figure(3, claims=["ab"])


def test_figure__with_interval_and_reason__is_refused() -> None:
    with pytest.raises(ReportError, match="give an interval, or why there is none"):
        Figures().figure(3, claims=["ab"], interval=(1, 5), exact="a count")


def test_figure__interval__stands_beside_it() -> None:
    words = Figures().figure(3, claims=["ab"], interval=(1, 5))
    assert '<span class="interval">(1 to 5)</span>' in words


def test_figure__interval_from_nothing_to_nothing__is_kept() -> None:
    assert "(0 to 0)" in Figures().figure(0, claims=["ab"], interval=(0, 0))


def test_figure__run__is_named() -> None:
    assert 'data-run="ab"' in Figures().figure(3, run="ab", exact="a count")


@pytest.mark.parametrize("place", ["value", "text", "exact", "unit"])
def test_figure__hostile_words__are_escaped(place: str) -> None:
    given = {"value": 3, "exact": "a count", place: _HOSTILE}
    assert "<script>" not in Figures().figure(given.pop("value"), claims=["ab"], **given)


def test_footnotes__same_claims_twice__share_one() -> None:
    figures = Figures()
    for value in (3, 4):
        figures.figure(value, claims=["ab"], exact="a count")
    assert len(figures.footnotes) == 1


def test_footnotes__other_claims__are_numbered_in_order() -> None:
    figures = Figures()
    for key in ("ab", "cd", "ab"):
        figures.figure(3, claims=[key], exact="a count")
    assert [(note.number, note.claims) for note in figures.footnotes] == [(1, ("ab",)), (2, ("cd",))]


@pytest.mark.parametrize(
    "value, words",
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (-1_234.0, "-1,234"),
        (1_234.6, "1,235"),
        (0.5, "0.5"),
        ("x", "x"),
    ],
)
def test_number__written_out__is_grouped_and_short(value: float | str, words: str) -> None:
    assert number_words(value) == words


def test_timeline__nothing__says_so() -> None:
    assert timeline([], "T") == "<p>No dated events.</p>"


@pytest.mark.parametrize("when", ["", "soon", "2023-13", "..", "2023-07/.."])
def test_timeline__date_open_or_unknown__is_not_drawn(when: str) -> None:
    assert timeline([Event(when, "x")], "T") == "<p>No dated events.</p>"


def _bar_width(drawing: str) -> float:
    return float(re.search(r'<rect [^>]*width="([\d.]+)"', drawing)[1])


def test_timeline__year_and_month__are_as_long_as_they_are_unsure() -> None:
    axis = [Event("2023-01-01", "first"), Event("2023-12-31", "last")]
    year, month = (_bar_width(timeline([*axis, Event(when, "x")], "T")) for when in ("2023", "2023-07"))
    assert year / month == pytest.approx(365 / 31, rel=0.02)


def test_timeline__day__is_a_dot() -> None:
    assert "<circle" in timeline([Event("2023-07-07", "x"), Event("2024-07-07", "y")], "T")


def test_timeline__one_day_alone__is_drawn() -> None:
    assert "<svg" in timeline([Event("2023-07-07", "x")], "T")


def test_timeline__last_event_unsure__stays_inside_the_drawing() -> None:
    drawing = timeline([Event("2020", "x"), Event("2023", "y")], "T")
    ends = [float(x) + float(w) for x, w in re.findall(r'<rect x="([\d.]+)"[^>]*width="([\d.]+)"', drawing)]
    assert max(ends) <= 900


_DRAWINGS = [
    pytest.param(lambda: timeline([Event("2023", _HOSTILE)], _HOSTILE), id="timeline"),
    pytest.param(lambda: world_map(["USA"], [Arrow("USA", "UKR", _HOSTILE)], _HOSTILE), id="world"),
    pytest.param(lambda: world_map([_HOSTILE], [], _HOSTILE), id="state without outline"),
    pytest.param(
        lambda: district_map(
            [Mark({"type": "Point", "coordinates": [37.5, 48.0]}, "strike", _HOSTILE)], _HOSTILE
        ),
        id="district",
    ),
]


@pytest.mark.parametrize("draw", _DRAWINGS)
def test_drawing__hostile_words__is_still_well_formed(draw) -> None:
    assert ElementTree.fromstring(str(draw())) is not None


@pytest.mark.parametrize("draw", _DRAWINGS)
def test_drawing__hostile_words__are_words(draw) -> None:
    assert "<script" not in draw()


def test_world__no_states__marks_none() -> None:
    assert "Marked: none." in world_map([], [], "T")


def test_world__arrow_to_an_unknown_state__is_left_out() -> None:
    assert "marker-end" not in world_map(["USA"], [Arrow("USA", "XXX", "sends")], "T")


def test_district__nothing__is_empty() -> None:
    assert district_map([], "Map of nothing") == ""


def test_district__one_point__has_finite_places() -> None:
    drawing = district_map([Mark({"type": "Point", "coordinates": [37.5, 48.0]}, "strike", "s")], "T")
    assert re.search(r"nan|inf", drawing.split("<desc>")[1]) is None
