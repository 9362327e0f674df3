"""One door for every file: an article, a table, a GIS file or a form's submissions."""

from __future__ import annotations

from pathlib import Path

from tilth.exchange._errors import ExchangeError
from tilth.exchange._export_readers import is_export
from tilth.exchange.articles import take_article
from tilth.exchange.bulk import take_dataset
from tilth.exchange.gis import take_gis
from tilth.exchange.importing.importer import import_file
from tilth.exchange.intake import Intake
from tilth.exchange.reimport import take_export
from tilth.exchange.submissions import is_submission, take_submissions
from tilth.exchange.tables import take_table
from tilth.project import Project

__all__ = ["ARTICLES", "DATA", "GIS", "TABLES", "speaks_for_itself", "take_file"]

ARTICLES = (".txt", ".html", ".htm", ".pdf")
TABLES = (".csv", ".tsv")
GIS = (".gpkg", ".geojson", ".json", ".shp", ".kml", ".kmz", ".gml", ".fgb", ".parquet", ".zip")
DATA = (*TABLES, ".gz", ".xlsx", ".xlsm", *GIS, ".xml", ".maxml")


def speaks_for_itself(path: Path) -> bool:
    """Return whether a file says itself what its rows are: our own export, or submissions of our forms."""
    return path.is_file() and (is_export(path) or is_submission(path))


def _take_own(project: Project, path: Path, *, dry_run: bool) -> list[Intake]:
    if is_export(path):
        return [take_export(project, path, dry_run=dry_run)]
    return take_submissions(project, path, dry_run=dry_run)


def take_file(
    project: Project,
    path: Path,
    *,
    kind: str | None = None,
    lang: str | None = None,
    date: str | None = None,
    dry_run: bool = False,
    synthetic: bool = False,
    origin: str = "",
    licence: str = "",
) -> list[Intake]:
    """Take a file into the project by what it is; return the account of each of its parts.

    Parameters
    ----------
    kind
        What it holds, when its name or columns do not tell; ``dataset`` keeps it whole as one claim.
    origin, licence
        Of a dataset.

    Raises
    ------
    ExchangeError
        No such file, or a kind of file that tilth does not read.
    """
    if not path.is_file():
        raise ExchangeError(f"no file {str(path)!r}: check the name")
    if kind == "dataset":
        return [take_dataset(project, path, origin=origin, licence=licence, dry_run=dry_run)]
    if speaks_for_itself(path):
        return _take_own(project, path, dry_run=dry_run)
    ending = path.suffix.lower()
    if ending in ARTICLES:
        return [take_article(project, path, lang=lang, date=date, synthetic=synthetic, dry_run=dry_run)]
    if ending in TABLES and kind is None:
        return [take_table(project, path, dry_run=dry_run, synthetic=synthetic)]
    if ending in GIS and ending != ".json":
        return take_gis(project, path, kind=kind, dry_run=dry_run, synthetic=synthetic)
    if ending in DATA:
        outcomes = import_file(project, path, kind=kind, dry_run=dry_run, synthetic=synthetic)
        return [outcome.intake for outcome in outcomes]
    allowed = ", ".join((*ARTICLES, *DATA))
    raise ExchangeError(f"{path.name}: {ending or 'no ending'} is not read; allowed: {allowed}")
