"""Mappings proposed from headers and cells, kept as TOML, and used again."""

# Examples stand on one line each, whatever its length.
# ruff: noqa: E501

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tilth.claims import vocabulary
from tilth.exchange import ExchangeError
from tilth.exchange.importing import (
    Column,
    Mapping,
    PlaceRule,
    fitted,
    load_mapping,
    propose,
    save_mapping,
    sheet_of_rows,
)
from tilth.exchange.importing._settings import settings


def targets(rows: list[dict[str, Any]], kind: str) -> dict[str, str]:
    """Return what each header of rows is proposed to become."""
    made = propose(sheet_of_rows("table", rows), kind)
    return {column.header: column.to for column in made.columns if column.to}


@pytest.mark.parametrize(
    "row, kind, wanted",
    [
        (
            {"Hazard ID": "SHA-1", "Classification": "SHA", "Area Size": 12, "Status": "Open"},
            "hazardous_area",
            {"Hazard ID": "record", "Classification": "classification", "Area Size": "area_stated_m2", "Status": "status"},
        ),
        (
            {"Šifra": "BH-1", "Klasifikacija": "SHA", "Površina": 12, "Općina": "Olovo"},
            "hazardous_area",
            {"Šifra": "record", "Klasifikacija": "classification", "Površina": "area_stated_m2", "Općina": "admin_unit"},
        ),
        (
            {"Identificador": "AEI-1", "Fecha": "2020-01-02", "Muertos": 1, "Heridos": 0},
            "accident",
            {"Identificador": "record", "Fecha": "date", "Muertos": "killed", "Heridos": "injured"},
        ),
        (
            {"المعرف": "ح-1", "التاريخ": "2020-01-02", "قتلى": 1, "جرحى": 0},
            "accident",
            {"المعرف": "record", "التاريخ": "date", "قتلى": "killed", "جرحى": "injured"},
        ),
        (
            {"Номер": "А-1", "Дата": "2020-01-02", "загинуло": 1, "поранено": 0},
            "accident",
            {"Номер": "record", "Дата": "date", "загинуло": "killed", "поранено": "injured"},
        ),
        (
            {"group_a/local_id": "e-1", "group_a/evidence_kind": "crater"},
            "evidence_point",
            {"group_a/local_id": "record", "group_a/evidence_kind": "evidence_kind"},
        ),
    ],
    ids=["IMSMA", "Bosnian", "Spanish", "Arabic", "Ukrainian", "form"],
)  # fmt: skip
def test_headers__of_several_languages__are_understood(
    row: dict[str, Any], kind: str, wanted: dict[str, str]
) -> None:
    assert targets([row], kind) == wanted


@pytest.mark.parametrize(
    "row, notation, columns",
    [
        ({"Lat": 44.1, "Long": 17.2}, "lonlat", ("Long", "Lat")),
        ({"site-Latitude": 44.1, "site-Longitude": 17.2}, "lonlat", ("site-Longitude", "site-Latitude")),
        ({"Easting": 657000, "Northing": 1834000}, "xy", ("Easting", "Northing")),
        ({"MGRS": "48QXD8520045300"}, "grid", ("MGRS",)),
        ({"utm_grid_ref": "YD466584"}, "grid", ("utm_grid_ref",)),
        ({"WKT": "POINT (17.2 44.1)"}, "wkt", ("WKT",)),
        ({"where": "POLYGON ((17 44, 17.1 44, 17.1 44.1, 17 44))"}, "wkt", ("where",)),
        ({"perimeter": "44 17 0 0; 44 17.1 0 0; 44.1 17.1 0 0; 44 17 0 0"}, "none", ()),
        (
            {"perimeter": "44.0 17.0 0 0;44.0 17.1 0 0;44.1 17.1 0 0;44.0 17.0 0 0"},
            "geoshape",
            ("perimeter",),
        ),
        ({"coordinates": "44.123, 17.234"}, "text", ("coordinates",)),
        ({"GPS": "44°07'23\"N 17°14'02\"E"}, "text", ("GPS",)),
    ],
)
def test_place__however_written__is_found(
    row: dict[str, Any], notation: str, columns: tuple[str, ...]
) -> None:
    place = propose(sheet_of_rows("t", [row]), "accident").place
    assert (place.notation, place.columns) == (notation, columns)


def test_units_and_orders__in_header_and_cells__are_settled() -> None:
    rows = [{"id": "a", "Area (ha)": 2, "Survey date": "14/02/2020"}]
    made = propose(sheet_of_rows("t", rows), "hazardous_area")
    assert [(c.to, c.unit, c.order) for c in made.columns] == [
        ("record", "", ""), ("area_stated_m2", "ha", ""), ("valid", "", "dmy"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row, question",
    [
        ({"id": "a", "date": "03/04/2020"}, "day first or month first"),
        ({"id": "a", "grid ref": "YD466584"}, "no zone"),
        ({"id": "a", "easting": 657000, "northing": 1834000}, "metres"),
        ({"id": "7", "lat": 1, "lon": 2}, "plain numbers"),
        ({"lat": 1.5, "lon": 2.5}, "no column of identifiers"),
        ({"id": "a", "where_prec": 3}, "looks like codes"),
        ({"id": "a", "day": 3, "month": 4, "year": 4}, "few digits"),
        ({"id": "a", "accident type": "bum"}, "what do 'bum' mean"),
    ],
)
def test_question__what_cells_do_not_show__is_asked(row: dict[str, Any], question: str) -> None:
    made = propose(sheet_of_rows("t", [row]), "accident")
    assert any(question in words for words in made.questions)


def test_identifier__column_that_ends_in_id__is_taken_for_want_of_a_better_one() -> None:
    assert targets([{"Session ID": "RE-1", "Date": "2020-01-02"}], "risk_education")["Session ID"] == "record"


def test_identifier__of_an_organisation__is_its_name() -> None:
    assert targets([{"Organisation": "NPA", "Country": "Norway"}], "organisation")["Organisation"] == "record"


def test_question__on_words_about_persons__does_not_show_them() -> None:
    made = propose(sheet_of_rows("t", [{"Victim ID": "V1", "Gender": "boyish"}]), "victim")
    assert not [words for words in made.questions if "boyish" in words]
    assert any("concern persons" in words for words in made.questions)


def test_groups__men_women_boys_girls__make_one_property() -> None:
    rows = [{"id": "e1", "Men": 3, "Women": 4, "Girls": 2}]
    made = propose(sheet_of_rows("t", rows), "risk_education")
    assert [(c.header, c.to, c.fixed["sex"]) for c in made.columns if c.fixed] == [
        ("Men", "reached", "male"), ("Women", "reached", "female"), ("Girls", "reached", "female"),
    ]  # fmt: skip


def test_kind__that_cannot_be_told__is_asked_for_with_those_there_are() -> None:
    with pytest.raises(ExchangeError, match=r"say it with --as: hazardous_area"):
        propose(sheet_of_rows("t", [{"a": 1}]))


MAPPING = Mapping(
    kind="hazardous_area",
    name="ours",
    columns=(
        Column("Datum", "valid", order="dmy"),
        Column("Klasa", "classification", words={"1": "SHA"}),
        Column("x"),
    ),
    place=PlaceRule("grid", ("Kote",), crs="EPSG:4131", zone="48Q 49P", accuracy_m=50.0, near=(107.0, 16.0)),
    prefix="bh-",
    constants={"status": "open"},
    speaker="entity:npa",
    decimal=",",
)


def test_profile__saved_and_loaded__is_the_same(tmp_path: Path) -> None:
    assert load_mapping(save_mapping(MAPPING, tmp_path / "deep" / "m.toml")) == MAPPING


@pytest.mark.parametrize(
    "text, words",
    [
        ("kind = 'minefield'", "kind 'minefield' is none; allowed: hazardous_area"),
        ("name = 'x'", "names no kind"),
        ("kind = 'strike'\nbad_cells = 'drop'", "allowed: keep_row, refuse_row"),
        ("kind = 'strike'\n[place]\nnotation = 'utm'", "notation of the place 'utm' is none"),
        ("kind = 'strike'\nkolumns = 1", "unexpected keyword argument 'kolumns'"),
        ("kind = ", "is no TOML"),
    ],
)
def test_profile__wrong__is_refused_with_what_is_allowed(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(ExchangeError, match=words.replace("(", r"\(")):
        load_mapping(tmp_path / "m.toml")


def test_profile__on_a_file_without_its_columns__is_refused() -> None:
    with pytest.raises(ExchangeError, match="needs the columns 'Kote'"):
        fitted(MAPPING, sheet_of_rows("t", [{"Datum": "1"}]))


def test_profile__on_a_file_with_a_new_column__tells_that_it_is_not_taken() -> None:
    made = fitted(
        MAPPING, sheet_of_rows("t", [{"Kote": "XD1234", "Datum": "", "Klasa": 1, "x": 1, "Neu": 2}])
    )
    assert made.questions == ("columns that the profile does not know, not taken: Neu",)
    assert replace(made, questions=()) == MAPPING


def test_data__every_header_and_group__names_a_property_or_a_known_target() -> None:
    listed = settings("headers")
    special = {"subject", "record", "lon", "lat", "x", "y", "zone", "point", "grid", "wkt", "geojson", "geoshape", "accuracy", "valid", "said_on", "groups", "units"}  # fmt: skip
    known = {name for kind in vocabulary() for name in vocabulary()[kind].properties} | special
    assert not [name for name in listed if name.split(".")[-1] not in known]


def test_data__every_kind_for_import__is_in_the_vocabulary_with_its_event() -> None:
    for kind, about in settings("kinds").items():
        assert about.get("event", "note") in vocabulary()[kind].properties


def test_data__words_and_headers__are_texts() -> None:
    words = settings("words")["any"]
    assert all(isinstance(word, str) for value in words.values() for word in value)
    assert all(isinstance(value, str) for value in words)
    assert yaml.safe_load("[a]") == ["a"]


def test_manual__profile_on_the_page__is_one() -> None:
    page = (Path(__file__).parents[3] / "docs" / "bring_your_data.md").read_text("utf-8")
    content = tomllib.loads(page.split("```toml")[1].split("```")[0])
    made = Mapping.from_dict(content)
    assert (made.place.zone, made.column_to("valid").order) == ("48Q 49P", "dmy")
