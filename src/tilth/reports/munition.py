"""The page of one munition: what it is, what is said of it, what it leaves, each figure with its claims."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tilth.claims import Installation
from tilth.munitions import Expectation, Munition, consequences, expect, published, search
from tilth.project import (
    Project,
    add_facts,
    claims_behind,
    munition_page,
    munitions_in,
    record_run,
    rows_in,
    run_claim,
)
from tilth.reports._errors import ReportError
from tilth.reports._page import page
from tilth.reports.figures import Figures
from tilth.reports.forest import forest_svg
from tilth.reports.wording import state_name

__all__ = ["munition_html"]

_CONTENTS = (
    ("what", "What it is"),
    ("law", "Article 2"),
    ("rates", "How often it fails"),
    ("left", "What rounds leave"),
    ("sources", "Sources"),
)
_SETTINGS = ("claimed", "test", "combat")
_ROUNDS = 1_000
_STATED = "as stated by the source"


def munition_html(name: str, address: str | None = None) -> str:
    """Return the HTML page of a munition, from a project or, without one, from the shipped tables.

    What is worked out is recorded in the project as runs, so that figures lead to the rows they rest on.

    Raises
    ------
    MunitionError
        No munition has that name.
    ReportError
        Several have it.
    """
    with _opened(address) as project:
        found = search(name, munitions_in(project)).munitions
        if len(found) > 1 and name != found[0].id:
            raise ReportError(
                f"{name!r} stands for {len(found)} munitions: give one of {', '.join(m.id for m in found)}"
            )
        return _page(project, found[0])


@contextmanager
def _opened(address: str | None) -> Iterator[Project]:
    """Open the project, or make one for the moment that holds the shipped tables alone."""
    if address is not None:
        with Project.open(address) as project:
            yield project
        return
    with tempfile.TemporaryDirectory(prefix="tilth-") as folder:
        installation = Installation(Path(folder) / "home")
        with Project.create(Path(folder) / "shipped.gpkg", installation) as project:
            add_facts(project)
            yield project


def _page(project: Project, munition: Munition) -> str:
    figures, rates = Figures(), rows_in(project, "failure_rates")
    told = munition_page(munition, rates)
    fitted = {setting: expect(munition, _ROUNDS, setting=setting, rates=rates) for setting in _SETTINGS}
    runs = {setting: _run(project, munition, answer) for setting, answer in fitted.items()}
    own = claims_behind(project, "munition", {munition.id})
    located = ["The load of this munition was not read at its source: check it."] * (
        munition.verification == "located"
    )
    context: dict[str, Any] = {
        "title": f"{munition.designation}: what it leaves behind",
        "lead": f"{munition.kind.capitalize()} from {_origin(munition)}.",
        "contents": _CONTENTS,
        "banners": located,
        "munition": munition,
        "load": _load(figures, munition, own),
        "inside": [_inside(figures, item, own) for item in munition.submunitions],
        "article2": told["article2"],
        "rates": [_rate(figures, project, row) for row in told["rates"]],
        "fitted": [_fitted(figures, setting, answer, runs[setting]) for setting, answer in fitted.items()],
        "plot": Markup(
            forest_svg(published(fitted["combat"], munition, rates), fitted, munition.designation)
        ),
        "aftermath": _aftermath(figures, fitted["combat"], munition, runs["combat"]),
        "assumptions": fitted["combat"].assumptions,
        "excluded": len(fitted["combat"].excluded),
    }
    return page(project, "munition.html", figures, context)


def _origin(munition: Munition) -> str:
    return state_name(munition.origin_iso3) or "an origin not established"


def _run(project: Project, munition: Munition, answer: Expectation) -> str:
    rows = claims_behind(project, "failure_rate", set(answer.evidence))
    carrier = claims_behind(project, "munition", {munition.id})
    key = f"page-{munition.id}-{answer.setting}"
    result = {**answer.to_json(), "consequences": consequences(answer, munition).to_json()}
    claim = run_claim(
        "munitions.expect",
        key,
        result,
        inputs=[*rows, *carrier],
        tables=["failure_rates", "footprints", "clearance_productivity"],
        seed=answer.seed,
    )
    return record_run(project, claim)


def _load(figures: Figures, munition: Munition, own: Sequence[str]) -> Markup:
    if not own or munition.load is None:
        return Markup("not on record; loads of its class are used")
    exact = "not read at its source" if munition.verification == "located" else _STATED
    return figures.figure(munition.load, claims=own, exact=exact)


def _inside(figures: Figures, item: Any, own: Sequence[str]) -> dict[str, Any]:
    count = (
        figures.figure(item.count, claims=own, exact=_STATED) if item.count and own else "number not known"
    )
    return {"name": item.name, "count": count, "family": item.family or "not on record"}


def _rate(figures: Figures, project: Project, row: Mapping[str, Any]) -> dict[str, Any]:
    behind = claims_behind(project, "failure_rate", {row["row"]})
    unverified = row["verification"] == "located"
    exact = "not read at its source" if unverified else _STATED
    shown = figures.figure(row["rate"], claims=behind, exact=exact) if behind else row["rate"]
    return {**row, "rate": shown, "unverified": unverified}


def _fitted(figures: Figures, setting: str, answer: Expectation, run: str) -> dict[str, Any]:
    rate, left = answer.rate, answer.unexploded
    return {
        "setting": setting,
        "rate": figures.figure(
            round(100 * rate.median, 2), run=run, interval=(100 * rate.p05, 100 * rate.p95), unit="%"
        ),
        "left": figures.figure(round(left.median), run=run, interval=(round(left.p05), round(left.p95))),
        "nearest": answer.level,
    }


def _aftermath(figures: Figures, answer: Expectation, munition: Munition, run: str) -> list[dict[str, Any]]:
    from tilth.reports._aftermath import consequence_rows

    return consequence_rows(figures, consequences(answer, munition).to_json(), run)
