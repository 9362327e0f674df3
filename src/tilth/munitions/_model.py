"""The constants of the failure model, read from the packaged data."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tilth.munitions._names import keys

__all__ = ["Family", "constant", "family_of", "model"]


@dataclass(frozen=True, slots=True)
class Family:
    """The family of a submunition (empty when none is on record) and what to bear in mind about it."""

    name: str
    remark: str


@cache
def model() -> Mapping[str, Any]:
    """Return the content of ``data/munitions/model.yaml``."""
    loaded: dict[str, Any] = yaml.safe_load(
        (files("tilth.data") / "munitions" / "model.yaml").read_text("utf-8")
    )
    return loaded


def constant(group: str, name: str) -> float:
    """Return a number of the model, for instance ``constant("likelihood", "point_sd")``.

    Examples
    --------
    >>> constant("likelihood", "point_sd")
    0.5
    """
    return float(model()[group][name]["value"])


@cache
def _families() -> Mapping[str, Family]:
    raw = (files("tilth.data") / "munitions" / "families.csv").read_text("utf-8")
    rows = csv.DictReader(raw.splitlines())
    return {_key(row["submunition"]): Family(row["family"], row["remark"]) for row in rows}


def _key(name: str) -> str:
    text, _, origin = name.partition("@")
    return keys(text)[0] + (f"@{origin}" if origin else "")


def family_of(submunition: str, origin: str = "") -> Family:
    """Return the family of a submunition; an empty one when no source puts it in any.

    Examples
    --------
    >>> family_of("blu-97/b").name
    'BLU-97'
    >>> family_of("KB-1").name
    ''
    """
    known = _families()
    key = _key(submunition)
    return known.get(key) or known.get(f"{key}@{origin}") or Family("", "")
