"""What rounds of a munition are expected to leave unexploded."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

__all__ = ["expected_left"]

_ROUNDS_TRIED = 1000


def expected_left() -> Callable[[str, float], float | None]:
    """Return a function that gives the items that rounds of a munition leave, None where it is unknown."""
    from tilth.munitions import MunitionError, expect

    @cache
    def a_round(munition: str) -> float | None:
        try:
            return expect(munition, _ROUNDS_TRIED).unexploded.mean / _ROUNDS_TRIED
        except MunitionError:
            return None

    def left(munition: str, rounds: float) -> float | None:
        each = a_round(munition)
        return None if each is None else each * rounds

    return left
