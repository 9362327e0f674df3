"""Whether a value is a place as a claim may carry it; pure Python, quick for points."""

from __future__ import annotations

from typing import Any, Final

from tilth.places._check_geometry import POINT_SHAPE, SHORT, check_geometry, is_number
from tilth.places._errors import PlaceError

__all__ = ["NOTATIONS", "check_place_json"]

NOTATIONS: Final = ("dd", "dm", "dms", "utm", "mgrs", "grid", "traverse", "gis")
MAX_ACCURACY_M: Final = 1_000_000
MAX_AS_WRITTEN: Final = 500
MAX_CRS: Final = 4_000

_KEYS: Final = frozenset({"geometry", "accuracy_m", "as_written", "crs", "notation"})
_NOTATION_SET: Final = frozenset(NOTATIONS)


def check_place_json(value: object) -> None:
    """Raise `PlaceError` unless `value` is a place as a claim may carry it.

    A place is ``{"geometry": GeoJSON geometry, lon lat in WGS84, "accuracy_m": one sigma radius in metres,
    "as_written": text, "crs": text, "notation": text}``; only the geometry is required. Coordinates are
    pairs: an altitude is refused, since nothing after would keep it. Self-crossing polygons pass here;
    `problem_of` finds them.

    Raises
    ------
    PlaceError
        For anything else. Coordinates that look swapped are pointed out.

    Examples
    --------
    >>> check_place_json({"geometry": {"type": "Point", "coordinates": [106.9, 16.7]}, "accuracy_m": 30})
    >>> check_place_json({"geometry": {"type": "Point", "coordinates": [16.7, 106.9]}})
    Traceback (most recent call last):
        ...
    tilth.places._errors.PlaceError: latitude 106.9 at geometry.coordinates is outside [-90, 90]; ...
    """
    if type(value) is dict and _is_plain_point(value):
        return
    _check_fully(value)


def _is_plain_point(value: dict[Any, Any]) -> bool:
    """Whether a value is beyond doubt a sound point; False only means that it needs the full check."""
    try:
        geometry = value["geometry"]
        if geometry["type"] != "Point" or len(geometry) != 2:
            return False
        pair = geometry["coordinates"]
        lon, lat = pair
        if not (
            type(pair) is list
            and (type(lon) is float or type(lon) is int)
            and (type(lat) is float or type(lat) is int)
            and -180 <= lon <= 180
            and -90 <= lat <= 90
        ):
            return False
        return len(value) == 1 or _are_plain_extras(value)
    except (KeyError, TypeError, ValueError):
        return False


def _are_plain_extras(value: dict[Any, Any]) -> bool:
    for key, item in value.items():
        if key == "geometry":
            continue
        if key == "accuracy_m":
            if not ((type(item) is float or type(item) is int) and 0 <= item <= MAX_ACCURACY_M):
                return False
        elif key == "as_written":
            if not (type(item) is str and len(item) <= MAX_AS_WRITTEN):
                return False
        elif key == "notation":
            if item not in _NOTATION_SET:
                return False
        else:
            return False
    return True


def _check_fully(value: object) -> None:
    if not isinstance(value, dict):
        raise PlaceError(
            f'a place is an object with "geometry", not {SHORT.repr(value)}: '
            f'write {{"geometry": {POINT_SHAPE}}}'
        )
    unknown = [key for key in value if key not in _KEYS]
    if unknown:
        raise PlaceError(
            f"unknown key {SHORT.repr(unknown[0])} in a place; allowed are {', '.join(sorted(_KEYS))}: "
            "remove it or put it in a claim of its own"
        )
    if "geometry" not in value:
        raise PlaceError(f'a place needs "geometry": add one, for instance {POINT_SHAPE}')
    check_geometry(value["geometry"])
    if "accuracy_m" in value:
        _check_accuracy(value["accuracy_m"])
    _check_text(value, "as_written", MAX_AS_WRITTEN)
    _check_text(value, "crs", MAX_CRS)
    notation = value.get("notation", "dd")
    if not isinstance(notation, str) or notation not in _NOTATION_SET:
        raise PlaceError(
            f"unknown notation {SHORT.repr(notation)}; allowed are {', '.join(NOTATIONS)}: "
            "give one of these or leave it out"
        )


def _check_accuracy(accuracy: object) -> None:
    if not is_number(accuracy) or not 0 <= accuracy <= MAX_ACCURACY_M:  # type: ignore[operator]
        raise PlaceError(
            f"accuracy_m is {SHORT.repr(accuracy)}; it is a number of metres from 0 to {MAX_ACCURACY_M}: "
            "give the one sigma radius, or leave it out when it is unknown"
        )


def _check_text(value: dict[Any, Any], key: str, longest: int) -> None:
    if key not in value:
        return
    text = value[key]
    if not isinstance(text, str):
        raise PlaceError(f"{key} is {SHORT.repr(text)}; it is a text: quote it or leave it out")
    if len(text) > longest:
        raise PlaceError(
            f"{key} has {len(text)} characters; at most {longest} are kept: shorten it to the words that "
            "name the place, and keep the whole text as the source"
        )
