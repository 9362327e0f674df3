"""What the account is made of: areas found, and land released from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["AreaRecord", "ReleaseRecord"]


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """A suspected or confirmed hazardous area, in WGS84.

    Attributes
    ----------
    classification
        CHA, SHA or indication; None when nothing is told.
    date
        Day it was put on record (ISO, partial allowed); None counts as always on record.
    stated_m2
        Size as its source states it, to compare with the measured one.
    until
        Day from which it is struck off without work on the ground: discarded, or redrawn by another
        record. Land that leaves so is a correction, not a release.
    moves
        Later classes, each with the day it holds from: ``(("2021-05-01", "CHA"),)``.
    claims
        Identifiers of the claims it was read from.
    """

    id: str
    geometry: BaseGeometry
    classification: str | None = None
    date: str | None = None
    region: str | None = None
    stated_m2: float | None = None
    until: str | None = None
    moves: tuple[tuple[str, str], ...] = ()
    organisation: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """Land released.

    Attributes
    ----------
    product
        cancelled, reduced or cleared; it follows from the method (`tilth.release.product_of`).
        ``correction`` strikes land off that should not have been on record.
    said
        The word of the report, where it is another than the method gives.
    activity
        The work that released it; reports on the same work may repeat each other.
    report
        Sort of report it comes from: progress, completion ...
    """

    id: str
    geometry: BaseGeometry
    product: str
    date: str | None = None
    area_id: str | None = None
    stated_m2: float | None = None
    organisation: str | None = None
    activity: str | None = None
    report: str | None = None
    said: str | None = None
    claims: tuple[str, ...] = ()
