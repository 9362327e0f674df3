"""A project in a file, and tables written as they stand on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from tilth.project import Project


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty project file to copy: making one takes longer than most tests here."""
    path = tmp_path_factory.mktemp("empty") / "p.gpkg"
    Project.create(path).close()
    return path


@pytest.fixture
def project(empty: Path, tmp_path: Path) -> Iterator[Project]:
    """Yield a new, empty project."""
    with Project.open(copyfile(empty, tmp_path / "p.gpkg")) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a text to a file and gives its path."""

    def write(text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
