"""The regimes by name, and how each is joined and left."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law._near import near

__all__ = ["regime_facts", "regime_name", "regime_title", "regimes"]


def regimes() -> tuple[str, ...]:
    """Return the names of the regimes; ``national`` stands for one of each state.

    Examples
    --------
    >>> regimes()
    ('ccm', 'national', 'att', 'eu_2008_944', 'ccw_p5', 'ihl')
    """
    return tuple(data_yaml("regimes"))


def regime_name(text: str, state: str = "") -> tuple[str, str]:
    """Return the regime and, for a national law, its name, from either way of writing it.

    Examples
    --------
    >>> regime_name("EU_CP_2008_944"), regime_name("NATIONAL:DoD policy 2017", "USA")
    (('eu_2008_944', ''), ('national:USA', 'DoD policy 2017'))
    """
    head, _, rest = text.partition(":")
    name = _by_word().get(head.casefold())
    if name is None:
        known = ", ".join(each if each != "national" else "national:ISO3" for each in regimes())
        advice = near(head.casefold(), _by_word())
        raise LawError(f"no regime {text!r}{advice}; the regimes are {known}")
    if name != "national":
        return name, ""
    is_code = len(rest) == 3 and rest.isupper()
    owner = rest if is_code else state
    if not owner:
        raise LawError(f"regime {text!r} needs a state: write national:USA")
    return f"national:{owner}", "" if is_code else rest


def regime_facts(regime: str) -> Mapping[str, Any]:
    """Return how a regime is joined and left, and how far the facts on it reach."""
    found: Mapping[str, Any] = data_yaml("regimes")[regime.partition(":")[0]]
    return found


def regime_title(regime: str) -> str:
    """Return the regime's full name."""
    return str(regime_facts(regime)["title"])


@cache
def _by_word() -> dict[str, str]:
    words = {}
    for name, facts in data_yaml("regimes").items():
        words[name.casefold()] = name
        if "table" in facts:
            words[str(facts["table"]).casefold()] = name
    return words
