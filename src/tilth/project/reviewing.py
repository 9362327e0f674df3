"""Recording a reviewer's verdicts: accept, reject, retract, reopen, correct; all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from tilth.claims import Appended, Claim, Recorded, recorded_about, recorded_by_id, review_claim, statuses_of
from tilth.project._errors import ProjectError
from tilth.project.correcting import correction_of
from tilth.project.project import Project

__all__ = ["WORDS", "Verdict", "full_id", "review_claims", "reviewer_of"]

WORDS = ("accept", "reject", "retract", "reopen", "correct")
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict to record.

    Attributes
    ----------
    word
        accept, reject, retract, reopen or correct.
    key
        Identifier of the claim, or its first 8 digits or more where that is one claim.
    changes
        Of a correction: see `tilth.project.correcting.correction_of`.
    reason
        Why.
    """

    word: str
    key: str
    changes: Mapping[str, Any] | None = None
    reason: str | None = None


def reviewer_of(project: Project, name: str | None) -> str:
    """Return the identifier of who reviews: the name given, else this installation's owner."""
    words = name or project.ledger.installation.owner
    return words if words.startswith("entity:") else f"entity:{words.strip().replace(' ', '-').lower()}"


def review_claims(
    project: Project,
    verdicts: Sequence[Verdict | tuple[str, str]],
    *,
    by: str | None = None,
    reason: str | None = None,
    besides: Sequence[Claim] = (),
) -> Appended:
    """Record verdicts as one batch; all or none.

    A correction adds the reviewer's claim and keeps the proposal. When the same reviewer later judges
    the corrected claim otherwise, the claim that replaced it is retracted with that.

    Parameters
    ----------
    besides
        Further claims of the reviewer that go into the same batch.

    Raises
    ------
    ProjectError
        An identifier that names no claim, or several; two verdicts on one claim; a correction that
        is refused.
    """
    reviewer, today = reviewer_of(project, by), date.today().isoformat()
    asked = [one if isinstance(one, Verdict) else Verdict(*one) for one in verdicts]
    targets = [full_id(project, one.key) for one in asked]
    _refuse_unfit(project, asked, targets)
    desk = _Desk(project, reviewer, today)
    claims = [
        claim
        for one, target in zip(asked, targets, strict=True)
        for claim in desk.claims(one, target, one.reason or reason)
    ]
    return project.append([*claims, *besides], tool="review", state="accepted")


def _refuse_unfit(project: Project, asked: Sequence[Verdict], targets: Sequence[str]) -> None:
    words: dict[str, str] = {}
    for one, target in zip(asked, targets, strict=True):
        if one.word not in WORDS:
            raise ProjectError(f"verdict {one.word!r} is none; allowed: {', '.join(WORDS)}")
        if target in words and (words[target] != one.word or one.word == "correct"):
            raise ProjectError(f"claim {target[:12]} is given two verdicts at once: give one")
        words[target] = one.word
    for item in recorded_by_id(project.store, list(words)):
        if item.claim.kind == "review":
            raise ProjectError(
                f"{item.id[:12]} is itself a review: give the claim it is on,"
                f" {item.claim.subject.split(':', 1)[1][:12]}"
            )


@dataclass(frozen=True, slots=True)
class _Desk:
    """One reviewer at work on a project."""

    project: Project
    reviewer: str
    today: str

    def claims(self, verdict: Verdict, target: str, reason: str | None) -> Iterable[Claim]:
        """Return the claims that one verdict gives."""
        if verdict.word == "correct":
            return self._corrected(target, verdict.changes or {}, reason)
        last = self._last(target)
        made = [self._verdict(verdict.word, target, reason, last)]
        if last is not None and last.claim.values["verdict"] == "correct":
            made.append(self._turned("retract", str(last.claim.values["replacement"]), reason))
        return made

    def _corrected(self, target: str, changes: Mapping[str, Any], reason: str | None) -> list[Claim]:
        [item] = recorded_by_id(self.project.store, [target])
        status = statuses_of(self.project.store, [item])[target]
        if status.name == "corrected" and status.replacement:
            raise ProjectError(
                f"claim {target[:12]} was corrected already: correct {status.replacement[:12]}, which"
                " replaces it, or reopen it first"
            )
        made = correction_of(self.project, item, changes)
        last = self._last(target)
        review = review_claim(
            target,
            "correct",
            self.reviewer,
            reason=reason,
            replacement=made.replacement.id,
            on=self.today,
            after=last.id if last else None,
        )
        return [made.replacement, *made.others, *self._revived(made.replacement), review]

    def _revived(self, replacement: Claim) -> list[Claim]:
        """Return the acceptance of a replacement that the ledger holds already but that does not stand."""
        held = recorded_by_id(self.project.store, [replacement.id])
        if not held or statuses_of(self.project.store, held)[replacement.id].name == "accepted":
            return []
        return [self._turned("accept", replacement.id, None)]

    def _turned(self, word: str, target: str, reason: str | None) -> Claim:
        return self._verdict(word, target, reason, self._last(target))

    def _last(self, target: str) -> Recorded | None:
        """Return this reviewer's last verdict on a claim."""
        before = [
            item
            for item in recorded_about(self.project.store, [f"claim:{target}"])
            if item.claim.speaker == self.reviewer and item.claim.kind == "review"
        ]
        return before[-1] if before else None

    def _verdict(self, word: str, target: str, reason: str | None, last: Recorded | None) -> Claim:
        if last is not None and last.claim.values["verdict"] == word:
            return last.claim
        after = last.id if last else None
        return review_claim(target, word, self.reviewer, reason=reason, on=self.today, after=after)


def full_id(project: Project, key: str) -> str:
    """Return the whole identifier of a claim from its first digits."""
    digits = key.lower()
    if len(digits) < _SHORTEST or len(digits) > 64 or set(digits) - set("0123456789abcdef"):
        raise ProjectError(
            f"{key!r} is no identifier of a claim: give at least {_SHORTEST} of its hex digits"
        )
    low, high = bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))
    query = text("SELECT id FROM tilth_claim WHERE id BETWEEN :low AND :high LIMIT 2")
    with project.store.reading() as connection:
        found = [bytes(row.id).hex() for row in connection.execute(query, {"low": low, "high": high})]
    if len(found) != 1:
        count = "no claim" if not found else "several claims"
        raise ProjectError(f"{key!r} names {count} in {project.address}: list them with 'tilth review'")
    return found[0]
