"""Bulk files: kept whole beside the project, named by hash, refused when changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilth.claims import LedgerError, open_dataset, recorded_of_kind
from tilth.exchange import ExchangeError, take_file
from tilth.project import Project


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p.gpkg") as made:
        yield made


def table(folder: Path, rows: int = 3) -> Path:
    path = folder / "many.csv"
    path.write_text("id,lon,lat\n" + "".join(f"{n},37.5,48.{n}\n" for n in range(rows)), "utf-8")
    return path


def take(project: Project, path: Path):
    return take_file(project, path, kind="dataset", origin="made for this test", licence="CC0")[0]


def test_dataset__taken_in__is_one_claim_with_columns_and_rows(project: Project, tmp_path: Path) -> None:
    taken = take(project, table(tmp_path))
    (item,) = recorded_of_kind(project.store, ["dataset"])
    assert (taken.rows, taken.claims_added) == (1, 1)
    assert (item.claim.values["columns"], item.claim.values["rows"]) == (["id", "lon", "lat"], 3)


def test_dataset__taken_twice__adds_nothing(project: Project, tmp_path: Path) -> None:
    take(project, table(tmp_path))
    again = take(project, table(tmp_path))
    assert (again.claims_added, again.unchanged) == (0, 1)


def test_dataset__bytes_changed_since__is_refused(project: Project, tmp_path: Path) -> None:
    taken = take(project, table(tmp_path))
    (item,) = recorded_of_kind(project.store, ["dataset"])
    kept = open_dataset(item.claim, project.folder)
    kept.write_bytes(kept.read_bytes().replace(b"48.1", b"49.1"))
    assert item.id == taken.claims[0]
    with pytest.raises(LedgerError, match="changed"):
        open_dataset(item.claim, project.folder)


def test_dataset__without_origin__is_refused_with_the_options(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="--origin"):
        take_file(project, table(tmp_path), kind="dataset")


def test_dataset__no_table__is_refused_with_what_is_allowed(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    path.write_text("no GeoPackage", "utf-8")
    with pytest.raises(ExchangeError, match=r"\.parquet"):
        take(project, path)


def test_dataset__real_parquet__counts_all_rows(project: Project, shared: Path) -> None:
    path = shared / "data/real/01_thor_seasia/strikes_monthly.parquet"
    take(project, path)
    (item,) = recorded_of_kind(project.store, ["dataset"])
    assert item.claim.values["rows"] == 2_673_207  # as the collection's own account says
