"""Position errors on cells, as transforms; no ringing where an error is narrower than a cell."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._country_settings import country_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["steps_of"]


@lru_cache(maxsize=64)
def steps_of(sd_m: float, cell_m: float, size: int) -> NDArray[np.float64]:
    """Return the discrete Fourier transform, ``(size,)``, of the shares of a normal error by cell.

    It is real, because the error is the same on both sides; its first value is 1.

    Examples
    --------
    >>> values = steps_of(100.0, 100.0, 64)
    >>> float(values[0]), bool(np.fft.ifft(values).real.min() > -1e-15)
    (1.0, True)
    """
    from scipy.special import ndtr

    reach = min(int(np.ceil(country_number("tail") * sd_m / cell_m)), (size - 1) // 2)
    edges = (np.arange(-reach, reach + 2) - 0.5) * cell_m / sd_m
    shares = np.diff(ndtr(edges))
    line = np.zeros(size)
    line[np.arange(-reach, reach + 1)] = shares / shares.sum()
    values = np.fft.fft(line).real
    return np.asarray(values / values[0])
