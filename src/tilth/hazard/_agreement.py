"""How well chains agree on a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["agreement"]


def agreement(numbers: NDArray[np.float64], chains: int) -> float:
    """Return R-hat of expected numbers, split chains, on logs (Gelman and Rubin, Stat. Sci. 7 (1992) 457).

    Infinite where there are too few draws to tell.

    Parameters
    ----------
    numbers : array ``(draws,)``
        Draw ``n`` is of chain ``n % chains``.
    """
    rows = np.log(numbers.reshape(-1, chains).T + 1)
    half = rows.shape[1] // 2
    if half < 2:
        return float("inf")
    split = np.concatenate([rows[:, :half], rows[:, half : 2 * half]])
    within, between = split.var(axis=1, ddof=1).mean(), split.mean(axis=1).var(ddof=1)
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    return round(float(np.sqrt((within * (half - 1) / half + between) / within)), 3)
