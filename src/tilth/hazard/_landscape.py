"""The made-up district as land: its name and regions, and the areas that somebody claims are hazardous."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tilth.hazard.district import ClaimedArea, Position, Region, lonlat
from tilth.hazard.records import Strike

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Landscape"]


@dataclass(frozen=True)
class Landscape:
    """Draws names, regions and claimed areas from a generator of its own."""

    draw: np.random.Generator
    settings: Mapping[str, Any]
    corner: Position
    prefix: str

    def name(self) -> str:
        """Return a name put together from syllables; a place of that name would be chance."""
        rule = self.settings["names"]
        count = int(self.draw.integers(rule["least"], rule["most"] + 1))
        syllables = rule["syllables"]
        return "".join(syllables[int(self.draw.integers(len(syllables)))] for _ in range(count)).capitalize()

    def regions(self) -> tuple[Region, ...]:
        """Return regions from west to east that share their boundaries corner by corner."""
        rule, size = self.settings["regions"], 1000 * self.settings["size_km"]["value"]
        count, bends = int(rule["value"]), int(rule["bends"])
        lines = [self._boundary(n * size / count, size, bends, n in (0, count)) for n in range(count + 1)]
        made: list[Region] = []
        for number, (west, east) in enumerate(pairwise(lines), 1):
            taken = {region.name for region in made}
            name = next(name for name in iter(self.name, "") if name not in taken)
            made.append(Region(f"{self.prefix}r{number:02d}", name, (*west, *east[::-1])))
        return tuple(made)

    def _boundary(self, east_m: float, size_m: float, bends: int, is_straight: bool) -> tuple[Position, ...]:
        """Return a line from south to north that wanders about a meridian."""
        wander = 0.0 if is_straight else self.settings["regions"]["wander_m"]
        offsets = self.draw.uniform(-wander, wander, bends + 2).tolist()
        steps = [n * size_m / (bends + 1) for n in range(bends + 2)]
        return tuple(
            lonlat(self.corner, east_m + off, north) for off, north in zip(offsets, steps, strict=True)
        )

    def claimed(self, strikes: Sequence[Strike]) -> tuple[ClaimedArea, ...]:
        """Return areas that somebody claims are hazardous: rectangles about some of the reported strikes."""
        rule = self.settings["claimed"]
        claims: list[ClaimedArea] = []
        low, high = rule["side_m"]
        for strike in strikes:
            is_claimed = self.draw.random() < rule["share"]
            half = [round(float(side) / 2) for side in self.draw.uniform(low, high, 2)]
            error = float(self.draw.normal(1.0, rule["stated_error"]))
            if is_claimed:
                ring = self._rectangle((strike.lon, strike.lat), half)
                stated = round(4 * half[0] * half[1] * max(error, 0.1), -3)
                key = f"{self.prefix}a{len(claims) + 1:02d}"
                claims.append(ClaimedArea(key, ring, stated, rule["day"], strike.id))
        return tuple(claims)

    def _rectangle(self, middle: Position, half_m: Sequence[float]) -> tuple[Position, ...]:
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return tuple(lonlat(middle, x * half_m[0], y * half_m[1]) for x, y in signs)
