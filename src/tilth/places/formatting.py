"""Points written out so that people, and `parse_point`, read them in one way."""

from __future__ import annotations

from typing import Final

from tilth.places._errors import PlaceError
from tilth.places._mgrs import converter
from tilth.places._transform import WGS84, transformer, utm_zone
from tilth.places._utm import utm_crs
from tilth.places.measure import check_position

__all__ = ["format_point"]

EQUATOR_DEG: Final = 5e-6
"""Half a metre: so little south of the equator, the converter's rounding would name a square north of it."""

_USUAL_DIGITS: Final = {"dd": 6, "dm": 4, "dms": 2, "utm": 0, "mgrs": 5}
_MOST_DIGITS: Final = {"dd": 12, "dm": 10, "dms": 8, "utm": 3, "mgrs": 5}


def format_point(lon: float, lat: float, notation: str, *, digits: int | None = None) -> str:
    """Return a position on WGS84 as text that `parse_point` reads back in one way only.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    notation : {"dd", "dm", "dms", "utm", "mgrs"}
        UTM is written with north or south, since the letter S is also that of a band north of the equator.
    digits : int, optional
        Decimals of the last number (usually 6, 4, 2 and 0), or for MGRS the digits of each half, 1 to 5
        (usually 5). MGRS cuts digits off, the others round.

    Raises
    ------
    PlaceError
        For an unknown notation, too many digits, or UTM and MGRS beyond 80 S and 84 N.

    Examples
    --------
    >>> format_point(106.9, 16.7, "dms")
    '16°42′00.00″N 106°54′00.00″E'
    >>> format_point(106.9, 16.7, "utm")
    'UTM 48 north 702592 1847334'
    >>> format_point(106.9, 16.7, "mgrs", digits=3)
    '48Q YD 025 473'
    """
    lon, lat = check_position((lon, lat))
    digits = _check_digits(notation, digits)
    if notation == "utm":
        return _utm(lon, lat, digits)
    if notation == "mgrs":
        return _mgrs(lon, lat, digits)
    return f"{_angle(lat, notation, digits, 'NS')} {_angle(lon, notation, digits, 'EW')}"


def _check_digits(notation: str, digits: int | None) -> int:
    if notation not in _USUAL_DIGITS:
        raise PlaceError(f"unknown notation {notation!r}; allowed are {', '.join(_USUAL_DIGITS)}: name one")
    if digits is None:
        return _USUAL_DIGITS[notation]
    least = 1 if notation == "mgrs" else 0
    if not least <= digits <= _MOST_DIGITS[notation]:
        raise PlaceError(
            f"{digits} digits for {notation}; allowed are {least} to {_MOST_DIGITS[notation]}: give such "
            "a number"
        )
    return digits


def _angle(degrees: float, notation: str, digits: int, letters: str) -> str:
    """Return one coordinate; counted in units of the last digit so that 59.999 carries over to 60."""
    per_degree = {"dd": 1, "dm": 60, "dms": 3600}[notation] * 10**digits
    units = round(abs(degrees) * per_degree)
    letter = letters[1] if degrees < 0 and units else letters[0]
    whole, rest = divmod(units, per_degree)
    if notation == "dd":
        return f"{_number(units, digits, 1)}°{letter}"
    if notation == "dm":
        return f"{whole}°{_number(rest, digits, 2)}′{letter}"
    minutes, rest = divmod(rest, 60 * 10**digits)
    return f"{whole}°{minutes:02d}′{_number(rest, digits, 2)}″{letter}"


def _number(units: int, digits: int, least: int) -> str:
    whole, rest = divmod(units, 10**digits)
    return f"{whole:0{least}d}" + (f".{rest:0{digits}d}" if digits else "")


def _refuse_polar(lat: float, notation: str) -> None:
    if not -80 <= lat <= 84:
        raise PlaceError(
            f"latitude {lat:.10g} has no {notation} zone; allowed are -80 to 84: write it in degrees "
            "(dd, dm, dms)"
        )


def _utm(lon: float, lat: float, digits: int) -> str:
    _refuse_polar(lat, "UTM")
    zone = utm_zone(lon, lat)
    side = "south" if lat < 0 else "north"
    easting, northing = transformer(WGS84, utm_crs(zone, lat >= 0, None)).transform(lon, lat)
    return f"UTM {zone} {side} {easting:.{digits}f} {northing:.{digits}f}"


def _mgrs(lon: float, lat: float, digits: int) -> str:
    _refuse_polar(lat, "MGRS")
    if -EQUATOR_DEG < lat < 0:
        lat = 0.0
    written = str(converter().toMGRS(lat, lon, MGRSPrecision=digits))
    zone, square, east, north = written[: -2 * digits - 2], written[-2 * digits - 2 : -2 * digits], "", ""
    east, north = written[-2 * digits : -digits], written[-digits:]
    return f"{zone.lstrip('0')} {square} {east} {north}"
