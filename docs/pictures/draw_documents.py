"""Draw the first pages of a completion report, in English and Arabic, for the manual.

    python docs/pictures/draw_documents.py

The area is made up: it is the one that the tests use.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import orjson
import typst

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))


def main() -> None:
    """Write completion_en.png and completion_ar.png beside this script."""
    from tests.reports._land import fill

    from tilth.project import Project
    from tilth.reports import completion_report
    from tilth.reports.documents.printing import _data
    from tilth.reports.documents.rendered import rendered

    with tempfile.TemporaryDirectory() as folder, Project.create(Path(folder) / "p.gpkg") as project:
        fill(project)
        for lang in ("en", "ar"):
            data = orjson.dumps(_data(rendered(project, completion_report(project, "H7", lang)))).decode()
            pages = typst.compile(
                str(files("tilth.reports") / "templates" / "document.typ"), format="png", ppi=72,
                font_paths=[str(files("tilth.data") / "fonts")], ignore_system_fonts=True,
                sys_inputs={"data": data},
            )  # fmt: skip
            first = pages[0] if isinstance(pages, list) else pages
            (HERE / f"completion_{lang}.png").write_bytes(first)


if __name__ == "__main__":
    main()
