"""The steps of a state through a regime, from its dates: outsider, signatory, party, former party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tilth.law._calendar import Days, Stretch, after, braked
from tilth.law._errors import LawError
from tilth.law._regimes import regime_facts
from tilth.law.participation import Participation
from tilth.times import PartialDate, Period, reach

__all__ = ["Step", "days_of", "span", "timeline"]


@dataclass(frozen=True, slots=True)
class Step:
    """From some day on the state has this standing; `days` tells how well that day is known.

    `row` is the row of facts it comes from, `rule` the article that was applied, if any.
    """

    standing: str
    days: Days
    because: str
    row: Participation
    flags: tuple[str, ...] = ()
    rule: str = ""


_ALWAYS: Days = (date.min, date.min)


def days_of(time: PartialDate | Period) -> Days:
    """Return the first and last day a time can be."""
    first, last = reach(time)
    return first or date.min, last or date.max


def span(days: Days) -> str:
    """Return a day, or the days it lies between, as EDTF text.

    Examples
    --------
    >>> span((date(2015, 3, 17), date(2015, 3, 18)))
    '[2015-03-17..2015-03-18]'
    """
    if days[0] == days[1]:
        return days[0].isoformat()
    return f"[{'' if days[0] == date.min else days[0]}..{'' if days[1] == date.max else days[1]}]"


def timeline(rows: Sequence[Participation], conflicts: Sequence[Stretch] = ()) -> tuple[Step, ...]:
    """Return the steps in order; the first is always `outsider`. Several rows are stays in turn."""
    national = rows[0].regime.startswith("national:")
    before = "its law is not yet in force" if national else "it has neither signed nor joined"
    steps = [Step("outsider", _ALWAYS, before, rows[0])]
    for row in rows:
        steps += _stay(row, conflicts)
    return _checked(steps)


def _stay(known: Participation, conflicts: Sequence[Stretch]) -> list[Step]:
    facts = regime_facts(known.regime)
    steps = _signature(known, facts)
    force = _entry(known, facts)
    if known.provisional_from is not None:
        term = facts.get("provisional", {"article": "", "rule": ""})
        text = f"it applies the ban provisionally since {known.provisional_from} ({term['article']})"
        steps.append(Step("provisional", days_of(known.provisional_from), text, known, rule=term["rule"]))
    left = _withdrawal(known, facts, conflicts)
    if left is not None and force is None:
        raise LawError(f"{known.state} withdraws from {known.regime} without having joined: give in_force")
    return [*steps, *(each for each in (force, left) if each is not None)]


def _checked(steps: list[Step]) -> tuple[Step, ...]:
    for earlier, later in pairwise(steps):
        if later.days[1] < earlier.days[0]:
            row = later.row
            raise LawError(
                f"{row.state} under {row.regime}: {later.standing} by {later.days[1]} lies before "
                f"{earlier.standing} on {earlier.days[0]}; correct the dates ({row.origin or 'row given'})"
            )
    return tuple(steps)


def _signature(known: Participation, facts: Mapping[str, Any]) -> list[Step]:
    if known.regime.startswith("national:"):
        return []
    steps = []
    if known.signed is not None:
        steps.append(Step("signatory", days_of(known.signed), f"it signed on {known.signed}", known))
    elif known.status == "signatory":
        seen = days_of(known.as_of)[1] if known.as_of else date.max
        first = date.fromisoformat(facts["opened"]) if "opened" in facts else date.min
        text = f"it had signed by {known.as_of or 'a day not on record'}"
        steps.append(Step("signatory", (first, seen), text, known))
    if known.disclaimed is not None:
        text = f"it made clear on {known.disclaimed} that it will not join"
        steps.append(Step("outsider", days_of(known.disclaimed), text, known))
    if known.consent_date is not None:
        act = known.action.replace("_", " ") or "instrument"
        text = f"it deposited its {act} on {known.consent_date}; not yet in force for it"
        days = days_of(known.consent_date)
        steps.append(Step("signatory", days, text, known, ("consented, not yet in force",)))
    return steps


def _entry(known: Participation, facts: Mapping[str, Any]) -> Step | None:
    computed = _computed_entry(known, facts)
    term = facts.get("entry", {})
    if known.in_force is not None:
        days = days_of(known.in_force)
        rule = term.get("rule", "") if computed else ""
        return Step("party", days, *_printed(known, computed, facts), rule=rule)
    if computed is not None:
        text = f"in force since {span(computed)}, computed from its deposit {known.consent_date}"
        text = f"{text} ({term['article']})"
        return Step("party", computed, text, known, ("in force computed",), term["rule"])
    if known.status in ("party", "bound", "in_force"):
        text = "it is listed as bound, without a date"
        return Step("party", _some_day(known), text, known, ("date of entry into force not on record",))
    if known.status == "signatory_or_party_unverified":
        seen = days_of(known.as_of)[1] + timedelta(1) if known.as_of else date.min
        return Step("party", (seen, date.max), f"whether it joined after {known.as_of} was not seen", known)
    return None


def _computed_entry(known: Participation, facts: Mapping[str, Any]) -> Days | None:
    if known.consent_date is None or "entry" not in facts:
        return None
    first, last = days_of(known.consent_date)
    return after(first, facts["entry"]), after(last, facts["entry"])


def _printed(
    known: Participation, computed: Days | None, facts: Mapping[str, Any]
) -> tuple[str, Participation, tuple[str, ...]]:
    """Say what the printed date rests on, and whether the rule gives the same."""
    because = f"in force since {known.in_force}"
    if known.law:
        return f"its {known.law} is in force since {known.in_force}", known, ()
    if computed is None or known.in_force is None:
        return because, known, ()
    article, days = facts["entry"]["article"], days_of(known.in_force)
    if days[0] <= computed[1] and computed[0] <= days[1]:
        return f"{because}, as {article} gives from the deposit on {known.consent_date}", known, ()
    text = f"{because} as printed; {article} gives {span(computed)} from the deposit on {known.consent_date}"
    return text, known, (f"printed {known.in_force} differs from computed {span(computed)}",)


def _some_day(known: Participation) -> Days:
    first = days_of(known.signed)[0] if known.signed else date.min
    return first, days_of(known.as_of)[1] if known.as_of else date.max


def _withdrawal(known: Participation, facts: Mapping[str, Any], conflicts: Sequence[Stretch]) -> Step | None:
    term = facts.get("withdrawal", {})
    article, rule = term.get("article", ""), term.get("rule", "")
    if known.withdrawal_effective is not None:
        stated = days_of(known.withdrawal_effective)
        first, last = (braked(day, conflicts if term.get("conflict_brake") else ()) for day in stated)
        if (first, last) != stated:
            return _withdrawn(known, (first, last), stated, term)
        told = f" ({article})" if article else ""
        text = f"its withdrawal took effect on {known.withdrawal_effective}{told}"
        return Step("former_party", days_of(known.withdrawal_effective), text, known, rule=rule)
    if known.withdrawal_notified is None:
        return None
    if not term:
        raise LawError(f"{known.regime} has no rule on withdrawal: give withdrawal_effective")
    expiries = [after(day, term) for day in days_of(known.withdrawal_notified)]
    brakes = conflicts if term["conflict_brake"] else ()
    first, last = (braked(day, brakes) for day in expiries)
    return _withdrawn(known, (first, last), (expiries[0], expiries[1]), term)


def _withdrawn(known: Participation, days: Days, expiries: Days, term: Mapping[str, Any]) -> Step:
    article, rule = term["article"], term["rule"]
    notice = f"notice of withdrawal on {known.withdrawal_notified or 'a day not on record'}"
    text = f"{notice}, effective {span(expiries)}"
    if days == expiries:
        return Step("former_party", days, f"{text} ({article})", known, ("withdrawal computed",), rule)
    ended = f"on {span(days)}" if days[1] != date.max else "on a day not on record"
    text = f"{text} but held back until the armed conflict ended {ended} ({article})"
    return Step(
        "former_party", days, text, known, ("withdrawal computed", "held back by armed conflict"), rule
    )
