"""Bulk data: a file of many rows stays a file; one claim holds its hash, origin, licence, columns, rows."""

from __future__ import annotations

from pathlib import Path

from tilth.claims import dataset_claim, store_dataset
from tilth.exchange._errors import ExchangeError
from tilth.exchange.intake import Intake
from tilth.project import Project

__all__ = ["take_dataset"]


def take_dataset(project: Project, path: Path, *, origin: str, licence: str, dry_run: bool = False) -> Intake:
    """Keep a file beside the project under its hash, and register it as one claim.

    Opening it later (`tilth.claims.open_dataset`) refuses a file whose bytes changed.

    Raises
    ------
    ExchangeError
        No origin or licence, or a file whose columns cannot be read.
    """
    if not origin or not licence:
        raise ExchangeError(f"{path.name}: say where it comes from and its terms: --origin and --licence")
    columns, rows = _shape(path)
    claim = dataset_claim(path, origin=origin, licence=licence, columns=columns, rows=rows)
    added = 0
    if not dry_run:
        store_dataset(path, project.folder)
        added = len(project.append([claim], tool="import", state="accepted").added)
    return Intake(
        name=path.name,
        kind="dataset",
        rows=1,
        accepted=1 if dry_run else added,
        refused=0,
        duplicates=0,
        unchanged=0 if dry_run else 1 - added,
        claims_added=added,
        profile="dataset",
        claims=(claim.id,),
    )


def _shape(path: Path) -> tuple[list[str], int]:
    """Return the columns and the number of rows of a Parquet, CSV or GIS file."""
    ending = path.suffix.lower()
    if ending == ".parquet":
        from pyarrow.parquet import ParquetFile

        with ParquetFile(path) as file:
            return [str(name) for name in file.schema_arrow.names], int(file.metadata.num_rows)
    if ending == ".csv":
        with path.open("rb") as stream:
            header = stream.readline().decode("utf-8-sig", "replace").strip()
            return header.split(","), sum(1 for line in stream if line.strip())
    return _gis_shape(path)


def _gis_shape(path: Path) -> tuple[list[str], int]:
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        infos = [pyogrio.read_info(path, layer=name) for name, _ in pyogrio.list_layers(path)]
    except (DataSourceError, ValueError) as error:
        allowed = ".parquet, .csv and GIS files"
        raise ExchangeError(
            f"{path.name}: its columns cannot be read ({error}); allowed: {allowed}"
        ) from error
    columns = list(dict.fromkeys(str(name) for info in infos for name in info["fields"]))
    return columns or ["geometry"], sum(max(int(info["features"]), 0) for info in infos)
