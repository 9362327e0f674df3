"""Rendering: one page in one file, with style, footnotes and sources inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tilth import __version__
from tilth.project import Project
from tilth.reports._closing import closing
from tilth.reports.figures import Figures

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment", "page", "write_page"]

BASIS = "Accepted and proposed claims were used; proposed ones were not reviewed by a person yet."


def page(project: Project, template: str, figures: Figures, context: Mapping[str, Any]) -> str:
    """Return the page; footnotes and sources are made from the figures that its parts used."""
    banners: Sequence[str] = context.get("banners", ())
    shared = {
        "css": Markup((files("tilth.reports") / "templates" / "style.css").read_text("utf-8")),
        "version": __version__,
        "project": Path(project.address).name,
        "basis": BASIS,
    }
    ending = closing(project, figures.footnotes)
    return environment().get_template(template).render({**shared, **ending, **context, "banners": banners})


def write_page(path: Path, text: str) -> Path:
    """Write the page whole or not at all; return where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
    return path


@cache
def environment() -> Environment:
    """Return the templates, ready to render."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tilth.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
