"""The dossier of a state: its standing, transfers, who says what, where sources differ."""

from __future__ import annotations

from datetime import date
from typing import Any

from tilth.claims import Recorded, recorded_of_kind, statuses_of
from tilth.project import Project, echoes_of, latest_runs, states_named
from tilth.reports._differences import differences
from tilth.reports._errors import ReportError
from tilth.reports._law_parts import LAW_CONTENTS, law_parts
from tilth.reports._page import page
from tilth.reports._said import Known, state_map, state_timeline, statements
from tilth.reports._speakers import banners, languages, reviewers, speaker_names, titles, vanished
from tilth.reports._standing_rows import cards, standings
from tilth.reports._transfer_rows import answers, expectations, runs_on_transfers, transfers
from tilth.reports.figures import Figures
from tilth.reports.wording import state_name

__all__ = ["state_dossier", "state_parts"]

_KINDS = ("statement", "transfer", "treaty_status", "use", "stockpile", "dud_rate", "ban", "quantity")
_CONTENTS = (
    ("summary", "In short"),
    ("standing", "Standing"),
    ("transfers", "Transfers"),
    ("sides", "Where sources differ"),
    ("said", "Who says what"),
    ("map", "Map"),
    ("timeline", "Timeline"),
    *LAW_CONTENTS,
    ("sources", "Sources"),
)


def state_dossier(project: Project, state: str) -> str:
    """Return the HTML page on a state (ISO3 code) from everything the project holds.

    Raises
    ------
    ReportError
        Nothing in the project speaks of the state.
    """
    items, statuses = _standing_claims(project)
    about = [item for item in items if _concerns(item, state)]
    if not about:
        named = ", ".join(list(states_named(items))[:12]) or "none"
        raise ReportError(f"nothing in {project.address} speaks of {state!r}; states it speaks of: {named}")
    return page(project, "state.html", *_content(project, state, items, about, statuses))


def _content(
    project: Project, state: str, items: list[Recorded], about: list[Recorded], statuses: dict[str, str]
) -> tuple[Figures, dict[str, Any]]:
    figures, name = Figures(), state_name(state)
    names = speaker_names(project, about)
    context: dict[str, Any] = {
        "title": f"{name}: cluster munitions",
        "lead": f"What sources say about {name}, what binds it, and what would follow.",
        "contents": _CONTENTS,
        "statements": statements(figures, about, _known(project, about, statuses, names)),
        **state_parts(project, figures, state, about, items=items),
    }
    return figures, context


def state_parts(
    project: Project,
    figures: Figures,
    state: str,
    about: list[Recorded],
    *,
    items: list[Recorded] | None = None,
) -> dict[str, Any]:
    """Return the parts of a page on a state: standing, transfers, differences, law, drawings.

    Parameters
    ----------
    about
        Claims that concern the state.
    items
        Claims among which failure rates are compared; those of `about` when not given.
    """
    today, name = date.today(), state_name(state)
    supplied = [item for item in about if item.claim.kind == "transfer"]
    runs = latest_runs(project, "law.standing")
    names = speaker_names(project, about)
    return {
        "name": name,
        "banners": banners(project, about),
        "on": runs[0].claim.values["result"]["on"] if runs else "",
        "cards": cards(figures, state, runs, about),
        "standings": standings(figures, runs, state),
        "transfers": transfers(figures, supplied, names),
        "answers": answers(figures, latest_runs(project, "law.transfer"), state),
        "expectations": expectations(figures, runs_on_transfers(project, supplied)),
        "differences": differences(project, figures, items or about, about, names),
        "map": state_map(state, supplied, about),
        "timeline": state_timeline(name, about, names),
        "law_on": today.isoformat(),
        "law": law_parts(project, figures, state, today),
    }


def _known(project: Project, about: list[Recorded], statuses: dict[str, str], names: dict[str, str]) -> Known:
    return Known(
        statuses=statuses,
        reviewers=reviewers(project, about),
        names=names,
        languages=languages(project, about),
        titles=titles(project, about),
        echoes=echoes_of(project),
        vanished=vanished(project),
    )


def _standing_claims(project: Project) -> tuple[list[Recorded], dict[str, str]]:
    items = recorded_of_kind(project.store, _KINDS)
    statuses = {key: status.name for key, status in statuses_of(project.store, items).items()}
    shown = ("accepted", "proposed", "disputed")
    public = [item for item in items if item.claim.access != "personal" and statuses[item.id] in shown]
    return public, statuses


def _concerns(item: Recorded, state: str) -> bool:
    """Whether a claim speaks of the state, is said by its government, or names it as a party."""
    return state in states_named([item])
