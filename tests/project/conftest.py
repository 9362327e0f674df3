"""A project at a fresh place, and what its layers hold in a form that both stores share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from tilth.claims import Installation
from tilth.project import Project, layer_rows
from tilth.project._layer_shape import layer_shapes


@pytest.fixture
def project(ledger_address: str) -> Iterator[Project]:
    """Yield a new, empty project in the store that `ledger_address` names."""
    with Project.create(ledger_address) as made:
        yield made


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty project file, made once: making one takes a second, copying it does not."""
    folder = tmp_path_factory.mktemp("empty")
    with Project.create(folder / "empty.gpkg", Installation(folder / "home")):
        pass
    return folder / "empty.gpkg"


@pytest.fixture
def new_land(_empty: Path, tmp_path: Path) -> Path:
    """Return the path of a fresh copy of an empty project file."""
    return Path(shutil.copy(_empty, tmp_path / "land.gpkg"))


@pytest.fixture
def drawn() -> Callable[[Project], dict[str, list[Any]]]:
    """Return a function that gives every layer's rows, each with its geometry as WKB."""
    return _drawn


def _drawn(project: Project) -> dict[str, list[Any]]:
    return {name: _layer(project, name) for name in layer_shapes()}


def _layer(project: Project, name: str) -> list[Any]:
    with project.store.reading() as connection:
        found = connection.exec_driver_sql(f"SELECT geom FROM {name} ORDER BY subject, side").all()
    geometries = [_geometry(row[0]).wkb_hex for row in found]
    return list(zip(layer_rows(project.store, name), geometries, strict=True))


def _geometry(content: Any) -> shapely.Geometry:
    """Read hexadecimal EWKB (PostGIS) or a GeoPackage blob with an envelope of four numbers."""
    raw = bytes.fromhex(content) if isinstance(content, str) else bytes(content)[40:]
    return shapely.set_srid(shapely.from_wkb(raw), 0)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty project's file, made once: making the layers takes most of a small test's time."""
    folder = tmp_path_factory.mktemp("empty")
    Project.create(folder / "empty.gpkg", Installation(folder / "home")).close()
    return folder / "empty.gpkg"


@pytest.fixture
def own_file(empty_file: Path, tmp_path: Path) -> tuple[Path, Installation]:
    """Return a copy of the empty project that one test may change, and who writes in it."""
    shutil.copyfile(empty_file, tmp_path / "p.gpkg")
    return tmp_path / "p.gpkg", Installation(tmp_path / "home")
