"""The list of areas: filters that agree with moves, pages that hold each area once."""

from __future__ import annotations

import pytest
from tests.project.test_mapped import area

from tilth.project import Project, Wish, move_area
from tilth.project.area_list import AreaQuery, areas_found, areas_moved


@pytest.fixture
def project(own_file):
    with Project.open(*own_file) as made:
        made.append([area(f"k{n}", 105 + n / 10, "CHA" if n % 2 else "SHA") for n in range(7)])
        yield made


def names(rows) -> list[str]:
    return [row["subject"].partition(":")[2] for row in rows]


def test_pages__of_three__hold_each_area_once(project) -> None:
    seen: list[str] = []
    for after in (0, 3, 6):
        seen += names(areas_found(project, AreaQuery(), limit=3, after=after)[:3])
    assert seen == [f"k{n}" for n in range(7)]


def test_filters__class_and_words__narrow(project) -> None:
    assert names(areas_found(project, AreaQuery(classification="CHA"), limit=50)) == ["k1", "k3", "k5"]
    assert names(areas_found(project, AreaQuery(words="K3"), limit=50)) == ["k3"]


def test_filter__by_state__follows_a_move_that_is_in_force(project) -> None:
    move_area(project, "k2", Wish("suspend", reason="the rains"))
    moved = areas_moved(project)
    assert names(areas_found(project, AreaQuery(state="suspended", moved=moved), limit=50)) == ["k2"]
    assert len(areas_found(project, AreaQuery(state="open", moved=moved), limit=50)) == 6
