"""The account of a project: squares of 0.01 degree at 37 E 48 N, 829,682 m2 each by the account's formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from shapely import box

from tilth.claims import Claim, recorded_by_id
from tilth.project import Project, ProjectError, account_areas, account_cells, partition_of, review_claims
from tilth.project.geojson import geojson

SIZE = 829_682.257
KEYS = ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")


@pytest.fixture
def land(new_land: Path) -> Iterator[Project]:
    with Project.open(new_land) as made:
        yield made


def place(west: float, east: float) -> dict[str, Any]:
    return {"geometry": geojson(box(37 + west * 0.01, 48, 37 + east * 0.01, 48.01))}


def area(key: str, west: float = 0, east: float = 1, day: str = "2020-01-01", **values: Any) -> Claim:
    told = {"classification": "SHA", **values}
    return Claim(
        kind="hazardous_area",
        subject=f"hazardous_area:{key}",
        values=told,
        place=place(west, east),
        valid=f"{day}/..",
    )


def release(key: str, west: float = 0, east: float = 1, **values: Any) -> Claim:
    told = {"date": "2021-06-01", "product": "cleared", **values}
    return Claim(kind="release", subject=f"release:{key}", values=told, place=place(west, east))


def total(project: Project, on: str = "2021-12-31", **asked: Any) -> dict[str, float]:
    done = account_areas(project, on, **asked)
    assert done is not None
    return {line: round(value) for line, value in done[0]["total"].items() if round(value)}


def test_account__keys__are_those_of_the_contract_and_more(land: Project) -> None:
    land.append([area("a")])
    told = account_areas(land, "2021-12-31")[0]  # type: ignore[index]
    assert {"on", "known_on", "total", "by", "unit", "differences"} <= set(told)
    assert tuple(told["total"]) == KEYS


def test_account__released_by_method__word_of_the_report_does_not_count(land: Project) -> None:
    land.append([area("a"), release("r", method="TS", product="cancelled")])
    assert total(land)["reduced"] == round(SIZE)


def test_account__product_from_the_activity__its_kind_decides(land: Project) -> None:
    work = Claim(
        kind="activity",
        subject="activity:x",
        values={"activity_kind": "NTS", "end": "2021-05-01"},
        place=place(0, 1),
    )
    land.append([area("a"), work, release("r", activity="activity:x")])
    assert total(land)["cancelled"] == round(SIZE)


def test_account__outline_told_anew_later__what_is_left_out_is_a_correction(land: Project) -> None:
    land.append([area("a", 0, 2), area("a", 0, 1, "2021-03-01")])
    assert total(land, since="2021") == {
        "opening": round(2 * SIZE), "corrections": -round(SIZE), "closing": round(SIZE)
    }  # fmt: skip


def test_account__outlines_of_the_same_day__the_last_recorded_counts(land: Project) -> None:
    land.append([area("a", 0, 2)], now=datetime(2021, 1, 1, 8, tzinfo=UTC))
    land.append([area("a", 0, 1)], now=datetime(2021, 1, 1, 9, tzinfo=UTC))
    assert total(land)["closing"] == round(SIZE)


def test_account__as_known_before_a_release_was_recorded__leaves_it_out(land: Project) -> None:
    land.append([area("a")], now=datetime(2030, 1, 1, tzinfo=UTC))
    land.append([release("r")], now=datetime(2030, 6, 1, tzinfo=UTC))
    assert total(land, known_on="2030-02-01") == {"found": round(SIZE), "closing": round(SIZE)}


def test_account__opening_as_known_then__what_was_learnt_since_is_a_correction(land: Project) -> None:
    land.append([area("a")], now=datetime(2030, 1, 1, tzinfo=UTC))
    land.append([area("b", 1, 2)], now=datetime(2030, 6, 1, tzinfo=UTC))
    told = total(land, since="2021", opening_known_on="2030-02-01")
    assert told == {"opening": round(SIZE), "corrections": round(SIZE), "closing": round(2 * SIZE)}


def test_account__opening_as_known_then_without_a_period__is_refused(land: Project) -> None:
    land.append([area("a")])
    with pytest.raises(ProjectError, match="give --from"):
        account_areas(land, "2021", opening_known_on="2020")


def test_account__accepted_only__leaves_out_what_waits(land: Project) -> None:
    claims = [area("a"), area("b", 1, 2)]
    land.append(claims)
    review_claims(land, [("accept", claims[0].id)], by="jj")
    assert total(land, statuses=("accepted",))["closing"] == round(SIZE)


def test_account__area_replaced_by_another__goes_on_in_it(land: Project) -> None:
    land.append([area("a", 0, 2), area("b", 0, 1, "2021-03-01", replaces=["hazardous_area:a"])])
    assert total(land, since="2021")["corrections"] == -round(SIZE)


def test_account__by_borders_of_the_project__divides_the_land(land: Project) -> None:
    units = [
        Claim(kind="admin_unit", subject=f"admin_unit:{name}", values={"name": name}, place=place(west, east))
        for name, west, east in (("West", -5, 0.5), ("East", 0.5, 5))
    ]
    land.append([area("a"), *units])
    rows = account_areas(land, "2021-12-31")[0]["by"]  # type: ignore[index]
    assert {row["region"]: round(row["total"]["closing"]) for row in rows if row["region"]} == {
        "West": round(SIZE / 2), "East": round(SIZE / 2)
    }  # fmt: skip


def test_account__by_unknown_property__is_refused_with_what_is_known(land: Project) -> None:
    land.append([area("a")])
    with pytest.raises(ProjectError, match="class, organisation, month and the properties"):
        account_areas(land, "2021", "colour")


def test_account__activity_states_land_that_is_not_drawn__is_apart_and_listed(land: Project) -> None:
    work = [
        Claim(
            kind="activity",
            subject="activity:x",
            place=place(0, 1),
            said_on=day,
            values={"activity_kind": "clearance", "status": status, "cleared_m2": size},
        )
        for day, status, size in (("2021-02-01", "ongoing", 400), ("2021-03-01", "completed", 1000))
    ]
    land.append([area("a"), *work])
    told = account_areas(land, "2021-12-31")[0]  # type: ignore[index]
    assert told["apart"]["stated_without_land_m2"] == {"cleared": 1000.0}
    assert "activity states released land that is not drawn" in told["differences_by_what"]


def test_cells__of_a_figure__lead_to_the_claims(land: Project) -> None:
    claims = [area("a"), release("r", 0, 0.5)]
    land.append(claims)
    (row,) = account_cells(land, "cleared", "2021-12-31")
    assert (row["claims"], round(row["area_m2"])) == (sorted(claim.id for claim in claims), round(SIZE / 2))


def test_partition__kept_beside_the_project__gives_the_same_account(
    land: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilth.project.land_partition._WORTH_KEEPING", 1)
    land.append([area("a", 0, 2, admin_unit="N"), release("r", organisation="organisation:x")])
    first = account_areas(land, "2021-12-31", "organisation")
    assert list((land.folder / "partition").iterdir())
    monkeypatch.setattr("tilth.project.land_partition.partition", lambda _: pytest.fail("cut again"))
    assert account_areas(land, "2021-12-31", "organisation") == first


def test_partition__a_new_claim__is_cut_again(land: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tilth.project.land_partition._WORTH_KEEPING", 1)
    land.append([area("a")])
    partition_of(land)
    land.append([area("b", 3, 4)])
    assert len(partition_of(land).m2) == 2


def test_partition__kept_files_damaged__is_cut_again(land: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tilth.project.land_partition._WORTH_KEEPING", 1)
    land.append([area("a")])
    partition_of(land)
    (folder,) = (land.folder / "partition").iterdir()
    (folder / "faces").write_bytes(b"nothing")
    assert len(partition_of(land).m2) == 1


def test_account__read_only_project__keeps_no_run(land: Project, tmp_path: Path) -> None:
    land.append([area("a")])
    with Project.open(tmp_path / "land.gpkg", read_only=True) as opened:
        assert account_areas(opened, "2021-12-31")[1] is None  # type: ignore[index]


def test_account__on_any_store__is_kept_as_a_run(project: Project) -> None:
    project.append([area("a"), release("r", 0, 0.5)])
    done = account_areas(project, "2021-12-31")
    assert done is not None
    run = recorded_by_id(project.store, [str(done[1])])[0].claim
    assert run.values["result"]["total"] == done[0]["total"]


def test_account__real_land__balances_and_rows_add_up(shared: Path) -> None:
    import geopandas

    from tilth.release import AreaRecord, ReleaseRecord, account_of, partition, shares_within

    path = shared / "data" / "real" / "05_bosnia_mine_suspected_areas" / "bih_mines.gpkg"
    window = (17.0, 44.6, 18.2, 45.1)
    suspect, cleared, units = (
        geopandas.read_file(path, layer=layer, bbox=window)
        for layer in ("suspect", "cleared", "municipalities")
    )
    records = [AreaRecord(f"a{n}", shape, "SHA", "2010") for n, shape in enumerate(suspect.geometry)]
    records += [ReleaseRecord(f"r{n}", shape, "cleared", "2015") for n, shape in enumerate(cleared.geometry)]
    made = partition(records)
    regions = shares_within(made, list(units["shapeName"]), units.geometry.make_valid().to_numpy())
    result = account_of(made, "2020-12-31", since="2012", regions=regions)
    assert made.unsettled == ()
    assert result.total["opening"] - result.total["cleared"] == pytest.approx(result.total["closing"])
    for line in KEYS:
        assert sum(row["total"][line] for row in result.by) == pytest.approx(result.total[line], abs=1)


def test_account__activity_states_another_sum_than_its_land__is_listed_with_both(land: Project) -> None:
    work = Claim(
        kind="activity",
        subject="activity:x",
        values={"activity_kind": "clearance", "status": "completed", "cleared_m2": 1000, "end": "2021-06-01"},
        place=place(0, 1),
    )
    land.append([area("a"), work, release("r", 0, 0.5, activity="activity:x")])
    rows = account_areas(land, "2021-12-31")[0]["differences"]  # type: ignore[index]
    (row,) = [row for row in rows if row["what"].startswith("activity states another sum")]
    assert (row["stated_m2"], round(row["area_m2"])) == (1000.0, round(SIZE / 2))


def test_account__report_later_than_the_account__is_not_yet_counted(land: Project) -> None:
    work = [
        Claim(
            kind="activity", subject="activity:x", place=place(0, 1), said_on=day,
            values={"activity_kind": "clearance", "cleared_m2": size},
        )
        for day, size in (("2021-02-01", 400), ("2021-09-01", 50))
    ]  # fmt: skip
    land.append([area("a"), *work])
    stated = [
        account_areas(land, day)[0]["apart"]["stated_without_land_m2"]["cleared"]  # type: ignore[index]
        for day in ("2021-03-31", "2021-12-31")
    ]
    assert stated == [400.0, 450.0]
