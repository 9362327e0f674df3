"""How exactly a coordinate was written, told from the lattice that it lies on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._strike_rules import StrikeRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["accuracy_of", "lattice_of", "truly_coarse"]

_METRES_A_DEGREE = 111_195.0
_ROOT_12 = 12**0.5


def lattice_of(lon: NDArray[np.float64], lat: NDArray[np.float64], rules: StrikeRules) -> NDArray[np.int8]:
    """Return the number of the coarsest lattice that longitude and latitude both lie on.

    Numbers count the rows of ``written`` in the file of rules; the last is for whatever is finer.

    Examples
    --------
    >>> from tilth.hazard._strike_rules import strike_rules
    >>> names = list(strike_rules().general["written"])
    >>> found = lattice_of(np.array([106.5 + 1 / 60, 106.12345]), np.array([16.25, 16.54321]), strike_rules())
    >>> [names[number] for number in found]
    ['minute', 'finer']
    """
    slack = float(rules.general["accuracy"]["tolerance_deg"]["value"])
    parts = _parts(rules)
    number = np.full(len(lon), len(parts) - 1, np.int8)
    for at in range(len(parts) - 2, -1, -1):
        on = np.ones(len(lon), bool)
        for degrees in (lon, lat):
            steps = degrees * parts[at]
            on &= np.abs(steps - np.rint(steps)) <= slack * parts[at]
        number[on] = at
    return number


def _parts(rules: StrikeRules) -> list[int]:
    return [int(row["parts"]) for row in rules.general["written"].values()]


def truly_coarse(counts: Sequence[int], rules: StrikeRules) -> list[float]:
    """Return, by lattice, the share of its coordinates that are not there by chance.

    A coordinate written to the second lies on a whole minute once in 60 times 60: so many of every finer
    lattice are taken off.

    Parameters
    ----------
    counts
        Coordinates of each lattice, as `lattice_of` numbers them.
    """
    parts, slack = _parts(rules), float(rules.general["accuracy"]["tolerance_deg"]["value"])
    last = len(parts) - 1
    shares = []
    for at, count in enumerate(counts):
        chance = sum(
            counts[finer] * (parts[at] / parts[finer]) ** 2
            for finer in range(at + 1, last)
            if parts[finer] % parts[at] == 0
        )
        chance += counts[last] * min(1.0, 2 * slack * parts[at]) ** 2 if at < last else 0
        shares.append(max(0.0, 1.0 - chance / count) if count else 0.0)
    return shares


def accuracy_of(shares: Sequence[float], rules: StrikeRules) -> list[float]:
    """Return by lattice the 1-sigma position error in metres along each axis.

    Rounding to a step leaves an even error of step / sqrt(12). What lies on a lattice by chance has the error
    of the next finer lattice that holds it, so variances are mixed. The error of the target is added.
    """
    parts = _parts(rules)
    target = float(rules.general["accuracy"]["target_m"]["value"])
    variance = [(_METRES_A_DEGREE / each / _ROOT_12) ** 2 for each in parts]
    for at in range(len(parts) - 2, -1, -1):
        finer = next((n for n in range(at + 1, len(parts)) if parts[n] % parts[at] == 0), len(parts) - 1)
        variance[at] = shares[at] * variance[at] + (1 - shares[at]) * variance[finer]
    return [float((target**2 + each) ** 0.5) for each in variance]
