"""What importing knows: kinds, headers, words, units and formats, read from data."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["settings", "units"]


@cache
def settings(name: str) -> dict[str, Any]:
    """Return the content of ``data/exchange/NAME.yaml``."""
    text = (files("tilth.data") / "exchange" / f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(text, Loader=loader)
    return content


@cache
def units() -> dict[tuple[str, str], float]:
    """Return the factors between units: ``units()["ha", "m2"]`` is 10,000."""
    text = (files("tilth.data") / "exchange" / "units.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["from"], row["to"]): float(row["factor"]) for row in rows}
