"""Reading tables as they come from the field: usable rows kept, each refused row named with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilth.hazard import (
    Box,
    EvidencePoint,
    HazardError,
    Strike,
    read_boxes,
    read_evidence,
    read_strikes,
    simulate,
    write_district,
)

HEADS = {
    read_evidence: "id,lon,lat,accuracy_m,date,kind,count",
    read_boxes: "id,lon,lat,size_m,searched,detection,found,date",
    read_strikes: "id,lon,lat,accuracy_m,date,munition,rounds,certainty",
}


@pytest.fixture
def table(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "t.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def read(table):
    def run(reader, *rows: str):
        return reader(table("\n".join([HEADS[reader], *rows])))

    return run


@pytest.mark.parametrize("reader, row, value", [
    (read_evidence, "e1,105.5,16.5,10,2023-07,crater,2",
     EvidencePoint("e1", 105.5, 16.5, 10.0, "2023-07", "crater", 2)),
    (read_evidence, "e1,105.5,16.5,,,,", EvidencePoint("e1", 105.5, 16.5)),
    (read_evidence, "e1,105.5,16.5", EvidencePoint("e1", 105.5, 16.5)),
    (read_evidence, " e1 , 105.5 ,16.5,,,,,,,", EvidencePoint("e1", 105.5, 16.5)),
    (read_boxes, "b1,105,16,50,1,0.9,0,2023", Box("b1", 105, 16, 50, 1.0, 0.9, 0, "2023")),
    (read_boxes, "b1,105,16,50,,,,", Box("b1", 105, 16, 50)),
    (read_boxes, "b1,105,16,50,,,2.0,", Box("b1", 105, 16, 50, found=2)),
    (read_strikes, "s1,105,16,200,2022-01,m26,4,0.8", Strike("s1", 105, 16, 200, "2022-01", "m26", 4, 0.8)),
    (read_strikes, "s1,105,16,,,,,", Strike("s1", 105, 16)),
])  # fmt: skip
def test_read__usable_row__is_kept(read, reader, row, value) -> None:
    assert (read(reader, row).rows, read(reader, row).refused) == ((value,), ())


@pytest.mark.parametrize("reader, row, reason", [
    (read_evidence, "e1,,16.5,,,,", "lon or lat is empty"),
    (read_evidence, "e1,105.5,NaN,,,,", "lat NaN is not from -90 to 90"),
    (read_evidence, "e1,inf,16.5,,,,", "lon inf"),
    (read_evidence, "e1,105.5,north,,,,", "lat 'north' is not a number"),
    (read_evidence, "e1,16.5,105.5,,,,", "are lon and lat swapped?"),
    (read_evidence, ",105.5,16.5,,,,", "no id: give each row its own"),
    (read_evidence, "e1,105.5,16.5,-3,,,", "accuracy_m -3 is not from 0"),
    (read_evidence, "e1,105.5,16.5,nan,,,", "accuracy_m nan"),
    (read_evidence, 'e1,"105,5",16.5,,,,', "lon '105,5' is not a number"),
    (read_evidence, "e1,105.5,16.5,,,crater,1.5", "count 1.5 is not a whole number"),
    (read_boxes, "e1,105,16,0,1,1,0,", "give the side of the box in metres"),
    (read_boxes, "e1,105,16,,1,1,0,", "size_m is empty"),
    (read_boxes, "e1,105,16,50,80,1,0,", "searched 80 is not from 0 to 1"),
    (read_boxes, "e1,105,16,50,1,1.01,0,", "detection 1.01"),
    (read_boxes, "e1,105,16,50,1,1,-1,", "found -1"),
    (read_boxes, "e1,105,16,50,1,1,0.4,", "found 0.4 is not a whole number"),
    (read_boxes, "e1,105,16,50,1,1,some,", "found 'some' is not a number"),
    (read_strikes, "e1,105,16,,,,,1.2", "certainty 1.2"),
    (read_strikes, "e1,105,16,,,,-4,", "rounds -4"),
])  # fmt: skip
def test_read__row_that_cannot_be_used__is_named_with_the_reason(read, reader, row, reason) -> None:
    result = read(reader, row)
    (line,) = result.refused
    assert (result.rows, line.startswith("t.csv, line 2, "), reason in line) == ((), True, True)


def test_read__dirty_rows_among_good_ones__keeps_the_good_ones_in_order(read) -> None:
    result = read(read_evidence, "a,1,2", ",1,2", "b,x,2", "c,3,4")
    assert ([row.id for row in result.rows], len(result.refused)) == (["a", "c"], 2)


def test_read__row_without_id__is_named_by_its_line(read) -> None:
    assert "line 3, no id" in read(read_evidence, "a,1,2", ",1,2").refused[0]


def test_read__blank_lines_before__names_the_true_line(read) -> None:
    assert "line 4, b" in read(read_evidence, "a,1,2", "", "b,x,2").refused[0]


def test_read__byte_order_mark__is_no_part_of_the_first_column(table) -> None:
    assert read_evidence(table("id,lon,lat\ne1,1,2", "utf-8-sig")).rows == (EvidencePoint("e1", 1.0, 2.0),)


def test_read__lines_ended_as_in_windows__are_read(table) -> None:
    assert len(read_evidence(table("id,lon,lat\r\ne1,1,2\r\ne2,1,2\r\n")).rows) == 2


def test_read__blanks_in_the_header__are_no_part_of_the_columns(table) -> None:
    assert len(read_evidence(table("id, lon, lat\ne1,1,2")).rows) == 1


def test_read__further_columns__are_left_alone(table) -> None:
    assert len(read_evidence(table("id,lon,lat,team\ne1,1,2,T4")).rows) == 1


@pytest.mark.parametrize("reader, text, column", [
    (read_evidence, "id,lon\n1,2", "lat"), (read_strikes, "lon,lat\n1,2", "id"),
    (read_boxes, "id,lon,lat\nb,1,2", "size_m"), (read_evidence, "", "id, lat, lon"),
    (read_evidence, "id;lon;lat\ne;1;2", "separated by commas"),
])  # fmt: skip
def test_read__missing_column__is_refused_with_its_name(table, reader, text, column) -> None:
    with pytest.raises(HazardError, match=column):
        reader(table(text))


def test_read__table_with_no_rows__gives_none(read) -> None:
    assert read(read_boxes).rows == ()


def test_read__not_utf8__is_refused_with_advice(table) -> None:
    with pytest.raises(HazardError, match="save it again as CSV UTF-8"):
        read_evidence(table("id,lon,lat\nÜ,1,2", "latin-1"))


def test_read__what_simulate_wrote__comes_back_whole(tmp_path) -> None:
    district = simulate(2)
    write_district(district, tmp_path)
    read = (read_strikes(tmp_path / "strikes.csv"), read_evidence(tmp_path / "evidence.csv"),
            read_boxes(tmp_path / "boxes.csv"))  # fmt: skip
    assert tuple(result.rows for result in read) == (district.strikes, district.evidence, district.boxes)
