"""Exports: whatever is in the ledger comes back as it was, and an edited row comes back as a correction."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange._any_claim import any_claim

from tilth.claims import Claim, picture, problems_of, recorded_by_id, statuses_of
from tilth.exchange import Choice, ExchangeError, export_to, take_file
from tilth.exchange._cells import content_of
from tilth.exchange._export_readers import export_rows, is_export
from tilth.exchange._spool import Spool
from tilth.exchange.choosing import Chosen
from tilth.exchange.exports import ENDINGS, _write
from tilth.project import Project, review_claims

BOX = [[37.51, 48.01], [37.52, 48.01], [37.52, 48.02], [37.51, 48.01]]
AREA = Claim(
    kind="hazardous_area",
    subject="hazardous_area:1",
    values={"classification": "SHA", "name": "=Field", "area_stated_m2": 12.5, "munition": ["m864", "9m27"]},
    place={"geometry": {"type": "Polygon", "coordinates": [BOX]}, "accuracy_m": 5},
    valid="2024-03-05",
)
FIND = Claim(
    kind="find",
    subject="find:1",
    values={"quantity": 2, "note": "by the well"},
    place={"geometry": {"type": "Point", "coordinates": [37.5123, 48.0123]}, "as_written": "37.5123 48.0123"},
)
VICTIM = Claim(
    kind="victim",
    subject="victim:ana",
    access="personal",
    values={"name": "Ana", "age_group": "girl", "status": "injured"},
    place={"geometry": {"type": "Point", "coordinates": [37.5123, 48.0123]}},
    valid="2024-03-09",
)
ORGANISATION = Claim(kind="organisation", subject="organisation:o", values={"name": "Clear Land"})
FORMATS = pytest.mark.parametrize("ending", ENDINGS)


@pytest.fixture
def filled(project: Project) -> Project:
    project.append([AREA, FIND, ORGANISATION, VICTIM])
    return project


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


@FORMATS
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=st.lists(any_claim(), min_size=1, max_size=6, unique_by=lambda claim: claim.id))
def test_formats__any_claims__come_back_as_they_were(
    tmp_path: Path, ending: str, claims: list[Claim]
) -> None:
    assert not [fault for claim in claims for fault in problems_of(claim)]
    path = tmp_path / f"x{ending}"
    path.unlink(missing_ok=True)
    with Spool() as spool:
        spool.fill(Chosen(one, "proposed") for one in sorted(claims, key=lambda one: one.kind))
        _write(path, ending, spool)
    assert is_export(path)
    back = {Claim.from_json(content_of(row)).id for row in export_rows(path)}
    assert back == {claim.id for claim in claims}


@FORMATS
def test_export__imported_where_it_came_from__adds_nothing(
    filled: Project, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"out{ending}"
    done = export_to(filled, path, Choice(access="personal"))
    [taken] = take_file(filled, path)
    assert (done.counts["find"], taken.rows, taken.unchanged, taken.claims_added) == (1, 4, 4, 0)


@FORMATS
def test_export__imported_elsewhere__gives_the_same_claims(
    filled: Project, tmp_path: Path, empty: Path, ending: str
) -> None:
    path = tmp_path / f"out{ending}"
    export_to(filled, path, Choice(access="personal"))
    with Project.open(copyfile(empty, tmp_path / "other.gpkg")) as other:
        [taken] = take_file(other, path)
        held = {
            item.id for item in recorded_by_id(other.store, [AREA.id, FIND.id, ORGANISATION.id, VICTIM.id])
        }
        assert (taken.accepted, len(held)) == (4, 4)
        assert take_file(other, path)[0].claims_added == 0


@FORMATS
def test_export__by_default__holds_nothing_personal(filled: Project, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    done = export_to(filled, path)
    assert "victim" not in done.counts
    assert "1 personal claims left out" in done.left_out[0]
    assert b"Ana" not in path.read_bytes()


def test_export__coarsened__names_nobody_and_comes_back(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    export_to(filled, path, Choice(coarsen=True))
    [row] = [row for row in export_rows(path) if row["tilth_kind"] == "victim"]
    told = (row["tilth_lon"], row["tilth_valid"], row["age_group"], row["tilth_accuracy_m"])
    assert told == ("37.5", "2024-03", "girl", "8000")
    assert b"Ana" not in path.read_bytes().replace(b"Analysis", b"")
    assert b"victim:ana" not in path.read_bytes()
    assert take_file(filled, path)[0].claims_added == 0


def test_export__edited_cell__comes_back_as_a_correction(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_to(filled, path, Choice(kinds=["hazardous_area"]))
    edit(path, "SHA", "CHA")
    [taken] = take_file(filled, path)
    assert (taken.accepted, taken.claims_added) == (1, 2)
    assert statuses_of(filled.store, recorded_by_id(filled.store, [AREA.id]))[AREA.id].name == "corrected"
    now = picture(filled.store, AREA.subject, statuses=["proposed"])
    assert (now.value("classification"), now.value("area_stated_m2")) == ("CHA", 12.5)


def test_export__edited_file_twice__changes_nothing_the_second_time(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_to(filled, path, Choice(kinds=["hazardous_area"]))
    edit(path, "SHA", "CHA")
    take_file(filled, path)
    [again] = take_file(filled, path)
    assert (again.unchanged, again.claims_added) == (1, 0)


def test_export__edited_row_of_a_reviewed_claim__waits_for_a_person(filled: Project, tmp_path: Path) -> None:
    review_claims(filled, [("accept", AREA.id)])
    path = tmp_path / "out.csv"
    export_to(filled, path, Choice(kinds=["hazardous_area"]))
    edit(path, "SHA", "CHA")
    [taken] = take_file(filled, path)
    assert taken.problems[0].rule == "reviewed"
    assert picture(filled.store, AREA.subject).value("classification") == "SHA"


def test_export__moved_corner__corrects_the_place_alone(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    export_to(filled, path, Choice(kinds=["hazardous_area"]))
    edit(path, "[37.52,48.02]", "[37.53,48.02]")
    take_file(filled, path)
    now = picture(filled.store, AREA.subject, statuses=["proposed"])
    assert now.value("place")["geometry"]["coordinates"][0][2] == [37.53, 48.02]
    assert (now.value("place")["accuracy_m"], now.value("name")) == (5, "=Field")


def test_export__saved_with_fewer_digits_and_turned_ring__is_no_edit(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    export_to(filled, path)
    content = orjson.loads(path.read_bytes())
    for feature in content["features"]:
        if feature["geometry"] and feature["geometry"]["type"] == "Polygon":
            ring = [[x + 4e-8, y] for x, y in reversed(feature["geometry"]["coordinates"][0])]
            feature["geometry"] = {"type": "MultiPolygon", "coordinates": [[ring]]}
    path.write_bytes(orjson.dumps(content))
    assert take_file(filled, path)[0].claims_added == 0


def test_export__row_added_without_identity__is_a_new_claim(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_to(filled, path, Choice(kinds=["find"]))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.append({**rows[0], "tilth_claim": "", "tilth_subject": "find:2", "quantity": "5"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    [taken] = take_file(filled, path)
    assert (taken.rows, taken.accepted, taken.unchanged) == (2, 1, 1)


def test_export__cell_that_cannot_be__is_refused_and_named(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_to(filled, path, Choice(kinds=["hazardous_area"]))
    edit(path, "SHA", "certain")
    [taken] = take_file(filled, path)
    assert (taken.refused, taken.claims_added) == (1, 0)
    assert (taken.problems[0].field, taken.problems[0].row) == ("classification", 1)


def test_export__column_removed__leaves_its_values(filled: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_to(filled, path, Choice(kinds=["find"]))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in rows[0] if name != "note"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert take_file(filled, path)[0].claims_added == 0


def test_export__accepted_only__leaves_proposals_out_and_says_so(filled: Project, tmp_path: Path) -> None:
    review_claims(filled, [("accept", FIND.id)])
    done = export_to(filled, tmp_path / "out.csv", Choice(accepted=True))
    assert done.counts == {"find": 1}
    assert "rejected, corrected or not accepted" in done.left_out[0]


@pytest.mark.parametrize("day, count", [("2024-03-05", 1), ("2023-01-01", 0)])
def test_export__true_on__leaves_out_what_was_not(
    filled: Project, tmp_path: Path, day: str, count: int
) -> None:
    done = export_to(filled, tmp_path / "out.csv", Choice(kinds=["hazardous_area"], true_on=day))
    assert sum(done.counts.values()) == count


def test_export__known_before_anything_was_recorded__is_empty(filled: Project, tmp_path: Path) -> None:
    assert export_to(filled, tmp_path / "out.xlsx", Choice(known_on="2000")).counts == {}


def test_export__formula_in_a_text__is_no_formula_in_a_spreadsheet(filled: Project, tmp_path: Path) -> None:
    export_to(filled, tmp_path / "out.csv", Choice(kinds=["hazardous_area"]))
    assert ",'=Field," in (tmp_path / "out.csv").read_text("utf-8")


def test_export__long_text_in_xlsx__comes_back_whole(project: Project, tmp_path: Path) -> None:
    text = "ق_x000D_\r\n" * 9_000
    project.append([Claim(kind="note", subject="note:1", values={"text": text})])
    export_to(project, tmp_path / "out.xlsx")
    [row] = export_rows(tmp_path / "out.xlsx")
    assert row["text"] == text


WRONG: list[tuple[str, Callable[[], Choice], str]] = [
    ("out.doc", Choice, "no format for this ending"),
    ("out.csv", lambda: Choice(access="secret"), "allowed: public, partner"),
    ("out.csv", lambda: Choice(true_on="someday"), "give 2024-03-05"),
    ("none/out.csv", Choice, "no folder"),
]


@pytest.mark.parametrize("name, choice, words", WRONG)
def test_export__wrong_request__is_refused_in_plain_words(
    filled: Project, tmp_path: Path, name: str, choice: Callable[[], Choice], words: str
) -> None:
    with pytest.raises(ExchangeError, match=words):
        export_to(filled, tmp_path / name, choice())


def test_import__broken_workbook__is_no_export_and_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ExchangeError):
        take_file(project, tmp_path / "x.xlsx")


def test_import__csv_cut_off_in_a_quote__is_refused_or_accounted_for(filled: Project, tmp_path: Path) -> None:
    export_to(filled, tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text("utf-8")
    (tmp_path / "cut.csv").write_text(text[: len(text) - 40] + '"', "utf-8")
    [taken] = take_file(filled, tmp_path / "cut.csv")
    assert taken.rows == taken.accepted + taken.refused + taken.duplicates + taken.unchanged


def test_export__onto_the_project_itself__is_refused(filled: Project) -> None:
    assert filled.store.path is not None
    with pytest.raises(ExchangeError, match="the project itself"):
        export_to(filled, filled.store.path)


def test_export__edited_in_followthemoney__comes_back_as_a_correction(
    filled: Project, tmp_path: Path
) -> None:
    path = tmp_path / "out.ftm.json"
    export_to(filled, path, Choice(kinds=["organisation"]))
    edit(path, '"name":["Clear Land"]', '"name":["Clear Land Trust"]')
    take_file(filled, path)
    now = picture(filled.store, ORGANISATION.subject, statuses=["proposed"])
    assert now.value("name") == "Clear Land Trust"
