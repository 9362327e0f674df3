"""How much land each pair of records shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tilth.release._rules import rule
from tilth.release._sums import summed
from tilth.release.partition import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["shared_land"]


def shared_land(
    made: Partition, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the pairs of the chosen records that share more than a sliver, and how much, by number."""
    import numpy as np

    keep = chosen[made.record]
    face, record = made.face[keep], made.record[keep]
    order = np.lexsort((record, face))
    face, record = face[order], record[order]
    keys, sizes, count = [], [], len(made.records)
    for step in range(1, _depth(face)):
        same = face[step:] == face[:-step]
        keys.append(record[:-step][same] * count + record[step:][same])
        sizes.append(made.m2[face[step:][same]])
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    pair, number = np.unique(np.concatenate(keys), return_inverse=True)
    size = summed(number, np.concatenate(sizes), len(pair))
    large = size > rule("sliver_m2")
    return pair[large] // count, pair[large] % count, size[large]


def _depth(face: NDArray[np.int64]) -> int:
    """Return how many records cover the face that most cover; the faces are sorted."""
    import numpy as np

    return int(np.unique(face, return_counts=True)[1].max(initial=0))
