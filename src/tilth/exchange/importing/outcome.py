"""What would become of a file's rows, row by row; and making it so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tilth.claims import Claim, Sealed
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.importing.sheets import Sheet
from tilth.exchange.intake import Intake, RowProblem
from tilth.project import Project

__all__ = ["Fate", "Outcome", "Say", "commit"]

Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one row.

    Attributes
    ----------
    fate
        accepted, refused, duplicate or unchanged.
    note
        Of accepted rows: new, update, correction, late; of others why.
    differing
        Names of the properties of which the row tells something else than what is held.
    """

    row: int
    record: str
    fate: str
    subject: str = ""
    note: str = ""
    differing: tuple[str, ...] = ()
    claim: str = ""


@dataclass(slots=True)
class Outcome:
    """All that importing a sheet would do.

    Attributes
    ----------
    fates
        One for each row of the sheet, in order.
    claims
        What would be added: the rows' claims, corrections, originals of mended outlines, withdrawals.
    """

    sheet: Sheet
    mapping: Mapping
    source: Claim
    fates: list[Fate] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    claims: list[Claim | Sealed] = field(default_factory=list)
    added: int = 0
    done: bool = False

    @property
    def intake(self) -> Intake:
        """The account of the sheet with the numbers of the contract."""
        count = Counter(fate.fate for fate in self.fates)
        return Intake(
            name=self.sheet.name,
            kind=self.mapping.kind,
            rows=len(self.fates),
            accepted=count["accepted"],
            refused=count["refused"],
            duplicates=count["duplicate"],
            unchanged=count["unchanged"],
            claims_added=self.added,
            problems=tuple(self.problems),
            profile=self.mapping.name,
            claims=tuple(fate.claim for fate in self.fates if fate.fate in ("accepted", "unchanged")),
        )


def commit(project: Project, outcome: Outcome, *, tool: str = "import", say: Say | None = None) -> Intake:
    """Write what an outcome would add, as one signed batch, all or nothing; return the account.

    The rows stay proposed until a person accepts them. Nothing is written where nothing is new.
    """
    if outcome.claims and not outcome.done:
        tell = say or (lambda _step, _done, _total: None)
        tell("writing claims", 0, len(outcome.claims))
        appended = project.append(
            [outcome.source, *outcome.claims],
            tool=tool,
            progress=lambda done, total: tell("drawing layers", done, total),
        )
        outcome.added = len(appended.added)
    outcome.done = True
    return outcome.intake
