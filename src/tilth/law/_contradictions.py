"""Dates stated in a question that cannot all be true, or that the treaty rules out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tilth.law._calendar import after
from tilth.law._errors import LawError
from tilth.law._regimes import regime_facts
from tilth.law._timeline import days_of, span
from tilth.law.participation import Participation

__all__ = ["refuse_contradictions"]


def refuse_contradictions(row: Participation) -> None:
    """Raise LawError when the dates that a question states contradict each other or the treaty."""
    found = [*_too_early(row), *_against_entry(row), *_against_withdrawal(row)]
    if found:
        raise LawError(f"{row.regime} of {row.state}: {'; '.join(found)}; correct the dates")


def _too_early(row: Participation) -> Iterator[str]:
    facts = regime_facts(row.regime)
    opened, closed = facts.get("opened"), facts.get("signature_closed")
    if opened and row.signed and days_of(row.signed)[1] < date.fromisoformat(opened):
        yield f"signed {row.signed} lies before the treaty was opened on {opened}"
    if closed and row.signed and days_of(row.signed)[0] > date.fromisoformat(closed):
        yield f"signed {row.signed}: since {closed} a state accedes (give consent_date) and no longer signs"
    if opened and row.consent_date and days_of(row.consent_date)[1] < date.fromisoformat(opened):
        yield f"consent_date {row.consent_date} lies before the treaty was opened on {opened}"
    floor = facts.get("entry", {}).get("not_before")
    if floor and row.in_force and days_of(row.in_force)[1] < date.fromisoformat(floor):
        yield f"in_force {row.in_force} lies before {floor}, when the treaty itself came into force"


def _against_entry(row: Participation) -> Iterator[str]:
    term = regime_facts(row.regime).get("entry")
    if not (term and row.in_force and row.consent_date):
        return
    first, last = (after(day, term) for day in days_of(row.consent_date))
    given = days_of(row.in_force)
    if last < given[0] or given[1] < first:
        yield (
            f"in_force {row.in_force} contradicts consent_date {row.consent_date}, from which "
            f"{term['article']} gives {span((first, last))}"
        )


def _against_withdrawal(row: Participation) -> Iterator[str]:
    term = regime_facts(row.regime).get("withdrawal")
    notified, effective = row.withdrawal_notified, row.withdrawal_effective
    if notified and row.in_force and days_of(notified)[1] < days_of(row.in_force)[0]:
        yield f"withdrawal_notified {notified} lies before in_force {row.in_force}"
    if term and notified and effective and days_of(effective)[1] < after(days_of(notified)[0], term):
        soonest = after(days_of(notified)[0], term)
        yield (
            f"withdrawal_effective {effective} lies before {soonest}, the soonest that {term['article']} "
            f"allows after withdrawal_notified {notified}"
        )
