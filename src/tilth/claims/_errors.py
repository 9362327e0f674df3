"""What can go wrong with claims and ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tilth.errors import TilthError

__all__ = ["ClaimError", "LedgerError", "Problem", "ReadOnlyError", "SchemaTooNewError"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one claim.

    Attributes
    ----------
    number
        Position of the claim in what was given, from 0.
    field
        The field at fault, dotted: ``values.rounds``.
    given
        What stood there, shortened.
    allowed
        What may stand there.
    advice
        What to do.
    """

    number: int
    field: str
    given: str
    allowed: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f"; {self.advice}" if self.advice else ""
        return f"claim {self.number}, {self.field}: given {self.given}, allowed {self.allowed}{advice}"


class ClaimError(TilthError, ValueError):
    """Claims that the vocabulary does not allow; nothing was written.

    `problems` holds each fault; the message counts them and shows the first five.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        faulty = len({problem.number for problem in problems})
        shown = "\n".join(f"  {problem}" for problem in self.problems[:5])
        more = f"\n  and {len(self.problems) - 5} more" if len(self.problems) > 5 else ""
        refused = "1 claim" if faulty == 1 else f"{faulty:,} claims"
        super().__init__(f"{refused} refused, nothing was written:\n{shown}{more}")


class LedgerError(TilthError):
    """The ledger cannot do what was asked; nothing was changed."""


class ReadOnlyError(LedgerError):
    """The ledger can be read but not written."""


class SchemaTooNewError(LedgerError):
    """The file was written by a newer tilth."""
