"""Where to search next: cells of a surface ranked by what a search of them would find or teach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._errors import HazardError
from tilth.hazard._settings import assumed
from tilth.hazard.information import learning, most_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard.draws import Draws

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
        By how much the search is expected to lower a variance: that of the total where draws are given, after
        the boxes ranked before it; else that of the number in the cell.
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
    draws: Draws | None = None,
) -> list[NextBox]:
    """Return the cells to search next, the best first; fewer where nothing more is to be gained.

    A search that finds each item with the chance e finds e m of the m expected. What it teaches is worked out
    for all cells together from the draws: two boxes in one strike teach less than twice what one does, so
    each is weighed after those ranked before it. Without draws cells are weighed one by one: of a number with
    mean m and variance m + v a search lowers v by e v²/(m + e v), the Gamma-Poisson posterior.

    Parameters
    ----------
    bands
        ``expected_remaining``, ``sd``, ``probability_any`` and ``searched`` of a surface, row 0 the
        northernmost, NaN outside.
    effort
        Chance that the search finds an item, share searched times detection.
    taken
        Cells that are not to be proposed.
    draws
        Those behind the surface.

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
    mean = mean if taken is None else np.where(taken, 0.0, mean)
    if draws is not None and by != "items":
        return _ranked_together(bands, mean, count, by, effort, draws)
    spread = np.maximum(np.nan_to_num(np.asarray(bands["sd"], float)) ** 2 - mean, 0.0)
    items = effort * mean
    information = np.where(mean > 0, effort * spread**2 / np.maximum(mean + effort * spread, 1e-12), 0.0)
    gain = {"items": items, "information": information, "mix": (_share(items) + _share(information)) / 2}[by]
    order = np.lexsort((np.arange(gain.size), -gain.ravel()))[:count]
    order = order[gain.ravel()[order] > 0]
    return [
        _box(bands, int(at), rank, float(gain.ravel()[at]), float(items.ravel()[at]), information.ravel()[at])
        for rank, at in enumerate(order, 1)
    ]


def _ranked_together(
    bands: Mapping[str, NDArray[np.float64]],
    mean: NDArray[np.float64],
    count: int,
    by: str,
    effort: float,
    draws: Draws,
) -> list[NextBox]:
    """Return the best cells, each weighed after those before it."""
    rows, columns = mean.shape
    order = np.lexsort((np.arange(mean.size), -mean.ravel()))[: most_cells()]
    order = order[mean.ravel()[order] > 0]
    south = (rows - 1 - order // columns) * columns + order % columns
    believed = learning(draws, south)
    items, free = effort * mean.ravel()[order], np.ones(len(order), bool)
    first = believed.gains(effort).max(initial=0.0)
    boxes: list[NextBox] = []
    while len(boxes) < count and free.any():
        taught = believed.gains(effort)
        gain = taught if by == "information" else (_share(items) + taught / max(first, 1e-300)) / 2
        best = int(np.argmax(np.where(free, gain, -np.inf)))
        after = believed.after(best, effort)
        narrows = (believed.total_sd, after.total_sd)
        boxes.append(
            _box(
                bands, int(order[best]), len(boxes) + 1, float(gain[best]), float(items[best]), taught[best],
                narrows,
            )
        )  # fmt: skip
        believed, free[best] = after, False
    return boxes


def _box(
    bands: Mapping[str, NDArray[np.float64]],
    at: int,
    rank: int,
    gain: float,
    items: float,
    information: float,
    narrows: tuple[float, float] | None = None,
) -> NextBox:
    columns = bands["expected_remaining"].shape[1]
    return NextBox(
        row=at // columns,
        column=at % columns,
        rank=rank,
        gain=gain,
        items=items,
        information=float(information),
        reason=_reason(bands, at, items, narrows),
    )


def _share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values / max(float(values.max(initial=0.0)), 1e-300))


def _reason(
    bands: Mapping[str, NDArray[np.float64]], at: int, items: float, narrows: tuple[float, float] | None
) -> str:
    """Return why a cell is proposed."""
    chance, looked = (float(bands[name].ravel()[at]) for name in ("probability_any", "searched"))
    state = "not searched yet" if looked == 0 else f"searched so far to {looked:.0%}"
    told = f"{items:.2f} items expected to be found here, {chance:.0%} chance that any is left; {state}"
    if narrows is None:
        return told
    before, after = narrows
    return f"{told}; what it shows narrows the error of the total from {before:,.1f} to {after:,.1f} items"
