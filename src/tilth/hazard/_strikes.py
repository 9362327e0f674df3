"""Strikes of a made-up district: where they fell, what they left on the ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import degrees, hypot
from typing import TYPE_CHECKING, Any

from tilth.hazard._errors import HazardError
from tilth.hazard.district import Position, TrueStrike, lonlat
from tilth.hazard.records import Strike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MadeStrike", "made_strike"]


@dataclass(frozen=True, eq=False)
class MadeStrike:
    """A strike in metres from the corner; `ground` has number, east, north and 1 where unexploded."""

    number: int
    centre: Position
    day: str
    munition: str
    rounds: int
    direction_deg: float
    sd_m: Position
    ground: NDArray[np.float64]

    def as_told(self, prefix: str) -> Strike:
        """Return what a report without error would say, its position in metres."""
        east, north = self.centre
        return Strike(self._id(prefix), east, north, None, self.day, self.munition, self.rounds, 1.0)

    def as_it_was(self, prefix: str, corner: Position) -> TrueStrike:
        """Return the truth in degrees."""
        lon, lat = lonlat(corner, *self.centre)
        return TrueStrike(
            id=self._id(prefix),
            lon=lon,
            lat=lat,
            date=self.day,
            munition=self.munition,
            rounds=self.rounds,
            direction_deg=round(self.direction_deg, 1),
            along_sd_m=round(self.sd_m[0], 1),
            across_sd_m=round(self.sd_m[1], 1),
            submunitions=len(self.ground),
            unexploded=int(self.ground[:, 3].sum()),
        )

    def _id(self, prefix: str) -> str:
        return f"{prefix}s{self.number:02d}"


def made_strike(
    draw: np.random.Generator,
    settings: Mapping[str, Any],
    loads: Mapping[str, int],
    number: int,
    centre: NDArray[np.float64],
) -> MadeStrike:
    """Return a strike about a centre given in metres."""
    import numpy as np

    munition = sorted(loads)[int(draw.integers(len(loads)))]
    low, high = settings["munitions"][munition]["rounds"]
    rounds = int(draw.integers(low, high + 1))
    day = date.fromisoformat(settings["first_day"]["value"])
    day += timedelta(days=int(draw.integers(settings["days"]["value"])))
    apart, spread = settings["rounds_spread_m"]["value"], settings["footprint_sd_m"]
    aims = np.repeat(centre + draw.normal(0, apart, (rounds, 2)), loads[munition], axis=0)
    angle = float(draw.uniform(0, np.pi))
    spots = aims + _scatter(draw, settings, angle, len(aims))
    mean, weight = settings["failure"]["mean"], settings["failure"]["concentration"]
    share = draw.beta(mean * weight, (1 - mean) * weight)
    dud = draw.random(len(spots)) < share
    return MadeStrike(
        number=number,
        centre=(float(centre[0]), float(centre[1])),
        day=day.isoformat(),
        munition=munition,
        rounds=rounds,
        direction_deg=(90 - degrees(angle)) % 180,
        sd_m=(hypot(spread["along"], apart), hypot(spread["across"], apart)),
        ground=np.column_stack([np.full(len(spots), number), spots, dud]),
    )


def _scatter(
    draw: np.random.Generator, settings: Mapping[str, Any], angle: float, count: int
) -> NDArray[np.float64]:
    """Return metres east and north of the aim: an oval whose long axis lies at an angle from east."""
    import numpy as np

    spread = settings["footprint_sd_m"]
    along, across = _standard(draw, str(settings["scatter"]["shape"]), count)
    along, across = along * spread["along"], across * spread["across"]
    east = along * np.cos(angle) - across * np.sin(angle)
    north = along * np.sin(angle) + across * np.cos(angle)
    return np.column_stack([east, north])


def _standard(
    draw: np.random.Generator, shape: str, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places about a middle with variance 1 along each axis; shapes as in `_kernels`."""
    import numpy as np

    if shape == "normal":
        return draw.normal(0, 1, count), draw.normal(0, 1, count)
    squared: dict[str, Callable[[], NDArray[np.float64]]] = {
        "flat": lambda: 2 * np.sqrt(np.pi) * np.abs(draw.normal(0, np.sqrt(0.5), count)),
        "ring": lambda: draw.gamma(2.0, 1.0, count),
        "edge": lambda: draw.gamma(8.0, 0.25, count),
        "heavy": lambda: 2 * ((1 - draw.random(count)) ** -0.5 - 1),
    }
    if shape not in squared:
        raise HazardError(f"scatter {shape!r}: allowed are normal, {', '.join(sorted(squared))}")
    far, way = np.sqrt(squared[shape]()), draw.uniform(0, 2 * np.pi, count)
    return far * np.cos(way), far * np.sin(way)
