"""Eastings and northings with a UTM zone, and the grid system that a datum gives."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from pyproj import CRS
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import UTMConversion

from tilth.places._errors import PlaceError
from tilth.places._reading import Reading
from tilth.places._transform import WGS84, as_crs, transformer

__all__ = ["band_of", "grid_point", "is_without_zone", "utm_crs", "utm_readings", "zone_and_side"]

BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
"""Letters of the latitude bands from 80 S northwards, 8 degrees each, the last 12 (DMA TM 8358.1)."""
EASTING_M: Final = (100_000.0, 900_000.0)
BAND_MARGIN_DEG: Final = 0.5

_AMOUNT: Final = r"(0?[1-9]\d{4,6}(?:[.,]\d{1,3})?)"
_METRES: Final = r"\s*m?\s*"
_EAST_FIRST: Final = rf"e?\s*{_AMOUNT}{_METRES}e?\s*[\s,;/]\s*n?\s*(\d{{1,8}}(?:[.,]\d{{1,3}})?){_METRES}n?"
_NORTH_FIRST: Final = rf"(\d{{1,8}}(?:[.,]\d{{1,3}})?){_METRES}n\s*[\s,;/]\s*{_AMOUNT}{_METRES}e"
_ZONE: Final = re.compile(r"(\d{1,2})\s*(north|south|[c-hj-np-x])?")
_UTM: Final = re.compile(
    r"(?:utm)?:?\s*(?:zone)?\s*(\d{1,2}\s*(?:north|south|[c-hj-np-x]))[\s,:;]+(.+)", re.DOTALL | re.IGNORECASE
)


def utm_readings(text: str, crs: str | None, zone: str | int | None) -> list[Reading]:
    """Return every reading of a text of plain signs as easting and northing, if it has that form."""
    match = _UTM.fullmatch(text)
    written, rest = (match[1], match[2]) if match else (None, text)
    amounts = _amounts(rest)
    if amounts is None:
        return []
    if written is None and zone is None:
        return _in_given_system(text, crs, *amounts)
    readings: list[Reading] = []
    for number, is_north, band in zone_and_side(written if written is not None else zone):
        readings.extend(_in_zone(number, is_north, band, amounts, crs))
    if not readings:
        raise PlaceError(
            f"the numbers of {text!r} do not fit its zone; eastings are 100 000 to 900 000 m, and a band "
            "letter "
            "C to X goes with its own northings: check the zone, the order and the digits"
        )
    return readings


def zone_and_side(zone: str | int | None) -> list[tuple[int, bool, str]]:
    """Return the meanings of a UTM zone: number, whether north of the equator, band letter or nothing.

    The letter S stands for band S, north of the equator, and for south: both are returned.
    """
    match = _ZONE.fullmatch(str(zone).strip().casefold())
    if not match or not 1 <= int(match[1]) <= 60 or match[2] is None:
        raise PlaceError(
            f"unknown UTM zone {zone!r}; allowed are 1 to 60 with a band letter or a hemisphere, such as "
            "'48Q' "
            "or '48 north': add what is missing"
        )
    number, letter = int(match[1]), match[2]
    if letter in ("north", "n"):
        return [(number, True, "")]
    if letter == "south":
        return [(number, False, "")]
    band = (number, letter >= "n", letter.upper())
    return [band, (number, False, "")] if letter == "s" else [band]


def band_of(letter: str) -> tuple[float, float]:
    """Return the southern and northern limit of a latitude band in degrees."""
    south = -80.0 + 8 * BANDS.index(letter)
    return south, 84.0 if letter == "X" else south + 8


@lru_cache(maxsize=512)
def utm_crs(number: int, is_north: bool, datum: str | None) -> CRS:
    """Return the UTM system of a zone on WGS84 or on the datum of another geographic system."""
    base = as_crs(datum or WGS84)
    if not base.is_geographic:
        raise PlaceError(
            f"{datum} is not a geographic system; with a UTM zone, give the datum as one, for instance "
            "'EPSG:4131' for Indian 1960: or leave the zone out and give the projected system alone"
        )
    return ProjectedCRS(UTMConversion(str(number), "N" if is_north else "S"), geodetic_crs=base)


def grid_point(easting: float, northing: float, grid: CRS) -> tuple[float, float]:
    """Return longitude and latitude on the grid's own datum."""
    lon, lat = transformer(grid, grid.geodetic_crs).transform(easting, northing)
    return float(lon), float(lat)


def _amounts(text: str) -> tuple[str, str] | None:
    match = re.fullmatch(_NORTH_FIRST, text, re.IGNORECASE)
    if match:
        return match[2].replace(",", "."), match[1].replace(",", ".")
    match = re.fullmatch(_EAST_FIRST, text, re.IGNORECASE)
    return (match[1].replace(",", "."), match[2].replace(",", ".")) if match else None


def is_without_zone(text: str) -> bool:
    """Whether a text of plain signs has the form of an easting and a northing without a zone."""
    return _amounts(text) is not None


def _in_given_system(text: str, crs: str | None, easting: str, northing: str) -> list[Reading]:
    grid = as_crs(crs) if crs else None
    if grid is None or not grid.is_projected:
        return []
    lon, lat = grid_point(float(easting), float(northing), grid)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise PlaceError(f"{text!r} lies outside {grid.name}; check the system, the order and the digits")
    return [Reading(lon, lat, _sigma_m(easting, northing), "grid")]


def _in_zone(
    number: int, is_north: bool, band: str, amounts: tuple[str, str], crs: str | None
) -> list[Reading]:
    easting, northing = float(amounts[0]), float(amounts[1])
    if not EASTING_M[0] <= easting <= EASTING_M[1] or northing > 10_000_000:
        return []
    lon, lat = grid_point(easting, northing, utm_crs(number, is_north, crs))
    south, north = band_of(band) if band else (-80.5, 84.5)
    if not south - BAND_MARGIN_DEG <= lat <= north + BAND_MARGIN_DEG:
        return []
    note = f"zone {number}, band {band}" if band else f"zone {number} {'north' if is_north else 'south'}"
    return [Reading(lon, lat, _sigma_m(*amounts), "utm", note)]


def _sigma_m(*amounts: str) -> float:
    coarsest = max(10.0 ** -len(amount.partition(".")[2]) for amount in amounts)
    return coarsest / math.sqrt(12)
