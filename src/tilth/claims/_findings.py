"""What verification reports."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding", "Verification"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, and where.

    Attributes
    ----------
    what
        altered claim, altered entry, altered batch, missing entry, extra entry, back-dated,
        broken chain, forked log, bad signature, dropped since checkpoint, damaged file.
    where
        Log, number and claim, as far as they are known.
    detail
        What was expected.
    """

    what: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where} ({self.detail})"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found; no findings means that all of it holds."""

    claims: int
    entries: int
    batches: int
    logs: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
