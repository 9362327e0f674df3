"""Readings of a text, and the choice of the only one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tilth.places._errors import PlaceError
from tilth.places.measure import Position, check_position, distance_m

__all__ = ["NEAR_M", "Reading", "only_reading"]

NEAR_M: Final = 500_000.0
"""How far from `near` a reading may lie and still be the one meant: half the spacing of equal grid "
"letters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text as a point: degrees, one sigma in metres, notation, and words for it.

    The point stands in the system of the text until `parse_point` brings it to WGS84.
    """

    lon: float
    lat: float
    sigma_m: float
    notation: str
    note: str = ""

    @property
    def words(self) -> str:
        """The reading in words."""
        lat = f"{abs(self.lat):.6f} {'S' if self.lat < 0 else 'N'}"
        lon = f"{abs(self.lon):.6f} {'W' if self.lon < 0 else 'E'}"
        return f"{lat} {lon}" + (f" ({self.note})" if self.note else "")


def only_reading(text: str, readings: Sequence[Reading], near: Position | None, advice: str) -> Reading:
    """Return the one reading there is, or the only one near a position; raise `PlaceError` otherwise."""
    different = list(
        {(round(item.lon, 9), round(item.lat, 9)): item for item in reversed(readings)}.values()
    )[::-1]
    if len(different) > 1 and near is not None:
        centre = check_position(near)
        close = [item for item in different if distance_m(centre, (item.lon, item.lat)) <= NEAR_M]
        different = close or different
    if len(different) > 1:
        ways = tuple(item.words for item in different)
        raise PlaceError(
            f"{text!r} can be read in {len(ways)} ways: {'; or '.join(ways)}. It is not guessed: {advice}",
            readings=ways,
        )
    return different[0]
