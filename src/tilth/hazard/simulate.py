"""A made-up district with known truth, to try methods on; synthetic and marked so everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tilth.hazard._errors import HazardError
from tilth.hazard.records import Box, EvidencePoint, Strike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Clearance", "District", "simulate"]

_METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km: enough to lay out a made-up place."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """A cleared square: centre and half side, items found."""

    id: str
    lon: float
    lat: float
    half_side_m: float
    detection: float
    found: int
    date: str
    depth_m: float


@dataclass(frozen=True)
class District:
    """A made-up district.

    Attributes
    ----------
    strikes, evidence, boxes, clearance
        What would be reported.
    truth
        What nobody knows: a row for each submunition with strike number, east and north in metres
        from the corner, and 1 where it did not explode.
    """

    seed: int
    corner: tuple[float, float]
    strikes: tuple[Strike, ...]
    evidence: tuple[EvidencePoint, ...]
    boxes: tuple[Box, ...]
    clearance: tuple[Clearance, ...]
    truth: NDArray[np.float64]
    synthetic: bool = True

    def lonlat(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Return the position of a spot given in metres from the corner."""
        return _lonlat(self.corner, east_m, north_m)


def simulate(seed: int, **changes: Any) -> District:
    """Return a district; the same seed and parameters give the same one on every platform.

    Parameters
    ----------
    changes
        Parameters that replace those of ``data/simulate/default.yaml``, by name.

    Examples
    --------
    >>> district = simulate(1)
    >>> district.synthetic, len(district.strikes) > 3
    (True, True)
    """
    import numpy as np

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("tilth.data") / "simulate" / "default.yaml").read_text("utf-8")
    settings: dict[str, Any] = yaml.load(text, Loader=loader)
    strange = set(changes) - set(settings)
    if strange:
        raise HazardError(f"unknown parameters {sorted(strange)}; allowed: {', '.join(sorted(settings))}")
    return _Maker(np.random.Generator(np.random.PCG64(seed)), {**settings, **changes}).district(seed)


def _lonlat(corner: tuple[float, float], east_m: float, north_m: float) -> tuple[float, float]:
    from math import cos, radians

    lat = corner[1] + north_m / _METRES_A_DEGREE
    lon = corner[0] + east_m / (_METRES_A_DEGREE * cos(radians(corner[1])))
    return round(lon, 7), round(lat, 7)


class _Maker:
    """Draws the district part by part from one generator."""

    def __init__(self, draw: np.random.Generator, settings: Mapping[str, Any]) -> None:
        self.draw, self.settings = draw, settings
        self.corner = (settings["corner"]["lon"], settings["corner"]["lat"])
        self.size_m = 1000 * settings["size_km"]["value"]

    def district(self, seed: int) -> District:
        import numpy as np

        count = int(self.settings["strikes"]["value"])
        centres = self.draw.uniform(0.12, 0.88, (count, 2)) * self.size_m
        made = [self._strike(number, centre) for number, centre in enumerate(centres)]
        truth = np.vstack([ground for _, ground in made])
        evidence = self._evidence(truth)
        boxes = self._boxes(truth, evidence)
        return District(
            seed=seed,
            corner=self.corner,
            strikes=tuple(self._reports([strike for strike, _ in made])),
            evidence=tuple(evidence),
            boxes=tuple(boxes),
            clearance=(self._clearance(truth, centres[0]),),
            truth=truth,
        )

    def _strike(self, number: int, centre: NDArray[np.float64]) -> tuple[Strike, NDArray[np.float64]]:
        """Return the strike as it was, and where its submunitions lie."""
        import numpy as np

        from tilth.data import table

        names = sorted(self.settings["munitions"])
        munition = names[int(self.draw.integers(len(names)))]
        low, high = self.settings["munitions"][munition]["rounds"]
        rounds = int(self.draw.integers(low, high + 1))
        load = next(int(row["total_submunitions"]) for row in table("munitions") if row["id"] == munition)
        day = date.fromisoformat(self.settings["first_day"]["value"])
        day += timedelta(days=int(self.draw.integers(self.settings["days"]["value"])))
        spread = self.settings["rounds_spread_m"]["value"]
        aims = centre + self.draw.normal(0, spread, (rounds, 2))
        ground = self._scatter(np.repeat(aims, load, axis=0))
        failure = self.settings["failure"]
        share = self.draw.beta(
            failure["mean"] * failure["concentration"], (1 - failure["mean"]) * failure["concentration"]
        )
        dud = self.draw.random(len(ground)) < share
        strike = Strike(
            f"s{number + 1:02d}", centre[0], centre[1], None, day.isoformat(), munition, rounds, 1.0
        )
        return strike, np.column_stack([np.full(len(ground), number + 1), ground, dud])

    def _scatter(self, aims: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        spread = self.settings["footprint_sd_m"]
        angle = self.draw.uniform(0, np.pi)
        along = self.draw.normal(0, spread["along"], len(aims))
        across = self.draw.normal(0, spread["across"], len(aims))
        east = along * np.cos(angle) - across * np.sin(angle)
        north = along * np.sin(angle) + across * np.cos(angle)
        spots: NDArray[np.float64] = aims + np.column_stack([east, north])
        return spots

    def _reports(self, strikes: list[Strike]) -> list[Strike]:
        """Return what is reported: some strikes missed, positions off, one report of nothing."""
        report = self.settings["report"]
        told = []
        for strike in strikes:
            missed = self.draw.random() < report["missed"]
            accuracy = round(float(self.draw.uniform(*report["accuracy_m"])))
            east, north = self.draw.normal((strike.lon, strike.lat), accuracy)
            if not missed:
                lon, lat = _lonlat(self.corner, float(east), float(north))
                certainty = round(float(self.draw.uniform(0.6, 1.0)), 2)
                told.append(
                    Strike(
                        strike.id, lon, lat, accuracy, strike.date, strike.munition, strike.rounds, certainty
                    )
                )
        for number in range(int(report["of_nothing"])):
            east, north = self.draw.uniform(0.1, 0.9, 2) * self.size_m
            lon, lat = _lonlat(self.corner, float(east), float(north))
            told.append(
                Strike(
                    f"f{number + 1:02d}", lon, lat, 200, self.settings["first_day"]["value"], None, None, 0.3
                )
            )
        return told

    def _evidence(self, truth: NDArray[np.float64]) -> list[EvidencePoint]:
        rule = self.settings["evidence"]
        found = truth[(truth[:, 3] == 1) & (self.draw.random(len(truth)) < rule["found_share"])]
        spots = [(row[1], row[2], "submunition") for row in found]
        signs = ("fragment", "carrier", "crater", "informant")
        for strike in sorted(set(truth[:, 0])):
            own = truth[truth[:, 0] == strike]
            for _ in range(rule["signs_per_strike"]):
                row = own[int(self.draw.integers(len(own)))]
                spots.append((row[1], row[2], signs[int(self.draw.integers(len(signs)))]))
        return [self._point(number, *spot) for number, spot in enumerate(spots, 1)]

    def _point(self, number: int, east: float, north: float, kind: str) -> EvidencePoint:
        accuracy = round(float(self.draw.uniform(*self.settings["evidence"]["accuracy_m"])), 1)
        east, north = self.draw.normal((east, north), accuracy)
        day = date(2022, 1, 10) + timedelta(days=int(self.draw.integers(300)))
        lon, lat = _lonlat(self.corner, float(east), float(north))
        return EvidencePoint(f"e{number:04d}", lon, lat, accuracy, day.isoformat(), kind, 1)

    def _boxes(self, truth: NDArray[np.float64], evidence: list[EvidencePoint]) -> list[Box]:
        """Lay boxes on a grid around the found items and search most of them."""
        rule = self.settings["boxes"]
        side = rule["size_m"]
        cells = set()
        for point in evidence:
            if point.kind != "submunition":
                continue
            column, row = self._cell(point, side)
            rings = range(-rule["rings"], rule["rings"] + 1)
            cells |= {(column + x, row + y) for x in rings for y in rings if abs(x) + abs(y) <= rule["rings"]}
        return [self._box(number, cell, truth) for number, cell in enumerate(sorted(cells), 1)]

    def _cell(self, point: EvidencePoint, side: float) -> tuple[int, int]:
        from math import cos, floor, radians

        east = (point.lon - self.corner[0]) * _METRES_A_DEGREE * cos(radians(self.corner[1]))
        north = (point.lat - self.corner[1]) * _METRES_A_DEGREE
        return floor(east / side), floor(north / side)

    def _box(self, number: int, cell: tuple[int, int], truth: NDArray[np.float64]) -> Box:
        rule = self.settings["boxes"]
        side, (west, south) = rule["size_m"], (cell[0] * rule["size_m"], cell[1] * rule["size_m"])
        lon, lat = _lonlat(self.corner, west + side / 2, south + side / 2)
        inside = (truth[:, 1] >= west) & (truth[:, 1] < west + side)
        inside &= (truth[:, 2] >= south) & (truth[:, 2] < south + side)
        items = int((inside & (truth[:, 3] == 1)).sum())
        searched = round(float(self.draw.uniform(*rule["searched"])), 2)
        detection = round(float(self.draw.uniform(*rule["detection"])), 2)
        found = int(self.draw.binomial(items, searched * detection))
        day = (date(2023, 2, 1) + timedelta(days=int(self.draw.integers(200)))).isoformat()
        name = f"b{number:05d}"
        if self.draw.random() < rule["skipped"]:
            return Box(name, lon, lat, side)
        return Box(name, lon, lat, side, searched, detection, found, day)

    def _clearance(self, truth: NDArray[np.float64], centre: NDArray[np.float64]) -> Clearance:
        rule = self.settings["clearance"]
        half = rule["half_side_m"]
        near = (abs(truth[:, 1] - centre[0]) <= half) & (abs(truth[:, 2] - centre[1]) <= half)
        items = int((near & (truth[:, 3] == 1)).sum())
        found = int(self.draw.binomial(items, rule["detection"]))
        lon, lat = _lonlat(self.corner, float(centre[0]), float(centre[1]))
        return Clearance("c01", lon, lat, half, rule["detection"], found, "2023-11-20", rule["depth_m"])
