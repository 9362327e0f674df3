"""Numbers of ``data/hazard/country.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["country_number"]


@cache
def _file() -> Mapping[str, Any]:
    import yaml

    text = (files("tilth.data") / "hazard" / "country.yaml").read_text("utf-8")
    told: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return told


def country_number(name: str) -> float:
    """Return one number of the file.

    Examples
    --------
    >>> country_number("tail")
    6.0
    """
    return float(_file()[name]["value"])
