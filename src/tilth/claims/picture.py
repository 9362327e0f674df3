"""The picture: what the claims say of a subject, for a date it was true and a date it was known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tilth.claims._errors import LedgerError
from tilth.claims._store import Store
from tilth.claims.canonical import canonical_bytes
from tilth.claims.recorded import Recorded, recorded_about
from tilth.claims.review import Status, statuses_of
from tilth.claims.vocabulary import Property, vocabulary
from tilth.times import PartialDate, covers, parse_time

__all__ = ["Picture", "Side", "Told", "picture", "pictures"]

_PLACE = Property("place", "place", "where it is")


@dataclass(frozen=True, slots=True)
class Side:
    """One value, and the claims that hold it."""

    value: Any
    claims: tuple[str, ...]
    speakers: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one property.

    Attributes
    ----------
    value
        The value; None when it is contested.
    how
        ``agreed`` (one value), ``latest`` (newest information wins by the vocabulary's rule),
        ``settled`` (a reviewer chose), ``union`` (a list of values), ``contested`` (sides differ).
    sides
        Every value with its claims, the one in force first.
    """

    value: Any
    how: str
    sides: tuple[Side, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """Identifiers of the claims behind the value; of all sides when contested."""
        used = self.sides if self.how in ("contested", "union") else self.sides[:1]
        return tuple(key for side in used for key in side.claims)


@dataclass(frozen=True, slots=True)
class Picture:
    """A subject as it stands on a date, as known on a date.

    Attributes
    ----------
    told
        What is told of each property; `place` among them.
    claims
        The claims it rests on, in order of recording.
    left_out
        Claims that were not used, each with the reason.
    statuses
        Status of every claim about the subject.
    """

    subject: str
    kind: str | None
    told: Mapping[str, Told] = field(default_factory=dict)
    claims: tuple[Recorded, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)

    @property
    def conflicts(self) -> dict[str, Told]:
        """The properties on which the claims differ."""
        return {name: told for name, told in self.told.items() if told.how == "contested"}

    def value(self, name: str) -> Any:
        """Return the value of a property, None when nothing or nothing certain is told."""
        return self.told[name].value if name in self.told else None


def picture(
    store: Store,
    subject: str,
    *,
    true_on: str | None = None,
    known_on: str | None = None,
    statuses: Collection[str] = ("accepted",),
) -> Picture:
    """Return the picture of one subject.

    Parameters
    ----------
    true_on
        Date it should hold; claims whose validity certainly misses it are left out.
    known_on
        Date up to which claims and reviews were recorded; everything when None.
    statuses
        Which claims to use: accepted ones, or also proposed ones.
    """
    return pictures(store, [subject], true_on=true_on, known_on=known_on, statuses=statuses)[subject]


def pictures(
    store: Store,
    subjects: Sequence[str],
    *,
    true_on: str | None = None,
    known_on: str | None = None,
    statuses: Collection[str] = ("accepted",),
    otherwise: Collection[str] = (),
) -> dict[str, Picture]:
    """Return the picture of each subject, read together.

    Parameters
    ----------
    otherwise
        Statuses to use for a subject of which no claim has one of `statuses`.
    """
    claims = recorded_about(store, subjects, known_on)
    reviewed = statuses_of(store, claims, known_on)
    by_subject: dict[str, list[Recorded]] = {subject: [] for subject in subjects}
    for item in claims:
        if item.claim.subject not in by_subject:
            raise LedgerError(
                f"{store.address}: claim {item.id} is damaged (of another subject); 'tilth verify' names all"
            )
        by_subject[item.claim.subject].append(item)
    return {
        subject: _picture(subject, about, reviewed, true_on, _wanted(about, reviewed, statuses, otherwise))
        for subject, about in by_subject.items()
    }


def _wanted(
    about: Sequence[Recorded],
    reviewed: Mapping[str, Status],
    statuses: Collection[str],
    otherwise: Collection[str],
) -> Collection[str]:
    """Return the statuses to use for a subject: the second choice where no claim has one of the first."""
    if not otherwise or any(reviewed[item.id].name in statuses for item in about):
        return statuses
    return otherwise


def _picture(
    subject: str,
    claims: Sequence[Recorded],
    reviewed: Mapping[str, Status],
    true_on: str | None,
    wanted: Collection[str],
) -> Picture:
    used: list[Recorded] = []
    left_out: dict[str, str] = {}
    for item in claims:
        status = reviewed[item.id].name
        if status not in wanted:
            left_out[item.id] = status
        elif true_on is not None and _misses(item, true_on):
            left_out[item.id] = f"not true on {true_on}"
        else:
            used.append(item)
    own = {item.id: reviewed[item.id] for item in claims}
    kinds = [item.claim.kind for item in used]
    kind = kinds[-1] if kinds else None
    return Picture(subject, kind, _told(used, own), tuple(used), left_out, own)


def _misses(item: Recorded, true_on: str) -> bool:
    valid = item.claim.valid
    return valid is not None and covers(parse_time(valid), PartialDate.parse(true_on)) is False


def _told(claims: Sequence[Recorded], statuses: Mapping[str, Status]) -> dict[str, Told]:
    if len(claims) == 1:
        return _told_by_one(claims[0])
    values: dict[str, list[tuple[Recorded, Any]]] = {}
    rules: dict[str, Property] = {}
    for item in claims:
        kind = vocabulary().kinds.get(item.claim.kind)
        properties = kind.properties if kind else {}
        for name, value in item.claim.values.items():
            values.setdefault(name, []).append((item, value))
            rules.setdefault(name, properties.get(name, _PLACE))
        if item.claim.place is not None:
            values.setdefault("place", []).append((item, item.claim.place))
            rules.setdefault("place", _PLACE)
    settled = {name: _settled(name, told, statuses) for name, told in values.items()}
    return {name: _settle(rules[name], told, settled[name]) for name, told in values.items()}


def _told_by_one(item: Recorded) -> dict[str, Told]:
    """Return what a single claim tells: nothing can differ from it, so nothing needs comparing."""
    kind = vocabulary().kinds.get(item.claim.kind)
    properties = kind.properties if kind else {}
    ids, speakers = (item.id,), (item.claim.speaker,)
    told: dict[str, Told] = {}
    for name, value in item.claim.values.items():
        rule = properties.get(name)
        if rule is not None and rule.many:
            told[name] = _settle(rule, [(item, value)], None)
        else:
            told[name] = Told(value, "agreed", (Side(value, ids, speakers),))
    if item.claim.place is not None:
        told["place"] = Told(item.claim.place, "agreed", (Side(item.claim.place, ids, speakers),))
    return told


def _settled(name: str, told: Sequence[tuple[Recorded, Any]], statuses: Mapping[str, Status]) -> str | None:
    """Return the claim in whose favour a reviewer settled the property, if just one value has it."""
    chosen = [(item.id, value) for item, value in told if name in statuses[item.id].settles]
    return chosen[0][0] if len({canonical_bytes([value]) for _, value in chosen}) == 1 else None


def _settle(rule: Property, told: Sequence[tuple[Recorded, Any]], settled: str | None) -> Told:
    sides = _sides(told)
    if rule.many:
        union: dict[bytes, Any] = {}
        for side in sides:
            for value in side.value if isinstance(side.value, list) else [side.value]:
                union.setdefault(canonical_bytes([value]), value)
        return Told(list(union.values()), "union", sides)
    if len(sides) == 1:
        return Told(sides[0].value, "agreed", sides)
    if settled is not None:
        return _in_force(settled, "settled", sides)
    if rule.settle == "latest":
        newest = max(told, key=lambda pair: _newness(pair[0]))[0].id
        return _in_force(newest, "latest", sides)
    return Told(None, "contested", sides)


def _in_force(claim_id: str, how: str, sides: Sequence[Side]) -> Told:
    ordered = sorted(sides, key=lambda side: claim_id not in side.claims)
    return Told(ordered[0].value, how, tuple(ordered))


def _sides(told: Sequence[tuple[Recorded, Any]]) -> tuple[Side, ...]:
    groups: dict[bytes, list[tuple[Recorded, Any]]] = {}
    for item, value in told:
        groups.setdefault(canonical_bytes([value]), []).append((item, value))
    return tuple(
        Side(
            group[0][1],
            tuple(item.id for item, _ in group),
            tuple(dict.fromkeys(item.claim.speaker for item, _ in group)),
        )
        for group in groups.values()
    )


def _newness(item: Recorded) -> tuple[str, tuple[str, str, int]]:
    """Order by date of information; on the same day what was recorded later wins."""
    information = item.claim.date_of_information
    start = parse_time(information).earliest if information else None
    return (start.isoformat() if start else "", item.order)
