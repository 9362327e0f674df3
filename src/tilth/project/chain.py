"""The whole chain on one project: law, munitions, areas, account; every answer kept as a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tilth.claims import Recorded, recorded_of_kind, statuses_of
from tilth.project.chain_land import draw_hazardous_areas
from tilth.project.chain_law import answer_transfers, record_standings, states_named
from tilth.project.chain_munitions import expect_strikes, expect_transfers, transfers_between
from tilth.project.land_account import account_areas
from tilth.project.project import Project

__all__ = ["ChainDone", "run_chain"]

_FACT_KINDS = ("statement", "transfer", "treaty_status", "use", "stockpile", "dud_rate", "ban", "quantity")


@dataclass(frozen=True, slots=True)
class ChainDone:
    """What the chain worked out, as identifiers of runs.

    Attributes
    ----------
    on
        The date the law was asked for: the newest article's, else today's.
    states
        States that the sources name, most named first.
    """

    on: str
    states: tuple[str, ...]
    standings: dict[str, str] = field(default_factory=dict)
    transfers: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    areas: str | None = None
    account: str | None = None

    @property
    def runs(self) -> int:
        """How many computations were made."""
        one_each = sum(run is not None for run in (self.areas, self.account))
        return len(self.standings) + len(self.transfers) + len(self.expectations) + one_each


def _silent(_: str) -> None:
    """Say nothing."""


def run_chain(project: Project, *, today: str, say: Callable[[str], None] = _silent) -> ChainDone:
    """Work out everything that follows from the project's claims; proposed claims count too.

    Parameters
    ----------
    today
        Date of the account, and of the law when no article has a date.
    say
        Told what is under way.
    """
    told = _told_in_articles(project)
    on = _date_of_sources(project, told) or today
    states = states_named(told)
    transfers = [item for item in told if item.claim.kind == "transfer"]
    say(f"standing of {len(states)} states on {on}")
    standings = record_standings(project, states, on)
    answers = answer_transfers(project, transfers, on)
    say("expected unexploded submunitions")
    every_transfer = transfers_between(project, states)
    expectations = [*expect_transfers(project, every_transfer), *expect_strikes(project)]
    say("hazardous areas from evidence and boxes")
    areas = draw_hazardous_areas(project)
    account = account_areas(project, today)
    return ChainDone(
        on=on,
        states=tuple(states),
        standings=standings,
        transfers=tuple(answers),
        expectations=tuple(expectations),
        areas=areas[1] if areas else None,
        account=account[1] if account else None,
    )


def _told_in_articles(project: Project) -> list[Recorded]:
    """Return statements and typed facts read from articles that nobody rejected."""
    items = [
        item
        for item in recorded_of_kind(project.store, _FACT_KINDS)
        if item.claim.span is not None or item.claim.part_of is not None
    ]
    statuses = statuses_of(project.store, items)
    return [item for item in items if statuses[item.id].name in ("accepted", "proposed", "disputed")]


def _date_of_sources(project: Project, told: list[Recorded]) -> str | None:
    used = {item.claim.source for item in told}
    sources = recorded_of_kind(project.store, ["source"])
    dates = [
        str(item.claim.values["published"])
        for item in sources
        if item.claim.subject in used and "published" in item.claim.values
    ]
    return max(dates, default=None)
