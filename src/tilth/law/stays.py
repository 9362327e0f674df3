"""The standing of a state over time, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tilth.law._calendar import Stretch
from tilth.law._known import known_rows
from tilth.law._timeline import span, timeline
from tilth.law.participation import Participation
from tilth.law.standing import standing
from tilth.law.states import state_code

__all__ = ["Stay", "standing_over_time"]


@dataclass(frozen=True, slots=True)
class Stay:
    """A standing from its first day on, until the next begins.

    Attributes
    ----------
    standing : str
    since : str
        First day, ISO 8601; ``[a..b]`` where the day lies in between; empty for the first standing.
    because : str
        Why, in words.
    """

    standing: str
    since: str
    because: str


def standing_over_time(
    state: str,
    regime: str,
    facts: Iterable[Participation] | None = None,
    conflicts: Sequence[Stretch] = (),
) -> tuple[Stay, ...]:
    """Return each change of standing that is on record or follows from it, the oldest first.

    A change on a day that is wholly unknown is left out; a state without a row has one stay, the
    standing it has today.

    Raises
    ------
    LawError
        For an unknown state, or dates that contradict each other.

    Examples
    --------
    >>> [(each.standing, each.since) for each in standing_over_time("LTU", "ccm")][-2:]
    [('party', '2011-09-01'), ('former_party', '2025-03-06')]
    """
    given = tuple(facts or ())
    code = state_code(state)
    rows = known_rows(code, regime, given)
    if not rows:
        found = standing(code, regime, date.today(), given)
        return (Stay(found.standing, "", "; ".join(found.reasons)),)
    found_steps = timeline(rows, conflicts)
    first, *later = [step for step in found_steps if step is found_steps[0] or _dated(step.days)]
    stays = [Stay(first.standing, "", first.because)]
    for step in later:
        if step.standing != stays[-1].standing:
            stays.append(Stay(step.standing, span(step.days), step.because))
    return tuple(stays)


def _dated(days: tuple[date, date]) -> bool:
    return days[1] != date.max and days[0] != date.min
