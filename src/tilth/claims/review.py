"""Reviews: a person's verdict on a claim is a claim of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.claims._errors import LedgerError
from tilth.claims._store import Store
from tilth.claims.claim import Claim
from tilth.claims.recorded import Recorded, recorded_about, recorded_by_id

__all__ = ["STATUSES", "Status", "review_claim", "statuses_of"]

_STATUS_AFTER = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "retract": "retracted",
    "reopen": "proposed",
}
STATUSES = ("proposed", "accepted", "rejected", "corrected", "retracted", "disputed")


@dataclass(frozen=True, slots=True)
class Status:
    """Where a claim stands.

    Attributes
    ----------
    name
        proposed, accepted, rejected, corrected, retracted, or disputed when reviewers disagree.
    reviews
        Identifiers of the reviews it rests on; empty when nobody reviewed it.
    replacement
        Identifier of the claim that corrects it.
    settles
        Properties whose dispute a reviewer settled in favour of this claim.
    """

    name: str
    reviews: tuple[str, ...] = ()
    replacement: str | None = None
    settles: tuple[str, ...] = ()


def review_claim(
    target: str,
    verdict: str,
    reviewer: str,
    *,
    reason: str | None = None,
    replacement: str | None = None,
    settles: str | None = None,
    on: str | None = None,
    after: str | None = None,
) -> Claim:
    """Return the claim by which `reviewer` accepts, rejects, corrects, retracts ... `target`.

    Parameters
    ----------
    target, replacement
        Identifiers of claims, 64 hexadecimal digits.
    verdict
        accept, reject, correct (with the replacement), retract, reopen, settle (with the property).
    reviewer
        Identifier of who reviews: ``entity:j-jansen``; a program that takes back a proposal of its
        own is named by another word: ``reader:rules@2``.
    on
        Date of the verdict.
    after
        Identifier of the reviewer's verdict that this one follows; it tells a second "accept" from
        the first, since claims with the same content are one claim.

    Examples
    --------
    >>> review_claim("a" * 64, "accept", "entity:jj").subject[:10]
    'claim:aaaa'
    """
    if (verdict == "correct") != (replacement is not None):
        raise LedgerError("a correction, and only a correction, names the claim that replaces the old")
    if (verdict == "settle") != (settles is not None):
        raise LedgerError("a settlement, and only a settlement, names the property it settles")
    values: dict[str, Any] = {"verdict": verdict}
    optional = (("reason", reason), ("replacement", replacement), ("settles", settles), ("after", after))
    values |= {name: value for name, value in optional if value is not None}
    return Claim(kind="review", subject=f"claim:{target}", values=values, speaker=reviewer, said_on=on)


def statuses_of(store: Store, claims: Sequence[Recorded], known_on: str | None = None) -> dict[str, Status]:
    """Return the status of each of `claims` as known on a date.

    The last verdict of each reviewer counts: the one that no other of theirs follows (`after`), among
    several the one recorded last. When last verdicts differ the claim is disputed.
    A program's verdict counts only as long as no person (``entity:``) gave one.
    A claim taken from another (`part_of`) that nobody reviewed shares the status of that one.
    """
    parents = {item.claim.part_of for item in claims if item.claim.part_of}
    missing = sorted(parents - {item.id for item in claims})
    wider = [*claims, *recorded_by_id(store, missing, known_on)]
    reviews = recorded_about(store, [f"claim:{item.id}" for item in wider], known_on)
    by_target: dict[str, list[Recorded]] = {}
    for review in reviews:
        by_target.setdefault(review.claim.subject.removeprefix("claim:"), []).append(review)
    own = {item.id: _status(item, by_target.get(item.id, [])) for item in wider}
    return {item.id: _inherited(item, own) for item in claims}


def _inherited(item: Recorded, own: Mapping[str, Status]) -> Status:
    parent = item.claim.part_of
    status = own[item.id]
    if status.reviews or parent is None or parent not in own or not own[parent].reviews:
        return status
    return own[parent]


def _status(item: Recorded, reviews: Sequence[Recorded]) -> Status:
    verdicts = [review for review in reviews if _is_verdict(review.claim)]
    followed = {(review.claim.speaker, review.claim.values.get("after")) for review in verdicts}
    last = {
        review.claim.speaker: review
        for review in verdicts
        if review.claim.values["verdict"] in _STATUS_AFTER
        and (review.claim.speaker, review.id) not in followed
    }
    persons = {by: review for by, review in last.items() if (by or "").startswith("entity:")}
    last = persons or last
    settles = tuple(
        sorted({review.claim.values["settles"] for review in verdicts if "settles" in review.claim.values})
    )
    ids = tuple(sorted(review.id for review in last.values()))
    name, replacement = _verdict(item, list(last.values()))
    return Status(name, ids, replacement, settles)


def _is_verdict(claim: Claim) -> bool:
    """Return whether a claim has the form of a review; what a forged copy brings may lack it."""
    texts = [claim.values.get(name, "") for name in ("verdict", "replacement", "settles", "after")]
    return (
        claim.kind == "review" and "verdict" in claim.values and all(isinstance(text, str) for text in texts)
    )


def _verdict(item: Recorded, last: Sequence[Recorded]) -> tuple[str, str | None]:
    """Return the status that the reviewers' last verdicts give, and the replacement."""
    if not last:
        return item.state, None
    names = {_STATUS_AFTER[review.claim.values["verdict"]] for review in last}
    replacements = {review.claim.values.get("replacement") for review in last} - {None}
    if len(names) > 1 or len(replacements) > 1:
        return "disputed", None
    return names.pop(), next(iter(replacements), None)
