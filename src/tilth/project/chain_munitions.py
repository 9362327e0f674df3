"""The chain's step of munitions: what deliveries and strikes leave, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.claims import Picture, Recorded, pictures, recorded_of_kind, statuses_of
from tilth.project.munition_facts import munitions_in, rows_in
from tilth.project.project import Project
from tilth.project.runs import record_run, run_claim

__all__ = ["expect_strikes", "expect_transfers", "rate_claims", "transfers_between"]

PER_ROUNDS = 1_000
"""A delivery of unstated size is worked out for so many rounds, and says so."""
_TABLES = ("failure_rates", "footprints", "clearance_productivity")
_KINDS = ("failure_rate", "footprint", "productivity")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the project says of munitions, read once for a chain."""

    rates: tuple[Mapping[str, str], ...]
    munitions: tuple[Any, ...]
    footprints: tuple[Mapping[str, str], ...]
    productivity: tuple[Mapping[str, str], ...]
    claims: Mapping[str, tuple[str, ...]]

    def behind(self, rows: Iterable[str]) -> list[str]:
        """Return the claims on these rows."""
        return [key for row in rows for key in self.claims.get(row, ())]


def _known(project: Project) -> _Known:
    items = recorded_of_kind(project.store, _KINDS)
    statuses = statuses_of(project.store, items)
    claims: dict[str, tuple[str, ...]] = {}
    for item in items:
        if statuses[item.id].name in ("accepted", "proposed"):
            row = item.claim.subject.split(":", 1)[1]
            claims[row] = (*claims.get(row, ()), item.id)
    return _Known(
        rows_in(project, "failure_rates"),
        munitions_in(project),
        rows_in(project, "footprints"),
        rows_in(project, "clearance_productivity"),
        claims,
    )


def rate_claims(project: Project) -> list[Recorded]:
    """Return the claims on how often munitions fail, by whoever's evidence."""
    return recorded_of_kind(project.store, ["failure_rate"])


def transfers_between(project: Project, states: Iterable[str]) -> list[Recorded]:
    """Return every transfer on record, from articles or tables, in which one of these states takes part."""
    named = set(states)
    items = recorded_of_kind(project.store, ["transfer"])
    statuses = statuses_of(project.store, items)
    return [
        item
        for item in items
        if statuses[item.id].name in ("accepted", "proposed", "disputed")
        and named & {str(item.claim.values.get(side)) for side in ("supplier", "recipient")}
    ]


def expect_strikes(project: Project) -> list[str]:
    """Record, for each munition, what the strikes with known rounds left; return the runs.

    Strikes share what is not known of their family; each has its own lot and place.
    """
    by_munition: dict[str, list[tuple[str, float]]] = {}
    for picture in _pictures_of(project, "strike"):
        munition, rounds = picture.value("munition"), picture.value("rounds")
        if munition and isinstance(rounds, int | float) and rounds > 0 and picture.claims:
            by_munition.setdefault(str(munition), []).append((picture.claims[0].id, float(rounds)))
    known = _known(project) if by_munition else None
    runs = []
    for name, strikes in sorted(by_munition.items()):
        assert known is not None
        counts = [round(count) for _, count in strikes]
        extra = {"strikes": len(strikes)}
        run = _expect(
            project,
            known,
            {"munition": name},
            sum(counts),
            f"strikes-{_key(name)}",
            [key for key, _ in strikes],
            extra,
            counts,
        )
        runs += [run] if run else []
    return runs


def expect_transfers(project: Project, transfers: Sequence[Recorded]) -> list[str]:
    """Record what each transfer that names a munition or a class would leave; return the runs.

    Worked out per 1,000 rounds when no number is told. A transfer that is refused or denied leaves nothing.
    """
    from tilth.project.register import rounds_of

    cases: dict[tuple[str, str, str], list[Recorded]] = {}
    for item in transfers:
        values = item.claim.values
        if values.get("status") in ("refused", "denied") or values.get("status_text") == "denied":
            continue
        told = (str(values.get("munition") or ""), str(values.get("item") or ""), str(rounds_of(values)))
        cases.setdefault((item.claim.subject, told[0] or told[1], told[2]), []).append(item)
    known = _known(project) if cases else None
    runs = []
    for (subject, named, _), items in sorted(cases.items(), key=lambda case: case[0]):
        assert known is not None
        rounds, told_number = rounds_of(items[0].claim.values)
        key = f"{_key(subject)}-{_key(named)}-{_key(str(rounds)) if told_number else 'per-1000'}"
        extra = {"transfer": subject, "per_rounds": not told_number}
        run = _expect(project, known, items[0].claim.values, rounds, key, [item.id for item in items], extra)
        runs += [run] if run else []
    return runs


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:60]


def _expect(
    project: Project,
    known: _Known,
    values: Mapping[str, Any],
    rounds: Any,
    key: str,
    inputs: Sequence[str],
    extra: Mapping[str, Any],
    strikes: Sequence[int] = (),
) -> str | None:
    """Record one run, None when the claim names no munition and no class."""
    from tilth.munitions import MunitionError, claims_on, consequences, expect, expect_many
    from tilth.project.register import munition_of

    munition = munition_of(values, known.munitions)
    if munition is None:
        return None
    try:
        answer = expect(munition, rounds, rates=known.rates)
    except MunitionError:
        return None
    result = {**answer.to_json(), **extra}
    if strikes:
        many = expect_many(
            [(munition.id, count) for count in strikes], rates=known.rates, munitions=known.munitions
        )
        result["unexploded"] = many.total.to_json()
    together = sum(strikes) / len(strikes) if strikes else None
    followed = consequences(
        answer,
        munition,
        rounds_per_strike=max(together, 1.0) if together else None,
        footprints=known.footprints,
        productivity=known.productivity,
    )
    result["claims"] = [each.to_json() for each in claims_on(answer, munition, rates=known.rates)]
    result["consequences"] = followed.to_json()
    used = known.behind([*answer.evidence, *followed.rows])
    claim = run_claim(
        "munitions.expect", key, result, inputs=[*inputs, *used], tables=_TABLES, seed=answer.seed
    )
    return record_run(project, claim)


def _pictures_of(project: Project, kind: str) -> list[Picture]:
    subjects = sorted({item.claim.subject for item in recorded_of_kind(project.store, [kind])})
    drawn = pictures(project.store, subjects, statuses=("accepted", "proposed"))
    return [drawn[subject] for subject in subjects if drawn[subject].claims]
