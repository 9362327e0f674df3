"""The steps of a state through a regime, from its dates: outsider, signatory, party, former party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tilth.law._calendar import Days, Stretch, after, braked
from tilth.law._errors import LawError
from tilth.law._regimes import regime_facts
from tilth.law.participation import Participation
from tilth.times import PartialDate, Period, reach

__all__ = ["Step", "days_of", "timeline"]


@dataclass(frozen=True, slots=True)
class Step:
    """From some day on the state has this standing; `days` tells how well that day is known."""

    standing: str
    days: Days
    because: str
    flags: tuple[str, ...] = ()


_ALWAYS: Days = (date.min, date.min)


def days_of(time: PartialDate | Period) -> Days:
    """Return the first and last day a time can be."""
    first, last = reach(time)
    return first or date.min, last or date.max


def timeline(known: Participation, conflicts: Sequence[Stretch] = ()) -> tuple[Step, ...]:
    """Return the steps in order; the first is always `outsider`."""
    facts = regime_facts(known.regime)
    national = known.regime.startswith("national:")
    before = "its law is not yet in force" if national else "it has neither signed nor joined"
    steps = [Step("outsider", _ALWAYS, before)]
    steps += _signature(known, facts)
    force = _entry(known, facts)
    if known.provisional_from is not None:
        article = facts.get("provisional", "")
        steps.append(
            Step(
                "provisional",
                days_of(known.provisional_from),
                f"it applies the ban provisionally ({article})",
            )
        )
    steps += [force] if force else []
    left = _withdrawal(known, facts, conflicts)
    if left is not None and force is None:
        raise LawError(f"{known.state} withdraws from {known.regime} without having joined: give in_force")
    steps += [left] if left else []
    return _checked(steps, known)


def _checked(steps: list[Step], known: Participation) -> tuple[Step, ...]:
    for earlier, later in pairwise(steps):
        if later.days[1] < earlier.days[0]:
            raise LawError(
                f"{known.state} under {known.regime}: {later.standing} by {later.days[1]} lies before "
                f"{earlier.standing} on {earlier.days[0]}; correct the dates ({known.origin or 'row given'})"
            )
    return tuple(steps)


def _signature(known: Participation, facts: Any) -> list[Step]:
    if known.regime.startswith("national:"):
        return []
    steps = []
    if known.signed is not None:
        steps.append(Step("signatory", days_of(known.signed), f"it signed on {known.signed}"))
    elif known.status == "signatory":
        seen = days_of(known.as_of)[1] if known.as_of else date.max
        first = date.fromisoformat(facts["opened"]) if "opened" in facts else date.min
        steps.append(
            Step("signatory", (first, seen), f"it had signed by {known.as_of or 'a day not on record'}")
        )
    if known.status == "signatory_disclaimed" and known.as_of is not None:
        steps.append(
            Step(
                "outsider",
                days_of(known.as_of),
                f"it told the depositary on {known.as_of} that it will not join",
            )
        )
    if known.consent_date is not None:
        act = known.action.replace("_", " ") or "an instrument"
        steps.append(
            Step(
                "signatory",
                days_of(known.consent_date),
                f"it deposited its {act} on {known.consent_date}; not yet in force for it",
                ("consented, not yet in force",),
            )
        )
    return steps


def _entry(known: Participation, facts: Any) -> Step | None:
    computed = _computed_entry(known, facts)
    if known.in_force is not None:
        days = days_of(known.in_force)
        return Step("party", days, *_printed(known, computed, facts))
    if computed is not None:
        article = facts["entry"]["article"]
        because = (
            f"in force since {_text(computed)}, computed from its deposit {known.consent_date} ({article})"
        )
        return Step("party", computed, because, ("in force computed",))
    if known.status in ("party", "bound", "in_force"):
        return Step(
            "party",
            _some_day(known),
            "it is listed as bound, without a date",
            ("date of entry into force not on record",),
        )
    if known.status == "signatory_or_party_unverified":
        seen = days_of(known.as_of)[1] + timedelta(1) if known.as_of else date.min
        return Step("party", (seen, date.max), f"whether it joined after {known.as_of} was not seen")
    return None


def _computed_entry(known: Participation, facts: Any) -> Days | None:
    if known.consent_date is None or "entry" not in facts:
        return None
    first, last = days_of(known.consent_date)
    return after(first, facts["entry"]), after(last, facts["entry"])


def _printed(known: Participation, computed: Days | None, facts: Any) -> tuple[str, tuple[str, ...]]:
    """Say what the printed date rests on, and whether the rule gives the same."""
    because = f"in force since {known.in_force}"
    if known.law:
        return f"its {known.law} is in force since {known.in_force}", ()
    if computed is None or known.in_force is None:
        return because, ()
    article, days = facts["entry"]["article"], days_of(known.in_force)
    if days[0] <= computed[1] and computed[0] <= days[1]:
        return f"{because}, as {article} gives from the deposit on {known.consent_date}", ()
    text = f"{because} as printed; {article} gives {_text(computed)} from the deposit on {known.consent_date}"
    return text, (f"printed {known.in_force} differs from computed {_text(computed)}",)


def _some_day(known: Participation) -> Days:
    first = days_of(known.signed)[0] if known.signed else date.min
    return first, days_of(known.as_of)[1] if known.as_of else date.max


def _withdrawal(known: Participation, facts: Any, conflicts: Sequence[Stretch]) -> Step | None:
    term = facts.get("withdrawal", {})
    article = term.get("article", "")
    if known.withdrawal_effective is not None:
        text = f"its withdrawal took effect on {known.withdrawal_effective}" + (
            f" ({article})" if article else ""
        )
        return Step("former_party", days_of(known.withdrawal_effective), text)
    if known.withdrawal_notified is None:
        return None
    if not term:
        raise LawError(f"{known.regime} has no rule on withdrawal: give withdrawal_effective")
    expiries = [after(day, term) for day in days_of(known.withdrawal_notified)]
    brakes = conflicts if term["conflict_brake"] else ()
    first, last = (braked(day, brakes) for day in expiries)
    return _withdrawn(known, (first, last), (expiries[0], expiries[1]), article)


def _withdrawn(known: Participation, days: Days, expiries: Days, article: str) -> Step:
    text = f"notice of withdrawal on {known.withdrawal_notified}, effective {_text(expiries)}"
    if days == expiries:
        return Step("former_party", days, f"{text} ({article})", ("withdrawal computed",))
    ended = f"on {_text(days)}" if days[1] != date.max else "on a day not on record"
    return Step(
        "former_party",
        days,
        f"{text} but held back until the armed conflict ended {ended} ({article})",
        ("withdrawal computed", "held back by armed conflict"),
    )


def _text(days: Days) -> str:
    return days[0].isoformat() if days[0] == days[1] else f"[{days[0]}..{days[1]}]"
