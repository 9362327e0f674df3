"""What probably remains in an area of a project, from its newest map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import picture
from tilth.project._errors import ProjectError
from tilth.project.hazard_runs import latest_hazard
from tilth.project.project import Project

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.hazard import MoreSearch, Residual

__all__ = ["AreaResidual", "area_residual"]


@dataclass(frozen=True, slots=True)
class AreaResidual:
    """A statement about an area and the run that it rests on.

    Attributes
    ----------
    run
        Identifier of the map's run.
    residual
        What probably remains.
    more
        Search that a target needs; None where none was asked for.
    stale
        What has changed in the project since the map, in words.
    """

    run: str
    residual: Residual
    more: MoreSearch | None
    stale: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the statement as plain JSON values."""
        told = {"run": self.run, "stale": list(self.stale), **self.residual.to_json()}
        return told | ({"more_search": self.more.to_json()} if self.more is not None else {})


def area_residual(
    project: Project,
    area: str | BaseGeometry,
    *,
    target: float | None = None,
    detection: float | None = None,
) -> AreaResidual | None:
    """Return what probably remains in an area by the newest map; None where no map was made.

    Parameters
    ----------
    area
        Subject or identifier of a hazardous area, or a polygon in degrees.
    target, detection
        Chance of at least one item left that more search is to bring about, and the chance of one pass to
        find an item; see `tilth.hazard.more_search`.

    Raises
    ------
    ProjectError
        No such area, or the file of draws is not beside the project.
    HazardError
        An area outside the map, or a target that is no chance.
    """
    from tilth.hazard import more_search, residual

    made = latest_hazard(project)
    if made is None:
        return None
    land = _land(project, area) if isinstance(area, str) else area
    draws = made.draws()
    if draws is None:
        raise ProjectError("; ".join(made.missing) or "the draws of the map are not beside the project")
    told = residual(draws, land)
    more = None if target is None else more_search(told, target, detection)
    return AreaResidual(made.run, told, more, made.stale)


def _land(project: Project, area: str) -> BaseGeometry:
    from shapely.geometry import shape

    subject = area if area.startswith("hazardous_area:") else f"hazardous_area:{area}"
    drawn = picture(project.store, subject, statuses=("accepted", "proposed"))
    place = drawn.value("place")
    if place is None:
        why = "its claims differ on where it is" if "place" in drawn.conflicts else "no claim tells of one"
        raise ProjectError(f"no hazardous area {area!r} with a place: {why}; give its identifier or a file")
    land: BaseGeometry = shape(place["geometry"])
    return land
