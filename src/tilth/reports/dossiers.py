"""Writing every dossier that a project has something to say in, with a first page that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tilth.project import Project
from tilth.reports._errors import ReportError
from tilth.reports._page import page, write_page
from tilth.reports.district import district_dossier
from tilth.reports.figures import Figures
from tilth.reports.state import state_dossier
from tilth.reports.wording import state_name

__all__ = ["Written", "write_dossiers"]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a set of dossiers, the one to open first at the head."""

    first: Path
    pages: tuple[Path, ...]


def write_dossiers(
    project: Project,
    folder: Path,
    states: Sequence[str],
    *,
    district: str = "District",
    refused: Sequence[str] = (),
) -> Written:
    """Write a dossier for each state and one for the district into `folder`, and an index page."""
    pages: list[tuple[Path, str]] = []
    for state in states:
        text = state_dossier(project, state)
        pages.append((write_page(folder / f"state_{state}.html", text), f"{state_name(state)} ({state})"))
    try:
        text = district_dossier(project, district, refused)
        pages.append((write_page(folder / "district.html", text), district))
    except ReportError:
        pass  # nothing has a place: there is no district to report on
    first = write_page(folder / "index.html", _index(project, pages, refused))
    return Written(first, tuple(path for path, _ in pages))


def _index(project: Project, pages: Sequence[tuple[Path, str]], refused: Sequence[str]) -> str:
    context = {
        "title": f"Dossiers from {Path(project.address).stem}",
        "lead": "One page for each state that the sources name, and one for the district.",
        "contents": (("main", "Dossiers"),),
        "pages": [{"href": path.name, "words": words} for path, words in pages],
        "refused": list(refused)[:200],
    }
    return page(project, "index.html", Figures(), context)
