"""Rules of counting land, from the data file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["rule", "stated_tolerance"]


def rule(name: str) -> Any:
    """Return the value of a rule of counting.

    Examples
    --------
    >>> rule("precedence")
    ['cleared', 'reduced', 'cancelled']
    """
    return _rules()[name]["value"]


def stated_tolerance() -> float:
    """Return the share by which a stated size may differ from the drawn one without being listed."""
    return float(rule("stated_tolerance"))


@cache
def _rules() -> dict[str, Any]:
    text = (files("tilth.data") / "release" / "account.yaml").read_text("utf-8")
    rules: dict[str, Any] = yaml.safe_load(text)
    return rules
