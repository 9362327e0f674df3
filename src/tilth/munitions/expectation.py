"""How many unexploded submunitions a strike leaves, with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tilth import data
from tilth.munitions._answer import Expectation, Rival, Summary
from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import Piece, weigh
from tilth.munitions._model import constant, model
from tilth.munitions._rounds import Rounds, read_rounds
from tilth.munitions._rows import read_rows
from tilth.munitions._words import assumptions
from tilth.munitions.catalogue import Munition
from tilth.munitions.finding import find

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["expect"]

_QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


def expect(
    munition: Munition | str,
    rounds: float | tuple[float, float],
    *,
    setting: str = "combat",
    rates: Iterable[Mapping[str, Any]] | None = None,
    rounds_sd: float | None = None,
    load: int | None = None,
    seed: int = 0,
) -> Expectation:
    """Return how many submunitions of a strike probably remain unexploded.

    The rate of the new strike is predicted by a hierarchical beta-binomial from the rows about the munition,
    its family and all cluster munitions, each level starting from what the farther one predicts. All rounds
    of the strike share one rate: their failures do not average out.

    Parameters
    ----------
    munition : Munition or str
        What was fired, or its name.
    rounds : int or (low, high)
        Rounds fired; a range is taken as equally likely throughout.
    setting : {"combat", "test", "any"}
        Which figures count.
    rates : iterable of mappings, optional
        Rows with the columns of the table ``failure_rates``, which is the default; missing columns are empty.
    rounds_sd : float, optional
        Standard deviation of a single number of rounds; draws below 0 count as 0.
    load : int, optional
        Submunitions in a round, for a munition whose load is not on record.
    seed : int
        Seed of the draws.

    Raises
    ------
    MunitionError
        For an unknown munition or setting, rounds that are no number from 0 to 10 million, a faulty row, an
        unknown load, or a munition for which the rates of others say nothing.

    Examples
    --------
    >>> answer = expect("m864", 1000)
    >>> answer.submunitions
    72000
    >>> answer.rate.p05 < answer.rate.median < answer.rate.p95
    True
    """
    import numpy as np

    asked = find(munition) if isinstance(munition, str) else munition
    fired, each = read_rounds(rounds, rounds_sd), _load(asked, load)
    if setting not in model()["settings"]:
        raise MunitionError(f"unknown setting {setting!r}; give one of {', '.join(model()['settings'])}")
    pieces, excluded = weigh(
        asked, read_rows(data.table("failure_rates") if rates is None else rates), setting
    )
    level = _nearest(asked, pieces)
    rng = np.random.default_rng(seed)
    shares = _rates(pieces, rng)
    numbers = _left(shares, fired.draws(shares.size, rng) * each, rng)
    return Expectation(
        munition=asked.id,
        rounds=fired.given,
        setting=setting,
        submunitions=fired.times(each),
        rate=_summary(shares),
        unexploded=_summary(numbers),
        rate_quantiles=tuple((share, float(np.quantile(shares, share))) for share in _QUANTILES),
        level=level,
        rows=pieces,
        excluded=excluded,
        assumptions=assumptions(asked, setting, pieces, fired, load),
        rival=_rival(pieces, fired, each),
        seed=seed,
    )


def _load(munition: Munition, given: int | None) -> int:
    if given is not None and (isinstance(given, bool) or int(given) != given or given < 1):
        raise MunitionError(f"load is {given!r}; give a whole number of submunitions in a round, from 1")
    each = munition.load if given is None else int(given)
    if each is None:
        listed = " or ".join(item.name for item in munition.submunitions) or "nothing listed"
        raise MunitionError(
            f"the load of {munition.id} is not on record ({listed}); give submunitions a round as load="
        )
    return each


def _nearest(munition: Munition, pieces: tuple[Piece, ...]) -> str:
    """Return the nearest level with more than bounds, or refuse where only far rows are left."""
    found = next((piece.level for piece in pieces if not piece.bound), "prior")
    families = {munition.family} | {item.family for item in munition.submunitions}
    refused = next(
        (model()["no_fallback"][name] for name in sorted(families) if name in model()["no_fallback"]), None
    )
    if refused and found not in ("munition", "family"):
        raise MunitionError(f"no answer for {munition.id}: {refused}; give rows about it as rates=")
    return found


def _rates(pieces: tuple[Piece, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    from tilth.munitions._fit import rate_draws

    near_to_far: list[str] = model()["levels"]
    levels = {level: [piece for piece in pieces if piece.level == level] for level in near_to_far}
    return rate_draws(levels, int(constant("limits", "draws")), rng)


def _left(
    shares: NDArray[np.float64], fired: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return draws of the number left, by inverse distribution so that more rounds never leave fewer."""
    import numpy as np
    from scipy.stats import binom

    drawn = binom.ppf(rng.random(shares.size), fired, shares)
    return np.asarray(np.clip(drawn, 0, fired), dtype=np.float64)


def _summary(values: NDArray[np.float64]) -> Summary:
    import numpy as np

    p05, median, p95 = (float(at) for at in np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf"))
    return Summary(float(values.mean()), median, p05, p95)


def _rival(pieces: tuple[Piece, ...], fired: Rounds, each: int) -> Rival:
    telling = [piece for piece in pieces if not piece.bound]
    nearest = [piece for piece in telling if piece.level == telling[0].level]
    if not nearest:
        return Rival(None, None, ())
    counted = [(piece.low * piece.tested, piece.tested) for piece in nearest if piece.tested]
    if counted:
        nearest = [piece for piece in nearest if piece.tested]
        rate = sum(failed for failed, _ in counted) / sum(tested for _, tested in counted)
    else:
        rate = sum((piece.low + piece.high) / 2 for piece in nearest) / len(nearest)
    return Rival(rate, rate * fired.middle * each, tuple(piece.row for piece in nearest))
