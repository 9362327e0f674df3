"""Rows beside what the project holds: known, new, corrected, newer, or older than what is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tilth.claims import Claim, Recorded, Sealed, recorded_about, review_claim, seal, statuses_of, vocabulary
from tilth.claims.canonical import canonical_bytes
from tilth.exchange.intake import Draft
from tilth.project import Project
from tilth.times import parse_time

__all__ = ["Change", "Holdings", "compared"]

_STANDING = ("accepted", "proposed", "disputed")
_IMPORTER = "import:tilth"


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does to what is held.

    Attributes
    ----------
    word
        new, unchanged, correction (same date of information or none), update (newer), late (older).
    differing
        Property, value held, value told.
    claims
        Claims that go in with the row's own: corrections of what it replaces.
    waits
        Whether a person accepted what the row corrects: then both stand until a person judges.
    """

    word: str
    sealed: Sealed
    differing: tuple[tuple[str, Any, Any], ...] = ()
    claims: tuple[Claim, ...] = ()
    waits: bool = False


@dataclass(slots=True)
class Holdings:
    """Standing claims by subject, and identifiers of all that is held of them."""

    standing: dict[str, list[Recorded]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, project: Project, kind: str, subjects: Sequence[str]) -> Holdings:
        """Return what the project holds of these subjects."""
        items = [
            item
            for item in recorded_about(project.store, list(dict.fromkeys(subjects)))
            if item.claim.kind == kind
        ]
        made = cls(ids={item.id for item in items})
        if not items:
            return made
        statuses = statuses_of(project.store, items)
        made.accepted = {item.id for item in items if statuses[item.id].name == "accepted"}
        for item in items:
            if statuses[item.id].name in _STANDING:
                made.standing.setdefault(item.claim.subject, []).append(item)
        return made


def compared(rows: Sequence[tuple[Draft, Sealed]], held: Holdings, *, name: str) -> Iterator[Change]:
    """Yield for each row what it changes.

    Parameters
    ----------
    name
        Name of the file, for the reasons of corrections.
    """
    for draft, sealed in rows:
        standing = held.standing.get(sealed.claim.subject, [])
        if sealed.id in held.ids:
            yield Change("unchanged", sealed)
        elif not standing:
            yield Change("new", sealed)
        else:
            yield _change(draft, sealed, standing, held, name)


def _change(draft: Draft, sealed: Sealed, standing: Sequence[Recorded], held: Holdings, name: str) -> Change:
    claim = sealed.claim
    own = _information(claim)
    differing, rivals = _differing(claim, own, standing)
    if not differing and not _newer_information(own, standing):
        return Change("unchanged", sealed)
    if not rivals:
        return Change("update", sealed, differing)
    latest = max((_information(item.claim) or "" for item in rivals), default="")
    waits = any(item.id in held.accepted for item in rivals)
    if own and latest and own > latest:
        closed = [made for item in rivals for made in _closed(item, own, draft, name)]
        return Change("update", sealed, differing, tuple(closed), waits)
    if own and latest and own < latest:
        return Change("late", _ended(sealed, latest), differing)
    made = [made for item in rivals for made in _corrected(item, claim, draft, name)]
    return Change("correction", sealed, differing, tuple(made), waits)


def _differing(
    claim: Claim, own: str | None, standing: Sequence[Recorded]
) -> tuple[tuple[tuple[str, Any, Any], ...], list[Recorded]]:
    """Return the properties of which a row tells something else, and the claims of its speaker it replaces.

    A row is held against what is told for its own date of information; where nothing is, against the
    latest before it; without a date against the newest.
    """
    properties = vocabulary()[claim.kind].properties
    found: list[tuple[str, Any, Any]] = []
    rivals: dict[str, Recorded] = {}
    for name, value in _content(claim):
        tellers = [item for item in standing if _tells(item.claim, name) is not None]
        if name != "place" and properties[name].many:
            if not _all_known(value, [_tells(item.claim, name) for item in tellers]):
                found.append((name, _tells(tellers[-1].claim, name) if tellers else None, value))
            continue
        relevant = _relevant(own, tellers)
        mine = _form(name, value)
        if any(_form(name, _tells(item.claim, name)) == mine for item in relevant):
            continue
        found.append((name, _tells(relevant[-1].claim, name) if relevant else None, value))
        rivals |= {item.id: item for item in relevant or tellers if item.claim.speaker == claim.speaker}
    return tuple(found), list(rivals.values())


def _content(claim: Claim) -> Iterator[tuple[str, Any]]:
    yield from claim.values.items()
    if claim.place is not None:
        yield "place", claim.place


def _tells(claim: Claim, name: str) -> Any:
    return claim.place if name == "place" else claim.values.get(name)


def _form(name: str, value: Any) -> bytes:
    """Return what makes a value the same; of a place its outline and how sure it is."""
    if name == "place" and value is not None:
        return canonical_bytes([value["geometry"], value.get("accuracy_m")])
    return canonical_bytes([value])


def _all_known(values: Sequence[Any], held: Sequence[Any]) -> bool:
    known = {canonical_bytes([one]) for told in held for one in told}
    return all(canonical_bytes([one]) in known for one in values)


def _relevant(own: str | None, tellers: Sequence[Recorded]) -> list[Recorded]:
    dates = [_information(item.claim) or "" for item in tellers]
    before = [day for day in dates if own is None or day <= own]
    wanted = own if own in dates else max(before, default=None)
    return [item for item, day in zip(tellers, dates, strict=True) if day == wanted]


def _information(claim: Claim) -> str | None:
    """Return the first day of the claim's date of information."""
    told = claim.date_of_information
    start = parse_time(told).earliest if told else None
    return start.isoformat() if start else None


def _newer_information(own: str | None, standing: Sequence[Recorded]) -> bool:
    """Whether a row that tells nothing else confirms it for a later date."""
    return own is not None and all((_information(item.claim) or "") < own for item in standing)


def _closed(item: Recorded, own: str, draft: Draft, name: str) -> Iterator[Claim]:
    """Let what was held end where the newer information begins."""
    valid = item.claim.valid
    if not valid or not valid.endswith("/.."):
        return
    start, _, _ = valid.partition("/")
    last = (date.fromisoformat(own) - timedelta(days=1)).isoformat()
    ended = replace(item.claim, valid=f"{start}/{last}")
    reason = f"{name}, row {draft.row}: newer information of {own}"
    yield ended
    yield review_claim(item.id, "correct", _IMPORTER, replacement=ended.id, reason=reason)


def _ended(sealed: Sealed, latest: str) -> Sealed:
    """Return a late row that holds only until the information held begins."""
    valid = sealed.claim.valid
    if not valid or not valid.endswith("/.."):
        return sealed
    last = (date.fromisoformat(latest) - timedelta(days=1)).isoformat()
    made = seal(replace(sealed.claim, valid=valid.removesuffix("..") + last))
    return made if isinstance(made, Sealed) else sealed


def _corrected(item: Recorded, claim: Claim, draft: Draft, name: str) -> Iterator[Claim]:
    """Replace what was held by the row; what only the held claim tells stays a claim of its own."""
    rest = {key: value for key, value in item.claim.values.items() if key not in claim.values}
    place = None if claim.place is not None else item.claim.place
    reason = f"corrected by {name}, row {draft.row}"
    replacement = claim
    keeps_more = (rest or place is not None) and (
        place is not None or vocabulary()[claim.kind].place != "required"
    )
    if keeps_more and rest != {"synthetic": "yes"}:
        wording = {key: words for key, words in item.claim.wording.items() if key in rest}
        left = replace(item.claim, values=rest, place=place, wording=wording)
        if isinstance(seal(left), Sealed):
            replacement = left
            yield left
    yield review_claim(item.id, "correct", _IMPORTER, replacement=replacement.id, reason=reason)
