"""What a state did about a regime: signature, consent, entry into force, withdrawal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tilth.law._errors import LawError
from tilth.law._files import data_rows
from tilth.law._regimes import regime_name
from tilth.times import PartialDate, Period, TimeError, parse_time

__all__ = ["Participation", "participations"]

Time = PartialDate | Period
_DATES = (
    "signed",
    "consent_date",
    "in_force",
    "withdrawal_notified",
    "withdrawal_effective",
    "provisional_from",
    "disclaimed",
    "as_of",
)
_OTHER_NAMES = {"provisional_application": "provisional_from", "iso3": "state", "deposited": "consent_date"}


@dataclass(frozen=True, slots=True)
class Participation:
    """One row of who joined what, as far as it is known; dates that are not known stay None.

    Attributes
    ----------
    state : str
        ISO 3166-1 alpha-3 code, or the name of a state made up in a question.
    name : str
        Short English name.
    regime : str
        ``ccm``, ``ccw_p5``, ``att``, ``eu_2008_944`` or ``national:`` with the code.
    signed, consent_date, in_force : PartialDate, Period or None
        Signature; deposit of the instrument; entry into force as printed.
    action : str
        Ratification, accession, acceptance, approval.
    in_force_basis : str
        How the date of entry into force was had (stated, computed, both).
    withdrawal_notified, withdrawal_effective : PartialDate, Period or None
        Day the depositary received the notice; printed day of effect.
    provisional_from : PartialDate, Period or None
        Start of provisional application.
    disclaimed : PartialDate, Period or None
        Day a signatory made clear that it will not join.
    status : str
        Status word of the table (party, signatory, not_party, ...).
    as_of : PartialDate, Period or None
        Day up to which the row was checked; None takes the regime's.
    sourced : str
        How well the row is sourced (double, single, ...).
    sources : tuple of str
        Addresses.
    note : str
    origin : str
        Where the row comes from: ``ccm_parties:LTU``, or a claim id.
    law : str
        Name of the national law or policy, empty for treaties.
    tag : str
        ``verified``, ``K`` (general knowledge) or ``P`` (partly read).
    differs : tuple of str
        Where sources of the row contradict each other.
    """

    state: str
    regime: str
    name: str = ""
    signed: Time | None = None
    consent_date: Time | None = None
    action: str = ""
    in_force: Time | None = None
    in_force_basis: str = ""
    withdrawal_notified: Time | None = None
    withdrawal_effective: Time | None = None
    provisional_from: Time | None = None
    disclaimed: Time | None = None
    status: str = ""
    as_of: Time | None = None
    sourced: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    origin: str = ""
    law: str = ""
    tag: str = "verified"
    differs: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> Participation:
        """Return the participation that a table row or a treaty_action claim states.

        Keys are the attributes or the columns of the fact tables; unknown keys are left out,
        empty texts are None. `regime` may be written as in the tables (``CCM``).

        Raises
        ------
        LawError
            For a missing state, an unknown regime or a date that cannot be read.

        Examples
        --------
        >>> row = {"iso3": "VUT", "regime": "CCM", "consent_date": "2025-09-05"}
        >>> Participation.from_mapping(row).consent_date
        PartialDate(year=2025, month=9, day=5, about=False, uncertain=False)
        """
        named = {_OTHER_NAMES.get(key, key): value for key, value in row.items()}
        state = str(named.get("state") or "")
        if not state:
            raise LawError(f"a participation needs a state: give 'state' or 'iso3' in {dict(row)!r}")
        regime, law = regime_name(str(named.get("regime") or ""), state)
        values: dict[str, Any] = {key: str(named.get(key) or "") for key in _TEXTS}
        values |= {key: _time(named.get(key), key, state) for key in _DATES}
        values |= {"sources": _sources(named), "tag": str(named.get("tag") or "verified")}
        if values["status"] == "signatory_disclaimed" and values["disclaimed"] is None:
            values["disclaimed"] = values["as_of"]
        return cls(state=state, regime=regime, law=law, **values)


_TEXTS = ("name", "action", "in_force_basis", "status", "sourced", "note", "origin")


def _time(value: Any, key: str, state: str) -> Time | None:
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate | Period):
        return value
    try:
        return parse_time(value if isinstance(value, str) else str(value))
    except TimeError as error:
        raise LawError(f"{key} of {state}: {error}") from error


def _sources(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = row.get("sources") or [row.get("source"), row.get("source_url"), row.get("source_url_2")]
    return tuple(dict.fromkeys(str(each) for each in given if each))


def participations(rows: Iterable[Mapping[str, Any]] | None = None) -> tuple[Participation, ...]:
    """Return every participation of the packaged tables, or of the rows given instead.

    The rows of ``ccm_parties`` win over those of ``other_regimes`` for the Convention; the law
    package's own supplement fills what these leave empty.

    Examples
    --------
    >>> [each.origin for each in participations() if each.state == "VUT" and each.regime == "ccm"]
    ['ccm_parties:VUT']
    """
    if rows is not None:
        return tuple(Participation.from_mapping(row) for row in rows)
    return _packaged()


@cache
def _packaged() -> tuple[Participation, ...]:
    from tilth.data import table

    known: dict[tuple[str, str, str], Participation] = {}
    listed = [
        {**row, "regime": "CCM", "origin": f"ccm_parties:{row['iso3']}"} for row in table("ccm_parties")
    ]
    listed += [
        {**row, "origin": f"other_regimes:{row['iso3']}:{row['regime']}"} for row in table("other_regimes")
    ]
    listed += [
        {**row, "origin": f"supplement:{row['iso3']}:{row['regime']}"} for row in data_rows("supplement")
    ]
    for row in listed:
        found = Participation.from_mapping(row)
        key = (found.state, found.regime, found.law)
        known[key] = _filled(known[key], found) if key in known else found
    return tuple(known.values())


def _filled(first: Participation, later: Participation) -> Participation:
    """Return the first row with its empty dates taken from the later one."""
    if later.origin.startswith("other_regimes"):
        return first
    missing = {key: getattr(later, key) for key in _DATES if getattr(first, key) is None}
    used = {key: value for key, value in missing.items() if value is not None}
    if not used:
        return first
    return replace(
        first,
        **used,
        tag=later.tag,
        sources=first.sources + later.sources,
        note="; ".join(filter(None, (first.note, later.note))),
        origin=f"{first.origin} + {later.origin}",
    )
