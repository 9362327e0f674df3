"""One project that imports are only tried on: making a project costs more than most of these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tilth.claims import Claim, Installation
from tilth.exchange.importing import Mapping, Outcome, Sheet, mapping_for, sheet_of_rows, try_out
from tilth.project import Project

SOURCE = Claim(kind="source", subject="source:0123456789abcdef", values={"title": "made for tests"})


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield an empty project that nothing is written into."""
    folder = tmp_path_factory.mktemp("untouched")
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as made:
        yield made


@pytest.fixture
def tried(untouched: Project) -> Callable[..., Outcome]:
    """Return a function that tries rows out as a kind; the mapping is proposed when none is given."""

    def tried(rows: list[dict[str, Any]] | Sheet, kind: str, mapping: Mapping | None = None) -> Outcome:
        sheet = rows if isinstance(rows, Sheet) else sheet_of_rows("table.csv", rows)
        return try_out(untouched, sheet, mapping or mapping_for(sheet, kind), SOURCE)

    return tried
