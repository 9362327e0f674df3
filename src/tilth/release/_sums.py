"""Sums by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["summed"]


def summed(number: NDArray[Any], amount: NDArray[Any], count: int) -> NDArray[np.float64]:
    """Return for each number up to a count the sum of the amounts that bear it."""
    import numpy as np

    return np.asarray(np.bincount(number, amount, minlength=count), dtype=np.float64)
