"""The house: floors, licence, version."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import tilth

ROOT = Path(__file__).resolve().parents[1]


def test_version__package_and_project_file__agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == tilth.__version__


def test_licence__file_in_the_repository__is_apache_2() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")[:200]


def test_requirements__every_pin__has_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = [part for part in lock.split("\n") if part and not part.startswith((" ", "#"))]
    assert len(pins) > 40
    assert lock.count("--hash=sha256:") >= len(pins)


def test_floors__all_imports__point_downwards() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
