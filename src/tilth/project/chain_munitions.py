"""The chain's step of munitions: what deliveries and strikes are expected to leave unexploded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tilth.claims import Picture, Recorded, pictures, recorded_of_kind
from tilth.project.project import Project
from tilth.project.runs import record_run, run_claim

__all__ = ["expect_strikes", "expect_transfers", "rate_claims"]

PER_ROUNDS = 1_000
"""A delivery of unstated size is worked out for so many rounds, and says so."""


def rate_claims(project: Project) -> list[Recorded]:
    """Return the claims on how often munitions fail, by whoever's evidence."""
    return recorded_of_kind(project.store, ["failure_rate"])


def expect_strikes(project: Project) -> list[str]:
    """Record, for each munition, what the strikes with known rounds left; return the runs."""
    by_munition: dict[str, list[tuple[str, float]]] = {}
    for picture in _pictures_of(project, "strike"):
        munition, rounds = picture.value("munition"), picture.value("rounds")
        if munition and isinstance(rounds, int | float) and rounds > 0:
            for item in picture.claims:
                by_munition.setdefault(str(munition), []).append((item.id, float(rounds)))
                break
    runs = []
    for munition, strikes in sorted(by_munition.items()):
        rounds = round(sum(count for _, count in strikes))
        inputs = [key for key, _ in strikes]
        run = _expect(project, munition, rounds, f"strikes-{munition}", inputs, {"strikes": len(strikes)})
        runs += [run] if run else []
    return runs


def expect_transfers(project: Project, transfers: Sequence[Recorded]) -> list[str]:
    """Record what each transfer of a known munition would leave; per 1,000 rounds when no number is told."""
    cases: dict[tuple[str, str, int | None], list[str]] = {}
    for item in transfers:
        values = item.claim.values
        told = values.get("quantity")
        count = round(told) if isinstance(told, int | float) and told > 0 else None
        if values.get("munition"):
            cases.setdefault((item.claim.subject, str(values["munition"]), count), []).append(item.id)
    runs = []
    for (subject, munition, count), claims in sorted(cases.items(), key=str):
        key = f"{subject.replace(':', '-')}-{munition.lower()}-{count or 'per-1000'}"
        extra = {"transfer": subject, "per_rounds": count is None}
        run = _expect(project, munition, count or PER_ROUNDS, key, claims, extra)
        runs += [run] if run else []
    return runs


def _expect(
    project: Project, munition: str, rounds: int, key: str, inputs: Sequence[str], extra: dict[str, Any]
) -> str | None:
    from tilth.munitions import MunitionError, expect

    try:
        answer = expect(munition.removeprefix("munition:"), rounds).to_json()
    except MunitionError:
        return None
    used = set(answer["evidence"])
    rates = [item.id for item in rate_claims(project) if item.claim.subject.split(":", 1)[1] in used]
    claim = run_claim(
        "munitions.expect",
        key,
        {**answer, **extra},
        inputs=[*inputs, *rates],
        tables=["failure_rates"],
        seed=0,
    )
    return record_run(project, claim)


def _pictures_of(project: Project, kind: str) -> list[Picture]:
    subjects = sorted({item.claim.subject for item in recorded_of_kind(project.store, [kind])})
    drawn = pictures(project.store, subjects, statuses=("accepted", "proposed"))
    return [drawn[subject] for subject in subjects if drawn[subject].claims]
