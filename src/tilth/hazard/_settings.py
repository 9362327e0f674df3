"""What the model assumes before it sees data, from ``data/hazard/model.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

__all__ = ["assumed", "model_sha256", "settings", "study_margin_m", "usable_memory"]


@cache
def settings() -> Mapping[str, Any]:
    """Return the file of assumptions as it ships."""
    import yaml

    text = (files("tilth.data") / "hazard" / "model.yaml").read_text("utf-8")
    told: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return told


def assumed(group: str, name: str, part: str = "value") -> float:
    """Return one number of the file.

    Examples
    --------
    >>> assumed("footprint", "ratio", "median")
    0.55
    """
    return float(settings()[group][name][part])


def study_margin_m() -> float:
    """Return how far beyond the outermost record is studied when no extent is given."""
    return assumed("sampling", "margin_m")


@cache
def model_sha256() -> str:
    """Return the SHA-256 of the file of assumptions, by which a stored map tells that they changed."""
    return sha256((files("tilth.data") / "hazard" / "model.yaml").read_bytes()).hexdigest()


def usable_memory(here: float) -> float:
    """Return how much of a machine's memory a map may take."""
    return here * assumed("memory", "usable")
