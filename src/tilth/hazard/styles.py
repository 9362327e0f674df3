"""How maps of this room are shown: colours, patterns and words, from ``data/hazard/styles.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["styles"]


@cache
def styles() -> Mapping[str, Any]:
    """Return classes of each band and symbols of each layer.

    Examples
    --------
    >>> styles()["bands"]["probability_any"][-1]["says"]
    'over 90 %'
    """
    import yaml

    text = (files("tilth.data") / "hazard" / "styles.yaml").read_text("utf-8")
    told: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return told
