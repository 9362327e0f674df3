"""The made-up district: the same for a seed, marked as made up, true to its parameters."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from shapely import Point, Polygon, union_all

from tilth.hazard import HazardError, scenarios, simulate, write_district
from tilth.hazard.district import cell_of

HASH_OF_SEED_1 = "7c6f5e1fafdb21aefa62ed5e18f1361842d403f9e18e8f056a0455c469fe09a8"
COLUMNS = {
    "strikes.csv": "id,lon,lat,accuracy_m,date,munition,rounds,certainty",
    "evidence.csv": "id,lon,lat,accuracy_m,date,kind,count",
    "boxes.csv": "id,lon,lat,size_m,searched,detection,found,date",
}
"""Of the format contract, section hazard: inputs."""
LAYERS = ("clearance.geojson", "regions.geojson", "suspected_areas.geojson")
FILES = ["README.txt", *COLUMNS, "clearance.geojson", "truth.csv", "truth_strikes.csv", *LAYERS[1:]]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, Path]:
    paths = write_district(simulate(1), tmp_path_factory.mktemp("district"))
    return {path.name: path for path in paths}


@pytest.fixture(scope="module")
def many():
    return simulate(5, strikes=400, boxes={"rings": 0}, munitions={"m26": {"rounds": [1, 2]}})


def digest(paths) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def test_write_district__seed_1__gives_the_stored_hash(written) -> None:
    assert digest(written.values()) == HASH_OF_SEED_1


def test_write_district__in_another_process__gives_the_same_files(tmp_path) -> None:
    code = (
        "import sys, pathlib, tilth.hazard as h\nh.write_district(h.simulate(1), pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
    assert digest(tmp_path / name for name in FILES) == HASH_OF_SEED_1


def test_simulate__twice__is_equal() -> None:
    assert simulate(7) == simulate(7)


def test_simulate__another_seed__is_another_district() -> None:
    assert simulate(7).evidence != simulate(8).evidence


def test_simulate__many_strikes__unexploded_share_is_near_the_parameter(many) -> None:
    shares = [many.truth[many.truth[:, 0] == strike, 3].mean() for strike in set(many.truth[:, 0])]
    # beta(0.16 x 26, 0.84 x 26): sd = sqrt(0.16 x 0.84 / 27) = 0.0706; 4 standard errors of 400 strikes
    assert np.mean(shares) == pytest.approx(0.16, abs=4 * 0.0706 / 20)


def test_simulate__many_strikes__unexploded_share_varies_as_the_beta_distribution(many) -> None:
    shares = [many.truth[many.truth[:, 0] == strike, 3].mean() for strike in set(many.truth[:, 0])]
    assert np.std(shares) == pytest.approx(0.0706, rel=0.2)


def test_simulate__m26__every_round_carries_644_submunitions(many) -> None:
    counts = np.unique(many.truth[:, 0], return_counts=True)[1]
    assert set(counts.tolist()) == {644, 2 * 644}


def test_simulate__reports__share_missed_is_near_the_parameter(many) -> None:
    told = sum("-s" in strike.id for strike in many.strikes)
    assert told / 400 == pytest.approx(0.85, abs=4 * (0.15 * 0.85 / 400) ** 0.5)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_simulate__boxes__found_never_exceeds_the_items_that_lie_there(seed) -> None:
    district = simulate(seed)
    duds = district.truth[district.truth[:, 3] == 1]
    cells = [tuple(cell) for cell in np.floor(duds[:, 1:3] / 50).astype(int).tolist()]
    items = {cell: cells.count(cell) for cell in set(cells)}
    too_many = [
        box.id for box in district.boxes
        if (box.found or 0) > items.get(cell_of(district.corner, box.lon, box.lat, 50.0), 0)
    ]  # fmt: skip
    assert too_many == []


def test_simulate__boxes__some_find_something() -> None:
    assert any(box.found for box in simulate(1).boxes)


@pytest.mark.parametrize("seed", [1, 3])
def test_simulate__found_items__are_taken_away_each_once(seed) -> None:
    district = simulate(seed)
    found = sum(item.found or 0 for item in (*district.boxes, *district.clearance))
    assert (district.removed.sum(), district.truth[district.removed, 3].min()) == (found, 1)


def test_simulate__skipped_boxes__say_nothing() -> None:
    skipped = [box for box in simulate(1).boxes if box.searched is None]
    assert {(box.detection, box.found, box.date) for box in skipped} == {(None, None, None)}


def test_simulate__clearance__finds_no_more_than_lies_there() -> None:
    district = simulate(3)
    centre = district.clearance[0]
    spots = np.array([district.lonlat(*row[1:3]) for row in district.truth[district.truth[:, 3] == 1]])
    near = np.abs(spots - (centre.lon, centre.lat)) < 0.001  # 0.001 degrees are over 90 m here
    assert 0 < centre.found <= near.all(axis=1).sum()


def test_simulate__place__is_open_water() -> None:
    district = simulate(1)
    assert all(-13 < strike.lon < -12 and -21 < strike.lat < -20 for strike in district.strikes)


@pytest.mark.parametrize("changes, words", [
    ({"strike": 3}, "unknown parameters.*allowed: boxes"), ({"strikes": 0}, "give 1 or more"),
    ({"failure": {"average": 0.2}}, "failure has no part.*allowed: concentration, mean"),
    ({"munitions": {"m999": {"rounds": [1, 2]}}}, "m999"), ({"munitions": {}}, "no load"),
])  # fmt: skip
def test_simulate__what_cannot_be__is_refused(changes, words) -> None:
    with pytest.raises(HazardError, match=words):
        simulate(1, **changes)


def test_simulate__negative_seed__is_refused() -> None:
    with pytest.raises(HazardError, match="seed -1"):
        simulate(-1)


def test_simulate__two_seeds__share_no_identifier() -> None:
    def ids(district) -> set[str]:
        parts = (district.strikes, district.evidence, district.boxes, district.clearance, district.claimed,
                 district.regions, district.true_strikes)  # fmt: skip
        return {item.id for part in parts for item in part}

    assert ids(simulate(1)) & ids(simulate(2)) == set()


def test_simulate__country__is_a_code_left_to_users_of_iso_3166() -> None:
    assert "XAA" <= simulate(1).country <= "XZZ"


def test_simulate__regions__fill_the_district_without_overlap() -> None:
    # 8 km by 8 km; each shape is measured in degrees, of which the district has width times height
    rings = [Polygon(region.ring) for region in simulate(3).regions]
    whole = union_all(rings)
    assert (whole.area, whole.envelope.area) == pytest.approx([sum(ring.area for ring in rings)] * 2)


def test_simulate__regions__hold_every_strike_as_it_was() -> None:
    district = simulate(3)
    land = union_all([Polygon(region.ring) for region in district.regions])
    assert all(land.covers(Point(strike.lon, strike.lat)) for strike in district.true_strikes)


def test_simulate__regions__have_names_of_their_own() -> None:
    names = [region.name for region in simulate(3, regions=9).regions]
    assert len(set(names)) == 9


def test_simulate__suspected_areas__lie_about_the_report_they_name() -> None:
    district = simulate(3)
    at = {strike.id: Point(strike.lon, strike.lat) for strike in district.strikes}
    assert district.claimed
    assert all(Polygon(area.ring).covers(at[area.strike]) for area in district.claimed)


def test_simulate__suspected_areas__share_is_near_the_parameter(many) -> None:
    share = len(many.claimed) / len(many.strikes)
    assert share == pytest.approx(0.7, abs=4 * (0.7 * 0.3 / len(many.strikes)) ** 0.5)


def test_simulate__true_strikes__count_their_submunitions(many) -> None:
    counts = [(int((own := many.truth[many.truth[:, 0] == n])[:, 3].sum()), len(own)) for n in range(1, 401)]
    assert [(strike.unexploded, strike.submunitions) for strike in many.true_strikes] == counts


def test_simulate__true_strikes__missed_ones_are_among_them(many) -> None:
    told = {strike.id for strike in many.strikes if "-s" in strike.id}
    true = {strike.id for strike in many.true_strikes}
    assert (told < true, len(true)) == (True, 400)


def standard(district) -> tuple[np.ndarray, np.ndarray]:
    """Return distances along and across the true axis, in the standard deviations that the truth states."""
    parts = []
    for number, strike in enumerate(district.true_strikes, 1):
        spots = district.truth[district.truth[:, 0] == number, 1:3]
        off = spots - spots.mean(axis=0)
        way = np.radians(strike.direction_deg)
        parts.append((off @ (np.sin(way), np.cos(way)), off @ (np.cos(way), -np.sin(way))))
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def test_simulate__one_round_without_spread__scatters_150_m_along_and_70_m_across_its_direction() -> None:
    district = simulate(6, strikes=60, boxes={"rings": 0}, rounds_spread_m=0.0,
                        munitions={"m26": {"rounds": [1, 1]}})  # fmt: skip
    along, across = standard(district)
    assert (along.std(), across.std()) == pytest.approx((150, 70), rel=0.02)  # 60 x 644 draws: 4 se are 0.014


def test_simulate__true_strikes__oval_is_that_of_the_footprint_and_of_the_rounds() -> None:
    strike = simulate(1).true_strikes[0]
    assert (strike.along_sd_m, strike.across_sd_m) == pytest.approx((192.1, 138.9))  # 150, 70 and 120 squared


def test_simulate__a_change__does_not_last() -> None:
    before = simulate(4)
    simulate(4, failure={"mean": 0.5})
    assert simulate(4) == before


def test_simulate__failure_of_one_half__shows_in_the_truth() -> None:
    truth = simulate(4, strikes=100, boxes={"rings": 0}, failure={"mean": 0.5, "concentration": 1000}).truth
    assert truth[:, 3].mean() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("name", list(COLUMNS))
def test_write_district__tables__have_the_columns_of_the_contract(written, name) -> None:
    assert written[name].read_text("utf-8").splitlines()[0] == COLUMNS[name]


def test_write_district__readme__begins_with_synthetic(written) -> None:
    assert written["README.txt"].read_text("utf-8").startswith("SYNTHETIC.")


@pytest.mark.parametrize("name", LAYERS)
def test_write_district__layers__every_feature_is_marked_synthetic(written, name) -> None:
    content = json.loads(written[name].read_text("utf-8"))
    marks = {feature["properties"]["synthetic"] for feature in content["features"]}
    assert (content["synthetic"], marks) == (True, {"yes"})


@pytest.mark.parametrize("name", COLUMNS)
def test_write_district__tables__every_id_says_synthetic_and_the_seed(written, name) -> None:
    rows = csv.DictReader(written[name].read_text("utf-8").splitlines())
    assert all(row["id"].startswith("synthetic-1-") for row in rows)


@pytest.mark.parametrize("name", LAYERS)
def test_write_district__layers__every_id_says_synthetic_and_the_seed(written, name) -> None:
    features = json.loads(written[name].read_text("utf-8"))["features"]
    assert features
    assert all(feature["properties"]["id"].startswith("synthetic-1-") for feature in features)


def test_write_district__clearance__has_the_facts_of_the_contract(written) -> None:
    content = json.loads(written["clearance.geojson"].read_text("utf-8"))
    assert {"detection", "found", "date", "depth_m"} <= set(content["features"][0]["properties"])


def test_write_district__clearance__is_a_square_of_180_m(written) -> None:
    from shapely.geometry import shape

    from tilth.places import area_m2

    content = json.loads(written["clearance.geojson"].read_text("utf-8"))
    # laid out on a sphere: within half a per cent of the ellipsoid
    assert area_m2(shape(content["features"][0]["geometry"])) == pytest.approx(180**2, rel=0.005)


def test_write_district__truth__has_a_row_for_each_submunition(written) -> None:
    rows = list(csv.DictReader(written["truth.csv"].read_text("utf-8").splitlines()))
    assert (len(rows), {row["unexploded"] for row in rows}) == (len(simulate(1).truth), {"0", "1"})


def test_write_district__truth_of_strikes__is_no_table_of_reports(written) -> None:
    columns = written["truth_strikes.csv"].read_text("utf-8").splitlines()[0].split(",")
    assert not {"certainty", "accuracy_m"} & set(columns)  # by which imports recognise reported strikes


def test_write_district__no_draft__is_left(written) -> None:
    folder = written["README.txt"].parent
    assert sorted(path.name for path in folder.iterdir()) == sorted(written)


class TestFailingWriter:
    """A disk that fills up half way through a file."""

    @pytest.fixture
    def folder(self, tmp_path, monkeypatch) -> Path:
        (tmp_path / "boxes.csv").write_text("as it was", "utf-8")
        whole = Path.write_text

        def half(path: Path, text: str, **more) -> int:
            if path.name.startswith("boxes"):
                whole(path, text[:100], **more)
                raise OSError(28, "No space left on device")
            return whole(path, text, **more)

        monkeypatch.setattr(Path, "write_text", half)
        with pytest.raises(OSError, match="No space"):
            write_district(simulate(1), tmp_path)
        return tmp_path

    def test_write_district__disk_full__leaves_no_half_file(self, folder) -> None:
        assert sorted(path.name for path in folder.iterdir()) == [
            "README.txt", "boxes.csv", "evidence.csv", "strikes.csv"
        ]  # fmt: skip

    def test_write_district__disk_full__leaves_the_former_file(self, folder) -> None:
        assert (folder / "boxes.csv").read_text("utf-8") == "as it was"


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_scenarios__each__makes_a_synthetic_district_and_says_what_it_breaks(name) -> None:
    row = scenarios()[name]
    district = simulate(2, **row["changes"])
    assert district.synthetic
    assert len(row["says"]) > 10


@pytest.mark.parametrize("shape", ["normal", "flat", "ring", "edge", "heavy"])
def test_simulate__one_round__spreads_as_far_in_every_shape(shape) -> None:
    one = simulate(
        5, strikes=1, rounds_spread_m=1e-6, scatter={"shape": shape}, munitions={"m26": {"rounds": [9, 9]}}
    )
    apart = one.truth[:, 1:3] - one.truth[:, 1:3].mean(axis=0)
    wide = np.sqrt(np.linalg.eigvalsh(np.cov(apart.T)))
    # sides of the default oval: 70 m and 150 m; 9 x 644 items, and Student's tail varies most
    assert wide == pytest.approx([70, 150], rel=0.2 if shape == "heavy" else 0.05)


def test_simulate__edge__leaves_the_middle_empty() -> None:
    made = [
        simulate(
            5, strikes=1, rounds_spread_m=1e-6, scatter={"shape": shape}, footprint_sd_m={"across": 150.0}
        )
        for shape in ("edge", "normal")
    ]
    inner = [
        float((np.hypot(*(one.truth[:, 1:3] - one.truth[:, 1:3].mean(axis=0)).T) < 75).mean()) for one in made
    ]
    # within half a standard deviation: Gamma(8, 4) below 0.25 is 1e-6, the normal 1 - exp(-1/8) = 0.12
    assert inner == pytest.approx([0.0, 0.1175], abs=0.03)


def test_simulate__detection_overstated__is_told_higher_than_it_was() -> None:
    told = [
        [box.detection for box in simulate(4, boxes={"detection": [0.6, 0.6], "overstated": over}).boxes
         if box.detection is not None]
        for over in (1.0, 1.5)
    ]  # fmt: skip
    assert (set(told[0]), set(told[1])) == ({0.6}, {0.9})


def test_simulate__shape_unknown__is_refused_by_name() -> None:
    with pytest.raises(HazardError, match="scatter 'star': allowed are normal, edge, flat, heavy, ring"):
        simulate(1, scatter={"shape": "star"})
