"""One answer after loading, and ten thousand strikes, beside the same prediction in plain SciPy loops."""

from __future__ import annotations

import statistics

import numpy as np
import scipy
from scipy.stats import betabinom

from bench._measure import Measure, report, spread, turns
from tilth.munitions import expect, expect_many
from tilth.munitions._posterior import shipped
from tilth.munitions._predict import rates_of

STRIKES = 10_000
_MUNITIONS = (
    ("m864", "DPICM M42/M46", 72),
    ("m26", "M77", 644),
    ("cbu-87", "BLU-97", 202),
    ("l20a1", "M85", 49),
)
_PEER_STRIKES = 20
_DRAWS = 1_000


def main() -> None:
    """Measure and report."""
    strikes = _strikes()
    expect("m864", 1000)
    expect_many(strikes[:10])
    report("munitions", [_one(), *_many(strikes)])


def _strikes() -> list[tuple[str, int]]:
    rng = np.random.default_rng(1)
    rounds = rng.integers(1, 40, STRIKES)
    return [(_MUNITIONS[at % len(_MUNITIONS)][0], int(count)) for at, count in enumerate(rounds)]


def _one() -> Measure:
    ours = turns(lambda: expect("m864", 1000), 21)
    peer = turns(lambda: _plain("m864", 1000), 3)
    return _beside("one answer, 1,000 rounds of M864", ours, peer, "target 50 ms after loading")


def _many(strikes: list[tuple[str, int]]) -> list[Measure]:
    ours = turns(lambda: expect_many(strikes), 7)
    peer = turns(lambda: [_plain(*strike) for strike in strikes[:_PEER_STRIKES]], 3)
    scaled = [seconds * STRIKES / _PEER_STRIKES for seconds in peer]
    note = f"target 1 s; the peer ran {_PEER_STRIKES} of them and is scaled up"
    return [_beside(f"{STRIKES:,} strikes", ours, scaled, note)]


def _beside(name: str, ours: list[float], peer: list[float], note: str) -> Measure:
    middle, other = statistics.median(ours), statistics.median(peer)
    words = f"{note}; {spread(ours)}"
    return Measure(
        name, middle, "s", other, "SciPy loop over draws", scipy.__version__, other / middle, words
    )


def _plain(munition: str, rounds: int) -> tuple[float, ...]:
    """Return 5, 50 and 95 per cent points as a script would make them: a SciPy distribution for each draw."""
    family, load = next((family, load) for name, family, load in _MUNITIONS if name == munition)
    rng = np.random.default_rng(1)
    drawn = rates_of(shipped(), family, "combat", rng, copies=1)
    left = []
    for mu, kappa in zip(drawn.share[:_DRAWS], drawn.kappa[:_DRAWS], strict=True):
        whole = (kappa + 1) * (rounds * load - 1) / (load - 1) - 1
        left.append(betabinom(rounds * load, mu * whole, (1 - mu) * whole).rvs(random_state=rng))
    return tuple(float(value) for value in np.quantile(left, (0.05, 0.5, 0.95)))


if __name__ == "__main__":
    main()
