"""Survey policies played on a made-up district: which items each would have found, by the area searched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._errors import HazardError
from tilth.hazard._grid import Grid, grid_over
from tilth.hazard._known import Known
from tilth.hazard._settings import assumed
from tilth.hazard.district import Clearance, District
from tilth.hazard.ground import Records, known_ground
from tilth.hazard.next_boxes import next_boxes
from tilth.hazard.records import Box, Cleared
from tilth.hazard.simulate import simulate
from tilth.hazard.surface import Surface, map_remaining

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["POLICIES", "Played", "Truth", "play"]

POLICIES = ("practice", "probability", "information", "mix")
"""By expanding boxes with a fade-out; by the chance of any; by what is learned; by items and learning."""

Expected = Callable[[str, float], float | None]


@dataclass(frozen=True)
class Played:
    """What a policy found.

    Attributes
    ----------
    area_m2, items
        Area of the boxes searched so far and items found in them, after each round, from none.
    there
        Items that were there to find.
    stopped
        Whether it came to an end of its own: the fade-out was empty on all sides.
    """

    policy: str
    area_m2: tuple[float, ...]
    items: tuple[int, ...]
    there: int
    stopped: bool = False


@dataclass
class Truth:
    """A district with what survey cannot know: places of the items that are left, by cell."""

    district: District
    grid: Grid
    extent: tuple[float, float, float, float]
    left: NDArray[np.int64]
    cleared: tuple[Cleared, ...]

    @classmethod
    def made(cls, seed: int, **changes: Any) -> Truth:
        """Return a made-up district where no box was searched yet; changes as for `simulate`."""
        boxes = {**changes.get("boxes", {}), "skipped": 1.0}
        return cls.of(simulate(seed, **{**changes, "boxes": boxes}), assumed("played", "cell_m"))

    @classmethod
    def of(cls, district: District, cell_m: float) -> Truth:
        """Return a district with its items by cell; nothing but clearance counts as searched."""
        extent = _extent(district)
        grid = grid_over(extent, cell_m)
        there = district.truth[(district.truth[:, 3] == 1) & ~district.removed]
        lonlat = np.array([district.lonlat(east, north) for east, north in there[:, 1:3]]).reshape(-1, 2)
        column, row = np.floor(grid.place(*lonlat.T) / cell_m).astype(int).T
        inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
        left = np.zeros(grid.shape, np.int64)
        np.add.at(left, (row[inside], column[inside]), 1)
        return cls(district, grid, extent, left, tuple(map(_cleared, district.clearance)))

    def known(self, boxes: list[Box], expected_left: Expected) -> Known:
        """Return what survey knows after some boxes."""
        told = self.district
        records = Records(told.strikes, told.evidence, tuple(boxes), self.cleared)
        return known_ground(records, self.grid, self.extent, expected_left)[0]

    def finds(self) -> NDArray[np.bool_]:
        """Return the cells where evidence is told of an item."""
        spots = [(one.lon, one.lat) for one in self.district.evidence if one.kind == "submunition"]
        found = np.zeros(self.grid.shape, bool)
        if spots:
            column, row = np.floor(self.grid.place(*np.array(spots).T) / self.grid.cell_m).astype(int).T
            inside = (column >= 0) & (column < self.grid.columns) & (row >= 0) & (row < self.grid.rows)
            found[row[inside], column[inside]] = True
        return found


def _cleared(one: Clearance) -> Cleared:
    from shapely import Polygon

    return Cleared(one.id, Polygon(one.ring), one.detection, one.found, one.date, one.depth_m)


def _extent(district: District) -> tuple[float, float, float, float]:
    extent = Records(district.strikes, district.evidence).extent()
    if extent is None:
        raise HazardError("nothing is reported of the district: there is nothing to begin a survey with")
    far = assumed("sampling", "margin_m") / 111_195.0
    return extent[0] - far, extent[1] - far, extent[2] + far, extent[3] + far


def play(
    truth: Truth,
    policy: str,
    seed: int,
    *,
    expected_left: Expected,
    rounds: int | None = None,
    boxes: int | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Played:
    """Return what a policy finds on a made-up district, round by round; found items are taken away.

    Each round a number of cells is searched whole as survey boxes, then everything is mapped again with what
    they showed, from where the last map ended.

    Parameters
    ----------
    policy
        One of `POLICIES`.
    expected_left
        As for `known_ground`.
    rounds, boxes : optional
        How often, and how many boxes each time; as assumed where not given.

    Raises
    ------
    HazardError
        An unknown policy, or a number below 1.
    """
    count, each = (
        int(assumed("played", name)) if given is None else given
        for name, given in (("rounds", rounds), ("boxes", boxes))
    )
    if policy not in POLICIES:
        raise HazardError(f"policy {policy!r}: allowed are {', '.join(POLICIES)}")
    if count < 1 or each < 1:
        raise HazardError(f"{count} rounds of {each} boxes: give 1 or more of both")
    survey = _Survey(truth, seed)
    area, items = [0.0], [0]
    stopped = False
    for number, cells in enumerate(_rounds(survey, policy, count, each, expected_left)):
        stopped = len(cells) < each and policy == "practice"
        survey.search(cells)
        area.append(area[-1] + len(cells) * truth.grid.cell_m**2)
        items.append(survey.found)
        if told is not None:
            told(number + 1, count)
    return Played(policy, tuple(area), tuple(items), int(truth.left.sum()), stopped)


class _Survey:
    """A survey under way: boxes searched, items left."""

    def __init__(self, truth: Truth, seed: int) -> None:
        self.truth, self.seed = truth, seed
        self.rng = np.random.Generator(np.random.PCG64((seed, 7)))
        self.left = truth.left.copy()
        self.done = np.zeros(truth.grid.shape, bool)
        self.hot = truth.finds()
        self.boxes: list[Box] = []
        self.found = 0
        lon, lat = truth.grid.lonlat()
        self._at = np.stack([lon, lat], axis=-1)

    def search(self, cells: NDArray[np.int64]) -> None:
        """Search cells as boxes; what is found is taken away."""
        searched, detection = (
            assumed("played", "effort", "searched"),
            assumed("played", "effort", "detection"),
        )
        size = self.truth.grid.cell_m
        for row, column in cells.tolist():
            found = int(self.rng.binomial(self.left[row, column], searched * detection))
            self.left[row, column] -= found
            self.done[row, column] = True
            self.hot[row, column] |= found > 0
            self.found += found
            lon, lat = self._at[row, column]
            name = f"synthetic-box-{len(self.boxes) + 1}"
            self.boxes.append(Box(name, lon, lat, size, searched, detection, found, "2024-01-01"))


def _rounds(
    survey: _Survey, policy: str, rounds: int, count: int, expected_left: Expected
) -> Iterator[NDArray[np.int64]]:
    """Yield the cells of each round, as rows and columns; fewer where the policy wants no more."""
    surface: Surface | None = None
    for number in range(rounds):
        if policy == "practice":
            cells = _fade_out(survey, count)
        else:
            known = survey.truth.known(survey.boxes, expected_left)
            surface = _mapped(known, survey.seed + number, surface)
            cells = _best(surface, survey.done, policy, count)
        if not len(cells):
            return
        yield cells


def _mapped(known: Known, seed: int, before: Surface | None) -> Surface:
    chains, settling, kept = (int(assumed("played", name)) for name in ("chains", "settling", "kept"))
    if before is None or before.draws is None:
        return map_remaining(known, seed, chains=chains, sweeps=(settling, kept))
    warm = int(assumed("warm", "settling")), int(assumed("warm", "kept"))
    return map_remaining(known, seed, chains=chains, sweeps=warm, start=before.draws)


def _best(surface: Surface, done: NDArray[np.bool_], policy: str, count: int) -> NDArray[np.int64]:
    """Return the cells that a map puts first."""
    if policy == "probability":
        chance = np.where(done, 0.0, np.nan_to_num(surface.bands["probability_any"]))
        order = np.lexsort((np.arange(chance.size), -chance.ravel()))[:count]
        order = order[chance.ravel()[order] > 0]
        return np.column_stack(np.unravel_index(order, chance.shape))
    bands: dict[str, Any] = {name: np.flipud(band) for name, band in surface.bands.items()}
    effort = assumed("played", "effort", "searched") * assumed("played", "effort", "detection")
    taken = np.flipud(done)
    boxes = next_boxes(bands, count, by=policy, effort=effort, taken=taken, draws=surface.draws)
    rows = len(done)
    return np.array([(rows - 1 - box.row, box.column) for box in boxes], np.int64).reshape(-1, 2)


def _fade_out(survey: _Survey, count: int) -> NDArray[np.int64]:
    """Return the boxes nearest to finds within the fade-out that were not searched yet."""
    from scipy.ndimage import distance_transform_cdt

    if not survey.hot.any():
        return np.empty((0, 2), np.int64)
    away = distance_transform_cdt(~survey.hot, "chessboard")
    open_ = (away <= assumed("played", "fade_out")) & ~survey.done
    cells = np.argwhere(open_)
    order = np.argsort(away[open_], kind="stable")
    return np.asarray(cells[order][:count], np.int64)
