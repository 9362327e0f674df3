"""Files of every format as sheets."""

# Examples stand on one line each, whatever its length.
# ruff: noqa: E501

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import openpyxl
import pytest
import shapely

from tilth.exchange import ExchangeError
from tilth.exchange.importing import read_sheets
from tilth.exchange.importing.sheets import SURPLUS

Write = Callable[..., Path]


def test_csv__gzipped_in_cp1252__is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress("id;name\n1;Čapljina, Žepče, Šekovići façade\n".encode("cp1250")))
    [sheet] = read_sheets(path)
    assert (sheet.columns, sheet.cells["id"]) == (("id", "name"), ["1"])


def test_csv__repeated_and_empty_headers__are_told_apart(write: Write) -> None:
    [sheet] = read_sheets(write("a,a,\n1,2,3\n"))
    assert sheet.columns == ("a", "a (2)", "column 3")


def test_csv__surplus_cells__are_kept_apart(write: Write) -> None:
    [sheet] = read_sheets(write("a,b\n1,2\n1,2,3,4\n"))
    assert sheet.cells[SURPLUS] == [None, "3 4"]


def test_csv__short_row__has_empty_cells(write: Write) -> None:
    [sheet] = read_sheets(write("a,b\n1\n"))
    assert sheet.cells["b"] == [None]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return a workbook with a title above the header, a date, a number and an empty sheet."""
    import datetime

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Areas"
    page.append(["National Mine Action Centre"])
    page.append([])
    page.append(["ID", "Date", "Area (ha)", "Lat", "Long"])
    page.append(["A-1", datetime.datetime(2021, 3, 4), 2.5, 44.1, 17.2])
    page.append(["A-2", "5 March 2021", 3, 44.2, 17.3])
    book.create_sheet("Empty")
    book.save(tmp_path / "areas.xlsx")
    return tmp_path / "areas.xlsx"


def test_xlsx__title_above_the_header__is_left_out_and_noted(workbook: Path) -> None:
    [sheet] = read_sheets(workbook)
    assert (sheet.columns[:2], sheet.rows, sheet.notes) == (
        ("ID", "Date"),
        2,
        ("1 rows above the header left out",),
    )


def test_xlsx__cells__are_plain_values(workbook: Path) -> None:
    [sheet] = read_sheets(workbook)
    assert (sheet.cells["Date"][0], sheet.cells["Area (ha)"]) == ("2021-03-04", [2.5, 3])


def test_xlsx__that_is_none__is_refused(write: Write) -> None:
    with pytest.raises(ExchangeError, match="no workbook"):
        read_sheets(write("words", name="x.xlsx"))


def test_kml__placemarks__are_a_layer(write: Write) -> None:
    kml = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Suspect areas</name>
    <Placemark><name>SHA-7</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
    17,44,0 17.01,44,0 17.01,44.01,0 17,44,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
    </Folder></Document></kml>"""
    [sheet] = read_sheets(write(kml, name="areas.kml"))
    assert (sheet.rows, sheet.cells["Name"], sheet.geometry[0].geom_type) == (1, ["SHA-7"], "Polygon")


@pytest.mark.parametrize("name", ["a.shp", "a.gpkg", "a.geojson", "a.fgb"])
def test_gis__each_format__has_shapes_and_columns(tmp_path: Path, name: str) -> None:
    frame = geopandas.GeoDataFrame(
        {"local_id": ["x"]}, geometry=[shapely.box(17, 44, 17.1, 44.1)], crs="EPSG:4326"
    )
    frame.to_file(tmp_path / name)
    [sheet] = read_sheets(tmp_path / name)
    assert (sheet.cells["local_id"], sheet.geometry[0].area > 0) == (["x"], True)


MAXML = """<?xml version="1.0"?><MineActionFieldReport xmlns="urn:maxml">
<FieldReport><FieldReportInfo reportGUID="t-1" reportID="DEF-1831" fieldReportGUID="g-1">
<DateOfInformation>2019-05-04</DateOfInformation></FieldReportInfo>
<Hazard><LocalID>H-12</LocalID><HazardClassification>SHA</HazardClassification>
<GeospatialInfo><Point><Latitude>44.0</Latitude><Longitude>17.0</Longitude></Point>
<Point><Latitude>44.0</Latitude><Longitude>17.01</Longitude></Point>
<Point><Latitude>44.01</Latitude><Longitude>17.01</Longitude></Point></GeospatialInfo></Hazard></FieldReport>
<FieldReport><FieldReportInfo fieldReportGUID="g-2"/><Accident><LocalID>ACC-1</LocalID>
<GeospatialInfo><Point latitude="44.5" longitude="17.5"/></GeospatialInfo></Accident></FieldReport>
</MineActionFieldReport>"""


def test_maxml__reports_of_two_kinds__are_two_sheets_that_say_so(write: Write) -> None:
    sheets = read_sheets(write(MAXML, name="x.xml"))
    assert [(sheet.kind, sheet.rows) for sheet in sheets] == [("hazardous_area", 1), ("accident", 1)]


def test_maxml__points_of_a_hazard__are_a_closed_outline(write: Write) -> None:
    sheet = read_sheets(write(MAXML, name="x.xml"))[0]
    shape = shapely.from_wkt(sheet.cells["geometry_wkt"][0])
    assert (shape.is_valid, shape.bounds) == (True, (17.0, 44.0, 17.01, 44.01))


def test_maxml__every_element_and_attribute__is_kept(write: Write) -> None:
    sheet = read_sheets(write(MAXML, name="x.xml"))[0]
    assert {"FieldReportInfo/fieldReportGUID", "FieldReportInfo/DateOfInformation", "LocalID"} <= set(
        sheet.columns
    )


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><MineActionFieldReport>&x;</MineActionFieldReport>',
        '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><MineActionFieldReport>&y;</MineActionFieldReport>',
        "<MineActionFieldReport><unclosed></MineActionFieldReport>",
        "<kml/>",
    ],
    ids=["foreign file", "entities", "not closed", "no report"],
)
def test_maxml__hostile_or_none__is_refused(write: Write, text: str) -> None:
    with pytest.raises(ExchangeError, match=r"may be read|no FieldReport"):
        read_sheets(write(text, name="x.xml"))


def test_odk_zip__form_and_repeat__are_sheets_joined_by_key(tmp_path: Path) -> None:
    path = tmp_path / "boxes.csv.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "boxes-finds.csv", "category,quantity,PARENT_KEY,KEY\nsubmunition,2,uuid:1,uuid:1/finds[1]\n"
        )
        packed.writestr(
            "boxes.csv",
            "SubmissionDate,site-Latitude,site-Longitude,KEY\n2024-05-01T09:00:00Z,16.7,106.9,uuid:1\n",
        )
    sheets = read_sheets(path)
    assert [(sheet.layer, sheet.parent) for sheet in sheets] == [("boxes", ""), ("finds", "PARENT_KEY")]


@pytest.mark.parametrize(
    "content",
    [
        {
            "value": [
                {"__id": "uuid:1", "site": {"name": "Ban A"}, "finds": [{"quantity": 2}, {"quantity": 1}]}
            ]
        },
        {
            "results": [
                {
                    "_uuid": "uuid:1",
                    "site/name": "Ban A",
                    "finds": [{"finds/quantity": 2}, {"finds/quantity": 1}],
                }
            ]
        },
    ],
    ids=["ODK OData", "KoboToolbox"],
)
def test_json__submissions_with_repeats__are_a_sheet_and_one_for_the_repeat(
    write: Write, content: object
) -> None:
    main, finds = read_sheets(write(json.dumps(content), name="s.json"))
    assert (main.cells["site/name"], finds.cells["quantity"], finds.cells["PARENT_KEY"]) == (
        ["Ban A"], [2, 1], ["uuid:1", "uuid:1"],
    )  # fmt: skip


def test_json__geojson_answer__stays_a_shape(write: Write) -> None:
    point = {"type": "Point", "coordinates": [106.9, 16.7, 0], "properties": {"accuracy": 4}}
    [sheet] = read_sheets(write(json.dumps([{"id": "a", "place": point}]), name="s.json"))
    assert sheet.cells["place"][0]["coordinates"][:2] == [106.9, 16.7]


def test_file__empty_or_not_there__is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="empty"):
        read_sheets(write("  \n"))
    with pytest.raises(ExchangeError, match="check the name"):
        read_sheets(tmp_path / "none.csv")
