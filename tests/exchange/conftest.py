"""A project in a file, and tables written as they stand on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tilth.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Yield a new, empty project."""
    with Project.create(tmp_path / "p.gpkg") as made:
        yield made


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a text to a file and gives its path."""

    def write(text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
