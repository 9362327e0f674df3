"""What became of a file's rows: every row is accepted, refused, a duplicate or known already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tilth.claims import Claim

__all__ = ["Draft", "Intake", "RowProblem"]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is to be told of one row.

    Attributes
    ----------
    row
        Number of the row in its file or layer, from 1; 0 for what concerns the whole.
    severity
        ``refused``: the row is not taken in. ``warning``: it is, without the cell or value named.
        ``advisory``: it is taken in whole, look at it. ``info``: what it changes.
    """

    row: int
    record: str
    field: str
    value: str
    rule: str
    severity: str
    reason: str
    advice: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the problem with the keys of the contract."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim made from a row, not yet checked."""

    row: int
    record: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Intake:
    """The account of one file or layer; `rows` is the sum of the four numbers after it.

    Attributes
    ----------
    told
        Of an article: which statements are new, unchanged, vanished, and what it is a version of.
    """

    name: str
    kind: str
    rows: int
    accepted: int
    refused: int
    duplicates: int
    unchanged: int
    claims_added: int
    problems: tuple[RowProblem, ...] = ()
    profile: str = ""
    claims: tuple[str, ...] = field(default=(), repr=False)
    told: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the account with the keys of the contract."""
        names = ("rows", "accepted", "refused", "duplicates", "unchanged", "claims_added")
        counts = {name: getattr(self, name) for name in names}
        problems = [problem.to_json() for problem in self.problems]
        made = {
            "name": self.name,
            "kind": self.kind,
            **counts,
            "problems": problems,
            "profile": self.profile,
        }
        return made | ({"article": dict(self.told)} if self.told is not None else {})
