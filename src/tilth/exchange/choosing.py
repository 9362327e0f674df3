"""Which claims leave the project: by kind, date, review and access; read in portions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tilth.claims import ACCESS, Claim, Recorded, recorded_by_id, statuses_of, vocabulary
from tilth.exchange._errors import ExchangeError
from tilth.exchange.coarsening import coarse
from tilth.project import Project
from tilth.times import PartialDate, TimeError, covers, parse_time

__all__ = ["Choice", "Chosen", "LeftOut", "chosen"]

_STANDING = ("accepted", "proposed", "disputed")
_OWN_WORK = ("review", "run")
"""What is about claims and not about the world: it goes with `tilth sync`, signed, and not in files."""
_PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What to export.

    Attributes
    ----------
    kinds
        Kinds of claims; all but reviews and runs when empty.
    true_on
        Date that must not be certainly outside the validity of a claim.
    known_on
        Date up to which claims and reviews count.
    accepted
        Only what a reviewer accepted; otherwise also what waits or is disputed.
    access
        Highest level that goes out: public, partner, restricted or personal.
    coarsen
        Whether personal claims go out as coarse ones, by the rule of their kind.
    """

    kinds: Sequence[str] = ()
    true_on: str | None = None
    known_on: str | None = None
    accepted: bool = False
    access: str = "public"
    coarsen: bool = False

    def check(self) -> None:
        """Raise ExchangeError for a kind, a level or a date that is none."""
        words = vocabulary()
        strange = [kind for kind in self.kinds if kind not in words]
        if strange:
            words[strange[0]]  # raises with the nearest names
        if self.access not in ACCESS:
            raise ExchangeError(f"access {self.access!r} is none; allowed: {', '.join(ACCESS)}")
        if self.true_on is not None:
            try:
                PartialDate.parse(self.true_on)
            except TimeError as error:
                raise ExchangeError(f"date {self.true_on!r}: {error}; give 2024-03-05") from None


@dataclass(slots=True)
class LeftOut:
    """How many claims stayed behind, by reason."""

    access: dict[str, int] = field(default_factory=dict)
    gone: int = 0
    untimely: int = 0

    def words(self) -> list[str]:
        """Return a line for each reason."""
        lines = [
            f"{count:,} {level} claims left out: ask for them with --access {level}"
            for level, count in sorted(self.access.items(), key=lambda pair: ACCESS.index(pair[0]))
        ]
        lines += [f"{self.gone:,} claims left out: rejected, corrected or not accepted"] if self.gone else []
        return lines + ([f"{self.untimely:,} claims left out: not true then"] if self.untimely else [])


@dataclass(frozen=True, slots=True)
class Chosen:
    """One claim that goes out, with its status; `rule` names how it was coarsened."""

    claim: Claim
    status: str
    rule: str | None = None


def chosen(project: Project, choice: Choice, left_out: LeftOut | None = None) -> Iterator[Chosen]:
    """Yield what goes out, kind by kind, in order of recording.

    Raises
    ------
    ExchangeError
        See `Choice.check`.
    """
    choice.check()
    counts = left_out if left_out is not None else LeftOut()
    for kind in kinds_of(project, choice):
        ids = _ids(project, kind)
        for start in range(0, len(ids), _PORTION):
            portion = recorded_by_id(project.store, ids[start : start + _PORTION], choice.known_on)
            statuses = statuses_of(project.store, portion, choice.known_on)
            for item in portion:
                yield from _fit(item, statuses[item.id].name, choice, counts)


def kinds_of(project: Project, choice: Choice) -> list[str]:
    """Return the kinds that are there and asked for, in the vocabulary's order."""
    with project.store.reading() as connection:
        held = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT kind FROM tilth_claim")}
    asked = choice.kinds or [kind for kind in vocabulary() if kind not in _OWN_WORK]
    return [kind for kind in asked if kind in held]


def _ids(project: Project, kind: str) -> list[str]:
    with project.store.reading() as connection:
        query = "SELECT c.claim_no, c.id FROM tilth_claim c"
        rows = sorted(project.store.rows_where(connection, query, "c.kind", [kind]))
    return [bytes(row[1]).hex() for row in rows]


def _fit(item: Recorded, status: str, choice: Choice, counts: LeftOut) -> Iterator[Chosen]:
    claim = item.claim
    if status not in (("accepted",) if choice.accepted else _STANDING):
        counts.gone += 1
    elif choice.true_on is not None and _misses(claim, choice.true_on):
        counts.untimely += 1
    elif choice.coarsen and claim.access == "personal" and (made := coarse(claim)) is not None:
        yield Chosen(made[0], status, made[1])
    elif ACCESS.index(claim.access) > ACCESS.index(choice.access):
        counts.access[claim.access] = counts.access.get(claim.access, 0) + 1
    else:
        yield Chosen(claim, status)


def _misses(claim: Claim, true_on: str) -> bool:
    return claim.valid is not None and covers(parse_time(claim.valid), PartialDate.parse(true_on)) is False
