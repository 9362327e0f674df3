"""What a project knows of treaties: who joined and left, extensions, reports on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tilth.claims import Recorded, recorded_of_kind, statuses_of
from tilth.project.project import Project

if TYPE_CHECKING:
    from tilth.law import Extension, Participation, Report

__all__ = ["LawFacts", "law_facts"]

_KINDS = ("treaty_action", "treaty_extension", "article7_report")
_OWN = "facts@"


@dataclass(frozen=True, slots=True)
class LawFacts:
    """Facts from a project's claims, ready for `tilth.law`; later claims come last and win.

    Attributes
    ----------
    participations, extensions
        Who joined and left what; longer times for treaty duties.
    reports
        Reports under Article 7 by state.
    left_out
        How many claims nobody has accepted yet.
    unusable
        What could not be used, with the claim and the reason.
    """

    participations: tuple[Participation, ...]
    extensions: tuple[Extension, ...]
    reports: dict[str, tuple[Report, ...]]
    left_out: int
    unusable: tuple[str, ...]


def law_facts(project: Project, *, proposed: bool = False) -> LawFacts:
    """Return what accepted claims say about treaties; with `proposed` also what nobody reviewed yet."""
    from tilth.law import Extension, Participation

    items = recorded_of_kind(project.store, _KINDS)
    statuses = statuses_of(project.store, items)
    wanted = ("accepted", "proposed") if proposed else ("accepted",)
    used = [item for item in items if statuses[item.id].name in wanted]
    used.sort(key=lambda item: (not item.tool.startswith(_OWN), item.order))
    unusable: list[str] = []
    joined = _made(used, "treaty_action", _participation(Participation), unusable)
    longer = _made(used, "treaty_extension", _extension(Extension), unusable)
    left_out = sum(statuses[item.id].name == "proposed" for item in items) if not proposed else 0
    return LawFacts(tuple(joined), tuple(longer), _reports(used), left_out, tuple(unusable))


def _made(
    items: Iterable[Recorded], kind: str, make: Callable[[Recorded], Any], unusable: list[str]
) -> list[Any]:
    from tilth.law import LawError

    found = []
    for item in items:
        if item.claim.kind != kind:
            continue
        try:
            found.append(make(item))
        except LawError as error:
            unusable.append(f"claim {item.id[:12]}: {error}")
    return found


def _participation(made: type[Participation]) -> Callable[[Recorded], Participation]:
    def make(item: Recorded) -> Participation:
        values = item.claim.values
        return made.from_mapping({**values, "regime": values.get("treaty", ""), "origin": item.id})

    return make


def _extension(made: type[Extension]) -> Callable[[Recorded], Extension]:
    def make(item: Recorded) -> Extension:
        return made.from_mapping({**item.claim.values, "origin": item.id})

    return make


def _reports(items: Iterable[Recorded]) -> dict[str, tuple[Report, ...]]:
    from tilth.law import Report

    found: dict[str, tuple[Report, ...]] = {}
    for item in items:
        values = item.claim.values
        came = values.get("submitted")
        if item.claim.kind != "article7_report" or not (
            came or values.get("status") in ("submitted", "late")
        ):
            continue
        year = int(values.get("year") or str(came)[:4])
        report = Report(year, str(values.get("report_kind") or ""), str(came or ""), item.id)
        found[values["state"]] = (*found.get(values["state"], ()), report)
    return found
