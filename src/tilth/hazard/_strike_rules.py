"""What is assumed of lists of strike records, from ``data/hazard/strike_records.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tilth.hazard._errors import HazardError

__all__ = ["StrikeRules", "strike_rules"]


@dataclass(frozen=True)
class StrikeRules:
    """Rules for one set of strike records.

    Attributes
    ----------
    region
        West, south, east, north in degrees; a record outside has a wrong coordinate.
    cluster_share, share_log_sd
        Share of records that dropped cluster munitions, and how uncertain it is.
    left_median, left_log_sd
        Unexploded items such a record leaves, where it tells neither munition nor rounds.
    general
        Lattices, accuracy, default places and months, as the file has them.
    """

    name: str
    region: tuple[float, float, float, float]
    cluster_share: float
    share_log_sd: float
    left_median: float
    left_log_sd: float
    general: Mapping[str, Any]


@cache
def _file() -> Mapping[str, Any]:
    import yaml

    text = (files("tilth.data") / "hazard" / "strike_records.yaml").read_text("utf-8")
    told: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return told


def strike_rules(name: str = "general") -> StrikeRules:
    """Return the rules for a set of records by its name.

    Raises
    ------
    HazardError
        No set of that name; the message lists those there are.

    Examples
    --------
    >>> strike_rules("thor_seasia").region
    (99.5, 7.5, 112.0, 24.0)
    """
    told = _file()
    if name not in told["sets"]:
        raise HazardError(
            f"no set of strike records {name!r} is described; there are: {', '.join(told['sets'])}"
        )
    own = told["sets"][name]
    west, south, east, north = (float(side) for side in own["region"])
    return StrikeRules(
        name=name,
        region=(west, south, east, north),
        cluster_share=float(own["cluster_share"]["value"]),
        share_log_sd=float(own["cluster_share"]["log_sd"]),
        left_median=float(own["left"]["median"]),
        left_log_sd=float(own["left"]["log_sd"]),
        general={key: value for key, value in told.items() if key != "sets"},
    )
