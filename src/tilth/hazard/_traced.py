"""The steps of confirmed and of suspected areas, in words."""

from __future__ import annotations

from collections.abc import Sequence

from tilth.hazard._trace import Step, Steps
from tilth.hazard.profile import Profile
from tilth.hazard.records import EvidencePoint

__all__ = ["confirmed_steps", "suspected_steps"]

_OUTLINES = {
    "grown": "with round corners",
    "squares": "as whole squares",
    "hull": "as the convex hull of what was grown",
}


def confirmed_steps(
    rules: Profile, points: Sequence[EvidencePoint], boxes: int, weak: Sequence[str]
) -> list[Step]:
    """Return what the rules did to a confirmed area.

    Parameters
    ----------
    boxes
        Boxes with finds in it.
    weak
        Direct evidence that alone would not have been enough.
    """
    steps = Steps(rules)
    if boxes:
        steps.add("box_m", f"{boxes} boxes with a find are in it, each with its own side")
    direct = [point for point in points if rules.evidence[point.kind].classification == "CHA"]
    if direct:
        steps.add("minimum_direct", f"{len(direct)} points of direct evidence are in it")
        _accuracy(steps, direct)
    steps.add("fade_out_m", "the land was grown by it round all evidence")
    steps.add("confirmed_outline", f"the outline was drawn {_OUTLINES[rules.confirmed_outline]}")
    if rules.merging_m > 2 * rules.fade_out_m:
        steps.add("merging_m", "parts nearer than this were joined by a strip")
    kept = "is part of the area" if rules.fade_out_inside else "was taken off again"
    steps.add("fade_out_inside", f"the fade-out {kept}")
    if rules.simplify_m:
        steps.add("simplify_m", "the outline was simplified outwards")
    if weak:
        steps.add("minimum_direct", f"suspicion only: {', '.join(weak[:5])}")
    return steps.done


def suspected_steps(rules: Profile, points: Sequence[EvidencePoint], cut: bool) -> list[Step]:
    """Return what the rules did to a suspected area.

    Parameters
    ----------
    cut
        Whether there are boxes that were searched to standard without a find.
    """
    steps = Steps(rules)
    for kind in sorted({point.kind for point in points}):
        own = [point for point in points if point.kind == kind]
        steps.add_kind(kind, f"{len(own)} points of this kind speak for the land round them")
    _accuracy(steps, points)
    steps.add("fade_out_m", "land of confirmed areas, with their fade-out, was taken off")
    if cut:
        steps.add("searched_enough", "boxes searched at least so far without a find were taken off")
        steps.add("box_gap_m", "narrower gaps between such boxes were taken off too")
    steps.add("minimal_area_m2", "leftovers smaller than this were dropped")
    return steps.done


def _accuracy(steps: Steps, points: Sequence[EvidencePoint]) -> None:
    steps.add("accuracy_factor", "so many times the error of its position was added round each point")
    without = sum(point.accuracy_m is None for point in points)
    if without:
        steps.add("accuracy_unknown_m", f"taken as the error of {without} points without one")
