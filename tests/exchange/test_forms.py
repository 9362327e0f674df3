"""Forms for the field: sound, in five languages, and their submissions come back as the claims they mean."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from pyxform.xls2xform import convert

from tilth.claims import picture, vocabulary
from tilth.exchange import ExchangeError, form_named, forms, known_of, take_file, write_form
from tilth.exchange.form_sheets import _labels, form_sheets, languages
from tilth.project import Project

Write = Callable[..., Path]
ALL = pytest.mark.parametrize("name", list(forms()))
BOX = form_named("survey_box").template
AREA = form_named("hazardous_area").template


@ALL
def test_form__every_kind__is_sound_for_pyxform(tmp_path: Path, name: str) -> None:
    path = write_form(tmp_path / f"{name}.xlsx", form_named(name))
    result = convert(path, validate=False)
    assert not result.warnings
    assert f"tilth_{name}" in result.xform
    assert "العربية" in result.xform


@ALL
def test_form__questions__are_properties_of_the_vocabulary(name: str) -> None:
    form = form_named(name)
    properties = vocabulary()[form.kind].properties
    asked = {question.name for question in form.questions()} - {"place"}
    assert asked <= set(properties)
    required = {item.name for item in properties.values() if item.required} - set(form.fixed)
    assert required <= asked


@ALL
def test_form__labels__stand_in_all_languages(name: str) -> None:
    form = form_named(name)
    keys = {f"@{name}"} | {f"#{group}" for group, questions in form.groups.items() if questions}
    keys |= {f"={row['name']}" for row in form_sheets(form).choices}
    own = {question.name for question in form.questions()}
    keys |= {key for key in own if f"{form.kind}.{key}" not in _labels()}
    missing = [
        (key, code) for key in sorted(keys) for code in languages() if not _labels().get(key, {}).get(code)
    ]
    assert not missing


def test_languages__machine_made_wording__is_marked_in_data_and_form(tmp_path: Path) -> None:
    made = {code: row["made"] for code, row in languages().items()}
    assert [code for code, who in made.items() if who == "machine"] == ["fr", "uk", "ar", "lo"]
    xform = convert(write_form(tmp_path / "f.xlsx", form_named("find")), validate=False).xform
    assert "traduits par une machine" in xform


def test_form__with_a_project__offers_its_organisations(project: Project, tmp_path: Path) -> None:
    from tilth.claims import Claim

    project.append([Claim(kind="organisation", subject="organisation:clear", values={"name": "Clear Land"})])
    path = write_form(tmp_path / "f.xlsx", form_named("clearance"), known_of(project))
    assert "organisation:clear" in convert(path, validate=False).xform


# As ODK Central writes it: groups before the name, geopoints in four columns.
CENTRAL = f"""SubmissionDate,form_started,form_ended,form_template,g_where-grid_id,g_where-cell_id,\
g_where-place-Latitude,g_where-place-Longitude,g_where-place-Altitude,g_where-place-Accuracy,g_where-size_m,\
g_who-date,g_who-team,g_outcome-access,g_outcome-searched,g_outcome-found,g_outcome-fragments_found,\
g_outcome-other_eo_found,g_remark-note,meta-instanceID,KEY,SubmitterName,AttachmentsPresent,Status,FormVersion
2026-05-02T10:00:00Z,2026-05-02T09:00:00Z,2026-05-02T09:05:00Z,{BOX},A,1,16.7,106.9,0,4.5,50,\
2026-05-01,alpha,searched,0.8,2,1,0,by the road,uuid:11,uuid:11,anna,0,,v1
2026-05-02T10:00:00Z,2026-05-02T09:00:00Z,2026-05-02T09:05:00Z,{BOX},A,2,16.71,106.9,0,4.5,50,\
2026-05-01,alpha,not_accessible,,,,,,uuid:12,uuid:12,anna,0,,v1
"""


def test_submissions__csv_of_central__become_boxes(project: Project, write: Write) -> None:
    [taken] = take_file(project, write(CENTRAL, "tilth_survey_box.csv"))
    box = picture(project.store, "survey_box:A-1", statuses=["proposed"])
    assert (taken.rows, taken.accepted, taken.kind) == (2, 2, "survey_box")
    assert (box.value("searched"), box.value("found"), box.value("team")) == (0.8, 2, "team:alpha")
    assert box.value("place")["accuracy_m"] == 4.5
    assert len(box.value("place")["geometry"]["coordinates"][0]) == 5


def test_submissions__box_not_reached__has_no_count_of_finds(project: Project, write: Write) -> None:
    take_file(project, write(CENTRAL, "tilth_survey_box.csv"))
    box = picture(project.store, "survey_box:A-2", statuses=["proposed"])
    assert (box.value("access"), box.value("found")) == ("not_accessible", None)


def test_submissions__same_file_again__changes_nothing(project: Project, write: Write) -> None:
    path = write(CENTRAL, "tilth_survey_box.csv")
    take_file(project, path)
    [again] = take_file(project, path)
    assert (again.unchanged, again.claims_added) == (2, 0)


def test_submissions__changed_where_collected__correct_what_they_told(project: Project, write: Write) -> None:
    take_file(project, write(CENTRAL, "one.csv"))
    take_file(project, write(CENTRAL.replace(",searched,0.8,2,", ",searched,1,2,"), "two.csv"))
    box = picture(project.store, "survey_box:A-1", statuses=["proposed"])
    assert (box.value("searched"), box.conflicts) == (1, {})


def test_submissions__older_file_after_a_change__does_not_undo_it(project: Project, write: Write) -> None:
    old, new = write(CENTRAL, "one.csv"), write(CENTRAL.replace(",0.8,2,", ",1,2,"), "two.csv")
    take_file(project, old)
    take_file(project, new)
    take_file(project, old)
    assert picture(project.store, "survey_box:A-1", statuses=["proposed"]).value("searched") == 1


def test_form__gains_a_question__earlier_and_later_submissions_stay(project: Project, write: Write) -> None:
    take_file(project, write(CENTRAL, "one.csv"))
    head, *rows = CENTRAL.strip().split("\n")
    gained = "\n".join([f"{head},g_who-weather", f"{rows[0]},", f"{rows[1]},rain"])
    [taken] = take_file(project, write(gained + "\n", "two.csv"))
    assert (taken.unchanged, taken.accepted) == (1, 1)
    assert [(p.field, p.severity) for p in taken.problems] == [("weather", "advisory")]
    [told] = picture(project.store, "survey_box:A-2", statuses=["proposed"]).claims
    assert told.claim.wording == {"weather": "rain"}


# As KoboToolbox writes it: slashes, one column for a point, choices of several also column by column.
KOBO = (
    "form_template;date_of_information;g_where/local_id;g_where/place;g_what/classification;g_what/status;"
    "g_what/contamination;g_what/contamination/cluster_munitions;g_what/contamination/axo;"
    "g_evidence/evidence;g_evidence/indirect_evidence;g_people/beneficiaries_women;_id;_uuid;_submission_time\n"
    f"{AREA};2026-05-01;H7;16.7 106.9 0 5;SHA;open;cluster_munitions axo;1;1;yes;craters;12;7;77;2026\n"
    f'{AREA};2026-05-01;H8;"16.7 106.9 0 5;16.7 106.91 0 6;16.71 106.91 0 4;16.7 106.9 0 5";CHA;open;'
    "axo;0;1;yes;;;8;78;2026\n"
)


def test_submissions__csv_of_kobo__become_areas_with_outline(project: Project, write: Write) -> None:
    [taken] = take_file(project, write(KOBO, "kobo.csv"))
    area = picture(project.store, "hazardous_area:H8", statuses=["proposed"])
    assert (taken.accepted, taken.refused) == (1, 1)
    assert area.value("place")["geometry"]["coordinates"][0][1] == [106.91, 16.7]
    assert area.value("place")["accuracy_m"] == 6
    assert (area.claims[0].claim.valid, area.claims[0].claim.wording) == ("2026-05-01", {})


def test_submissions__outline_of_one_corner__is_refused_with_its_reason(
    project: Project, write: Write
) -> None:
    [taken] = take_file(project, write(KOBO, "kobo.csv"))
    [problem] = taken.problems
    assert (problem.record, problem.field, problem.severity) == ("77", "place", "refused")


def test_submissions__json_with_counts_and_repeat__become_records(project: Project, tmp_path: Path) -> None:
    rows = [
        {
            "__id": "uuid:1", "form_template": form_named("quality_visit").template,
            "g_where": {"local_id": "Q1", "place": {"type": "Point", "coordinates": [106.9, 16.7, 0]}},
            "g_who": {"date": "2026-05-01", "visit_kind": "qc_inspection", "inspecting": "nmac"},
            "g_checklist": {"medic": "no", "marking": "yes"},
            "g_outcome": {
                "result": "failed",
                "nonconformities": [
                    {"nonconformities_type": "missed item", "nonconformities_severity": "critical"}
                ],
            },
        }
    ]  # fmt: skip
    path = tmp_path / "q.json"
    path.write_bytes(orjson.dumps({"value": rows}))
    [taken] = take_file(project, path)
    visit = picture(project.store, "quality_visit:Q1", statuses=["proposed"])
    assert taken.accepted == 1
    assert visit.value("nonconformities") == [{"type": "missed item", "severity": "critical"}]
    assert {"item": "medic", "answer": "no"} in visit.value("checklist")


def test_submissions__zip_with_repeats__are_joined(project: Project, tmp_path: Path) -> None:
    main = (
        "form_template,g_where-local_id,g_who-date,g_who-visit_kind,g_outcome-result,KEY\n"
        f"{form_named('quality_visit').template},Q2,2026-05-01,qa_monitoring,passed,uuid:2\n"
    )
    repeat = (
        "nonconformities_type,nonconformities_severity,PARENT_KEY,KEY\n"
        "late start,minor,uuid:2,uuid:2/nonconformities[1]\n"
    )
    path = tmp_path / "q.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("tilth_quality_visit.csv", main)
        bundle.writestr("tilth_quality_visit-nonconformities.csv", repeat)
    take_file(project, path)
    visit = picture(project.store, "quality_visit:Q2", statuses=["proposed"])
    assert visit.value("nonconformities") == [{"type": "late start", "severity": "minor"}]


def test_submissions__victim__is_personal_and_not_in_messages(project: Project, write: Write) -> None:
    text = (
        "form_template,date_of_information,g_what-accident,g_what-status,g_person-name,g_person-age,KEY\n"
        f"{form_named('victim').template},2026-05-01,acc1,injured,Ana Bo,seven,uuid:3\n"
        f"{form_named('victim').template},2026-05-01,acc1,injured,Ana Bo,7,uuid:4\n"
    )
    [taken] = take_file(project, write(text, "victim.csv"))
    victim = picture(project.store, "victim:4", statuses=["proposed"])
    assert victim.claims[0].claim.access == "personal"
    assert (taken.accepted, taken.refused) == (1, 1)
    assert "seven" not in orjson.dumps(taken.to_json()).decode()


def test_counts__risk_education__are_told_by_sex_and_age(project: Project, write: Write) -> None:
    text = (
        "form_template,g_where-local_id,g_where-community,g_who-date,g_who-organisation,g_people-reached_girls,KEY\n"
        f"{form_named('risk_education').template},R1,Ban Na,2026-05-01,op,12,uuid:5\n"
    )
    take_file(project, write(text, "re.csv"))
    told = picture(project.store, "risk_education:R1", statuses=["proposed"]).value("reached")
    assert told == [{"sex": "female", "age_group": "0-17", "gain": "direct", "count": 12}]


def test_form__folder_that_is_not_there__is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="no folder"):
        write_form(tmp_path / "none" / "f.xlsx", form_named("find"))


def test_form__its_own_workbook__is_no_submission(project: Project, tmp_path: Path) -> None:
    from tilth.exchange import is_submission

    assert not is_submission(write_form(tmp_path / "f.xlsx", form_named("find")))
