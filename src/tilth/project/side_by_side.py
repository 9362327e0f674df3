"""Two windows that correct one claim without knowing of each other: both versions are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from tilth.claims import Appended, Recorded, Status, recorded_about, recorded_by_id, review_claim, statuses_of
from tilth.project._errors import ProjectError
from tilth.project.correcting import correction_of
from tilth.project.project import Project
from tilth.project.reviewing import Verdict, full_id, review_claims, reviewer_of

__all__ = ["correct_beside", "keep_version", "standing_mark", "versions_of"]

_STANDS = ("accepted", "proposed", "disputed")


def standing_mark(status: Status) -> str:
    """Return a short mark of where a claim stands; it changes with every verdict on the claim."""
    return sha256(" ".join([status.name, *status.reviews]).encode()).hexdigest()[:12]


def versions_of(project: Project, key: str) -> list[Recorded]:
    """Return the corrections of a claim that stand; more than one were made without knowing of each other."""
    verdicts = recorded_about(project.store, [f"claim:{key}"])
    ids = [str(item.claim.values["replacement"]) for item in verdicts if "replacement" in item.claim.values]
    items = recorded_by_id(project.store, list(dict.fromkeys(ids)))
    statuses = statuses_of(project.store, items)
    return [item for item in items if statuses[item.id].name in _STANDS]


def correct_beside(
    project: Project,
    key: str,
    changes: Mapping[str, Any],
    *,
    seen: str,
    by: str | None = None,
    reason: str | None = None,
) -> Appended:
    """Record a correction of a claim as its reviewer saw it.

    Where the claim was judged since, the correction is kept beside the other version, and both stand
    until a person chooses (`keep_version`).

    Parameters
    ----------
    seen
        The claim's `standing_mark` when the reviewer began.
    """
    target = full_id(project, key)
    [item] = recorded_by_id(project.store, [target])
    status = statuses_of(project.store, [item])[target]
    if standing_mark(status) == seen or status.name != "corrected":
        return review_claims(project, [Verdict("correct", target, dict(changes), reason)], by=by)
    made = correction_of(project, item, changes)
    review = review_claim(
        target,
        "correct",
        reviewer_of(project, by),
        reason=reason or "made without knowing of the other version",
        replacement=made.replacement.id,
        on=date.today().isoformat(),
    )
    return project.append([made.replacement, *made.others, review], tool="review", state="accepted")


def keep_version(project: Project, key: str, chosen: str, *, by: str | None = None) -> Appended:
    """Record that one version of a corrected claim is kept; the others are retracted and stay to be seen.

    Raises
    ------
    ProjectError
        `chosen` is none of the versions that stand.
    """
    versions: Sequence[str] = [item.id for item in versions_of(project, key)]
    if chosen not in versions:
        listed = ", ".join(one[:12] for one in versions) or "none"
        raise ProjectError(f"{chosen[:12]} is no version of {key[:12]} that stands; there are: {listed}")
    others = [Verdict("retract", one, None, "another version is kept") for one in versions if one != chosen]
    return review_claims(project, [*others, Verdict("accept", chosen)], by=by)
