"""Personal data are shown on demand only, and that somebody saw them is a claim of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from tilth.claims import Appended, Claim
from tilth.project._errors import ProjectError
from tilth.project.project import Project
from tilth.project.reviewing import full_id, reviewer_of

__all__ = ["record_viewing"]


def record_viewing(
    project: Project, key: str, reason: str, *, by: str | None = None, now: datetime | None = None
) -> Appended:
    """Record that a person looked at a claim, and what for; nothing of the claim's content is kept with it.

    Raises
    ------
    ProjectError
        No reason, or no such claim.
    """
    if not reason.strip():
        raise ProjectError("personal data are shown for a reason only: say what you need them for")
    target = full_id(project, key)
    moment = (now or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    claim = Claim(
        kind="viewing",
        subject=f"claim:{target}",
        values={"of_claim": target, "reason": reason.strip(), "seen_at": moment},
        speaker=reviewer_of(project, by),
        said_on=moment[:10],
    )
    return project.append([claim], tool="web", state="accepted")
