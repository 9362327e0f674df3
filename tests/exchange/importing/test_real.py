"""Real published files, read in place: every row accounted for, and the known faults of each named."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from tilth.claims import Installation
from tilth.exchange.importing import Mapping, Outcome, Sheet, import_file, propose, read_sheets
from tilth.exchange.importing._drafting import draft_rows
from tilth.project import Project

from .conftest import SOURCE

Tried = Callable[..., Outcome]


@pytest.fixture
def real(shared: Path) -> Path:
    """Return the folder of real data."""
    return shared / "data" / "real"


def head(sheet: Sheet, rows: int) -> Sheet:
    """Return the first rows of a sheet."""
    cells = {name: column[:rows] for name, column in sheet.cells.items()}
    return replace(sheet, cells=cells, rows=min(rows, sheet.rows))


def rules(outcome: Outcome, severity: str) -> Counter[str]:
    """Return how often each rule found something of a severity."""
    return Counter(problem.rule for problem in outcome.problems if problem.severity == severity)


def test_hamlets__grid_references_without_zone__are_where_another_author_put_them(real: Path) -> None:
    # Another author's conversion takes the south-west corner of each square of 100 m and reads the old datum
    # as WGS84: read so, our middles of the squares lie half a diagonal, 70.7 m, from his points.
    folder = real / "17_vietnam_hamlets_1967_74"
    [sheet] = read_sheets(folder / "hamlet_table.csv.gz")
    mapping = propose(head(sheet, 50), "place_name")
    mapping = replace(mapping, place=replace(mapping.place, zone="48P 48Q 49P 49Q"))
    drafts = draft_rows(head(sheet, 1_500), mapping, SOURCE).drafts
    ours = np.array([draft.claim.place["geometry"]["coordinates"] for draft in drafts])
    with gzip.open(folder / "hamlet_points_as_converted_upstream.csv.gz", "rt") as stream:
        theirs = np.array([[float(row[0]), float(row[1])] for row in list(csv.reader(stream))[1:]])
    metres = np.array([111_320 * np.cos(np.radians(ours[:, 1].mean())), 110_600])
    apart, _ = cKDTree(theirs * metres).query(ours * metres)
    assert np.quantile(apart, [0.05, 0.95]) == pytest.approx([70.7, 70.7], abs=1.0)


def test_hamlets__on_their_own_datum__move_some_hundred_metres_and_say_how_sure(real: Path) -> None:
    [sheet] = read_sheets(real / "17_vietnam_hamlets_1967_74" / "hamlet_table.csv.gz")
    mapping = propose(head(sheet, 50), "place_name")
    old, new = (
        draft_rows(
            head(sheet, 60), replace(mapping, place=replace(mapping.place, zone="48Q 49Q", crs=crs)), SOURCE
        )
        for crs in ("EPSG:4131", "")
    )
    pairs = zip(old.drafts, new.drafts, strict=True)
    places = [[one.claim.place["geometry"]["coordinates"] for one in pair] for pair in pairs]
    apart = [111_000 * float(np.hypot(*np.subtract(*both))) for both in places]
    assert 200 < min(apart) < max(apart) < 900
    assert old.drafts[0].claim.place["accuracy_m"] > new.drafts[0].claim.place["accuracy_m"] == 28.9


def test_raids__packed_degrees_and_split_dates__are_read_and_the_rest_refused_with_reasons(
    real: Path, tried: Tried
) -> None:
    [sheet] = read_sheets(real / "14_wwii_raids" / "raids_summary.csv.gz")
    sheet = head(sheet, 2_500)
    mapping = propose(sheet, "strike")
    columns = [replace(column, plus=1940.0) for column in mapping.columns if column.field == "year"]
    outcome = tried(sheet, "strike", mapping.with_columns(*columns))
    account = outcome.intake
    assert account.rows == account.accepted + account.refused == 2_500
    assert account.accepted > 1_000
    assert set(rules(outcome, "refused")) <= {"place", "format", "vocabulary"}
    dates = [one.claim.values.get("date", "") for one in outcome.claims]
    assert any("/" in date for date in dates)
    assert {date[:4] for date in dates if date} <= {str(year) for year in range(1940, 1947)}


def test_videos__degree_minute_strings_among_decimals__are_all_placed(real: Path, tried: Tried) -> None:
    [sheet] = read_sheets(real / "13_syrian_archive_airstrikes" / "airstrike_videos.csv.gz")
    outcome = tried(sheet, "strike")
    assert (outcome.intake.accepted, outcome.intake.refused) == (1_562, 0)
    notations = Counter(one.claim.place.get("notation", "dd") for one in outcome.claims)
    assert notations["dms"] + notations["dm"] >= 100
    assert any("إ" in (one.claim.values.get("place_name") or "") for one in outcome.claims) or notations["dd"]


def test_videos__town_centres__are_pointed_out(real: Path, tried: Tried) -> None:
    [sheet] = read_sheets(real / "13_syrian_archive_airstrikes" / "airstrike_videos.csv.gz")
    assert rules(tried(sheet, "strike"), "advisory")["default_coordinates"] >= 10


def test_craters__with_exchanged_headers__are_pointed_out_one_by_one(real: Path, tried: Tried) -> None:
    [sheet] = read_sheets(real / "07_arcade_ukraine_2014_craters" / "bounding_boxes_axis_swapped_raw.csv")
    sheet = head(sheet, 300)
    mapping = replace(propose(sheet, "evidence_point"), country="UKR")
    found = rules(tried(sheet, "evidence_point", mapping), "advisory")
    assert (found["swapped_coordinates"], found["outside_country"]) == (300, 0)
    turned = replace(mapping, place=replace(mapping.place, swapped=True))
    assert not rules(tried(sheet, "evidence_point", turned), "advisory")["swapped_coordinates"]


def test_events__in_cp1252__keep_their_letters_and_ask_for_the_precision_codes(
    real: Path, tried: Tried
) -> None:
    [sheet] = read_sheets(real / "10_ucdp_ukraine" / "ucdp_ged_ukraine.csv.gz")
    mapping = propose(sheet, "strike")
    assert any("looks like codes" in question for question in mapping.questions)
    codes = {
        "1": 50.0,
        "2": 25_000.0,
        "3": 50_000.0,
        "4": 100_000.0,
        "5": 100_000.0,
        "6": 400_000.0,
        "7": 900_000.0,
    }
    place = replace(mapping.place, accuracy="where_prec", accuracy_words=codes)
    sheet = head(sheet, 600)
    outcome = tried(sheet, "strike", replace(mapping, place=place))
    assert outcome.intake.accepted == 600
    assert {one.claim.place["accuracy_m"] for one in outcome.claims} <= set(codes.values())


@pytest.fixture(scope="module")
def snapshots(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Return what became of four snapshots of one set, brought in one after the other."""
    folder = tmp_path_factory.mktemp("snapshots")
    files = sorted((shared / "data" / "real" / "08_bellingcat_ukraine").glob("incidents_*.csv.gz"))
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as project:
        made = [
            import_file(project, f, kind="strike", series="harm", complete=True, country="UKR")[0]
            for f in files
        ]
        made += import_file(project, files[0], kind="strike", series="harm", complete=False)
    return made


@pytest.mark.slow
def test_snapshots__every_row__is_accounted_for(snapshots: list[Outcome]) -> None:
    for outcome, rows in zip(snapshots, (450, 667, 1_173, 1_790, 450), strict=True):
        account = outcome.intake
        assert (
            account.rows
            == account.accepted + account.refused + account.duplicates + account.unchanged
            == rows
        )


@pytest.mark.slow
def test_snapshots__second__tells_corrections_new_and_withdrawn_apart(snapshots: list[Outcome]) -> None:
    # Counted with pandas: of 667 ids 219 are new and 2 of the 450 before are gone.
    notes = Counter(fate.note for fate in snapshots[1].fates)
    assert (notes["new"], rules(snapshots[1], "info")["withdrawn"]) == (219, 2)
    assert notes["correction"] + notes["update"] == 667 - 219 - notes["unchanged"]


@pytest.mark.slow
def test_snapshots__positions_moved_by_the_publisher__are_noticed(snapshots: list[Outcome]) -> None:
    # README of the data: 1,068 of 1,171 common records moved by more than 10 m, 97 % to the north-east.
    [line] = [p for p in snapshots[3].problems if p.rule == "moved_together"]
    moved = int(line.value.split(" of ")[0].replace(",", ""))
    assert moved == pytest.approx(1_068, abs=5)
    assert "to the north-east" in line.reason
    assert not [p for p in snapshots[2].problems if p.rule == "moved_together"]


@pytest.mark.slow
def test_snapshots__place_at_nought__is_pointed_out(snapshots: list[Outcome]) -> None:
    assert "CIV1923" in [p.record for p in snapshots[3].problems if p.rule == "default_coordinates"]


@pytest.mark.slow
def test_snapshots__first_one_again__adds_nothing(snapshots: list[Outcome]) -> None:
    assert (snapshots[4].added, snapshots[4].intake.unchanged) == (0, 450)


def test_areas__lifted_points__are_activities_and_not_land(real: Path, untouched: Project) -> None:
    path = real / "05_bosnia_mine_suspected_areas" / "bih_mines.gpkg"
    [outcome] = import_file(untouched, path, layers=["lifted"], dry_run=True)
    assert (outcome.mapping.kind, outcome.intake.accepted) == ("activity", 743)
    assert isinstance(outcome.mapping, Mapping)
