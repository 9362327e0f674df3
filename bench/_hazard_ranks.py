"""Rank measures for scores: area under the ROC curve, Spearman's correlation, groups left out in turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["auc", "folds", "spearman", "spread_over"]


def auc(score: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Return the chance that a positive scores above a negative, ties counted half."""
    from scipy.stats import rankdata

    rank = rankdata(score)
    negative = int((~truth).sum())
    # rank among negatives of each positive: total rank less the rank among positives
    among = rankdata(score[truth])
    share = (rank[truth] - among) / negative
    return float(share.mean())


def spearman(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)


def folds(
    group: NDArray[Any], count: int, seed: int = 1
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield masks of what is learned from and what is scored; whole groups are left out in turn."""
    names = np.unique(group)
    order = np.random.default_rng(seed).permutation(len(names))
    for n in range(count):
        out = np.isin(group, names[order[n::count]])
        yield ~out, out


def spread_over(values: list[float]) -> str:
    """Return the least, middle and largest of a few values as words."""
    return f"folds: median {np.median(values):.3g}, min {min(values):.3g}, max {max(values):.3g}"
