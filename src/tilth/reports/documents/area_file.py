"""Everything a document on an area needs, gathered once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture
from tilth.project import Project, area_named, area_status, pictures_of, residual_statement
from tilth.project.area_facts import outline_of
from tilth.project.area_work import Work, work_facts
from tilth.reports._errors import ReportError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["AreaFile", "area_file", "claims_of", "told"]


@dataclass(frozen=True, slots=True)
class AreaFile:
    """An area with its work, finds, evidence, boxes, status and statements on what may remain.

    Attributes
    ----------
    unreviewed
        Claims used that nobody accepted yet.
    """

    area: Picture
    outline: BaseGeometry
    status: dict[str, Any]
    work: Work
    finds: tuple[Picture, ...]
    evidence: tuple[Picture, ...]
    boxes: tuple[Picture, ...]
    accidents: tuple[Picture, ...]
    samples: tuple[Picture, ...]
    residual: dict[str, Any]
    names: dict[str, str]
    unreviewed: int
    today: str

    @property
    def name(self) -> str:
        """Number and name of the area as people say it."""
        own = self.area.subject.split(":", 1)[1]
        number = told(self.area, "local_id") or own
        called = told(self.area, "name")
        return f"{number}, {called}" if called and called != number else str(number)

    @property
    def synthetic(self) -> bool:
        """Whether the area is made up."""
        return bool(told(self.area, "synthetic") == "yes")

    def named(self, subject: object) -> str:
        """Return the name of an organisation or team, its identifier when it has none."""
        return self.names.get(str(subject), str(subject or "").split(":", 1)[-1])


def told(picture: Picture, name: str) -> Any:
    """Return what is told of a property; None when nothing or nothing certain is."""
    return picture.value(name)


def claims_of(pictures: Iterable[Picture]) -> tuple[str, ...]:
    """Return the claims behind pictures."""
    return tuple(item.id for picture in pictures for item in picture.claims)


def area_file(project: Project, area: str) -> AreaFile:
    """Return what is known of an area.

    Raises
    ------
    ReportError
        The area has no outline.
    """
    picture = area_named(project, area)
    outline = outline_of(picture)
    if outline is None:
        raise ReportError(f"{picture.subject} has no outline: record its perimeter first")
    work = work_facts(project, picture.subject, outline)
    releases = {one.subject for one in work.releases}
    inside = {
        kind: tuple(_inside(pictures_of(project, kind), picture.subject, outline))
        for kind in ("find", "evidence_point", "survey_box", "accident")
    }
    samples = tuple(one for one in pictures_of(project, "sampling") if told(one, "release") in releases)
    used = [picture, *work.releases, *work.activities, *work.visits, *work.handovers, *samples]
    used += [one for found in inside.values() for one in found]
    return AreaFile(
        picture, outline, area_status(project, picture.subject), work,
        inside["find"], inside["evidence_point"], inside["survey_box"], inside["accident"], samples,
        residual_statement(project, picture.subject), _names(project), _unreviewed(used),
        date.today().isoformat(),
    )  # fmt: skip


def _inside(pictures: Sequence[Picture], area: str, outline: BaseGeometry) -> Iterable[Picture]:
    """Yield what names the area, or lies in it and names none."""
    import shapely
    from shapely.geometry import shape

    shapely.prepare(outline)
    for one in pictures:
        named = told(one, "hazardous_area")
        place = told(one, "place")
        if named is not None:
            if area in (named if isinstance(named, list) else [named]):
                yield one
        elif place is not None and outline.covers(shape(place["geometry"]).representative_point()):
            yield one


def _names(project: Project) -> dict[str, str]:
    found = [one for kind in ("organisation", "team", "entity") for one in pictures_of(project, kind)]
    return {one.subject: str(told(one, "name")) for one in found if told(one, "name")}


def _unreviewed(pictures: Iterable[Picture]) -> int:
    return sum(
        picture.statuses[item.id].name != "accepted" for picture in pictures for item in picture.claims
    )
