"""Many records moved at once by much the same way: masking, another datum, another projection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tilth.exchange.checks.finding import rules
from tilth.exchange.intake import RowProblem

__all__ = ["moved_together"]

_QUADRANTS = ("north-east", "south-east", "south-west", "north-west")


def moved_together(
    pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]], compared: int
) -> RowProblem | None:
    """Return a line when many records moved the same way, None otherwise.

    Parameters
    ----------
    pairs
        lon, lat held and told, of the records whose position differs.
    compared
        How many records with a position were compared.

    Examples
    --------
    >>> pairs = [((30 + n / 100, 50.0), (30 + n / 100 + 0.001, 50.001)) for n in range(50)]
    >>> moved_together(pairs, 60).value
    '50 of 60 records'
    """
    from pyproj import Geod

    about = rules()["moved_together"]
    if len(pairs) < about["least_records"]:
        return None
    before, after = np.array([one for one, _ in pairs]), np.array([other for _, other in pairs])
    azimuth, _, metres = Geod(ellps="WGS84").inv(before[:, 0], before[:, 1], after[:, 0], after[:, 1])
    far = metres > about["least_m"]
    if far.sum() < max(about["least_records"], about["least_share"] * compared):
        return None
    quadrants = ((azimuth[far] % 360) // 90).astype(int)
    counts = np.bincount(quadrants, minlength=4)
    share = counts.max() / counts.sum()
    if share < about["same_quadrant"]:
        return None
    mean, most = float(metres[far].mean()), float(metres[far].max())
    where = _QUADRANTS[int(counts.argmax())]
    reason = f"{share:.0%} of them to the {where}, {mean:,.0f} m on average, {most:,.0f} m at most"
    value = f"{int(far.sum()):,} of {compared:,} records"
    return RowProblem(
        0, "all", "place", value, "moved_together", "advisory", f"moved at once: {reason}", about["advice"]
    )
