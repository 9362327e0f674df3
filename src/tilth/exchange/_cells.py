"""A claim as a row of cells, and the claim back from them: nothing lost either way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from tilth.claims import Claim, Property, canonical_bytes, vocabulary
from tilth.exchange._wkt import geometry_of, wkt_of

__all__ = ["CLAIM", "ENVELOPE", "CellError", "cells_of", "content_of", "parsed"]

CLAIM, WHOLE = "tilth_claim", "tilth_content"
_FIRST = ("tilth_kind", "tilth_subject")
_PLACE = ("tilth_lon", "tilth_lat", "tilth_geometry", "tilth_accuracy_m", "tilth_as_written", "tilth_crs")
_TEXTS = (
    "speaker",
    "mode",
    "stance",
    "channel",
    "said_on",
    "source",
    "reliability",
    "valid",
    "access",
    "part_of",
)
ENVELOPE = (
    *_FIRST, *_PLACE, "tilth_notation", "tilth_status", *(f"tilth_{name}" for name in _TEXTS),
    "tilth_credibility", "tilth_span", "tilth_wording", "tilth_coarsened", WHOLE, CLAIM,
)  # fmt: skip
"""Columns beside the properties of a kind; the prefix keeps them apart from properties of the same name."""

_NUMBERS = ("number", "integer")
_JSON = ("record", "place", "span")
_AS_WORDS = re.compile(r"[^\s;\[](?:[^;]*[^\s;])?")


class CellError(ValueError):
    """A cell that cannot be read: value, what is allowed."""


def cells_of(claim: Claim) -> dict[str, str]:
    """Return the cells of a claim by column; empty ones are left out.

    What columns cannot hold exactly goes whole into one more cell, so that reading the row always gives
    the same claim.

    Examples
    --------
    >>> claim = Claim(kind="strike", subject="strike:1", values={"rounds": 3},
    ...     place={"geometry": {"type": "Point", "coordinates": [37.5, 48]}})
    >>> cells = cells_of(claim)
    >>> cells["tilth_subject"], cells["rounds"], cells["tilth_lon"], cells["tilth_lat"]
    ('strike:1', '3', '37.5', '48')
    >>> Claim.from_json(content_of(cells_of(claim))) == claim
    True
    """
    cells = {"tilth_kind": claim.kind, "tilth_subject": claim.subject}
    kind = vocabulary().kinds.get(claim.kind)
    for name, value in claim.values.items():
        cells[name] = _text(value, kind.properties.get(name) if kind else None)
    cells |= _place_cells(claim.place) if claim.place is not None else {}
    told = ((f"tilth_{name}", getattr(claim, name)) for name in _TEXTS)
    cells |= {name: value for name, value in told if value is not None}
    cells |= {"tilth_credibility": str(claim.credibility)} if claim.credibility is not None else {}
    cells |= {"tilth_span": f"{claim.span[0]}:{claim.span[1]}"} if claim.span is not None else {}
    cells |= {"tilth_wording": _json(claim.wording)} if claim.wording else {}
    body = claim.body()
    try:
        exact = canonical_bytes(content_of(cells)) == body
    except (ValueError, TypeError, KeyError):
        exact = False
    if not exact:
        cells[WHOLE] = body.decode()
    return cells | {CLAIM: claim.id}


def content_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the content of the claim that cells tell; see `Claim.from_json`.

    Raises
    ------
    CellError
        A cell that is none of its column.
    """
    if cells.get(WHOLE):
        whole: dict[str, Any] = orjson.loads(cells[WHOLE])
        return whole
    content: dict[str, Any] = {"kind": cells["tilth_kind"], "subject": cells["tilth_subject"]}
    known = vocabulary().kinds.get(content["kind"])
    named = {name: text for name, text in cells.items() if not name.startswith("tilth_") and text}
    rules = known.properties if known else {}
    content["values"] = {name: parsed(text, rules.get(name), name) for name, text in named.items()}
    place = _place_of(cells)
    content |= {"place": place} if place else {}
    content |= {name: cells[f"tilth_{name}"] for name in _TEXTS if cells.get(f"tilth_{name}")}
    if cells.get("tilth_credibility"):
        content["credibility"] = number(cells["tilth_credibility"], "tilth_credibility")
    if cells.get("tilth_span"):
        start, _, end = cells["tilth_span"].partition(":")
        content["span"] = [number(start, "tilth_span"), number(end, "tilth_span")]
    if cells.get("tilth_wording"):
        content["wording"] = _loaded(cells["tilth_wording"], "tilth_wording")
    return content


def parsed(text: str, rule: Property | None, column: str) -> Any:
    """Return the value that a cell holds, by the type of its property."""
    if rule is None:
        return _loaded(text, column)
    if not rule.many:
        return _one(text, rule, column)
    if text.startswith("["):
        return _loaded(text, column)
    return [_one(part.strip(), rule, column) for part in text.split(";") if part.strip()]


def _one(text: str, rule: Property, column: str) -> Any:
    if rule.type in _NUMBERS:
        return number(text, column)
    if rule.type == "amount":
        return _loaded(text, column) if text.startswith("{") else number(text, column)
    return _loaded(text, column) if rule.type in _JSON else text


def number(text: str, column: str) -> int | float:
    """Return the number in a cell; whole ones as whole numbers."""
    try:
        value = float(text)
        whole = int(text) if re.fullmatch(r"[+-]?\d+", text) else value
    except ValueError:
        raise CellError(f"{column}: {text!r} is no number: give the number alone, with a point") from None
    return int(whole) if isinstance(whole, float) and whole.is_integer() and abs(whole) < 2**53 else whole


def _loaded(text: str, column: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CellError(f"{column}: {text[:60]!r} is no JSON ({error}): leave its form as it was") from None


def _text(value: Any, rule: Property | None) -> str:
    if rule is not None and rule.many and isinstance(value, list):
        words = rule.type not in (*_NUMBERS, "amount", *_JSON)
        if words and value and all(isinstance(one, str) and _AS_WORDS.fullmatch(one) for one in value):
            return "; ".join(value)
        return _json(value)
    plain = rule is not None and rule.type not in _JSON and not rule.many
    return value if plain and isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return canonical_bytes(value).decode()


def _place_cells(place: Mapping[str, Any]) -> dict[str, str]:
    cells = {f"tilth_{name}": place[name] for name in ("as_written", "crs", "notation") if name in place}
    if "accuracy_m" in place:
        cells["tilth_accuracy_m"] = _json(place["accuracy_m"])
    geometry = place["geometry"]
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"]
        return {"tilth_lon": _json(lon), "tilth_lat": _json(lat), **cells}
    return {"tilth_geometry": wkt_of(geometry), **cells}


def _place_of(cells: Mapping[str, str]) -> dict[str, Any] | None:
    if cells.get("tilth_lon") and cells.get("tilth_lat"):
        pair = [number(cells[name], name) for name in ("tilth_lon", "tilth_lat")]
        geometry: dict[str, Any] = {"type": "Point", "coordinates": pair}
    elif cells.get("tilth_geometry"):
        try:
            geometry = geometry_of(cells["tilth_geometry"])
        except ValueError as error:
            raise CellError(f"tilth_geometry: {error}") from None
    else:
        return None
    place: dict[str, Any] = {"geometry": geometry}
    if cells.get("tilth_accuracy_m"):
        place["accuracy_m"] = number(cells["tilth_accuracy_m"], "tilth_accuracy_m")
    for name in ("as_written", "crs", "notation"):
        if cells.get(f"tilth_{name}"):
            place[name] = cells[f"tilth_{name}"]
    return place
