"""A project's map of what remains: what goes in, what is kept, when it is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tilth.claims import Claim, Installation, recorded_by_id
from tilth.exchange import Asked, ExchangeError, map_project
from tilth.exchange.squares import ring
from tilth.hazard._settings import settings
from tilth.project import (
    Project,
    ProjectError,
    area_residual,
    ground_records,
    latest_hazard,
    review_claims,
)

ASKED = Asked(cell_m=100.0, extent=(-12.21, -20.41, -12.19, -20.39), seed=4)
SQUARE = [
    [[-12.201, -20.401], [-12.199, -20.401], [-12.199, -20.399], [-12.201, -20.399], [-12.201, -20.401]]
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take few sweeps: what is tested here is what is kept."""
    few = {"chains": 4, "group": 2, "islands": 2, "island_chains": 2, "settling": 3, "kept": 10, "rounds": 1}
    for name, value in few.items():
        monkeypatch.setitem(settings()["sampling"][name], "value", value)
    monkeypatch.setattr("tilth.exchange.hazard_map._hands", lambda grid: 1)  # others would not know of it
    for name, value in (("settling", 2), ("kept", 4)):
        monkeypatch.setitem(settings()["warm"][name], "value", value)


def point(kind: str, number: int, east: float = 0.0, **values: Any) -> Claim:
    return Claim(
        kind=kind,
        subject=f"{kind}:{number}",
        values=values,
        place={"geometry": {"type": "Point", "coordinates": [-12.2 + east, -20.4]}, "accuracy_m": 10},
    )


def box(number: int, east: float, found: int = 0) -> Claim:
    told = {"size_m": 50.0, "searched": 1.0, "detection": 0.8, "found": found, "date": "2024-06-01"}
    corners = {"type": "Polygon", "coordinates": [ring(-12.2 + east, -20.4, 50.0)]}
    return Claim(kind="survey_box", subject=f"survey_box:{number}", values=told, place={"geometry": corners})


def land(kind: str, number: int, **values: Any) -> Claim:
    place = {"geometry": {"type": "Polygon", "coordinates": SQUARE}}
    return Claim(kind=kind, subject=f"{kind}:{number}", values=values, place=place)


GROUND = [
    point("strike", 1, date="2023-05-01", munition="m26", rounds=1.0, certainty=0.9),
    point("evidence_point", 1, evidence_kind="submunition", count=2),
    box(1, 0.0005, 1),
    box(2, 0.001),
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Yield a new project in a file; one test below runs on both stores."""
    with Project.create(tmp_path / "p.gpkg", Installation(tmp_path / "home")) as made:
        yield made


@pytest.fixture
def filled(project: Project) -> Project:
    """Return a project with a strike, a find and two boxes, accepted."""
    project.append(GROUND, state="accepted")
    return project


def test_map__accepted_claims__run_names_them_and_how_it_was_asked(ledger_address: str) -> None:
    with Project.create(ledger_address) as project:
        project.append(GROUND, state="accepted")
        answer = map_project(project, asked=ASKED)
        values = recorded_by_id(project.store, [answer["run"]])[0].claim.values
    assert values["inputs"] == sorted(claim.id for claim in GROUND)
    assert (values["seed"], values["parameters"]["cell_m"], values["parameters"]["proposed"]) == (
        4,
        100,
        False,
    )
    assert set(values["outputs"]) == set(answer["files"].values())
    assert set(values["parameters"]["tables"]) == {"munitions", "failure_rates"}


def test_map__kept_files__are_datasets_beside_the_project(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    made = latest_hazard(filled)
    assert (made.surface.parent, made.surface.suffix) == (filled.folder, ".tif")
    assert len(made.draws()) == 10 // 5 * 4


def test_latest__no_map__is_none(project: Project) -> None:
    assert (latest_hazard(project), area_residual(project, "a")) == (None, None)


def test_map__asked_again__is_not_made_again(filled: Project) -> None:
    first = map_project(filled, asked=ASKED)
    before = len(filled.ledger)
    again = map_project(filled, asked=ASKED)
    assert (again["run"], again["unchanged"], len(filled.ledger)) == (first["run"], True, before)


def test_map__another_seed__is_made_anew_to_compare_with(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    other = map_project(filled, asked=Asked(ASKED.cell_m, None, ASKED.extent, 5))
    assert (other["unchanged"], other["started"]) == (False, "anew")


def test_map__boxes_came__is_stale_until_made_again_and_goes_on(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    filled.append([box(3, 0.0015, 2), box(4, 0.002)], state="accepted")
    assert latest_hazard(filled).stale == ("2 survey boxes new or corrected since the map",)
    again = map_project(filled, asked=ASKED)
    assert (again["started"], latest_hazard(filled).stale) == ("from an earlier surface", ())


def test_map__anew_is_asked__does_not_go_on(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    filled.append([box(3, 0.0015, 2)], state="accepted")
    assert map_project(filled, asked=ASKED, anew=True)["started"] == "anew"


def test_latest__claim_taken_back__says_which_kind(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    review_claims(filled, [("retract", GROUND[0].id)], by="jj")
    assert latest_hazard(filled).stale == ("1 strike no longer used since the map",)


def test_latest__assumptions_changed__says_so(filled: Project, monkeypatch) -> None:
    map_project(filled, asked=ASKED)
    monkeypatch.setattr("tilth.hazard.model_sha256", lambda: "0" * 64)
    assert "assumptions" in latest_hazard(filled).stale[0]


def test_latest__file_gone__says_where_to_put_it(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    latest_hazard(filled).draws_file.unlink()
    made = latest_hazard(filled)
    assert (made.draws_file, made.draws()) == (None, None)
    assert "copy it there" in made.missing[0]
    with pytest.raises(ProjectError, match="copy it there"):
        area_residual(filled, _square())


def test_map__proposed_claims__count_only_when_asked(project: Project) -> None:
    project.append(GROUND)
    with pytest.raises(ExchangeError, match="1 strike, 1 evidence_point, 2 survey_box wait for review"):
        map_project(project, asked=ASKED)
    assert map_project(project, asked=ASKED, proposed=True)["found"] == 1


def test_map__some_proposed__are_named_as_left_out(filled: Project) -> None:
    filled.append([box(3, 0.0015, 2)])
    answer = map_project(filled, asked=ASKED)
    assert "1 survey_box not reviewed yet, left out" in answer["notes"]


def test_map__out_given__writes_the_same_surface_there(filled: Project, tmp_path: Path) -> None:
    answer = map_project(filled, tmp_path / "s.tif", asked=ASKED)
    assert (tmp_path / "s.tif").read_bytes() == Path(answer["surface"]).read_bytes()
    assert (tmp_path / "s.draws.npz").read_bytes() == Path(answer["draws"]).read_bytes()


def test_residual__area_of_the_project__leads_to_the_run(filled: Project) -> None:
    filled.append([land("hazardous_area", 1, classification="CHA")], state="accepted")
    run = map_project(filled, asked=ASKED)["run"]
    told = area_residual(filled, "1", target=0.05)
    assert (told.run, told.stale) == (run, ())
    assert told.residual.left["mean"] > 0
    assert told.more.target == 0.05


def test_residual__unknown_area__is_refused(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    with pytest.raises(ProjectError, match="no claim tells of one"):
        area_residual(filled, "nowhere")


def _square() -> Any:
    from shapely.geometry import Polygon

    return Polygon(SQUARE[0])


@pytest.mark.parametrize("claims, kinds", [
    ([land("activity", 1, activity_kind="clearance", detection=0.9, found=3, end="2024-07-01")], [3]),
    ([land("activity", 1, activity_kind="BAC", detection=0.9, end="2024-07-01"),
      point("find", 1, category="submunition", quantity=2, activity="activity:1")], [2]),
    ([land("activity", 1, activity_kind="clearance", found=3)], []),
    ([land("activity", 1, activity_kind="clearance", detection=0.9, found=3, status="ongoing")], []),
    ([land("activity", 1, activity_kind="TS", detection=0.9, found=3)], []),
    ([land("release", 1, product="cleared", detection=0.9, found=4)], [4]),
    ([land("release", 1, product="reduced", detection=0.9, found=4)], []),
    ([land("activity", 1, activity_kind="clearance", detection=0.9, found=3),
      land("release", 1, product="cleared", detection=0.9, found=3, activity="activity:1")], [3]),
])  # fmt: skip
def test_ground__cleared_land__counts_once_and_only_when_its_effort_is_known(project, claims, kinds) -> None:
    project.append(claims, state="accepted")
    assert [one.found for one in ground_records(project).records.cleared] == kinds


@pytest.mark.parametrize("find, count", [
    (point("find", 1, category="submunition", quantity=2, date="2024-05-01"), 2),
    (point("find", 1, category="mine", quantity=2), 0),
    (point("find", 1, 0.0005, category="submunition", quantity=1, date="2024-06-01"), 0),
    (point("find", 1, 0.0005, category="submunition", quantity=1, date="2024-05-01"), 1),
])  # fmt: skip
def test_ground__finds__count_where_no_box_counts_them(project, find, count) -> None:
    project.append([box(1, 0.0005, 1), find], state="accepted")
    assert sum(one.count for one in ground_records(project).records.evidence) == count


def test_ground__strike_told_as_land__is_its_middle_with_an_error(project) -> None:
    project.append([land("strike", 1, certainty=0.8)], state="accepted")
    (strike,) = ground_records(project).records.strikes
    # 209 m by 221 m: a disc of the same area has a radius of 121 m, half of it is one standard deviation
    assert (strike.lon, strike.accuracy_m) == (pytest.approx(-12.2), pytest.approx(60.6, abs=0.5))


def test_ground__claims_that_differ__are_named_and_not_guessed(project) -> None:
    one, other = box(1, 0.0, 0), box(1, 0.0, 5)
    project.append([one, other], state="accepted")
    ground = ground_records(project)
    assert ground.records.boxes[0].found is None
    assert any("found claims differ" in words and "survey_box:1" in words for words in ground.notes)


def test_map__synthetic_claims__mark_the_map(project) -> None:
    project.append(
        [point("evidence_point", 1, evidence_kind="submunition", synthetic="yes")], state="accepted"
    )
    assert map_project(project, asked=ASKED)["synthetic"] is True


def test_map__draws_and_surface__are_of_one_ground(filled: Project) -> None:
    map_project(filled, asked=ASKED)
    made = latest_hazard(filled)
    cells = made.result["cells"]
    assert np.shape(made.draws().searched) == (cells["rows"], cells["columns"])
