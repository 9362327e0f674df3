"""Where to search next: cells of a surface ranked by what a search of them would find or teach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._errors import HazardError
from tilth.hazard._settings import assumed

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["AIMS", "NextBox", "next_boxes"]

AIMS = ("items", "information", "mix")
"""What boxes can be ranked by."""


@dataclass(frozen=True, slots=True)
class NextBox:
    """A cell to search next.

    Attributes
    ----------
    row, column
        Of the surface's bands.
    items
        Expected number that the search would find.
    information
        By how much the search is expected to lower the variance of the number that remains there.
    gain
        What it is ranked by: `items`, `information`, or the mean of both as shares of the greatest.
    reason
        Why, in words.
    """

    row: int
    column: int
    rank: int
    gain: float
    items: float
    information: float
    reason: str


def next_boxes(
    bands: Mapping[str, NDArray[np.float64]],
    count: int,
    *,
    by: str = "mix",
    effort: float | None = None,
    taken: NDArray[np.bool_] | None = None,
) -> list[NextBox]:
    """Return the cells to search next, the best first; fewer where nothing more is to be gained.

    For a cell with mean m and variance m + v of the items that remain, a search that finds each with the
    chance e finds e m of them on average and lowers v by e v²/(m + e v): the Gamma-Poisson posterior with
    the same mean and variance. Cells are weighed one by one: that a find says something of its neighbours
    is left to the next surface.

    Parameters
    ----------
    bands
        ``expected_remaining``, ``sd``, ``probability_any`` and ``searched`` of a surface, NaN outside.
    effort
        Chance that the search finds an item, share searched times detection.
    taken
        Cells that are not to be proposed.

    Raises
    ------
    HazardError
        An unknown aim, a count below 1 or an effort that is no chance.

    Examples
    --------
    >>> bands = {"expected_remaining": np.array([[1.0, 3.0]]), "sd": np.array([[2.0, 2.0]]),
    ...          "probability_any": np.array([[0.5, 0.9]]), "searched": np.zeros((1, 2))}
    >>> [(box.column, round(box.items, 2)) for box in next_boxes(bands, 2, by="items", effort=0.5)]
    [(1, 1.5), (0, 0.5)]
    """
    effort = assumed("next", "effort") if effort is None else effort
    if by not in AIMS:
        raise HazardError(f"rank by {by!r}: allowed are {', '.join(AIMS)}")
    if count < 1 or not 0 < effort <= 1:
        raise HazardError(f"{count} boxes with effort {effort}: give 1 or more, and a chance above 0 up to 1")
    mean = np.nan_to_num(np.asarray(bands["expected_remaining"], float))
    spread = np.maximum(np.nan_to_num(np.asarray(bands["sd"], float)) ** 2 - mean, 0.0)
    if taken is not None:
        mean = np.where(taken, 0.0, mean)
    items = effort * mean
    information = np.where(mean > 0, effort * spread**2 / np.maximum(mean + effort * spread, 1e-12), 0.0)
    gain = {"items": items, "information": information, "mix": (_share(items) + _share(information)) / 2}[by]
    order = np.lexsort((np.arange(gain.size), -gain.ravel()))[:count]
    order = order[gain.ravel()[order] > 0]
    return [
        NextBox(
            row=int(at) // gain.shape[1],
            column=int(at) % gain.shape[1],
            rank=rank,
            gain=float(gain.ravel()[at]),
            items=float(items.ravel()[at]),
            information=float(information.ravel()[at]),
            reason=_reason(bands, int(at), float(items.ravel()[at]), float(spread.ravel()[at])),
        )
        for rank, at in enumerate(order, 1)
    ]


def _share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values / max(float(values.max(initial=0.0)), 1e-300))


def _reason(bands: Mapping[str, NDArray[np.float64]], at: int, items: float, spread: float) -> str:
    """Return why a cell is proposed."""
    chance, looked = (float(bands[name].ravel()[at]) for name in ("probability_any", "searched"))
    state = "not searched yet" if looked == 0 else f"searched so far to {looked:.0%}"
    ground = "rests on how the model spreads strikes" if spread > items else "well supported by finds nearby"
    return f"{items:.2f} items expected to be found, {chance:.0%} chance of any left; {state}; {ground}"
