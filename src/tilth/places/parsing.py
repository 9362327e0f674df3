"""Points as people write them: degrees, UTM, military grid; read in one way or refused."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Final

from shapely import Point

from tilth.places._errors import PlaceError
from tilth.places._mgrs import mgrs_readings
from tilth.places._pairs import Order, pair_readings
from tilth.places._reading import Reading, only_reading
from tilth.places._transform import WGS84, as_crs, transformer
from tilth.places._utm import is_without_zone, utm_readings
from tilth.places._words import plain, words
from tilth.places.measure import Position
from tilth.places.place import Place

__all__ = ["parse_point"]

LONGEST: Final = 500
_DIRECTIONS: Final = frozenset("NSEW")


def parse_point(
    text: str,
    *,
    crs: str | None = None,
    near: Position | None = None,
    zone: str | int | None = None,
    order: Order | None = None,
) -> Place:
    """Return the point that a text names, on WGS84, with the accuracy that its notation implies.

    Read are decimal degrees, degrees and minutes, degrees minutes seconds (with signs, letters, words in
    several languages, spaces, colons, or packed as in 4752N), UTM, MGRS and grid references without a zone.
    Squares of a grid reference are taken at their middle. Without letters two numbers are a latitude and
    a longitude only when they cannot be the other way round.

    ``accuracy_m`` is the finest that the notation can say: the standard deviation of a uniform error of half
    a unit of the last printed digit each way, unit / sqrt(12), in the worse of the two directions, with the
    accuracy of the change of datum when there is one. It says nothing of how well the point was measured.

    Parameters
    ----------
    text : str
        At most 500 characters.
    crs : str, optional
        System of the text when it is not WGS84: a geographic one ("EPSG:4131") gives the datum of degrees,
        UTM and grid references; a projected one reads bare eastings and northings.
    near : (lon, lat), optional
        A position in the region meant. It decides between readings when it lies within 500 km of one only,
        and finds the zone of a grid reference.
    zone : str, optional
        UTM zone with band or hemisphere for texts without one: "48Q", "48 north".
    order : {"latlon", "lonlat"}, optional
        Order of two numbers without letters.

    Raises
    ------
    PlaceError
        When the text cannot be read, or can be read in several ways; ``readings`` then lists them.

    Examples
    --------
    >>> place = parse_point("16°42′00″N 106°54′00″E")
    >>> place.geometry.wkt, place.accuracy_m
    ('POINT (106.9 16.7)', 8.93)
    >>> parse_point("48Q XD 852 453").accuracy_m
    28.9
    >>> parse_point("35.64, 36.66")
    Traceback (most recent call last):
        ...
    tilth.places._errors.PlaceError: '35.64, 36.66' can be read in 2 ways: ...
    """
    if order not in (None, "latlon", "lonlat"):
        raise PlaceError(
            f"unknown order {order!r}; allowed are 'latlon' and 'lonlat': name one or leave it out"
        )
    if len(text) > LONGEST:
        raise PlaceError(
            f"the text has {len(text)} characters; at most {LONGEST} are read: cut out the coordinates"
        )
    simple = plain(text)
    readings = _readings(simple, crs, near, zone, order)
    if not readings:
        raise PlaceError(_unreadable(text, simple))
    chosen = only_reading(text, [_on_wgs84(item, crs) for item in readings], near, _advice(simple, readings))
    accuracy = float(f"{chosen.sigma_m:.3g}")
    return Place(Point(chosen.lon, chosen.lat), accuracy, text, crs, chosen.notation)


def _readings(
    text: str, crs: str | None, near: Position | None, zone: str | int | None, order: Order | None
) -> list[Reading]:
    capitals = text.upper()
    readings = mgrs_readings(capitals, crs, zone, near) or utm_readings(capitals, crs, zone)
    if readings:
        return readings
    if crs is not None and not as_crs(crs).is_geographic:
        raise PlaceError(
            f"{text!r} is not an easting and a northing in {crs}; allowed are two numbers in metres: "
            "check the "
            "text, or give the geographic system of its degrees"
        )
    return pair_readings(text, order)


def _on_wgs84(reading: Reading, crs: str | None) -> Reading:
    """Return a reading brought from the datum of its system to WGS84."""
    if crs is None:
        return reading
    datum = as_crs(crs).geodetic_crs
    if datum is None or datum == as_crs(WGS84):
        return reading
    change = transformer(datum, WGS84)
    lon, lat = change.transform(reading.lon, reading.lat)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise PlaceError(f"{reading.words} on {datum.name} has no place on WGS84; check crs={crs!r}")
    known = max(0.0, change.get_last_used_operation().accuracy)
    return replace(reading, lon=float(lon), lat=float(lat), sigma_m=math.hypot(reading.sigma_m, known))


def _advice(text: str, readings: list[Reading]) -> str:
    languages = _several_meanings(text)
    if languages:
        return f"{languages}; write N S E W, or give near=(lon, lat)"
    if readings[0].notation == "utm":
        return "write 'north' or 'south' in place of the letter, or give near=(lon, lat)"
    if re.search("[nsew]", text):
        return (
            "write degrees, minutes and letters apart, with no minus before a letter, or give near=(lon, lat)"
        )
    return "write the letters N S E W, or give order='latlon' or 'lonlat', or near=(lon, lat)"


def _several_meanings(text: str) -> str:
    """Return what the ambiguous letters of a text mean in which languages, or nothing."""
    for match in words().pattern.finditer(re.sub(r"\d", " ", text)):
        meanings = words().of(match[0])
        if len({meaning for meaning, _ in meanings if meaning in _DIRECTIONS}) > 1:
            return f"{match[0].upper()!r} is " + " and ".join(language for _, language in meanings)
    return ""


def _unreadable(text: str, simple: str) -> str:
    if is_without_zone(simple):
        return (
            f"{text!r} looks like an easting and a northing without a zone; allowed are a zone in the text "
            "('48Q 657000 1834000'), zone='48 north', or a projected crs='EPSG:32648': give one of them"
        )
    numbers = re.findall(r"\d+(?:\.\d+)?", simple)
    fault = "it is not a pair of coordinates within 90 and 180 degrees"
    if len(numbers) == 0:
        fault = "it has no numbers"
    elif any(float(number) >= 60 for number in _minutes(simple)):
        fault = "it has minutes or seconds of 60 or more"
    elif len(numbers) == 1 or (len(numbers) < 4 and simple.count("°") == 1):
        fault = "it has only one coordinate"
    return (
        f"{text!r} cannot be read as a point: {fault}; allowed are, for instance, '16.7 N 106.9 E', "
        "'16°42′00″N 106°54′00″E', '48Q 657000 1834000' and '48Q XD 852 453': correct it or write it so"
    )


def _minutes(text: str) -> list[str]:
    """Return what stands for minutes or seconds: before a mark, or last in packed digits before a letter."""
    packed = [digits[-2:] for digits in re.findall(r"(\d{3,5})\s*[nsew]", text) if int(digits) > 180]
    return re.findall(r"(\d+(?:\.\d+)?)\s*['\"]", text) + packed
