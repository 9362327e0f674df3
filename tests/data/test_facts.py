"""The fact tables: complete against the shared files, and sound in themselves."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.core import get_global

from tilth import data

ISO3 = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()}
IDS = {
    "casualties": ("row_id",),
    "ccm_parties": ("iso3",),
    "clearance_productivity": ("row_id",),
    "failure_rates": ("row_id",),
    "footprints": ("row_id",),
    "munitions": ("id",),
    "other_regimes": ("iso3", "regime", "status", "note"),
    "transfers": ("id",),
}
REWORDED = {"note", "shape_orientation_note", "item", "quantity", "attribution", "status", "in_force_basis"}
LAW_TABLES = ("ccm_parties", "other_regimes")
DATES = ("signed", "consent_date", "in_force", "withdrawal_notified", "withdrawal_effective", "as_of")
ROUGH = r"\d{4}(-\d\d)?|\d{3}0s|\d{4} to \d{4}"


def cells(name: str, *columns: str) -> Iterator[tuple[str, str]]:
    """Yield (row identifier, cell) for every cell of these columns that is not empty."""
    for row in data.table(name):
        yield from ((row[IDS[name][0]], row[column]) for column in columns if row.get(column))


def shared_rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: " ".join(value.split()) for key, value in row.items()} for row in csv.DictReader(file)]


def test_tables__packaged__are_the_eight_listed() -> None:
    assert set(IDS) <= set(data.tables())


@pytest.mark.parametrize("name", IDS)
def test_table__beside_the_shared_file__has_as_many_rows(shared: Path, name: str) -> None:
    assert len(data.table(name)) == len(shared_rows(shared, name))


@pytest.mark.parametrize("name", IDS)
def test_table__beside_the_shared_file__has_the_same_figures_dates_and_flags(shared: Path, name: str) -> None:
    def kept(row: dict[str, str]) -> dict[str, str]:
        return {key: value for key, value in row.items() if key not in REWORDED}

    ours = [kept(dict(row)) for row in data.table(name)]
    assert ours == [kept(row) for row in shared_rows(shared, name)]


@pytest.mark.parametrize("name", IDS)
def test_notes__every_long_one_of_the_shared_file__is_reworded(shared: Path, name: str) -> None:
    notes = {row["note"] for row in data.table(name)}
    long = [row["note"] for row in shared_rows(shared, name) if len(row["note"].split()) > 8]
    assert [note for note in long if note in notes] == []


@pytest.mark.parametrize("name", IDS)
def test_table__identifiers__are_unique(name: str) -> None:
    found = [tuple(row[column] for column in IDS[name]) for row in data.table(name)]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", IDS)
def test_table__every_row_that_states_something__names_a_page(name: str) -> None:
    stated = [row for row in data.table(name) if row.get("status") != "unknown"]
    assert [row for row in stated if not re.match(r"https?://\S+$", row["source_url"])] == []


def test_other_regimes__row_without_a_page__says_only_that_nothing_was_retrieved() -> None:
    bare = [row for row in data.table("other_regimes") if not row["source_url"]]
    found = {(row["regime"], row["status"], row["in_force"]) for row in bare}
    assert (len(bare), found) == (15, {("NATIONAL:not_retrieved", "unknown", "")})


@pytest.mark.parametrize("name", [name for name in IDS if name not in (*LAW_TABLES, "transfers")])
def test_table__verification__is_one_of_three_marks(name: str) -> None:
    assert {row["verification"] for row in data.table(name)} <= {"seen", "derived", "located"}


@pytest.mark.parametrize("name", LAW_TABLES)
def test_table__sourced__is_one_of_the_marks(name: str) -> None:
    marks = {"", "single", "double", "double_same_publisher", "single_date_status_confirmed"}
    assert {row["sourced"] for row in data.table(name)} <= marks


@pytest.mark.parametrize(
    "name, column", [("ccm_parties", "iso3"), ("other_regimes", "iso3"), ("munitions", "origin_iso3")]
)
def test_country_codes__column__are_iso_3166_alpha_3(name: str, column: str) -> None:
    assert [cell for _, cell in cells(name, column) if cell not in ISO3] == []


def test_country_codes__supplier_recipient_and_via__are_iso_3166_or_said_in_words() -> None:
    found = [
        part for _, cell in cells("transfers", "supplier", "recipient", "via") for part in cell.split(";")
    ]
    assert [
        part for part in found if part not in ISO3 and part not in ("other states", "TWN and others")
    ] == []


@pytest.mark.parametrize("name", LAW_TABLES)
def test_dates__of_treaties__are_days_of_the_calendar(name: str) -> None:
    assert all(date.fromisoformat(cell) for _, cell in cells(name, *DATES, "provisional_application"))


def test_dates__of_transfers__are_days_or_rough() -> None:
    found = [cell for _, cell in cells("transfers", "announced_date", "delivered_date")]
    days = [cell for cell in found if not re.fullmatch(ROUGH, cell)]
    assert all(date.fromisoformat(day) for day in days)


def test_dates__in_force__follow_article_17_of_the_convention() -> None:
    """Article 17: 30th instrument on 2010-02-16, so 2010-08-01; later the first of the sixth month after."""

    def in_force(consent: date) -> date:
        if consent <= date(2010, 2, 16):
            return date(2010, 8, 1)
        month = consent.month - 1 + 6
        return date(consent.year + month // 12, month % 12 + 1, 1)

    rows = [row for row in data.table("ccm_parties") if row["consent_date"] and row["in_force"]]
    wrong = [
        r["iso3"]
        for r in rows
        if in_force(date.fromisoformat(r["consent_date"])).isoformat() != r["in_force"]
    ]
    assert (len(rows), wrong) == (113, [])


def test_failure_rates__low_point_high__rise_within_0_and_1() -> None:
    for row in data.table("failure_rates"):
        figures = [float(row[name]) for name in ("rate_low", "rate_point", "rate_high") if row[name]]
        assert figures == sorted(figures), row["row_id"]
        assert all(0 <= figure <= 1 for figure in figures), row["row_id"]


def test_failure_rates__failures__never_exceed_items() -> None:
    counted = [row for row in data.table("failure_rates") if row["n_failed"]]
    assert [row["row_id"] for row in counted if int(row["n_failed"]) > int(row["n_tested"])] == []


def test_failure_rates__same_origin__names_rows_of_the_table() -> None:
    ids = {row["row_id"] for row in data.table("failure_rates")}
    assert {part for _, cell in cells("failure_rates", "same_origin_as") for part in cell.split(";")} <= ids


def test_failure_rates__count_use__is_one_of_five() -> None:
    allowed = {"none", "n_only", "lower_bound", "assumption", "worked_example"}
    assert {row["count_use"] for row in data.table("failure_rates")} == allowed


def test_munitions__listed_counts__sum_to_the_total() -> None:
    rows = [row for row in data.table("munitions") if re.fullmatch(r"\d+(;\d+)*", row["submunition_count"])]
    wrong = [
        r["id"]
        for r in rows
        if sum(map(int, r["submunition_count"].split(";"))) != int(r["total_submunitions"])
    ]
    assert (len(rows) > 70, wrong) == (True, [])


def test_footprints__carriers__are_in_the_catalogue() -> None:
    known = {row["id"] for row in data.table("munitions")}
    assert {cell for _, cell in cells("footprints", "carrier_id")} <= known


@pytest.mark.parametrize("row", ["fp003", "fp004"])
def test_footprints__ellipse__is_a_quarter_pi_length_width(row: str) -> None:
    found = next(each for each in data.table("footprints") if each["row_id"] == row)
    area = 3.14159265 / 4 * float(found["length_m"]) * float(found["width_m"])
    assert float(found["area_m2"]) == pytest.approx(area, abs=1)


def test_casualties__killed_and_injured__add_up_to_no_more_than_the_total() -> None:
    full = [r for r in data.table("casualties") if r["total"] and r["killed"] and r["injured"]]
    assert [r["row_id"] for r in full if int(r["killed"]) + int(r["injured"]) > int(r["total"])] == []


def test_readme__beside_the_tables__explains_every_file_and_located() -> None:
    text = (Path(data.__file__).parent / "facts" / "README.md").read_text("utf-8")
    assert [name for name in [*IDS, "located", "Licence"] if name not in text] == []
