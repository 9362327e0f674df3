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
    date
        Day it was put on record (ISO, partial allowed); None counts as always on record.
    stated_m2
        Size as its source states it, to compare with the measured one.
    """

    id: str
    geometry: BaseGeometry
    classification: str | None = None
    date: str | None = None
    region: str | None = None
    stated_m2: float | None = None


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """Land released: `product` is cancelled, reduced or cleared."""

    id: str
    geometry: BaseGeometry
    product: str
    date: str | None = None
    area_id: str | None = None
    stated_m2: float | None = None
