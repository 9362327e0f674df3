"""A server killed in the middle of saving loses nothing that it said was saved."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tilth.claims import Installation, recorded_by_id, statuses_of, verify
from tilth.project import Project
from tilth.project.search import Index, Question, find

pytestmark = pytest.mark.xdist_group("web")


@pytest.mark.parametrize("after_s", [0.03])
def test_server__killed_while_it_saves__loses_nothing_it_answered_for(
    demo_home: Path, tmp_path: Path, after_s: float
) -> None:
    path = tmp_path / "demo.gpkg"
    shutil.copyfile(demo_home / "demo" / "demo.gpkg", path)
    words = [sys.executable, Path(__file__).with_name("_saving.py"), path]
    saving = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert saving.stdout is not None
    saved = []
    for line in saving.stdout:
        saved.append(line.strip())
        if len(saved) == 6:
            time.sleep(after_s)
            saving.kill()
            break
    saved += [line.strip() for line in saving.stdout if len(line.strip()) == 64]
    saving.stdout.close()
    saving.wait(20)
    told = [key for key in saved if len(key) == 64]
    with Project.open(path, Installation(tmp_path / "home")) as project:
        assert verify(project.store).holds
        items = recorded_by_id(project.store, told)
        statuses = statuses_of(project.store, items)
        assert [statuses[key].name for key in told] == ["accepted"] * len(told)
        index = Index(project)
        index.refresh()
        found = find(index, Question(kind="survey_box", status="accepted"), 1_000)
        index.close()
        assert set(told) <= set(found.ids)
