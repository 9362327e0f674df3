"""A made-up district with known truth, to try methods on; synthetic and marked so everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tilth.hazard._errors import HazardError
from tilth.hazard._landscape import Landscape
from tilth.hazard._strikes import made_strike
from tilth.hazard._survey import Survey
from tilth.hazard.district import District

__all__ = ["scenarios", "simulate"]


def scenarios() -> Mapping[str, Mapping[str, Any]]:
    """Return the shipped scenarios by name: what each ``says`` and its ``changes``, for `simulate`.

    Examples
    --------
    >>> scenarios()["ring"]["says"]
    'items lie along the edge of an oval'
    >>> len(simulate(1, **scenarios()["missing"]["changes"]).true_strikes)
    7
    """
    return _file("scenarios")


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
    if seed < 0:
        raise HazardError(f"seed {seed} is negative: give 0 or a greater whole number")
    settings = _file("default")
    strange = set(changes) - set(settings)
    if strange:
        raise HazardError(f"unknown parameters {sorted(strange)}; allowed: {', '.join(sorted(settings))}")
    changed = {name: _changed(name, settings[name], value) for name, value in changes.items()}
    return _district({**settings, **changed}, seed)


@cache
def _file(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("tilth.data") / "simulate" / f"{name}.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=loader)
    return content


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


def _district(settings: Mapping[str, Any], seed: int) -> District:
    """Draw the district; the order of the draws is part of what a seed means."""
    import numpy as np

    source = np.random.SeedSequence(seed)
    draw = np.random.Generator(np.random.PCG64(source))
    count = int(settings["strikes"]["value"])
    if count < 1:
        raise HazardError(f"{count} strikes: give 1 or more")
    loads = _loads(settings["munitions"])
    centres = draw.uniform(0.12, 0.88, (count, 2)) * 1000 * settings["size_km"]["value"]
    made = [made_strike(draw, settings, loads, number, centre) for number, centre in enumerate(centres, 1)]
    prefix = f"synthetic-{seed}-"
    own, picking = (np.random.Generator(np.random.PCG64(child)) for child in source.spawn(2))
    survey = Survey(draw, picking, settings, np.vstack([strike.ground for strike in made]), prefix)
    evidence = survey.evidence()
    boxes = survey.boxes(evidence)
    told = survey.reports([strike.as_told(prefix) for strike in made])
    cleared = survey.clearance(centres[0])
    land = Landscape(own, settings, survey.corner, prefix)
    return District(
        seed=seed,
        corner=survey.corner,
        strikes=tuple(told),
        evidence=tuple(evidence),
        boxes=tuple(boxes),
        clearance=(cleared,),
        truth=survey.truth,
        removed=survey.removed,
        name=land.name(),
        country=settings["country"]["value"],
        regions=land.regions(),
        claimed=land.claimed(told),
        true_strikes=tuple(strike.as_it_was(prefix, survey.corner) for strike in made),
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
