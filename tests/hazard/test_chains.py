"""Chains that settle apart, in one process or in several, and sizes proposed for strikes that come in."""

from __future__ import annotations

from functools import partial
from os import _exit, getpid

import numpy as np
import pytest
from scipy.integrate import quad

from tilth.hazard import EvidencePoint, Strike, map_remaining
from tilth.hazard._crew import Crew, Told
from tilth.hazard._islands import dealt
from tilth.hazard._priors import Priors
from tilth.hazard._sampler import Settled
from tilth.hazard._sizes import Sizes
from tilth.hazard._state import begin

STRIKE = Strike("s", -12.2, -20.4, 50.0, "2024-01", "m26", 1.0, 0.9)
FINDS = tuple(
    EvidencePoint(f"e{n}", -12.2 + n * 2e-4, -20.4, 5.0, "2024", "submunition", 1) for n in range(5)
)


def doubled(value: int, told: Told | None = None) -> int:
    for done in range(1, 4):
        if told is not None:
            told(done, 3)
    return 2 * value


def dying(here: int, told: Told | None = None) -> int:
    """Return 0 in the process given; end any other."""
    if getpid() != here:
        _exit(1)
    return 0


def begun(known, log_evidence: float, mark: float) -> Settled:
    """Return four settled chains that can be told by the share of items found by chance."""
    strikes, common = begin(known, Priors(known), 4, np.random.default_rng(1))
    common.find_share = np.full(4, mark)
    return Settled(strikes, common, log_evidence)


def test_map_remaining__two_processes__same_surface_bit_for_bit(ground, assume) -> None:
    assume(
        ("sampling", "group", "value", 2), ("sampling", "islands", "value", 3),
        ("sampling", "island_chains", "value", 2),
    )  # fmt: skip
    known = ground(strikes=[STRIKE], evidence=FINDS)
    one, other = (map_remaining(known, 7, chains=4, sweeps=(3, 10), workers=count) for count in (1, 2))
    assert all(np.array_equal(one.bands[name], other.bands[name], equal_nan=True) for name in one.bands)
    assert (one.total, one.parameters, one.diagnostics) == (other.total, other.parameters, other.diagnostics)


def test_map_remaining__several_groups__progress_rises_to_the_end(ground, assume) -> None:
    assume(
        ("sampling", "group", "value", 2), ("sampling", "islands", "value", 3),
        ("sampling", "island_chains", "value", 2),
    )  # fmt: skip
    told: list[tuple[int, int]] = []
    known = ground(evidence=FINDS)
    map_remaining(known, chains=4, sweeps=(2, 10), told=lambda *pair: told.append(pair))
    # three groups settle in 2 sweeps each, two go on for 10 each
    assert told == [(n, 26) for n in range(1, 27)]


def test_crew__one_hand__runs_jobs_in_order() -> None:
    told: list[tuple[int, int]] = []
    with Crew(1, lambda *pair: told.append(pair), [(3, 3)]) as crew:
        assert crew.run([partial(doubled, value) for value in (1, 2, 3)]) == [2, 4, 6]
    assert told[-1] == (9, 9)


def test_crew__process_that_dies__its_job_is_done_here() -> None:
    with Crew(2, None, [(2, 3), (2, 3)]) as crew:
        assert crew.run([partial(doubled, 1), partial(dying, getpid())]) == [2, 0]
        assert crew.run([partial(doubled, 1), partial(doubled, 2)]) == [2, 4]


def test_dealt__explanations_as_good__count_alike(ground) -> None:
    known = ground(evidence=FINDS)
    groups = dealt([begun(known, -100.0, 0.1), begun(known, -100.0, 0.2)], [4, 4])
    assert [sorted(group.common.find_share) for group in groups] == [[0.1, 0.1, 0.2, 0.2]] * 2


def test_dealt__explanation_that_failed__is_dropped(ground) -> None:
    known = ground(evidence=FINDS)
    (group,) = dealt([begun(known, -100.0, 0.1), begun(known, -400.0, 0.2)], [6])
    # exp(0.05 x -300) is less than a chain's worth
    assert set(group.common.find_share) == {0.1}
    assert group.strikes.on.shape[0] == 6


def test_sizes__density__is_that_of_a_gamma_distribution() -> None:
    sizes = Sizes(*(np.array([value]) for value in (3.0, 0.1, 2.0, 1.0)))
    rng = np.random.default_rng(1)
    drawn = np.array([sizes.draw_left(rng)[0] for _ in range(2000)])
    # Gamma(3, 0.1): mean 30, standard deviation 17.3
    assert drawn.mean() == pytest.approx(30, abs=4 * 17.3 / np.sqrt(2000))

    class One:
        heard = np.array([1.0])

        def __init__(self, left: float) -> None:
            self.left = np.array([left])

    heard = np.exp(-1.0)  # Gamma(2, 1) at 1
    total = quad(lambda left: float(np.exp(sizes.log_density(One(left)))[0]), 1e-9, 500)[0]
    assert total == pytest.approx(heard, rel=1e-6)
