"""The rows on record about a state, with newer facts laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache

from tilth.law.participation import Participation, participations

__all__ = ["known_rows"]


def known_rows(code: str, regime: str, given: Sequence[Participation] = ()) -> list[Participation]:
    """Return the rows on a state under a regime, with newer facts laid over them."""
    packaged = _index().get((code, regime), ())
    if not given:
        return list(packaged)
    newer = [each for each in given if each.state == code and each.regime == regime]
    return [_overlaid(row, newer) for row in packaged] or ([_overlaid(newer[0], newer[1:])] if newer else [])


@cache
def _index() -> dict[tuple[str, str], tuple[Participation, ...]]:
    """Return the packaged rows by state and regime; rows that only say "not retrieved" are left out."""
    found: dict[tuple[str, str], tuple[Participation, ...]] = {}
    for row in participations():
        if row.status != "unknown":
            found[row.state, row.regime] = (*found.get((row.state, row.regime), ()), row)
    return found


def _overlaid(row: Participation, given: Sequence[Participation]) -> Participation:
    for newer in given:
        if newer.state == row.state and newer.regime == row.regime and newer.law in ("", row.law):
            stated = {key: value for key in _FIELDS if (value := getattr(newer, key))}
            row = replace(row, **stated, origin=f"{row.origin or 'given'} + {newer.origin or 'given'}")
    return row


_FIELDS = [
    each.name for each in fields(Participation) if each.name not in ("state", "regime", "law", "origin")
]
