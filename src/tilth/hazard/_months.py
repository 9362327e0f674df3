"""Months of a list of records: which are missing, and which so thin that records must be lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._strike_rules import StrikeRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Months", "months_of"]


@dataclass(frozen=True)
class Months:
    """Months from the first record to the last, ``YYYY-MM``.

    Attributes
    ----------
    missing
        Without any record.
    thin
        Month, its records, and how many its neighbours would make one expect.
    undated
        Records that tell no month.
    lost
        Records that the missing and thin months are short of, by their neighbours.
    """

    first: str
    last: str
    missing: tuple[str, ...]
    thin: tuple[tuple[str, int, int], ...]
    undated: int
    lost: int


def months_of(month: NDArray[np.int64], rules: StrikeRules) -> Months:
    """Return what the months of all records tell; `month` counts from year 0, -1 where none is told.

    Examples
    --------
    >>> from tilth.hazard._strike_rules import strike_rules
    >>> month = np.repeat(1967 * 12 + np.arange(7), [50, 50, 50, 2, 50, 0, 50])
    >>> found = months_of(month, strike_rules())
    >>> found.thin, found.missing, found.lost
    ((('1967-04', 2, 50),), ('1967-06',), 98)
    """
    told = month[month >= 0]
    undated = int(len(month) - len(told))
    if not len(told):
        return Months("", "", (), (), undated, 0)
    first = int(told.min())
    counts = np.bincount(told - first)
    usual = _usual(counts, int(rules.general["months"]["neighbours"]["value"]))
    short = counts < float(rules.general["months"]["thin_share"]["value"]) * usual
    missing = tuple(_name(first + n) for n in np.flatnonzero(counts == 0).tolist())
    thin = tuple(
        (_name(first + n), int(counts[n]), int(usual[n]))
        for n in np.flatnonzero(short & (counts > 0)).tolist()
    )
    lost = int((usual - counts)[short].sum())
    return Months(_name(first), _name(first + len(counts) - 1), missing, thin, undated, lost)


def _usual(counts: NDArray[np.int64], reach: int) -> NDArray[np.float64]:
    """Return the median of each month's neighbours, the month itself left out."""
    usual = np.zeros(len(counts))
    for n in range(len(counts)):
        near = np.concatenate([counts[max(0, n - reach) : n], counts[n + 1 : n + 1 + reach]])
        usual[n] = np.median(near) if len(near) else counts[n]
    return usual


def _name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
