"""Places: coordinates as people write them, how sure they are, grids, traverses and areas on the ellipsoid.

Everything is longitude, latitude in degrees on WGS84 unless a coordinate reference system is named. The check
of a claim's place is pure Python; the rest loads shapely and pyproj when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tilth.places._check import check_place_json
from tilth.places._errors import PlaceError

if TYPE_CHECKING:
    from tilth.places._traverse import Leg, Traverse, traverse
    from tilth.places.formatting import format_point
    from tilth.places.grids import WorkingGrid, from_wgs84, to_wgs84, working_grid
    from tilth.places.measure import area_m2, areas_m2, bearing_deg, distance_m, length_m, perimeter_m
    from tilth.places.parsing import parse_point
    from tilth.places.place import Place, problem_of
    from tilth.places.settling import settle

__all__ = [
    "Leg",
    "Place",
    "PlaceError",
    "Traverse",
    "WorkingGrid",
    "area_m2",
    "areas_m2",
    "bearing_deg",
    "check_place_json",
    "distance_m",
    "format_point",
    "from_wgs84",
    "length_m",
    "parse_point",
    "perimeter_m",
    "problem_of",
    "settle",
    "to_wgs84",
    "traverse",
    "working_grid",
]

_HOMES = {
    "formatting": ("format_point",),
    "grids": ("WorkingGrid", "from_wgs84", "to_wgs84", "working_grid"),
    "measure": ("area_m2", "areas_m2", "bearing_deg", "distance_m", "length_m", "perimeter_m"),
    "parsing": ("parse_point",),
    "place": ("Place", "problem_of"),
    "settling": ("settle",),
    "_traverse": ("Leg", "Traverse", "traverse"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
