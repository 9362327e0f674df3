"""How many rounds were fired: a number, a number with its error, a range, or words such as "thousands"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tilth.munitions._errors import MunitionError
from tilth.munitions._model import constant
from tilth.munitions._rounds_words import range_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Rounds", "read_rounds"]


@dataclass(frozen=True, slots=True)
class Rounds:
    """Rounds fired from `low` to `high`, with a standard deviation when they are one uncertain number.

    `words` are those they were read from, empty when a number or a plain range was given.
    """

    low: int
    high: int
    sd: float
    words: str = ""

    @property
    def given(self) -> int | tuple[int, int]:
        """The number or the range."""
        return self.times(1, 1)

    @property
    def middle(self) -> float:
        """The number, or the middle of the range."""
        return (self.low + self.high) / 2

    def times(self, least: int, most: int) -> int | tuple[int, int]:
        """Return the number or range of items at `least` to `most` a round."""
        low, high = self.low * least, self.high * most
        return low if low == high else (low, high)

    def draws(self, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return whole numbers of rounds: uniform over the range, or normal and cut at 0."""
        import numpy as np

        share, deviate = rng.random(size), rng.standard_normal(size)
        uniform = self.low + np.floor(share * (self.high - self.low + 1))
        return np.asarray(np.maximum(np.rint(uniform + self.sd * deviate), 0.0), dtype=np.float64)


def read_rounds(rounds: float | str | tuple[float, float], sd: float | None) -> Rounds:
    """Return the rounds, or refuse what is no number of rounds.

    Raises
    ------
    MunitionError
        When a number is negative, not whole, not finite or above 10 million, a range does not rise, words
        give no number, or a range comes with a standard deviation.

    Examples
    --------
    >>> read_rounds((10, 20), None).middle
    15.0
    >>> read_rounds("hundreds of thousands", None).given
    (100000, 999999)
    """
    words = rounds.strip() if isinstance(rounds, str) else ""
    given = range_in(words) if isinstance(rounds, str) else rounds
    ends = tuple(given) if isinstance(given, tuple | list) else (given, given)
    if len(ends) != 2:
        raise MunitionError(f"rounds is {rounds!r}; give one number or a range (low, high)")
    low, high = (_whole(end) for end in ends)
    if low > high:
        raise MunitionError(f"rounds is {rounds!r}: low is above high; give (low, high)")
    if sd is None:
        return Rounds(low, high, 0.0, words if low != high else "")
    if low != high:
        raise MunitionError("rounds is a range and rounds_sd is given too; give one or the other")
    if not math.isfinite(sd) or sd < 0:
        raise MunitionError(f"rounds_sd is {sd!r}; give a standard deviation from 0 in rounds")
    return Rounds(low, high, float(sd))


def _whole(value: float) -> int:
    most = int(constant("limits", "rounds"))
    try:
        number = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number != int(number) or not 0 <= number <= most:
        raise MunitionError(f"rounds is {value!r}; give a whole number of rounds from 0 to {most:,}")
    return int(number)
