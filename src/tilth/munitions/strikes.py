"""Many strikes at once: what each leaves, and what all leave together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.munitions._answer import Summary
from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import sort_rows
from tilth.munitions._rounds import read_rounds
from tilth.munitions._rows import read_rows
from tilth.munitions.catalogue import Munition
from tilth.munitions.classes import resolve
from tilth.munitions.expectation import setting_of, shipped_evidence, strike_rates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.munitions._posterior import Posterior

__all__ = ["ManyStrikes", "expect_many"]

_CHUNK = 500
_DRAWS = 1000
_SQUASH = (
    0.3457  # (16 sqrt(3) / (15 pi))^2: the mean of a logit-normal share, Demidenko 2013, Mixed Models, 7.1.2
)


@dataclass(frozen=True, slots=True)
class ManyStrikes:
    """What strikes leave unexploded.

    Attributes
    ----------
    mean, median, p05, p95 : arrays
        Of each strike, in the order given.
    total : Summary
        Of all together. What is not known of a family is shared by all its strikes, so the interval of the
        sum is far wider than that of independent strikes.
    """

    mean: NDArray[np.float64]
    median: NDArray[np.float64]
    p05: NDArray[np.float64]
    p95: NDArray[np.float64]
    total: Summary


@dataclass(frozen=True, slots=True)
class _Family:
    """Draws that all strikes with one munition share."""

    mean: NDArray[np.float32]
    sigma: NDArray[np.float32]
    carrier: NDArray[np.float32]
    load: NDArray[np.float32]


def expect_many(
    strikes: Sequence[tuple[str, int]],
    *,
    setting: str = "combat",
    rates: Iterable[Mapping[str, Any]] | None = None,
    lots: Sequence[str] | None = None,
    munitions: Sequence[Munition] | None = None,
    seed: int = 0,
) -> ManyStrikes:
    """Return what many strikes leave unexploded, each and together.

    Quicker than `expect` for each: the variation of carriers is taken as logit-normal with the mean and
    variance of the beta-binomial, which is close from a few carriers on.

    Parameters
    ----------
    strikes : sequence of (munition, rounds)
        Names as `expect` takes them.
    munitions : sequence of Munition, optional
        The catalogue, when it is not the shipped one.
    lots : sequence of str, optional
        Label of the lot and place of each strike; strikes with the same label share its effect. Without it
        each has its own.

    Raises
    ------
    MunitionError
        For an unknown munition or setting, rounds that are none (the strike's number is told), or labels that
        are not as many as the strikes.

    Examples
    --------
    >>> both = expect_many([("m864", 10), ("cbu-87", 2)])
    >>> len(both.mean), both.total.p05 < both.total.p95
    (2, True)
    """
    import numpy as np

    from tilth.munitions._posterior import posterior_of

    evidence = shipped_evidence() if rates is None else sort_rows(read_rows(rates))
    rounds = _rounds(strikes)
    labels = _labels(lots, len(strikes))
    posterior, rng = posterior_of(evidence.pieces), np.random.default_rng(seed)
    own = {
        name: _family(posterior, resolve(name, munitions), setting_of(setting), rng)
        for name in dict.fromkeys(name for name, _ in strikes)
    }
    groups = {name: np.flatnonzero([each == name for each, _ in strikes]) for name in own}
    found, total = np.zeros((4, len(strikes))), np.zeros(_DRAWS)
    for name, members in groups.items():
        for start in range(0, len(members), _CHUNK):
            at = members[start : start + _CHUNK]
            left = _left(own[name], rounds[at], labels[at], seed, shared=lots is not None)
            found[:, at] = _figures(left)
            total += left.sum(0, dtype=np.float64)
    p05, median, p95 = np.quantile(total, (0.05, 0.5, 0.95))
    mean, middle, low, high = found
    together = Summary(float(total.mean()), float(median), float(p05), float(p95))
    return ManyStrikes(mean, middle, low, high, together)


def _rounds(strikes: Sequence[tuple[str, int]]) -> NDArray[np.float32]:
    import numpy as np

    found = np.zeros(len(strikes), dtype=np.float32)
    for at, (_, rounds) in enumerate(strikes):
        try:
            found[at] = read_rounds(rounds, None).middle
        except MunitionError as error:
            raise MunitionError(f"strike {at + 1} of {len(strikes):,}: {error}") from None
    return found


def _labels(lots: Sequence[str] | None, count: int) -> NDArray[np.int64]:
    import numpy as np

    if lots is None:
        return np.arange(count)
    if len(lots) != count:
        raise MunitionError(f"{len(lots)} lots for {count} strikes; give one label a strike, or none at all")
    numbers = {label: at for at, label in enumerate(dict.fromkeys(lots))}
    return np.array([numbers[label] for label in lots], dtype=np.int64)


def _family(posterior: Posterior, munition: Munition, setting: str, rng: np.random.Generator) -> _Family:
    import numpy as np

    drawn = strike_rates(posterior, munition, setting, rng, copies=2)
    some = rng.permutation(drawn.mean.size)[:_DRAWS]
    loads = np.asarray(munition.loads, dtype=np.float64)[rng.integers(len(munition.loads), size=_DRAWS)]
    mean, kappa = drawn.mean[some], drawn.kappa[some]
    share = 1 / (1 + np.exp(-mean))
    # Variance of the logit of one carrier's share of failures: beta-binomial, by the delta method.
    carrier = (1 + (loads - 1) / (kappa + 1)) / (loads * share * (1 - share))
    single = [values.astype(np.float32) for values in (mean, drawn.sigma[some], carrier, loads)]
    return _Family(*single)


def _left(
    family: _Family, rounds: NDArray[np.float32], labels: NDArray[np.int64], seed: int, *, shared: bool
) -> NDArray[np.float32]:
    """Return draws (strikes, draws) of the number left."""
    import numpy as np

    lot, own = _deviates(labels, seed, shared=shared)
    carrier = family.carrier / np.maximum(rounds[:, None], 1)
    at = family.mean + family.sigma * lot
    at = at * np.sqrt(1 + np.float32(_SQUASH) * carrier) + np.sqrt(carrier) * own
    return np.asarray(rounds[:, None] * family.load / (1 + np.exp(-at)), dtype=np.float32)


def _deviates(
    labels: NDArray[np.int64], seed: int, *, shared: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the place of each strike's lot, and of its carriers; strikes with one label share the first."""
    import numpy as np

    size = (len(labels), _DRAWS)
    rng = np.random.default_rng([seed, 0, int(labels[0])])
    own = rng.standard_normal(size, dtype=np.float32)
    if not shared:
        return rng.standard_normal(size, dtype=np.float32), own
    of_label = {
        label: np.random.default_rng([seed, 1, label]).standard_normal(_DRAWS, dtype=np.float32)
        for label in np.unique(labels).tolist()
    }
    return np.stack([of_label[label] for label in labels.tolist()]), own


def _figures(left: NDArray[np.float32]) -> NDArray[np.float64]:
    import numpy as np

    places = [round(share * (_DRAWS - 1)) for share in (0.5, 0.05, 0.95)]
    ordered = np.partition(left, places, axis=1)
    return np.vstack([left.mean(1, dtype=np.float64), *(ordered[:, place] for place in places)])
