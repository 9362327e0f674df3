"""Made-up land for the benchmark of release: crooked polygons, areas and releases among one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from tilth.release import AreaRecord, ReleaseRecord

__all__ = ["Land", "made_up_land"]

_CORNERS = 14
_PRODUCTS = ("cleared", "reduced", "cancelled")


@dataclass(frozen=True, slots=True)
class Land:
    """Polygons in degrees with what each is: an area, or the product of a release; and its month."""

    polygons: Any
    is_area: Any
    product: Any
    month: Any

    def records(self) -> list[AreaRecord | ReleaseRecord]:
        """Return the polygons as records, areas of 2019, releases through 2020."""
        rows = enumerate(zip(self.polygons, self.is_area, self.product, self.month, strict=True))
        return [
            AreaRecord(f"a{n}", polygon, "SHA", "2019")
            if is_area
            else ReleaseRecord(f"r{n}", polygon, str(product), f"2020-{month:02d}-01")
            for n, (polygon, is_area, product, month) in rows
        ]


def made_up_land(count: int, seed: int = 1) -> Land:
    """Return `count` polygons of some 150 m, a third of them areas; each meets about three others."""
    rng = np.random.default_rng(seed)
    side = count**0.5 * 0.004
    centre = rng.uniform(0, side, (count, 1, 2)) + np.array([105, 16])
    angle = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    radius = rng.lognormal(np.log(0.0013), 0.4, (count, 1)) * rng.uniform(0.7, 1.3, (count, _CORNERS))
    corners = centre + np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
    rings = np.concatenate([corners, corners[:, :1]], axis=1).round(8)
    return Land(
        polygons=shapely.polygons(shapely.linearrings(rings)),
        is_area=rng.random(count) < 1 / 3,
        product=rng.choice(_PRODUCTS, count),
        month=rng.integers(1, 13, count),
    )
