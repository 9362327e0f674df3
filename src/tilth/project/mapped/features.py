"""All placed things of a project as columns: small enough to hold in memory, quick to look through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.project._layer_rows import Feature

__all__ = ["COLUMNS", "NEVER_ENDS", "Features", "Window"]

COLUMNS = ("layer", "group", "fid", "bounds", "since", "until", "key")
NEVER_ENDS = 2**31 - 1
"""Day after which nothing is left out; its negative is a day before which nothing is."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a map asks for: bounds in degrees, layers, and the day (since 1970-01-01) things were true.

    Examples
    --------
    >>> Window(106.8, 16.7, 107.0, 16.9).layers is None
    True
    """

    west: float
    south: float
    east: float
    north: float
    layers: Collection[str] | None = None
    on: int | None = None


@dataclass(frozen=True)
class Features:
    """Placed things, one a row of each array.

    Attributes
    ----------
    names, groups
        Layers, and groups as ``layer/group``; `layer` and `group` hold their numbers.
    fid
        Number of the row in its layer's table; negative: of `extra`, counted from -1.
    bounds
        West, south, east, north in degrees, shape (n, 4).
    since, until
        First and last day it is shown, in days since 1970-01-01.
    key
        Number of the subject, to find its rows again.
    extra
        Features that stand in no table: what was known on an earlier day.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    layer: NDArray[np.int8]
    group: NDArray[np.int16]
    fid: NDArray[np.int64]
    bounds: NDArray[np.float64]
    since: NDArray[np.int32]
    until: NDArray[np.int32]
    key: NDArray[np.int64]
    extra: tuple[Feature, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.fid)

    def rows(self, chosen: NDArray[np.bool_]) -> Features:
        """Return some of the features."""
        columns: dict[str, Any] = {name: getattr(self, name)[chosen] for name in COLUMNS}
        return replace(self, **columns)

    def within(self, window: Window) -> NDArray[np.int64]:
        """Return the rows that a window shows: those whose bounds it touches."""
        box = self.bounds
        seen = (
            (box[:, 0] <= window.east)
            & (box[:, 2] >= window.west)
            & (box[:, 1] <= window.north)
            & (box[:, 3] >= window.south)
        )
        if window.layers is not None:
            seen &= np.isin(self.layer, [at for at, name in enumerate(self.names) if name in window.layers])
        if window.on is not None:
            seen &= (self.since <= window.on) & (self.until >= window.on)
        return np.flatnonzero(seen)

    def extent(self) -> tuple[float, float, float, float] | None:
        """Return the bounds of everything; None when there is nothing."""
        if not len(self):
            return None
        low, high = self.bounds.min(axis=0), self.bounds.max(axis=0)
        return float(low[0]), float(low[1]), float(high[2]), float(high[3])

    def days(self) -> tuple[int, int] | None:
        """Return the first and the last day on which anything begins; None when no day is known."""
        known = self.since[self.since > -NEVER_ENDS]
        return (int(known.min()), int(known.max())) if len(known) else None
