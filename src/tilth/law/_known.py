"""The rows on record about a state, with newer facts laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cache

from tilth.law._files import data_rows
from tilth.law.participation import Participation, Time, participations
from tilth.times import reach

__all__ = ["known_rows", "uncertainty"]


def known_rows(code: str, regime: str, given: Sequence[Participation] = ()) -> list[Participation]:
    """Return the rows on a state under a regime, with newer facts laid over them.

    Under a treaty several rows are several stays, one after the other: a state that left may join
    again. Under national law each row is a law of its own.
    """
    packaged = list(_index().get((code, regime), ()))
    newer = [
        each for each in given if each.state == code and each.regime == regime and not _not_retrieved(each)
    ]
    if not newer:
        return packaged
    if regime.startswith("national:"):
        return _laws(packaged, newer)
    rows = packaged or [newer.pop(0)]
    for each in newer:
        last = rows[-1]
        rows[-1:] = [last, each] if _joins_again(last, each) else [_overlaid(last, each)]
    return rows


def uncertainty(row: Participation) -> str:
    """Return what is uncertain about a row of the tables, empty when nothing is on record."""
    return _uncertain().get((row.state, row.regime), "")


@cache
def _uncertain() -> Mapping[tuple[str, str], str]:
    return {(row["state"], row["regime"]): row["what"] for row in data_rows("uncertain")}


@cache
def _index() -> dict[tuple[str, str], tuple[Participation, ...]]:
    """Return the packaged rows by state and regime; rows that only say "not retrieved" are left out."""
    found: dict[tuple[str, str], tuple[Participation, ...]] = {}
    for row in participations():
        if not _not_retrieved(row):
            found[row.state, row.regime] = (*found.get((row.state, row.regime), ()), row)
    return found


def _not_retrieved(row: Participation) -> bool:
    """Whether a row says no more than that nothing was found."""
    return row.status == "unknown" and not any(getattr(row, key) for key in _COMPARED)


def _laws(packaged: list[Participation], newer: Sequence[Participation]) -> list[Participation]:
    rows = packaged
    for each in newer:
        same = [index for index, row in enumerate(rows) if each.law in ("", row.law)]
        for index in same:
            rows[index] = _overlaid(rows[index], each)
        if not same:
            rows.append(each)
    return rows


def _joins_again(row: Participation, newer: Participation) -> bool:
    """Whether the newer fact is of a stay after the state left."""
    left = row.withdrawal_effective or row.withdrawal_notified
    came = [each for each in (newer.signed, newer.consent_date, newer.in_force) if each is not None]
    if left is None or not came:
        return False
    last = reach(left)[1]
    firsts = [reach(each)[0] for each in came]
    return last is not None and all(first is not None and first > last for first in firsts)


def _overlaid(row: Participation, newer: Participation) -> Participation:
    stated = {key: value for key in _FIELDS if (value := getattr(newer, key))}
    if newer.consent_date is None:
        stated.pop("action", None)  # the action of a withdrawal is not how the state joined
    differs = [
        f"sources differ on {key.replace('_', ' ')}: {_told(row, key)} and {_told(newer, key)}"
        for key in _COMPARED
        if key in stated and getattr(row, key) is not None and getattr(row, key) != stated[key]
    ]
    return replace(
        row,
        **stated,
        origin=f"{row.origin or 'given'} + {newer.origin or 'given'}",
        differs=tuple(dict.fromkeys((*row.differs, *differs))),
    )


def _told(row: Participation, key: str) -> str:
    value: Time = getattr(row, key)
    return f"{value} ({row.origin or 'given'})"


_COMPARED = ("signed", "consent_date", "in_force", "withdrawal_notified", "withdrawal_effective")
_FIELDS = [
    each.name
    for each in fields(Participation)
    if each.name not in ("state", "regime", "law", "origin", "differs", "tag")
]
