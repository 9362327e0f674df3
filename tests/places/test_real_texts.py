"""Coordinates as they stand in real files: an archive of videos, raid sheets, a hamlet gazetteer."""

from __future__ import annotations

import csv
import gzip

import pytest

from tilth.places import PlaceError, check_place_json, distance_m, parse_point


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_all(texts, **options):
    places, refused = [], []
    for text in texts:
        try:
            places.append(parse_point(text, **options))
        except PlaceError as error:
            refused.append((text, error))
    return places, refused


@pytest.fixture(scope="module")
def videos(shared):
    return rows(shared / "data/real/13_syrian_archive_airstrikes/airstrike_videos.csv.gz")


@pytest.fixture(scope="module")
def hamlets(shared):
    table = rows(shared / "data/real/17_vietnam_hamlets_1967_74/hamlet_table.csv.gz")
    return [row["utm_grid_ref"] for row in table if row["utm_grid_ref"]]


def test_syrian_archive__every_written_position__is_read_with_order(videos):
    texts = {f"{row['lat']} {row['lon']}" for row in videos if row["lat"] and row["lon"]}
    _, refused = read_all(texts, order="latlon")
    assert refused == []


def test_syrian_archive__positions__lie_in_or_about_syria(videos):
    texts = {f"{row['lat']} {row['lon']}" for row in videos if row["lat"] and row["lon"]}
    places, _ = read_all(texts, order="latlon")
    inside = sum(35 <= place.geometry.x <= 43 and 32 <= place.geometry.y <= 38 for place in places)
    assert inside >= 0.99 * len(places)


def test_syrian_archive__positions_without_letters__are_refused_without_order(videos):
    texts = {f"{row['lat']} {row['lon']}" for row in videos if row["lat"].replace(".", "").isdigit()}
    _, refused = read_all(sorted(texts)[:100])
    assert all(len(error.readings) == 2 for _, error in refused)
    assert len(refused) >= 99


def test_raid_sheets__packed_degrees_and_minutes__are_read_and_lie_in_europe(shared):
    table = rows(shared / "data/real/14_wwii_raids/raids_summary.csv.gz")
    texts = {
        f"{row['latitude']} {row['longitude']}"
        for row in table
        if row["latitude"][:4].isdigit()
        and row["latitude"][4:] == "N"
        and row["longitude"][:3].isdigit()
        and row["longitude"][3:] == "E"
        and row["latitude"][2:4] < "60"
        and row["longitude"][1:3] < "60"
    }
    places, refused = read_all(texts, near=(10.0, 50.0))
    assert len(places) > 100
    assert all(-90 <= place.geometry.y <= 90 for place in places)
    assert [text for text, error in refused if not error.readings and text[:2] < "90"] == []


def test_raid_sheets__any_cell__is_a_sound_place_or_refused(shared):
    table = rows(shared / "data/real/14_wwii_raids/raids_summary.csv.gz")
    texts = {f"{row['latitude']} {row['longitude']}" for row in table}
    places, _ = read_all(sorted(texts))
    for place in places:
        check_place_json(place.to_json())
    assert len(places) > 0.3 * len(texts)


def test_hamlets__grid_references_without_zone__are_all_found_near_vietnam(hamlets):
    sample = hamlets[::20]
    places, refused = read_all(sample, near=(107.5, 12.8))
    assert len(places) + len(refused) == len(sample)
    assert len(places) > 0.6 * len(sample)
    assert all("no square" in str(error) for _, error in refused)


def test_hamlets__positions__agree_with_those_converted_by_another(shared, hamlets):
    """The other author took the corner of each square, this takes its middle: 71 m apart."""
    others = rows(shared / "data/real/17_vietnam_hamlets_1967_74/hamlet_points_as_converted_upstream.csv.gz")
    corners = {(float(row["lon"]), float(row["lat"])) for row in others[:5]}
    places, _ = read_all(hamlets[:5], near=(107.3, 16.8))
    for place in places:
        here = (place.geometry.x, place.geometry.y)
        assert min(distance_m(here, corner) for corner in corners) < 75


def test_hamlets__without_near__are_all_refused(hamlets):
    places, _ = read_all(hamlets[:50])
    assert places == []
