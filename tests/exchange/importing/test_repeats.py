"""Submissions of forms with repeats: each repeat knows its submission."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tilth.exchange.importing import import_file
from tilth.project import Project

MAIN = """SubmissionDate,local_id,activity_kind,site-Latitude,site-Longitude,site-Accuracy,start,KEY
2024-05-01T09:00:00Z,BAC-1,BAC,16.7,106.9,4.5,2024-04-30,uuid:1
2024-05-02T09:00:00Z,BAC-2,BAC,16.8,106.8,5.0,2024-05-01,uuid:2
"""
FINDS = """category,quantity,PARENT_KEY,KEY
submunition,2,uuid:1,uuid:1/finds[1]
other_uxo,1,uuid:2,uuid:2/finds[1]
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return an export of ODK Central with a repeat and a media folder."""
    with zipfile.ZipFile(tmp_path / "activity.zip", "w") as packed:
        packed.writestr("activity.csv", MAIN)
        packed.writestr("activity-finds.csv", FINDS)
        packed.writestr("media/photo.jpg", b"")
    return tmp_path / "activity.zip"


def test_form__with_a_repeat__gives_activities_and_finds(untouched: Project, export: Path) -> None:
    outcomes = import_file(untouched, export, kind="activity", dry_run=True)
    assert [(o.mapping.kind, o.intake.accepted, o.intake.refused) for o in outcomes] == [
        ("activity", 2, 0), ("find", 2, 0),
    ]  # fmt: skip


def test_repeat__without_a_position__takes_that_of_its_submission(untouched: Project, export: Path) -> None:
    finds = import_file(untouched, export, kind="activity", dry_run=True)[1]
    place = finds.claims[0].claim.place
    assert (place["geometry"]["coordinates"], place["accuracy_m"]) == ([106.9, 16.7], 4.5)


def test_repeat__names_the_record_of_its_submission(untouched: Project, export: Path) -> None:
    finds = import_file(untouched, export, kind="activity", dry_run=True)[1]
    assert [one.claim.values["activity"] for one in finds.claims] == ["activity:BAC-1", "activity:BAC-2"]


def test_repeat__of_a_kind_that_cannot_be_told__is_refused_whole_and_the_rest_taken(
    untouched: Project, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr("activity.csv", MAIN)
        packed.writestr("activity-photos.csv", "file,PARENT_KEY,KEY\na.jpg,uuid:1,uuid:1/photos[1]\n")
    outcomes = import_file(untouched, tmp_path / "x.zip", kind="activity", dry_run=True)
    assert [(o.intake.accepted, o.intake.refused) for o in outcomes] == [(2, 0), (0, 1)]


def test_form__that_gained_a_question__still_fits_its_profile(
    untouched: Project, write: Callable[..., Path]
) -> None:
    [first] = import_file(untouched, write(MAIN), kind="activity", dry_run=True)
    longer = "\n".join(f"{line},x" for line in MAIN.strip().splitlines())
    [second] = import_file(untouched, write(longer, name="b.csv"), mapping=first.mapping, dry_run=True)
    assert second.intake.accepted == 2
    assert "not taken: x" in second.mapping.questions[0]
