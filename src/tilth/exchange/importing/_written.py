"""Points written out in words and signs: each distinct text is read once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tilth.exchange.importing._cells import CellFault
from tilth.exchange.importing.mapping import PlaceRule

__all__ = ["written_points"]

_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_NUMBER = re.compile(r"\d+")

Found = tuple[dict[str, Any] | None, CellFault | None]


def written_points(
    texts: Mapping[int, str], rule: PlaceRule, *, order: str, zones: Sequence[Any] | None
) -> dict[int, Found]:
    """Return the point of each text, or why it is none.

    Parameters
    ----------
    texts
        By row.
    order
        ``latlon`` when the texts are known to give the latitude first.
    zones
        Zone of each row, where a column tells it.
    """
    known: dict[tuple[str, str], Found] = {}
    made = {}
    for at, text in texts.items():
        zone = str(zones[at] or "") if zones is not None else rule.zone
        if (text, zone) not in known:
            known[text, zone] = _point(text, rule, zone, order)
        place, fault = known[text, zone]
        made[at] = (dict(place) if place else None, fault)
    return made


def _point(text: str, rule: PlaceRule, zone: str, order: str) -> Found:
    """Return the only reading among the zones that the rule allows."""
    from tilth.places import PlaceError

    found: dict[tuple[float, ...], dict[str, Any]] = {}
    reasons: list[str] = []
    for one in _zones_for(text, zone):
        try:
            place = _read(text, rule, one, order)
        except PlaceError as error:
            reasons.append(str(error))
            continue
        found[tuple(place["geometry"]["coordinates"])] = place
    if len(found) == 1:
        return next(iter(found.values())), None
    if found:
        return None, CellFault(f"it fits {len(found)} zones of {zone}", "leave one in the profile", "place")
    return None, CellFault(_short(reasons[0]), "correct it, or settle notation and zone", "place")


def _zones_for(text: str, zone: str) -> list[str]:
    """Return the zones to try: of several those whose column letters the reference has (TM 8358.1)."""
    several = zone.split()
    if len(several) < 2 or several[-1].isalpha():
        return [zone]
    letter = text.strip()[:1].upper()
    fitting = [one for one in several if letter in _COLUMNS[int(_NUMBER.match(one)[0]) % 3]]  # type: ignore[index]
    return fitting or several


def _read(text: str, rule: PlaceRule, zone: str, order: str) -> dict[str, Any]:
    from tilth.places import parse_point

    place = parse_point(
        text[:500],
        crs=rule.crs or None,
        near=rule.near,
        zone=zone or None,
        order=order or None,  # type: ignore[arg-type]
    )
    return place.to_json()


def _short(reason: str) -> str:
    """Return the reason without the text that the report names anyway."""
    return reason if len(reason) <= 300 else f"{reason[:297]}..."
