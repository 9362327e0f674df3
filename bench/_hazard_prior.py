"""Made-up ground drawn from the model's own prior: what simulation-based calibration starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tilth.hazard import Extent, Grid, Known, grid_over
from tilth.hazard._effort import Search, searched_ground
from tilth.hazard._known import Points, Reported
from tilth.hazard._priors import Priors
from tilth.hazard._settings import assumed, settings
from tilth.hazard._state import Common, Strikes, begin

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Ground", "ground_of_prior"]

_EXTENT: Extent = (-12.02, -20.02, -11.98, -19.98)
_REPORTS, _RINGS, _BOX_M = 4, 4, 50.0


@dataclass(frozen=True)
class Ground:
    """What would be known, and how many items remain in each cell."""

    known: Known
    remain: NDArray[np.int64]


def ground_of_prior(seed: int) -> Ground:
    """Return ground whose strikes, items, finds and signs are drawn from what the model assumes.

    Four reports, half of them without a load; boxes are searched about what residents found and at random.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    grid = grid_over(_EXTENT, 50.0)
    known = Known(grid, _reports(grid, rng), searched_ground([], grid), *(_points(np.empty((0, 2))),) * 2)
    priors = Priors(known)
    common = _drawn_common(priors, rng)
    strikes = _drawn_strikes(known, priors, common, rng)
    error = float(np.exp(np.log(assumed("search", "median")) + assumed("search", "log_sd") * rng.normal()))
    place, is_met = _items(strikes, common, grid, error, rng)
    met = place[is_met] + rng.normal(0, 10, (int(is_met.sum()), 2))
    searches, is_found = _searched(met, place, grid, error, rng)
    signs = _signs(strikes, common, known, rng)
    left = place[~is_met & ~is_found]
    remain = np.zeros(grid.shape, np.int64)
    column, row = np.floor(left[_within(left, grid)] / grid.cell_m).astype(int).T
    np.add.at(remain, (row, column), 1)
    effort = searched_ground(searches, grid)
    inside = met[_within(met, grid)]
    return Ground(replace(known, effort=effort, finds=_points(inside), signs=_points(signs)), remain)


def _points(place: NDArray[np.float64]) -> Points:
    return Points(place, np.full(len(place), 10.0))


def _within(place: NDArray[np.float64], grid: Grid) -> NDArray[np.bool_]:
    size = np.array([grid.columns, grid.rows]) * grid.cell_m
    return np.asarray(((place >= 0) & (place < size)).all(axis=1))


def _reports(grid: Grid, rng: np.random.Generator) -> Reported:
    size = np.array([grid.columns, grid.rows]) * grid.cell_m
    return Reported(
        place=rng.uniform(0.2, 0.8, (_REPORTS, 2)) * size,
        sd_m=rng.uniform(50, 250, _REPORTS),
        certainty=rng.uniform(0.5, 1.0, _REPORTS),
        expected=np.where(np.arange(_REPORTS) % 2 == 0, rng.uniform(50, 300, _REPORTS), np.nan),
    )


def _drawn_common(priors: Priors, rng: np.random.Generator) -> Common:
    def rate(group: str, name: str) -> NDArray[np.float64]:
        shape = assumed(group, name, "shape")
        return np.asarray(rng.gamma(shape, size=1) * assumed(group, name, "mean") / shape)

    def log_normal(middle: float, log_sd: float) -> NDArray[np.float64]:
        return np.asarray(middle * np.exp(log_sd * rng.normal(0, 1, 1)))

    left, finds = settings()["left"], settings()["finds"]
    prior = np.array([shape["prior"] for shape in settings()["shapes"].values()])
    weights = rng.dirichlet(assumed("shape_weights", "strength") * prior / prior.sum())[None]
    number = {
        name: rng.gamma(assumed(name, "shape"), size=1) * mean / assumed(name, "shape")
        for name, mean in (("unrecorded", priors.unrecorded), ("companions", priors.companions))
    }
    sd = log_normal(
        assumed("footprint", "along_sd_m", "median"), assumed("footprint", "along_sd_m", "log_sd")
    )
    return Common(
        base_log_sd=np.log(sd),
        unknown_mean=log_normal(left["unknown"]["median"], left["unknown"]["log_sd"]),
        known_factor=log_normal(left["known"]["median"], left["known"]["log_sd"]),
        **number,
        find_share=np.minimum(rate("finds", "share"), 0.9),
        met_shape=log_normal(finds["met_shape"]["median"], finds["met_shape"]["log_sd"]),
        sign_rate=rate("signs", "each"),
        stray_items=rate("strays", "items_km2") / 1e6,
        stray_signs=rate("strays", "signs_km2") / 1e6,
        weights=weights,
    )


def _drawn_strikes(known: Known, priors: Priors, common: Common, rng: np.random.Generator) -> Strikes:
    """Return the strikes of one chain, drawn from the prior."""
    count = len(priors.is_reported)
    told, _ = begin(known, priors, 1, rng)
    every = np.arange(count)
    log_sd, log_ratio, angle, shape = priors.drawn_form(common.base_log_sd, common.weights, count, rng)
    place = rng.random((1, count, 2)) * priors.size
    reported = np.flatnonzero(priors.is_reported)
    place[0, reported] = priors.drawn_place(reported, rng)
    for number in np.flatnonzero(priors.is_companion):
        one = rng.choice(_REPORTS, p=known.reported.certainty / known.reported.certainty.sum())
        spread = np.hypot(known.reported.sd_m[one], assumed("companions", "apart_m"))
        place[0, number] = known.reported.place[one] + spread * rng.normal(0, 1, 2)
    expected = np.where(priors.is_companion, common.companions, common.unrecorded)
    share = np.clip(expected / np.where(priors.is_companion, priors.own_slots, priors.slots), 1e-9, 0.95)
    chance = np.where(priors.is_reported, priors.certainty, share)
    mean = priors.mean_left(common.unknown_mean, common.known_factor, every[None])
    met = rng.gamma(common.met_shape[:, None], size=(1, count)) / common.met_shape[:, None]
    own = priors.own_shape
    return replace(
        told, place=place, log_sd=log_sd, log_ratio=log_ratio, angle=angle, shape=shape,
        left=rng.gamma(priors.left_shape) * mean / priors.left_shape, met=met,
        heard=rng.gamma(own, size=(1, count)) / own, on=rng.random((1, count)) < chance,
    )  # fmt: skip


def _scattered(strikes: Strikes, number: int, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return places of items of one strike."""
    squared = (
        lambda: rng.gamma(1.0, 2.0, count),
        lambda: 2 * np.sqrt(np.pi) * np.abs(rng.normal(0, np.sqrt(0.5), count)),
        lambda: rng.gamma(2.0, 1.0, count),
        lambda: 2 * ((1 - rng.random(count)) ** -0.5 - 1),
        lambda: rng.gamma(4.0, 0.5, count),
    )[int(strikes.shape[0, number])]()
    far, way, angle = np.sqrt(squared), rng.uniform(0, 2 * np.pi, count), strikes.angle[0, number]
    along = np.exp(strikes.log_sd[0, number]) * far * np.cos(way)
    across = np.exp(strikes.log_sd[0, number] + strikes.log_ratio[0, number]) * far * np.sin(way)
    east, north = (
        along * np.cos(angle) - across * np.sin(angle),
        along * np.sin(angle) + across * np.cos(angle),
    )
    return np.asarray(strikes.place[0, number] + np.column_stack([east, north]))


def _items(
    strikes: Strikes, common: Common, grid: Grid, error: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return places of all items, and whether residents found each."""
    size = np.array([grid.columns, grid.rows]) * grid.cell_m
    count = rng.poisson(common.stray_items[0] * np.prod(size))
    places = [rng.random((count, 2)) * size]
    met = [rng.random(count) < common.find_share[0]]
    for number in np.flatnonzero(strikes.on[0]):
        count = rng.poisson(min(strikes.left[0, number] / error, 20_000))
        places.append(_scattered(strikes, int(number), count, rng))
        chance = min(common.find_share[0] * strikes.met[0, number] * error, 1.0)
        met.append(rng.random(count) < chance)
    return np.concatenate(places), np.concatenate(met)


def _searched(
    met: NDArray[np.float64], place: NDArray[np.float64], grid: Grid, error: float, rng: np.random.Generator
) -> tuple[list[Search], NDArray[np.bool_]]:
    """Return searches of boxes about finds and at random, and the items they found."""
    side, rings = _BOX_M, range(-_RINGS, _RINGS + 1)
    middles = np.concatenate([met, rng.random((40, 2)) * [grid.columns * side, grid.rows * side]])
    wanted = set()
    for number, (east, north) in enumerate(np.floor(middles / side).astype(int).tolist()):
        near = [(x, y) for x in rings for y in rings if abs(x) + abs(y) <= _RINGS]
        wanted |= {(east + x, north + y) for x, y in (near if number < len(met) else [(0, 0)])}
    searches, is_found = [], np.zeros(len(place), bool)
    cells = np.floor(place / side).astype(int)
    for east, north in sorted(wanted):
        if not (0 <= east < grid.columns and 0 <= north < grid.rows):
            continue
        share = float(rng.uniform(0.4, 0.95))
        here = (cells[:, 0] == east) & (cells[:, 1] == north)
        found = here & (rng.random(len(place)) < min(share * error, 1.0))
        is_found |= found
        searches.append(
            Search(share, int(found.sum()), "", ((east + 0.5) * side, (north + 0.5) * side, side))
        )
    return searches, is_found


def _signs(strikes: Strikes, common: Common, known: Known, rng: np.random.Generator) -> NDArray[np.float64]:
    grid = known.grid
    size = np.array([grid.columns, grid.rows]) * grid.cell_m
    places = [rng.random((rng.poisson(common.stray_signs[0] * known.area_m2), 2)) * size]
    for number in np.flatnonzero(strikes.on[0]):
        count = rng.poisson(strikes.heard[0, number] * common.sign_rate[0])
        places.append(_scattered(strikes, int(number), count, rng) + rng.normal(0, 10, (count, 2)))
    signs = np.concatenate(places)
    return signs[_within(signs, grid)]
