"""`tilth export`: claims as GeoPackage, GeoJSON, CSV, XLSX or FollowTheMoney entities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tilth import __version__
from tilth.exchange._errors import ExchangeError
from tilth.exchange._export_geo import write_geojson, write_gpkg
from tilth.exchange._export_tables import write_csv, write_xlsx
from tilth.exchange._spool import Spool
from tilth.exchange.choosing import Choice, LeftOut, chosen
from tilth.exchange.followthemoney import write_ftm
from tilth.project import Project

__all__ = ["ENDINGS", "Exported", "export_to"]

ENDINGS = (".gpkg", ".geojson", ".csv", ".xlsx", ".ftm.json")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes
    ----------
    counts
        Claims by kind.
    left_out
        A line for each reason why claims stayed behind.
    """

    path: Path
    counts: dict[str, int]
    left_out: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it for scripts."""
        total = sum(self.counts.values())
        left_out = list(self.left_out)
        return {"file": str(self.path), "claims": total, "by_kind": self.counts, "left_out": left_out}


def export_to(
    project: Project, path: Path, choice: Choice | None = None, progress: Callable[[int], None] | None = None
) -> Exported:
    """Write what is chosen of a project into a file; its ending says the format.

    Every row carries the identity of its claim: the file can be imported again and changes nothing, and a
    row that was edited comes back as a correction of that claim.

    Parameters
    ----------
    progress
        Called now and then with the number of claims so far.

    Raises
    ------
    ExchangeError
        An ending that is no format, a file that is in the way, or a choice that cannot be.
    """
    asked = choice or Choice()
    asked.check()
    ending = next((one for one in ENDINGS if path.name.lower().endswith(one)), None)
    if ending is None:
        raise ExchangeError(f"{path.name}: no format for this ending; allowed: {', '.join(ENDINGS)}")
    if project.store.path is not None and path.exists() and path.samefile(project.store.path):
        raise ExchangeError(f"{path} is the project itself: give another name")
    if not path.resolve().parent.is_dir():
        raise ExchangeError(f"no folder {str(path.parent)!r}: make it first")
    left_out = LeftOut()
    draft = path.with_name(f".part-{path.name}")
    draft.unlink(missing_ok=True)
    try:
        with Spool(str(path.resolve().parent)) as spool:
            spool.fill(chosen(project, asked, left_out), progress)
            _write(draft, ending, spool)
            counts = dict(spool.counts)
        draft.replace(path)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written ({error.strerror}): nothing was written") from error
    finally:
        draft.unlink(missing_ok=True)
    return Exported(path, counts, tuple(left_out.words()))


def _write(path: Path, ending: str, spool: Spool) -> None:
    head = {"export": 1, "version": __version__}
    match ending:
        case ".csv":
            write_csv(path, spool)
        case ".xlsx":
            write_xlsx(path, spool)
        case ".geojson":
            write_geojson(path, spool.rows(), head)
        case ".gpkg":
            write_gpkg(path, spool)
        case _:
            write_ftm(path, spool.rows())
