"""A made-up district with known truth, to try methods on; synthetic and marked so everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tilth.hazard._errors import HazardError
from tilth.hazard._survey import Survey
from tilth.hazard.district import District
from tilth.hazard.records import Strike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["simulate"]


def simulate(seed: int, **changes: Any) -> District:
    """Return a district; the same seed and parameters give the same one on every platform.

    Parameters
    ----------
    seed
        Not negative.
    changes
        Parameters that replace those of ``data/simulate/default.yaml``, by name: the value alone where
        the file has one ``value``, else the parts to change. `munitions` is replaced as a whole.

    Raises
    ------
    HazardError
        A seed that cannot be, an unknown parameter or munition, or no strike at all.

    Examples
    --------
    >>> district = simulate(1)
    >>> district.synthetic, len(district.strikes) > 3
    (True, True)
    >>> len(simulate(1, strikes=2, report={"missed": 0.0, "of_nothing": 0}).strikes)
    2
    """
    import numpy as np

    if seed < 0:
        raise HazardError(f"seed {seed} is negative: give 0 or a greater whole number")
    settings = _settings()
    strange = set(changes) - set(settings)
    if strange:
        raise HazardError(f"unknown parameters {sorted(strange)}; allowed: {', '.join(sorted(settings))}")
    changed = {name: _changed(name, settings[name], value) for name, value in changes.items()}
    return _district(np.random.Generator(np.random.PCG64(seed)), {**settings, **changed}, seed)


@cache
def _settings() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("tilth.data") / "simulate" / "default.yaml").read_text("utf-8")
    settings: dict[str, Any] = yaml.load(text, Loader=loader)
    return settings


def _changed(name: str, shipped: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """Return a parameter with what the caller changed."""
    if name == "munitions":
        return dict(value)
    if not isinstance(value, Mapping):
        value = {"value": value}
    strange = set(value) - set(shipped)
    if strange:
        allowed = sorted(set(shipped) - {"tag", "note", "unit"})
        raise HazardError(f"{name} has no part {sorted(strange)}; allowed: {', '.join(allowed)}")
    return {**shipped, **value}


def _district(draw: np.random.Generator, settings: Mapping[str, Any], seed: int) -> District:
    """Draw the district; the order of the draws is part of what a seed means."""
    import numpy as np

    count = int(settings["strikes"]["value"])
    if count < 1:
        raise HazardError(f"{count} strikes: give 1 or more")
    loads = _loads(settings["munitions"])
    centres = draw.uniform(0.12, 0.88, (count, 2)) * 1000 * settings["size_km"]["value"]
    made = [_strike(draw, settings, loads, number, centre) for number, centre in enumerate(centres, 1)]
    survey = Survey(draw, settings, np.vstack([ground for _, ground in made]))
    evidence = survey.evidence()
    boxes = survey.boxes(evidence)
    return District(
        seed=seed,
        corner=survey.corner,
        strikes=tuple(survey.reports([strike for strike, _ in made])),
        evidence=tuple(evidence),
        boxes=tuple(boxes),
        clearance=(survey.clearance(centres[0]),),
        truth=survey.truth,
    )


def _loads(munitions: Mapping[str, Any]) -> dict[str, int]:
    """Return how many submunitions a round of each munition carries."""
    from tilth.data import table

    known = {row["id"]: row["total_submunitions"] for row in table("munitions") if row["total_submunitions"]}
    strange = sorted(set(munitions) - set(known))
    if strange or not munitions:
        raise HazardError(
            f"munitions {strange} have no load in the catalogue; allowed: {', '.join(sorted(known))}"
        )
    return {name: int(known[name]) for name in munitions}


def _strike(
    draw: np.random.Generator,
    settings: Mapping[str, Any],
    loads: Mapping[str, int],
    number: int,
    centre: NDArray[np.float64],
) -> tuple[Strike, NDArray[np.float64]]:
    """Return the strike as it was, in metres, and its submunitions: number, east, north, unexploded."""
    import numpy as np

    munition = sorted(loads)[int(draw.integers(len(loads)))]
    low, high = settings["munitions"][munition]["rounds"]
    rounds = int(draw.integers(low, high + 1))
    day = date.fromisoformat(settings["first_day"]["value"])
    day += timedelta(days=int(draw.integers(settings["days"]["value"])))
    aims = centre + draw.normal(0, settings["rounds_spread_m"]["value"], (rounds, 2))
    ground = _scatter(draw, settings["footprint_sd_m"], np.repeat(aims, loads[munition], axis=0))
    mean, weight = settings["failure"]["mean"], settings["failure"]["concentration"]
    share = draw.beta(mean * weight, (1 - mean) * weight)
    dud = draw.random(len(ground)) < share
    east, north = centre.tolist()
    strike = Strike(f"s{number:02d}", east, north, None, day.isoformat(), munition, rounds, 1.0)
    return strike, np.column_stack([np.full(len(ground), number), ground, dud])


def _scatter(
    draw: np.random.Generator, spread: Mapping[str, float], aims: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where the submunitions of each aim come down: a normal oval in the direction of flight."""
    import numpy as np

    angle = draw.uniform(0, np.pi)
    along = draw.normal(0, spread["along"], len(aims))
    across = draw.normal(0, spread["across"], len(aims))
    east = along * np.cos(angle) - across * np.sin(angle)
    north = along * np.sin(angle) + across * np.cos(angle)
    spots: NDArray[np.float64] = aims + np.column_stack([east, north])
    return spots
