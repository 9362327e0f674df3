"""The lines of an account as sums over spells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tilth.release._stints import EXITS
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.release._groups import Shares

__all__ = ["LINES", "line_masks", "lines_of"]

LINES = ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")


def line_masks(made: Partition, start: int, end: int) -> dict[str, NDArray[np.bool_]]:
    """Return for each line which spells it sums, for the days from `start` to `end`.

    Land moved from one class to another is ``moved_in`` and ``moved_out``; for all classes together
    the two are equal.
    """
    spells = made.spells
    ends, begins = (
        (spells.end >= start) & (spells.end <= end),
        (spells.start >= start) & (spells.start <= end),
    )
    masks = {name: ends & (spells.exit == number) for number, name in enumerate(EXITS[:4])}
    return masks | {
        "opening": (spells.start < start) & (spells.end >= start),
        "found": begins & spells.is_new,
        "closing": (spells.start <= end) & (spells.end > end),
        "moved_in": begins & ~spells.is_new,
        "moved_out": ends & (spells.exit == EXITS.index("reclassified")),
    }


def lines_of(
    made: Partition, start: int, end: int, shares: Shares | None = None, number: int = 0
) -> dict[str, float]:
    """Return the lines in m2, for all land or for one row of the shares."""
    weight = made.m2[made.spells.face] if shares is None else shares.weight(made, number)
    sums = {name: float(weight[mask].sum()) for name, mask in line_masks(made, start, end).items()}
    sums["corrections"] = sums["moved_in"] - sums["moved_out"] - sums["corrections"]
    return {name: sums[name] for name in LINES}
