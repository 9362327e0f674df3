"""What a search teaches about the total, against hand calculation."""

from __future__ import annotations

import numpy as np
import pytest

from tilth.hazard import Box, Strike, map_remaining, next_boxes
from tilth.hazard.information import Learning, learning


def believed(together, mean=(2.0, 2.0)) -> Learning:
    return Learning(np.arange(len(mean)), np.array(mean), np.array(together, float))


def test_gains__one_cell_is_the_total__is_the_linear_rule() -> None:
    """Variance 4, mean 2, effort 0.5: (0.5 x 4)² / (0.25 x 4 + 0.5 x 2) = 2."""
    assert believed([[4, 4], [4, 4]], (2.0,)).gains(0.5).tolist() == [2.0]


def test_gains__cell_the_total_does_not_hang_on__teaches_nothing() -> None:
    assert believed([[4, 0, 0], [0, 4, 4], [0, 4, 4]]).gains(0.5).tolist() == [0.0, 2.0]


def test_after__two_cells_of_one_strike__the_second_teaches_less() -> None:
    one = believed([[4, 4, 8], [4, 4, 8], [8, 8, 16]])
    assert one.after(0, 0.5).gains(0.5)[1] < one.gains(0.5)[1] / 2


def test_after__two_cells_apart__the_second_teaches_as_much() -> None:
    one = believed([[4, 0, 4], [0, 4, 4], [4, 4, 8]])
    assert one.after(0, 0.5).gains(0.5)[1] == one.gains(0.5)[1]


def test_after__variance_of_the_total__falls_by_the_gain() -> None:
    one = believed([[4, 1, 5], [1, 4, 5], [5, 5, 10]])
    after = one.after(0, 0.5)
    assert one.total_sd**2 - after.total_sd**2 == pytest.approx(one.gains(0.5)[0])


@pytest.fixture(scope="module")
def run():
    """Return a surface of two strikes of unknown load, one of them searched in part."""
    from tilth.hazard import Records, grid_over, known_ground

    extent = (-12.21, -20.41, -12.19, -20.39)
    strikes = (
        Strike("s", -12.204, -20.404, 20.0, "2024-01", None, None, 1.0),
        Strike("t", -12.196, -20.396, 20.0, "2024-01", None, None, 1.0),
    )
    boxes = tuple(
        Box(f"b{n}", -12.204 + n * 1e-3, -20.404, 100.0, 1.0, 0.9, 2, "2024-02") for n in (-1, 0, 1)
    )
    records = Records(strikes, (), boxes)
    known, _ = known_ground(records, grid_over(extent, 100.0), extent, lambda *_: None)
    return map_remaining(known, 1, chains=12, sweeps=(20, 48))


def test_learning__cells_of_the_draws__have_the_surfaces_means(run) -> None:
    band = run.bands["expected_remaining"]
    cells = np.argsort(np.nan_to_num(band).ravel())[-20:]
    assert learning(run.draws, cells).mean == pytest.approx(band.ravel()[cells], rel=0.15)


def test_next_boxes__by_information__first_box_lies_where_nothing_was_searched(run) -> None:
    """The load of the strike without a box is what the total hangs on."""
    bands = {name: np.flipud(band) for name, band in run.bands.items()}
    first = next_boxes(bands, 1, by="information", draws=run.draws)[0]
    assert (first.row < 11, first.column > 10) == (True, True)
    assert "narrows the error of the total" in first.reason


@pytest.mark.parametrize("by", ["information", "mix"])
def test_next_boxes__with_draws__never_twice_and_in_order_of_rank(run, by) -> None:
    bands = {name: np.flipud(band) for name, band in run.bands.items()}
    boxes = next_boxes(bands, 15, by=by, draws=run.draws)
    assert len({(box.row, box.column) for box in boxes}) == len(boxes) == 15
    assert [box.rank for box in boxes] == list(range(1, 16))


def test_next_boxes__taken__are_left_out_with_draws_too(run) -> None:
    bands = {name: np.flipud(band) for name, band in run.bands.items()}
    first = next_boxes(bands, 1, by="information", draws=run.draws)[0]
    taken = np.zeros(bands["sd"].shape, bool)
    taken[first.row, first.column] = True
    again = next_boxes(bands, 1, by="information", draws=run.draws, taken=taken)[0]
    assert (again.row, again.column) != (first.row, first.column)
