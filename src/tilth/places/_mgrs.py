"""Military grid references, with zone and square or with the square alone."""

from __future__ import annotations

import math
import re
import warnings
from functools import cache
from typing import Any, Final

from tilth.places._errors import PlaceError
from tilth.places._reading import NEAR_M, Reading
from tilth.places._transform import as_crs, utm_zone
from tilth.places._utm import BAND_MARGIN_DEG, BANDS, band_of, grid_point, utm_crs, zone_and_side
from tilth.places.measure import Position, check_position, distance_m

__all__ = ["converter", "mgrs_readings"]

_FULL: Final = re.compile(
    r"(?:mgrs:?\s*)?(\d{1,2})\s*([c-hj-np-x])\s*([a-hj-np-z])\s*([a-hj-np-v])\s*(\d*)\s*(\d*)", re.IGNORECASE
)
_SQUARE: Final = re.compile(r"([a-hj-np-z])\s*([a-hj-np-v])\s*(\d+)\s*(\d*)", re.IGNORECASE)
_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
"""Column letters of the zones whose number leaves 0, 1, 2 when divided by 3 (DMA TM 8358.1)."""
_BESSEL: Final = ("bessel", "clarke 1866", "clarke 1880")


@cache
def converter() -> Any:
    """Return the converter of the mgrs package (NGA GEOTRANS)."""
    from mgrs import MGRS

    return MGRS()


def mgrs_readings(text: str, crs: str | None, zone: str | int | None, near: Position | None) -> list[Reading]:
    """Return every reading of a text of plain signs as a grid reference; none when it has not that form."""
    full = _FULL.fullmatch(text)
    if full:
        digits = _digits(text, full[5], full[6])
        return [
            _reading(
                text, f"{int(full[1])}{full[2]}".upper(), (full[3] + full[4]).upper(), digits, crs, "mgrs"
            )
        ]
    square = _SQUARE.fullmatch(text)
    if not square:
        return []
    digits = _digits(text, square[3], square[4])
    letters = (square[1] + square[2]).upper()
    if zone is not None:
        return _in_zone(text, letters, digits, crs, zone)
    if near is None:
        raise PlaceError(
            f"{text!r} is a grid reference without its zone, and its square {letters} recurs every 18 "
            "degrees; "
            "allowed are references with zone and band ('48Q XD 852 453'), zone='48Q', or near=(lon, lat) "
            f"within {NEAR_M / 1000:.0f} km: give one of them, for instance the middle of the province"
        )
    return _near(text, letters, digits, crs, check_position(near))


def _digits(text: str, first: str, second: str) -> str:
    digits = first + second
    if not 2 <= len(digits) <= 10 or len(digits) % 2 or (second and len(first) != len(second)):
        raise PlaceError(
            f"{text!r} has {len(first)} and {len(second)} digits after its letters; allowed are 2, 4, 6, "
            "8 or 10, "
            "half for the easting and half for the northing: look for a missing or doubled digit"
        )
    return digits


def _reading(text: str, zone: str, square: str, digits: str, crs: str | None, notation: str) -> Reading:
    """Return the middle of the square that a reference names: the digits are cut off, not rounded."""
    _refuse_other_letters(text, crs)
    found = _to_utm(f"{zone}{square}{digits}")
    if found is None:
        raise PlaceError(
            f"{text!r} names no square: {square} does not occur in zone {zone}; check the zone and the "
            "letters"
        )
    number, side, easting, northing = found
    unit = 10.0 ** (5 - len(digits) // 2)
    east, north = (math.floor(amount / unit) * unit + unit / 2 for amount in (easting, northing))
    lon, lat = grid_point(east, north, utm_crs(number, side == "N", crs))
    _refuse_other_band(text, zone, square, lat, unit)
    return Reading(lon, lat, unit / math.sqrt(12), notation, f"{zone} {square}")


def _to_utm(reference: str) -> tuple[int, str, float, float] | None:
    """Return zone, N or S, easting and northing, or None for a square that is not.

    The converter's warning about the band is left aside: the band is checked afterwards.
    """
    from mgrs.core import MGRSError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            number, side, easting, northing = converter().MGRSToUTM(reference)
        except MGRSError:
            return None
    return int(number), str(side), float(easting), float(northing)


def _refuse_other_band(text: str, zone: str, square: str, lat: float, unit: float) -> None:
    south, north = band_of(zone[-1])
    margin = BAND_MARGIN_DEG if unit >= 10_000 else 0.02
    if not south - margin <= lat <= north + margin:
        raise PlaceError(
            f"{text!r} names no square: {square} does not lie in band {zone[-1]} ({south:.0f} to {north:.0f} "
            "degrees); check the band and the letters"
        )


def _in_zone(text: str, square: str, digits: str, crs: str | None, zone: str | int) -> list[Reading]:
    (number, _, band), *others = zone_and_side(zone)
    if not band or (others and not str(zone).strip().endswith("S")):
        raise PlaceError(
            f"zone {zone!r} has no band letter; a grid square recurs every 2 000 km to the north: give "
            "the zone "
            "with its band, such as '48Q', or near=(lon, lat)"
        )
    return [_reading(text, f"{number}{band}", square, digits, crs, "grid")]


def _near(text: str, square: str, digits: str, crs: str | None, near: Position) -> list[Reading]:
    found: dict[tuple[float, float], Reading] = {}
    for zone in _zones_about(near, square[0]):
        try:
            reading = _reading(text, zone, square, digits, crs, "grid")
        except PlaceError:
            continue
        if distance_m(near, (reading.lon, reading.lat)) <= NEAR_M:
            found[(round(reading.lon, 9), round(reading.lat, 9))] = reading
    if not found:
        raise PlaceError(
            f"no square {square} lies within {NEAR_M / 1000:.0f} km of {near}; check the letters, and that "
            "near is (lon, lat) of the region meant"
        )
    return list(found.values())


def _zones_about(near: Position, column: str) -> list[str]:
    """Return the zones with bands about a position in which a column letter occurs."""
    lon, lat = near
    middle = utm_zone(lon, max(-80.0, min(84.0, lat)))
    reach = 1 if abs(lat) < 60 else 4
    at = max(0, min(len(BANDS) - 1, int((lat + 80) // 8)))
    numbers = {(middle + step - 1) % 60 + 1 for step in range(-reach, reach + 1)}
    return [
        f"{number}{BANDS[band]}"
        for number in sorted(numbers)
        if column in _COLUMNS[number % 3]
        for band in range(max(0, at - 1), min(len(BANDS), at + 2))
    ]


def _refuse_other_letters(text: str, crs: str | None) -> None:
    if crs is None:
        return
    found = as_crs(crs).ellipsoid
    ellipsoid = str(found.name) if found else ""
    if ellipsoid.casefold().startswith(_BESSEL):
        raise PlaceError(
            f"{text!r} is on the ellipsoid {ellipsoid}, on which older maps letter the grid rows differently "
            "(DMA TM 8358.1); give zone, easting and northing in figures instead"
        )
