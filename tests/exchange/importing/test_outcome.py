"""What becomes of rows: known, new, corrected, updated, withdrawn; the account always balances."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tilth.claims import Claim, Installation, picture, recorded_about, recorded_of_kind, statuses_of
from tilth.exchange.importing import Mapping, Outcome, commit, propose, sheet_of_rows, try_out
from tilth.project import Project, review_claims

Tried = Callable[..., Outcome]
DRAWN = ("accepted", "proposed")
AREA = {
    "Hazard ID": "SHA-1",
    "Date": "2020-05-01",
    "Classification": "SHA",
    "Lat": 44.1,
    "Long": 17.2,
    "Name": "Mill",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project that the tests of this module share; each writes records of its own."""
    folder = tmp_path_factory.mktemp("outcome")
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as made:
        yield made


@pytest.fixture
def bring(opened: Project, request: pytest.FixtureRequest) -> Callable[..., Outcome]:
    """Return a function that imports rows as of another file each time; records are this test's own."""
    own = request.node.name

    def bring(
        *rows: dict[str, Any], kind: str = "hazardous_area", file: str = "a", **settled: Any
    ) -> Outcome:
        named = [{**row, "Hazard ID": f"{own}-{row['Hazard ID']}"} for row in rows]
        sheet = sheet_of_rows(f"{file}.csv", named)
        mapping = replace(propose(sheet, kind), **settled)
        values = {"title": file} | ({"series": settled["series"]} if "series" in settled else {})
        source = Claim(kind="source", subject=f"source:{own[-60:]}-{file}", values=values)
        outcome = try_out(opened, sheet, mapping, source)
        commit(opened, outcome)
        return outcome

    return bring


def fates(outcome: Outcome) -> list[tuple[str, str]]:
    """Return fate and note of each row."""
    return [(fate.fate, fate.note) for fate in outcome.fates]


def drawn(project: Project, outcome: Outcome, name: str) -> Any:
    """Return what is told now of the first row's record."""
    return picture(project.store, outcome.fates[0].subject, statuses=DRAWN).told[name]


def test_row__first_time__is_new(bring: Callable[..., Outcome]) -> None:
    assert fates(bring(AREA)) == [("accepted", "new")]


def test_row__same_in_another_file__is_unchanged_and_adds_nothing(bring: Callable[..., Outcome]) -> None:
    bring(AREA)
    again = bring(AREA, file="b")
    assert (fates(again), again.added) == ([("unchanged", "unchanged")], 0)


def test_row__same_day_with_another_value__is_a_correction(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    first = bring(AREA)
    second = bring({**AREA, "Name": "Old mill"}, file="b")
    assert fates(second) == [("accepted", "correction")]
    assert drawn(opened, second, "name").value == "Old mill"
    [old] = [
        i for i in recorded_about(opened.store, [first.fates[0].subject]) if i.id == first.fates[0].claim
    ]
    status = statuses_of(opened.store, [old])[old.id]
    assert (status.name, status.replacement) == ("corrected", second.fates[0].claim)


def test_correction__is_shown_with_both_values(bring: Callable[..., Outcome]) -> None:
    bring(AREA)
    [line] = [p for p in bring({**AREA, "Name": "Old mill"}, file="b").problems if p.rule == "correction"]
    assert (line.field, line.value, line.severity) == ("name", "Mill -> Old mill", "info")


def test_correction__of_a_correction_on_the_same_day__last_recorded_wins(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    for file, name in (("a", "one"), ("b", "two"), ("c", "three")):
        last = bring({**AREA, "Name": name}, file=file)
    assert drawn(opened, last, "name").value == "three"


def test_old_file__brought_again_after_a_correction__changes_nothing(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    bring(AREA)
    bring({**AREA, "Name": "Old mill"}, file="b")
    again = bring(AREA)
    assert (again.added, drawn(opened, again, "name").value) == (0, "Old mill")


def test_row__of_a_later_day__is_an_update_and_both_hold_in_their_time(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    bring(AREA)
    later = bring({**AREA, "Date": "2021-06-01", "Lat": 44.2}, file="b")
    assert fates(later) == [("accepted", "update")]
    subject = later.fates[0].subject
    places = [
        picture(opened.store, subject, true_on=day, statuses=DRAWN).told["place"]
        for day in ("2020-12-31", "2021-12-31")
    ]
    assert [(told.how, told.value["geometry"]["coordinates"][1]) for told in places] == [
        ("agreed", 44.1),
        ("agreed", 44.2),
    ]


def test_row__of_an_earlier_day__is_late_and_ends_where_the_newer_begins(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    bring({**AREA, "Date": "2021-06-01"})
    late = bring({**AREA, "Date": "2019-01-01", "Name": "Meadow"}, file="b")
    assert fates(late) == [("accepted", "late")]
    now = picture(opened.store, late.fates[0].subject, true_on="2022-01-01", statuses=DRAWN)
    assert now.value("name") == "Mill"


def test_correction__of_an_accepted_claim__waits_for_a_person(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    first = bring(AREA)
    review_claims(opened, [("accept", first.fates[0].claim)], by="reviewer")
    second = bring({**AREA, "Name": "Old mill"}, file="b")
    assert picture(opened.store, second.fates[0].subject).value("name") == "Mill"
    assert "until a person judges" in next(p.advice for p in second.problems if p.rule == "correction")


def test_correction__telling_less__keeps_what_only_the_old_one_tells(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    bring(AREA)
    less = {name: AREA[name] for name in ("Hazard ID", "Date", "Lat", "Long")}
    second = bring({**less, "Lat": 44.15}, file="b")
    assert drawn(opened, second, "place").value["geometry"]["coordinates"] == [17.2, 44.15]


def test_row__of_another_speaker__stands_beside_and_contradicts(
    bring: Callable[..., Outcome], opened: Project
) -> None:
    bring(AREA)
    other = bring({**AREA, "Name": "Weir"}, file="b", speaker="entity:npa")
    assert drawn(opened, other, "name").how == "contested"


def test_snapshot__without_a_record__withdraws_it(bring: Callable[..., Outcome], opened: Project) -> None:
    first = bring(AREA, {**AREA, "Hazard ID": "SHA-2"}, series="set", complete=True)
    second = bring(AREA, file="b", series="set", complete=True)
    assert [(p.rule, p.row) for p in second.problems if p.rule == "withdrawn"] == [("withdrawn", 0)]
    gone = first.fates[1]
    [item] = [i for i in recorded_about(opened.store, [gone.subject]) if i.id == gone.claim]
    assert statuses_of(opened.store, [item])[item.id].name == "retracted"


def test_snapshot__with_a_refused_record__does_not_withdraw_it(bring: Callable[..., Outcome]) -> None:
    bring(AREA, series="other set", complete=True)
    second = bring({**AREA, "Lat": "words"}, file="b", series="other set", complete=True)
    assert [p.rule for p in second.problems] == ["place"]


def test_mended_outline__keeps_the_original_as_a_claim(opened: Project) -> None:
    wkt = "POLYGON ((17 44, 17.01 44.01, 17.01 44, 17 44.01, 17 44))"
    sheet = sheet_of_rows("m.csv", [{"Hazard ID": "bow-tie", "Classification": "CHA", "wkt": wkt}])
    source = Claim(kind="source", subject="source:bow-tie", values={"title": "m"})
    outcome = try_out(opened, sheet, propose(sheet, "hazardous_area"), source)
    commit(opened, outcome)
    kept = [
        i.claim for i in recorded_of_kind(opened.store, ["repair"]) if i.claim.values["record"] == "bow-tie"
    ]
    assert [(claim.values["before"], claim.values["of_claim"]) for claim in kept] == [
        (wkt, outcome.fates[0].claim)
    ]


def test_victim__is_personal_and_no_value_is_in_the_report(tried: Tried) -> None:
    rows = [{"id": "V-1", "name": "Somebody", "sex": "perhaps", "age": 300}]
    outcome = tried(rows, "victim")
    assert {claim.claim.access for claim in outcome.claims} == {"personal"}
    told = " ".join(f"{p.value} {p.reason}" for p in outcome.problems)
    assert not [word for word in ("Somebody", "perhaps", "300") if word in told]


def test_cell__that_cannot_be_read__is_left_out_and_its_words_kept(tried: Tried) -> None:
    [claim] = tried(
        [{"id": "a", "date": "2020-01-02", "killed": "some", "lat": 1.5, "lon": 2.5}], "accident"
    ).claims
    assert ("killed" in claim.claim.values, claim.claim.wording["killed"]) == (False, "some")


def test_cell__that_cannot_be_read_where_rows_are_refused__refuses_the_row(tried: Tried) -> None:
    rows = [{"id": "a", "killed": "some", "lat": 1.5, "lon": 2.5}]
    mapping = replace(propose(sheet_of_rows("t", rows), "accident"), bad_cells="refuse_row")
    assert fates(tried(rows, "accident", mapping)) == [("refused", "killed: not a number")]


def test_row__with_a_local_id__is_named_by_it_and_tells_it(tried: Tried) -> None:
    [one] = tried([{"local_id": "ACC-7", "lat": 1.5, "lon": 2.5}], "accident").claims
    assert (one.claim.subject, one.claim.values) == ("accident:ACC-7", {"local_id": "ACC-7"})


def test_row__without_identifier__is_named_by_its_row(tried: Tried) -> None:
    rows = [{"id": "a", "killed": 1}, {"id": None, "killed": 2}]
    outcome = tried(rows, "accident")
    assert [fate.fate for fate in outcome.fates] == ["accepted", "accepted"]
    assert outcome.fates[1].subject.endswith("row-2")


def test_row__that_tells_nothing__is_refused(tried: Tried) -> None:
    outcome = tried([{"id": "a", "killed": None}, {"id": "b", "killed": 1}], "accident")
    assert fates(outcome)[0] == ("refused", "row: the row tells nothing")


_cells = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.integers(-5, 200),
    st.floats(-200, 200),
    st.sampled_from(["44.1", "17.2", "A-1", "2020-01-01", "31/12/2020", "yes", "SHA", "48QXD852453", "=1+1"]),
)
_columns = ["id", "lat", "lon", "date", "killed", "injured", "total", "device", "marked before", "note"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries({name: _cells for name in _columns}), min_size=1, max_size=6))
def test_account__of_any_rows__balances_and_names_every_refusal(
    tried: Tried, rows: list[dict[str, Any]]
) -> None:
    outcome = tried(rows, "accident", _accidents())
    account = outcome.intake
    assert (
        account.rows
        == account.accepted + account.refused + account.duplicates + account.unchanged
        == len(rows)
    )
    refused = {fate.row for fate in outcome.fates if fate.fate == "refused"}
    assert refused == {p.row for p in outcome.problems if p.severity == "refused"}


def _accidents() -> Mapping:
    row = dict.fromkeys(_columns, "A-1") | {"lat": 44.5, "lon": 17.5}
    return propose(sheet_of_rows("t", [row]), "accident")


def test_file__of_several_layers__is_one_document_that_adds_up(untouched: Project, tmp_path: Path) -> None:
    import geopandas
    import shapely

    from tilth.exchange.importing import import_file, summary_json

    path = tmp_path / "x.gpkg"
    for layer, shapes in (
        ("suspect", [shapely.box(17, 44, 17.1, 44.1), None]),
        ("cleared", [shapely.box(17, 44, 17.05, 44.05)]),
    ):
        frame = geopandas.GeoDataFrame(
            {"local_id": [f"{layer}-{n}" for n in range(len(shapes))]}, geometry=shapes, crs="EPSG:4326"
        )
        frame.to_file(path, layer=layer)
    outcomes = import_file(untouched, path, kind="hazardous_area", dry_run=True)
    told = summary_json([outcome.intake for outcome in outcomes])
    assert (told["rows"], told["accepted"], told["refused"]) == (3, 2, 1)
    assert [part["kind"] for part in told["parts"]] == ["hazardous_area", "release"]
    assert any("its name says release" in problem["reason"] for problem in told["problems"])
