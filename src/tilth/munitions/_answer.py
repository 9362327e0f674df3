"""The answer to how much a strike leaves: its figures, the naive rival and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tilth.munitions._evidence import Piece

__all__ = ["Expectation", "Rival", "Summary"]


@dataclass(frozen=True, slots=True)
class Summary:
    """Mean, median and central 90 per cent interval of a predicted quantity."""

    mean: float
    median: float
    p05: float
    p95: float

    def to_json(self) -> dict[str, float]:
        """Return the four figures by name."""
        return {"mean": self.mean, "median": self.median, "p05": self.p05, "p95": self.p95}


@dataclass(frozen=True, slots=True)
class Rival:
    """The naive answer beside the model: one plain mean rate without an interval, from the nearest rows.

    Attributes
    ----------
    rate : float or None
        Failures over items where counts are given, else the plain mean of the published rates; None
        when no row gives more than a bound.
    unexploded : float or None
        That rate times the number of submunitions.
    rows : tuple of str
        The rows behind it.
    """

    rate: float | None
    unexploded: float | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expected unexploded submunitions of a strike that is not yet surveyed.

    Attributes
    ----------
    munition, setting : str
        What was asked; a class or family of munitions by its words.
    rounds, submunitions : int or (int, int)
        Number, or range, of rounds and of submunitions fired.
    rate, unexploded : Summary
        Predicted share and number left unexploded, for this strike, not for an average of strikes.
    expected : Summary
        The number before carriers vary: mean rate of lot and place times submunitions.
    unopened : Summary
        Carriers that do not open and leave their load in one place; not counted in the others.
    rate_quantiles : tuple of (share, rate)
        The predicted rate at more points, for display.
    level : str
        Nearest level with rows: ``munition`` or ``family`` in this setting, ``other settings`` of these,
        ``all``, or ``prior`` when there were none.
    rows : tuple of Piece
        Evidence the model learnt from, nearest first.
    excluded : tuple of (row, reason)
        Rows that were not used.
    assumptions : tuple of str
        What the figure takes for granted.
    rival : Rival
        The naive answer.
    seed : int
        Seed of the draws: the same question with the same seed gives the same figures.
    """

    munition: str
    rounds: int | tuple[int, int]
    setting: str
    submunitions: int | tuple[int, int]
    rate: Summary
    unexploded: Summary
    expected: Summary
    unopened: Summary
    rate_quantiles: tuple[tuple[float, float], ...]
    level: str
    rows: tuple[Piece, ...]
    excluded: tuple[tuple[str, str], ...]
    assumptions: tuple[str, ...]
    rival: Rival
    seed: int

    @property
    def evidence(self) -> tuple[str, ...]:
        """Identifiers of the rows used, nearest first."""
        return tuple(piece.row for piece in self.rows)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as ``tilth munitions expect --json`` prints it; a range is a list of two."""
        return {
            "munition": self.munition,
            "rounds": _plain(self.rounds),
            "setting": self.setting,
            "submunitions": _plain(self.submunitions),
            "rate": self.rate.to_json(),
            "unexploded": self.unexploded.to_json(),
            "evidence": list(self.evidence),
            "excluded": [{"row": row, "why": why} for row, why in self.excluded],
            "assumptions": list(self.assumptions),
        }


def _plain(number: int | tuple[int, int]) -> int | list[int]:
    return list(number) if isinstance(number, tuple) else number
