"""A state under every regime on a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tilth.law._calendar import Stretch
from tilth.law._known import known_rows
from tilth.law._regimes import regimes
from tilth.law.participation import Participation
from tilth.law.standing import as_date, standing
from tilth.law.states import state_code
from tilth.times import PartialDate

__all__ = ["status"]


def status(
    state: str,
    on: str | date | PartialDate,
    facts: Iterable[Participation] | None = None,
    conflicts: Sequence[Stretch] = (),
) -> dict[str, Any]:
    """Return how a state stands to every regime on a date, ready for JSON.

    Returns
    -------
    dict
        ``state`` (code), ``on``, and ``regimes``: name to ``standing``, ``since``, ``until``,
        ``source``, with ``possible``, ``reasons``, ``flags``, ``facts`` and the articles applied
        (``rules``) beside them. A national regime is there when a law is on record.

    Raises
    ------
    LawError
        For an unknown state, one that did not exist then, or a date that cannot be read.

    Examples
    --------
    >>> found = status("Lithuania", "2025-03-06")["regimes"]["ccm"]
    >>> found["standing"], found["since"], found["until"]
    ('former_party', '2025-03-06', None)
    """
    given = tuple(facts or ())
    code = state if any(each.state == state for each in given) else state_code(state)
    day = as_date(on)
    names = [each if each != "national" else f"national:{code}" for each in regimes()]
    found = {}
    for name in names:
        if name.startswith("national:") and not known_rows(code, name, given):
            continue
        one = standing(code, name, day, given, conflicts)
        found[name] = {
            "standing": one.standing,
            "since": one.since,
            "until": one.until,
            "source": one.source,
            "possible": list(one.possible),
            "reasons": list(one.reasons),
            "flags": list(one.flags),
            "facts": list(one.facts),
            "rules": list(one.rules),
        }
    return {"state": code, "on": str(day), "regimes": found}
