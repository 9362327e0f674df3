"""A claim that was checked, with its canonical form: checking and hashing are done once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from tilth.claims._errors import Problem
from tilth.claims.checking import problems_of
from tilth.claims.claim import Claim

__all__ = ["Sealed", "seal"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A claim that the vocabulary allows, its canonical form and its identity; made by `seal` alone."""

    claim: Claim
    body: bytes
    digest: bytes

    @property
    def id(self) -> str:
        """Identifier of the claim, 64 hexadecimal digits."""
        return self.digest.hex()


def seal(claim: Claim, number: int = 0) -> Sealed | list[Problem]:
    """Return the sealed claim, or what is wrong with it.

    Examples
    --------
    >>> good = Claim(kind="note", subject="note:1", values={"text": "x"})
    >>> seal(good).id == good.id
    True
    >>> [problem.field for problem in seal(Claim(kind="note", subject="note:1"))]
    ['values.text']
    """
    problems = problems_of(claim, number)
    if problems:
        return problems
    try:
        body = claim.body()
    except ValueError as error:
        return [Problem(number, "values", "a value without a canonical form", "JSON", str(error))]
    return Sealed(claim, body, sha256(body).digest())
