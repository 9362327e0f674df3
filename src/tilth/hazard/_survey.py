"""What a survey of a made-up district would bring back: reports, evidence, boxes, clearance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tilth.hazard.district import Clearance, cell_of, lonlat
from tilth.hazard.records import Box, EvidencePoint, Strike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Survey"]


class Survey:
    """Draws what would be reported of a district, part by part, from one generator.

    Items that boxes find are taken away: `removed` tells which, picked by a generator of its own.
    """

    def __init__(
        self,
        draw: np.random.Generator,
        picking: np.random.Generator,
        settings: Mapping[str, Any],
        truth: NDArray[np.float64],
        prefix: str,
    ) -> None:
        self.draw, self.picking, self.settings, self.truth, self.prefix = (
            draw,
            picking,
            settings,
            truth,
            prefix,
        )
        self.removed: NDArray[np.bool_] = truth[:, 3] > 1
        self.corner = (settings["corner"]["lon"], settings["corner"]["lat"])
        self.size_m = 1000 * settings["size_km"]["value"]

    def evidence(self) -> list[EvidencePoint]:
        """Return some of the unexploded items, and signs round every strike."""
        rule = self.settings["evidence"]
        met = self.draw.random(len(self.truth)) < rule["found_share"] * self._frequented()
        spots = [(row[1], row[2], "submunition") for row in self.truth[(self.truth[:, 3] == 1) & met]]
        strays = self.draw.uniform(0.1, 0.9, (int(rule["of_nothing"]), 2)) * self.size_m
        spots += [(east, north, "submunition") for east, north in strays]
        signs = ("fragment", "carrier", "crater", "informant")
        for strike in sorted(set(self.truth[:, 0])):
            own = self.truth[self.truth[:, 0] == strike]
            for _ in range(rule["signs_per_strike"]):
                row = own[int(self.draw.integers(len(own)))]
                spots.append((row[1], row[2], signs[int(self.draw.integers(len(signs)))]))
        return [self._point(number, *spot) for number, spot in enumerate(spots, 1)]

    def _frequented(self) -> NDArray[np.float64] | float:
        """Return how much of the share is found at each item: more near paths, where there are any."""
        import numpy as np

        rule = self.settings["evidence"]
        if not rule["paths"]:
            return 1.0
        through = self.draw.uniform(0.2, 0.8, (int(rule["paths"]), 2)) * self.size_m
        way = self.draw.uniform(0, np.pi, int(rule["paths"]))
        off = self.truth[:, None, 1:3] - through
        away = np.abs(off[..., 0] * np.sin(way) - off[..., 1] * np.cos(way)).min(axis=1)
        return np.asarray(np.exp(-away / rule["path_reach_m"]))

    def _point(self, number: int, east: float, north: float, kind: str) -> EvidencePoint:
        accuracy = round(float(self.draw.uniform(*self.settings["evidence"]["accuracy_m"])), 1)
        east, north = self.draw.normal((east, north), accuracy)
        day = date(2022, 1, 10) + timedelta(days=int(self.draw.integers(300)))
        lon, lat = lonlat(self.corner, float(east), float(north))
        return EvidencePoint(f"{self.prefix}e{number:04d}", lon, lat, accuracy, day.isoformat(), kind, 1)

    def boxes(self, evidence: Sequence[EvidencePoint]) -> list[Box]:
        """Lay boxes on a grid around the found items and search most of them."""
        rule = self.settings["boxes"]
        side = rule["size_m"]
        cells = set()
        for point in evidence:
            if point.kind != "submunition":
                continue
            column, row = cell_of(self.corner, point.lon, point.lat, side)
            rings = range(-rule["rings"], rule["rings"] + 1)
            cells |= {(column + x, row + y) for x in rings for y in rings if abs(x) + abs(y) <= rule["rings"]}
        return [self._box(number, cell) for number, cell in enumerate(sorted(cells), 1)]

    def _box(self, number: int, cell: tuple[int, int]) -> Box:
        rule = self.settings["boxes"]
        side, (west, south) = rule["size_m"], (cell[0] * rule["size_m"], cell[1] * rule["size_m"])
        lon, lat = lonlat(self.corner, west + side / 2, south + side / 2)
        inside = (self.truth[:, 1] >= west) & (self.truth[:, 1] < west + side)
        inside &= (self.truth[:, 2] >= south) & (self.truth[:, 2] < south + side)
        items = (inside & (self.truth[:, 3] == 1) & ~self.removed).nonzero()[0]
        searched = round(float(self.draw.uniform(*rule["searched"])), 2)
        detection = round(float(self.draw.uniform(*rule["detection"])), 2)
        found = int(self.draw.binomial(len(items), searched * detection))
        told = round(min(detection * rule["overstated"], 1.0), 2)
        day = (date(2023, 2, 1) + timedelta(days=int(self.draw.integers(200)))).isoformat()
        name = f"{self.prefix}b{number:05d}"
        if self.draw.random() < rule["skipped"]:
            return Box(name, lon, lat, side)
        self.removed[self.picking.choice(items, found, replace=False)] = True
        return Box(name, lon, lat, side, searched, told, found, day)

    def reports(self, strikes: Sequence[Strike]) -> list[Strike]:
        """Return reports of strikes, given in metres: some missed, positions off, some of nothing."""
        report = self.settings["report"]
        told = []
        for strike in strikes:
            missed = self.draw.random() < report["missed"]
            accuracy = round(float(self.draw.uniform(*report["accuracy_m"])))
            east, north = self.draw.normal((strike.lon, strike.lat), accuracy * report["error"])
            if report["silent"] and self.draw.random() < report["silent"]:
                strike = replace(strike, munition=None, rounds=None)
            if not missed:
                lon, lat = lonlat(self.corner, float(east), float(north))
                certainty = round(float(self.draw.uniform(0.6, 1.0)), 2)
                told.append(replace(strike, lon=lon, lat=lat, accuracy_m=accuracy, certainty=certainty))
        return told + [self._of_nothing(number) for number in range(1, int(report["of_nothing"]) + 1)]

    def _of_nothing(self, number: int) -> Strike:
        east, north = self.draw.uniform(0.1, 0.9, 2) * self.size_m
        day = self.settings["first_day"]["value"]
        lon, lat = lonlat(self.corner, float(east), float(north))
        return Strike(f"{self.prefix}f{number:02d}", lon, lat, 200, day, certainty=0.3)

    def clearance(self, centre: NDArray[np.float64]) -> Clearance:
        """Return a cleared square about a strike."""
        rule = self.settings["clearance"]
        half = rule["half_side_m"]
        near = (abs(self.truth[:, 1] - centre[0]) <= half) & (abs(self.truth[:, 2] - centre[1]) <= half)
        items = (near & (self.truth[:, 3] == 1) & ~self.removed).nonzero()[0]
        found = int(self.draw.binomial(len(items), rule["detection"]))
        self.removed[self.picking.choice(items, found, replace=False)] = True
        lon, lat = lonlat(self.corner, float(centre[0]), float(centre[1]))
        return Clearance(
            f"{self.prefix}c01", lon, lat, half, rule["detection"], found, "2023-11-20", rule["depth_m"]
        )
