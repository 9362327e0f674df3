"""Strike records as prior mass: how many items each probably left, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard._grid import Grid
from tilth.hazard._settings import assumed
from tilth.hazard._strike_mass import Deposit
from tilth.hazard._strike_rules import StrikeRules
from tilth.hazard.strike_records import CheckedStrikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tilth.hazard._known import Points

__all__ = ["deposit_of", "log_sd_of", "sign_deposit"]


def left_mean(rules: StrikeRules) -> float:
    """Return the mean number of items of a cluster strike of which nothing more is told."""
    return float(rules.left_median * np.exp(rules.left_log_sd**2 / 2))


def _moments(
    chance: NDArray[np.float64], items: NDArray[np.float64], shape: NDArray[np.float64] | float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and mean square of what was left, with the chance that there was a strike at all."""
    return chance * items, chance * items**2 * (1 + 1 / shape)


def deposit_of(checked: CheckedStrikes, grid: Grid, more: tuple[NDArray[np.float64], ...]) -> Deposit:
    """Return usable records in metres from the grid's corner, with items and their squares.

    A record whose munition and rounds are told is a cluster strike with its certainty; any other is one with
    the share that the rules of the set assume.
    """
    table = checked.table
    use = checked.usable & (table.certainty > 0)
    known = np.isfinite(table.expected[use]) & (table.expected[use] > 0)
    chance = table.certainty[use] * np.where(known, 1.0, checked.rules.cluster_share)
    items = np.where(known, table.expected[use], left_mean(checked.rules))
    shape = np.where(known, assumed("left", "known", "shape"), assumed("left", "unknown", "shape"))
    mean, square = _moments(chance, items, shape)
    place = grid.place(table.lon[use], table.lat[use])
    real = np.isfinite(place).all(axis=1)
    sd = np.maximum(table.accuracy_m[use], assumed("report", "least_accuracy_m"))
    rows = (place[real], sd[real], mean[real], square[real])
    return Deposit(*(np.concatenate(pair) for pair in zip(rows, more, strict=True)))


def sign_deposit(signs: Points, rules: StrikeRules) -> tuple[NDArray[np.float64], ...]:
    """Return signs of strikes as strikes: each stands for the share of a strike that yields one sign."""
    chance = np.full(len(signs), min(1.0, 1.0 / assumed("signs", "each", "mean")))
    items = np.full(len(signs), left_mean(rules))
    return signs.place, signs.sd_m, *_moments(chance, items, assumed("left", "unknown", "shape"))


def log_sd_of(checked: CheckedStrikes) -> float:
    """Return the log standard deviation of the factor that all strikes share.

    Of records with and without a known munition it is weighed by the items each kind stands for.
    """
    table, rules = checked.table, checked.rules
    use = checked.usable & (table.certainty > 0)
    known = np.isfinite(table.expected) & (table.expected > 0)
    told = float((table.certainty * np.where(known, table.expected, 0.0))[use].sum())
    vague = float(table.certainty[use & ~known].sum()) * rules.cluster_share * left_mean(rules)
    unknown2 = rules.share_log_sd**2 + rules.left_log_sd**2
    if told + vague <= 0:
        return float(np.sqrt(unknown2))
    known2 = assumed("left", "known", "log_sd") ** 2
    return float(np.sqrt((told * known2 + vague * unknown2) / (told + vague)))
