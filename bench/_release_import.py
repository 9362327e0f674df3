"""An import of 100,000 rows, checked, compared, signed, drawn; beside geopandas, which reads and writes."""

from __future__ import annotations

import random
import statistics
import tempfile
from pathlib import Path

import geopandas
import pandas as pd

from bench._measure import Measure, spread, turns
from tilth.claims import Installation
from tilth.exchange.importing import import_file
from tilth.project import Project

__all__ = ["import_measures"]

ROWS = 100_000
_TURNS = 3
_HEADER = "Hazard ID;Survey date;Klasifikacija;Površina (ha);Širina;Dužina;Naziv\n"


def import_measures(rows: int = ROWS) -> list[Measure]:
    """Return the measures of importing a table of `rows` rows, ours and the peer's in turn."""
    with tempfile.TemporaryDirectory(prefix="tilth-bench-") as name:
        folder = Path(name)
        table = _table(folder / "areas.csv", rows)
        ours, peer, again = [], [], []
        for turn in range(_TURNS):
            with Project.create(folder / f"p{turn}.gpkg", Installation(folder / "home")) as project:
                ours += turns(lambda: _import(project, table, rows), 1)
                again += turns(lambda: import_file(project, table, kind="accident"), 1)
            peer += turns(lambda: _peer(table, folder / f"peer{turn}.gpkg"), 1)  # noqa: B023
        return [_beside(rows, ours, peer), _again(rows, again)]


def _table(path: Path, rows: int) -> Path:
    """Write a table in Bosnian with decimal commas, hectares and dates by day, as a centre might send it."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_HEADER)
        for number in range(rows):
            day, month = rng.randint(1, 28), rng.randint(1, 12)
            lat = f"{44 + rng.random():.6f}".replace(".", ",")
            lon = f"{17 + rng.random():.6f}".replace(".", ",")
            size = f"{rng.random() * 9:.2f}".replace(".", ",")
            stream.write(
                f"A-{number};{day:02d}.{month:02d}.2020;SHA;{size};{lat};{lon};Place {number % 977}\n"
            )
    return path


def _import(project: Project, table: Path, rows: int) -> None:
    [outcome] = import_file(project, table, kind="accident")
    assert outcome.intake.accepted == rows, outcome.problems[:3]


def _peer(table: Path, out: Path) -> None:
    """Read the same file with pandas and write its points as a GeoPackage layer: no checks, no history."""
    frame = pd.read_csv(table, sep=";", decimal=",")
    points = geopandas.points_from_xy(frame["Dužina"], frame["Širina"])
    geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326").to_file(out, layer="accident")


def _beside(rows: int, ours: list[float], peer: list[float]) -> Measure:
    middle, other = statistics.median(ours), statistics.median(peer)
    note = (
        f"target 20 s; {spread(ours)}; ours maps, checks, compares, signs and draws each row;"
        " the peer only reads and writes"
    )
    name, peer_name = f"import of {rows:,} rows", "pandas and geopandas, read and write"
    return Measure(name, middle, "s", other, peer_name, geopandas.__version__, other / middle, note)


def _again(rows: int, seconds: list[float]) -> Measure:
    note = f"nothing is added; {spread(seconds)}"
    return Measure(f"the same {rows:,} rows again", statistics.median(seconds), "s", note=note)


if __name__ == "__main__":
    from bench._measure import report

    report("release", import_measures())
