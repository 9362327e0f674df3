"""How far evidence speaks."""

from __future__ import annotations

from collections.abc import Iterable

from tilth.hazard.profile import Profile
from tilth.hazard.records import Box, EvidencePoint

__all__ = ["radius_m", "reach_m"]

_LEAST_RADIUS_M = 1.0
"""A point has no extent to grow from: it is drawn as a disc of at least this radius."""


def radius_m(point: EvidencePoint, rules: Profile) -> float:
    """Return how far from its position evidence speaks: the radius of its kind and its position error."""
    accuracy = rules.accuracy_unknown_m if point.accuracy_m is None else point.accuracy_m
    return max(rules.evidence[point.kind].radius_m + rules.accuracy_factor * accuracy, _LEAST_RADIUS_M)


def reach_m(points: Iterable[EvidencePoint], boxes: Iterable[Box], rules: Profile) -> float:
    """Return a distance from positions beyond which no land of the drawing lies, a hundredth to spare."""
    radii = [*(radius_m(point, rules) for point in points), *(box.size_m for box in boxes)]
    return 1.01 * (
        max(radii, default=0.0)
        + rules.fade_out_m
        + rules.merging_m / 2
        + 2 * rules.simplify_m
        + rules.box_gap_m
    )
