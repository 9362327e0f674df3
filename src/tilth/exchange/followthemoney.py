"""Claims as entities of FollowTheMoney, one JSON object a line, and back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import yaml

from tilth.claims import Claim
from tilth.exchange._cells import CLAIM, cells_of, content_of
from tilth.exchange._errors import ExchangeError

__all__ = ["entity_of", "ftm_rows", "is_ftm", "write_ftm"]

_LONGEST = 500
_LONGEST_LINE = 10_000_000


@cache
def _rules() -> dict[str, dict[str, Any]]:
    text = (files("tilth.data") / "exchange" / "followthemoney.yaml").read_text("utf-8")
    rules: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return rules


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    """Return ISO 3166 alpha-3 to alpha-2 in lower case, and back."""
    text = (files("tilth.data") / "law" / "states.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["iso2"]]
    there = {row["iso3"]: row["iso2"].lower() for row in rows}
    return there, {short: code for code, short in there.items()}


def entity_of(claim: Claim) -> dict[str, Any]:
    """Return the entity that a claim is for FollowTheMoney; the claim itself rides along under ``tilth``.

    Claims about one subject share the entity's id, so that tools which merge by id bring them together.

    Examples
    --------
    >>> made = entity_of(Claim(kind="entity", subject="entity:usa", values={"name": "United States",
    ...     "entity_kind": "state", "country": "USA"}))
    >>> made["schema"], made["properties"]
    ('PublicBody', {'name': ['United States'], 'country': ['us']})
    """
    rule = _rules().get(claim.kind, _rules()["default"])
    chosen = rule.get("schema_by")
    schema = (
        chosen["map"].get(claim.values.get(chosen["property"]), rule["schema"]) if chosen else rule["schema"]
    )
    properties = {name: list(_told(claim, where, name)) for name, where in rule["properties"].items()}
    for name, where in rule.get("refs", {}).items():
        if claim.values.get(where):
            properties[name] = [_entity_id(str(claim.values[where]))]
    told = {name: values for name, values in properties.items() if values}
    return {"id": _entity_id(claim.subject), "schema": schema, "properties": told} | {
        "tilth": {CLAIM: claim.id, "content": claim.to_json()}
    }


def _entity_id(subject: str) -> str:
    return f"tilth-{sha256(subject.encode()).hexdigest()[:24]}"


def _told(claim: Claim, where: str, name: str) -> Iterator[str]:
    if where == "@title":
        yield f"{claim.kind.replace('_', ' ')} {claim.subject.split(':', 1)[1]}"[:_LONGEST]
    elif where == "@subject":
        yield claim.subject
    elif where == "@words":
        told = (f"{key.replace('_', ' ')} {value}" for key, value in claim.values.items() if key != "note")
        yield "; ".join(told)[:_LONGEST]
    elif where in ("@lat", "@lon"):
        yield from _coordinate(claim.place, 0 if where == "@lon" else 1)
    else:
        value = claim.values.get(where)
        texts = value if isinstance(value, list) else [value] if value is not None else []
        there = _countries()[0] if name == "country" else {}
        yield from (there.get(str(text), str(text)) for text in texts)


def _coordinate(place: Mapping[str, Any] | None, number: int) -> Iterator[str]:
    from shapely.geometry import shape

    if place is not None:
        point = shape(place["geometry"]).representative_point()
        yield f"{(point.x, point.y)[number]:.6f}"


def write_ftm(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write one entity a line."""
    with path.open("wb") as file:
        for row in rows:
            entity = entity_of(Claim.from_json(content_of(row)))
            entity["tilth"]["status"] = row["tilth_status"]
            entity["tilth"] |= {"coarsened": row["tilth_coarsened"]} if "tilth_coarsened" in row else {}
            file.write(orjson.dumps(entity) + b"\n")


def is_ftm(path: Path) -> bool:
    """Return whether a file holds entities that `write_ftm` wrote."""
    with path.open("rb") as file:
        first = file.readline(_LONGEST_LINE)
    try:
        entity = orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return isinstance(entity, dict) and {"schema", "properties", "tilth"} <= set(entity)


def ftm_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of the claims; a property changed by another tool is a changed cell.

    Raises
    ------
    ExchangeError
        A line that is no entity of ours.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                entity = orjson.loads(line)
                claim = Claim.from_json(entity["tilth"]["content"])
                yield _row(claim, entity)
            except (orjson.JSONDecodeError, KeyError, TypeError) as error:
                raise ExchangeError(f"{path.name}, line {number}, is no entity of tilth: {error}") from error


def _row(claim: Claim, entity: Mapping[str, Any]) -> dict[str, str]:
    cells = cells_of(claim) | {CLAIM: entity["tilth"][CLAIM]}
    if "coarsened" in entity["tilth"]:
        cells["tilth_coarsened"] = entity["tilth"]["coarsened"]
    rule = _rules().get(claim.kind, _rules()["default"])
    for name, where in rule["properties"].items():
        now = list(entity["properties"].get(name, ()))
        if where.startswith("@") or sorted(now) == sorted(_told(claim, where, name)):
            continue
        back = _countries()[1] if name == "country" else {}
        cells[where] = "; ".join(back.get(text, text) for text in now)
    return cells
