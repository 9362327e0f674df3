"""Areas drawn straight from files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from tilth.errors import TilthError
from tilth.exchange import draw_to_file

Write = Callable[..., Path]
EVIDENCE = """id,lon,lat,accuracy_m,date,kind,count
e1,37.5101,48.0101,10,2024-05-01,submunition,2
e2,37.6101,48.0101,10,2024-05-02,submunition,1
"""
BOXES = """id,lon,lat,size_m,searched,detection,found,date
b1,37.5101,48.0101,50,1,0.9,2,2024-06-01
b2,37.7102,48.0202,50,1,0.9,0,2024-06-01
b3,37.8102,48.0202,50,,,,
"""


@pytest.fixture
def answer(write: Write, tmp_path: Path) -> dict[str, Any]:
    """Return what drawing from two finds and three boxes answers."""
    boxes = write(BOXES, "boxes.csv")
    return draw_to_file(write(EVIDENCE, "evidence.csv"), tmp_path / "a.gpkg", boxes=boxes)


def test_draw__finds_and_boxes__writes_both_layers(answer: dict[str, Any], tmp_path: Path) -> None:
    listed = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")}
    assert listed == {"hazardous_area", "survey_box", "evidence_core", "layer_styles"}


def test_draw__areas_in_file__are_those_of_the_answer(answer: dict[str, Any], tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="hazardous_area")
    assert list(frame["id"]) == [area["id"] for area in answer["areas"]]


def test_draw__area__has_class_size_rule_and_evidence(answer: dict[str, Any]) -> None:
    assert {"class", "area_m2", "rule", "evidence"} <= set(answer["areas"][0])


def test_draw__areas__sum_to_the_totals(answer: dict[str, Any]) -> None:
    parts = sum(area["area_m2"] for area in answer["areas"])
    assert parts == pytest.approx(sum(answer["total_m2"].values()))


def test_draw__every_box__is_in_the_file(answer: dict[str, Any], tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="survey_box")
    assert list(frame["id"]) == ["b1", "b2", "b3"]


def test_draw__box_not_searched__is_not_shown_as_nothing_found(
    answer: dict[str, Any], tmp_path: Path
) -> None:
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="survey_box").set_index("id")
    assert frame.loc["b3", "class"] != frame.loc["b2", "class"]


def test_draw__answer__can_be_written_as_json(answer: dict[str, Any]) -> None:
    assert json.loads(json.dumps(answer)) == answer


def test_draw__twice__gives_the_same_answer(answer: dict[str, Any], write: Write, tmp_path: Path) -> None:
    boxes = write(BOXES, "boxes.csv")
    again = draw_to_file(write(EVIDENCE, "evidence.csv"), tmp_path / "a.gpkg", boxes=boxes)
    assert again == answer


def test_draw__done__leaves_no_half_file(answer: dict[str, Any], tmp_path: Path) -> None:
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "boxes.csv", "evidence.csv"]


def test_draw__one_dirty_row__is_refused_and_named(write: Write, tmp_path: Path) -> None:
    dirty = write(f"{EVIDENCE}e3,abc,48,10,2024,submunition,1\n", "evidence.csv")
    refused = draw_to_file(dirty, tmp_path / "a.gpkg")["refused"]
    assert (len(refused), "e3" in str(refused) or "3" in str(refused)) == (1, True)


def test_draw__nothing_usable__is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(TilthError):
        draw_to_file(write(EVIDENCE.split("\n")[0] + "\n", "evidence.csv"), tmp_path / "a.gpkg")


def test_draw__refused__writes_no_file(write: Write, tmp_path: Path) -> None:
    with pytest.raises(TilthError):
        draw_to_file(write(EVIDENCE.split("\n")[0] + "\n", "evidence.csv"), tmp_path / "a.gpkg")
    assert not (tmp_path / "a.gpkg").exists()


def test_draw__header_of_another_table__is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(TilthError):
        draw_to_file(write("a,b\n1,2\n", "evidence.csv"), tmp_path / "a.gpkg")
